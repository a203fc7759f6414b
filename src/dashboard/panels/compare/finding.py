"""The finding of the comparison: the page's answer in one sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.panels.compare.data import Compared
from dashboard.panels.compare.text import change_size, ranking_words
from dashboard.text import figure_text, rounded_gap

LONDON = "London"


def finding(made: Compared) -> str:
    """'Trust in Croydon is 64%: 13 points below similar boroughs, 6 below London' of the first
    borough chosen; else how many stand out, and London's figure.
    """
    short = made.indicator["short"]
    london = made.rows[made.rows["level"] == "mps"]
    value = float(london["value"].iloc[0]) if len(london) else float("nan")
    if made.level == "mps":
        return f"{short}: London is at {made.text(value)}"
    areas = made.areas
    chosen = [code for code in made.chosen if code in set(areas["area"])]
    if not chosen:
        words = ranking_words(made)[0]
        return (
            words if pd.isna(value) else f"{short} is {made.text(value)} in London; {_small(words)}"
        )
    own = areas[areas["area"] == chosen[0]].iloc[0]
    if pd.isna(own["value"]):
        return f"{short}: no figure is shown for {own['name']}"
    return f"{short} in {own['name']} is {made.text(own['value'])}{_gaps(made, own, value)}"


def _gaps(made: Compared, own: Any, london: float) -> str:
    """How far a figure is from the comparator and from London, of the figures as they are shown."""
    against = float(own["comparator"]) if made.comparator else float("nan")
    parts = []
    if made.comparator not in ("", "mps") and not pd.isna(against):
        parts.append(_gap(made, own["value"], against, made.against, True))
    if not pd.isna(london) and made.comparator:
        parts.append(_gap(made, own["value"], london, LONDON, not parts))
    return f": {', '.join(parts)}" if parts else ""


def _gap(made: Compared, value: float, other: float, name: str, with_unit: bool) -> str:
    places = int(made.indicator["decimals"])
    gap = rounded_gap(other, value, places)
    if not gap:
        return f"the same as {name}"
    size = change_size(made, gap) if with_unit else figure_text(abs(gap), "", places)
    return f"{size} {'above' if gap > 0 else 'below'} {name}"


def _small(words: str) -> str:
    """Words that follow another clause: a name keeps its capital."""
    first = words.split(" ", 1)[0]
    return words if first.isupper() or first.isdigit() else words[:1].lower() + words[1:]
