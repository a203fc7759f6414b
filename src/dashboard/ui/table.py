"""A table of the page as JSON: its columns, and the areas that its rows may choose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.markup import plain
from dashboard.panels.common.panel import holds_lists

_ROOM = 16
"""Letters up to which words stand in one line."""


def table_message(
    rows: pd.DataFrame,
    alt: str,
    *,
    tall: int = 0,
    areas: Sequence[str] = (),
    chosen_areas: Collection[str] = (),
) -> dict[str, Any]:
    """``rows`` in words ``alt``; drawn, it scrolls above ``tall`` pixels (0: whole).

    A column of lists is drawn as a sparkline, numbers of one column with as many decimals as one
    another. ``areas`` is the area code of each row and ``chosen_areas`` those that are chosen.
    """
    return {
        "alt": plain(alt),
        "tall": tall,
        "columns": [_column(rows[heading]) for heading in rows.columns],
        "areas": list(areas),
        "chosen": list(chosen_areas),
    }


def _column(column: pd.Series) -> dict[str, Any]:
    """Heading, kind (line, number or words), decimals, and cells, of which a missing one is null."""
    description = {"heading": plain(column.name), "kind": "words", "places": 0, "wide": 0}
    if holds_lists(column):
        return description | {"kind": "line", "cells": column.tolist()}
    cells = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return description | {"kind": "number", "places": decimals(column), "cells": cells}
    words = [None if cell is None else plain(cell) for cell in cells]
    return description | {
        "wide": min(_ROOM, max((len(each) for each in words if each), default=0)),
        "cells": words,
    }


def decimals(column: pd.Series) -> int:
    """Decimals, at most two, that the numbers of ``column`` need to be read alike."""
    numbers = column.dropna().astype(float).round(2)
    return next((places for places in (0, 1) if numbers.round(places).eq(numbers).all()), 2)
