"""Received files: one folder a release, the file unchanged beside a note of what it is and who loaded it.

The file is kept under a name of ours, as no name of another's can then be that of a note, or one that a disk refuses;
the note says under which name it came. One that an earlier version received has its own name still.

A release that was taken back, or that a file of the same day replaced, stays: a mark beside it says since when.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import InputError
from dashboard.loaders.named import NamedFile, named_file, readable, readable_name
from dashboard.store.disk import sync_file, write_synced

NOTE, MARK = "release.toml", "reverted.toml"
"""Beside each file; the second only where it was taken back or replaced."""
_KEPT_AS = "file"
"""The name of each file, but for its ending."""
_ENDINGS = (".csv", ".geojson", ".json", ".parquet", ".tsv", ".txt", ".xlsx", ".zip")
"""That are kept, so that a file opens in the right program; none that a machine would run."""


@dataclass(frozen=True)
class Received:
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
    accepted: tuple[str, ...] = ()
    """Ids of the implausible months, areas and categories that ``loaded_by`` accepted as they are."""
    accepted_why: str = ""
    reverted: dt.datetime | None = None
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
        """Where it belongs under the received files; a demonstration never takes the place of a published file."""
        return self.id + ("-demonstration" if self.demonstration else "")


def now() -> dt.datetime:
    """This second, UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def write_note(release: Received) -> None:
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
        "accepted": list(release.accepted) or None,
        "accepted_why": release.accepted_why or None,
    }
    _write(release.path.parent / NOTE, lines)


def write_mark(path: Path, by: str, why: str) -> None:
    """Write the mark of a release that gives way now: who saw to it, and why."""
    _write(path, {"at": now(), "by": by, "why": why})


def receive(received: Path, source: str, published: dt.date, file: Path, demonstration: bool = False) -> Received:
    """Copy ``file`` under ``received`` as the release of ``source`` published on that day, in place of one there.

    For a caller that builds from the folder afterwards: ``store.build.build`` takes arriving files in by itself.
    """
    folder = received / source
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        (draft / "new").mkdir()
        kept = copy_in(draft / "new", source, published, file, demonstration)
        write_note(kept)
        place = received / kept.folder
        if place.exists():
            place.rename(draft / "before")
        (draft / "new").rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return read_note(place)


def copy_in(folder: Path, source: str, published: dt.date, file: Path, demonstration: bool) -> Received:
    """Copy ``file`` into the empty ``folder``; its note is still to be written."""
    kept = folder / kept_name(file)
    shutil.copyfile(file, kept)
    sync_file(kept)
    return Received(source, published, kept, digest_of(kept), demonstration, name=readable_name(file))


def kept_name(file: Path) -> str:
    """Under which name ``file`` is kept, whatever its own: 'file.csv', or 'file' where its ending is not known."""
    ending = os.path.splitext(file)[1].lower()
    return _KEPT_AS + (ending if ending in _ENDINGS else "")


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def recorded(received: Path, replaced: Collection[str] = ()) -> list[Received]:
    """Every release ever received, in order of publication, by its note alone; those in folders ``replaced`` left out.

    Raises:
        InputError: a release folder that does not hold exactly one file and its note.
    """
    folders = [note.parent for note in sorted(received.glob(f"[!.]*/[!.]*/{NOTE}"))]
    found = [read_note(f) for f in folders if f.relative_to(received).as_posix() not in replaced]
    return sorted(found, key=lambda r: (r.published, r.source))


def digests(received: Path) -> set[str]:
    """The SHA-256 of every file ever received; a note that is damaged is left out."""
    found = set()
    for note in received.glob(f"[!.]*/[!.]*/{NOTE}"):
        try:
            found.add(str(tomllib.loads(note.read_text(encoding="utf-8")).get("sha256")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
    return found


def standing(found: Iterable[Received], as_at: dt.date | None = None) -> list[Received]:
    """Those of ``found`` that figures are made of, in order of publication.

    Left out are releases taken back, demonstration ones of a source that has a real one, and, where there is an
    ``as_at``, those published after it.
    """
    kept = [r for r in found if r.reverted is None]
    real = {r.source for r in kept if not r.demonstration}
    kept = [r for r in kept if not (r.demonstration and r.source in real)]
    return sorted((r for r in kept if as_at is None or r.published <= as_at), key=lambda r: (r.published, r.source))


def releases(received: Path) -> list[Received]:
    """Every release that stands, in order of publication, its file seen to be as it was received.

    Raises:
        InputError: a release folder that does not hold exactly one file and its note, or a changed file.
    """
    return [unchanged(release) for release in standing(recorded(received))]


def unchanged(release: Received) -> Received:
    """The release itself.

    Raises:
        InputError: its file is not the one that was received.
    """
    if digest_of(release.path) != release.sha256:
        raise InputError(
            f"{release.path} ({release.name}) has changed since it was received; put the original back or load it "
            "again."
        )
    return release


def _write(path: Path, lines: dict[str, Any]) -> None:
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in lines.items() if value is not None)
    write_synced(path, text)


def _toml(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(readable(value) if isinstance(value, str) else value, ensure_ascii=False)


def read_note(folder: Path) -> Received:
    """The release in ``folder``, by its note and, where it was taken back, its mark.

    Raises:
        InputError: the note is damaged, or the folder does not hold exactly one file beside it.
    """
    try:
        note = tomllib.loads((folder / NOTE).read_text(encoding="utf-8"))
        source, published, sha256, demonstration = (
            note[key] for key in ("source", "published", "sha256", "demonstration")
        )
        mark = tomllib.loads((folder / MARK).read_text(encoding="utf-8")) if (folder / MARK).exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        raise InputError(f"{folder / NOTE} is damaged: load the file beside it again.") from None
    files = [p for p in folder.iterdir() if p.name == note.get("kept", p.name) and p.name not in (NOTE, MARK)]
    if len(files) != 1:
        raise InputError(f"{folder} holds {len(files)} files; a release is one file beside {NOTE}: load it again.")
    return Received(
        source, published, files[0], sha256, demonstration, note.get("publisher", ""), note.get("loaded_by", ""),
        note.get("loaded_at"), note.get("rows"), tuple(note.get("accepted", ())), note.get("accepted_why", ""),
        mark.get("at"), mark.get("by", ""), note.get("file") or readable_name(files[0]),
    )  # fmt: skip
