"""Run by test_crashes.py: publishes in a child process and tells what each moment of it leaves on
disk, as a kill at that moment would.

A process that is killed leaves its files as they are: what it wrote is the system's, what it had
not yet written is lost with it. So one publication is enough for all its moments: at each of them
the folder is copied as it lies. At one in ``KILLED`` a child is killed as well, to show that the
two leave the same.

Arguments: home, folder for copies, path of a file of calls_999. Prints a line of JSON for each
moment.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from calls_home import copied_home
from limited import aside

from dashboard import catalogue
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import NoDatabaseError
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import LOCK, Arrival, Change, hold_publishing_lock
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store
from dashboard.store.layout import POINTER

CALLS = ("rename", "replace", "unlink", "link", "rmdir", "mkdir", "fsync")
"""Of ``os``: what changes a folder, or waits for the disk."""
TWICE = CALLS[:5]
"""Those after which a process is stopped as well as before."""
KILLED = 16
FIRST_DAY, SECOND_DAY = dt.date(2023, 5, 15), dt.date(2023, 6, 30)
KINDS = ("load", "load again", "revert", "earlier day", "record")
"""What is stopped; for the last two a second file was loaded before, and the databases of the first
day are made.
"""
MEETING = Meeting(date=dt.date(2023, 5, 1), board="A board")


def publish(
    places: Places, declared: Declarations, file: Path, kind: str, tell=lambda doing, part: None
) -> None:
    if kind in ("earlier day", "record"):
        earlier_days.build_missing(places, as_declared(declared, kind), tell)
        return
    if kind == "load":
        change = Change((Arrival(file, "calls_999", SECOND_DAY),), by="A. Analyst")
    elif kind == "load again":
        change = Change((Arrival(file, "calls_999", FIRST_DAY),), by="A. Analyst")
    else:
        (release,) = (r for r in list_releases(places.received_folder) if r.source == "calls_999")
        change = Change(reverted_releases=(release,), by="A. Analyst")
    build(places, declared, tell, change=change)


def as_declared(declared: Declarations, kind: str) -> Declarations:
    """The declarations of then; a meeting more where the record of actions is to be brought up to
    date.
    """
    return replace(declared, meetings={"2023-05-01": MEETING}) if kind == "record" else declared


def stop() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def publish_by_moments(
    places: Places, declared: Declarations, file: Path, kind: str, at_moment: Callable[[int], None]
) -> bool:
    """Publish in a child that gives each word of progress, and each call that changes a folder or
    waits, to ``at_moment`` by its number; whether it was killed.
    """
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    moment, is_watched = 0, True

    def tick(*_: object) -> None:
        nonlocal moment, is_watched
        if is_watched:
            moment += 1
            is_watched = False
            at_moment(moment)
            is_watched = True

    def watched(name: str, call):
        def watching(*args, **kwargs):
            tick()
            done = call(*args, **kwargs)
            if name in TWICE:
                tick()
            return done

        return watching

    for name in CALLS:
        setattr(os, name, watched(name, getattr(os, name)))
    publish(places, declared, file, kind, tick)
    os._exit(0)


def copies_of_moments(
    begin: Path, folder: Path, declared: Declarations, file: Path, kind: str
) -> list[Places]:
    """The home as it lies at each moment, and at last as it lies when all is done."""
    name = kind.replace(" ", "-")
    places = copied_home(begin, folder / name)

    def copy(moment: int) -> None:
        # By another process: to open a file here and close it would let its lock go.
        subprocess.run(["cp", "-a", places.root, folder / f"{name}-{moment}"], check=True)

    assert not publish_by_moments(places, declared, file, kind, copy)
    number = len(list(folder.glob(f"{name}-*")))
    return [*(Places(folder / f"{name}-{n}") for n in range(1, number + 1)), places]


def killed_at(
    moment: int, begin: Path, folder: Path, declared: Declarations, file: Path, kind: str
) -> Places:
    """A home in which a publication was killed at its ``moment``-th moment."""
    places = copied_home(begin, folder / f"killed-{kind}-{moment}".replace(" ", "-"))

    def kill(at: int) -> None:
        if at == moment:
            stop()

    assert publish_by_moments(places, declared, file, kind, kill)
    return places


def state(places: Places) -> dict:
    """What a reader sees, what is received, and what lies about."""
    return {
        "figures": figures(places, find_database(places)),
        "held": sorted(open_store(places, find_database(places)).query("releases")["id"]),
        "releases": sorted(r.id for r in select_standing(list_releases(places.received_folder))),
        "recorded": sorted(
            (r.id, r.sha256[:6], r.reverted_at is None)
            for r in list_releases(places.received_folder)
        ),
        "first day": of_first_day(places),
    }


def figures(places: Places, path: Path) -> list[float]:
    store = open_store(places, path)
    known = set(
        store.cursor().execute("SELECT DISTINCT indicator FROM observation").df()["indicator"]
    )
    if "calls_999" not in known:
        return []
    return store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].tolist()


def of_first_day(places: Places) -> list[float] | None:
    """What a reader sees who asks for the first day; None where it is not built."""
    try:
        return figures(places, vintages.at(places, FIRST_DAY))
    except NoDatabaseError:
        return None


def homes(home: Path, copies: Path, declared: Declarations, file: Path) -> dict[str, Path]:
    """Kind -> the home in which it is stopped."""
    second = copied_home(home, copies / "second")
    aside(lambda: publish(second, declared, file, "load"))
    lacking = copied_home(second.root, copies / "lacking")
    for path in (lacking.built_folder / "vintages").iterdir():
        path.unlink()
    return dict.fromkeys(KINDS, home) | {"record": second.root, "earlier day": lacking.root}


def left_in(places: Places, declared: Declarations, kind: str) -> dict:
    """What a reader sees in a home that was left, and what the next command makes of it."""
    seen = state_after_crash(places)
    after = after_next(places, as_declared(declared, kind))
    shutil.rmtree(places.root)
    return {"seen": seen, "after": after}


def content_of(places: Places) -> str:
    """What tells the content of one home from that of another: names and bytes."""
    digest = hashlib.sha256()
    for path in sorted((places.root / "data").rglob("*")):
        digest.update(f"{path.relative_to(places.root)}\0".encode())
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def left_in_each(every: list[Places], declared: Declarations, kind: str) -> list[dict]:
    """``left_in`` of each; homes of one content, as between two calls that change nothing, are
    looked at once.
    """
    contents = [content_of(places) for places in every]
    one_of_each = dict(zip(contents, every, strict=True))
    left = {content: left_in(places, declared, kind) for content, places in one_of_each.items()}
    return [left[content] for content in contents]


def main(home: Path, copies: Path, file: Path) -> None:
    declared = declarations(home / "data" / "declared", catalogue.has_chart)
    for kind, begin in homes(home, copies, declared, file).items():
        every = copies_of_moments(begin, copies, declared, file, kind)
        killed = {
            moment: killed_at(moment, begin, copies, declared, file, kind)
            for moment in range(1, len(every), KILLED)
        }
        # All in one other process: the first one never opens a database and can fork.
        states = aside(
            lambda kind=kind, every=every, killed=killed: {
                "every": left_in_each(every, declared, kind),
                "killed": {at: left_in(places, declared, kind) for at, places in killed.items()},
            }
        )
        assert "wrong" not in states, states
        for moment, left in enumerate(states["every"], 1):
            died, by_kill = moment < len(every), states["killed"].get(str(moment))
            told = {"kind": kind, "moment": moment, "died": died, **left}
            print(json.dumps(told | ({"killed": by_kill} if by_kill else {})), flush=True)


def state_after_crash(places: Places) -> dict:
    """What a reader sees before any other command is run."""
    held = open_store(places, find_database(places)).query("releases")
    return {
        "held": sorted(held["id"]),
        "files": sorted(held["sha256"].str[:6]),
        "first day": of_first_day(places),
    }


def after_next(places: Places, declared: Declarations) -> dict:
    """What stands once the next command may begin, and what lies about then; and what a build makes
    of earlier days.
    """
    with hold_publishing_lock(places):
        pass
    left = [
        p.name
        for p in places.built_folder.iterdir()
        if p.name not in (POINTER, LOCK) and not p.name.startswith("dashboard-")
    ]
    left += [p.name for p in places.received_folder.iterdir() if p.name.startswith(".")]
    stands = state(places)
    if stands["first day"] is None and len(stands["held"]) == 2:
        earlier_days.build_missing(places, declared)
        stands["first day"] = of_first_day(places)
    return {**stands, "left": sorted(left)}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
