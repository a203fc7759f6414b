"""Which source a file belongs to, and which loader reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.declared.models import Area, Source
from dashboard.errors import InputError
from dashboard.loaders import (
    allocation_plan,
    attitude_survey,
    boundaries,
    crime_wide,
    force_strength,
    tidy,
)
from dashboard.loaders.archives import unpack_file
from dashboard.loaders.cut_short import Ending, ending_of
from dashboard.loaders.features import read_features
from dashboard.loaders.kinds import kind_of
from dashboard.loaders.model import Finding, LoadedFile
from dashboard.loaders.sheets import first_row
from dashboard.loaders.text import shorten


@dataclass(frozen=True)
class Reader:
    """How files of one format are read, and told from others."""

    read_file: Callable[
        [Path, Source, Mapping[str, Area], Mapping[str, str], dt.date | None], LoadedFile
    ]
    fits: Callable[[Path, Source], bool]
    """Whether a file's content is of the source; it never raises for a file of another kind."""


READERS: dict[str, Reader] = {
    "tidy": Reader(tidy.read_file, tidy.fits),
    "crime_wide": Reader(crime_wide.read_file, crime_wide.fits),
    "attitude_survey": Reader(attitude_survey.read_file, attitude_survey.fits),
    "force_strength": Reader(force_strength.read_file, force_strength.fits),
    "boundaries": Reader(boundaries.read_file, boundaries.fits),
    "allocation_plan": Reader(allocation_plan.read_file, allocation_plan.fits),
}
"""Format -> its loader."""

AREAS_DRAWN = ("json", "shapefile")
"""Kinds of file that hold boundaries and no table."""
_LONGEST = 200
"""Characters of a header told in a sentence."""


def recognise(path: Path, sources: Mapping[str, Source]) -> str:
    """Return the id of the one source that ``path`` belongs to, by its content and not by its name.

    Raises InputError with one sentence where no source fits, where more than one does, or where the
    file cannot be read at all. A file packed by itself in a zip or gzip is told by what is in it.
    """
    with unpack_file(path) as file:
        return _recognise(file, sources)


def _recognise(path: Path, sources: Mapping[str, Source]) -> str:
    kind = kind_of(path)
    # What cannot be read says so here, before any source is tried.
    header = [] if kind in AREAS_DRAWN else first_row(path)
    fitting_ids = [
        s.id for s in sources.values() if s.format in READERS and READERS[s.format].fits(path, s)
    ]
    if len(fitting_ids) == 1:
        return fitting_ids[0]
    if fitting_ids:
        listed = ", ".join(f"'{source}'" for source in fitting_ids)
        raise InputError(
            f"{path.name} fits more than one declared source ({listed}): name the source."
        )
    if kind in AREAS_DRAWN:
        read_features(path)  # Where it cannot be read, this says so.
        what = (
            "no area in it has a code of a ward or borough under a property that a source declares"
        )
        raise InputError(f"{path.name} fits no declared source ({what}): name the source.")
    header_text = ", ".join(f"'{cell.strip()}'" for cell in header if cell.strip())
    raise InputError(
        f"{path.name} fits no declared source (its headers are {shorten(header_text, _LONGEST)}): name the"
        " source."
    )


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read ``path`` as a file of ``source``, published on that day, with the loader of its format.

    A period that ends after the day of publication is an error; without a day none is. Raises
    InputError where the format has no loader.
    """
    reader = READERS.get(source.format)
    if reader is None:
        raise InputError(
            f"Source '{source.id}' has format '{source.format}', for which there is no loader."
        )
    try:
        with unpack_file(path) as file:
            loaded_file = reader.read_file(file, source, areas, aliases, published)
            ending = Ending() if loaded_file.is_refused else ending_of(file)
    except InputError as error:
        return LoadedFile(source.id, path, findings=[Finding("error", str(error))])
    if file != path:
        loaded_file.findings.insert(
            0, Finding("note", f"'{file.name}', which is packed in {path.name}, is read.")
        )
    if ending.cut:
        loaded_file.findings.append(Finding("error", f"{path.name} is cut short: {ending.cut}"))
    if ending.note:
        loaded_file.findings.append(Finding("note", ending.note))
    loaded_file.path = path
    return loaded_file
