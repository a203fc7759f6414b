"""A file -> the lines of a record: its kind is told from the content, and what cannot be read gets
one sentence.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.errors import InputError
from dashboard.minutes.files.document import MOST_CHARACTERS, Document, read_text
from dashboard.minutes.files.pdf import read_pdf
from dashboard.minutes.files.word import read_docx

MOST_BYTES = 20 * 1024 * 1024
"""A record is some hundred kilobytes; a larger file than this is refused before it is read."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LFS = b"version https://git-lfs.github.com/spec/"
_NOT_TEXT = {
    b"{\\rtf": "rich text (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"PAR1": "a Parquet file",
}


def read_document(path: Path) -> Document:
    """Return the lines of the record at ``path``: text in any common encoding, Markdown, DOCX or
    PDF.

    Raises:
        InputError: one sentence, where the file is missing, too large, damaged, protected, empty or
            of another kind.
    """
    file_bytes = _bytes(path)
    if b"%PDF-" in file_bytes[:1024]:
        document = read_pdf(file_bytes, path.name)
    elif file_bytes.startswith(b"PK\x03\x04"):
        document = read_docx(file_bytes, path.name)
    else:
        _refuse_others(file_bytes, path.name)
        document = read_text(file_bytes, path.name)
    if sum(len(line.text) for line in document.lines) > MOST_CHARACTERS:
        raise InputError(
            f"{path.name} holds more than {MOST_CHARACTERS:,} characters, which is no record of one"
            " meeting: give the record alone."
        )
    if not any(line.text.strip() for line in document.lines):
        raise InputError(f"{path.name} is empty: give the file of the record itself.")
    return document


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise InputError(f"There is no file {path}: check the path.")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                f"{path.name} has {size / 1024**2:,.0f} MB, more than the {MOST_BYTES // 1024**2}"
                " MB that a record may have: leave out its pictures and annexes."
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from None


def _refuse_others(file_bytes: bytes, name: str) -> None:
    """Raise InputError where the file is known to be of a kind that is not read."""
    if file_bytes.startswith(_OLE):
        raise InputError(
            f"{name} is an old Word file or is protected by a password: open it and save it as DOCX"
            " without a password."
        )
    if file_bytes.startswith(_LFS):
        raise InputError(
            f"{name} is a Git LFS pointer and not the file itself: run 'git lfs pull'."
        )
    for start, kind in _NOT_TEXT.items():
        if file_bytes.startswith(start):
            raise InputError(f"{name} is {kind}: save the record as DOCX, PDF or text.")
    if file_bytes.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith((b"<!doctype", b"<html")):
        raise InputError(f"{name} is a web page: save the record as DOCX, PDF or text.")
