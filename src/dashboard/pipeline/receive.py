"""Received files: one folder a release, the file unchanged beside a note of what it is and who
loaded it.

The file is kept under a name of ours, as no name of another's can then be that of a note, or one
that a disk refuses; the note says under which name it came. One that an earlier version received
has its own name still.

A release that was taken back, or that a file of the same day replaced, stays: a mark beside it says
since when.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import InputError
from dashboard.loaders.file_names import NamedFile, escape_text, named_file, readable_name
from dashboard.pipeline.disk import sync_file, write_synced
from dashboard.pipeline.release_folders import (
    DEMONSTRATION,
    NOTE,
    UnreadableReleaseError,
    besides,
    is_litter,
    missing_release,
    unreadable_release,
    without_note,
)
from dashboard.pipeline.release_notes import Note, mark_in, note_in

_FILE_STEM = "file"
"""The name of each file, but for its ending."""
_ENDINGS = (
    ".csv",
    ".geojson",
    ".gz",
    ".json",
    ".ods",
    ".parquet",
    ".tsv",
    ".txt",
    ".xls",
    ".xlsb",
    ".xlsx",
    ".zip",
)
"""That are kept, so that a file opens in the right program; none that a machine would run."""


@dataclass(frozen=True)
class ReceivedRelease:
    """One received file."""

    source: str
    published: dt.date
    path: Path
    sha256: str
    demonstration: bool
    publisher: str = ""
    """'' where the note, being older, does not say; likewise the next three."""
    loaded_by: str = ""
    loaded_at: dt.datetime | None = None
    """UTC."""
    rows: int | None = None
    """Rows that were read of it."""
    accepted_ids: tuple[str, ...] = ()
    """Ids of the implausible months, areas and categories that ``loaded_by`` accepted as they are.
    """
    accepted_why: str = ""
    reverted_at: dt.datetime | None = None
    """When it was taken back or replaced, UTC; None: it stands."""
    reverted_by: str = ""
    name: str = ""
    """Under which it came, as it can be read."""

    @property
    def file(self) -> NamedFile:
        """Its file, which every sentence calls by the name under which it came."""
        return named_file(self.path, self.name)

    @property
    def id(self) -> str:
        """'pas_borough/2023-06-30'."""
        return f"{self.source}/{self.published.isoformat()}"

    @property
    def folder(self) -> str:
        """Where it belongs under the received files; a demonstration never takes the place of a
        published file.
        """
        return self.id + (DEMONSTRATION if self.demonstration else "")


def now() -> dt.datetime:
    """This second, UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def write_note(release: ReceivedRelease) -> None:
    """Write, beside the file of ``release``, what it is."""
    lines = {
        "file": release.name,
        "kept": release.path.name,
        "source": release.source,
        "published": release.published,
        "sha256": release.sha256,
        "demonstration": release.demonstration,
        "publisher": release.publisher,
        "loaded_by": release.loaded_by,
        "loaded_at": release.loaded_at,
        "rows": release.rows,
        "accepted": list(release.accepted_ids) or None,
        "accepted_why": release.accepted_why or None,
    }
    _write(release.path.parent / NOTE, lines)


def write_mark(path: Path, by: str, why: str) -> None:
    """Write the mark of a release that gives way now: who saw to it, and why."""
    _write(path, {"at": now(), "by": by, "why": why})


def receive(
    received_folder: Path, source: str, published: dt.date, file: Path, demonstration: bool = False
) -> ReceivedRelease:
    """Copy ``file`` under ``received_folder`` as the release of ``source`` published on that day,
    in place of one there.

    For a caller that builds from the folder afterwards: ``build.build`` takes arriving files
    in by itself.
    """
    folder = received_folder / source
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        (draft / "new").mkdir()
        release = copy_in(draft / "new", source, published, file, demonstration)
        write_note(release)
        place = received_folder / release.folder
        if place.exists():
            place.rename(draft / "before")
        (draft / "new").rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return read_note(place)


def copy_in(
    folder: Path, source: str, published: dt.date, file: Path, demonstration: bool
) -> ReceivedRelease:
    """Copy ``file`` into the empty ``folder``; its note is still to be written."""
    copy = folder / kept_name(file)
    shutil.copyfile(file, copy)
    sync_file(copy)
    return ReceivedRelease(
        source, published, copy, digest_of(copy), demonstration, name=readable_name(file)
    )


def kept_name(file: Path) -> str:
    """Under which name ``file`` is kept, whatever its own: 'file.csv', or 'file' where its ending
    is not known.
    """
    ending = os.path.splitext(file)[1].lower()
    return _FILE_STEM + (ending if ending in _ENDINGS else "")


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def require_unchanged(release: ReceivedRelease) -> ReceivedRelease:
    """The release itself.

    Raises:
        InputError: its file is not the one that was received.
    """
    if digest_of(release.path) != release.sha256:
        raise InputError(
            f"{release.path} ({release.name}) has changed since it was received; put the original"
            " back or load it again."
        )
    return release


def _write(path: Path, lines: dict[str, Any]) -> None:
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items() if value is not None)
    write_synced(path, text)


def _toml(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(escape_text(value) if isinstance(value, str) else value, ensure_ascii=False)


def read_note(folder: Path) -> ReceivedRelease:
    """The release in ``folder``, by its note and, where it was taken back, its mark.

    Where there are several files beside the note, the received one is told by its SHA-256.

    Raises:
        UnreadableReleaseError: the note or the mark is damaged, the file is not there, or something
            cannot be read.
    """
    try:
        inside = besides(folder)
        if not os.path.lexists(folder / NOTE):
            raise UnreadableReleaseError(without_note(folder, inside))
        note, mark = note_in(folder), mark_in(folder)
        file = _file_in(folder, inside, note)
    except OSError as error:
        raise UnreadableReleaseError(unreadable_release(folder, error)) from None
    return ReceivedRelease(
        note.source,
        note.published,
        file,
        note.sha256,
        note.demonstration,
        note.publisher,
        note.loaded_by,
        note.loaded_at,
        note.rows,
        tuple(note.accepted),
        note.accepted_why,
        mark.at if mark else None,
        mark.by if mark else "",
        note.file or readable_name(file),
    )


def _file_in(folder: Path, paths: list[Path], note: Note) -> Path:
    """The received file among the ``paths`` in its folder; one alone is it, whether or not it has
    changed since.
    """
    files = [path for path in paths if os.path.isfile(path)]
    if len(files) != 1:
        # A file may have been received under the name of litter.
        named_so = [p for p in folder.iterdir() if is_litter(p.name) and os.path.isfile(p)]
        matches = [path for path in (*files, *sorted(named_so)) if digest_of(path) == note.sha256]
        if not matches:
            why = (
                f"none of the {len(files)} files in {folder} is the one"
                if files
                else f"{folder} lacks the file"
            )
            raise UnreadableReleaseError(missing_release(folder, f"{why} that was received"))
        files = sorted(matches, key=lambda path: path.name != note.kept)
    with files[0].open("rb"):  # One that cannot be read is told here.
        return files[0]
