"""The address of the page, amended where a page fills in what the reader had chosen before."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_amend = st.components.v2.component(
    "address", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def amend(query: str) -> None:
    """Put ``query`` into the page's address in place of what stands there; '' leaves the address
    alone.

    Streamlit adds each change of ``st.query_params`` to the browser's history, so a page that
    filled in its filters that way would take two presses of Back to leave. Called once in every
    run, so that nothing on the page moves.
    """
    _amend(key="address", data=query)
