"""Ward to Board: page configuration and the one list of pages."""

import streamlit as st

from dashboard.markup import Html
from dashboard.ui.place import here

st.set_page_config(page_title="Ward to Board", page_icon="📊", layout="wide")
here.html(
    Html(
        "<style>.stMainBlockContainer { padding-top: 4rem } h1 { font-size: 2rem !important;"
        " padding: 0.2rem 0 !important }"
        # White words on a chip of a chosen borough: the dark theme's primary colour, made for dark
        # ground, is too pale.
        "[data-testid='stMultiSelect'] [data-tag] { background-color: #b3263a !important; color:"
        " #ffffff !important }"
        # A link to a page as a chip: seen to be pressed, and its words whole on a phone.
        "[data-testid='stPageLink-NavLink'] { border: 1px solid #767676; border-radius: 1rem;"
        " padding: 0.1rem 0.75rem }[data-testid='stPageLink-NavLink'] p { white-space: normal }"
        # What amends the address has nothing to show.
        ".st-key-address { display: none }"
        "@media print { header, [data-testid='stSidebar'] { display: none } }</style>"
    )
)
st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", default=True),
        st.Page("pages/compare.py", title="Compare boroughs", url_path="compare"),
        st.Page("pages/borough.py", title="Borough", url_path="borough"),
        st.Page("pages/allocation.py", title="Ward allocation", url_path="allocation"),
        st.Page("pages/response.py", title="Response times", url_path="response"),
        st.Page("pages/trust.py", title="Trust and confidence", url_path="trust"),
        st.Page("pages/outcomes.py", title="Outcomes and workforce", url_path="outcomes"),
        st.Page("pages/actions.py", title="Board actions", url_path="actions"),
        st.Page("pages/changes.py", title="What changed", url_path="changes"),
        st.Page("pages/data.py", title="Data and definitions", url_path="data"),
    ],
    position="top",
).run()
