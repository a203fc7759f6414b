"""Ward to Board: page configuration and the one list of pages."""

import streamlit as st

st.set_page_config(page_title="Ward to Board", page_icon="📊", layout="wide")
st.html(
    "<style>.stMainBlockContainer { padding-top: 4rem } h1 { font-size: 2rem !important; padding: 0.2rem 0 !important }"
    "@media print { header, [data-testid='stSidebar'] { display: none } }</style>"
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
        st.Page("pages/data.py", title="Data and definitions", url_path="data"),
    ],
    position="top",
).run()
