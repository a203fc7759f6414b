"""Values, names and dates as words in figures."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.markup import plain

NO_FIGURE = "no figure"


def missing(value: Any) -> bool:
    """Whether a single value is None, NaN, NaT or NA: as `pandas.isna`, at a fraction of its time."""
    return value is None or value is pd.NA or bool(value != value)


def figure_text(value: float | None, unit: str, decimals: int) -> str:
    """'71%', '12.3 per 1,000 residents', or 'no figure' where the value is missing."""
    if value is None or missing(value):
        return NO_FIGURE
    number = f"{round(float(value), decimals) + 0.0:,.{decimals}f}"
    if unit in ("%", "per cent"):
        return f"{number}%"
    return f"{number} {unit}".strip()


def interval_text(lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """'95% interval 66 to 76%' on a line of its own, or nothing where there is no interval."""
    if missing(lower) or missing(upper):
        return ""
    low = figure_text(lower, "", decimals)
    return f"<br>95% interval {low} to {figure_text(upper, unit, decimals)}"


def signed(value: float, decimals: int) -> str:
    """A difference with its sign: '+2', '−1' or '0'."""
    rounded = round(float(value), decimals) + 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{decimals}f}"


def safe(name: object) -> str:
    """A name as it is to be read: Plotly takes labels for HTML, so '<' and '&' are escaped."""
    return html.escape(plain(name), quote=False)


def wrapped(name: object, width: int) -> str:
    """A name safe for Plotly, in lines of at most `width` letters where its words allow."""
    lines = textwrap.wrap(plain(name), width, break_long_words=False, break_on_hyphens=False)
    return "<br>".join(safe(line) for line in lines)


def rounded(values: Iterable[Any], decimals: int = 3) -> list[float | None]:
    """Numbers short enough to send to the browser; None where missing, which Plotly leaves out."""
    if isinstance(values, pd.Series):
        values = values.to_numpy(dtype=float, na_value=np.nan).tolist()
    return [None if missing(value) else round(float(value), decimals) for value in values]


def days(dates: Iterable[Any]) -> list[str]:
    """Dates as '2023-03-31'."""
    if isinstance(dates, pd.Series) and dates.dtype.kind == "M":
        return np.datetime_as_string(dates.to_numpy("datetime64[D]")).tolist()
    return [f"{pd.Timestamp(date):%Y-%m-%d}" for date in dates]
