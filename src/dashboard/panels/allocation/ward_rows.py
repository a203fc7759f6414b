"""Every ward in a row: its posts now and proposed, what the plan changes, why and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.need import Need
from dashboard.panels.common.once import once
from dashboard.text import count_things, signed_text

TIER_WORDS = {
    "loses": "Loses priority",
    "gains": "Gains priority",
    "stays priority": "Stays priority",
    "stays standard": "Stays standard",
    "": "In one plan alone",
}
"""What becomes of a ward's tier -> words of its cell."""
_GROUPS = (
    "Below the minimum",
    "Posts vacant, minimum met",
    "Every post filled",
    "No figure of those in post",
)
_FATES = list(TIER_WORDS)


@dataclass(frozen=True)
class Narrowing:
    """Wards that a reader may ask for alone."""

    words: str
    wards: frozenset[str]
    """Codes."""


@once
def ward_rows(wards: Wards) -> pd.DataFrame:
    """Every ward shown, those below the minimum first, then those with vacant posts.

    Within these by shortfall, then those that lose priority, that gain it, and by name. Adds to the
    columns of ``Wards.posts`` those of ``Wards.plans`` (tiers, posts and indices under both plans,
    their differences, fate), ``word`` (how often other weights change its tiers), ``group``
    (a group's words), ``why`` and ``component`` (what moved the need index, '' where not known).
    """
    plan = wards.plans.drop(
        columns=["name", "borough", "borough_name", "hex_col", "hex_row", "label", "mark"]
    )
    rows = wards.posts.merge(plan, on="ward", how="left").join(wards.sure, on="ward")
    rows["fate"] = rows["fate"].astype(object).fillna("")
    place = [_group(r.below, r.vacant) for r in rows.itertuples()]
    rows = rows.assign(
        place=place,
        group=[_GROUPS[at] for at in place] if wards.post_indicators else "",
        fate_place=rows["fate"].map(_FATES.index),
    )
    reasons = [_reason(r, wards.need) for r in rows.itertuples()] if wards.both else []
    rows["why"] = [words for words, _ in reasons] or ""
    rows["component"] = [component for _, component in reasons] or ""
    order = ["place", "shortfall", "fate_place", "name", "borough_name"]
    return rows.sort_values(
        order, ascending=[True, False, True, True, True], ignore_index=True, na_position="last"
    )


def _group(below: object, vacant: float) -> int:
    """Place in ``_GROUPS`` of a ward."""
    if pd.isna(below):
        return 3
    return 0 if below else 1 if vacant > 0 else 2


def _reason(row, need: Need) -> tuple[str, str]:
    """'68.1 to 50.3, most by recorded crime (-9.1)' and 'Recorded crime'; the indices alone for a
    ward that keeps its tier, and '' twice where they are not known.
    """
    if pd.isna(row.index_now) or pd.isna(row.index_proposed):
        return "", ""
    words = f"{row.index_now:.1f} to {row.index_proposed:.1f}"
    component, points = need.furthest_component.get(row.ward, ("", 0.0))
    if row.fate in ("loses", "gains"):
        return f"{words}, most by {component.lower()} ({signed_text(points, 1)})", component
    return words, component


def narrowings(wards: Wards) -> list[Narrowing]:
    """What a reader may ask for alone, each with its number of wards; all of them first, and those
    that no ward is of left out.
    """
    rows = ward_rows(wards)
    kinds = {
        "All": rows["ward"].notna(),
        "Below the minimum": rows["below"].fillna(False).astype(bool),
        "Vacant posts": rows["vacant"] > 0,
        "Lose priority": rows["fate"] == "loses",
        "Gain priority": rows["fate"] == "gains",
        "Often changed by other weights": rows["word"] == "often",
    }
    return [
        Narrowing(words, frozenset(rows.loc[chosen, "ward"]))
        for words, chosen in kinds.items()
        if chosen.any()
    ]


def threshold_words(wards: Wards) -> str:
    """'Priority from a need index of 61.'; '' unless both plans are shown."""
    if wards.in_force is None or wards.proposed_plan is None:
        return ""
    now, then = (float(plan["threshold"]) for plan in (wards.in_force, wards.proposed_plan))
    if now == then:
        return f" Priority from a need index of {now:g}."
    return f" Priority from a need index of {now:g} now and {then:g} in the plan proposed."


def group_words(rows: pd.DataFrame) -> dict[str, str]:
    """Group -> '2 wards' of ``ward_rows``, in their order."""
    counts = rows.groupby("group", sort=False)["ward"].count()
    return {str(group): count_things(int(n), "ward", "wards") for group, n in counts.items()}


def rows_to_read(wards: Wards) -> pd.DataFrame:
    """``ward_rows`` with headings as a reader would want them; columns of what is not loaded are
    left out.

    The first column, ward, is the code.
    """
    rows = ward_rows(wards).assign(tier=lambda r: r["fate"].map(TIER_WORDS))
    heads = {"ward": "ward", "name": "Ward"}
    heads |= {} if wards.borough else {"borough_name": "Borough"}
    if wards.post_indicators:
        heads |= {
            "dwo_in_post": "DWOs in post",
            "dwo_posts": "DWO posts",
            "pcso_in_post": "PCSOs in post",
            "pcso_posts": "PCSO posts",
            "shortfall": "Below minimum by",
        }
    if wards.both:
        heads |= {
            "dwo_proposed": "DWO posts proposed",
            "dwo_change": "DWO change",
            "pcso_proposed": "PCSO posts proposed",
            "pcso_change": "PCSO change",
            "tier": "Tier change",
            "why": "Need index, and what moved it",
            "word": "Other weights change it",
        }
    if rows["abstraction"].notna().any():
        heads["abstraction"] = "Abstracted, %"
    for plan, name, words in (
        (wards.in_force, "now", "now"),
        (wards.proposed_plan, "proposed", "proposed"),
    ):
        if plan is not None:
            heads |= {f"tier_{name}": f"Tier {words}", f"index_{name}": f"Need {words}"}
            heads |= {f"word_{name}": f"Other weights change tier {words}"}
    if wards.post_indicators:
        heads |= {"dwo_vacant": "DWO vacancies", "pcso_vacant": "PCSO vacancies"}
    tenths = {"abstraction": 1, "index_now": 1, "index_proposed": 1}
    return rows.round(tenths)[list(heads)].rename(columns=heads).round(2)
