"""A chart in the page:

Plotly draws each change over what stood there, and nothing around it moves.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import streamlit as st

from dashboard.figures.figure_json import Drawn
from dashboard.markup import plain
from dashboard.ui.serve import LIBRARY

_HTML = (
    '<div class="chart"><div class="figure" role="img"></div><button type="button">Full'
    " screen</button></div>"
)
_CSS = """
.chart { position: relative }
.chart button {
  position: absolute; right: 0; bottom: 0; opacity: 0; padding: 0.1rem 0.75rem; cursor: pointer;
  font: inherit; font-size: 0.85rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid #767676; border-radius: 1rem;
}
.chart:hover button, .chart button:focus-visible { opacity: 1 }
.chart:fullscreen { background: var(--st-background-color); padding: 16px }
@media print { .chart button { display: none } }
"""
_draw = st.components.v2.component(
    "chart",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(figure: Drawn, name: str, alt: str, choose: Callable[[str], None] | None = None) -> None:
    """Draw ``figure`` as the chart ``name`` of this page, in words ``alt``.

    A press on a mark calls ``choose`` with the area code that the mark carries as customdata,
    before the page runs. The chart can fill the screen. Streamlit's own element sets a chart up
    anew at every change, which takes some three times as long (docs/architecture.md).
    """
    key = f"chart_{name}"

    def pressed() -> None:
        code = st.session_state[key].area
        if choose is not None and code is not None:
            choose(code)

    base = st.get_option("server.baseUrlPath").strip("/")
    told = {
        "name": name,
        "alt": plain(alt),
        "library": f"/{base}/{LIBRARY}" if base else f"/{LIBRARY}",
        "figure": orjson.Fragment(figure.json),
    }
    _draw(key=key, data=orjson.dumps(told), on_area_change=pressed)
