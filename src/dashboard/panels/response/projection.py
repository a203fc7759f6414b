"""Where response times and 999 answering are heading: a projection with bands, and the back-test
beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.catalogue import chart as declare_chart
from dashboard.figures.ahead import chance_text
from dashboard.figures.fan import fan
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import unit_sign
from dashboard.panels.response.calls import ALONE
from dashboard.panels.response.grades import Response
from dashboard.panels.response.heading import ANSWERED_999, Heading
from dashboard.panels.response.headings import of_calls, of_grade
from dashboard.panels.response.projection_text import (
    NOT_A_TARGET,
    back_test_reading,
    band_notes,
    chance_sentence,
    likely_sentence,
    title_of,
    when_words,
)
from dashboard.panels.response.scenario import (
    Scenario,
    make_scenario,
    scenario_columns,
    scenario_notes,
    scenario_sentence,
)
from dashboard.stats.back_test import LEVELS
from dashboard.text import count_things, month
from dashboard.view.what_if import LeverSetting

NAMES = {"projection": "back_test", "answering_projection": "answering_back_test"}
"""The chart of a projection, and that of the back-test beside it."""


def projection(
    heading: Heading | None, what_if: Sequence[LeverSetting], chart: str
) -> Panel | None:
    """What was, what is projected, the target and, where levers are moved, what is assumed; None
    without figures.
    """
    if heading is None or heading.rows.empty:
        return None
    found, goal = heading.projection, heading.target
    scenario = make_scenario(heading, what_if)
    figure = fan(
        heading.rows[["period_end", "value"]],
        found.ahead,
        unit=unit_sign(heading.indicator_row["unit"]),
        decimals=int(heading.indicator_row["decimals"]),
        label=heading.place,
        target=None if goal is None else (goal["date"], float(goal["value"])),
        what_if=None if scenario is None else scenario.table,
        events=heading.marks[0],
        breaks=heading.marks[1],
        dark=heading.page.dark,
    )
    return heading.page.panel(
        chart,
        title=title_of(heading),
        subtitle=_subtitle(heading, scenario),
        reading=_reading(heading, scenario),
        table=_table(heading, scenario),
        figure=figure,
        indicators=[heading.indicator],
        releases=heading.rows["release"].unique(),
        query="series",
        parameters=heading.parameters,
        notes=_notes(heading, scenario),
    )


def _subtitle(heading: Heading, scenario: Scenario | None) -> str:
    words = f"{heading.indicator_row['name']}, {heading.indicator_row['unit']}, {heading.place},"
    words += f" {heading.period}s to "
    words += month(heading.rows["period_end"].iloc[-1])
    if heading.projection.ahead is not None:
        words += (
            f", projected to {month(heading.projection.ahead['period_end'].iloc[-1])} in bands of 50,"
            " 80, 95%"
        )
    return f"{words}; an ASSUMPTION is drawn" if scenario else words


def _reading(heading: Heading, scenario: Scenario | None) -> str:
    projection, last = heading.projection, heading.rows.iloc[-1]
    words = f"{heading.indicator_row['name']}, {heading.place}: {heading.text(last['value'])} in "
    words += f"{when_words(heading, last['period_end'])}. "
    if projection.ahead is None:
        return words + projection.sentence
    end = projection.ahead.iloc[-1]
    words += (
        f"{likely_sentence(heading)} In 95 of 100 cases it lies between {heading.text(end['lower_95'])} and"
        f" {heading.text(end['upper_95'])}. "
    )
    words += f"{_held_at_the_end(heading)}{chance_sentence(heading)} {projection.sentence}"
    return f"{words} {scenario_sentence(heading, scenario)}" if scenario else words


def _held_at_the_end(heading: Heading) -> str:
    """How many past outcomes as far ahead as the last one projected lay in the band of 80."""
    tests = heading.projection.back_test
    if tests is None or tests.empty or not tests["tested"].iloc[-1]:
        return ""
    last = tests.iloc[-1]
    number = int(last["tested"])
    held = round(float(last["coverage_80"]) * number)
    ahead = count_things(int(last["horizon"]), heading.period)
    return f"Past bands of 80 held {held} of {number} outcomes {ahead} ahead. "


def _table(heading: Heading, scenario: Scenario | None) -> pd.DataFrame:
    """What is projected, nearest first, then what was, newest first."""
    places = int(heading.indicator_row["decimals"]) + 1
    head = f"{heading.period.capitalize()} ends"
    unit = heading.indicator_row["unit"]
    past = heading.rows.iloc[::-1]
    rows = pd.DataFrame(
        {
            head: past["period_end"].dt.strftime("%Y-%m-%d"),
            "Figure": "observed",
            unit.capitalize(): past["value"].round(places),
        }
    )
    ahead = heading.projection.ahead
    if ahead is None:
        return rows.reset_index(drop=True)
    table = pd.DataFrame(
        {
            head: ahead["period_end"].dt.strftime("%Y-%m-%d"),
            "Figure": "projected",
            unit.capitalize(): ahead["value"].round(places),
        }
    )
    for level in LEVELS:
        for side in ("lower", "upper"):
            table[f"{side.capitalize()} {level}%"] = ahead[f"{side}_{level}"].round(places)
    if "chance" in ahead:
        table["Chance of the target"] = [chance_text(chance) for chance in ahead["chance"]]
        table["Path needed"] = ahead["needed"].round(places)
    if scenario:
        table = table.assign(**scenario_columns(scenario.table, places))
    return pd.concat([table, rows], ignore_index=True)


def _notes(heading: Heading, scenario: Scenario | None) -> list[str]:
    notes = [NOT_A_TARGET]
    if heading.target is not None:
        notes.append(str(heading.target["note"]))
    elif heading.projection.ahead is not None:
        notes.append(
            "No target is declared for this measure, so no chance of meeting one is given."
        )
    if heading.marks[1]:
        notes.append("Only figures after the last declared break are projected from.")
    if heading.indicator == ANSWERED_999:
        notes.append(f"{ALONE}.")
    return [
        *notes,
        *band_notes(heading),
        *heading.marks[2],
        *(scenario_notes(heading, scenario) if scenario else []),
    ]


def back_test(heading: Heading | None, chart: str) -> Panel | None:
    """How past forecasts did, by steps ahead: error against the naive ones and the share that each
    band held.
    """
    if heading is None or heading.rows.empty:
        return None
    title, reading = back_test_reading(heading)
    subtitle = f"{heading.indicator_row['name']}, {heading.place}, forecasts from each past {heading.period} on"
    return heading.page.panel(
        chart,
        title=title,
        subtitle=subtitle,
        reading=reading,
        table=_back_test_table(heading),
        indicators=[heading.indicator],
        releases=heading.rows["release"].unique(),
        query="series",
        parameters=heading.parameters,
        notes=band_notes(heading),
    )


def _back_test_table(heading: Heading) -> pd.DataFrame:
    """One row for all steps ahead, then one a step; the reason alone where nothing was forecast."""
    projection = heading.projection
    if (
        projection.back_test is None
        or projection.scores is None
        or projection.band_coverage is None
    ):
        return pd.DataFrame({"Back-test": [projection.sentence]})
    errors = projection.scores.set_index("method")["mae"]
    steps, all_of = projection.back_test, projection.band_coverage.set_index("level")
    whole: dict[str, Any] = {
        "horizon": "all",
        "mae": errors[projection.method],
        "naive_mae": errors["naive"],
        "seasonal_mae": errors["seasonal naive"],
        "tested": int(steps["tested"].sum()),
    } | {f"coverage_{level}": all_of["share"].get(level) for level in LEVELS}
    rows = pd.concat([pd.DataFrame([whole]), steps.astype({"horizon": str})], ignore_index=True)
    places = int(heading.indicator_row["decimals"]) + 1
    table = pd.DataFrame(
        {
            f"{heading.period.capitalize()}s ahead": rows["horizon"],
            f"Error, {heading.points}": rows["mae"].round(places),
            "Last figure carried forward": rows["naive_mae"].round(places),
            "Year before": rows["seasonal_mae"].round(places),
        }
    )
    for level in LEVELS:
        table[f"{level}% band, %"] = (100 * rows[f"coverage_{level}"].astype(float)).round(0)
    return table.assign(Tested=rows["tested"])


@declare_chart("response", "projection", order=6, section="projection")
def grade_projection(page: Page) -> Panel | None:
    """Where the measure of the grade is heading, with the levers of the view moved."""
    return projection(of_grade(Response(page)), page.view.what_if, "projection")


@declare_chart("response", "back_test", order=7, section="projection")
def grade_back_test(page: Page) -> Panel | None:
    """How past forecasts of the measure of the grade did."""
    return back_test(of_grade(Response(page)), "back_test")


@declare_chart("response", "answering_projection", order=8, section="projection")
def answering_projection(page: Page) -> Panel | None:
    """Where the share of 999 calls answered in time is heading, with the levers moved."""
    return projection(of_calls(Response(page)), page.view.what_if, "answering_projection")


@declare_chart("response", "answering_back_test", order=9, section="projection")
def answering_back_test(page: Page) -> Panel | None:
    """How past forecasts of the share of 999 calls answered in time did."""
    return back_test(of_calls(Response(page)), "answering_back_test")
