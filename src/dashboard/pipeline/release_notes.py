"""What is read of the note beside a received file, and of the mark of one that was taken back or
replaced.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.pipeline.release_folders import MARK, NOTE, UnreadableReleaseError, missing_release
from dashboard.toml_text import read_toml


class Note(BaseModel):
    """What is read of a note; what else is in it is passed over."""

    model_config = ConfigDict(strict=True, frozen=True)

    source: str
    published: dt.date
    sha256: str
    demonstration: bool
    publisher: str = ""
    """'' where the note, being older, does not say; likewise the rest."""
    loaded_by: str = ""
    loaded_at: dt.datetime | None = None
    rows: int | None = None
    file: str = ""
    """The name under which the file came."""
    kept: str = ""
    """The name under which it is kept."""
    accepted: list[str] = []
    accepted_why: str = ""


class Mark(BaseModel):
    """What is read of a mark."""

    model_config = ConfigDict(strict=True, frozen=True)

    at: dt.datetime
    by: str = ""


_Kind = TypeVar("_Kind", bound=BaseModel)


def note_in(folder: Path) -> Note:
    """The note in ``folder``.

    Raises:
        UnreadableReleaseError: it is damaged.
        OSError: it cannot be read.
    """
    return _read_model(folder / NOTE, Note)


def mark_in(folder: Path) -> Mark | None:
    """The mark in ``folder``; None where there is none.

    Raises:
        UnreadableReleaseError: it is damaged.
        OSError: it cannot be read.
    """
    return _read_model(folder / MARK, Mark) if os.path.lexists(folder / MARK) else None


def was_replaced(folder: Path) -> bool:
    """Whether what is in ``folder`` was taken back or replaced, so that nothing is left out for its
    faults.
    """
    try:
        return _REPLACED_FOLDER.search(folder.name) is not None or mark_in(folder) is not None
    except (UnreadableReleaseError, OSError):
        return False


_REPLACED_FOLDER = re.compile(r"\.\d{8}T\d{6,12}$")
"""How the name of the folder of a replaced release ends."""


def _read_model(path: Path, kind: type[_Kind]) -> _Kind:
    error = UnreadableReleaseError(missing_release(path.parent, f"{path} is damaged"))
    if not os.path.isfile(path):  # A pipe would never end.
        raise error
    try:
        return kind.model_validate(read_toml(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError):
        raise error from None
