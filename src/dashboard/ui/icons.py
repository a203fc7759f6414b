"""The icons of variation and assurance with their words, as HTML: beside a chart, in a row, and as
a grid.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard.figures.icons import icon
from dashboard.markup import Html
from dashboard.panels.common.variation import verdict_words
from dashboard.panels.overview.variation import Cell
from dashboard.stats.variation import VARIATION, YEARS, Icons
from dashboard.view import View

_COLON = Html(": ")
KEY = (
    "H: high, L: low, by a rule of control charts; ~: usual variation. Y: against the year before,"
    " where the series is rolling or holds no steady level. Each opens its chart."
)


def query_of(indicator: str, view: View) -> str:
    """The query of the page Compare for the indicator's control chart; the day shown is kept."""
    asked = View(indicator=indicator, over_time="control", as_at=view.as_at).parameters()
    return urlencode(asked)


def beside(icons: Icons, dark: bool) -> Html:
    """The icons with their words, to stand above a chart."""
    return Html('<div class="icons">{}</div>').format(_each(icons, dark))


def grid(themes: Mapping[str, list[Cell]], view: View, dark: bool) -> Html:
    """Every indicator with its icons and words under its theme."""
    parts = [Html('<p class="key">{}</p>').format(KEY)]
    for theme, cells in themes.items():
        each = Html("").join(Html("<li>{}</li>").format(_cell(cell, view, dark)) for cell in cells)
        parts.append(Html("<h4>{}</h4><ul>{}</ul>").format(theme, each))
    return Html('<div class="variation">{}</div>').format(Html("").join(parts))


def _cell(cell: Cell, view: View, dark: bool) -> Html:
    target = Html('<p class="words"><span>{}</span></p>').format(cell.target) if cell.target else ""
    return Html(
        '<a class="cell" href="compare?{}#control" data-page="compare" data-query="{}">{}<div><p class="name">{}</p>'
        '<p class="words"><span>{}</span></p>{}</div></a>'
    ).format(
        query_of(cell.indicator, view),
        query_of(cell.indicator, view),
        _image(cell.icons, dark),
        cell.name,
        _icon_words(cell.icons),
        target,
    )


def _each(icons: Icons, dark: bool) -> Html:
    return Html('<div class="icon">{}<p>{}</p></div>').format(
        _image(icons, dark), _icon_words(icons)
    )


def _image(icons: Icons, dark: bool) -> Html:
    return icon(icons.variation, words=(VARIATION | YEARS)[icons.variation], dark=dark)


def _icon_words(icons: Icons) -> Html:
    on_the_year = icons.variation.startswith(("year_", "count_"))
    return _words(*verdict_words(icons), Html(" ") if on_the_year else _COLON)


def _words(word: str, rest: str, between: Html) -> Html:
    strong = Html("<strong>{}</strong>").format(word)
    return strong + between + rest if rest else strong
