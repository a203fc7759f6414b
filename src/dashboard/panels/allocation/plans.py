"""The plan set against the one in force: what becomes of each ward, and its posts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.figures.change import plan_change
from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.geomap import category_map
from dashboard.figures.hexcategories import category_fill, ward_categories
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.common.maps import HEXAGONS, MAP_HEIGHT, shapes_note
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, day, join_names, posts_words

FATES = {
    "loses": ("Loses priority", "bad"),
    "gains": ("Gains priority", "good"),
    "stays priority": ("Stays priority", "neutral_a"),
    "stays standard": ("Stays standard", "neutral_b"),
}
"""What becomes of a ward -> words of the key, and how it is marked: an arrow down or up for a tier
that changes.
"""
PCSOS = "pcso_strength"
"""The indicator of all PCSOs, which has the target."""
MOST_EACH = 15
"""Wards drawn in a view of London of those that gain posts, and of those that lose them."""
_TIERS = "A ward's tier, priority or standard, is as each plan states it. "


@once
def hexagons(wards: Wards) -> Panel:
    """Wards as equal cells by what becomes of their tier."""
    rows = wards.plans
    figure = ward_categories(
        rows[["ward", "borough", "hex_col", "hex_row", "name"]].assign(name=rows["label"]),
        pd.DataFrame({"area": rows["ward"], "name": rows["label"], "category": rows["fate"]}),
        categories=FATES,
        dark=wards.page.dark,
    )
    return _fates(wards, "hexagons", figure, HEXAGONS)


@once
def ward_map(wards: Wards) -> Panel | None:
    """Wards in their shapes by what becomes of their tier; None where no boundary is there."""
    shapes = wards.page.store.query("borough_boundaries", borough=wards.borough)
    if shapes.empty:
        return None
    rows, dark = wards.plans, wards.page.dark
    figure = category_map(
        shapes,
        pd.DataFrame({"area": rows["ward"], "name": rows["name"], "category": rows["fate"]}),
        categories={k: (words, category_fill(kind, dark)) for k, (words, kind) in FATES.items()},
        dark=dark,
        height=MAP_HEIGHT,
    )
    return _fates(wards, "map", figure, shapes_note(shapes))


def _fates(wards: Wards, chart: str, figure: DrawnFigure, note: str) -> Panel:
    """The panel of a map of what becomes of each ward's tier."""
    rows, then = wards.plans, then_of(wards)
    kept = int(rows["fate"].str.startswith("stays").sum())
    known = int((rows["fate"] != "").sum())
    title = f"{kept} of {known} wards {'keeps its' if kept == 1 else 'keep their'} tier"
    if kept == known:
        title = f"All {known} wards keep their tier"
    return plan_panel(
        wards,
        chart,
        title=title,
        figure=figure,
        definition=_TIERS,
        subtitle=(
            f"Tier of each ward under {then['name']} against {now_of(wards)['name']}, {wards.place}"
        ),
        reading=f"{then['name']}: {_counts(rows, by_name=False)}",
        notes=(note,),
    )


@once
def plans(wards: Wards) -> Panel:
    """Posts of wards under the plan in force and the plan set against it, with changes of tier."""
    rows, now, then = wards.plans, now_of(wards), then_of(wards)
    kind = "dwo" if (rows["dwo_change"].fillna(0) != 0).any() else "pcso"
    furthest = _furthest(rows, f"{kind}_change", len(rows) if wards.borough else MOST_EACH)
    bars = furthest[["ward", "mark", f"{kind}_now", f"{kind}_proposed"]].set_axis(
        ["area", "name", "before", "after"], axis=1
    )
    figure = None
    if len(bars):
        whole = (bars[["before", "after"]].stack() % 1 == 0).all()
        figure = plan_change(
            bars,
            unit=f"{kind.upper()} posts",
            decimals=0 if whole else 2,
            before_label=now["short"],
            after_label=then["short"],
            dark=wards.page.dark,
        )
    lose, gain = (int((rows["fate"] == fate).sum()) for fate in ("loses", "gains"))
    reading = (
        f"{then['name']}: {_counts(rows, by_name=bool(wards.borough))} {moves(rows, 'dwo')}"
        f" {moves(rows, 'pcso')}{_against_target(wards)}"
    )
    missing = int(rows[["tier_now", "tier_proposed"]].isna().any(axis=1).sum())
    if missing:
        reading += (
            f" {count_things(missing, 'ward is', 'wards are')} in one of the two plans alone."
        )
    return plan_panel(
        wards,
        "plans",
        title=_title(lose, gain),
        figure=figure,
        reading=reading,
        subtitle=(
            f"{kind.upper()} posts by ward, {now['name']} and {then['name']} ({from_words(wards)}),"
            f" {wards.place}{_drawn_words(rows[f'{kind}_change'], furthest[f'{kind}_change'])}"
        ),
        definition=_TIERS
        + "Posts are full-time equivalents that each plan gives the ward, not officers in post.",
        notes=(
            (
                f"The chart draws {kind.upper()} posts of the wards where they differ. In a view of"
                f" London it draws the {MOST_EACH} that gain most and the {MOST_EACH} that lose most. The"
                " table has every ward, with DWO and PCSO posts."
            ),
        ),
    )


def _against_target(wards: Wards) -> str:
    """How the PCSO posts of London under the plan agree with the target for PCSOs in post."""
    if wards.borough:
        return ""
    targets = wards.page.store.query("targets")
    targets = targets[targets["indicator"] == PCSOS]
    posts = wards.plans["pcso_proposed"].sum()
    if targets.empty or not posts:
        return ""
    goal = targets.iloc[-1]
    short = posts - float(goal["value"])
    words = (
        f" The target is {posts_words(goal['value'])} PCSOs in post by {day(goal['date'].date())},"
        " those outside ward teams among them"
    )
    if short <= 0:
        return f"{words}, as many as the plan has posts or more."
    return (
        f"{words}. At least {posts_words(short)} of the planned posts would then still be vacant."
    )


def _furthest(rows: pd.DataFrame, change: str, most: int) -> pd.DataFrame:
    """The wards that gain most and those that lose most, of equal changes those whose need index
    moved furthest.
    """
    order = rows.sort_values([change, "index_change", "label"])
    return pd.concat([order[order[change] < 0].head(most), order[order[change] > 0].tail(most)])


def _drawn_words(changes: pd.Series, drawn: pd.Series) -> str:
    """'. Chart: 15 of the 88 wards that gain posts and all 9 that lose them', where not all are drawn."""
    if len(drawn) == int((changes.fillna(0) != 0).sum()):
        return ""
    parts = []
    for way, words in ((1, "gain posts"), (-1, "lose posts")):
        every, seen = (int((each * way > 0).sum()) for each in (changes, drawn))
        if every:
            number = f"all {every}" if seen == every else f"{seen} of the {every}"
            parts.append(f"{number} wards that {words}")
    return ". Chart: " + " and ".join(parts)


def _title(lose: int, gain: int) -> str:
    if not lose and not gain:
        return "No ward changes tier"
    first = (
        f"{count_things(lose, 'ward loses', 'wards lose')} priority"
        if lose
        else "No ward loses priority"
    )
    return f"{first} and {gain or 'none'} {'gain' if gain > 1 else 'gains'} it"


def _counts(rows: pd.DataFrame, by_name: bool) -> str:
    """'Of 25 wards 3 lose priority (Oval, ...), 2 gain priority (...), 8 stay priority and 12 stay
    standard.'
    """
    parts = []
    for fate, one, many in (
        ("loses", "loses priority", "lose priority"),
        ("gains", "gains priority", "gain priority"),
        ("stays priority", "stays priority", "stay priority"),
        ("stays standard", "stays standard", "stay standard"),
    ):
        names = list(rows.loc[rows["fate"] == fate, "label"])
        words = f"{len(names) or 'none'} {many if len(names) > 1 else one}"
        parts.append(
            words
            + (
                f" ({join_names(names)})"
                if names and by_name and fate in ("loses", "gains")
                else ""
            )
        )
    number = int((rows["fate"] != "").sum())
    return f"of {count_things(number, 'ward', 'wards')} {', '.join(parts[:-1])} and {parts[-1]}."


def moves(rows: pd.DataFrame, kind: str) -> str:
    """How one kind of post ('dwo' or 'pcso') moves between the plans: in all, and in how many wards
    up and down.
    """
    both = rows.dropna(subset=[f"{kind}_change"])
    before, after = both[f"{kind}_now"].sum(), both[f"{kind}_proposed"].sum()
    up, down = int((both[f"{kind}_change"] > 0).sum()), int((both[f"{kind}_change"] < 0).sum())
    if not up and not down:
        return f"{kind.upper()} posts are the same in every ward, {posts_words(before)} in all."
    moved = "are the same" if after == before else f"are {posts_words(abs(after - before))} "
    moved += "" if after == before else "more" if after > before else "fewer"
    return (
        f"{kind.upper()} posts {moved} in all, from {posts_words(before)} to {posts_words(after)}:"
        f" {count_things(up, 'ward gains', 'wards gain')} and {down or 'none'}"
        f" {'loses' if down <= 1 else 'lose'}."
    )


def from_words(wards: Wards) -> str:
    """'from 1 October 2023', the day from which the plan set against the one in force would hold."""
    return f"from {day(then_of(wards)['from_date'].date())}"


def plan_panel(
    wards: Wards, chart: str, *, definition: str, notes: tuple[str, ...] = (), **parts: object
) -> Panel:
    """A panel of both plans: its table is every ward, those that lose priority first."""
    panel = wards.page.panel(
        chart,
        table=_plan_table(wards),
        indicators=(),
        releases=wards.plan_releases,
        query="plan_wards",
        parameters=wards.asked_plans,
        notes=(*notes, *plan_notes(wards)),
        **parts,  # type: ignore[arg-type]
    )
    return label_tried(wards.need, replace(panel, definition=definition.strip()))


def plan_notes(wards: Wards) -> tuple[str, ...]:
    """Where the weights of both plans come from, and what a plan that is not in force is."""
    plans = (now_of(wards), then_of(wards))
    notes = [f"{plan['name']}: {plan['note']}" for plan in plans if plan["note"]]
    if plans[1]["status"] == "proposed":
        notes.append(f"{plans[1]['name']} is a proposal: no decision has been made on it.")
    elif plans[1]["status"] != "in force":
        notes.append(f"{plans[1]['name']} is {plans[1]['status']}: it is shown for comparison.")
    return tuple(notes)


def _plan_table(wards: Wards) -> pd.DataFrame:
    order = {fate: place for place, fate in enumerate(FATES)}
    rows = wards.plans.assign(
        place=[order.get(fate, len(order)) for fate in wards.plans["fate"]],
        change=[
            FATES[fate][0] if fate in FATES else "Not in both plans" for fate in wards.plans["fate"]
        ],
        word=wards.sure["word"].reindex(wards.plans["ward"]).to_numpy(),
        most=wards.need.furthest.reindex(wards.plans["ward"]).to_numpy(),
    ).sort_values(["place", "dwo_change", "label"])
    heads = (
        {"name": "Ward"}
        | ({} if wards.borough else {"borough_name": "Borough"})
        | {
            "tier_now": "Tier now",
            "tier_proposed": "Tier proposed",
            "change": "Tier change",
            "word": "Both tiers are",
            "dwo_now": "DWO posts now",
            "dwo_proposed": "DWO posts proposed",
            "dwo_change": "DWO posts change",
            "pcso_now": "PCSO posts now",
            "pcso_proposed": "PCSO posts proposed",
            "pcso_change": "PCSO posts change",
            "index_now": "Need index now",
            "index_proposed": "Need index proposed",
            "index_change": "Need index moved by",
            "most": "Moved furthest by",
        }
    )
    return rows[list(heads)].rename(columns=heads).round(2)


def now_of(wards: Wards) -> pd.Series:
    """The plan in force, which is there."""
    assert wards.in_force is not None, "a panel of plans is drawn only where both are loaded"
    return wards.in_force


def then_of(wards: Wards) -> pd.Series:
    """The plan set against it, which is there."""
    assert wards.proposed_plan is not None, "a panel of plans is drawn only where both are loaded"
    return wards.proposed_plan
