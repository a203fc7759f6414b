"""How a borough stands, as its one page shows it: what is worse and worsens, and beside whom."""

from __future__ import annotations

from typing import Any

from dashboard.markup import plain
from dashboard.panels.borough.neighbours import areas_beside, beside_neighbours, headings
from dashboard.panels.borough.wards import Wards
from dashboard.panels.borough.worsening import (
    groups,
    other_figures,
    worse_figures,
    worsening_title,
)
from dashboard.text import join_names

_MOST_ROWS = 5
"""Rows of what is worse and worsens; how many more there are is said below them."""


def standing_data(wards: Wards) -> dict[str, Any]:
    """What is worse than London and getting worse, what else is worse, and the borough beside
    its neighbours.
    """
    borough = wards.borough
    figures = worse_figures(borough)
    more = len(figures) - _MOST_ROWS
    return {
        "worse": {
            "title": worsening_title(borough),
            "subtitle": "Of all figures of all boroughs, tested together, as on the overview.",
            "rows": [
                [plain(each) for each in (f.name, f.own, f.london, f.movement, f.interval)]
                for f in figures[:_MOST_ROWS]
            ],
            "more": f"And {more} more, on the page of the borough." if more > 0 else "",
            "lists": [
                [words, plain(join_names((f.name for f in part), most=8))]
                for words, part in groups(other_figures(borough)).items()
            ],
        },
        "beside": _beside(wards),
    }


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
                "cells": [
                    {
                        "text": plain(cell.text),
                        "way": cell.way,
                        "interval": plain(cell.interval),
                    }
                    for cell in area.cells
                ],
            }
            for area in areas_beside(wards)
        ],
    }
