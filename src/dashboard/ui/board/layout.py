"""How a page lays its panels out: rows of columns of cards, on a grid of twelve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dashboard.markup import Html
from dashboard.panels.common.panel import Panel

WHOLE = 12
"""Columns of the grid."""
Choose = Callable[[str], None]
"""What a press on an area does: given its code."""
Press = Callable[[str, str], None]
"""What a press on a button of a card's own does: given its name and value."""


@dataclass(frozen=True)
class Choice:
    """A choice that stands in a card's head and writes one field of the view."""

    field: str
    """Field of the view, or a name that ``write`` knows."""
    label: str
    options: Mapping[str, str]
    """Value -> words."""
    chosen_value: str
    """The value that is chosen."""
    write: Callable[[str], None]
    """What a press does: given one of the values."""


@dataclass(frozen=True)
class Link:
    """A link to another page at a view."""

    label: str
    page: str
    parameters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The view as the address has it."""
        return urlencode(self.parameters)

    @property
    def address(self) -> str:
        """The address relative to any page."""
        return f"{self.page}?{self.query}" if self.parameters else self.page


@dataclass(frozen=True)
class Card:
    """A panel as a page draws it."""

    panel: Panel
    choose: Choose | None = None
    """What a press on an area in the chart or table does; None where areas cannot be pressed."""
    html: Html | None = None
    """Stands above the chart; where there is no chart, in place of the table."""
    table: Mapping[str, Any] | None = None
    """The table as it is drawn, where it is more than the panel's own."""
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    """Stand below the reading."""
    bare: bool = False
    """Whether its title is for screen readers alone, as the page's finding says it."""
    tall: int = 0
    """Pixels above which what it holds scrolls, where there is room beside it; 0: its own height."""
    press: Press | None = None
    """What a button in ``html`` does; None where it has none."""
    plain: bool = False
    """Whether it stands without a frame, for tiles that have their own."""


@dataclass(frozen=True)
class Column:
    """Cards above one another, ``span`` columns of the grid wide."""

    span: int
    cards: tuple[Card, ...]


Row = tuple[Column, ...]
"""Columns side by side."""


def row(*columns: tuple[int, list[Card]]) -> Row:
    """Columns side by side, of which one without a card is left out; the others share its room."""
    kept = [(span, cards) for span, cards in columns if cards]
    spare = WHOLE - sum(span for span, _ in kept)
    each = spare // len(kept) if kept else 0
    return tuple(Column(span + each, tuple(cards)) for span, cards in kept)


def cards(*panels: Panel | None, choose: Choose | None = None, tall: int = 0) -> list[Card]:
    """A card for each panel that there is, above one another."""
    return [Card(panel, choose, tall=tall) for panel in panels if panel is not None]
