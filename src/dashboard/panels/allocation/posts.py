"""Posts of wards: against the minimum, abstracted, and added up against the borough and the plan in
force.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.minimum import minimum as minimum_figure
from dashboard.figures.ranking import ranking
from dashboard.panels.allocation.data import ABSTRACTION, POSTS, Wards
from dashboard.panels.allocation.text import opening
from dashboard.panels.allocation.ward_rows import rows_to_read
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.text import capitalise, count_things, find_ends, join_names, month, posts_words

_OF_POSTS = (
    "Ward",
    "Below minimum by",
    "DWO posts",
    "DWOs in post",
    "PCSO posts",
    "PCSOs in post",
    "Abstracted, %",
    "DWO vacancies",
    "PCSO vacancies",
)
MOST_WARDS = 30
"""Wards drawn in a view of London: the furthest below the minimum."""
BELOW = ("wards_below_minimum", *POSTS)


@once
def minimum(wards: Wards) -> Panel:
    """Posts and those in post in each ward against 2 DWOs and 1 PCSO, furthest below first."""
    rows = wards.posts
    figures, below = rows[rows["below"].notna()], rows[rows["below"].fillna(False).astype(bool)]
    bars = rows if wards.borough else below.head(MOST_WARDS)
    notes = [
        (
            f"A ward is below the minimum where it has fewer than {wards.team} in post, in"
            " full-time equivalents. It is below by the two gaps added up."
        ),
        "Vacancies are posts less those in post; below zero a ward is over strength.",
    ]
    cut = len(bars) < len(below)
    if not wards.borough:
        notes.append(
            f"The chart draws the {MOST_WARDS} wards furthest below; the table counts them by"
            " borough."
        )
    return wards.page.panel(
        "minimum",
        title=minimum_title(wards),
        subtitle=(
            f"DWOs and PCSOs in post by ward against the minimum of {wards.team}, "
            f"full-time equivalents, {wards.place}, {wards.when}"
            + (f". Chart: the {len(bars)} furthest below of {len(below)}" if cut else "")
        ),
        reading=_minimum_reading(wards, figures, below),
        table=_minimum_table(wards),
        figure=_minimum_figure(wards, bars) if len(bars) else None,
        indicators=wards.page.with_figures(BELOW),
        releases=_releases(rows),
        query="ward_posts",
        parameters=wards.asked_posts,
        notes=notes,
    )


def _minimum_figure(wards: Wards, bars: pd.DataFrame) -> Any:
    table = bars.assign(area=bars["ward"], name=bars["mark"])
    return minimum_figure(
        table,
        dwo_minimum=wards.least["dwo"],
        pcso_minimum=wards.least["pcso"],
        decimals=2,
        dark=wards.page.dark,
    )


def minimum_title(wards: Wards) -> str:
    """'2 of 19 wards are below the minimum', of those with a figure."""
    known = wards.posts["below"].dropna().astype(bool)
    below, number = int(known.sum()), len(known)
    if not number:
        return "No ward has a figure for this month"
    if not below:
        return f"All {number} wards meet the minimum"
    return f"{below} of {number} wards {'is' if below == 1 else 'are'} below the minimum"


def _minimum_reading(wards: Wards, figures: pd.DataFrame, below: pd.DataFrame) -> str:
    if figures.empty:
        return f"No ward in {wards.place} has a figure of those in post {wards.when}."
    dwo = int((below["dwo_in_post"] < wards.least["dwo"]).sum())
    pcso = int((below["pcso_in_post"] < wards.least["pcso"]).sum())
    if below.empty:
        words = (
            f"{opening(wards.when)}, all {len(figures)} wards in {wards.place} have at least"
            f" {wards.team} in post."
        )
    else:
        words = (
            f"{opening(wards.when)}, {len(below)} of {len(figures)} wards in {wards.place}"
            f" {'is' if len(below) == 1 else 'are'} below the minimum of {wards.team} in post."
            f" Too few DWOs: {dwo or 'none'}. Too few PCSOs: {pcso or 'none'}."
        )
        worst = below[below["shortfall"] == below["shortfall"].iloc[0]]
        words += (
            f" Furthest below: {join_names(list(worst['label']))}, by"
            f" {posts_words(worst['shortfall'].iloc[0])}."
        )
    words += " Vacant: " + " and ".join(_vacant(figures, kind) for kind in ("dwo", "pcso")) + "."
    absent = len(wards.posts) - len(figures)
    if absent:
        words += f" {count_things(absent, 'ward has', 'wards have')} no figure."
    return words


def _vacant(rows: pd.DataFrame, kind: str) -> str:
    both = rows.dropna(subset=[f"{kind}_vacant"])
    vacant, posts = both[f"{kind}_vacant"].sum(), both[f"{kind}_posts"].sum()
    return f"{posts_words(vacant)} of {posts_words(posts)} {kind.upper()} posts"


def _minimum_table(wards: Wards) -> pd.DataFrame:
    if wards.borough:
        table = rows_to_read(wards).set_index("ward").loc[wards.posts["ward"]]
        return table[[c for c in _OF_POSTS if c in table]].reset_index(drop=True)
    groups = wards.posts.groupby("borough_name", sort=False)
    columns = [
        "dwo_posts",
        "dwo_in_post",
        "dwo_vacant",
        "pcso_posts",
        "pcso_in_post",
        "pcso_vacant",
    ]
    table = groups[columns].sum(min_count=1)
    table.insert(0, "known", groups["below"].count().astype(int))
    table.insert(1, "below", groups["below"].sum().astype(int))
    table.insert(
        2, "share", (100 * table["below"] / table["known"].where(table["known"] > 0)).round(1)
    )
    table = table.reset_index().sort_values(
        ["below", "borough_name"], ascending=[False, True], ignore_index=True
    )
    table.columns = pd.Index(
        [
            "Borough",
            "Wards with a figure",
            "Wards below the minimum",
            "Below the minimum, per cent",
            "DWO posts",
            "DWOs in post",
            "DWO vacancies",
            "PCSO posts",
            "PCSOs in post",
            "PCSO vacancies",
        ]
    )
    return table.round(2)


def _releases(rows: pd.DataFrame) -> set[str]:
    return set(rows["posts_release"].dropna())


@once
def abstraction(wards: Wards) -> Panel:
    """DWO abstraction of each ward, or of each borough in a view of London, against the MPS."""
    rows = wards.page.store.query("abstraction", **wards.asked_posts)
    level, noun = ("ward", "wards") if wards.borough else ("borough", "boroughs")
    mps = float(rows.loc[rows["level"] == "mps", "value"].iloc[0])
    parts = rows[rows["level"] == level]
    figures = parts.dropna(subset=["value"])
    when = f"in {month(wards.period)}" if wards.period else ""
    title, reading = _abstraction_words(wards, figures, mps, noun, when)
    if wards.borough:
        own = rows.loc[rows["area"] == wards.borough, "value"].iloc[0]
        reading += (
            ""
            if pd.isna(own)
            else f" {wards.place} as a whole has {wards.page.text(ABSTRACTION, own)}."
        )
    if len(figures) and len(figures) < len(parts):
        reading += f" {len(parts) - len(figures)} of {len(parts)} {noun} have no figure."
    heads = {
        "name": "Area",
        "value": "Abstraction, per cent",
        "gap": "Less the MPS, points",
        "numerator": "Minutes abstracted",
        "denominator": "Minutes on duty",
    }
    return wards.page.panel(
        "abstraction",
        title=title,
        reading=reading,
        subtitle=(
            f"DWO minutes away from the ward, per cent of minutes on duty, {noun} of {wards.place},"
            f" {when}"
        ),
        table=rows.assign(gap=rows["value"] - mps)[list(heads)].rename(columns=heads).round(2),
        figure=_abstraction_figure(wards, figures, mps),
        indicators=[ABSTRACTION],
        releases=set(rows["release"].dropna()),
        query="abstraction",
        parameters=wards.asked_posts,
        notes=("Above and below the MPS are plain differences of complete counts in one month.",),
    )


def _abstraction_figure(wards: Wards, figures: pd.DataFrame, mps: float) -> Any:
    if figures.empty:
        return None
    flags = [
        "not known" if pd.isna(mps) else "higher" if v > mps else "lower" if v < mps else "similar"
        for v in figures["value"]
    ]
    return ranking(
        figures.assign(lower=float("nan"), upper=float("nan"), flag=flags),
        unit="%",
        decimals=1,
        comparator_label="MPS",
        comparator=mps,
        dark=wards.page.dark,
    )


def _abstraction_words(
    wards: Wards, figures: pd.DataFrame, mps: float, noun: str, when: str
) -> tuple[str, str]:
    """Title and reading, the first area having the most."""
    if figures.empty:
        return "No abstraction is known for this month", f"None of the {noun} has a figure {when}."
    text = wards.page.text
    shown = [text(ABSTRACTION, value) for value in figures["value"]]
    top, bottom = find_ends(figures["name"], shown)
    ends = f"{top.has} the most, {top.figure}"
    if top.number < len(figures):
        ends += f", and {bottom.words} the least, {bottom.figure}"
    if pd.isna(mps):
        title = f"Abstraction is known for {len(figures)} {noun}"
        return title, f"{opening(when)}, {ends}. There is no MPS figure to set beside them."
    above = int((figures["value"] > mps).sum())
    title = f"Abstraction is above the MPS in {above or 'none'} of {len(figures)} {noun}"
    return (
        title,
        (
            f"{opening(when)}, abstraction of DWOs is above the MPS figure of"
            f" {text(ABSTRACTION, mps)} in {above or 'none'} of {len(figures)} {noun}. {capitalise(ends)}."
        ),
    )
