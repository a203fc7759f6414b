"""One cell: text that no spreadsheet takes for a formula or number; dates, numbers and statuses as
typed or saved.
"""

from __future__ import annotations

import datetime as dt
import re

from dashboard.actions.fields import Field
from dashboard.declared.models import STATUSES
from dashboard.errors import InputError

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Value = str | int | dt.date | None

LONGEST = 32_000
"""Characters of a cell: a spreadsheet program cuts what is over 32,767 without a word."""
_STARTS = "=+\\-@\t\n＝＋－＠"
"""What a spreadsheet program may take for the start of a formula (OWASP, CSV injection)."""
_NUMBER_PATTERN = r"\.?\d[\d,]*(\.\d*)?([eE]\d+)?\s*%?|\d{1,4}([./:-]\d{1,4}){1,2}"
"""What a spreadsheet program takes for a number or a day where it opens a CSV file: 2.10 would be
saved as 2.1.
"""
_DANGEROUS = re.compile(f"'*[{_STARTS}]|'+({_NUMBER_PATTERN})$")
_IN_CSV = re.compile(f"'*({_NUMBER_PATTERN})$")
_GUARD_PATTERN = re.compile(f"'+([{_STARTS}]|({_NUMBER_PATTERN})$)")
_NO_CELL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML, and so a workbook, cannot hold, and the carriage return, which is not kept
as it is.
"""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def guard_text(text: str, location: str, csv: bool = False) -> str:
    """``text`` as a cell: an apostrophe goes before what could be taken for a formula, in CSV also
    for a number.

    Raises InputError where no cell can hold the text; ``location`` begins its sentence.
    """
    bad = _NO_CELL.search(text)
    if bad:
        raise InputError(
            f"{location}: the text holds the control character U+{ord(bad[0]):04X}; take it out."
        )
    if len(text) > LONGEST:
        raise InputError(
            f"{location}: the text has {len(text):,} characters, and a cell holds {LONGEST:,};"
            " shorten it."
        )
    return f"'{text}" if _DANGEROUS.match(text) or (csv and _IN_CSV.match(text)) else text


def unguard_text(text: str) -> str:
    """What ``guard_text`` was given; the line ends of other systems become our own."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if _GUARD_PATTERN.match(text) else text


def value_of(cell: Cell, field: Field) -> Value:
    """What ``cell`` says, None where it is empty.

    Raises ValueError with the end of a sentence where it is wrong.
    """
    if isinstance(cell, str):
        cell = unguard_text(cell) if field.kind == "text" else unguard_text(cell).strip()
    if cell is None or cell == "":
        return None
    if field.kind == "flag":
        return _flag(cell)
    if field.kind == "number":
        return _number(cell)
    if field.kind == "date":
        return _date(cell)
    if field.kind == "day" and isinstance(cell, dt.datetime | dt.date):
        return _date(cell).isoformat()
    if not isinstance(cell, str):
        raise ValueError(f"{cell} is not text; format the cell as text and write it again.")
    if field.kind == "status" and cell not in STATUSES:
        *others, last = STATUSES
        raise ValueError(f"'{cell}' is not a status; it may be {', '.join(others)} or {last}.")
    return cell


def _flag(cell: Cell) -> bool | None:
    if cell is True or (isinstance(cell, str) and cell.casefold() in ("yes", "true")):
        return True
    if cell is False or (isinstance(cell, str) and cell.casefold() in ("no", "false")):
        return None
    raise ValueError(f"'{cell}' is neither 'yes' nor empty.")


def _number(cell: Cell) -> int:
    if isinstance(cell, str) and re.fullmatch(r"-?\d{1,9}", cell):
        return int(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    raise ValueError(f"'{cell}' is not a whole number.")


def _date(cell: Cell) -> dt.date:
    if isinstance(cell, dt.datetime):
        if cell.time() == dt.time():
            return cell.date()
        raise ValueError(f"{cell} has a time of day; give the date alone.")
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str) or not _ISO.fullmatch(cell):
        raise ValueError(f"'{cell}' is not a date written YYYY-MM-DD.")
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"'{cell}' is not a day of the calendar.") from None
