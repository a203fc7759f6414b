"""Ward to Board: page configuration and the menu of the catalogue's pages."""

import streamlit as st

from dashboard.catalogue import PAGES
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
first, *others = PAGES.values()
st.navigation(
    [
        st.Page(f"pages/{first.name}.py", title=first.title, default=True),
        *(st.Page(f"pages/{p.name}.py", title=p.title, url_path=p.name) for p in others),
    ],
    position="top",
).run()
