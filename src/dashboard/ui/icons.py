"""The icons of variation and assurance with their words, as HTML: beside a chart, in a row, and as a grid."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from dashboard.figures.icons import icon
from dashboard.panels.variation import assured, said
from dashboard.panels.variation_grid import Cell
from dashboard.stats.variation import ASSURANCE, VARIATION, YEARS, Icons
from dashboard.view import View

STYLE = """<style>
.icons {display: flex; flex-wrap: wrap; gap: .35rem 1.25rem}
.icons .icon {display: flex; align-items: center; gap: .5rem; min-width: 0}
.icons .icon img {flex: none}
.icons p {margin: 0; font-size: .875rem; line-height: 1.25}
.icons strong {font-weight: 650}
a.cell {color: inherit; text-decoration: none !important}
a.cell .name {text-decoration: underline}
a.icons {color: inherit; text-decoration: none !important}
a.icons strong {text-decoration: underline}
.variation {margin: 0; padding: 0}
.variation .key {font-size: .875rem; margin: 0; max-width: 70rem}
.variation h4 {font-size: 1rem; font-weight: 650; margin: .75rem 0 .35rem; padding: 0}
.variation ul {list-style: none; margin: 0; padding: 0; display: grid; gap: .35rem 1.25rem;
grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr))}
.variation li {margin: 0; padding: 0}
.variation .cell {display: flex; gap: .6rem; align-items: flex-start; padding: .2rem 0}
.variation .cell img {flex: none}
.variation .cell p {margin: 0; line-height: 1.25}
.variation .name {font-size: 1.125rem}
.variation .words {font-size: 1rem; display: flex; gap: .35rem; align-items: center}
.variation .words img {width: 22px; height: 22px}
</style>"""
KEY = (
    "H: high, L: low, by a rule of control charts; ~: routine variation. Y: a rolling series, against the year before. "
    "F, P, ?: its target failed, passed, or hit and missed. Each opens its chart."
)


def address(indicator: str, view: View) -> str:
    """The page of the indicator's control chart, as an address relative to any page; the day shown is kept."""
    asked = View(indicator=indicator, over_time="control", as_at=view.as_at).parameters()
    return f"compare?{urlencode(asked)}#control"


def beside(icons: Icons, dark: bool) -> str:
    """The icons with their words, to stand above a chart."""
    return f'{STYLE}<div class="icons">{_each(icons, dark)}</div>'


def linked(icons: Icons, indicator: str, view: View, dark: bool) -> str:
    """The icons with their words as a link to the indicator's control chart; the page gives ``STYLE``."""
    return f'<a class="icons" href="{escape(address(indicator, view))}" target="_self">{_each(icons, dark)}</a>'


def grid(themes: Mapping[str, list[Cell]], view: View, dark: bool) -> str:
    """Every indicator with its icons and words under its theme; the page gives ``STYLE``."""
    parts = [f'<p class="key">{KEY}</p>']
    for theme, cells in themes.items():
        each = "".join(f"<li>{_cell(cell, view, dark)}</li>" for cell in cells)
        parts.append(f"<h4>{escape(theme)}</h4><ul>{each}</ul>")
    return f'<div class="variation">{"".join(parts)}</div>'


def _cell(cell: Cell, view: View, dark: bool) -> str:
    (image, words), *target = _parts(cell.icons, dark)
    beneath = "".join(f'<p class="words">{small}<span>{said}</span></p>' for small, said in target)
    return (
        f'<a class="cell" href="{escape(address(cell.indicator, view))}" target="_self">{image}<div>'
        f'<p class="name">{escape(cell.name)}</p><p class="words"><span>{words}</span></p>{beneath}</div></a>'
    )


def _each(icons: Icons, dark: bool) -> str:
    return "".join(f'<div class="icon">{image}<p>{words}</p></div>' for image, words in _parts(icons, dark))


def _parts(icons: Icons, dark: bool) -> list[tuple[str, str]]:
    """Image and words of the variation, and of the assurance where a target is declared."""
    image = icon(icons.variation, words=(VARIATION | YEARS)[icons.variation], dark=dark)
    found = [(image, _words(*said(icons), " " if icons.variation.startswith("year_") else ": "))]
    target = assured(icons)
    if target:
        found.append((icon(icons.assurance, words=ASSURANCE[icons.assurance], dark=dark), _words(*target, ": ")))
    return found


def _words(word: str, rest: str, between: str) -> str:
    return f"<strong>{escape(word)}</strong>" + (f"{between}{escape(rest)}" if rest else "")
