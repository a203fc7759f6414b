"""Which releases lie under the received files, which of them stand, and what there is not one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.pipeline.receive import Received, digest_of, read_note
from dashboard.pipeline.release_folders import (
    OUT,
    Stray,
    UnreadableReleaseError,
    besides,
    release_folders,
)
from dashboard.pipeline.release_notes import was_replaced


@dataclass(frozen=True)
class Contents:
    """What lies under the received files."""

    releases: list[Received]
    """Every release ever received, in order of publication, by its note alone."""
    strays: list[Stray]
    """What is no release, and what a release is left out for."""


def contents(received: Path, replaced: Collection[str] = ()) -> Contents:
    """Read what lies under ``received``; the folders ``replaced`` ('<source>/<day>') are passed
    over.

    Raises:
        InputError: ``received`` itself cannot be read.
    """
    folders, strays = release_folders(received)
    found = []
    for folder in folders:
        if folder.relative_to(received).as_posix() in replaced:
            continue
        try:
            release = read_note(folder)
            strays += _misplaced(release, received) or _beside(release)
            if release.reverted or folder == received / release.folder:
                found.append(release)
        except UnreadableReleaseError as error:
            if not was_replaced(folder):
                strays.append(error.stray)
    return Contents(sorted(found, key=lambda r: (r.published, r.source)), strays)


def recorded(received: Path, replaced: Collection[str] = ()) -> list[Received]:
    """The releases of ``contents``."""
    return contents(received, replaced).releases


def digests(received: Path) -> set[str]:
    """The SHA-256 of every file ever received; where a note is damaged, of the files beside it that
    can be read.
    """
    found = set()
    for folder in release_folders(received)[0]:
        try:
            found.add(read_note(folder).sha256)
        except UnreadableReleaseError:
            try:
                found |= {digest_of(path) for path in besides(folder) if path.is_file()}
            except OSError:
                continue
    return found


def standing(
    found: Iterable[Received], as_at: dt.date | None = None, real: Collection[str] = ()
) -> list[Received]:
    """Those of ``found`` that figures are made of, in order of publication.

    Left out are releases taken back, demonstration ones of a source that has a real one or is one
    of ``real``, and, where there is an ``as_at``, those published after it.
    """
    kept = [r for r in found if r.reverted is None]
    real = {*real, *(r.source for r in kept if not r.demonstration)}
    kept = [r for r in kept if not (r.demonstration and r.source in real)]
    return sorted(
        (r for r in kept if as_at is None or r.published <= as_at),
        key=lambda r: (r.published, r.source),
    )


def _misplaced(release: Received, received: Path) -> list[Stray]:
    """What is to be said where a release that was not taken back is not in its own folder: a copy,
    or renamed.
    """
    folder, own = release.path.parent, received / release.folder
    if release.reverted or folder == own:
        return []
    if os.path.lexists(own):
        return [Stray(folder, f"{folder} is a copy of {release.id}: {OUT}.")]
    return [
        Stray(
            folder,
            f"{folder} is {release.id} under another name, so that release is left out: rename the "
            f"folder to {own}, then run: python -m dashboard build",
            release.source,
            release.id,
            release.demonstration,
        )
    ]


def _beside(release: Received) -> list[Stray]:
    """What lies in the folder of a release besides its file."""
    rest = [path for path in besides(release.path.parent) if path != release.path]
    return [Stray(path, f"{path} is no part of the release {release.id}: {OUT}.") for path in rest]
