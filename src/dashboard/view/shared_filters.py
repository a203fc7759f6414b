"""What all pages share: which indicator, where and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.view.choices import Choices
from dashboard.view.parts import nearest, quotation
from dashboard.view.readers import (
    Day,
    LinkText,
    Names,
    OneOf,
    Reader,
    Word,
    parameter,
    read_boroughs,
)

SHAPES = {"map": "Map", "hexagons": "Hexagons"}
"""How areas are drawn on a map: in their shape, or as equal cells."""
MOST_AREAS = 5


class IndicatorReader(Reader):
    """An indicator with figures."""

    def names(self, choices: Choices) -> Names:
        """Every declared indicator."""
        return {**choices.without_figures, **choices.indicators}

    def read(self, link: LinkText) -> str:
        """The indicator given, else the nearest; the usual one, else the first, where none is."""
        indicators = link.choices.indicators
        fallback = link.default if link.default in indicators else next(iter(indicators), "")
        if link.text is None or link.text in indicators:
            return link.text or str(fallback)
        if link.text in link.choices.without_figures:
            link.notes.append(
                f"No figure of '{link.choices.without_figures[link.text]}' is loaded yet;"
                f" {indicators.get(fallback, fallback)} is shown."
            )
            return str(fallback)
        near = nearest(link.text, list(indicators)) or str(fallback)
        link.notes.append(
            f"The link's indicator {quotation(link.text)} is unknown; the nearest is shown:"
            f" {indicators.get(near, near)}."
        )
        return near


class BoroughsReader(Reader):
    """Boroughs, by code or name."""

    def names(self, choices: Choices) -> Names:
        """The boroughs."""
        return choices.boroughs

    def read(self, link: LinkText) -> tuple[str, ...]:
        """The codes of the boroughs given, at most ``MOST_AREAS``."""
        areas = read_boroughs(link.name, link.text, link.choices, link.notes)
        if len(areas) > MOST_AREAS:
            link.notes.append(
                f"The link names {len(areas)} boroughs; the first {MOST_AREAS} are chosen."
            )
        return tuple(areas[:MOST_AREAS])


class BoroughReader(BoroughsReader):
    """One borough, by code or name."""

    def read(self, link: LinkText) -> str:  # type: ignore[override]
        """The code of the borough given; '' where none is."""
        areas = read_boroughs(link.name, link.text, link.choices, link.notes)
        return next(iter(areas), "")


@dataclass(frozen=True)
class SharedFilters:
    """The fields of the view that more than one page uses."""

    indicator: str = parameter("trust", IndicatorReader(), "Indicator")
    areas: tuple[str, ...] = parameter((), BoroughsReader(), "Boroughs")
    """Codes of at most five chosen boroughs, in the order chosen."""
    area: str = parameter("", BoroughReader(), "Borough")
    """Code of the one borough that the page is about; '' for all London."""
    ward: str = parameter("", OneOf("wards", "the page's own choice is shown"), "Ward")
    """Code of the one ward that is opened; '' for the page's own choice."""
    period: dt.date | None = parameter(None, Day("the latest is shown"), "Period to")
    """Last day of a period; None: the latest."""


@dataclass(frozen=True)
class MapView:
    """How pages draw their maps."""

    shape: str = parameter("map", Word(SHAPES, "the map is shown"), "Map as")
    """One of ``SHAPES``."""
