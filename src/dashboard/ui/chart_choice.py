"""Charts that share one place of a page: one is drawn, and the card's head chooses which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboard.catalogue import charts_of
from dashboard.panels.common.panel import Panel
from dashboard.ui import filters
from dashboard.ui.board.layout import Card, Choice
from dashboard.view import View

Draw = Callable[[], Panel | Card | None]
"""The panel, or its card; None where nothing of it is loaded."""


def one_chart(
    view: View, label: str, offers: Mapping[str, tuple[str, Draw]], otherwise: str = ""
) -> list[Card]:
    """The one card that ``view`` asks for among ``offers``; empty where none of them is loaded.

    ``offers`` maps the section of a chart (``dashboard.catalogue``) to its words in the choice
    ``label`` and what draws it. The section '' is the chart that stands there where none of the
    others is open; ``otherwise`` names the section that stands there instead.
    """
    wanted = next((name for name in reversed(view.opened) if name in offers), otherwise)
    for section in (wanted, *(name for name in offers if name != wanted)):
        draw = offers[section][1]
        content = draw()
        if content is not None:
            card = content if isinstance(content, Card) else Card(content)
            choice = _choice(view, label, offers, section)
            return [replace(card, choices=(choice, *card.choices))]
    return []


def _choice(view: View, label: str, offers: Mapping[str, tuple[str, Draw]], current: str) -> Choice:
    """The choice that opens one section of ``offers`` and closes the others."""

    def open_section(section: str) -> None:
        others = tuple(name for name in view.opened if name not in offers)
        filters.write(replace(view, opened=(*others, section) if section else others))

    words = {section: words for section, (words, _) in offers.items()}
    return Choice(f"chart of {label}", label, words, current, open_section)


def closed_charts(page: str, on_board: Sequence[str]) -> dict[str, str]:
    """Chart -> section of every chart of ``page`` that is not among ``on_board`` and that opening a
    section would show.
    """
    return {
        name: chart.section
        for name, chart in charts_of(page).items()
        if chart.section and name not in on_board
    }
