"""The table of a panel as paper holds it: the columns that fit, and in words what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.exports.cells import is_numeric, rows_in_words
from dashboard.exports.part import columns_without_drawings, filled_columns
from dashboard.markup import plain
from dashboard.panels.common.panel import Panel
from dashboard.paper.columns import Column, column_widths, least_width
from dashboard.text import count_things, join_names

_SHARE_OF_WORDS = 0.92
"""The share of the room that the longest words may fill: beyond it texts stand in slips of a word."""
_LIMITS = ("lower", "upper", "95%", "could be")
_BASE = "base"
_MOST_NAMED = 4
"""Columns left out that a sentence names."""


@dataclass(frozen=True)
class PaperTable:
    """A table for paper."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    """Of its columns, in digits."""
    right: tuple[bool, ...]
    """Whether each column holds numbers."""
    is_whole: bool
    """Whether it has every row, and every column that is no drawing."""
    rest: str
    """What is left out and where that is, in sentences; '' for nothing."""


def paper_table(panel: Panel, most: int, room: float) -> PaperTable | None:
    """The first ``most`` rows of a panel's table in ``room`` digits across; None where it has none.

    Where not all columns fit, those that say one thing are told in words, then the last are left
    out: never a limit without its figure, and no base.
    """
    every, (_, drawings) = filled_columns(panel), columns_without_drawings(panel)
    if panel.table.empty or not every:
        return None
    rows = rows_in_words(panel, most, every)
    columns = {
        name: (plain(name), *(plain(row[n]) for row in rows)) for n, name in enumerate(every)
    }
    told = {} if _fit(columns, room) else _one_thing(columns)
    wanted = {name: column for name, column in columns.items() if name not in told}
    fit = _fitting(wanted, room)
    sentences = [
        *_rows_words(len(rows), len(panel.table)),
        *(f"{heading}, in every row here: {words or 'none'}." for heading, words in told.values()),
        *_columns_words([columns[name][0] for name in wanted if name not in fit], len(every)),
        *([f"Left out, as they are drawings: {join_names(drawings)}."] if drawings else []),
    ]
    return PaperTable(
        headings=tuple(column[0] for column in fit.values()),
        rows=tuple(zip(*(column[1:] for column in fit.values()), strict=True)),
        widths=tuple(column_widths(list(fit.values()), room)),
        right=tuple(is_numeric(panel.table[name]) for name in fit),
        is_whole=len(rows) == len(panel.table) and len(fit) == len(every),
        rest=" ".join(sentences),
    )


def _fit(columns: Mapping[str, Column], room: float) -> bool:
    return sum(map(least_width, columns.values())) <= _SHARE_OF_WORDS * room


def _one_thing(columns: Mapping[str, Column]) -> dict[str, tuple[str, str]]:
    """The columns, the first aside, with one text in all of several rows: heading and text."""
    return {
        name: (column[0], column[1])
        for name, column in list(columns.items())[1:]
        if len(column) > 2 and len(set(column[1:])) == 1 and not _is_limit(name)
    }


def _fitting(columns: Mapping[str, Column], room: float) -> dict[str, Column]:
    """The first of ``columns`` that fit, with the base of the figures."""
    fit = dict(columns)
    removable = [name for name in list(columns)[1:] if _BASE not in name.lower()]
    while removable and not _fit(fit, room):
        name = removable.pop()
        del fit[name]
        while _is_limit(name) and removable:
            name = removable.pop()
            del fit[name]
    return fit


def _is_limit(name: str) -> bool:
    """Whether a column is an end of the interval of a figure that stands before it."""
    return any(word in name.lower() for word in _LIMITS)


def _rows_words(count: int, every: int) -> list[str]:
    if count == every:
        return []
    return [f"The first {count} of {every:,} rows: the workbook has them all."]


def _columns_words(left_out: Sequence[str], every: int) -> list[str]:
    if not left_out:
        return []
    do = "does" if len(left_out) == 1 else "do"
    return [
        f"{len(left_out)} of {count_things(every, 'column')} {do} not fit this paper: the workbook"
        f" has them all. Left out: {join_names(left_out, most=_MOST_NAMED)}."
    ]
