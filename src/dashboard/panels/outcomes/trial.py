"""Did the trial work?

The detection rate of the BCU on trial against the other BCUs', before and during.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.gaps import gaps
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.outcomes.data import is_shown, offence, series_parameters
from dashboard.panels.outcomes.detections import be
from dashboard.panels.outcomes.trial_data import TrialComparison, compare_trial, estimates
from dashboard.panels.outcomes.trial_text import Beside
from dashboard.stats.intervals import wilson
from dashboard.text import day, month, rounded_gap

METHOD = (
    "Difference in differences: the BCU's change less the mean change of the others, each side all"
    " detections over all offences of its quarters. The interval takes the BCU as one more draw"
    " from where the others came from, so it counts chance between BCUs (Donald and Lang, 2007;"
    " Conley and Taber, 2011)."
)
OTHER_STARTS_NOTE = (
    "The same with the start moved by a quarter or two either way, and for offences that it was not"
    " tried for. What moves those as much is not the trial (placebo outcomes; Abadie, Diamond and"
    " Hainmueller, 2010)."
)
TRUE_COUNTS = (
    "Worked out from all counts when the database is built, those withheld among them. It is then"
    " rounded, to half a point where counts are withheld, so that each of these can still be whatever"
    " it could be before."
)
CHOICE_NOTE = (
    "One BCU was chosen, not drawn by lot: whatever else set it apart in those quarters is in the"
    " difference too. The record also names dedicated lawyers at the CPS and the attention of"
    " leaders, which were not confined to it."
)


@chart("outcomes", "trial", order=2, section="trial")
@once
def difference(page: Page) -> Panel | None:
    """The difference found for the BCU on trial beside other starts and other offences; None for no
    trial recorded.
    """
    comparison = compare_trial(page)
    if comparison is None:
        return None
    every = estimates(page)
    begun = is_shown(page, comparison.trial["start"].date())
    rows = every[every["step"].notna() & begun]
    main = rows[(rows["indicator"] == offence(page)) & (rows["shift"] == 0)]
    if main.empty:
        title, table, figure = "The trial cannot be compared yet", _with_estimates(comparison), None
        reading = _not_told(page, comparison, every)
    else:
        row, beside = main.iloc[0], Beside(page, every)
        title, reading = beside.title(comparison.name, row), beside.reading(comparison, row)
        drawn, table = beside.gap_rows(), beside.table()
        figure = gaps(
            drawn,
            unit="percentage points",
            decimals=1,
            comparator_label="other BCUs",
            dark=page.dark,
        )
    return page.panel(
        "trial",
        title=title,
        reading=reading,
        table=table,
        figure=figure,
        subtitle=_subtitle(page, comparison, main),
        indicators=[offence(page)],
        releases=comparison.rows["release"].unique(),
        query="trial_estimates",
        parameters={},
        notes=(METHOD, OTHER_STARTS_NOTE, TRUE_COUNTS, CHOICE_NOTE, _source(comparison)),
    )


def _not_told(page: Page, comparison: TrialComparison, every: pd.DataFrame) -> str:
    """Why no difference is given."""
    words = f"{comparison.name}, where {comparison.trial['title']}, is to be set against the other BCUs. "
    if not is_shown(page, comparison.trial["start"].date()):
        return (
            f"{words}The figures shown end before the trial began on"
            f" {day(comparison.trial['start'].date())}."
        )
    own = every[(every["indicator"] == offence(page)) & (every["shift"] == 0)]
    if len(own):
        return (
            f"{words}The difference is not shown for this day. With the figures of other days, a"
            " reader could work out a count that is withheld."
        )
    return (
        words + comparison.estimate.sentence
        if comparison.estimate.areas is None
        else f"{words}The build holds no estimate of it."
    )


def _subtitle(page: Page, comparison: TrialComparison, main: pd.DataFrame) -> str:
    name = page.indicators.loc[offence(page), "name"]
    if main.empty:
        return f"{name}, by BCU"
    row = main.iloc[0]
    return (
        f"{name}, points: change from {row['quarters_before']} quarters before"
        f" {day(row['start'].date())} to {row['quarters_during']} after, less that of"
        f" {row['areas'] - 1} other BCUs"
    )


def _span(rows: pd.DataFrame) -> str:
    """'12 quarters to March 2022'."""
    count = int(rows["period_end"].nunique())
    if not count:
        return "no quarters"
    return f"{count} quarter{'' if count == 1 else 's'} to {month(rows['period_end'].max().date())}"


def _withheld_sentence(comparison: TrialComparison) -> str:
    hidden = comparison.rows["withheld"].notna()
    if not hidden.any():
        return ""
    own = int((hidden & (comparison.rows["area"] == comparison.trial["area"])).sum())
    return (
        f" {hidden.sum()} of {len(hidden)} BCU quarters {be(int(hidden.sum()))} withheld and left"
        f" out, {own or 'none'} of them {comparison.name}'s."
    )


def _withheld_words(comparison: TrialComparison) -> str:
    """What withheld quarters do to a rate, and which quarters come too late to tell a difference."""
    words = _withheld_sentence(comparison)
    if words:
        words += " Low counts are withheld, so a rate with such gaps leans high."
    if comparison.late and pd.notna(comparison.trial["rolled_out"]):
        many = (
            "A later quarter is"
            if comparison.late == 1
            else f"{comparison.late} later quarters are"
        )
        when = day(comparison.trial["rolled_out"].date())
        words += f" {many} left out: by {when} every BCU was being given the approach."
    return words


def _source(comparison: TrialComparison) -> str:
    told = comparison.trial
    end = f"its end on {day(told['end'].date())}" if pd.notna(told["end"]) else "no end"
    return (
        f"From the record of {day(told['meeting'].date())}, paragraph {told['paragraph']}; declared"
        f" in data/declared/trials.toml with its start on {day(told['start'].date())} and {end}."
    )


def _with_estimates(comparison: TrialComparison) -> pd.DataFrame:
    """One row a BCU: how many quarters have a figure on each side, where nothing can be compared."""
    held = comparison.rows["numerator"].notna()
    of = comparison.rows.groupby("name").agg(withheld=("withheld", "count")).reset_index()
    sides = {
        label: comparison.rows[held & side].groupby("name").size()
        for label, side in (("before", comparison.before), ("during", ~comparison.before))
    }
    counts = {
        f"Quarters {label} with a figure": of["name"].map(n).fillna(0).astype(int)
        for label, n in sides.items()
    }
    return pd.DataFrame({"BCU": of["name"], **counts, "Quarters withheld": of["withheld"]})


@chart("outcomes", "trial_periods", order=3, section="trial_periods")
@once
def before_and_during(page: Page) -> Panel | None:
    """Each BCU before and during, with the numbers behind it; None where nothing can be compared."""
    comparison = compare_trial(page)
    if comparison is None or comparison.estimate.areas is None:
        return None
    areas = comparison.estimate.areas
    own, others = areas[areas["on_trial"]].iloc[0], areas[~areas["on_trial"]]
    mean = others[["before", "during", "change"]].mean()
    before, during = (
        _span(comparison.rows[comparison.before]),
        _span(comparison.rows[~comparison.before]),
    )
    reading = (
        f"Before: {before}; during: {during}. {comparison.name} went from {own['before']:.1f}% to"
        f" {own['during']:.1f}%; the other {len(others)} went from {mean['before']:.1f}% to"
        f" {mean['during']:.1f}% on average, each weighing alike.{_withheld_words(comparison)}"
    )
    return page.panel(
        "trial_periods",
        title=f"{comparison.name}: {own['before']:.1f}% before, {own['during']:.1f}% during the trial",
        subtitle=(
            f"{page.indicators.loc[offence(page), 'name']}, per cent, {len(areas)} BCUs, before"
            f" ({before}) and during ({during})"
        ),
        reading=reading,
        table=_sides(page, comparison, areas, mean),
        indicators=[offence(page)],
        releases=comparison.rows["release"].unique(),
        query="bcu_series",
        parameters=series_parameters(page),
        notes=(
            (
                "Quarters that are withheld are in neither sum, so no sum gives one away. The chart"
                " above counts them."
            ),
            _source(comparison),
        ),
    )


def _sides(
    page: Page, comparison: TrialComparison, areas: pd.DataFrame, mean: pd.Series
) -> pd.DataFrame:
    """One row a BCU, that on trial first, then by change; last the mean of the others."""
    rows = areas.sort_values(["on_trial", "change"], ascending=False)
    limits = {
        side: wilson(rows[f"{side}_numerator"], rows[f"{side}_denominator"])
        for side in ("before", "during")
    }
    text = {
        side: [f"{100 * low:.1f} to {100 * high:.1f}" for low, high in zip(*both, strict=True)]
        for side, both in limits.items()
    }
    withheld_counts = comparison.rows[comparison.rows["withheld"].notna()].groupby("area").size()
    table = pd.DataFrame(
        {
            "BCU": rows["area"].map(page.names) + np.where(rows["on_trial"], " (on trial)", ""),
            "Before, %": rows["before"].round(1),
            "During, %": rows["during"].round(1),
            "Change": [rounded_gap(r.before, r.during, 1) for r in rows.itertuples(index=False)],
            "Before, 95% interval": text["before"],
            "During, 95% interval": text["during"],
            "Detected before": rows["before_numerator"],
            "Recorded before": rows["before_denominator"],
            "Detected during": rows["during_numerator"],
            "Recorded during": rows["during_denominator"],
            "Withheld": rows["area"].map(withheld_counts).fillna(0).astype(int),
        }
    )
    last = {
        "BCU": f"Mean of the other {len(rows) - 1}",
        "Before, %": round(mean["before"], 1),
        "During, %": round(mean["during"], 1),
        "Change": rounded_gap(mean["before"], mean["during"], 1),
    }
    return pd.concat([table, pd.DataFrame([last])], ignore_index=True).astype({"Withheld": "Int64"})
