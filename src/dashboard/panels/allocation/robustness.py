"""How sure the changes of tier are when the weights of the need index vary."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.ranking import ranking
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.plans import FATES, now_of, plan_notes, then_of
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.allocation.ward_need import INDEX
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.stats.need import shares
from dashboard.stats.robustness import ROBUST, WORDS, draws
from dashboard.text import count_things, join_names

MOST = 30
"""Wards drawn: the least sure of those that change tier."""
MARKS = {"gains": "▲", "loses": "▼"}
"""As on the map of the plan."""
_HOW = (
    (
        "2,000 sets of weights are drawn around those shown (Dirichlet, concentration 50, always"
        " the same draws), the same for both plans. Other weights rarely change a ward's tiers where"
        " it has both in at least 95% of them, sometimes where in 75%, else often. The interval of"
        " a share is what 2,000 draws leave uncertain (Wilson)."
    ),
    (
        "It says how far a change hangs on the weights, and not how sure the scores are (after"
        " Saisana, Saltelli and Tarantola, 2005)."
    ),
)


@once
def robustness(wards: Wards) -> Panel | None:
    """Wards that lose or gain priority, the least sure first; None where no ward is in both plans."""
    kept = wards.need.tier_shares(now_of(wards), then_of(wards))
    rows = wards.plans[wards.plans["fate"].isin(("loses", "gains"))].join(kept, on="ward")
    rows = rows.sort_values(["kept", "label"], ignore_index=True)
    now, then = now_of(wards), then_of(wards)
    panel = wards.page.panel(
        "robustness",
        title=_title(rows),
        reading=_reading(wards, rows),
        subtitle=(
            "How often a ward that changes tier keeps both tiers under other weights, per cent;"
            f" {MARKS['gains']} gains, {MARKS['loses']} loses; {then['name']},"
            f" {wards.place}"
            + (f". Chart: the {MOST} least sure of {len(rows)}" if len(rows) > MOST else "")
        ),
        table=_table(wards, rows),
        figure=_figure(wards, rows.head(MOST)) if len(rows) else None,
        indicators=(),
        releases=wards.plan_releases,
        query="plan_wards",
        parameters=wards.asked_plans,
        notes=(
            *_HOW,
            (
                f"The chart draws at most {MOST} wards, the least sure; the table has all that"
                " change tier."
            ),
            *plan_notes(wards),
        ),
    )
    fixed = "" if now["threshold"] == then["threshold"] else " Each plan has its own threshold."
    return label_tried(wards.need, replace(panel, definition=INDEX + fixed))


def _figure(wards: Wards, rows: pd.DataFrame) -> Any:
    points = pd.DataFrame(
        {
            "area": rows["ward"],
            "name": [
                f"{MARKS[fate]} {mark}"
                for fate, mark in zip(rows["fate"], rows["mark"], strict=True)
            ],
            "value": 100 * rows["kept"],
            "lower": 100 * rows["kept_lower"],
            "upper": 100 * rows["kept_upper"],
            "flag": "",
        }
    )
    return ranking(
        points,
        unit="%",
        decimals=0,
        comparator_label="Rarely changed from",
        comparator=100 * ROBUST,
        dark=wards.page.dark,
    )


def _title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No ward changes tier"
    lose = rows[rows["fate"] == "loses"]
    part, noun = (lose, ("loss", "losses")) if len(lose) else (rows, ("gain", "gains"))
    if len(part) == 1:
        return f"Other weights {part['word'].iloc[0]} change the one {noun[0]}"
    often = int((part["word"] == WORDS[-1]).sum())
    return f"Other weights often change {often or 'none'} of {count_things(len(part), *noun)}"


def _reading(wards: Wards, rows: pd.DataFrame) -> str:
    if rows.empty:
        return f"No ward of {wards.place} changes tier, so there is no change to be sure of."
    parts = []
    for fate, noun in (("loses", ("loss", "losses")), ("gains", ("gain", "gains"))):
        part = rows[rows["fate"] == fate]
        if len(part):
            each = [f"{word} {int((part['word'] == word).sum()) or 'none'}" for word in WORDS]
            parts.append(
                f"Of {count_things(len(part), *noun)} of priority, other weights change"
                f" {join_names(each)}."
            )
    words = " ".join(parts)
    edge = rows[(rows["word"] == WORDS[2]) & (rows["fate"] == "loses")]
    if len(edge):
        names = list(edge["label"])
        words += (
            f" Often changed: the loss of {join_names(names)}."
            if wards.borough or len(names) < 6
            else ""
        )
    return f"{words} {moved_weights(wards)}"


def moved_weights(wards: Wards) -> str:
    """How far the weights were moved, in a sentence: the range of 19 draws in 20 of the largest
    weight.
    """
    share = shares(wards.need.weights(then_of(wards)))
    name = max(share, key=lambda component: share[component])
    drawn = draws(share)[:, list(share).index(name)]
    low, high = 100 * np.quantile(drawn, [0.025, 0.975])
    return (
        f"The weights were moved about those shown: {name.replace('_', ' ')},"
        f" {100 * share[name]:.0f}%, lay between {low:.0f}% and {high:.0f}% in 19 of 20 draws."
        " Weights further away were not tried."
    )


def _table(wards: Wards, rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.assign(
        change=[FATES[fate][0] for fate in rows["fate"]],
        most=rows["ward"].map(wards.need.furthest),
        kept_now=100 * rows["ward"].map(wards.need.tier_shares(now_of(wards))["kept"]),
        kept_proposed=100 * rows["ward"].map(wards.need.tier_shares(then_of(wards))["kept"]),
        **{name: 100 * rows[name] for name in ("kept", "kept_lower", "kept_upper")},
    )
    heads = (
        {"name": "Ward"}
        | ({} if wards.borough else {"borough_name": "Borough"})
        | {
            "change": "Tier change",
            "word": "The change is",
            "kept": "Both tiers kept, % of draws",
            "kept_lower": "Lower",
            "kept_upper": "Upper",
            "kept_now": "Tier now kept, %",
            "kept_proposed": "Tier proposed kept, %",
            "index_now": "Need index now",
            "index_proposed": "Need index proposed",
            "index_change": "Need index moved by",
            "most": "Moved furthest by",
        }
    )
    return table[list(heads)].rename(columns=heads).round(1)
