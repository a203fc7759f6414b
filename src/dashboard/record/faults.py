"""What a database or its disk could not do, in words that hold nothing of what is in it."""

from __future__ import annotations

import re
import sqlite3

from filelock import Timeout

_SQLITE = {
    sqlite3.SQLITE_BUSY: "database is locked",
    sqlite3.SQLITE_CANTOPEN: "unable to open its file",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_FULL: "database or disk is full",
    sqlite3.SQLITE_IOERR: "disk I/O error",
    sqlite3.SQLITE_LOCKED: "database is locked",
    sqlite3.SQLITE_NOTADB: "its file is not a database",
    sqlite3.SQLITE_PERM: "its file may not be opened",
    sqlite3.SQLITE_READONLY: "its file may not be written to",
}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CLOSER = "see that its database can be reached and written to, on a disk with room, then try again"
_PUT_BACK = "put it back from a copy that verifies"


def fault_words(error: BaseException) -> str:
    """What kind of fault it is. The message of a database is passed over, as it may print the row
    that it stumbled over, which a reader may not be allowed to see.
    """
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(_code(cause)) or f"SQLite reports {_name(cause)}"
    if isinstance(cause, Timeout):
        return "another process holds its lock"
    if isinstance(cause, OSError):
        return cause.strerror or _name(cause)
    if isinstance(cause, ImportError) or _says_no_row(cause):
        return (str(cause).strip().splitlines() or ["no reason was given"])[0].rstrip(".")
    return f"the database reports: {_name(cause)}"


def way_out(error: BaseException) -> str:
    """What is to be done about it."""
    cause = getattr(error, "orig", None) or error
    return _PUT_BACK if _code(cause) in _DAMAGE else _CLOSER


def _code(cause: BaseException) -> int:
    """SQLite's code, without what is more exact in it; 0 for none."""
    return int(getattr(cause, "sqlite_errorcode", 0)) & 0xFF


def _name(cause: BaseException) -> str:
    named = getattr(cause, "sqlite_errorname", None)
    return named or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(cause).__name__).lower()


def _says_no_row(cause: BaseException) -> bool:
    """Whether PostgreSQL's client says it, of the connection alone; what the server says of a
    statement has a state.
    """
    return type(cause).__name__ == "OperationalError" and getattr(cause, "sqlstate", "") is None
