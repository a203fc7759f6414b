"""The need index of wards under two plans, with the plans' own weights or others that are tried,
and how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from dashboard.stats.need import explain_index_change, index, shares, tiers
from dashboard.stats.robustness import drawn_index, share_kept, stays
from dashboard.store.connection import Store
from dashboard.view.allocation import Weight

Weights = tuple[tuple[str, float], ...]
"""Component and weight, in the order declared: what an answer is kept by."""


@lru_cache(maxsize=8)
def _scores(store: Store, plan: str) -> pd.DataFrame:
    """Scores of the plan's weighted components, 0 to 100: a row a ward, a column a component.

    Not to be changed.
    """
    rows = store.query("plan_scores", plan=plan)
    return rows.pivot(index="ward", columns="component", values="score")[
        list(pd.unique(rows["component"]))
    ]


@lru_cache(maxsize=8)
def _declared_scores(store: Store, plan: str) -> pd.DataFrame:
    """Tier, posts and need index of every ward as the plan states them, by ward.

    Not to be changed.
    """
    rows = store.query("plan_wards", borough="", in_force=plan, proposed="")
    return rows.rename(
        columns={f"{name}_now": name for name in ("tier", "dwo", "pcso", "index")}
    ).set_index("ward")


@lru_cache(maxsize=8)
def _stays(
    store: Store, plan: str, weights: Weights, threshold: float, on_trial: bool
) -> pd.DataFrame:
    """Whether each ward has its tier under each set of drawn weights. Not to be changed."""
    scores = _scores(store, plan)
    own = _declared_scores(store, plan)["tier"].reindex(scores.index)
    tier = tiers(index(scores, dict(weights)), threshold) if on_trial else own
    return pd.DataFrame(
        stays(drawn_index(scores, dict(weights)), tier, threshold), index=scores.index
    )


@lru_cache(maxsize=8)
def _tier_shares(
    store: Store, plans: tuple[tuple[str, Weights, float], ...], on_trial: bool
) -> pd.DataFrame:
    """How often each ward in all the plans asked for has its tier in all of them, under the same
    drawn weights.
    """
    parts = [_stays(store, *plan, on_trial) for plan in plans]
    wards = parts[0].index
    for part in parts[1:]:
        wards = wards.intersection(part.index)
    together = np.logical_and.reduce([part.loc[wards].to_numpy() for part in parts])
    return share_kept(together, np.full(len(wards), True)).set_index(wards)


@dataclass(frozen=True)
class Need:
    """Need under the plan in force and the one set against it; either may be None.

    Made anew for each view.
    """

    store: Store
    in_force: pd.Series | None
    proposed_plan: pd.Series | None
    tried_weights: tuple[Weight, ...]
    """The weights that are tried; none: the plans' own."""

    @cached_property
    def _declared_weights(self) -> dict[str, dict[str, float]]:
        """Plan -> component -> weight as declared."""
        rows = self.store.query("plan_components")
        return {
            plan: dict(zip(part["component"], part["weight"], strict=True))
            for plan, part in rows.groupby("plan")
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """Component -> its name, of the plans shown, those of the plan set against the one in force
        first.
        """
        rows = self.store.query("plan_components")
        shown = [
            str(plan["id"]) for plan in (self.proposed_plan, self.in_force) if plan is not None
        ]
        rows = rows[rows["plan"].isin(shown)].sort_values(
            "plan", key=lambda ids: ids.map(shown.index), kind="stable"
        )
        return dict(zip(rows["component"], rows["label"], strict=True))

    @cached_property
    def fault(self) -> str:
        """Why the weights of the link cannot be tried, in a sentence; '' where they can be or none
        are.
        """
        if not any(weight.component in self.labels for weight in self.tried_weights):
            return (
                "The components whose weights the link tries are of no plan shown."
                if self.tried_weights
                else ""
            )
        for plan in (self.in_force, self.proposed_plan):
            if plan is not None and not sum(self._weight_points(str(plan["id"])).values()) > 0:
                return (
                    "The link gives every component of need the weight 0; the plan's own weights"
                    " are used."
                )
        return ""

    @property
    def has_tried_weights(self) -> bool:
        """True where other weights than the plans' own are used."""
        return bool(self.tried_weights) and not self.fault

    def _weight_points(self, plan: str) -> dict[str, float]:
        """The weights tried, and for components not named the plan's own, as points of 100."""
        tried = {weight.component: float(weight.points) for weight in self.tried_weights}
        return {
            c: tried.get(c, 100 * share)
            for c, share in shares(self._declared_weights[plan]).items()
        }

    def weights(self, plan: pd.Series) -> dict[str, float]:
        """Component -> weight used for ``plan``."""
        return (
            self._weight_points(str(plan["id"]))
            if self.has_tried_weights
            else self._declared_weights[str(plan["id"])]
        )

    @property
    def points(self) -> dict[str, int]:
        """Component -> points of 100 that a slider shows: those tried, else the plan's own,
        rounded.
        """
        weights: dict[str, int] = {}
        for plan in (self.proposed_plan, self.in_force):
            if plan is not None:
                used = shares(self.weights(plan)) if not self.has_tried_weights else None
                mixed = (
                    {c: 100 * share for c, share in used.items()} if used else self.weights(plan)
                )
                weights = {c: round(points) for c, points in mixed.items()} | weights
        return {c: weights[c] for c in self.labels if c in weights}

    @property
    def words(self) -> str:
        """'Recorded crime 40%, Antisocial behaviour 60%': the shares used in the plan that is
        looked at.
        """
        plan = self.proposed_plan if self.proposed_plan is not None else self.in_force
        if plan is None:
            return ""
        return ", ".join(
            f"{self.labels[c]} {100 * s:.0f}%" for c, s in shares(self.weights(plan)).items()
        )

    def table(self, plan: pd.Series) -> pd.DataFrame:
        """Every ward of ``plan`` by code: name, borough, borough_name, dwo, pcso, index and tier.

        Index and tier are the plan's own; where other weights are tried, those that they and the
        threshold give.
        """
        rows = _declared_scores(self.store, str(plan["id"]))
        if not self.has_tried_weights:
            return rows
        need = index(_scores(self.store, str(plan["id"])), self.weights(plan)).reindex(rows.index)
        return rows.assign(index=need, tier=tiers(need, float(plan["threshold"])))

    def _plan_arguments(self, plan: pd.Series) -> tuple[str, Weights, float]:
        return str(plan["id"]), tuple(self.weights(plan).items()), float(plan["threshold"])

    def tier_shares(self, *plans: pd.Series) -> pd.DataFrame:
        """By ward: kept, kept_lower, kept_upper and word, of ``plans`` together
        (``robustness.share_kept``).
        """
        return _tier_shares(
            self.store, tuple(self._plan_arguments(plan) for plan in plans), self.has_tried_weights
        )

    @cached_property
    def index_changes(self) -> pd.DataFrame:
        """What moved the need index of each ward in both plans
        (``stats.need.explain_index_change``), with label.
        """
        now, then = self.in_force, self.proposed_plan
        assert now is not None and then is not None, "what moved is asked of two plans"
        before, after = (_scores(self.store, str(plan["id"])) for plan in (now, then))
        points = explain_index_change(before, after, self.weights(now), self.weights(then))
        return points.assign(label=points["component"].map(self.labels))

    @cached_property
    def furthest_component(self) -> dict[str, tuple[str, float]]:
        """Ward -> name of the component that moved the index furthest, and by how many points."""
        rows = self.index_changes.assign(size=self.index_changes["moved"].abs()).sort_values(
            "size", kind="stable"
        )
        rows = rows.drop_duplicates("ward", keep="last")
        moves = zip(rows["label"], rows["moved"], strict=True)
        return dict(zip(rows["ward"], moves, strict=True))

    @cached_property
    def furthest(self) -> pd.Series:
        """By ward: 'Recorded crime, +3.2', the component that moved the index furthest."""
        return pd.Series(
            {w: f"{label}, {points:+.1f}" for w, (label, points) in self.furthest_component.items()}
        )

    def parts(self, ward: str) -> pd.DataFrame:
        """One row a component of one ward: label, weight (share) and score in both plans,
        contributions, and the move.

        Columns: label, weight_now, weight_proposed, score_now, score_proposed, contribution_now,
        contribution_proposed, from_score, from_weight and moved; NaN where a plan does not have the
        component.
        """
        rows = self.index_changes[self.index_changes["ward"] == ward].set_index("component")
        for name, plan in (("now", self.in_force), ("proposed", self.proposed_plan)):
            assert plan is not None, "the parts of a move are those of two plans"
            scores = _scores(self.store, str(plan["id"])).loc[ward]
            share: Mapping[str, float] = shares(self.weights(plan))
            rows[f"weight_{name}"] = pd.Series(share, dtype=float).reindex(rows.index)
            rows[f"score_{name}"] = scores.reindex(rows.index)
            rows[f"contribution_{name}"] = rows[f"weight_{name}"] * rows[f"score_{name}"]
        return rows.reset_index(drop=True)
