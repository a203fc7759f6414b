"""What is said of a projection: its title, the chance of the target, and what its bands rest on."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.ahead import chance_text
from dashboard.panels.response.heading import Heading
from dashboard.stats.back_test import LEVELS
from dashboard.stats.projection import METHODS
from dashboard.text import (
    capitalise,
    choose_title,
    month,
    period_words,
    share_text,
    signed_text,
)

NOT_A_TARGET = (
    "A projection says where figures would go if what moved them so far goes on. It is no target,"
    " no plan and no promise, and a decision not yet taken is not in it."
)
_REFERENCES = (
    "Bands: split conformal prediction with rank (n + 1) p (Vovk, Gammerman and Shafer, 2005; Lei"
    " et al, 2018, J Am Stat Assoc 113:1094-1111), read as past bands taught (adaptive conformal"
    " inference: Gibbs and Candès, 2021). Forecasts: Hyndman and Athanasopoulos (2021),"
    " Forecasting: Principles and Practice; rolling origins: Tashman (2000), Int J Forecast"
    " 16:437-450."
)


def at_target(heading: Heading) -> pd.Series | None:
    """The row of the projection at the target's date; None where that is past, met or further than
    is projected.
    """
    goal, ahead = heading.target, heading.projection.ahead
    if (
        goal is None
        or ahead is None
        or "chance" not in ahead
        or heading.projection.needed_change is None
    ):
        return None
    there = ahead[ahead["period_end"] >= goal["date"]]
    return None if there.empty else there.iloc[0]


def title_of(heading: Heading) -> str:
    """At most ten words: the chance of the target on its date, else where 80 in 100 figures would
    lie; the month gives way where there are more.
    """
    projection = heading.projection
    if projection.ahead is None:
        return f"{heading.indicator_row['short']} cannot be projected"
    there = at_target(heading)
    if there is not None and heading.target is not None:
        goal = heading.text(float(heading.target["value"]))
        return (
            f"Chance of {goal} by {month(heading.target['date'])}:"
            f" {chance_text(float(there['chance']))}"
        )
    end = projection.ahead.iloc[-1]
    low, high = heading.text(end["lower_80"]), heading.text(end["upper_80"])
    words = f"{heading.indicator_row['short']}: probably {low.removesuffix(' minutes')} to {high}"
    return choose_title(f"{words}, {month(end['period_end'])}", words)


def when_words(heading: Heading, end: pd.Timestamp) -> str:
    """The period that ends on ``end``: 'June 2024', or 'April to June 2024' of quarters."""
    if heading.period != "quarter":
        return month(end)
    return period_words((end - pd.DateOffset(months=2)).replace(day=1), end)


def likely_sentence(heading: Heading, place: str = "") -> str:
    """Where 80 in 100 figures would lie at the end of what is projected; '' where nothing is."""
    ahead = heading.projection.ahead
    if ahead is None:
        return ""
    end = ahead.iloc[-1]
    when = f"{when_words(heading, end['period_end'])}{f', {place}' if place else ''}"
    return (
        f"Projected for {when}: {heading.text(end['value'])}, probably between"
        f" {heading.text(end['lower_80'])} and {heading.text(end['upper_80'])} (80 in 100 cases)."
    )


def chance_sentence(heading: Heading) -> str:
    """The chance of the target on its date and the path needed, in words no stronger than past
    errors allow.
    """
    goal, ahead, change = heading.target, heading.projection.ahead, heading.projection.needed_change
    if goal is None or ahead is None or "chance" not in ahead:
        return "No target is declared for it."
    words = f"the target of {heading.text(float(goal['value']))} by {month(goal['date'])}"
    end, last = ahead.iloc[-1], heading.rows["period_end"].iloc[-1]
    then = (
        f"the chance of being there in {month(end['period_end'])} is"
        f" {chance_text(float(end['chance']))}"
    )
    if change is None:
        state = "has passed its date" if goal["date"] <= last else "is met by the last figure"
        return f"{words[0].upper()}{words[1:]} {state}; {then}, as far as past errors tell."
    path = f"it needs {signed_text(change, 1)} {heading.points} a {heading.period} from now on"
    there = at_target(heading)
    if there is None:
        return (
            f"{words[0].upper()}{words[1:]} lies further ahead than is projected: {path}; {then}."
        )
    chance = chance_text(float(there["chance"]))
    return f"Past errors give {words} a chance of {chance} on that date. {capitalise(path)}."


def back_test_reading(heading: Heading) -> tuple[str, str]:
    """Title and reading of a back-test."""
    projection = heading.projection
    if projection.band_coverage is None or projection.scores is None:
        return "There is no forecast to test", projection.sentence
    method = METHODS[projection.method][0]
    best = (
        "A simple forecast did best"
        if projection.naive_won
        else "The model beat both simple forecasts"
    )
    title = f"{best} on past {heading.period}s"
    if projection.band_coverage.empty:
        return title, f"{projection.sentence} No band could be tested: too few outcomes are known."
    held = {
        r.level: f"{r.covered} of {r.tested} ({share_text(r.covered, r.tested)})"
        for r in projection.band_coverage.itertuples()
    }
    told = "; ".join(f"{level}% band, {held[level]}" for level in LEVELS if level in held)
    return (
        title,
        (
            f"Past outcomes that lay within the bands, for {method}: {told}."
            f" {projection.sentence} Outcomes overlap, so they count for less than as many separate"
            " ones."
        ),
    )


def band_notes(heading: Heading) -> list[str]:
    """Rule, inputs and reference of the bands."""
    projection, band = heading.projection, heading.projection.band
    if band is None:
        return []
    read = ", ".join(f"{100 * at:.0f}" for at in band.read_at)
    scale = "log-odds" if heading.kind == "share" else "logarithm"
    first, last = (month(heading.rows_since_break["period_end"].iloc[i]) for i in (0, -1))
    return [
        (
            f"Rule: of three forecasts tried from every past {heading.period}, the one that missed"
            " least is shown, and a naive one where they are level. Here it is"
            f" {METHODS[projection.method][0]}."
        ),
        (
            f"Inputs: {len(heading.rows_since_break)} figures, {first} to {last}, on the {scale} scale."
            f" The bands rest on {band.count} errors one {heading.period} ahead, which grow with the"
            f" {heading.period}s ahead to the power {band.growth:.2f}. Bands of 50, 80 and 95% are"
            f" read at {read}% of them, as past bands held more or fewer than they promise."
        ),
        _REFERENCES,
    ]
