"""The table of a panel as typed cells: a number is a number, a day a day, a word stays a word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.exports.part import columns_without_drawings
from dashboard.markup import plain
from dashboard.panels.common.panel import Panel
from dashboard.text import missing

NO_NUMBER = "[x]"
"""In a column of numbers: there is no figure, or it is withheld, as the notes of the chart say."""
NO_WORDS = "[z]"
"""In a column of words: there is nothing to say."""
SHORTHAND = (
    f"{NO_NUMBER} means that there is no figure: none was published, or it is withheld.",
    f"{NO_WORDS} means that there is nothing to say in that cell.",
)
DAY_FORMAT = "d mmmm yyyy"
_MOST_DECIMALS = 3
_NUMBER = r"(?P<sign>[+\-−]?)(?P<digits>(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?)"
_PLAIN_NUMBER = re.compile(rf"{_NUMBER}(?P<percent>%?)")
_WITH_UNIT = re.compile(rf"{_NUMBER} (?P<unit>(?!to |of |and )[A-Za-z][^\"]{{0,39}})")
_ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


@dataclass(frozen=True)
class Cell:
    """One cell; a text has no format."""

    value: str | float | dt.date
    number_format: str = ""


@dataclass(frozen=True)
class TypedTable:
    """A table for a spreadsheet: no cell is empty, no heading is used twice."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawings: tuple[str, ...]
    """Headings of the columns that are drawings on the page, which are left out."""


def typed_table(panel: Panel) -> TypedTable:
    """The table behind ``panel`` as typed cells."""
    names, drawings = columns_without_drawings(panel)
    columns = [_cells(panel.table[name]) for name in names]
    return TypedTable(
        _unique([plain(name) or "Column" for name in names]),
        tuple(zip(*columns, strict=True)),
        tuple(drawings),
    )


def _unique(headings: Sequence[str]) -> tuple[str, ...]:
    """``headings`` with a number behind each that repeats one before it, whatever its capitals."""
    names_used: set[str] = set()
    unique = []
    for heading in headings:
        name, number = heading, 2
        while name.casefold() in names_used:
            name, number = f"{heading} ({number})", number + 1
        names_used.add(name.casefold())
        unique.append(name)
    return tuple(unique)


def decimals_of(values: Sequence[float]) -> int:
    """The decimals that a column of numbers needs, at most three."""
    for places in range(_MOST_DECIMALS):
        if all(abs(value - round(value, places)) < 1e-9 for value in values):
            return places
    return _MOST_DECIMALS


def is_numeric(column: pd.Series) -> bool:
    """True where every cell that is there is a number."""
    if pd.api.types.is_bool_dtype(column):
        return False
    if pd.api.types.is_numeric_dtype(column):
        return True
    held = [value for value in column if not missing(value)]
    return bool(held) and all(_is_number(value) for value in held)


def _is_number(value: Any) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, bool | np.bool_)


def _cells(column: pd.Series) -> list[Cell]:
    if is_numeric(column):
        return _number_cells(column)
    if pd.api.types.is_datetime64_any_dtype(column):
        return [
            Cell(NO_WORDS) if missing(value) else Cell(value.date(), DAY_FORMAT) for value in column
        ]
    texts = ["" if missing(value) else plain(value).strip() for value in column]
    filled = [text for text in texts if text]
    if filled and all(_ISO_DAY.fullmatch(text) for text in filled):
        return [_day_cell(text) for text in texts]
    if any(_PLAIN_NUMBER.fullmatch(text) for text in filled):
        has_sign = any(text.startswith("+") for text in filled)
        return [_number_or_words(text, has_sign) for text in texts]
    return [Cell(text or NO_WORDS) for text in texts]


def _number_cells(column: pd.Series) -> list[Cell]:
    numbers = [None if missing(value) else float(value) for value in column]
    places = decimals_of([number for number in numbers if number is not None])
    return [
        Cell(NO_NUMBER) if number is None else Cell(number, _format(places)) for number in numbers
    ]


def _day_cell(text: str) -> Cell:
    try:
        return Cell(dt.date.fromisoformat(text), DAY_FORMAT)
    except ValueError:
        return Cell(text or NO_WORDS)


def _number_or_words(text: str, has_sign: bool) -> Cell:
    """A cell of a column that holds numbers as words, such as '70%', '1,222 PCSOs' or 'withheld'."""
    if (number := _PLAIN_NUMBER.fullmatch(text)) is not None:
        return _number_cell(number, has_sign, percent=bool(number["percent"]))
    if (number := _WITH_UNIT.fullmatch(text)) is not None:
        return _number_cell(number, has_sign, unit=number["unit"])
    return Cell(text or NO_NUMBER)


def _number_cell(
    number: re.Match[str], has_sign: bool, *, percent: bool = False, unit: str = ""
) -> Cell:
    digits = number["digits"].replace(",", "")
    places = len(digits.partition(".")[2])
    value = float(digits) * (-1 if number["sign"] in ("-", "−") else 1)
    ending = "%" if percent else f'" {unit}"' if unit else ""
    return Cell(
        round(value / 100, places + 2) if percent else value, _format(places, has_sign, ending)
    )


def _format(places: int, has_sign: bool = False, ending: str = "") -> str:
    number = f"#,##0{'.' if places else ''}{'0' * places}{ending}"
    return f'+{number};"−"{number};{number}' if has_sign else number


def rows_in_words(panel: Panel, most: int, columns: Sequence[str]) -> list[list[str]]:
    """The first ``most`` rows of some columns of a panel's table as words, for slides and paper."""
    shown = [_cell_texts(panel.table[name])[:most] for name in columns]
    return [list(row) for row in zip(*shown, strict=True)]


def _cell_texts(column: pd.Series) -> list[str]:
    if not is_numeric(column):
        return ["" if missing(value) else _shown_words(value) for value in column]
    numbers = [None if missing(value) else float(value) for value in column]
    places = decimals_of([number for number in numbers if number is not None])
    return ["" if number is None else f"{number:,.{places}f}" for number in numbers]


def _shown_words(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else plain(value)
