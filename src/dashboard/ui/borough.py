"""A borough's wards, what worsens there and its neighbours as tables."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from dashboard.exports.files import export_borough
from dashboard.markup import Html
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.neighbours import Beside, Cell, areas_beside, headings
from dashboard.panels.borough.ward_strip import WardRow, WardStrip
from dashboard.panels.borough.wards import Wards
from dashboard.panels.borough.worsening import (
    ALONE,
    NO_ACTION,
    WorseFigure,
    groups,
    other_figures,
    worse_figures,
)
from dashboard.panels.common.page import Page
from dashboard.text import join_names
from dashboard.ui.board.marks import action_mark, link
from dashboard.ui.place import Place


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


_MOST_ROWS = 5
"""Figures that are worse and getting worse with a row each; the others are named below them."""
_WORSE = Html(
    '<tr><th scope="row" class="{}">{}<small>{}</small></th><td class="num worse">{}</td>'
    '<td class="num">{}</td><td class="num worse">{}</td></tr><tr class="doing"><td colspan="4">'
    '<span class="unseen">{}: </span>{}</td></tr>'
)


def worsening_table(borough: Borough) -> Html:
    """What is worse than London and getting worse with the actions that rest on each; below it, in
    words, what is worse in one way alone.
    """
    listed, others = worse_figures(borough), groups(other_figures(borough))
    alone = others.pop(ALONE, [])
    parts = [_worse_rows(borough, listed[:_MOST_ROWS], "Figure")] if listed else []
    if len(listed) > _MOST_ROWS:
        others = {"Listed too": listed[_MOST_ROWS:], **others}
    if alone:
        parts.append(_worse_rows(borough, alone[:_MOST_ROWS], f"{ALONE}:"))
    lines = Html("").join(
        Html("<div><dt>{}</dt><dd>{}</dd></div>").format(words, join_names(f.name for f in part))
        for words, part in others.items()
    )
    parts += [Html('<dl class="stands">{}</dl>').format(lines)] if lines else []
    return Html("").join(parts)


def _worse_rows(borough: Borough, figures: list[WorseFigure], head: str) -> Html:
    rows = Html("").join(_worse_row(borough, figure) for figure in figures)
    return Html(
        '<table class="ov small worsening"><thead><tr><th scope="col">{}</th>'
        '<th scope="col" class="num">{}</th><th scope="col" class="num">London</th>'
        '<th scope="col" class="num">In a year</th></tr></thead><tbody>{}</tbody></table>'
    ).format(head, borough.name, rows)


def _worse_row(borough: Borough, figure: WorseFigure) -> Html:
    where = {"indicator": figure.indicator, "areas": borough.code}
    return _WORSE.format(
        "sure" if figure.sure else "",
        link(figure.name, "compare", where),
        figure.unit,
        figure.own,
        figure.london,
        figure.movement,
        figure.name,
        _doing(figure),
    )


def _doing(figure: WorseFigure) -> Html:
    """The actions that rest on a figure, each a link with its title and status."""
    each = [
        Html("<span>{}{} <small>({})</small></span>").format(
            action_mark(a.number, a.action, f"{a.title} ({a.status})"),
            link(a.title, "actions", {"action": a.action}),
            a.status,
        )
        for a in figure.actions
    ]
    return Html("").join(each) if each else Html('<small class="none">{}</small>').format(NO_ACTION)


def strip_table(strip: WardStrip) -> Html:
    """Every ward with its officers in post of posts and what the plan would change. Its rows are too
    low for links: the page of the allocation is linked below.
    """
    rows = Html("").join(_ward(strip, row) for row in strip.rows)
    proposed = Html('<th scope="col">Proposed</th>') if strip.planned else Html("")
    return Html(
        '<table class="ov small strip"><thead><tr><th scope="col">Ward</th><th scope="col">DWOs</th>'
        '<th scope="col">PCSOs</th>{}</tr></thead><tbody>{}</tbody><tfoot>{}</tfoot></table>'
    ).format(proposed, rows, _ward(strip, strip.total))


def _ward(strip: WardStrip, row: WardRow) -> Html:
    posts = Html("").join(
        Html('<td class="{}"><b>{}</b> of {}</td>').format(
            "worse" if kind in row.short else "", *pair
        )
        for kind, pair in (("dwo", row.dwo), ("pcso", row.pcso))
    )
    proposal = Html('<td class="proposed">{}</td>').format(row.proposal) if strip.planned else ""
    return Html('<tr class="{}"><th scope="row"><i class="swatch"></i>{}{}</th>{}{}</tr>').format(
        row.kind,
        row.name,
        Html('<span class="unseen">, below the minimum</span>') if row.short else "",
        posts,
        proposal,
    )
