"""Ward to Board: page configuration and the menu of the catalogue's pages."""

import streamlit as st

from dashboard.catalogue import PAGES
from dashboard.ui.place import here
from dashboard.ui.shell import shell

st.set_page_config(page_title="Ward to Board", page_icon="📊", layout="wide")
here.html(shell(st.context.theme.type == "dark"))
first, *others = PAGES.values()
st.navigation(
    [
        st.Page(f"pages/{first.name}.py", title=first.title, default=True),
        *(st.Page(f"pages/{p.name}.py", title=p.title, url_path=p.name) for p in others),
        st.Page("pages/present.py", title="Present", url_path="present", visibility="hidden"),
    ],
    position="top",
).run()
