"""The finding of the comparison: the page's answer in one sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.text import change_size, ranking_words
from dashboard.text import figure_text, rounded_gap

LONDON = "London"


def finding(comparison: ComparisonData) -> str:
    """'Trust in Croydon is 64%: 13 points below similar boroughs, 6 below London' of the first
    borough chosen; else how many stand out, and London's figure.
    """
    short = comparison.indicator["short"]
    london = comparison.rows[comparison.rows["level"] == "mps"]
    value = float(london["value"].iloc[0]) if len(london) else float("nan")
    if comparison.level == "mps":
        return f"{short}: London is at {comparison.text(value)}"
    areas = comparison.areas
    chosen_codes = [code for code in comparison.chosen_boroughs if code in set(areas["area"])]
    if not chosen_codes:
        words = ranking_words(comparison)[0]
        return (
            words
            if pd.isna(value)
            else f"{short} is {comparison.text(value)} in London; {_small(words.removeprefix(f'{short}: '))}"
        )
    own = areas[areas["area"] == chosen_codes[0]].iloc[0]
    if pd.isna(own["value"]):
        return f"{short}: no figure is shown for {own['name']}"
    return f"{short} in {own['name']} is {comparison.text(own['value'])}{_gaps(comparison, own, value)}"


def _gaps(comparison: ComparisonData, own: Any, london: float) -> str:
    """How far a figure is from the comparator and from London, of the figures as they are shown."""
    against = float(own["comparator"]) if comparison.comparator else float("nan")
    parts = []
    if comparison.comparator not in ("", "mps") and not pd.isna(against):
        parts.append(_gap(comparison, own["value"], against, comparison.against, True))
    if not pd.isna(london) and comparison.comparator:
        parts.append(_gap(comparison, own["value"], london, LONDON, not parts))
    return f": {', '.join(parts)}" if parts else ""


def _gap(comparison: ComparisonData, value: float, other: float, name: str, with_unit: bool) -> str:
    places = int(comparison.indicator["decimals"])
    gap = rounded_gap(other, value, places)
    if not gap:
        return f"the same as {name}"
    size = change_size(comparison, gap) if with_unit else figure_text(abs(gap), "", places)
    return f"{size} {'above' if gap > 0 else 'below'} {name}"


def _small(words: str) -> str:
    """Words that follow another clause: a name keeps its capital."""
    first = words.split(" ", 1)[0]
    return words if first.isupper() or first.isdigit() else words[:1].lower() + words[1:]
