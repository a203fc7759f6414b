"""Definitions, sources and checks in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.panels.common.page import METHODS
from dashboard.text import count_things, month

KEPT, NOT_RUN = "kept", "not run"
BETTER = {
    "higher": "higher is better",
    "lower": "lower is better",
    "neutral": "neither higher nor lower is better",
}


LEVEL_NAMES = {"mps": "MPS", "bcu": "BCU", "borough": "borough", "ward": "ward"}


COUNTING_RULES = {
    "survey": "Respondents who gave the answer, over all respondents asked",
    "proportion": "Those that meet the definition, over all that were counted",
    "rate": "Events recorded in the period, over the residents of the area",
    "ratio": "The first count of the definition, over the second",
    "areas_below": "Wards below the minimum, over all wards with figures",
    "count": "A count, without a denominator",
    "published": "A statistic that the source publishes itself, without a denominator here",
}
"""Method -> its numerator and denominator in words."""


LEVELS_COUNTED = {
    "ward": ("ward", "wards"),
    "borough": ("borough", "boroughs"),
    "bcu": ("BCU", "BCUs"),
    "mps": ("figure for London", "figures for London"),
}
"""Level -> its name in singular and plural, the finest first."""


WHAT_TO_DO = {
    "error": "Do not quote it: the analyst who loads the data has to correct the file.",
    "warning": "Check it with the publisher before it is quoted.",
    "note": "Nothing to do: the figures allow for it.",
}
"""Severity of a finding -> what a reader does about it."""


PERIODS = {
    "published": "the source's own periods",
    "month": "calendar months",
    "quarter": "calendar quarters",
    "year": "12 months ending at each month",
}


REFERENCES = {
    "survey": "Wilson (1927), J Am Stat Assoc 22:209-212; Kish (1965), Survey Sampling",
    "proportion": "Wilson (1927), J Am Stat Assoc 22:209-212",
    "rate": "Breslow and Day (1987), Statistical Methods in Cancer Research II",
}


FORMULAS = (
    (
        "Figure",
        (
            "multiplier × numerator ÷ denominator, both added up first; percentages are never"
            " averaged."
        ),
    ),
    (
        "Wilson interval (proportion, survey)",
        (
            "(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96; for a "
            "survey n = base ÷ design effect. Wilson (1927); Kish (1965)."
        ),
    ),
    (
        "Poisson interval (rate)",
        (
            "exact below 10 events; Byar from 10: O(1 − 1/9O − z/3√O)³ to (O+1)(1 − 1/9(O+1) +"
            " z/3√(O+1))³, over the denominator. Breslow and Day (1987). Where the area's own"
            " months vary φ times as much as chance gives, φ > 1, O is the count over φ, z is"
            " Student's t and the limits are times φ. McCullagh and Nelder (1989)."
        ),
    ),
    (
        "Rounding (survey)",
        (
            "v − √((v − lower)² + z²r²/12) to v + √((upper − v)² + z²r²/12) for a figure v that the"
            " publisher rounds to steps of r. Sheppard (1898)."
        ),
    ),
    (
        "Change and difference",
        (
            "d − √((a − a_lower)² + (b_upper − b)²) to d + √((a_upper − a)² + (b − b_lower)²), d ="
            " a − b. Zou and Donner (2008), Stat Med 27:1693-1702; on Wilson limits Newcombe's"
            " method 10 (1998)."
        ),
    ),
    ("Published statistic", "the source's own limits, as it states them."),
    ("Complete counts and their ratios", "no interval: nothing was sampled."),
    (
        "Comparison",
        (
            "different where the whole 95% interval lies on one side of the comparator, taken as"
            " fixed."
        ),
    ),
)
"""Name and formula of each method, as docs/methods.md has them."""


def result_words(rows: int | None) -> str:
    """What a check found: kept, not run, or how many rows broke it."""
    if rows is None:
        return NOT_RUN
    return f"broken by {rows:,} row{'' if rows == 1 else 's'}" if rows else KEPT


def method_words(row: Any) -> str:
    """An indicator's method, its interval and where that comes from, from columns method and
    design_effect.
    """
    method, effect = (
        row.method,
        (f"; design effect {row.design_effect:g}" if row.method == "survey" else ""),
    )
    reference = f" Source: {REFERENCES[method]}{effect}." if method in REFERENCES else ""
    return f"{method.replace('_', ' ')}: {METHODS[method]}{reference}"


def counted_words(row: Any) -> str:
    """An indicator's numerator and denominator, from columns method and multiplier."""
    times = f", times {row.multiplier:g}" if row.multiplier != 1 else ""
    return f"{COUNTING_RULES[row.method]}{times}."


def base_words(row: Any) -> str:
    """What is withheld of an indicator, from columns least_base and withhold_below."""
    sentences = []
    if row.least_base:
        sentences.append(f"At least {row.least_base} people or incidents asked or counted.")
    if row.withhold_below:
        sentences.append(f"Counts from 1 to {row.withhold_below - 1} are withheld.")
    return " ".join(sentences) or "No figure is withheld."


def freshness_words(releases: int, last: pd.Timestamp | None, days: int, at: dt.date) -> str:
    """'up to date', 'late: the last period ended 150 days before, 120 allowed' or what there is
    not.
    """
    if not releases:
        return "nothing received: declared, not started"
    if last is None or pd.isna(last):
        return "received; it has no periods"
    age = (at - last.date()).days
    return (
        f"late: the last period ended {age} days before, {days} allowed"
        if age > days
        else "up to date"
    )


def days_text(column: pd.Series) -> list[str]:
    """Days as '2023-06-30', and '' where there is none."""
    return ["" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in column]


def levels_text(levels: Any) -> str:
    """Levels by their names, with commas."""
    return ", ".join(LEVEL_NAMES[level] for level in levels)


def kind_words(demonstration: pd.Series, is_received: pd.Series | None = None) -> list[str]:
    """'published' or 'DEMONSTRATION DATA' of each row; what was not received is neither."""
    there = [True] * len(demonstration) if is_received is None else list(is_received)
    words = demonstration.map({True: "DEMONSTRATION DATA", False: "published"})
    return [word if r else "" for word, r in zip(words, there, strict=True)]


def coverage_words(coverage: pd.DataFrame) -> str:
    """'18 periods since March 2019', from columns periods and first_period of each level."""
    periods, first = int(coverage["periods"].max()), coverage["first_period"].min()
    return f"{count_things(periods, 'period')} since {month(first.date())}"


def findings_words(counts: Mapping[str, int]) -> str:
    """'1 warning, 2 notes' from the number of findings of each severity, or 'none'."""
    sentences = [count_things(counts[name], name) for name in WHAT_TO_DO if counts.get(name)]
    return ", ".join(sentences) or "none"
