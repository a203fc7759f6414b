"""A few figures of a page as tiles side by side."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.common.tiles import Tile
from dashboard.text import join_names, posts_words
from dashboard.ui.board.marks import link

_TILE = Html(
    '<li><p class="name">{}</p><div class="figure-line"><span class="big">{}</span>{}</div>'
    '<p class="v {}{}">{}</p><p class="beside">{}</p></li>'
)


def tile_list(tiles: Iterable[Tile]) -> Html:
    """The tiles side by side, each a link to where its figure is explored."""
    each = Html("").join(_bars_tile(tile) if tile.bars else _tile(tile) for tile in tiles)
    return Html('<ul class="tiles">{}</ul>').format(each)


def _tile(tile: Tile) -> Html:
    small = (
        spark(tile.trend, words=f"Trend of {tile.name}", last="", way=tile.way)
        if len(tile.trend) > 1
        else Html("")
    )
    kind = tile.way or tile.mark or ("same" if tile.verdict else "plain")
    number, _, unit = tile.figure.partition(" ")
    of = unit.startswith("of ")
    figure = Html("{} <small>{}</small>").format(number, unit) if of else number
    return _TILE.format(
        link(tile.name, tile.page, tile.parameters, anchor=tile.anchor),
        figure,
        small,
        kind,
        " sure" if tile.sure else "",
        tile.verdict,
        tile.note if of or not unit else f"{unit.removesuffix(' residents')}, {tile.note}",
    )


def _bars_tile(tile: Tile) -> Html:
    """Officers in post of their posts, a bar a kind."""
    lines = Html("").join(
        Html('<li><span>{}</span><i style="--part:{}%"></i><b>{}</b> of {}</li>').format(
            kind,
            round(100 * min(1.0, in_post / posts)) if posts else 0,
            posts_words(in_post),
            posts_words(posts),
        )
        for kind, in_post, posts in tile.bars
    )
    name = f"{join_names(kind for kind, _, _ in tile.bars)} in post"
    return Html('<li><p class="name">{}</p><ul class="bars">{}</ul></li>').format(
        link(name, tile.page, tile.parameters, anchor=tile.anchor), lines
    )
