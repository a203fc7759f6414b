"""Whether each group's gap from London is changing, and how many would have to be asked for a
change to be seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.gap_years import gap_years
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.trust.gaps import CAUTION, FEWEST, LONDON_ONLY, PART_OF_LONDON, Gaps, gaps_of
from dashboard.stats.flags import expected_by_chance
from dashboard.stats.gaps_over_time import NOT_KNOWN, gap_trend
from dashboard.stats.sample_size import sample_sizes
from dashboard.text import assumed_words, month, signed_text
from dashboard.view.trust import MOST_POINTS

CHANGES = {
    points: f"{points} point{'' if points == 1 else 's'}" for points in range(1, MOST_POINTS + 1)
}
"""Changes that a reader may ask for, in points -> words."""
MOST = 8
"""Groups drawn where no characteristic is chosen: those furthest from London.

The table holds all.
"""
APART = (
    "Years that end 12 months apart share no interviews. The slope is by least squares weighted by"
    " each year's own interval (Draper and Smith, 1998, ch 9): it holds the chance of who was"
    " asked, not movements about the line."
)
RULE = (
    "Widening or narrowing: the 95% interval of the slope leaves 0 out, away from or towards"
    " London. Rising or falling: the gap crossed to the other side of London. Of {n} gaps that"
    " do not change, about {by_chance:.0f} would be flagged by chance."
)
POWER = (
    "People to ask in each of two years, 12 months apart, to find such a change in the group's own"
    " figure four times in five (80% power, 5% level, either way). Cohen's method"
    " (1988, ch 6) on the arcsine scale, times the survey's design effect. A change of the gap"
    " itself needs fewer, by the group's share of those asked."
)


@chart("trust", "gaps_over_time", order=5, of=gaps_of)
@once
def over_time(gaps: Gaps) -> Panel | None:
    """Each group's gap by year with its interval; None where no gap is known."""
    if not gaps.types or gaps.london is None:
        return None
    page, indicator = gaps.attitudes.page, gaps.attitudes.indicator
    every = gaps.with_london(page.store.query("gaps_over_time", **gaps.parameters))
    every = every.assign(base_assumed=page.base_assumed(every))
    figures = gaps.apart(page.add_rounding(every))
    if gaps.type:
        figures = figures[figures["group_type"] == gaps.type]
    changes = _changes_of(figures)
    with_last = changes[changes["last_gap"].notna()]
    if with_last.empty:
        return None
    lines = (
        with_last
        if gaps.type
        else with_last.loc[with_last["last_gap"].abs().nlargest(MOST).index].sort_values("last_gap")
    )
    first = with_last.loc[with_last["last_gap"].idxmin()]
    title, reading = _words(gaps, changes, first)
    rule = RULE.format(n=len(with_last), by_chance=expected_by_chance(len(with_last)))
    return page.panel(
        "gaps_over_time",
        title=title,
        reading=reading,
        subtitle=_subtitle(gaps, lines, with_last, figures),
        table=_table(gaps, figures, changes),
        figure=_figure(gaps, figures, lines, first),
        indicators=[indicator],
        releases=every["release"].dropna().unique(),
        query="gaps_over_time",
        parameters=gaps.parameters,
        notes=(APART, rule, PART_OF_LONDON, LONDON_ONLY, *gaps.london_note),
    )


def _changes_of(figures: pd.DataFrame) -> pd.DataFrame:
    """``stats.gaps_over_time.gap_trend`` with the last gap's base beside it, furthest below London
    first.
    """
    bases = figures.sort_values("period_end").groupby(["group_type", "group_name"])["base"].last()
    moved = gap_trend(figures).join(bases, on=["group_type", "group_name"])
    return moved.sort_values(["last_gap"], kind="stable", ignore_index=True)


def _subtitle(
    gaps: Gaps, lines: pd.DataFrame, with_last: pd.DataFrame, figures: pd.DataFrame
) -> str:
    which = (
        f"by {gaps.types[gaps.type].casefold()}"
        if gaps.type
        else f"the {len(lines)} of {len(with_last)} groups furthest from London"
    )
    ends = figures["period_end"]
    span = f"12 months to {month(ends.max().date())}"
    if ends.nunique() > 1:
        span = f"years to {ends.max():%B} {ends.min():%Y} to {ends.max():%Y}"
    return f"{gaps.attitudes.options[gaps.attitudes.indicator]}, points from the London figure, {which}, {span}"


def _words(gaps: Gaps, changes: pd.DataFrame, first: pd.Series) -> tuple[str, str]:
    """Title and reading: how many gaps moved, and how the one furthest below London did."""
    name = gaps.attitudes.options[gaps.attitudes.indicator]
    flags = changes["flag"]
    reading = (
        f"{name}, {first['group_name']} respondents: {signed_text(first['last_gap'], 1)} points from"
        f" London in the 12 months to {month(first['last_end'].date())}."
    )
    if first["flag"] == NOT_KNOWN:
        reading += " There is no earlier year to set beside it."
    else:
        limits = f"{signed_text(first['slope_lower'], 1)} to {signed_text(first['slope_upper'], 1)}"
        reading += (
            f" It was {signed_text(first['first_gap'], 1)} in the 12 months to"
            f" {month(first['first_end'].date())}: {signed_text(first['slope'], 1)} points a year (95%"
            f" interval {limits}), {first['flag']}."
        )
    count = int((flags != NOT_KNOWN).sum())
    if not count:
        return "No gap has an earlier year to compare with", reading
    parts = {
        flag: changes.loc[flags == flag, "group_name"]
        for flag in ("widening", "narrowing", "rising", "falling")
    }
    listed = "; ".join(f"{flag}: {', '.join(names)}" for flag, names in parts.items() if len(names))
    reading += (
        f" Of {count} groups, {listed}."
        if listed
        else f" None of the {count} gaps clearly changed."
    )
    wide, narrow = len(parts["widening"]), len(parts["narrowing"])
    since = f"{changes['first_end'].min():%Y}"
    if wide or narrow:
        return (
            f"{wide or 'None'} of {count} gaps widened since {since}, {narrow or 'none'} narrowed",
            reading,
        )
    return f"No gap has clearly widened or narrowed since {since}", reading


def _figure(gaps: Gaps, figures: pd.DataFrame, lines: pd.DataFrame, first: pd.Series) -> Any:
    key = ["group_type", "group_name"]
    rows = lines[[*key, "flag"]].merge(figures, on=key)
    rows = rows.assign(
        series=rows["group_type"] + "/" + rows["group_name"],
        label=rows["group_name"],
        words=rows["flag"],
    )
    return gap_years(
        rows,
        unit="points",
        decimals=1,
        emphasis=f"{first['group_type']}/{first['group_name']}",
        dark=gaps.attitudes.page.dark,
    )


def _table(gaps: Gaps, figures: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """One row a group: its gap each year, the slope with its interval, and how it moved."""
    years = figures.assign(year=figures["period_end"].dt.year).pivot(
        index=["group_type", "group_name"], columns="year", values="gap"
    )
    years = changes[["group_type", "group_name"]].join(
        years.round(1), on=["group_type", "group_name"]
    )
    return pd.DataFrame(
        {
            "Group": changes["group_name"],
            "Characteristic": changes["group_type"].map(gaps.types),
            **{f"Gap {year}, points": years[year] for year in years.columns[2:]},
            "Points a year": changes["slope"].round(2),
            "Lower 95%": changes["slope_lower"].round(2),
            "Upper 95%": changes["slope_upper"].round(2),
            "Change": changes["flag"],
        }
    )


@chart("trust", "sample_size", order=6, section="sample_size", of=gaps_of)
@once
def sample_size(gaps: Gaps) -> Panel | None:
    """How many must be asked of each group for a change of the chosen size; None where no gap is
    known.
    """
    if not gaps.types or gaps.london is None:
        return None
    page, indicator_row = (
        gaps.attitudes.page,
        gaps.attitudes.page.indicators.loc[gaps.attitudes.indicator],
    )
    points = page.view.points
    rows = sample_sizes(
        gaps.rows,
        points,
        design_effect=indicator_row["design_effect"],
        multiplier=indicator_row["multiplier"],
    ).sort_values(["gap", "group_name"], kind="stable")
    figures = rows.dropna(subset=["value", "needed"])
    if figures.empty:
        return None
    few = figures[~figures["enough"]]
    size = f"{points}-point change"
    return page.panel(
        "sample_size",
        subtitle=_sample_subtitle(gaps, points),
        table=_sample_table(gaps, rows, points),
        title=(
            f"{size}: too few asked in {len(few)} of {len(figures)} groups"
            if len(few)
            else f"Enough are asked to see a {size} in every group"
        ),
        reading=_sample_reading(gaps, figures, few, indicator_row),
        indicators=[gaps.attitudes.indicator],
        releases=gaps.every["release"].dropna().unique(),
        query="gaps",
        parameters=gaps.parameters,
        notes=(
            POWER,
            (
                f"A design effect of {indicator_row['design_effect']:g} is assumed. A figure on {FEWEST}"
                f" to {CAUTION - 1} people is to be read with caution, so a number needed for it is"
                " one too."
            ),
        ),
    )


def _sample_subtitle(gaps: Gaps, points: int) -> str:
    return (
        f"{gaps.attitudes.options[gaps.attitudes.indicator]}: people to ask in a year to see "
        f"{CHANGES[points]} of change, and people asked, London, 12 months to {month(gaps.attitudes.period)}"
    )


def _sample_reading(
    gaps: Gaps, figures: pd.DataFrame, few: pd.DataFrame, indicator_row: pd.Series
) -> str:
    row, points = figures.iloc[0], gaps.attitudes.page.view.points
    change = f"a change of {CHANGES[points]}"
    figure = gaps.attitudes.page.text(indicator_row["id"], row["value"])
    asked = assumed_words(f"{row['base']:,.0f} are", bool(row["base_assumed"]))
    words = (
        f"To see {change} between two years in {row['group_name']} respondents' figure ({figure}),"
        f" {row['needed']:,.0f} people must be asked in each year. Now {asked}, which could show"
    )
    words += (
        f" a change of {_apart(row['smallest'], points)} points. "
        if pd.notna(row["smallest"])
        else " no change at all. "
    )
    if few.empty:
        return f"{words}Every group is asked enough for {change}."
    most = few.loc[few["times"].idxmax()]
    against = assumed_words(f"{most['base']:,.0f}", bool(most["base_assumed"]))
    return (
        f"{words}Too few are asked in {len(few)} of {len(figures)} groups. Of {most['group_name']}"
        f" respondents {_apart(most['times'], 1)} times as many are needed"
        f" ({most['needed']:,.0f} against {against})."
    )


def _apart(number: float, limit: float) -> str:
    """To one decimal, or two where one would not tell it from ``limit``: '6.5', '5.04'."""
    return f"{number:.2f}" if round(number, 1) == limit else f"{number:.1f}"


def _sample_table(gaps: Gaps, rows: pd.DataFrame, points: int) -> pd.DataFrame:
    """One row a group, lowest against London first: what is asked, what is needed, and what could
    be seen.
    """
    enough = np.select([rows["needed"].isna(), rows["enough"]], ["not known", "yes"], "no")
    return pd.DataFrame(
        {
            "Group": rows["group_name"],
            "Per cent": rows["value"].round(1),
            **base_columns(rows["base"].round(), rows["base_assumed"], "Asked"),
            f"Needed for {CHANGES[points]}": rows["needed"],
            "Enough": enough,
            "Could show, points": rows["smallest"].round(2),
            "Times as many": rows["times"].round(2),
            "Characteristic": rows["group_type"].map(gaps.types),
        }
    ).reset_index(drop=True)
