"""Page and chart -> the panel: the one list of what can be drawn, for whatever shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.panel import Panel
from dashboard.panels.compare import Comparison
from dashboard.panels.page import Page

Draw = Callable[[Page], Panel | None]
"""None where nothing is loaded for the view."""


def _compare(draw: Callable[[Comparison], Panel | None]) -> Draw:
    def drawn(page: Page) -> Panel | None:
        made = Comparison(page)
        return draw(made) if made.periods else None

    return drawn


def _compare_notes(page: Page) -> list[str]:
    made = Comparison(page)
    found = (made.level_note, made.period_note, made.comparator_note) if made.periods else (made.level_note,)
    return [note for note in found if note]


PANELS: Mapping[str, Mapping[str, Draw]] = {
    "compare": {name: _compare(getattr(Comparison, name)) for name in ("ranking", "hexagons", "map", "trend", "table")},
}
"""A page's charts, named as in ``dashboard.charts.PAGES``: a page is one line."""

NOTES: Mapping[str, Callable[[Page], list[str]]] = {
    "compare": _compare_notes,
}
"""The sentences a page says above its charts where it shows other than was asked for, or has nothing to show."""
