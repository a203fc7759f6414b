"""The borough's first figures as tiles, and its neighbours as a table of marks."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from dashboard.exports.files import export_borough
from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.neighbours import Beside, Cell, areas_beside, headings
from dashboard.panels.borough.summary import Tile, tiles
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.page import Page
from dashboard.ui.board.marks import link
from dashboard.ui.place import Place

_TILE = Html(
    '<li><p class="name">{}</p><div class="figure-line"><span class="big">{}</span>{}</div>'
    '<p class="v {}{}">{}</p><p class="beside">{}</p></li>'
)


def offer_one_page(place: Place, page: Page) -> None:
    """Draw in ``place`` the button that gives the borough on one page of A4, made once pressed."""
    address = str(st.context.url or "").partition("#")[0].partition("?")[0]
    query = urlencode(page.view.parameters())
    view_address = f"{address}?{query}" if address and query else address
    stem = re.sub(r"[^a-z0-9]+", "-", page.names[page.view.area].casefold()).strip("-")
    place.download_button(
        "One page (PDF)",
        lambda: export_borough(page, view_address=view_address),
        file_name=f"{stem}-on-one-page.pdf",
        mime="application/pdf",
        key="one_page",
        on_click="ignore",
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


def neighbour_table(wards: Wards) -> Html:
    """The borough, those that touch it and London, a row each; each name leads to its borough."""
    heads = Html("").join(
        Html('<th scope="col" class="num">{}</th>').format(words) for words in headings(wards)
    )
    rows = Html("").join(_beside(wards, area) for area in areas_beside(wards))
    return Html(
        '<table class="ov small beside"><thead><tr><th scope="col">Borough</th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(heads, rows)


def _beside(wards: Wards, area: Beside) -> Html:
    own = area.area == wards.borough.code
    name = (
        Html("{}").format(area.name)
        if own or area.area == "MPS"
        else link(area.name, "borough", {"area": area.area})
    )
    cells = Html("").join(Html('<td class="num">{}</td>').format(_mark(c)) for c in area.cells)
    return Html('<tr{}><th scope="row">{}</th>{}</tr>').format(
        Html(' class="chosen"') if own else Html(""), name, cells
    )


def _mark(cell: Cell) -> Html:
    """The figure with its mark; the mark's word is for screen readers."""
    if not cell.way:
        return Html("{}").format(cell.text)
    kind = {"similar": "same"}.get(cell.way, cell.way)
    words = {"similar": "no different"}.get(cell.way, cell.way)
    return Html('<span class="v {}{}">{}<span class="unseen">, {}{}</span></span>').format(
        kind,
        " sure" if cell.sure else "",
        cell.text,
        "clearly " if cell.sure and cell.way != "similar" else "",
        words,
    )
