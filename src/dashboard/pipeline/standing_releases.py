"""Which releases lie under the received files, which of them stand, and what there is not one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.pipeline.receive import ReceivedRelease, digest_of, read_note
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

    releases: list[ReceivedRelease]
    """Every release ever received, in order of publication, by its note alone."""
    strays: list[Stray]
    """What is no release, and what a release is left out for."""


def contents(received_folder: Path, replaced_folders: Collection[str] = ()) -> Contents:
    """Read what lies under ``received_folder``; the folders ``replaced_folders`` ('<source>/<day>')
    are passed over.

    Raises:
        InputError: ``received_folder`` itself cannot be read.
    """
    folders, strays = release_folders(received_folder)
    releases = []
    for folder in folders:
        if folder.relative_to(received_folder).as_posix() in replaced_folders:
            continue
        try:
            release = read_note(folder)
            strays += _find_misplaced(release, received_folder) or _find_extra_files(release)
            if release.reverted_at or folder == received_folder / release.folder:
                releases.append(release)
        except UnreadableReleaseError as error:
            if not was_replaced(folder):
                strays.append(error.stray)
    return Contents(sorted(releases, key=lambda r: (r.published, r.source)), strays)


def list_releases(
    received_folder: Path, replaced_folders: Collection[str] = ()
) -> list[ReceivedRelease]:
    """The releases of ``contents``."""
    return contents(received_folder, replaced_folders).releases


def digests(received_folder: Path) -> set[str]:
    """The SHA-256 of every file ever received; where a note is damaged, of the files beside it that
    can be read.
    """
    known_digests = set()
    for folder in release_folders(received_folder)[0]:
        try:
            known_digests.add(read_note(folder).sha256)
        except UnreadableReleaseError:
            try:
                known_digests |= {digest_of(path) for path in besides(folder) if path.is_file()}
            except OSError:
                continue
    return known_digests


def select_standing(
    releases: Iterable[ReceivedRelease],
    as_at: dt.date | None = None,
    real_sources: Collection[str] = (),
) -> list[ReceivedRelease]:
    """Those of ``releases`` that figures are made of, in order of publication.

    Left out are releases taken back, demonstration ones of a source that has a real one or is one
    of ``real_sources``, and, where there is an ``as_at``, those published after it.
    """
    candidates = [r for r in releases if r.reverted_at is None]
    real_sources = {*real_sources, *(r.source for r in candidates if not r.demonstration)}
    candidates = [r for r in candidates if not (r.demonstration and r.source in real_sources)]
    return sorted(
        (r for r in candidates if as_at is None or r.published <= as_at),
        key=lambda r: (r.published, r.source),
    )


def _find_misplaced(release: ReceivedRelease, received_folder: Path) -> list[Stray]:
    """What is to be said where a release that was not taken back is not in its own folder: a copy,
    or renamed.
    """
    folder, own_folder = release.path.parent, received_folder / release.folder
    if release.reverted_at or folder == own_folder:
        return []
    if os.path.lexists(own_folder):
        return [Stray(folder, f"{folder} is a copy of {release.id}: {OUT}.")]
    return [
        Stray(
            folder,
            f"{folder} is {release.id} under another name, so that release is left out: rename the "
            f"folder to {own_folder}, then run: python -m dashboard build",
            release.source,
            release.id,
            release.demonstration,
        )
    ]


def _find_extra_files(release: ReceivedRelease) -> list[Stray]:
    """What lies in the folder of a release besides its file."""
    rest = [path for path in besides(release.path.parent) if path != release.path]
    return [Stray(path, f"{path} is no part of the release {release.id}: {OUT}.") for path in rest]
