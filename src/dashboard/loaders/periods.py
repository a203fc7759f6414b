"""Months and last days of periods as publishers write them, and what keeps a date from being one."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from dashboard.loaders.text import Findings

_MONTHS = {
    name.casefold(): i
    for names in (calendar.month_abbr, calendar.month_name)
    for i, name in enumerate(names)
}
_MONTHS["sept"] = 9
_WORDS = re.compile(r"([A-Za-z]+)[-\s]+([0-9]{2}|[0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})( 00:00:00)?")
"""As the cell of a workbook that holds a date is read."""
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEARS = range(2000, 2101)


def month_of(text: str) -> dt.date | str:
    """The first day of the month, or the fault that ``text`` has as one: 'May-13', or a date that
    begins or ends it.
    """
    words = _WORDS.fullmatch(text)
    month = _MONTHS.get(words[1].casefold(), 0) if words else 0
    if words and month:
        year = int(words[2]) if len(words[2]) == 4 else 2000 + int(words[2])
        return dt.date(year, month, 1) if year in _YEARS else "is outside the years 2000 to 2100"
    if not _ISO.fullmatch(text):
        return "is not a month written as in 'May-13'"
    day = _date_of(text)
    if isinstance(day, str):
        return day
    if day.day not in (1, last_day(day).day):
        return _within_a_month(day)
    return day.replace(day=1)


@lru_cache(maxsize=4096)
def last_day_of(text: str) -> dt.date | str:
    """The last day of the period, or the fault that ``text`` has as one: 31/03/2023, 2023-03-31, or
    a month.
    """
    words = _WORDS.fullmatch(text)
    if words and words[1].casefold() in _MONTHS:
        month = month_of(text)
        return month if isinstance(month, str) else last_day(month)
    day = _date_of(text)
    if isinstance(day, dt.date) and day != last_day(day):
        return (
            _within_a_month(day)
            if _ISO.fullmatch(text) and day.day > 1
            else "is not the last day of a month"
        )
    return day


def last_day(day: dt.date) -> dt.date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def refuse_later_period(
    end: dt.date, published: dt.date | None, row: int | None, column: str, findings: Findings
) -> bool:
    """Add an error and return True where a period ends after the day on which its file was
    published.
    """
    if published is None or end <= published:
        return False
    text = (
        f"The period ends on {end}, after the day of publication, {published}: correct it, or give"
        " --published as "
    )
    findings.add(
        "period that ends after publication",
        f"{text}the day on which the file was published.",
        row,
        column,
    )
    return True


def _date_of(text: str) -> dt.date | str:
    slashes, iso = _SLASHES.fullmatch(text), _ISO.fullmatch(text)
    if slashes:
        day, month, year = (int(part) for part in slashes.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups()[:3])
    else:
        return "is not a date written day/month/year"
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return "is not a day of the calendar"
    return date if year in _YEARS else "is outside the years 2000 to 2100"


def _within_a_month(day: dt.date) -> str:
    meant = dt.date(2000 + day.day, day.month, 1)
    return (
        "is neither the first nor the last day of a month: a spreadsheet program may have made it"
        f" of '{meant:%b-%y}', so write the month as text"
    )
