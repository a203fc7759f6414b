"""What a received file is, told by its first bytes and not by its name; what is none of these is
refused in a sentence.

Limits, so that no file takes the machine's memory or minutes of its time: a file has at most
``MOST_BYTES``; a zip (workbook or shapefile) expands to at most ``MOST_EXPANDED`` bytes, and to at
most ``MOST_RATIO`` times its size once that is over ``SMALL_BYTES``; a table has at most
``MOST_COLUMNS`` columns.
"""

from __future__ import annotations

import codecs
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from dashboard.errors import InputError

Kind = Literal["text", "json", "parquet", "workbook", "shapefile"]
Encoding = Literal["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]

MOST_BYTES = 512 << 20
MOST_EXPANDED = 256 << 20
MOST_RATIO = 40
"""A workbook of figures expands some 5 to 20 times."""
SMALL_BYTES = 2 << 20
MOST_MEMBERS = 2_000
"""Files in a zip."""
MOST_COLUMNS = 1_000
HEAD_BYTES = 1 << 18
"""Within which a header must stand."""

_OLE = b"\xd0\xcf\x11\xe0"
"""An XLS workbook, or one of any kind with a password."""
_STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PART_OF_A_SHAPEFILE = (
    "a part of a shapefile: put its .shp, .shx, .dbf and .prj files in one zip, and load the zip"
)
_REFUSALS = {
    b"version https://git-lfs.github.com/spec/": (
        "a Git LFS pointer and not the file itself: run 'git lfs pull'"
    ),
    b"\x00\x00\x27\x0a": _PART_OF_A_SHAPEFILE,
    b"%PDF": "a PDF document: load the table that it was made from",
}
"""How a file begins -> what it is and what to do."""


def kind_of(path: Path) -> Kind:
    """Return what ``path`` is.

    Raises InputError where it is nothing that a loader reads, or is over a limit.
    """
    start = first_bytes(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(_OLE):
        return "workbook"
    if start.startswith(GZIP):
        raise InputError(
            f"{path.name} is packed (gzip) within a zip or gzip: unpack it and load the file in it."
        )
    if start.startswith(ZIP):
        with checked_zip(path) as archive:
            return _kind_of_zip(path, archive.namelist())
    text = start.decode(encoding_of(path, start), errors="replace").lstrip("\ufeff \t\r\n")
    if text[:9].lower().startswith(("<!doctype", "<html")):
        raise InputError(f"{path.name} is a web page and not a CSV file: download the file itself.")
    return "json" if text.startswith(("{", "[")) else "text"


def first_bytes(path: Path) -> bytes:
    """The file's first bytes, as many as a header may take.

    Raises InputError where there is no such file, it is empty or too large, or it is of a kind that
    no loader reads.
    """
    try:
        if path.exists() and not path.is_file():
            what = "is a folder" if path.is_dir() else "is not a file"
            raise InputError(f"{path.name} {what}: name the file to be loaded.")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(HEAD_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path.name} cannot be read: {getattr(error, 'strerror', None) or error}."
        ) from None
    if size > MOST_BYTES:
        raise InputError(
            f"{path.name} has {size >> 20:,} MB and a file may have {MOST_BYTES >> 20}: divide it."
        )
    if not start.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{path.name} is empty: download it again.")
    if path.suffix.casefold() in (".dbf", ".shx", ".prj"):
        raise InputError(f"{path.name} is {_PART_OF_A_SHAPEFILE}.")
    for beginning, what in _REFUSALS.items():
        if start.startswith(beginning):
            raise InputError(f"{path.name} is {what}.")
    return start


def encoding_of(path: Path, start: bytes) -> Encoding:
    """The encoding of the text that begins with ``start``; raises InputError where it is no text."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not start.startswith(
        codecs.BOM_UTF32_LE
    ):
        return "utf-16"
    if b"\0" in start:
        sample = start[: len(start[:4096]) // 2 * 2]
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        # English text in UTF-16 has a NUL in nearly every other byte, and none in the others.
        if max(even, odd) > 0.8 * len(sample) / 2 and min(even, odd) == 0 and len(sample) > 2:
            return "utf-16-le" if odd else "utf-16-be"
        raise InputError(f"{path.name} is not text (it holds NUL bytes): save it as CSV UTF-8.")
    for name in ("utf-8-sig", "cp1252"):
        try:
            codecs.getincrementaldecoder(name)().decode(start, final=len(start) < HEAD_BYTES)
            return name  # type: ignore[return-value]
        except UnicodeDecodeError:
            continue
    raise not_text(path)


def not_text(path: Path) -> InputError:
    """The sentence on a file whose bytes are text in no encoding that is known here."""
    return InputError(
        f"{path.name} is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8."
    )


DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
"""What reading from a damaged zip raises."""


def checked_zip(path: Path) -> zipfile.ZipFile:
    """Open the zip ``path``, once what its directory declares is within the limits.

    More than is declared is never read: zipfile stops at the declared size of each file. Raises
    InputError.
    """
    try:
        size = path.stat().st_size
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise InputError(
            f"{path.name} is a workbook or zip file that is damaged or cut short: download it"
            " again."
        ) from None
    members = archive.infolist()
    expanded_size = sum(member.file_size for member in members)
    fault = ""
    if any(member.flag_bits & 1 for member in members):
        fault = "has a password: save it without one"
    elif len(members) > MOST_MEMBERS:
        fault = (
            f"holds {len(members):,} files and may hold {MOST_MEMBERS:,}: it is no workbook or"
            " shapefile"
        )
    elif expanded_size > MOST_EXPANDED or expanded_size > max(SMALL_BYTES, MOST_RATIO * size):
        most = min(MOST_EXPANDED, max(SMALL_BYTES, MOST_RATIO * size)) >> 20
        fault = f"would expand to {expanded_size >> 20:,} MB and may to {most:,} MB: save the table as CSV"
    if fault:
        archive.close()
        raise InputError(f"{path.name} {fault}.")
    return archive


def workbook_kind(path: Path) -> Literal["xlsx", "other"]:
    """Whether the workbook is an XLSX of the usual kind.

    Raises InputError where it is a damaged zip.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            return "other"
    with checked_zip(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names or "content.xml" in names:
            return "other"
        try:
            with archive.open("xl/workbook.xml") as part:
                return "other" if _STRICT_NAMESPACE in part.read(1 << 16) else "xlsx"
        except (KeyError, *DAMAGED_ZIP):
            return "xlsx"  # Its reader says what is wrong.


def kind_of_members(names: list[str]) -> Literal["workbook", "shapefile"] | None:
    """What a zip with files of these names is; None where it only packs files."""
    endings = {Path(name).suffix.casefold() for name in names}
    if {"xl/workbook.xml", "[Content_Types].xml", "content.xml"} & set(names):
        return "workbook"
    return "shapefile" if endings & {".shp", ".dbf", ".shx"} else None


def _kind_of_zip(path: Path, names: list[str]) -> Kind:
    kind = kind_of_members(names)
    if kind is None:
        raise InputError(
            f"{path.name} is a zip within a zip or gzip: unpack it and load the file in it."
        )
    return kind
