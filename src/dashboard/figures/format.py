"""Values, names and dates as words in figures."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.markup import plain
from dashboard.text import figure_text, missing


def interval_text(lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """'95% interval 66 to 76%' on a line of its own, or nothing where there is no interval."""
    if missing(lower) or missing(upper):
        return ""
    low = figure_text(lower, "", decimals)
    return f"<br>95% interval {low} to {figure_text(upper, unit, decimals)}"


def safe(name: object) -> str:
    """A name as it is to be read: Plotly takes labels for HTML, so '<' and '&' are escaped."""
    return html.escape(plain(name), quote=False)


def wrap_name(name: object, width: int) -> str:
    """A name safe for Plotly, in lines of at most `width` letters where its words allow."""
    lines = textwrap.wrap(plain(name), width, break_long_words=False, break_on_hyphens=False)
    return "<br>".join(safe(line) for line in lines)


def round_values(values: Iterable[Any], decimals: int = 3) -> list[float | None]:
    """Numbers short enough to send to the browser; None where missing, which Plotly leaves out."""
    if isinstance(values, pd.Series):
        values = values.to_numpy(dtype=float, na_value=np.nan).tolist()
    return [None if missing(value) else round(float(value), decimals) for value in values]


def days(dates: Iterable[Any]) -> list[str]:
    """Dates as '2023-03-31'."""
    if isinstance(dates, pd.Series) and dates.dtype.kind == "M":
        return np.datetime_as_string(dates.to_numpy("datetime64[D]")).tolist()
    return [f"{pd.Timestamp(date):%Y-%m-%d}" for date in dates]
