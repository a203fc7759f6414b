"""Ward posts added up, against the borough's own figure and the plan in force."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.allocation.data import Wards
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, join_names, posts_words

KINDS = {
    "dwo_posts": "DWO posts",
    "dwo_in_post": "DWOs in post",
    "pcso_posts": "PCSO posts",
    "pcso_in_post": "PCSOs in post",
}
ALIKE = 0.005
"""Posts by which two totals may differ and still be the same: less than a hundredth, from adding
up.
"""


@once
def reconciliation(wards: Wards) -> Panel:
    """The wards' posts added up beside the borough's own figure and the plan in force, with the
    differences.
    """
    rows, tier_changes = reconciliation_rows(wards), ward_gaps(wards)
    notes = [
        "Less own total and less plan are the ward sum less each. The ward sum is of ward figures."
        " A total of its own is published by the source, or is added up from its wards and then"
        " agrees with them. It is added up only where every ward has a figure."
    ]
    if wards.in_force is None:
        notes.append("No plan in force is loaded, so posts are not checked against one.")
    elif not wards.planned_then:
        notes.append(
            f"{wards.in_force['name']} was not in force {wards.when}, so posts are not checked"
            " against it."
        )
    releases = {
        *rows["release"].dropna(),
        *(rows["plan_release"].dropna() if wards.planned_then else ()),
    }
    return wards.page.panel(
        "reconciliation",
        title=_title(wards, rows),
        reading=_reading(wards, rows, tier_changes) + _construction(wards, rows),
        subtitle=(
            "Posts and those in post, ward sum against borough total and plan in force, full-time"
            f" equivalents, {wards.place}, {wards.when}"
        ),
        table=_table(wards, rows, tier_changes),
        indicators=wards.post_indicators,
        releases=releases,
        query="reconciliation",
        parameters=_parameters(wards),
        notes=notes,
    )


def _parameters(wards: Wards) -> dict[str, object]:
    """Parameters of ``queries/reconciliation.sql``."""
    return {
        "period": wards.period,
        "borough": wards.borough,
        "in_force": wards.asked_plans["in_force"],
    }


@once
def reconciliation_rows(wards: Wards) -> pd.DataFrame:
    """``queries/reconciliation.sql`` with own_gap and plan_gap: the ward sum less each, in posts."""
    return _differences(wards, wards.page.store.query("reconciliation", **_parameters(wards)))


def _construction(wards: Wards, rows: pd.DataFrame) -> str:
    """What agreement is worth where no total is published."""
    own = rows.dropna(subset=["own"])
    if own.empty or not own["rolled_up"].astype(bool).all():
        return ""
    words = " No total is published apart from the wards, so the two agree by construction"
    return f"{words}; the plan is the check on posts." if wards.planned_then else f"{words}."


def _differences(wards: Wards, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order of ``KINDS`` with own_gap and plan_gap: the ward sum less each."""
    if not wards.planned_then:
        rows = rows.assign(planned=float("nan"))
    rows = rows.assign(
        own_gap=(rows["ward_sum"] - rows["own"]).round(6),
        plan_gap=(rows["ward_sum"] - rows["planned"]).round(6),
        order=rows["indicator"].map({kind: place for place, kind in enumerate(KINDS)}),
    )
    return rows.sort_values(
        ["level", "name", "order"], ascending=[False, True, True], ignore_index=True
    )


def differs(gap: pd.Series) -> pd.Series:
    """True where two totals are not the same."""
    return gap.abs() > ALIKE


@once
def ward_gaps(wards: Wards) -> pd.DataFrame:
    """Each ward and kind of post whose posts are not those of the plan in force: borough, label,
    indicator, gap.
    """
    if not wards.planned_then:
        return pd.DataFrame(columns=["borough", "label", "indicator", "gap"])
    both = wards.posts.merge(wards.plans[["ward", "dwo_now", "pcso_now"]], on="ward")
    parts = [
        both.assign(
            indicator=f"{kind}_posts", gap=(both[f"{kind}_posts"] - both[f"{kind}_now"]).round(6)
        )
        for kind in ("dwo", "pcso")
    ]
    found = pd.concat(parts)[["borough", "label", "name", "indicator", "gap"]]
    return found[differs(found["gap"])].sort_values(["indicator", "label"])


def _title(wards: Wards, rows: pd.DataFrame) -> str:
    boroughs = rows[rows["level"] == "borough"]
    own = int(boroughs.loc[differs(boroughs["own_gap"]), "area"].nunique())
    plan = int(boroughs.loc[differs(boroughs["plan_gap"]), "area"].nunique())
    unknown = int(boroughs.loc[boroughs["own_gap"].isna(), "area"].nunique())
    whole = "the borough total" if wards.borough else "every borough total"
    if own:
        of = (
            "the borough total"
            if wards.borough
            else count_things(own, "borough total", "borough totals")
        )
        return f"Ward posts do not add up to {of}"
    if unknown:
        where = "" if wards.borough else f" in {count_things(unknown, 'borough', 'boroughs')}"
        return f"There is no borough total to check{where}"
    if plan:
        where = "" if wards.borough else f" in {count_things(plan, 'borough', 'boroughs')}"
        return f"Ward posts differ from the plan in force{where}"
    return f"Ward posts add up to {whole}"


def _reading(wards: Wards, rows: pd.DataFrame, tier_changes: pd.DataFrame) -> str:
    if not wards.borough:
        return _london_reading(wards, rows)
    gaps = rows[differs(rows["own_gap"])]
    unknown = rows[rows["own_gap"].isna()]
    if len(unknown):
        words = "There is no borough total of " + join_names(
            [KINDS[i] for i in unknown["indicator"]]
        )
        words += (
            f" {wards.when}: {rows['wards_held'].min()} of {rows['wards'].iloc[0]} wards have a"
            " figure."
        )
    elif len(gaps):
        parts = [
            f"{posts_words(r.ward_sum)} {KINDS[r.indicator]} against {posts_words(r.own)}"
            for r in gaps.itertuples()
        ]
        words = f"Ward posts do not add up to the borough total {wards.when}: {join_names(parts)}."
    else:
        parts = [f"{posts_words(r.own)} {KINDS[r.indicator]}" for r in rows.itertuples()]
        words = f"Ward posts add up to the borough total of {join_names(parts)} {wards.when}."
    return f"{words}{_plan_reading(wards, rows, tier_changes)}"


def _plan_reading(wards: Wards, rows: pd.DataFrame, tier_changes: pd.DataFrame) -> str:
    planned = rows.dropna(subset=["plan_gap"])
    if planned.empty or wards.in_force is None:
        return ""
    words = f" {wards.in_force['name']} gives " + join_names(
        [f"{posts_words(r.planned)} {KINDS[r.indicator]}" for r in planned.itertuples()]
    )
    if tier_changes.empty:
        return f"{words}, the same in every ward."
    parts = [
        f"{r.name} ({posts_words(abs(r.gap))} {'more' if r.gap > 0 else 'fewer'}"
        f" {KINDS[r.indicator]})"
        for r in tier_changes.itertuples()
    ]
    return f"{words}; the wards hold other posts in {join_names(parts)}."


def _london_reading(wards: Wards, rows: pd.DataFrame) -> str:
    boroughs = rows[rows["level"] == "borough"]
    alike = (
        (~differs(boroughs["own_gap"]) & boroughs["own_gap"].notna())
        .groupby(boroughs["area"])
        .all()
    )
    words = (
        f"Ward posts add up to the borough total in {int(alike.sum())} of {len(alike)} boroughs"
        f" {wards.when}."
    )
    mps = rows[rows["level"] == "mps"].dropna(subset=["own"])
    if len(mps):
        held = [f"{posts_words(r.own)} {KINDS[r.indicator]}" for r in mps.itertuples()]
        words += f" The MPS has {join_names(held)}."
    if wards.planned_then and wards.in_force is not None:
        other = sorted(set(boroughs.loc[differs(boroughs["plan_gap"]), "name"]))
        plan = wards.in_force["name"]
        words += (
            f" Ward posts differ from {plan} in {join_names(other)}."
            if other
            else f" Ward posts are those of {plan}."
        )
    return words


def _table(wards: Wards, rows: pd.DataFrame, tier_changes: pd.DataFrame) -> pd.DataFrame:
    names = (
        tier_changes.groupby(["borough", "indicator"])["name"].agg(", ".join)
        if len(tier_changes)
        else pd.Series(dtype=object)
    )
    columns = {
        "Area": rows["name"],
        "Figure": rows["indicator"].map(KINDS),
        "Ward sum": rows["ward_sum"],
        "Own total": rows["own"],
        "Less own total": rows["own_gap"],
    }
    if wards.planned_then:
        for head, column in (("Plan in force", "planned"), ("Less plan", "plan_gap")):
            columns[head] = pd.Series(
                [_planned_words(value) for value in rows[column]], index=rows.index
            )
        columns["Wards that differ from the plan"] = [
            (
                names.get((r.area, r.indicator), "")
                if r.indicator in ("dwo_posts", "pcso_posts")
                else ""
            )
            for r in rows.itertuples()
        ]
    columns["Own total is"] = [_origin(r.own, r.rolled_up) for r in rows.itertuples()]
    columns |= {"Wards with a figure": rows["wards_held"], "Wards": rows["wards"]}
    return pd.DataFrame(columns).round(2)


def _planned_words(number: float) -> str:
    """The number as text, since a plan gives posts and has no word on those in post."""
    return "not planned" if pd.isna(number) else posts_words(number).replace(",", "")


def _origin(own: float, rolled_up: object) -> str:
    if pd.isna(own):
        return "not published"
    return "added up from its wards" if rolled_up else "published"
