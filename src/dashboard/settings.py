"""Where things stand on disk, and the reporting date: the one place that reads the environment."""

from __future__ import annotations

import datetime as dt
import os
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
    def declared(self) -> Path:
        """Declarations, in git."""
        return self.root / "data" / "declared"

    @property
    def received(self) -> Path:
        """Files as they arrived: ``<source>/<published>/``."""
        return self.root / "data" / "received"

    @property
    def built(self) -> Path:
        """Databases and the pointer to the one in force."""
        return self.root / "data" / "built"

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

    ``DASHBOARD_REPORTING_DATE`` (YYYY-MM-DD) where set; else 30 June 2023 for the demonstration, else today.

    Raises:
        InputError: the variable does not hold a date.
    """
    given = os.environ.get("DASHBOARD_REPORTING_DATE")
    if given:
        try:
            return dt.date.fromisoformat(given)
        except ValueError:
            raise InputError(
                f"DASHBOARD_REPORTING_DATE is '{given}', which is not a date: write it as YYYY-MM-DD."
            ) from None
    return DEMONSTRATION_REPORTING_DATE if demonstration else dt.date.today()


def served_audiences() -> tuple[str, ...] | None:
    """Ids of the audiences that every reader of this installation belongs to: ``DASHBOARD_AUDIENCES``, with commas.

    None where the variable is not set.
    """
    given = os.environ.get("DASHBOARD_AUDIENCES")
    return None if given is None else tuple(part.strip() for part in given.split(",") if part.strip())


def readers_file() -> Path | None:
    """The file that gives audiences to readers by their e-mail address: ``DASHBOARD_READERS``; None: no sign-in."""
    given = os.environ.get("DASHBOARD_READERS")
    return Path(given).resolve() if given else None
