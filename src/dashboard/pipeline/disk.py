"""What is written must be on the disk before anything rests on it; a disk that cannot take it is
told in a sentence.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from lxml.etree import SerialisationError

from dashboard.errors import StorageError
from dashboard.folders import sync_folder
from dashboard.loaders.file_names import escape_text

_DO = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room within your quota on that disk",
    errno.EFBIG: "lift the limit on the size of a file (ulimit -f)",
    errno.EROFS: "choose a disk that can be written to",
    errno.EIO: "have the disk looked at",
    errno.EACCES: "close the file where it is open and see that it is yours to write to",
    errno.EPERM: "see that it is yours to write to",
    errno.EBUSY: "close the file where it is open",
    errno.ENAMETOOLONG: "give it a shorter path",
}
"""What a write or read fails with that is no fault of the program, and what a person can do."""
_OF_THE_DISK = (
    "IO Error",
    "Could not write",
    "Could not truncate",
    "fsync",
    "max_temp_directory_size",
)
"""Of which the messages of the database speak where the disk, and not the question, is at fault."""


def sync_file(path: Path) -> None:
    """Return once the content of ``path`` is on the disk.

    Raises:
        OSError: it could not be written.
    """
    with path.open("r+b") as handle:  # Windows flushes only what is open for writing.
        os.fsync(handle.fileno())


def write_whole(path: Path, text: str, draft: Path) -> None:
    """Put ``text`` in the place of ``path`` by one rename of ``draft``: a reader sees the old or
    the new, never half.

    Raises:
        OSError: it could not be written; ``path`` is as it was.
    """
    write_synced(draft, text)
    os.replace(draft, path)
    sync_folder(path.parent)


def write_synced(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, and return once it is on the disk.

    Raises:
        OSError: it could not be written.
    """
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def fault_of_disk(error: BaseException, place: Path | str = "The disk") -> tuple[str, str] | None:
    """What the disk of ``place`` refused, and what to do; None where ``error`` does not come of
    that.

    A file that the error names stands for ``place``.
    """
    why, what_to_do = _why(error)
    if not why:
        return None
    where = escape_text(os.fsdecode(getattr(error, "filename", None) or place))
    return f"{where} could not be written or read ({why})", what_to_do


def _why(error: BaseException) -> tuple[str, str]:
    if isinstance(error, OSError):
        number = error.errno if error.errno in _DO else None
        return (os.strerror(number), _DO[number]) if number is not None else ("", "")
    message = str(error)
    if isinstance(
        error, SerialisationError
    ):  # A workbook, which is put together on the disk: 'IO_ENOSPC'.
        number = getattr(errno, message.removeprefix("IO_"), errno.ENOSPC)
        return os.strerror(number), _DO.get(number, _DO[errno.ENOSPC])
    if not isinstance(error, duckdb.Error) or not any(words in message for words in _OF_THE_DISK):
        return "", ""
    number = next((code for code in _DO if os.strerror(code) in message), None)
    if number is not None:
        return os.strerror(number), _DO[number]
    if "max_temp_directory_size" in message:
        return "there is no room for what is sorted", _DO[errno.ENOSPC]
    return escape_text(message.splitlines()[0]), _DO[errno.EIO]


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Tell in a sentence that what is done here failed as the disk of ``place`` refused it.

    Raises:
        StorageError: it did.
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        fault = fault_of_disk(error, place)
        if fault is None:
            raise
        raise StorageError(*fault) from None
