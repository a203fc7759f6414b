"""Whether a fall of some years in answering and response has flattened: the change of slope a year
ago, with its interval.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.slopes import slopes
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import unit_sign
from dashboard.panels.response.grades import Response
from dashboard.panels.response.heading import ANSWERED_999
from dashboard.stats.slope_change import Slope, SlopeChange, slope_change
from dashboard.text import capitalise, change_unit, day, month, signed_text

_NOTES = (
    "One straight line is fitted by least squares to the figures before that day, and one to those"
    " on it and since (segmented regression; Wagner, 2002). The lines need not meet.",
    "Of two intervals the wider is given: that of least squares, and that for figures that share"
    " chance with their neighbours (Newey and West, 1987). Few figures make it wide.",
    "The day is fixed beforehand, as one that is looked for would look like a change. A change of"
    " slope says nothing of what lay behind it.",
)


@chart("response", "flattening", order=10, section="flattening", of=Response)
@once
def flattening(response: Response) -> Panel | None:
    """The slopes of 999 answering and of the grade's share in time, before and since a year ago;
    None where neither has enough figures.
    """
    if not response.periods:
        return None
    rows, changes = _rows(response), {}
    day_of = _day(response)
    for indicator, part in rows.groupby("indicator", sort=False):
        if (found := slope_change(part, day_of)) is not None:
            changes[str(indicator)] = found
    if not changes:
        return None
    rows = rows[rows["indicator"].isin(changes)]
    names = response.page.indicators["name"]
    first = next(iter(changes))
    return response.page.panel(
        "flattening",
        title=f"{_short(response, first)}: {changes[first].words}",
        subtitle=(
            f"Slope before and since {day(day_of.date())}, MPS, to {month(rows['period_end'].max())}"
        ),
        reading=" ".join(
            _sentence(response, indicator, change) for indicator, change in changes.items()
        ),
        table=pd.DataFrame(
            [_table_row(names[i], response, i, change) for i, change in changes.items()]
        ),
        figure=_figure(response, rows, changes, day_of),
        indicators=list(changes),
        releases=rows["release"].dropna().unique(),
        query="over_time",
        parameters=_parameters(response),
        notes=_NOTES,
        has_own_intervals=False,
    )


def _parameters(response: Response) -> dict[str, Any]:
    return {
        "indicators": [response.within, ANSWERED_999],
        "levels": ["mps"],
        "areas": [],
        "until": response.period,
    }


def _day(response: Response) -> pd.Timestamp:
    """A year before the last figure."""
    return pd.Timestamp(response.period) - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)


def _rows(response: Response) -> pd.DataFrame:
    """The MPS figures of the grade's share in time, then of 999 calls answered."""
    page = response.page
    rows = page.store.query("over_time", **_parameters(response)).dropna(subset=["value"])
    parts = [rows[rows["indicator"] == i] for i in (response.within, ANSWERED_999)]
    declared = page.indicators[["name", "unit", "decimals"]].rename(columns={"name": "label"})
    return pd.concat(parts).drop(columns=["name"]).join(declared, on="indicator")


def _short(response: Response, indicator: str) -> str:
    if indicator == ANSWERED_999:
        return "999 answering"
    return f"{response.grade_words} response"


def _sentence(response: Response, indicator: str, change: SlopeChange) -> str:
    """How a series moved before and since, and whether its slope changed."""
    return (
        f"{_short(response, indicator)}: {change.words}."
        f" Its slope was {_slope_words(response, indicator, change.before)} before, and"
        f" {_slope_words(response, indicator, change.since)} since."
        f" The slope changed by {_slope_words(response, indicator, change.change)}."
    )


def _slope_words(response: Response, indicator: str, slope: Slope) -> str:
    """'−3.2 points a year (95% interval −4.0 to −2.4)'."""
    unit = change_unit(response.page.indicators.loc[indicator, "unit"])
    return f"{signed_text(slope.value, 1)} {unit} a year (95% interval {_limits(slope)})"


def _limits(slope: Slope) -> str:
    return f"{signed_text(slope.lower, 1)} to {signed_text(slope.upper, 1)}"


def _pane_title(response: Response, indicator: str, change: SlopeChange) -> str:
    """'999 answering, points a year: −2.0 (−5.9 to +1.9) before, −1.1 (−12.0 to +9.8) since; a
    change of +0.9 (−9.0 to +10.8)'."""
    unit = change_unit(response.page.indicators.loc[indicator, "unit"])
    before, since, changed_by = (
        f"{signed_text(each.value, 1)} ({_limits(each)})"
        for each in (change.before, change.since, change.change)
    )
    return (
        f"{_short(response, indicator)}, {unit} a year: {before} before, {since} since; a change of"
        f" {changed_by}"
    )


def _table_row(
    name: str, response: Response, indicator: str, change: SlopeChange
) -> dict[str, Any]:
    unit = change_unit(response.page.indicators.loc[indicator, "unit"])
    cells: dict[str, Any] = {"Indicator": name, "Finding": capitalise(change.words)}
    for head, slope in (
        ("Before", change.before),
        ("Since", change.since),
        ("Change of slope", change.change),
    ):
        cells[f"{head}, {unit} a year"] = round(slope.value, 2)
        cells[f"{head}, lower 95%"] = round(slope.lower, 2)
        cells[f"{head}, upper 95%"] = round(slope.upper, 2)
    return cells | {"Figures": change.figures}


def _figure(
    response: Response, rows: pd.DataFrame, changes: dict[str, SlopeChange], on: pd.Timestamp
) -> Any:
    fitted_lines = pd.concat(
        [each.fitted_lines.assign(series=indicator) for indicator, each in changes.items()]
    )
    titles = {i: _pane_title(response, i, each) for i, each in changes.items()}
    return slopes(
        rows.assign(
            series=rows["indicator"],
            title=rows["indicator"].map(titles),
            unit=rows["unit"].map(unit_sign),
        ),
        fitted_lines,
        day=on,
        label=month(on),
        dark=response.page.dark,
    )
