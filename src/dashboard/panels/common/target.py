"""A figure against its target: met, missed, on track, behind, or not yet due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from dashboard.text import change_decimals, change_unit, day, figure_text, month

Kind = Literal["met", "missed", "on track", "behind", "awaited"]


@dataclass(frozen=True)
class TargetStatus:
    """What a figure comes to against its target."""

    kind: Kind
    """'missed' only where a figure of the target's date, or later, is known."""
    target: str
    """'Target 90% by 31 March 2024'."""
    verdict: str
    """'Behind by 28.1 points', 'Met: 2.1 points above it', 'Missed by 0.4 points'."""
    due: str = ""
    """'due March 2024' where it is still to come."""
    aim: str = ""
    """'90% by March 2024', '1,704 by March 2024': a short form for beside the figure and its unit."""
    value: float = float("nan")
    """The figure aimed at."""

    @property
    def words(self) -> str:
        """'Behind by 28.1 points; due March 2024'."""
        return "; ".join(filter(None, (self.verdict, self.due)))

    @property
    def sentence(self) -> str:
        """'Target 90% by 31 March 2024: behind by 8.0 points'."""
        return f"{self.target}: {self.verdict[:1].lower()}{self.verdict[1:].replace(': ', ', ')}"


def target_status(
    indicator: Any, target: Any, value: float, period_end: dt.date, reporting_date: dt.date
) -> TargetStatus:
    """The status of a figure (``value``, of a period that ends on ``period_end``) against a target.

    ``indicator`` has unit, decimals and better (a row of ``queries/indicators.sql``); ``target``
    has date and value (``queries/targets.sql``).
    """
    unit, decimals = indicator["unit"], int(indicator["decimals"])
    whole = float(target["value"]).is_integer()
    target_decimals = 0 if whole else decimals
    aim = figure_text(target["value"], unit, target_decimals)
    # The figure and its target say their unit; a distance in points is unlike a figure in per cent.
    beside = unit if unit == "per cent" else ""
    due = pd.Timestamp(target["date"]).date()
    named = f"Target {aim} by {day(due)}"
    short = f"{figure_text(target['value'], beside, target_decimals)} by {month(due)}"

    def status(kind: Kind, verdict: str, when: str = "") -> TargetStatus:
        return TargetStatus(kind, named, verdict, when, short, float(target["value"]))

    if pd.isna(value):
        return status("awaited", "No figure")
    over = float(value) - float(target["value"])
    places = change_decimals(unit, decimals)
    size = figure_text(abs(over), change_unit(beside), places)
    side = f"{size} {'above' if over > 0 else 'below'} it" if round(over, places) else "at it"
    good = over <= 0 if indicator["better"] == "lower" else over >= 0
    if pd.Timestamp(period_end).date() >= due:
        return status("met" if good else "missed", _verdict(good, over, size, side))
    if due < reporting_date:
        awaited = f"{side} in {month(period_end)}; the figure of {month(due)} is not published"
        return status("awaited", awaited[:1].upper() + awaited[1:])
    if good:
        return status("on track", f"On track: {side}", f"due {month(due)}")
    return status("behind", f"Behind by {size}", f"due {month(due)}")


def _verdict(good: bool, over: float, size: str, side: str) -> str:
    if good:
        return f"Met: {side}" if over else "Met"
    return f"Missed by {size}"
