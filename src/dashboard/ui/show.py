"""show_panel: the one place that draws a panel."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.markup import Html, Markdown, code
from dashboard.panels.common.panel import Panel
from dashboard.ui.chart import draw
from dashboard.ui.place import here
from dashboard.ui.table import table

WHOLE = 34
"""Rows up to which a table is drawn whole."""

Choose = Callable[[str], None]
"""What a press on an area does: told its code."""


def show_panel(panel: Panel, choose: Choose | None = None, html: Html | None = None) -> None:
    """Draw ``panel``; a press on an area in its chart or table is told to ``choose`` before the
    page runs again.

    ``html`` stands above the chart; where there is no chart, in place of the table, which is folded
    away with the rest.
    """
    here.subheader(panel.title, anchor=panel.chart)
    here.markdown(Markdown(":small[{}{}]").format(_banner(panel), panel.subtitle))
    if html:
        here.html(html)
    if panel.figure is not None:
        draw(panel.figure, panel.chart, panel.reading, choose)
    elif not html:
        _table(panel, "shown", choose)
    here.markdown(panel.reading)
    _actions(panel)
    _fold(panel, panel.figure is not None or bool(html))


@st.fragment
def _fold(panel: Panel, with_table: bool) -> None:
    """What the panel rests on, which is made only once the reader opens it."""
    fold = here.expander(
        f"About this chart: {panel.title}", key=f"about_{panel.chart}", on_change="rerun"
    )
    if fold.open:
        with fold:
            _about(panel, with_table)


def show_folded(panel: Panel, label: str) -> None:
    """The table, the reading and what they rest on, folded away under ``label``: what a page
    already shows as rows.
    """
    with here.expander(label):
        here.markdown(Markdown(":small[{}{}]").format(_banner(panel), panel.subtitle))
        _table(panel, "shown")
        here.markdown(panel.reading)
        _about(panel, False)


def _banner(panel: Panel) -> str:
    return "DEMONSTRATION DATA · " if panel.demonstration else ""


def _table(panel: Panel, name: str, choose: Choose | None = None, tall: int | None = None) -> None:
    """The panel's table, ``tall`` pixels high at most; its rows may be pressed where they are
    areas.
    """
    if tall is None:
        # A scroll bar inside the page is for long lists only: the boroughs with the MPS, or a
        # borough's wards, fit.
        tall = 0 if len(panel.table) <= WHOLE else 560
    table(
        panel.table,
        f"{name}_{panel.chart}",
        panel.reading,
        tall=tall,
        areas=panel.row_areas,
        chosen=panel.chosen,
        choose=choose,
    )


def _actions(panel: Panel) -> None:
    if not panel.actions:
        here.markdown(Markdown(":small[No board action rests on this chart.]"))
        return
    with here.container(horizontal=True):
        for action in panel.actions:
            here.page_link(
                "pages/actions.py",
                label=f"Action {action.number}: {action.title} ({action.status})",
                query_params={"action": action.action},
            )


def _about(panel: Panel, with_table: bool) -> None:
    """What the panel rests on, within the expander that is open; with its table where it is drawn
    as a figure.
    """
    here.markdown(Markdown("**Definition.** {}").format(panel.definition))
    if panel.source:
        here.markdown(Markdown("**Source.** {}.").format(panel.source))
    for note in panel.notes:
        here.markdown(Markdown("- {}").format(note))
    if with_table:
        _table(panel, "behind", tall=240)
    here.code(panel.sql)
    if panel.parameters:
        each = (
            Markdown("{} = {}").format(code(name), code(value))
            for name, value in panel.parameters.items()
        )
        here.markdown(Markdown("Parameters: {}").format(Markdown(", ").join(each)))
    here.download_button(
        "Download this table as CSV",
        panel.csv,
        file_name=f"{panel.page}-{panel.chart}.csv",
        mime="text/csv",
        key=f"csv_{panel.chart}",
        on_click="ignore",
    )
