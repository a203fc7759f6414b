"""What is said of rare offences: spells, what stands out, and how it is found."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.panels.borough.rare_data import RareOffences
from dashboard.stats.control_chart import FULL, LEAST
from dashboard.stats.control_rules import RUN
from dashboard.text import capitalise, count_things, join_names, month

STATUS_WORDS = {
    "full": "yes",
    "trial": f"yes, limits from fewer than {FULL} spells",
    "too few": f"no, fewer than {LEAST} spells",
    "not rare": "no, more than half of months have it",
    "none": "no, none recorded",
}
"""Whether a series is judged, by its status."""
_NOT_JUDGED = {
    "too few": f"Fewer than {LEAST} spells have both ends, too few to judge.",
    "not rare": "More than half have one, so spells tell little.",
    "none": "There is nothing to judge.",
}
_MOST_TOLD = 3
METHOD = (
    "A g chart. A month with at least one offence ends a spell, however many it holds; the months"
    " without one before it are its length.",
    "Files give counts by month and no dates, so days between offences are not known.",
    "The steady rate is the share of months with the offence. The median and the upper limit are"
    " those of the geometric distribution: one spell in 1,000 passes the limit.",
    f"A spell beyond the limit stands out, and so do {RUN} in a row longer, or shorter, than the"
    " median. An open spell counts as at least as long as it is.",
    f"A ward is judged where at most half of the months have the offence and {LEAST} spells have"
    " both ends. No spell crosses a break of the series.",
    "A ward is named where what stands out is too unlikely under a steady rate, all wards tested at"
    " once. Of those named at most 5% are expected to be false (Benjamini and Hochberg, 1995).",
    "Seasons and the lengths of months are not taken out. The tests find few changes: a rate that"
    " trebles in 24 months is hardly ever named.",
    "Benneyan (2001), Health Care Management Science 4, 305-318; Woodall and Driscoll (2015).",
)


def rule_sentence(row: Any) -> str:
    """What stands out in a row of ``RareOffences.series``, as a sentence without the ward."""
    since, until = month(row.since), month(row.until)
    if row.rule == "beyond":
        is_open = row.until == row.end and row.open == row.size
        least = "at least " if is_open else ""
        return (
            f"no offence for {least}{count_things(row.size, 'month')} to {until}, longer than usual"
        )
    side = "shorter" if row.rule == "short_run" else "longer"
    return f"{row.size} spells in a row {side} than usual, {since} to {until}"


def board_title(rare: RareOffences) -> str:
    """At most ten words on which wards stand out."""
    name, rows = rare.offence["name"], rare.series
    named = list(dict.fromkeys(rows.loc[rows["named"], "name"]))
    if named:
        where = named[0] if len(named) == 1 else f"{len(named)} of {len(rare.wards)} wards"
        return f"{name}: unusual spells in {where}"
    judged = rows[rows["chance"].notna()]
    if len(judged):
        last = judged["end"].max()
        if last < rows["end"].max():
            return f"{name}: no ward stood out to {month(last)}"
        return f"{name}: no ward stands out"
    if (rows["status"] == "not rare").all():
        return f"{name} is not rare in any ward"
    return f"{name}: too few spells to judge any ward"


def board_reading(rare: RareOffences) -> str:
    """How many wards can be judged, what stands out in those named, and the longest open spell."""
    rows = rare.series
    judged_rows = rows[rows["chance"].notna()]
    parts = [_judged_words(rows)]
    named = rows[rows["named"]]
    told = named.head(_MOST_TOLD).itertuples(index=False)
    parts += [f"{row.name}: {rule_sentence(row)}." for row in told]
    if len(named) > _MOST_TOLD:
        parts.append(f"{len(named) - _MOST_TOLD} more are in the table.")
    if len(judged_rows) and named.empty:
        parts.append(_unnamed_words(judged_rows))
    parts.append(_longest_open(rare))
    if len(judged_rows):
        parts.append("Months of one ward are few, so most changes would not show.")
    return " ".join(part for part in parts if part)


def _judged_words(rows: pd.DataFrame) -> str:
    """In how many wards the offence can be judged, and until when in a series that has ended."""
    judged, last = rows[rows["chance"].notna()], rows["end"].max()
    counts: list[str] = []
    for _, series in reversed(list(judged.groupby("segment"))):
        ended = series["end"].max()
        until = f" up to {month(ended)}" if ended < last else ""
        of = "" if counts else f" of {count_things(rows['ward'].nunique(), 'ward')}"
        counts.append(f"in {len(series)}{of}{until}")
    if not counts:
        return "No ward has enough spells of an offence that is rare there."
    return f"The offence is rare, with enough spells to be judged, {join_names(counts)}."


def _unnamed_words(judged: pd.DataFrame) -> str:
    """What is said where no ward is named: nothing meets a rule, or what does may be chance."""
    unsure = judged.loc[judged["rule"] != "", "name"].drop_duplicates()
    if unsure.empty:
        return "None of them is unusual."
    return (
        f"What stands out in {join_names(sorted(unsure), most=2)} may be chance, as so many wards"
        " are tested."
    )


def _longest_open(rare: RareOffences) -> str:
    """The wards that have had none for longest, in months up to the last and within the latest
    segment, as no spell crosses a break; '' where all had one in the last month.
    """
    rows = rare.series[rare.series["segment"] == rare.series["segment"].max()]
    longest = int(rows["open"].max())
    if not longest:
        return ""
    quiet = rows[rows["open"] == longest]
    least = "at least " if longest == quiet["months"].max() else ""
    return (
        f"The longest time without one up to {month(rows['end'].max())} is"
        f" {least}{count_things(longest, 'month')}, in {join_names(sorted(quiet['name']), most=2)}."
    )


def ward_title(name: str, offence: str, rows: pd.DataFrame) -> str:
    """At most ten words on one ward, from its rows of ``RareOffences.series``."""
    low = offence[:1].lower() + offence[1:]
    if rows["named"].any():
        return f"{name}: unusual spells of {low}"
    judged = rows[rows["chance"].notna()]
    if len(judged):
        last = judged["end"].max()
        until = "" if last == rows["end"].max() else month(last)
        return f"{name}: usual spells {f'to {until}' if until else f'of {low}'}"
    if (rows["status"] == "none").all():
        return f"{name}: no {low} recorded"
    if (rows["status"] == "not rare").all():
        return f"{name}: {low} is not rare"
    return f"{name}: too few spells to judge"


def ward_reading(rows: pd.DataFrame) -> str:
    """One ward, from its rows of ``RareOffences.series``, newest first: how many months had an
    offence, the open spell, and limits and what stands out in each series that is judged.
    """
    series = list(rows.itertuples(index=False))
    last = series[0]
    parts = [
        f"{last.events} of {count_things(last.months, 'month')} from {_span(last)} had an offence.",
        _NOT_JUDGED.get(last.status, ""),
        _open_words(last.open),
    ]
    judged_rows = [row for row in series if row.status in ("full", "trial")]
    for row in judged_rows:
        parts += [
            _limit_words(row, "" if row is last else f"From {_span(row)} "),
            _found_words(row),
        ]
    if judged_rows and not any(row.named for row in judged_rows):
        parts.append("Most changes would not show in so few months.")
    return " ".join(part for part in parts if part)


def _span(row: Any) -> str:
    return f"{month(row.start)} to {month(row.end)}"


def _limit_words(row: Any, span: str) -> str:
    months = f"at most {count_things(int(row.median), 'month')}" if row.median else "no month"
    return (
        f"{capitalise(f'{span}a steady rate')} gives spells of {months} half of the time. One spell"
        f" in 1,000 passes {count_things(int(row.limit), 'month')}."
    )


def _found_words(row: Any) -> str:
    if not row.rule:
        return "Nothing stands out."
    chance = "" if row.named else " Among so many wards that may be chance."
    return f"{capitalise(rule_sentence(row))}.{chance}"


def _open_words(open_months: int) -> str:
    if not open_months:
        return ""
    one = open_months == 1
    words = "The last month" if one else f"The last {open_months} months"
    return f"{words} had none, so the open spell lasts at least that long."
