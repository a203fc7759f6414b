"""Going from one page to another view or page, without loading the app anew."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.catalogue import PAGES
from dashboard.ui import filters

PRESENT = "present"
"""The page that stands in no menu: it reads its pack and slide from the address alone."""


def app_root() -> str:
    """The path below which the app is served: '/', or '/' and the path set, with a '/' after it."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/" if base else "/"


def follow(press: Mapping[str, str], page: str) -> None:
    """Do what a press on a link asks for: lead from ``page`` to ``press['page']`` at the view
    ``press['query']``; to another view of this page by its address alone. A page that there is not
    is not gone to: a browser may send anything.
    """
    if press.get("page") not in (*PAGES, PRESENT):
        return
    query = dict(parse_qsl(press.get("query", ""), keep_blank_values=True))
    if press["page"] == page:
        filters.note_link()
        st.query_params.from_dict(query)
        st.rerun()
    if press["page"] == PRESENT:
        st.switch_page(f"pages/{PRESENT}.py", query_params=query)
    filters.lead_to(press["page"], query)
    st.switch_page(f"pages/{press['page']}.py")
