"""Demand beside response: calls attended, and 999 calls answered within 10 seconds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.demand import demand as columns
from dashboard.figures.lines import lines
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import (
    change_sentence,
    figure_words,
    in_words,
    latest_table,
    marks,
    series,
    target_line,
)
from dashboard.panels.response.grades import Response
from dashboard.panels.response.heading import ANSWERED_999
from dashboard.panels.response.headings import of_calls
from dashboard.panels.response.year_ahead import YearAhead, year_ahead
from dashboard.text import capitalise, month

MISSING_999 = (
    "No 999 answering is loaded: load the template of the source calls_999 (calls and calls"
    " answered within 10 seconds, MPS by month)."
)
ALONE = "It is measured for the MPS alone, never by borough"
PUBLISHED_SHARES = {"2022-06-30": "57.3%", "2022-09-30": "63.9%"}
"""Last day of a month -> the share that was made public for it."""


@chart("response", "demand", order=4, of=Response)
@once
def demand(response: Response) -> Panel | None:
    """Calls of the grade attended: the MPS as columns, or the boroughs chosen as lines; None where
    none is loaded.
    """
    rows = response.rows(response.calls) if response.periods else response.every
    if not rows["value"].notna().any():
        return None
    at, events = response.at(rows), marks(response.page, response.calls, rows)
    table = latest_table(rows.rename(columns={"label": "Area"}), "Area", "calls", response.end)
    share = response.at(response.rows(response.within)).set_index("label")["value"].round(1)
    table.insert(
        2, f"Reached within {response.minutes} minutes, per cent", table["Area"].map(share)
    )
    where = ", ".join(response.page.names[code] for code in response.chosen_boroughs) or "MPS"
    return response.page.panel(
        "demand",
        title=_demand_title(response, at),
        subtitle=f"{response.grade_words} calls attended, {where}, quarters to {month(response.period)}",
        reading=_demand_reading(response, at, share),
        table=table,
        figure=_demand_figure(response, rows, events),
        indicators=[response.calls, response.within],
        releases=rows["release"].dropna().unique(),
        query="over_time",
        parameters=response.parameters,
        notes=(
            (
                "Calls attended are drawn beside the share reached in time; the chart does not show"
                " that one moves the other."
            ),
            *events[2],
        ),
    )


def _demand_figure(response: Response, rows: pd.DataFrame, events: tuple) -> Any:
    names = {
        "unit": "calls",
        "decimals": 0,
        "events": events[0],
        "breaks": events[1],
        "dark": response.page.dark,
    }
    if not response.chosen_boroughs:
        return columns(series(rows[rows["level"] == "mps"]), **names)
    rows = rows[rows["area"].isin(response.chosen_boroughs)]
    return lines(
        series(rows),
        highlight=response.chosen_boroughs,
        bands=(),
        y_range=(0, 1.1 * rows["value"].max()),
        **names,
    )


def _demand_title(response: Response, at: pd.DataFrame) -> str:
    """The call counts of the area drawn: the first borough chosen, else the MPS."""
    area = next((code for code in response.chosen_boroughs if code in at.index), "MPS")
    if area not in at.index:
        return f"No MPS figure for {month(response.period)}"
    row = at.loc[area]
    if area == "MPS":
        return _demand_moved(response, row, f" to {row['value']:,.0f}")
    # With the name of an area there is no room for the count.
    return f"{response.page.names[area]}: {_demand_moved(response, row)}"


def _demand_moved(response: Response, row: pd.Series, to: str = "") -> str:
    """How calls moved in a year; ``to`` ends the words of a rise or a fall."""
    if pd.isna(row["change"]) or not row["year_value"]:
        return f"{row['value']:,.0f} {response.grade_words} calls were attended"
    share = f"{abs(100 * row['change'] / row['year_value']):.1f}"
    if share == "0.0":
        return f"{response.grade_words} calls are level with a year before"
    way = "rose" if row["change"] > 0 else "fell"
    return f"{response.grade_words} calls {way} {share}% in a year{to}"


def _demand_reading(response: Response, at: pd.DataFrame, share: pd.Series) -> str:
    if "MPS" not in at.index:
        return f"There is no MPS figure of {response.grade_words} calls for the quarter to {month(response.period)}."
    row = at.loc["MPS"]
    words = (
        f"The MPS attended {row['value']:,.0f} {response.grade_words} calls {in_words(row)}."
        f" {change_sentence(row)}"
    )
    if row["label"] in share.index:
        words += (
            f" Beside it, {share[row['label']]:.1f}% of them were reached within {response.minutes}"
            " minutes."
        )
    for code in response.page.view.areas:
        held = f"{at.loc[code, 'value']:,.0f} calls" if code in at.index else "no figure"
        words += f" {response.page.names[code]}: {held}."
    return words


@chart("response", "answering", order=5, of=Response)
@once
def answering(response: Response) -> Panel | None:
    """999 calls answered within 10 seconds, by month up to the period shown; None where none is
    loaded.
    """
    page = response.page
    until = response.period if response.periods else page.view.period
    parameters = {
        "indicators": [ANSWERED_999],
        "levels": ["mps"],
        "areas": [],
        "until": until,
    }
    every = page.estimates_of("over_time", parameters)
    rows = every.dropna(subset=["value"])
    if rows.empty:
        return None
    ahead = year_ahead(of_calls(response), every["period_end"].max())
    row, goal = (
        rows.iloc[-1],
        page.store.query("targets").query("indicator == @ANSWERED_999").tail(1),
    )
    target = None if goal.empty else goal.iloc[0]
    events, breaks, notes = marks(page, ANSWERED_999, rows)
    return page.panel(
        "answering",
        title=f"{page.text(ANSWERED_999, row['value'])} of 999 calls were answered within 10 seconds",
        subtitle=(
            "999 calls answered within 10 seconds, per cent, MPS alone, months to"
            f" {month(row['period_end'])}{ahead.subtitle}"
        ),
        reading=_answering_reading(response, row, target) + ahead.sentence,
        figure=_answering_figure(page, rows, target, events, breaks, ahead),
        table=_answering_table(rows),
        indicators=[ANSWERED_999],
        releases=rows["release"].unique(),
        query="over_time",
        parameters=parameters,
        notes=(
            f"{ALONE}.",
            *_published_notes(rows),
            *([] if target is None else [target["note"]]),
            *notes,
            *ahead.notes,
        ),
    )


def _answering_figure(
    page: Page,
    rows: pd.DataFrame,
    target: pd.Series | None,
    events: list,
    breaks: list,
    ahead: YearAhead,
) -> Any:
    """The share by month, the shares that were made public marked among ``events``."""
    share_events = [
        (pd.Timestamp(day), f"{share} published")
        for day, share in PUBLISHED_SHARES.items()
        if rows["period_end"].min() <= pd.Timestamp(day) <= rows["period_end"].iloc[-1]
    ]
    return lines(
        series(rows.assign(label="MPS")),
        unit="%",
        decimals=1,
        highlight="MPS",
        events=sorted([*events, *share_events]),
        breaks=breaks,
        target=target_line(rows, target),
        ahead=ahead.bands,
        dark=page.dark,
    )


def _published_notes(rows: pd.DataFrame) -> list[str]:
    drawn = sorted(set(rows["period_end"].dt.strftime("%Y-%m-%d")) & set(PUBLISHED_SHARES))
    months = " and ".join(f"{month(pd.Timestamp(day))} ({PUBLISHED_SHARES[day]})" for day in drawn)
    return [f"Marked as published: the share made public for {months}."] if drawn else []


def _answering_reading(response: Response, row: pd.Series, target: pd.Series | None) -> str:
    words = (
        f"{capitalise(in_words(row))}, {figure_words(response.page, row)} of {row['denominator']:,.0f} 999"
        " calls were "
    )
    words += f"answered within 10 seconds. {change_sentence(row)}"
    if target is not None:
        gap = abs(row["value"] - target["value"])
        side = "below" if row["value"] < target["value"] else "above"
        goal = f"{response.page.text(ANSWERED_999, target['value'])} by {month(target['date'])}"
        words += f" It is {gap:.1f} points {side} the target of {goal}."
    return (
        f"{words} {ALONE}{', so no chosen borough is drawn' if response.page.view.areas else ''}."
    )


def _answering_table(rows: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "Month ends": rows["period_end"].dt.strftime("%Y-%m-%d"),
            "Answered within 10 seconds, per cent": rows["value"].round(1),
            "Lower 95%": rows["lower"].round(2),
            "Upper 95%": rows["upper"].round(2),
            "Change on year, points": rows["change"].round(1),
            "999 calls": rows["denominator"],
        }
    )
    return table.iloc[::-1].reset_index(drop=True)
