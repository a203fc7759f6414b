"""What the received files say, read in order of publication; none with errors is built from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import LoadedFile
from dashboard.loaders.registry import read_file
from dashboard.pipeline.publish import Change
from dashboard.pipeline.receive import ReceivedRelease

Tell = Callable[[str, float], None]
"""Told what is being done and the part of the whole that is done, 0 to 1."""


def read_releases(
    releases: list[ReceivedRelease],
    declarations: Declarations,
    known_files: dict[Path, LoadedFile],
    tell: Tell,
) -> list[tuple[ReceivedRelease, LoadedFile]]:
    """Read the file of every release, given in order of publication; ``known_files`` are not read
    again.

    Raises:
        InputError: a file has errors, or its source is not declared.
    """
    loaded_files = []
    for n, release in enumerate(releases):
        tell(f"Reading {release.name}", n / len(releases))
        loaded_files.append(
            (release, known_files.get(release.path) or _load(release, declarations))
        )
    for release, item in loaded_files:
        if item.is_refused:
            first = next(f for f in item.findings if f.severity == "error")
            raise InputError(f"{release.name} was refused and nothing was changed: {first.message}")
    return loaded_files


def known_files(staged_releases: list[ReceivedRelease], change: Change) -> dict[Path, LoadedFile]:
    """What was read of arriving files before, by where they are staged, for those that are still
    the same.
    """
    pairs = zip(staged_releases, change.arrivals, strict=True)
    return {
        r.path: a.loaded_file
        for r, a in pairs
        if a.loaded_file is not None and a.sha256 == r.sha256
    }


def _load(release: ReceivedRelease, declarations: Declarations) -> LoadedFile:
    if release.source not in declarations.sources:
        raise InputError(
            f"{release.path} ({release.name}) is of the source '{release.source}', which is not"
            " declared."
        )
    source = declarations.sources[release.source]
    return read_file(
        release.file, source, declarations.areas, declarations.aliases, release.published
    )
