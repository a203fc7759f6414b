"""The safeguarding dip sample: awaited, or as it was read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.outcomes.data import (
    until,
)
from dashboard.text import capitalise, day, month, period_words

SAMPLE = "safeguarding_missed_risk"
REQUEST_DAY = dt.date(2023, 4, 28)
"""The board that asked for the sample, and was told that it had not started."""


@chart("outcomes", "safeguarding", order=9)
@once
def safeguarding(page: Page) -> Panel:
    """Cases of the dip sample in which a safeguarding risk was missed; what is awaited where there
    is no file yet.
    """
    parameters: dict[str, Any] = {
        "indicators": [SAMPLE],
        "areas": ["MPS"],
        "until": until(page),
    }
    rows = page.estimates_of("latest", parameters)
    parts = _parts_of_sample(page, rows.iloc[0]) if len(rows) else _parts_without_sample(page)
    title, subtitle, reading, table = parts
    return page.panel(
        "safeguarding",
        title=title,
        subtitle=subtitle,
        reading=reading,
        table=table,
        indicators=[SAMPLE],
        releases=rows["release"].unique(),
        query="latest",
        parameters=parameters,
        notes=(
            (
                "A dip sample is small and chosen for learning: its share is no estimate for all"
                " cases unless the cases were drawn at random."
            ),
        ),
    )


def _parts_without_sample(page: Page) -> tuple[str, str, str, pd.DataFrame]:
    last = until(page)
    if last is not None and page.with_figures([SAMPLE]):
        when = month(last)
        reading = (
            f"The dip sample has figures only for a later period than {when}; choose a later"
            " period."
        )
        return (
            f"No dip sample by {when}",
            f"Safeguarding dip sample, MPS, {when}",
            reading,
            _awaiting("later period"),
        )
    reading = (
        "no figures have been received. Once the MPS sends them, an analyst fills in the template of"
        " the dip sample and loads it."
    )
    if page.view.as_at is None or page.view.as_at >= REQUEST_DAY:
        reading = f"It had not started at the time of the meeting of {day(REQUEST_DAY)}: {reading}"
    return (
        "No dip sample received",
        "Cases with a missed safeguarding risk, MPS",
        capitalise(reading),
        _awaiting("not received"),
    )


def _awaiting(state: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Awaited": ["Cases sampled", "Cases with a missed risk"],
            "State": [state, state],
            "In the template": ["cases_sampled", "cases_with_missed_risk"],
        }
    )


def _parts_of_sample(page: Page, row: pd.Series) -> tuple[str, str, str, pd.DataFrame]:
    when = period_words(row["period_start"].date(), row["period_end"].date())
    subtitle = f"Cases with a missed safeguarding risk, per cent of cases sampled, MPS, {when}"
    table = pd.DataFrame(
        {
            "Period": [when],
            "Cases sampled": [row["denominator"]],
            "Cases with a missed risk": [row["numerator"]],
            "Per cent": [row["value"]],
            "Lower 95%": [row["lower"]],
            "Upper 95%": [row["upper"]],
        }
    ).round(1)
    if pd.isna(row["value"]):
        least = int(page.indicators.loc[SAMPLE, "withhold_below"])
        reading = (
            f"The figure of the dip sample for {when} is withheld: fewer than {least} cases had a"
            " missed risk."
        )
        return (
            "The dip sample's figure is withheld",
            subtitle,
            reading,
            table[["Period"]].assign(State="withheld"),
        )
    missed_risks, cases = f"{row['numerator']:,.0f}", f"{row['denominator']:,.0f}"
    reading = (
        f"A safeguarding risk had been missed in {missed_risks} of the {cases} cases sampled,"
        f" {page.text(SAMPLE, row['value'])} (95% interval"
        f" {page.interval(SAMPLE, row['lower'], row['upper'])}), {when}."
    )
    return f"A risk was missed in {missed_risks} of {cases} cases", subtitle, reading, table
