"""Board actions: what was asked, of whom and by when, and the charts it rests on."""

import pandas as pd
import streamlit as st

from dashboard.panel import day
from dashboard.ui import board

store = board.store()
actions = store.query("actions")
evidence = store.query("evidence")

st.title("Board actions")
board.freshness(store, store.query("releases"))

asked = st.query_params.get("action")
if asked is not None and asked not in set(actions["id"]):
    st.info(f"The link's action '{asked}' is unknown; all actions are shown. An action is named like 2023-04-28/2.")
    asked = None


def status_changed() -> None:
    """Write the status filter into the URL."""
    st.query_params.clear()
    if st.session_state.filter_status != "all":
        st.query_params["status"] = st.session_state.filter_status


statuses = ["all", *sorted(actions["status"].unique())]
wanted = st.query_params.get("status", "all")
if wanted not in statuses:
    st.info(f"The link's status '{wanted}' is unknown; all are shown.")
    wanted = "all"
if st.session_state.get("filter_status") != wanted:
    st.session_state.filter_status = wanted
st.selectbox("Status", statuses, key="filter_status", on_change=status_changed)
shown = actions if wanted == "all" else actions[actions["status"] == wanted]
if asked:
    shown = shown[shown["id"] == asked]
    st.page_link("pages/actions.py", label="Show all actions")

st.markdown(f"**Showing** {len(shown)} of {len(actions)} actions of the board.")
for row in shown.itertuples():
    with st.container(border=True):
        st.subheader(f"Action {row.number}: {row.title}")
        due = "none set" if pd.isna(row.due) else day(row.due.date())
        reports = "" if pd.isna(row.reports_to) else f" · **Reports to** {row.reports_to}"
        st.markdown(f"**Owner** {row.owner} · **Due** {due} · **Status** {row.status}{reports}")
        st.markdown(row.text)
        st.markdown(f":small[{row.board}, {day(row.meeting.date())}, paragraph {row.paragraph}]")
        mine = evidence[evidence["action"] == row.id]
        if mine.empty:
            st.markdown("No chart is linked to this action yet.")
        for item in mine.itertuples():
            st.page_link(f"pages/{item.page}.py", label=f"{item.indicator_name}: {item.note}",
                         query_params={"indicator": item.indicator})  # fmt: skip
