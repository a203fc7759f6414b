"""Overview: the board's indicators in agenda order, each a link to the boroughs behind it and to its actions."""

import streamlit as st

from dashboard.overview import headlines
from dashboard.ui import board

store = board.store()
st.title("Overview")
board.freshness(store, store.query("releases"))
found = headlines(store)
if not found:
    st.info("No figures are loaded yet; run: python -m dashboard demo, or load a published file.")
st.header("Trust and confidence")
for item in found:
    with st.container(border=True):
        st.page_link("pages/compare.py", label=f"**{item.name}**", query_params={"indicator": item.indicator})
        st.markdown(f"{item.figure}; {item.change}.")
        with st.container(horizontal=True):
            for action in item.actions:
                st.page_link(
                    "pages/actions.py",
                    label=f"Action {action.split('/')[1]}",
                    query_params={"action": action},
                )
