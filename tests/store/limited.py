"""Run by test_full_disk.py: gives commands in child processes that may not write much, and tells
what they leave.

Arguments: 'file' (a limit on the size of each file) or 'disk' (a disk that is small), home, folder
for copies, path of a file of calls_999. Prints a line of JSON for each limit. For 'disk' it must
have the right to mount.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
from calls_home import copied_home

import dashboard.cli.build  # noqa: F401  # Imported before a child is forked.
import dashboard.cli.load  # noqa: F401
from dashboard import cli
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store

LIMITS = {"file": 40, "disk": 20}
LOAD = ("load", "{file}", "--published", "2023-06-30", "--accept-warnings")
BUILD = ("build", "--only-current")


def command(
    words: tuple[str, ...], home: Path, out: Path, limit: int | None = None
) -> tuple[int, str]:
    """Give a command in a child, no file of which may pass ``limit`` bytes; its exit code and
    standard error.
    """
    child = os.fork()
    if not child:
        os.environ["DASHBOARD_HOME"] = str(home)
        for number in (1, 2):
            os.dup2(os.open(f"{out}.{number}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC), number)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        sys.argv = ["dashboard", *words]
        code = 1
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, Path(f"{out}.2").read_text(encoding="utf-8")


def aside(work) -> dict:
    """What ``work`` tells in another process, so that this one never opens a database and can fork."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = work()
        except BaseException as error:
            said = {"wrong": repr(error)}
        with os.fdopen(into, "w") as pipe:
            json.dump(said, pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text)


def state(places: Places) -> dict:
    """What a reader is shown, what of it was written, what is received, and what lies about."""
    path = find_database(places)
    store = open_store(places, path)
    with duckdb.connect(str(path), read_only=True) as con:
        tables = [name for (name,) in con.execute("SHOW TABLES").fetchall()]
        rows = {name: con.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
        last = con.execute("SELECT count(last_period) FROM indicator").fetchone()[0]
    return {
        "figures": store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].tolist(),
        "held": sorted(store.query("releases")["id"]),
        "received": sorted(r.id for r in list_releases(places.received_folder)),
        "rows": rows,
        "last_periods": last,
        "version": store.version,
        "names": sorted(
            str(p.relative_to(places.root))
            for name in ("received", "built")
            for p in (places.root / "data" / name).rglob("*")
        ),
    }


def spread(least: int, most: int, number: int) -> list[int]:
    return [least + (most - least) * n // (number - 1) for n in range(number)]


def main(kind: str, home: Path, copies: Path, file: Path) -> None:
    before = aside(lambda: state(Places(home)))
    size = max(path.stat().st_size for path in (home / "data" / "built").glob("dashboard-*"))
    load = tuple(word.format(file=file) for word in LOAD)
    # The old database stands on the small disk as well.
    limits = (
        spread(4096, size + (256 << 10), LIMITS[kind])
        if kind == "file"
        else spread(size + (128 << 10), 2 * size + (1 << 20), LIMITS[kind])
    )
    for number, limit in enumerate(limits):
        copy = copies / f"{kind}-{number}"
        words = BUILD if kind == "file" and number % 4 != 3 else load
        if kind == "disk":
            (copy / "data").mkdir(parents=True)
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={limit}", "none", copy / "data"], check=True
            )
        places = copied_home(home, copy)
        code, said = command(words, copy, copies / "said", limit if kind == "file" else None)
        told = {
            "limit": limit,
            "words": words[0],
            "code": code,
            "said": said,
            "before": before,
            "after": aside(lambda places=places: state(places)),
        }
        if number % 5 == 4 or "in force" in said:
            if kind == "disk":
                subprocess.run(
                    ["mount", "-o", "remount,size=1g", "none", copy / "data"], check=True
                )
            again, _ = command(("build",), copy, copies / "said")
            told |= {"again": again, "healed": aside(lambda places=places: state(places))}
        if kind == "disk":
            subprocess.run(["umount", copy / "data"], check=True)
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
