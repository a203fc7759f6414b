"""How received files and the database in force change together: one process at a time, wholly or
not at all.

Everything is made ready first: arriving files in a staging folder, the new database as a draft.
Then a journal of the renames that remain is put down by one rename of its own. Whatever stops the
process before that leaves all as it was, and what was made ready is swept away by the next one;
after it, the next one finishes the renames.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.errors import InputError
from dashboard.folders import sync_folder
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.disk import (
    disk_faults,
    fault_of_disk,
    write_synced,
    write_whole,
)
from dashboard.pipeline.receive import ReceivedRelease, copy_in, digest_of, write_mark
from dashboard.pipeline.release_folders import MARK, besides, make_way
from dashboard.settings import Places
from dashboard.store.layout import POINTER

DRAFT = ".draft-"
"""How the name of a database begins that is not whole yet."""
LOCK = ".lock"
"""In the folder of databases: whoever changes them holds it."""
_JOURNAL = "publishing.json"
_NEW_POINTER = f"{DRAFT}{POINTER}"
_STAGING_FOLDER = ".arriving"

Say = Callable[[str], None]
"""Told, in a sentence, what a person who waits should know."""


@dataclass(frozen=True)
class Arrival:
    """A file that is to be received and published."""

    file: Path
    source: str
    published: dt.date
    demonstration: bool = False
    loaded_file: LoadedFile | None = field(default=None, compare=False)
    """What was read of it already, where it was."""
    sha256: str = ""
    """Of the file as it was read; a file that has changed since is read anew."""
    accepted_ids: tuple[str, ...] = ()
    """Ids of implausible figures that are accepted as they are."""
    accepted_why: str = ""


@dataclass(frozen=True)
class Change:
    """What a build changes in the received files when it is put in force."""

    arrivals: tuple[Arrival, ...] = ()
    reverted_releases: tuple[ReceivedRelease, ...] = ()
    by: str = ""
    """Who asked for it."""


NO_CHANGE = Change()
"""The received files as they are."""


@contextmanager
def hold_publishing_lock(places: Places, say: Say = lambda sentence: None) -> Iterator[None]:
    """Hold the sole right to change received files and databases, what an earlier process left
    undone being settled.

    Raises:
        StorageError: the disk cannot take what is written here or in the body.
    """
    with disk_faults(places.built_folder):
        places.built_folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(places.built_folder / LOCK)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            say("Another build is running; this one begins when it has ended.")
            lock.acquire()
        try:
            _finish_journal(places)
            try:
                yield
            except BaseException:
                with suppress(
                    OSError, InputError
                ):  # What failed is told, and not what failed after it.
                    _finish_journal(places)
                raise
            _finish_journal(places)
        finally:
            lock.release()


def finish_journal(places: Places) -> None:
    """Finish what a process that was stopped had begun to put in force; for a command that only
    reads.
    """
    if (places.built_folder / _JOURNAL).exists():
        with hold_publishing_lock(places):
            pass


def stage(places: Places, arrivals: tuple[Arrival, ...]) -> list[ReceivedRelease]:
    """Copy each arriving file into the staging folder; their notes are still to be written.

    Raises:
        InputError: something is in the way of a release.
    """
    staged_releases = []
    for number, arrival in enumerate(arrivals):
        folder = places.received_folder / _STAGING_FOLDER / str(number)
        folder.mkdir(parents=True)
        staged_releases.append(
            copy_in(folder, arrival.source, arrival.published, arrival.file, arrival.demonstration)
        )
        make_way(places.received_folder, staged_releases[-1].folder)
    return staged_releases


def put_in_force(
    places: Places, draft: Path, staged_releases: list[ReceivedRelease], change: Change
) -> Path:
    """Receive what is staged, mark what is taken back, and put the database ``draft`` in force; its
    path then.

    Raises:
        OSError: the disk could not take it, and all is as it was.
        InputError: it is decided, and is in force once a later command can finish it.
    """
    path = draft.with_name(draft.name.removeprefix(DRAFT))
    renames = [(draft, path)]
    for number, release in enumerate(change.reverted_releases):
        renames.append(
            (
                _mark(places, f"reverted-{number}", change.by, "taken back"),
                release.path.parent / MARK,
            )
        )
    for number, release in enumerate(staged_releases):
        renames += _moves(places, number, release, change.by)
    # All that takes room is written before it is decided, so that renames alone remain.
    write_synced(places.built_folder / _NEW_POINTER, json.dumps({"file": path.name}))
    folders = {places.received_folder.parent}
    for start, end in renames:
        end.parent.mkdir(parents=True, exist_ok=True)
        folders |= {start, start.parent, end.parent, end.parent.parent}
    for folder in sorted(folders):
        if folder.is_dir():
            sync_folder(folder)
    journal = {
        "file": path.name,
        "renames": [[p.relative_to(places.root).as_posix() for p in pair] for pair in renames],
    }
    write_whole(
        places.built_folder / _JOURNAL,
        json.dumps(journal),
        places.built_folder / f"{DRAFT}{_JOURNAL}",
    )
    _finish_journal(places)
    return path


def _moves(
    places: Places, number: int, release: ReceivedRelease, by: str
) -> list[tuple[Path, Path]]:
    """The renames that bring one staged release to its place; one of the same day is kept as
    replaced.

    What is drawn anew from the same numbers (a demonstration) is not kept, nor what holds the same
    file alone.
    """
    place = places.received_folder / release.folder
    arrival_move = (release.path.parent, place)
    if not place.exists():
        return [arrival_move]
    if release.demonstration or not _worth_keeping(place, release):
        return [
            (place, places.received_folder / _STAGING_FOLDER / f"before-{number}"),
            arrival_move,
        ]
    aside = place.with_name(f"{place.name}.{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}")
    mark = _mark(places, f"replaced-{number}", by, "replaced by a file of the same day")
    return [(mark, place / MARK), (place, aside), arrival_move]


def _worth_keeping(place: Path, release: ReceivedRelease) -> bool:
    def is_other_file(path: Path) -> bool:
        return (
            not path.is_file() or not os.access(path, os.R_OK) or digest_of(path) != release.sha256
        )

    return any(is_other_file(path) for path in besides(place))


def _mark(places: Places, name: str, by: str, why: str) -> Path:
    path = places.received_folder / _STAGING_FOLDER / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_mark(path, by, why)
    return path


def _finish_journal(places: Places) -> None:
    """Finish what a journal says is to be done, then sweep away drafts and what is staged; often
    there is nothing.

    Raises:
        InputError: the disk refuses what is still to be done; a later command does it.
    """
    if (places.built_folder / _JOURNAL).exists():
        try:
            _follow(places)
        except OSError as error:
            fault, what_to_do = fault_of_disk(error, places.built_folder) or (
                str(error),
                "see to it",
            )
            raise InputError(
                f"The new figures are whole and kept, but not yet in force, as {fault}; those of"
                f" before are shown: {what_to_do}, then run: python -m dashboard check"
            ) from None
    _sweep(places)


def _follow(places: Places) -> None:
    """Do the renames of the journal, then set the pointer; the journal goes last, once all is on
    the disk.

    A rename is done where its end is there or its beginning is not, so that the journal may be
    followed again.

    Raises:
        InputError: the journal is damaged.
        OSError: the disk refuses.
    """
    journal = places.built_folder / _JOURNAL
    try:
        said = json.loads(journal.read_text(encoding="utf-8"))
        file, renames = (
            said["file"],
            [(places.root / start, places.root / end) for start, end in said["renames"]],
        )
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"{journal} is damaged: remove it, then run: python -m dashboard build"
        ) from None
    for here, there in renames:
        if here.exists() and not os.path.lexists(there):
            there.parent.mkdir(parents=True, exist_ok=True)
            here.rename(there)
    for folder in {there.parent for _, there in renames}:
        sync_folder(folder)
    if (places.built_folder / _NEW_POINTER).exists():
        os.replace(places.built_folder / _NEW_POINTER, places.built_folder / POINTER)
        sync_folder(places.built_folder)
    else:  # It is set already, or the journal is an earlier version's.
        write_whole(
            places.built_folder / POINTER,
            json.dumps({"file": file}),
            places.built_folder / _NEW_POINTER,
        )
    with suppress(
        OSError
    ):  # All is done; a journal that stays is followed again, which changes nothing.
        journal.unlink()
        sync_folder(places.built_folder)


def _sweep(places: Places) -> None:
    """Remove drafts, what is staged, and folders of sources in which nothing was received after
    all.
    """
    shutil.rmtree(places.received_folder / _STAGING_FOLDER, ignore_errors=True)
    for leftover in (*places.built_folder.glob(f"{DRAFT}*"), *places.received_folder.glob("[!.]*")):
        with suppress(OSError):
            if leftover.parent == places.received_folder:
                leftover.rmdir()  # Refused where anything is in it.
            elif leftover.is_dir():  # What a large build put on disk while it sorted.
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
