"""Numbers as publishers and spreadsheet programs write them, where a file is read row by row."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([0-9]{1,12}|[1-9][0-9]{0,2}(,[0-9]{3}){1,3})(\.[0-9]*)?")
"""Digits, or digits with commas between thousands, and decimals."""


def number_of(text: str) -> float | None:
    """The number from 0 that ``text`` is, such as 1,234.5; None where it is none."""
    text = text.strip()
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def whole_number_of(text: str) -> int | None:
    """The whole number from 0 to 999,999,999 that ``text`` is; 12.0, as programs write counts, is
    12.
    """
    number = number_of(text)
    return int(number) if number is not None and number.is_integer() and number < 1e9 else None
