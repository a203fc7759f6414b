"""Ward to Board: page configuration and the one list of pages."""

import streamlit as st

st.set_page_config(page_title="Ward to Board", page_icon="📊", layout="wide")
st.html(
    "<style>.stMainBlockContainer { padding-top: 4rem }"
    "@media print { header, [data-testid='stSidebar'] { display: none } }</style>"
)
st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", default=True),
        st.Page("pages/compare.py", title="Compare boroughs", url_path="compare"),
        st.Page("pages/actions.py", title="Board actions", url_path="actions"),
        st.Page("pages/data.py", title="Data and definitions", url_path="data"),
    ],
    position="top",
).run()
