"""Where things stand on disk, and the reporting date: the one place that reads the environment."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import InputError

CHECKOUT = Path(__file__).resolve().parents[2]
"""Where ``app.py`` and ``pages/`` stand."""
DEMONSTRATION_REPORTING_DATE = dt.date(2023, 6, 30)


@dataclass(frozen=True)
class Places:
    """The folders of one installation."""

    root: Path

    @property
    def declared_folder(self) -> Path:
        """Declarations, in git."""
        return self.root / "data" / "declared"

    @property
    def received_folder(self) -> Path:
        """Files as they arrived: ``<source>/<published>/``."""
        return self.root / "data" / "received"

    @property
    def built_folder(self) -> Path:
        """Databases and the pointer to the one in force."""
        return self.root / "data" / "built"

    @property
    def live(self) -> Path:
        """What people write: the live record, where no other place is set for it."""
        return self.root / "data" / "live"

    def databases(self) -> list[Path]:
        """Every database that there is: those that are or were in force, and those of other days."""
        return sorted(self.built_folder.rglob("[!.]*.duckdb"))

    @property
    def queries(self) -> Path:
        """Named queries."""
        return self.root / "queries"


def places() -> Places:
    """The installation: ``DASHBOARD_HOME``, else the checkout this package stands in."""
    home = os.environ.get("DASHBOARD_HOME")
    return Places(Path(home).resolve() if home else CHECKOUT)


def reporting_date(demonstration: bool) -> dt.date:
    """The date against which a thing is due or stale.

    ``DASHBOARD_REPORTING_DATE`` (YYYY-MM-DD) where set; else 30 June 2023 for the demonstration,
    else today.

    Raises:
        InputError: the variable does not hold a date.
    """
    text = os.environ.get("DASHBOARD_REPORTING_DATE")
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise InputError(
                f"DASHBOARD_REPORTING_DATE is '{text}', which is not a date: write it as"
                " YYYY-MM-DD."
            ) from None
    return DEMONSTRATION_REPORTING_DATE if demonstration else dt.date.today()


def served_audiences() -> tuple[str, ...] | None:
    """Ids of the audiences that every reader of this installation belongs to:
    ``DASHBOARD_AUDIENCES``, with commas.

    None where the variable is not set.
    """
    given = os.environ.get("DASHBOARD_AUDIENCES")
    return (
        None if given is None else tuple(part.strip() for part in given.split(",") if part.strip())
    )


def readers_file() -> Path | None:
    """The file that gives audiences to readers by their e-mail address:

    ``DASHBOARD_READERS``; None: no sign-in.
    """
    given = os.environ.get("DASHBOARD_READERS")
    return Path(given).resolve() if given else None


def record_address() -> str | None:
    """The database of the live record: ``DASHBOARD_RECORD``, such as postgresql+psycopg://...

    None where it is not set: SQLite in the installation's folder.
    """
    return os.environ.get("DASHBOARD_RECORD", "").strip() or None


def recorders() -> frozenset[str]:
    """E-mail addresses, casefolded, of those who may write into the live record once they have
    signed in: ``DASHBOARD_RECORDERS``, with commas.
    """
    given = os.environ.get("DASHBOARD_RECORDERS", "").split(",")
    return frozenset(part.strip().casefold() for part in given if part.strip())


def base_path() -> str | None:
    """The path below which the dashboard is served: ``STREAMLIT_SERVER_BASE_URL_PATH``, such as
    'board'.

    Streamlit's own name of it, which it reads only where Streamlit itself is the command. None
    where it is not set.

    Raises:
        InputError: it is not a path.
    """
    value = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH")
    if value is None:
        return None
    base = value.strip("/")
    if base and not re.fullmatch(r"[\w.~-]+(/[\w.~-]+)*", base, re.ASCII):
        raise InputError(
            f"STREAMLIT_SERVER_BASE_URL_PATH is '{value}', which is not a path such as board."
        )
    return base


def served_origins() -> tuple[str, ...]:
    """The addresses that readers use besides this machine's own: ``DASHBOARD_ORIGIN``, with commas.

    Raises:
        InputError: one of them is not a scheme and a host.
    """
    return _addresses("DASHBOARD_ORIGIN")


def frame_ancestors() -> tuple[str, ...]:
    """The addresses whose pages may show the dashboard in a frame: ``DASHBOARD_FRAME_ANCESTORS``,
    with commas.

    Raises:
        InputError: one of them is not a scheme and a host.
    """
    return _addresses("DASHBOARD_FRAME_ANCESTORS")


def _addresses(variable: str) -> tuple[str, ...]:
    addresses = [
        part.strip().rstrip("/").lower()
        for part in os.environ.get(variable, "").split(",")
        if part.strip()
    ]
    for address in addresses:
        if not re.fullmatch(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", address):
            raise InputError(
                f"{variable} holds '{address}', which is not an address such as"
                " https://board.example.org: write the scheme and the host, and no path."
            )
    return tuple(addresses)
