"""Received files: one folder a release, the file unchanged beside a note of what it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tomllib
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


def receive(received: Path, source: str, published: dt.date, file: Path, demonstration: bool = False) -> Received:
    """Copy ``file`` under ``received`` as the release of ``source`` published on that day."""
    folder = received / source / (published.isoformat() + ("-demonstration" if demonstration else ""))
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    target = folder / file.name
    shutil.copyfile(file, target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    (folder / _NOTE).write_text(
        f'source = "{source}"\npublished = {published.isoformat()}\nsha256 = "{digest}"\n'
        f"demonstration = {str(demonstration).lower()}\n",
        encoding="utf-8",
    )
    return Received(source, published, target, digest, demonstration)


def releases(received: Path) -> list[Received]:
    """Every release in order of publication; demonstration ones are left out where their source has a real one.

    Raises:
        InputError: a release folder that does not hold exactly one file and its note, or a changed file.
    """
    found = [_read(note.parent) for note in sorted(received.glob(f"*/*/{_NOTE}"))]
    real = {r.source for r in found if not r.demonstration}
    kept = [r for r in found if not (r.demonstration and r.source in real)]
    return sorted(kept, key=lambda r: (r.published, r.source))


def _read(folder: Path) -> Received:
    note = tomllib.loads((folder / _NOTE).read_text(encoding="utf-8"))
    files = [p for p in folder.iterdir() if p.name != _NOTE]
    if len(files) != 1:
        raise InputError(f"{folder} holds {len(files)} files; a release is one file beside {_NOTE}: load it again.")
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    if digest != note["sha256"]:
        raise InputError(f"{files[0]} has changed since it was received; put the original back or load it again.")
    return Received(note["source"], note["published"], files[0], digest, note["demonstration"])
