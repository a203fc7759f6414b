"""A chart in the page: painted at once as SVG, and taken over by Plotly under a pointer.

The painter (``painter/*.js``) draws the figure's JSON without plotly.js, which takes more than a
second to load. The files are one script, as Streamlit sends a component's source as one.
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
    '<div class="chart"><ul class="key" hidden></ul>'
    '<div class="figure" role="application" aria-roledescription="chart" tabindex="0"></div>'
    '<p class="said" aria-live="polite"></p><i class="ring" hidden></i>'
    '<button class="whole" type="button">Full screen</button></div>'
)
_CSS = """
.chart { position: relative; color: var(--st-text-color) }
.chart .key {
  display: flex; flex-wrap: wrap; gap: 0 0.9rem; list-style: none; margin: 0 0 0.25rem; padding: 0;
  font-size: 0.8125rem; line-height: 1.4;
}
.chart .key[hidden], .chart .ring[hidden] { display: none }
.chart .key li { display: inline-flex; align-items: center; gap: 0.35rem; margin: 0; padding: 0; font-size: inherit }
.chart .key .head { font-weight: 600 }
.chart .key svg { overflow: visible; flex: none }
.chart .figure:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px }
.chart .painted { display: block; overflow: visible }
.chart .painted [data-area] { cursor: pointer; pointer-events: all }
.chart .said { margin: 0; min-height: 1.3em; font-size: 0.875rem; line-height: 1.3 }
.chart .said:empty { min-height: 0 }
.chart .ring {
  position: absolute; width: 18px; height: 18px; margin: -9px; border-radius: 50%; pointer-events: none;
  box-shadow: 0 0 0 2px var(--st-text-color), 0 0 0 4px var(--st-background-color);
}
.chart .whole {
  position: absolute; right: 0; bottom: 0; opacity: 0; padding: 0.1rem 0.75rem; cursor: pointer;
  font: inherit; font-size: 0.85rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid #767676; border-radius: 1rem;
}
.chart:hover .whole, .chart .whole:focus-visible { opacity: 1 }
.chart:fullscreen { background: var(--st-background-color); padding: 16px }
@media print {
  .chart .whole, .chart .ring { display: none }
  .chart .painted { max-width: 100%; height: auto }
}
"""
_FOLDER = Path(__file__).parent
_PARTS = ("text", "ticks", "resolve", "symbols", "paint", "legend", "walk")


def painter_source() -> str:
    """The script of the painter: the files of ``painter/`` in the order in which they build on one
    another.
    """
    return "\n".join(
        (_FOLDER / "painter" / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS
    )


_draw = st.components.v2.component(
    "chart",
    html=_HTML,
    css=_CSS,
    js=painter_source() + (_FOLDER / "chart.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(figure: Drawn, name: str, alt: str, choose: Callable[[str], None] | None = None) -> None:
    """Draw ``figure`` as the chart ``name`` of this page, in words ``alt``.

    A press on a mark calls ``choose`` with the area code that the mark carries as customdata,
    before the page runs; Enter does the same once the arrow keys have led to a mark. The chart can
    fill the screen. Streamlit's own element sets a chart up anew at every change, which takes some
    three times as long (docs/architecture.md).
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
