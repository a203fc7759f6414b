"""Overview: the board's headline indicators in agenda order, and the boroughs that are worse and worsening."""

import streamlit as st

from dashboard.panels.exceptions import Exceptions
from dashboard.panels.once import once
from dashboard.panels.overview import Overview
from dashboard.panels.variation_grid import variation, variation_of
from dashboard.ui import board
from dashboard.ui.headline import show_finding, show_row, show_style
from dashboard.ui.icons import grid
from dashboard.ui.show import show_folded, show_panel

page, choices = board.start("overview", "Overview", ())
overview, exceptions = once(Overview)(page), once(Exceptions)(page)
table, varied, found = overview.panel(), variation(page), exceptions.panel()

show_style()
if table:
    show_finding(table)
shown = "**Showing** the board's headline indicators for the MPS, at the latest period of each."
shown += f" All indicators: [{varied.title}](#variation)." if varied else ""
st.markdown(f"{shown} By borough: [{found.title}](#exceptions)." if found else shown)
for theme, rows in overview.themes.items():
    st.header(theme, divider="gray")
    for row in rows:
        show_row(row, page.view, page.dark)
    missing = overview.missing(theme)
    if missing:
        st.markdown(f":small[{missing}]")

if varied:
    st.header("All indicators", anchor="all-indicators")
    show_panel(varied, html=grid(variation_of(page).themes, page.view, page.dark))

st.header("Exceptions", anchor="worse-and-worsening")
if found is None:
    st.info("No borough figure that can be tested is loaded; load a file of pas_borough or mps_borough_crime.")
else:
    show_panel(found)
    links = exceptions.links()
    if links:
        st.markdown(f"**Open the comparison** of the first {len(links)}:")
        with st.container(horizontal=True):
            for label, parameters in links:
                st.page_link("pages/compare.py", label=label, query_params=parameters)

if table is None:
    st.info("No headline indicator has a figure yet; run: python -m dashboard demo, or load a published file.")
else:
    show_folded(table, "The headline indicators as a table, with their definitions, sources and download")
