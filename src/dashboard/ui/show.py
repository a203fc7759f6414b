"""show_panel: the one place that draws a panel."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.panel import Panel


def show_panel(panel: Panel) -> str | None:
    """Draw ``panel``; the code of the area that the reader has chosen in its chart or table, else None."""
    st.subheader(panel.title, anchor=panel.chart)
    banner = "DEMONSTRATION DATA · " if panel.demonstration else ""
    st.markdown(f":small[{banner}{panel.subtitle}]")
    if panel.figure is not None:
        event: Any = st.plotly_chart(
            panel.figure, theme=None, width="stretch", key=f"chart_{panel.chart}", alt=panel.reading,
            on_select="rerun", selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False},
        )  # fmt: skip
        points = event["selection"]["points"] if event else []
        clicked = _area(points[0]) if points else None
    else:
        clicked = _table(panel, "table")
    st.markdown(panel.reading)
    _actions(panel)
    _about(panel)
    return clicked


def _area(point: dict) -> str | None:
    data = point.get("customdata")
    while isinstance(data, (list, tuple)):
        data = data[0] if data else None
    return data if isinstance(data, str) else None


def _table(panel: Panel, key: str) -> str | None:
    """The panel's table; a column of lists is drawn as a sparkline; the area of the row chosen, if rows may be."""
    rows = panel.table
    lines = {
        name: st.column_config.LineChartColumn(name, width="small")
        for name in rows.columns
        if _lists(rows[name])
    }
    height = min(36 * (len(rows) + 1), 560)
    shown: dict[str, Any] = dict(
        hide_index=True, width="stretch", height=max(height, 80), column_config=lines, placeholder="–",
        key=f"{key}_{panel.chart}", alt=panel.reading,
    )  # fmt: skip
    if not panel.row_areas:
        st.dataframe(rows, **shown)
        return None
    event: Any = st.dataframe(rows, on_select="rerun", selection_mode="single-row", **shown)
    chosen = event["selection"]["rows"]
    return panel.row_areas[chosen[0]] if chosen and chosen[0] < len(panel.row_areas) else None


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


def _about(panel: Panel) -> None:
    with st.expander(f"About this chart: {panel.title}"):
        st.markdown(f"**Definition.** {panel.definition}")
        if panel.source:
            st.markdown(f"**Source.** {panel.source}.")
        for note in panel.notes:
            st.markdown(f"- {note}")
        if panel.figure is not None:
            st.dataframe(panel.table, hide_index=True, width="stretch", height=240, alt=panel.reading)
        st.code(panel.sql, language="sql")
        if panel.parameters:
            st.markdown("Parameters: " + ", ".join(f"`{k}` = `{v}`" for k, v in panel.parameters.items()))
        st.download_button(
            "Download this table as CSV", as_csv(panel), file_name=f"{panel.page}-{panel.chart}.csv", mime="text/csv",
            key=f"csv_{panel.chart}", on_click="ignore",
        )  # fmt: skip


def as_csv(panel: Panel) -> bytes:
    """The panel's table as CSV in UTF-8 with a byte order mark; its first line says where it is demonstration data."""
    plain = panel.table.drop(columns=[c for c in panel.table if _lists(panel.table[c])])
    prefix = "# DEMONSTRATION DATA\n" if panel.demonstration else ""
    return (prefix + plain.to_csv(index=False)).encode("utf-8-sig")


def _lists(column: pd.Series) -> bool:
    return len(column) > 0 and isinstance(column.iloc[0], (list, tuple))
