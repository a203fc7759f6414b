"""show_panel: the one place that draws a panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.panel import Panel, holds_lists
from dashboard.ui.chart import draw

WHOLE = 34
"""Rows up to which a table is drawn whole."""
LONG = 16
"""Letters of a row's name beyond which its column is given room: it would be cut where there are many columns."""


Choose = Callable[[str], None]
"""What a press on an area does: told its code."""


def show_panel(panel: Panel, choose: Choose | None = None) -> None:
    """Draw ``panel``; a press on an area in its chart or table is told to ``choose`` before the page runs again."""
    st.subheader(panel.title, anchor=panel.chart)
    st.markdown(f":small[{_banner(panel)}{panel.subtitle}]")
    if panel.figure is not None:
        draw(panel.figure, panel.chart, panel.reading, choose)
    else:
        _table(panel, "table", choose)
    st.markdown(panel.reading)
    _actions(panel)
    _fold(panel)


@st.fragment
def _fold(panel: Panel) -> None:
    """What the panel rests on, which is made only once the reader opens it."""
    fold = st.expander(f"About this chart: {panel.title}", key=f"about_{panel.chart}", on_change="rerun")
    if fold.open:
        with fold:
            _about(panel, panel.figure is not None)


def show_folded(panel: Panel, label: str) -> None:
    """The table, the reading and what they rest on, folded away under ``label``: what a page already shows as rows."""
    with st.expander(label):
        st.markdown(f":small[{_banner(panel)}{panel.subtitle}]")
        _table(panel, "table")
        st.markdown(panel.reading)
        _about(panel, False)


def _banner(panel: Panel) -> str:
    return "DEMONSTRATION DATA · " if panel.demonstration else ""


def _table(panel: Panel, kind: str, choose: Choose | None = None) -> None:
    """The panel's table; a column of lists is drawn as a sparkline; rows may be pressed where they are areas."""
    rows = panel.table
    # A scroll bar inside the page is for long lists only: the boroughs with the MPS, or a borough's wards, fit whole.
    height = 35 * (len(rows) + 1) + 3 if len(rows) <= WHOLE else 560
    shown: dict[str, Any] = dict(
        hide_index=True, width="stretch", height=max(height, 80), column_config=_columns(rows), placeholder="–",
        key=f"{kind}_{panel.chart}", alt=panel.reading,
    )  # fmt: skip
    if panel.row_areas and choose is not None:
        pressed = partial(_row_pressed, shown["key"], panel.row_areas, choose)
        shown |= {"on_select": pressed, "selection_mode": "single-row"}
    st.dataframe(rows, **shown)


def _row_pressed(key: str, areas: Sequence[str], choose: Choose) -> None:
    """Tell the area of the row pressed; a row pressed again is no longer marked, and its area is told once more."""
    marked = st.session_state[key]["selection"]["rows"]
    if marked:
        st.session_state[f"marked_{key}"] = areas[marked[0]]
    choose(st.session_state[f"marked_{key}"])


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    """How columns are drawn: lists as a sparkline, numbers of one column with as many decimals as one another.

    A column that is pinned would stay in sight as the others move, but its words are too pale to be read.
    """
    found: dict[str, Any] = {}
    first = rows.columns[0]
    if len(rows) and pd.api.types.is_string_dtype(rows[first]):
        width: Any = "medium" if rows[first].astype(str).str.len().max() > LONG else None
        found[first] = st.column_config.TextColumn(first, width=width)
    for name in rows.columns:
        if holds_lists(rows[name]):
            found[name] = st.column_config.LineChartColumn(name, width="small", color="blue")
        elif pd.api.types.is_numeric_dtype(rows[name]) and not pd.api.types.is_bool_dtype(rows[name]):
            places = decimals(rows[name])
            found[name] = st.column_config.NumberColumn(name, format=f"%.{places}f" if places else "localized")
    return found


def decimals(column: pd.Series) -> int:
    """Decimals, at most two, that the numbers of ``column`` need to be read alike."""
    numbers = column.dropna().astype(float).round(2)
    return next((places for places in (0, 1) if numbers.round(places).eq(numbers).all()), 2)


def _actions(panel: Panel) -> None:
    if not panel.actions:
        st.markdown(":small[No board action rests on this chart.]")
        return
    with st.container(horizontal=True):
        for action in panel.actions:
            st.page_link(
                "pages/actions.py", label=f"Action {action.number}: {action.title} ({action.status})",
                query_params={"action": action.action},
            )  # fmt: skip


def _about(panel: Panel, with_table: bool) -> None:
    """What the panel rests on, within the expander that is open; with its table where it is drawn as a figure."""
    st.markdown(f"**Definition.** {panel.definition}")
    if panel.source:
        st.markdown(f"**Source.** {panel.source}.")
    for note in panel.notes:
        st.markdown(f"- {note}")
    if with_table:
        st.dataframe(panel.table, hide_index=True, width="stretch", height=240, alt=panel.reading, placeholder="–",
                     column_config=_columns(panel.table))  # fmt: skip
    # The colours of a language are too pale to read, and a box that scrolls sideways is out of the keyboard's reach.
    st.code(panel.sql, language=None, wrap_lines=True)
    if panel.parameters:
        st.markdown("Parameters: " + ", ".join(f"`{k}` = `{v}`" for k, v in panel.parameters.items()))
    st.download_button(
        "Download this table as CSV", panel.csv, file_name=f"{panel.page}-{panel.chart}.csv", mime="text/csv",
        key=f"csv_{panel.chart}", on_click="ignore",
    )  # fmt: skip
