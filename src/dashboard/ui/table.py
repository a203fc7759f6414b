"""A table in the page: real rows and cells, sorted by their headings, and pressed where they are
areas.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import streamlit as st

from dashboard.markup import plain
from dashboard.panels.common.panel import holds_lists

_ROOM = 22
"""Letters up to which words stand in one line."""
_CSS = """
.rows { overflow: auto; border: 1px solid var(--st-border-color); border-radius: 0.5rem; color: var(--st-text-color) }
.rows table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 0.875rem; margin: 0 }
.rows th, .rows td {
  box-sizing: content-box; padding: 0.4rem 0.6rem; border: 0; border-bottom: 1px solid var(--st-border-color);
  text-align: left; font-weight: 400; vertical-align: middle; line-height: 1.3; font-variant-numeric: tabular-nums;
}
.rows tr:last-child > * { border-bottom: 0 }
.rows .number { text-align: right }
.rows td.number { white-space: nowrap }
.rows thead th { position: sticky; top: 0; z-index: 2; background: var(--st-secondary-background-color) }
.rows tbody th { background: var(--st-background-color) }
.rows tr > :first-child { position: sticky; left: 0; z-index: 1; max-width: 45vw }
.rows thead tr > :first-child { z-index: 3 }
.rows button { all: unset; cursor: pointer; font: inherit; color: inherit }
.rows button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px }
.rows thead button::after { content: "\\00a0\\00a0" }
.rows [aria-sort=ascending] button::after { content: "\\00a0↑" }
.rows [aria-sort=descending] button::after { content: "\\00a0↓" }
.rows tr[data-area] { cursor: pointer }
.rows tr[data-area]:hover > * { background: var(--st-secondary-background-color) }
.rows tr[data-area]:hover button { text-decoration: underline }
.rows tr.chosen > * { font-weight: 650; background: var(--st-secondary-background-color) }
.rows svg { display: block; overflow: visible }
@media print { .rows { max-height: none !important } }
"""
_draw = st.components.v2.component(
    "rows",
    html='<div class="rows"></div>',
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def table(
    rows: pd.DataFrame,
    name: str,
    alt: str,
    *,
    tall: int = 0,
    areas: Sequence[str] = (),
    chosen: Collection[str] = (),
    choose: Callable[[str], None] | None = None,
) -> None:
    """Draw ``rows`` as the table ``name`` of this page, in words ``alt``; it scrolls above ``tall``
    pixels (0: whole).

    A column of lists is drawn as a sparkline, numbers of one column with as many decimals as one
    another. ``areas`` is the area code of each row and ``chosen`` those that are chosen: a press on
    a row tells ``choose`` its code before the page runs. Streamlit's own table is painted as one
    picture and takes a fifth of a second more to say its cells to a screen reader
    (docs/architecture.md).
    """
    key = f"table_{name}"

    def pressed() -> None:
        code = st.session_state[key].area
        if choose is not None and code is not None:
            choose(code)

    told = {
        "alt": plain(alt),
        "tall": tall,
        "columns": [_column(rows[heading]) for heading in rows.columns],
        "areas": list(areas) if choose else [],
        "chosen": list(chosen),
    }
    _draw(key=key, data=orjson.dumps(told), on_area_change=pressed)


def _column(column: pd.Series) -> dict[str, Any]:
    """Heading, kind (line, number or words), decimals, and cells, of which a missing one is null."""
    told = {"heading": plain(column.name), "kind": "words", "places": 0, "wide": 0}
    if holds_lists(column):
        return told | {"kind": "line", "cells": column.tolist()}
    cells = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return told | {"kind": "number", "places": decimals(column), "cells": cells}
    words = [None if cell is None else plain(cell) for cell in cells]
    return told | {
        "wide": min(_ROOM, max((len(each) for each in words if each), default=0)),
        "cells": words,
    }


def decimals(column: pd.Series) -> int:
    """Decimals, at most two, that the numbers of ``column`` need to be read alike."""
    numbers = column.dropna().astype(float).round(2)
    return next((places for places in (0, 1) if numbers.round(places).eq(numbers).all()), 2)
