"""Run by test_crashes.py: publishes in a child process that kills itself at one moment after another.

Arguments: home, folder for copies, path of a file of calls_999. Prints a line of JSON for each moment.
"""

import datetime as dt
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from dashboard import charts
from dashboard.declared.read import declarations
from dashboard.settings import Places
from dashboard.store.build import POINTER, build
from dashboard.store.connection import current, open_store
from dashboard.store.publish import Arrival, Change, publishing
from dashboard.store.received import recorded, standing

CALLS = ("rename", "replace", "unlink", "link")


def publish(places: Places, declared, file: Path, kind: str, tell=lambda doing, part: None) -> None:
    if kind == "load":
        change = Change((Arrival(file, "calls_999", dt.date(2023, 6, 30)),), by="A. Analyst")
    elif kind == "load again":
        change = Change((Arrival(file, "calls_999", dt.date(2023, 5, 15)),), by="A. Analyst")
    else:
        (release,) = (r for r in recorded(places.received) if r.source == "calls_999")
        change = Change(reverting=(release,), by="A. Analyst")
    build(places, declared, tell, change=change)


def stop() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(moment: int, places: Places, declared, file: Path, kind: str) -> bool:
    """Publish in a child that dies at its ``moment``-th word of progress or before or after a change of a file."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    passed = 0

    def tick(*_: object) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            stop()

    def watched(call):
        def watching(*args, **kwargs):
            tick()
            done = call(*args, **kwargs)
            tick()
            return done

        return watching

    for name in CALLS:
        setattr(os, name, watched(getattr(os, name)))
    publish(places, declared, file, kind, tick)
    os._exit(0)


def state(places: Places) -> dict:
    """What a reader sees, what is received, and what lies about."""
    store = open_store(places, current(places))
    rows = store.query("series", indicators=["calls_999"], areas=["MPS"]) if "calls_999" in held(store) else None
    return {
        "figures": [] if rows is None else rows["value"].tolist(),
        "held": sorted(store.query("releases")["id"]),
        "releases": sorted(r.id for r in standing(recorded(places.received))),
        "recorded": sorted((r.id, r.sha256[:6], r.reverted is None) for r in recorded(places.received)),
    }


def held(store) -> set[str]:
    return set(store.cursor().execute("SELECT DISTINCT indicator FROM observation").df()["indicator"])


def aside(work) -> dict:
    """The state as another process sees it, so that this one never opens a database and can fork."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(into, "w") as pipe:
            json.dump(work(), pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text)


def main(home: Path, copies: Path, file: Path) -> None:
    declared = declarations(home / "data" / "declared", charts.known)
    for kind in ("load", "load again", "revert"):
        moment = 0
        while True:
            moment += 1
            copy = copies / f"{kind}-{moment}".replace(" ", "-")
            shutil.copytree(home, copy)
            places = Places(copy)
            died = killed_at(moment, places, declared, file, kind)
            seen = aside(lambda places=places: state_after_crash(places))
            after = aside(lambda places=places: after_next(places))
            print(json.dumps({"kind": kind, "moment": moment, "died": died, "seen": seen, "after": after}), flush=True)
            shutil.rmtree(copy)
            if not died:
                break


def state_after_crash(places: Places) -> dict:
    """What a reader sees before any other command is run."""
    store = open_store(places, current(places))
    return {"held": sorted(store.query("releases")["id"]),
            "files": sorted(store.query("releases")["sha256"].str[:6])}  # fmt: skip


def after_next(places: Places) -> dict:
    """What stands once the next command may begin, and what lies about then."""
    with publishing(places):
        pass
    left = [p.name for p in places.built.iterdir() if p.name != POINTER and not p.name.startswith("dashboard-")]
    left += [p.name for p in places.received.iterdir() if p.name.startswith(".")]
    return {**state(places), "left": sorted(left)}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
