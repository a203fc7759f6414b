"""What panels over time share: the period shown, events and breaks, words of change, and the table
behind them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.page import Page, change_words
from dashboard.text import month, period_words

Mark = tuple[pd.Timestamp, str]
POINTS = {"per cent": "points"}


def nearest(periods: Sequence[dt.date], day: dt.date | None) -> dt.date:
    """The period asked for, else the nearest of ``periods`` (newest first, not empty), else the
    newest.
    """
    return periods[0] if day is None else min(periods, key=lambda d: abs((d - day).days))


def rows_until(rows: pd.DataFrame, until: dt.date | None) -> pd.DataFrame:
    """Those of ``rows`` whose period ends by ``until``; all of them where it is None."""
    return rows if until is None else rows[rows["period_end"] <= pd.Timestamp(until)]


def period_note(day: dt.date | None, period: dt.date) -> str | None:
    """A sentence where the period asked for has no figures."""
    if day is None or day == period:
        return None
    return f"There is no figure for {month(day)}; the nearest, {month(period)}, is shown."


def unit_sign(unit: str) -> str:
    """'%' for 'per cent', as figures write it; any other unit as it is."""
    return "%" if unit == "per cent" else unit


def in_words(row: pd.Series, stock: bool = False) -> str:
    """The period of a row as it stands in a sentence: 'in April to June 2023', 'in the 12 months to
    June 2023'.
    """
    words = period_words(row["period_start"].date(), row["period_end"].date(), stock)
    if words.startswith("at "):
        return words
    return f"in {'the ' if words[0].isdigit() else ''}{words}"


def change_sentence(row: pd.Series) -> str:
    """How a row with its change moved on the year, as a sentence."""
    if isinstance(row["broken"], str) and pd.notna(row["year_value"]):
        return f"This cannot be compared with a year before: {row['broken'].rstrip('.')}."
    words = change_words(row)
    if words.startswith(("rose", "fell")):
        return f"This {words}."
    return f"This is {words}." if words.startswith("the same") else f"There is {words}."


def figure_words(page: Page, row: pd.Series) -> str:
    """'82.0% (95% interval 81.7% to 82.3%)', without the brackets where there is no interval."""
    if pd.isna(row["value"]):
        return "withheld" if isinstance(row["withheld"], str) else "no figure"
    interval = page.interval(row["indicator"], row["lower"], row["upper"]).replace(
        f" {row['unit']} to", " to"
    )
    return page.text(row["indicator"], row["value"]) + (
        f" (95% interval {interval})" if interval else ""
    )


def series(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of areas as figures over time take them: series (area code), label, period_end, value,
    lower, upper.
    """
    return rows.rename(columns={"area": "series"})[
        ["series", "label", "period_end", "value", "lower", "upper"]
    ]


def target_line(
    rows: pd.DataFrame, target: pd.Series | None
) -> list[tuple[pd.Timestamp, float]] | None:
    """The level of a target from the first period of ``rows`` to the target's own date; None where
    there is none.
    """
    if target is None:
        return None
    return [
        (rows["period_end"].min(), float(target["value"])),
        (target["date"], float(target["value"])),
    ]


def marks(
    page: Page, indicator: str, rows: pd.DataFrame
) -> tuple[list[Mark], list[Mark], list[str]]:
    """Events (reports and changes), breaks of the series, and the breaks' notes, within the time
    that rows span.
    """
    first, last = rows["period_end"].min(), rows["period_end"].max()
    events = page.store.query("events")
    events = events[
        (events["kind"] != "board") & (events["date"] > first) & (events["date"] <= last)
    ]
    breaks = page.store.query("breaks")
    breaks = breaks[
        (breaks["indicator"] == indicator) & breaks["level"].isin(rows["level"].unique())
    ]
    breaks = breaks[(breaks["date"] > first) & (breaks["date"] <= last)].drop_duplicates("date")
    cut = set(breaks["date"])
    return (
        [(e.date, e.title) for e in events.itertuples() if e.date not in cut],
        [(b.date, b.title) for b in breaks.itertuples()],
        list(breaks["note"]),
    )


def latest_table(rows: pd.DataFrame, label: str, heads: str, period: pd.Timestamp) -> pd.DataFrame:
    """One row a ``label`` at ``period`` with figure, interval, change on the year, base and a
    sparkline.

    ``heads`` is the unit as a heading. Columns with nothing in them are left out.
    """
    places = int(rows["decimals"].iloc[0]) + 1 if len(rows) else 0
    trend = (
        rows.dropna(subset=["value"])
        .groupby(label, sort=False)["value"]
        .agg(lambda v: [round(x, places) for x in v])
    )
    at = rows[rows["period_end"] == period]
    size = at["base"].where(at["base"].notna(), at["denominator"]).round().astype("Int64")
    points = POINTS.get(heads, heads)
    table = pd.DataFrame(
        {
            label: at[label],
            heads[:1].upper() + heads[1:]: at["value"].round(places),
            "Lower 95%": at["lower"].round(places),
            "Upper 95%": at["upper"].round(places),
            f"Change on year, {points}": at["change"].round(places),
            "Change lower 95%": at["change_lower"].round(places),
            "Change upper 95%": at["change_upper"].round(places),
            **base_columns(size, at["base_assumed"]),
            "Trend": at[label].map(trend),
        }
    )
    return table.dropna(axis="columns", how="all").reset_index(drop=True)
