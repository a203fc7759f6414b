"""A file packed by itself in a zip or gzip, unpacked for the time of its reading, within the limits
of a workbook.
"""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from dashboard.errors import InputError
from dashboard.loaders.kinds import (
    DAMAGED_ZIP,
    GZIP,
    MOST_EXPANDED,
    MOST_RATIO,
    SMALL_BYTES,
    ZIP,
    checked_zip,
    first_bytes,
    kind_of_members,
)

_READABLE_ENDINGS = frozenset(
    (
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".parquet",
        ".json",
        ".geojson",
    )
)
_PROSE = frozenset((".txt", ".md", ".pdf", ".doc", ".docx", ".htm", ".html"))
"""What is packed beside a table to tell of it."""
_BLOCK = 1 << 20


@contextmanager
def unpack_file(path: Path) -> Iterator[Path]:
    """The file packed in ``path``; ``path`` itself where it is no zip or gzip, or is a workbook or
    shapefile.

    Nothing of a packed file's path is used but its last part, and a file packed in a packed file is
    not unpacked. Raises InputError where the zip holds more than one readable file or none, is
    damaged, or unpacks to more than a workbook may.
    """
    start = first_bytes(path)
    if not start.startswith((GZIP, *ZIP)):
        yield path
    elif start.startswith(GZIP):
        with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
            place = Path(folder) / (path.stem if path.suffix.casefold() == ".gz" else path.name)
            try:
                with gzip.open(path) as source:
                    _copy(path, source, place)
            except (*DAMAGED_ZIP, gzip.BadGzipFile, zlib.error):
                text = (
                    f"{path.name} is a gzip file that is damaged or cut short: download it again."
                )
                raise InputError(text) from None
            yield place
    else:
        with (
            checked_zip(path) as archive,
            tempfile.TemporaryDirectory(prefix="dashboard-") as folder,
        ):
            if kind_of_members(archive.namelist()):
                yield path
                return
            member = _only(path, archive.namelist())
            place = Path(folder) / (PurePosixPath(member.replace("\\", "/")).name or "file")
            try:
                with archive.open(member) as source:
                    _copy(path, source, place)
            except DAMAGED_ZIP:
                text = f"{path.name} is a zip file that is damaged or cut short: download it again."
                raise InputError(text) from None
            yield place


def _only(path: Path, names: list[str]) -> str:
    """The one member that can be read."""
    files = [PurePosixPath(name.replace("\\", "/")) for name in names]
    litter = (".", "~$")
    members = [
        (name, file)
        for name, file in zip(names, files, strict=True)
        if file.name
        and not (name.endswith("/") or file.name.startswith(litter) or file.parts[0] == "__MACOSX")
    ]
    readable_names = [
        name for name, file in members if file.suffix.casefold() in _READABLE_ENDINGS - _PROSE
    ]
    readable_names = readable_names or [
        name for name, file in members if file.suffix.casefold() in _READABLE_ENDINGS
    ]
    if len(readable_names) == 1:
        return readable_names[0]
    names_text = ", ".join(f"'{name}'" for name in (readable_names or names)[:3]) or "nothing"
    what = (
        f"holds {len(readable_names)} files that may be read"
        if readable_names
        else "is a zip without a file that can be read"
    )
    raise InputError(
        f"{path.name} {what} ({names_text}): unpack it and load the file in it that is meant."
    )


def _copy(path: Path, source: IO[bytes] | gzip.GzipFile, place: Path) -> None:
    most = min(MOST_EXPANDED, max(SMALL_BYTES, MOST_RATIO * path.stat().st_size))
    written = 0
    with place.open("wb") as file:
        while block := source.read(_BLOCK):
            written += len(block)
            if written > most:
                raise InputError(
                    f"{path.name} would expand to more than {most >> 20:,} MB: load the file"
                    " unpacked."
                )
            file.write(block)
