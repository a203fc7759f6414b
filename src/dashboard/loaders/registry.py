"""Which source a file belongs to, and which loader reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dashboard.declared.models import Area, Source
from dashboard.errors import InputError
from dashboard.loaders import attitude_survey
from dashboard.loaders.model import Loaded
from dashboard.loaders.text import find_columns, read_rows

Reader = Callable[[Path, Source, Mapping[str, Area], Mapping[str, str]], Loaded]

READERS: dict[str, Reader] = {"attitude_survey": attitude_survey.read}
"""Format -> the function that reads it."""

_MPS = {"mps", "mps total", "metropolitan police service"}


def recognise(path: Path, sources: Mapping[str, Source]) -> str:
    """Return the id of the source that ``path`` belongs to, by its headers and areas and not by its name.

    Raises InputError with one sentence where no source fits, or where the file cannot be read at all.
    """
    rows, _ = read_rows(path)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    header = rows[0]
    for source in sources.values():
        if source.format != "attitude_survey":
            continue
        columns = find_columns(header, source)
        if not all(name in columns for name in attitude_survey.REQUIRED):
            continue
        at = columns["borough"]
        names = {row[at].strip().casefold() for row in rows[1:] if at < len(row)} - {""}
        level = "mps" if names and names <= _MPS else "borough"
        if source.level == level:
            return source.id
    seen = ", ".join(f"'{cell.strip()}'" for cell in header if cell.strip())
    if len(seen) > 200:
        seen = seen[:200] + " ..."
    raise InputError(f"{path.name} fits no declared source (its headers are {seen}): name the source.")


def read(path: Path, source: Source, areas: Mapping[str, Area], aliases: Mapping[str, str]) -> Loaded:
    """Read ``path`` as a file of ``source`` with the loader of its format.

    Raises InputError where the format has no loader.
    """
    reader = READERS.get(source.format)
    if reader is None:
        raise InputError(f"Source '{source.id}' has format '{source.format}', for which there is no loader.")
    return reader(path, source, areas, aliases)
