"""The borough's first figures as tiles."""

from __future__ import annotations

from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.summary import Tile, tiles
from dashboard.panels.borough.wards import Wards
from dashboard.ui.board.marks import link

_TILE = Html(
    '<li><p class="name">{}</p><div class="figure-line"><span class="big">{}</span>{}</div>'
    '<p class="v {}{}">{}</p><p class="beside">{}</p></li>'
)


def tile_list(wards: Wards) -> Html:
    """The tiles side by side, each a link to where its figure is explored."""
    each = Html("").join(_tile(wards.borough, tile) for tile in tiles(wards))
    return Html('<ul class="tiles">{}</ul>').format(each)


def _tile(borough: Borough, tile: Tile) -> Html:
    where = (
        {"area": borough.code}
        if tile.page == "allocation"
        else {"indicator": tile.indicator, "areas": borough.code}
    )
    small = (
        spark(tile.trend, words=f"Trend of {tile.name}", last="", way=tile.way)
        if len(tile.trend) > 1
        else Html("")
    )
    kind = tile.way or ("same" if tile.verdict else "plain")
    number, _, unit = tile.figure.partition(" ")
    of = unit.startswith("of ")
    figure = Html("{} <small>{}</small>").format(number, unit) if of else number
    return _TILE.format(
        link(tile.name, tile.page, where),
        figure,
        small,
        kind,
        " sure" if tile.sure else "",
        tile.verdict,
        tile.note if of or not unit else f"{unit}, {tile.note}",
    )
