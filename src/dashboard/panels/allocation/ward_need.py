"""The need behind one ward's tier: its components under two plans, and what moved its index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.figures.change import need_components
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.plans import FATES, now_of, plan_notes, then_of
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.common.panel import Panel
from dashboard.text import rounded_gap, signed_text

INDEX = (
    "The need index is the weighted mean of the components' scores, 0 to 100, with the weights"
    " declared for the plan. A ward at or above the threshold is a priority."
)
SURE = {
    "rarely": "its tiers would rarely be others",
    "sometimes": "its tiers would sometimes be others",
    "often": "its tiers would often be others",
}
_NOTES = (
    (
        "A component's contribution is its weight times its score over the sum of the"
        " weights. The contributions add up to the need index, and what they moved by adds"
        " up to what the index moved by."
    ),
    (
        "What a contribution moved by is split in two (Kitagawa, 1955). One part is the"
        " move of the score at the mean of both weights. The other is that of the weight"
        " at the mean of both scores."
    ),
    "This shows what moved in the index, and not why the scores moved.",
)


def need_choices(wards: Wards) -> dict[str, str]:
    """Code -> 'Oval: gains priority' of every ward in both plans: those that change tier first,
    losses before gains.

    Within them by how far the need index moved, furthest first, then by name.
    """
    rows = wards.plans[wards.plans["fate"] != ""]
    order = list(FATES)
    rows = rows.assign(
        place=[order.index(fate) for fate in rows["fate"]],
        moved=rows["index_change"].abs().where(~rows["fate"].str.startswith("stays"), 0),
    ).sort_values(["place", "moved", "label"], ascending=[True, False, True])
    words = [f"{r.label}: {FATES[str(r.fate)][0].lower()}" for r in rows.itertuples()]
    return dict(zip(rows["ward"], words, strict=True))


def needs(wards: Wards, ward: str = "") -> Panel | None:
    """Components of need of one ward in both plans; '' for the ward that loses priority with the
    largest move.

    None where no ward is in both plans.
    """
    choices = need_choices(wards)
    choice = ward if ward in choices else next(iter(choices), None)
    if choice is None:
        return None
    now, then = now_of(wards), then_of(wards)
    parts = wards.need.parts(choice)
    row = wards.plans.set_index("ward").loc[choice]
    panel = wards.page.panel(
        "needs",
        title=_need_title(row),
        figure=_need_figure(wards, row, parts),
        reading=_need_reading(wards, row, parts),
        subtitle=(
            f"Scores of the components of need, 0 to 100, {now['name']} and {then['name']},"
            f" {row['label']}"
        ),
        notes=(*_NOTES, *plan_notes(wards)),
        table=_need_table(parts),
        indicators=(),
        releases=wards.plan_releases,
        query="plan_scores",
        parameters={"plan": then["id"]},
    )
    return label_tried(wards.need, replace(panel, definition=INDEX))


def _need_title(row: pd.Series) -> str:
    moved = row["index_change"]
    return f"{row['name']}: need index " + (
        "not known" if pd.isna(moved) else f"moved by {signed_text(moved, 1)}"
    )


def _need_figure(wards: Wards, row: pd.Series, parts: pd.DataFrame) -> Any:
    bars = pd.DataFrame(
        {
            "area": row.name,
            "name": row["label"],
            "component": parts["label"],
            "before": parts["score_now"],
            "after": parts["score_proposed"],
        }
    )
    return need_components(
        bars,
        unit="score, 0 to 100",
        decimals=1,
        before_label=now_of(wards)["short"],
        after_label=then_of(wards)["short"],
        dark=wards.page.dark,
    )


def neighbours(wards: Wards, ward: str) -> pd.DataFrame:
    """The wards that touch ``ward`` on the map, by name, with their need under both plans.

    Columns: ward, name, borough, borough_name, index_now and index_proposed (0 to 100), tier_now
    and tier_proposed; empty where no boundary is drawn.
    """
    rows = wards.page.store.query("ward_neighbours", ward=ward)
    now, then = (wards.need.table(plan) for plan in (now_of(wards), then_of(wards)))
    for name, table in (("now", now), ("proposed", then)):
        need = table[["index", "tier"]].reindex(rows["ward"]).reset_index(drop=True)
        rows[f"index_{name}"], rows[f"tier_{name}"] = need["index"], need["tier"]
    return rows


def _need_reading(wards: Wards, row: pd.Series, parts: pd.DataFrame) -> str:
    now, then = now_of(wards), then_of(wards)
    fate = FATES[row["fate"]][0].lower()
    words = f"{row['label']} {fate} under {then['name']}."
    if pd.isna(row["index_change"]):
        return f"{words} Its scores of need are not in both plans."
    sure = wards.sure["word"].get(row.name)
    words += f" With other weights drawn around these, {SURE[sure]}." if sure in SURE else ""
    shown_move = rounded_gap(row["index_now"], row["index_proposed"], 1)
    words += (
        f" Its need index moved by {signed_text(shown_move, 1)}, from {row['index_now']:.1f} to"
        f" {row['index_proposed']:.1f}; the threshold is {_threshold(now, then)}."
    )
    gaps = parts["score_proposed"] - parts["score_now"]
    score, big = parts.loc[gaps.abs().idxmax()], parts.loc[parts["moved"].abs().idxmax()]
    words += (
        f" Of the scores drawn, {score['label']} moved furthest, by {signed_text(gaps[score.name], 1)}."
        f" With its weight, {big['label']} moved the index most, by {signed_text(big['moved'], 1)}."
    )
    for plan, tier, index in (
        (now, row["tier_now"], row["index_now"]),
        (then, row["tier_proposed"], row["index_proposed"]),
    ):
        if not wards.need.has_tried_weights and (round(index, 6) >= plan["threshold"]) != (
            tier == "priority"
        ):
            words += (
                f" {plan['name']} states the tier {tier}, which its index and threshold alone would"
                " not give."
            )
    return words


def _threshold(now: pd.Series, then: pd.Series) -> str:
    if now["threshold"] == then["threshold"]:
        return f"{now['threshold']:g} in both plans"
    return f"{now['threshold']:g} in force and {then['threshold']:g} in the plan set against it"


def _need_table(parts: pd.DataFrame) -> pd.DataFrame:
    """The components, and the need index below them."""
    total = {"label": "Need index", **parts[["moved", "from_score", "from_weight"]].sum()}
    for plan in ("now", "proposed"):
        total[f"weight_{plan}"] = parts[f"weight_{plan}"].sum()
        total[f"score_{plan}"] = total[f"contribution_{plan}"] = parts[f"contribution_{plan}"].sum()
    rows = pd.concat([parts, pd.DataFrame([total])], ignore_index=True)
    rows[["weight_now", "weight_proposed"]] *= 100
    heads = {
        "label": "Component",
        "weight_now": "Weight now, per cent",
        "weight_proposed": "Weight proposed, per cent",
        "score_now": "Score now",
        "score_proposed": "Score proposed",
        "contribution_now": "Contribution now",
        "contribution_proposed": "Contribution proposed",
        "moved": "Contribution moved by",
        "from_score": "Of which score",
        "from_weight": "Of which weight",
    }
    return rows[list(heads)].rename(columns=heads).round(2)
