"""The name by which people know a file, which need not be the one under which it is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    _Path = Path
else:
    _Path = type(Path())  # Path itself cannot be subclassed before Python 3.12.


class NamedFile(_Path):
    """The path of a file whose ``name`` is that by which people know it: what a loader says is said
    of that name.

    It opens like any path. Its ``name`` is for sentences alone: no path is to be made of it.
    """

    _known_as = ""

    @property
    def name(self) -> str:
        """The name by which people know the file."""
        return self._known_as or super().name


def named_file(path: Path, name: str = "") -> NamedFile:
    """The file at ``path``, to be called ``name``, or its own name as it can be read where there is
    none.
    """
    file = NamedFile(path)
    file._known_as = name or readable_name(path)
    return file


def arrow_file(path: Path) -> pa.OSFile:
    """The file at ``path`` for Arrow, which takes a path that is not UTF-8 as bytes alone.

    Raises:
        OSError: it cannot be opened.
    """
    return pa.OSFile(os.fsencode(path))


def readable_name(path: Path) -> str:
    """The name of ``path`` as it can be printed and kept, whatever its bytes are: 'caf\\xe9.csv'."""
    return path.name if isinstance(path, NamedFile) else escape_text(path.name)


def escape_text(text: str) -> str:
    """``text`` with each byte that is not UTF-8, and each character that cannot be seen, as its
    escape ('\\n').
    """
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    # So Python tells a byte of a file's name that is not UTF-8.
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
