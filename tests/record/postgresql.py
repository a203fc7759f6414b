"""A PostgreSQL server of the tests' own, where its programs are on this machine."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def programs() -> Path | None:
    """The folder that holds initdb and pg_ctl; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(path.parent for place in PLACES for path in Path(place).rglob("bin/initdb"))
    return folders[-1] if folders else None


@contextmanager
def server(bin: Path, folder: Path) -> Iterator[str]:
    """A server whose data lie in ``folder``, by its address for SQLAlchemy: it listens on a socket
    there and on no port.

    PostgreSQL refuses to be started by root, so there it is started by ``nobody``.
    """
    user, before = getpass.getuser(), {}
    if os.name == "posix" and os.geteuid() == 0:
        import pwd

        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        before = {"user": nobody.pw_uid, "group": nobody.pw_gid}

    def run(*words: str) -> None:
        subprocess.run(
            [bin / words[0], *words[1:]], check=True, capture_output=True, cwd=folder, **before
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
