"""Every area as a row: figure, interval, rank then and now, change and a sparkline."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.panels.common.bases import base_columns
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.text import POINTS, withheld_why
from dashboard.stats.flags import expected_by_chance, flag_phrases
from dashboard.text import capitalise, interval_text

_PLAIN = {"higher": "above", "lower": "below", "similar": "the same"}


def readable(comparison: ComparisonData) -> pd.DataFrame:
    """The areas as a table for reading and download, in the order of ``ComparisonData.areas``.

    Columns that this indicator has nothing for (limits of a complete count, a comparator of a
    count) are left out.
    """
    rounded = ["value", "lower", "upper", "comparator", "change", "change_lower", "change_upper"]
    places = min(int(comparison.indicator["decimals"]) + 1, 2)
    t, unit, against = (
        comparison.areas.round(dict.fromkeys(rounded, places)),
        comparison.indicator["unit"],
        comparison.label,
    )
    noun = {"borough": "Borough", "bcu": "BCU"}.get(comparison.level, "Area")
    change = "Change on year" if comparison.years == 1 else f"Change over {comparison.years} years"
    change += ", points" if unit in POINTS else ""
    columns = {noun: t["name"], unit[:1].upper() + unit[1:]: t["value"]}
    if comparison.has_intervals:
        columns |= {"Lower 95%": t["lower"], "Upper 95%": t["upper"]}
    if comparison.comparator:
        columns |= {
            against[:1].upper() + against[1:]: t["comparator"],
            f"Against {against}": _against(comparison),
        }
    elif t["withheld"].notna().any():
        columns |= {"Note": _against(comparison)}
    if not comparison.is_count:
        columns |= _ranks(comparison)
    columns |= {"Trend": sparklines(comparison)}
    if t["change"].notna().any():
        columns |= {change: t["change"]}
        if comparison.has_intervals:
            columns |= {
                "Change 95% interval": _between(t["change_lower"], t["change_upper"], places)
            }
    if t["base"].notna().any():
        columns |= base_columns(t["base"], t["base_assumed"])
    return pd.DataFrame(columns)


def _between(lower: pd.Series, upper: pd.Series, places: int) -> pd.Series:
    """'−7.2 to +0.4', or nothing where there is no interval."""
    words = [
        "" if pd.isna(low) or pd.isna(high) else interval_text(low, high, places)
        for low, high in zip(lower, upper, strict=True)
    ]
    return pd.Series(words, index=lower.index)


def _against(comparison: ComparisonData) -> pd.Series:
    """Better or worse with its level, or similar; above or below without an interval; why where
    there is no figure.
    """
    flag = comparison.areas["flag"]
    words = (
        flag_phrases(flag, comparison.areas["flag_level"])
        if comparison.has_intervals
        else flag.replace(_PLAIN)
    )
    words = words.where(comparison.areas["area"] != comparison.comparator, "is the comparator")
    words = words.where(comparison.areas["value"].notna(), "no figure")
    if comparison.areas["withheld"].notna().any():
        words = words.where(
            comparison.areas["withheld"].isna(), f"withheld: {withheld_why(comparison)}"
        )
    return words.astype(str)


def _ranks(comparison: ComparisonData) -> dict[str, pd.Series]:
    t = comparison.areas
    columns = {"Rank": t["rank"]}
    if comparison.has_intervals:
        ends = zip(t["rank_low"], t["rank_high"], strict=True)
        words = ["" if pd.isna(low) else f"{low} to {high}" for low, high in ends]
        columns["Could be"] = pd.Series(words, index=t.index)
        if comparison.better != "neutral" and t["worst_five"].notna().any():
            columns["Chance of worst five"] = (
                (100 * t["worst_five"]).round().map("{:.0f}%".format, na_action="ignore")
            )
    if t["previous_rank"].notna().any():
        columns[f"Rank {comparison.years_ago}"] = t["previous_rank"]
    return columns


def sparklines(comparison: ComparisonData) -> pd.Series:
    """Area by area, the figures to the period shown since its last declared break or change of
    source, oldest first.
    """
    breaks = comparison.page.store.query("breaks")
    dates = breaks.loc[
        (breaks["indicator"] == comparison.indicator["id"]) & (breaks["level"] == comparison.level),
        "date",
    ]
    now = pd.Timestamp(comparison.period)
    rows = comparison.series[
        (comparison.series["level"] == comparison.level) & (comparison.series["period_end"] <= now)
    ]
    last = dates[dates <= now].max()
    if pd.notna(last):
        rows = rows[rows["period_end"] >= last]
    lines: dict[str, list[tuple[Any, float]]] = {}
    for area, source, value in zip(rows["area"], rows["source"], rows["value"], strict=True):
        lines.setdefault(area, []).append((source, value))
    return comparison.areas["area"].map(lambda area: _of_newest(lines.get(area, [])))


def _of_newest(line: list[tuple[Any, float]]) -> list[float]:
    """The figures, of (source, figure) in order of time, that come from the last source."""
    newest = next((source for source, _ in reversed(line) if isinstance(source, str)), None)
    return [round(value, 2) for source, value in line if source == newest and pd.notna(value)]


def movement(comparison: ComparisonData) -> tuple[str, str]:
    """Title and reading of the table: how many areas rose and fell."""
    t = comparison.areas[comparison.areas["change"].notna()]
    if t.empty:
        title = f"There is no figure {comparison.years_ago} to compare with"
        reasons = (
            comparison.areas.loc[comparison.areas["year_value"].notna(), "broken"].dropna().unique()
        )
        if len(reasons):
            title = f"The figures {comparison.years_ago} cannot be compared"
            return title, f"{title}: {', '.join(reasons)}."
        return title, f"{title}."
    if comparison.has_intervals:
        rose, fell = int((t["change_lower"] > 0).sum()), int((t["change_upper"] < 0).sum())
        how = f"by more than their 95% intervals; about {expected_by_chance(len(t)):.1f} would by chance alone"
    else:
        rose, fell = int((t["change"] > 0).sum()), int((t["change"] < 0).sum())
        how = "by plain difference, with no test of chance"
    reading = f"Of {len(t)} {comparison.noun(len(t))}, {rose} rose and {fell} fell"
    reading += f" {comparison.in_years}, {how}."
    one = comparison.noun(1)
    if not rose and not fell:
        return f"No {one} {_clearly(comparison)}rose or fell {comparison.in_years}", reading
    up, down = (f"{n or 'no'} {comparison.noun(n or 1)}" for n in (rose, fell))
    title = f"{up} rose and {fell if fell and rose else down} fell {comparison.in_years}"
    return capitalise(title), reading


def _clearly(comparison: ComparisonData) -> str:
    """'clearly ' where a change is tested."""
    return "clearly " if comparison.has_intervals else ""
