"""Received files: one folder a release, the file unchanged beside a note of what it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import InputError

_NOTE = "release.toml"


@dataclass(frozen=True)
class Received:
    """One received file."""

    source: str
    published: dt.date
    path: Path
    sha256: str
    demonstration: bool

    @property
    def id(self) -> str:
        """'pas_borough/2023-06-30'."""
        return f"{self.source}/{self.published.isoformat()}"


@contextmanager
def receiving(
    received: Path, source: str, published: dt.date, file: Path, demonstration: bool = False
) -> Iterator[Received]:
    """Copy ``file`` under ``received`` as the release of ``source`` published on that day.

    A release of the same day gives way to it. Should the body fail, that release is put back as it was.
    """
    folder = received / source / (published.isoformat() + ("-demonstration" if demonstration else ""))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    before = draft / "before"
    new = draft / "new"
    new.mkdir()
    shutil.copyfile(file, new / file.name)
    digest = hashlib.sha256((new / file.name).read_bytes()).hexdigest()
    (new / _NOTE).write_text(
        f'source = "{source}"\npublished = {published.isoformat()}\nsha256 = "{digest}"\n'
        f"demonstration = {str(demonstration).lower()}\n",
        encoding="utf-8",
    )
    try:
        if folder.exists():
            folder.rename(before)
        new.rename(folder)
        yield Received(source, published, folder / file.name, digest, demonstration)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if before.exists():
            before.rename(folder)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def receive(received: Path, source: str, published: dt.date, file: Path, demonstration: bool = False) -> Received:
    """Copy ``file`` under ``received``, as ``receiving`` does, for a caller with nothing to undo."""
    with receiving(received, source, published, file, demonstration) as kept:
        return kept


def releases(received: Path) -> list[Received]:
    """Every release in order of publication; demonstration ones are left out where their source has a real one.

    Raises:
        InputError: a release folder that does not hold exactly one file and its note, or a changed file.
    """
    found = [_read(note.parent) for note in sorted(received.glob(f"[!.]*/[!.]*/{_NOTE}"))]
    real = {r.source for r in found if not r.demonstration}
    kept = [r for r in found if not (r.demonstration and r.source in real)]
    return sorted(kept, key=lambda r: (r.published, r.source))


def _read(folder: Path) -> Received:
    try:
        note = tomllib.loads((folder / _NOTE).read_text(encoding="utf-8"))
        source, published, sha256, demonstration = (
            note[key] for key in ("source", "published", "sha256", "demonstration")
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        raise InputError(f"{folder / _NOTE} is damaged: load the file beside it again.") from None
    files = [p for p in folder.iterdir() if p.name != _NOTE]
    if len(files) != 1:
        raise InputError(f"{folder} holds {len(files)} files; a release is one file beside {_NOTE}: load it again.")
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    if digest != sha256:
        raise InputError(f"{files[0]} has changed since it was received; put the original back or load it again.")
    return Received(source, published, files[0], digest, demonstration)
