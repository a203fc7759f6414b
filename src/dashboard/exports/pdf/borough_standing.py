"""How a borough stands, as its one page shows it: what is worse and worsens, and beside whom."""

from __future__ import annotations

from typing import Any

from dashboard.markup import plain
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.neighbours import areas_beside, beside_neighbours, headings
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.page import Page
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.text import (
    capitalise,
    change_decimals,
    change_unit,
    count_things,
    figure_text,
    join_names,
)

_MOST_ROWS = 5
"""Rows of what is worse and worsens; how many more there are is said below them."""


def standing_data(wards: Wards) -> dict[str, Any]:
    """What is worse than London and getting worse, what else is worse, and the borough beside
    its neighbours.
    """
    borough = wards.borough
    exceptions = Exceptions(wards.page)
    borough_rows = (
        exceptions.rows[exceptions.rows["area"] == borough.code]
        if exceptions.testable_indicators
        else None
    )
    rows = (
        [_worse_row(wards.page, row) for row in borough_rows.itertuples()]
        if borough_rows is not None
        else []
    )
    number = capitalise(count_things(len(rows), "figure is", "figures are", none="no"))
    more = len(rows) - _MOST_ROWS
    return {
        "worse": {
            "title": f"{number} worse than London and getting worse",
            "subtitle": "Of all figures of all boroughs, tested together, as on the overview.",
            "rows": rows[:_MOST_ROWS],
            "more": f"And {more} more, on the page of the borough." if more > 0 else "",
            "lists": _lists(
                borough, set() if borough_rows is None else set(borough_rows["indicator"])
            ),
        },
        "beside": _beside(wards),
    }


def _worse_row(page: Page, row: Any) -> list[str]:
    """Name, the borough's figure, London's, and by how much it worsened on the year."""
    declared = page.indicators.loc[row.indicator]
    places = change_decimals(row.unit, row.decimals)
    size = figure_text(abs(row.change), change_unit(row.unit), places)
    texts = (page.text(row.indicator, row.value), page.text(row.indicator, row.comparator))
    return [
        plain(declared["short"]),
        *(plain(_short(text)) for text in texts),
        plain(_short(size) if row.unit != "per cent" else size),
    ]


def _lists(borough: Borough, worse_ids: set[str]) -> list[list[str]]:
    """Heading and names of what is worse in one way alone."""
    rows = borough.rows
    rows = rows[~rows["indicator"].isin(worse_ids)] if len(rows) else rows
    if rows.empty:
        return []
    worse, past = rows["flag"] == "worse", rows["verdict"]
    groups = {
        "Worse, no clear change": rows[worse & (past == "")],
        "Worse, but improving": rows[worse & (past == "better")],
        "Worse, and than its own past too, each tested alone": rows[worse & (past == "worse")],
        "Getting worse only": rows[~worse & (past == "worse")],
    }
    shorts = borough.page.indicators["short"]
    return [
        [head, plain(join_names(shorts.loc[part["indicator"]], most=8))]
        for head, part in groups.items()
        if len(part)
    ]


def _beside(wards: Wards) -> dict[str, Any] | None:
    """The borough beside those that touch it and London; None where none is known to touch it."""
    panel = beside_neighbours(wards)
    if panel is None:
        return None
    return {
        "title": plain(panel.title),
        "subtitle": plain(panel.reading),
        "columns": [plain(name) for name in headings(wards)],
        "rows": [
            {
                "name": plain(area.name),
                "cells": [{"text": plain(cell.text), "way": cell.way} for cell in area.cells],
            }
            for area in areas_beside(wards)
        ],
    }


def _short(text: str) -> str:
    """A figure without its unit in words: '12.3 per 1,000 residents' is 12.3."""
    return text.partition(" ")[0]
