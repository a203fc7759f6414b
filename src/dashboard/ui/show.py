"""show_panel: the one place that draws a panel."""

from __future__ import annotations

import streamlit as st

from dashboard.panel import Panel


def show_panel(panel: Panel) -> str | None:
    """Draw ``panel``; the code of the area that the reader has just clicked, else None."""
    st.subheader(panel.title, anchor=panel.chart)
    banner = "DEMONSTRATION DATA · " if panel.demonstration else ""
    st.markdown(f":small[{banner}{panel.subtitle}]")
    clicked = None
    if panel.figure is not None:
        event = st.plotly_chart(
            panel.figure, theme=None, width="stretch", key=f"chart_{panel.chart}", alt=panel.reading,
            on_select="rerun", selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False},
        )  # fmt: skip
        points = event["selection"]["points"] if event else []
        clicked = _area(points[0]) if points else None
    else:
        st.dataframe(panel.table, hide_index=True, width="stretch", height=420)
    st.markdown(panel.reading)
    _actions(panel)
    _about(panel)
    return clicked


def _area(point: dict) -> str | None:
    data = point.get("customdata")
    while isinstance(data, (list, tuple)):
        data = data[0] if data else None
    return data if isinstance(data, str) else None


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
        st.markdown(f"**Source.** {panel.source}.")
        for note in panel.notes:
            st.markdown(f"- {note}")
        st.dataframe(panel.table, hide_index=True, width="stretch", height=240)
        st.code(panel.sql, language="sql")
        st.markdown("Parameters: " + ", ".join(f"`{k}` = `{v}`" for k, v in panel.parameters.items()))
        prefix = "# DEMONSTRATION DATA\n" if panel.demonstration else ""
        st.download_button(
            "Download this table as CSV", (prefix + panel.table.to_csv(index=False)).encode("utf-8-sig"),
            file_name=f"{panel.chart}-{panel.view.indicator}.csv", mime="text/csv", key=f"csv_{panel.chart}",
            on_click="ignore",
        )  # fmt: skip
