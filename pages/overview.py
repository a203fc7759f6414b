"""Overview: the board's indicators in agenda order, each a link to the boroughs behind it and to its actions."""

import streamlit as st

from dashboard.panels.overview import headlines
from dashboard.ui import board

page, choices = board.start("overview", "Overview", ())
st.header("Trust and confidence")
for item in headlines(page):
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
