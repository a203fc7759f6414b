"""The need index of wards, the tier it gives, what moved it between two plans, and posts moved
between wards.

No published formula ranks the wards of London: components, weights and threshold are a plan's own,
and these functions do with others what the plan does with its own, so that a reader may try them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

PRIORITY, STANDARD = "priority", "standard"
_TOLERANCE = 1e-9


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights as shares that add up to 1, in the order given.

    Raises:
        ValueError: a weight is below zero or missing, or none is above zero; the words are fit for
            a reader.
    """
    for component, weight in weights.items():
        if not np.isfinite(weight) or weight < 0:
            raise ValueError(
                f"The weight of '{component}' must be a number of zero or more, not {weight}."
            )
    total = float(sum(weights.values()))
    if total <= 0:
        raise ValueError(
            "Every weight is zero, so there is no need index: give at least one component a weight."
        )
    return {component: weight / total for component, weight in weights.items()}


def index(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """The need index of each ward: sum(weight * score) / sum(weights), on the scale of the scores
    (0 to 100).

    ``scores`` has one row a ward and one column a component; a column without a weight is not
    counted. NaN where a score that has a weight above zero is missing.

    Raises:
        ValueError: a weight is below zero, none is above zero, or a component has no column.
    """
    part = shares(weights)
    lacking = [component for component in part if component not in scores]
    if lacking:
        raise ValueError(f"There is no score of '{lacking[0]}', to which a weight is given.")
    counted = [component for component, share in part.items() if share > 0]
    return pd.Series(
        scores[counted].to_numpy(float) @ np.array([part[c] for c in counted]),
        index=scores.index,
        name="need_index",
    )


def tiers(need: pd.Series, threshold: float) -> pd.Series:
    """'priority' at or above the threshold, 'standard' below it, None where the index is missing.

    An index within 1e-9 of the threshold is at it, so that no order of adding up decides a ward's
    tier.
    """
    words = np.where(need.to_numpy(float) >= threshold - _TOLERANCE, PRIORITY, STANDARD)
    return pd.Series(words, index=need.index, dtype=object, name="tier").where(need.notna(), None)


def explain_index_change(
    scores_before: pd.DataFrame,
    scores_after: pd.DataFrame,
    weights_before: Mapping[str, float],
    weights_after: Mapping[str, float],
) -> pd.DataFrame:
    """What moved each ward's index between two plans: one row a ward and component.

    Columns: ward (the index label), component, from_score (points of the index that come of the
    change of score, at the mean of both weights), from_weight (of the change of weight, at the mean
    of both scores), moved (their sum:
    the change of weight * score). ``moved`` adds up over components to the change of the index. A
    component of one plan alone has a weight of nought in the other and the other's score, so all of
    its part comes of the weight.

    The split at means is that of Kitagawa EM (1955), J Am Stat Assoc 50:1168-1194: it leaves no
    remainder and does not depend on which plan is named first.

    Raises:
        ValueError: as ``shares``, or where the plans have no ward in common.
    """
    wards = scores_before.index.intersection(scores_after.index)
    if wards.empty:
        raise ValueError("The two plans have no ward in common, so there is nothing to compare.")
    shares_before, shares_after = shares(weights_before), shares(weights_after)
    rows = []
    for component in dict.fromkeys([*shares_before, *shares_after]):
        has = [component in shares_before, component in shares_after]
        first = (scores_before if has[0] else scores_after).loc[wards, component].to_numpy(float)
        second = (scores_after if has[1] else scores_before).loc[wards, component].to_numpy(float)
        w, v = shares_before.get(component, 0.0), shares_after.get(component, 0.0)
        by_score, by_weight = (second - first) * (w + v) / 2, (v - w) * (first + second) / 2
        rows.append(
            pd.DataFrame(
                {
                    "ward": wards,
                    "component": component,
                    "from_score": by_score,
                    "from_weight": by_weight,
                    "moved": by_score + by_weight,
                }
            )
        )
    return pd.concat(rows, ignore_index=True).sort_values("ward", kind="stable", ignore_index=True)


def to_minimum(posts: pd.DataFrame, minimum: Mapping[str, float]) -> pd.DataFrame:
    """Posts needed to bring every ward up to the minimum, by borough, and then for all: the last
    row, borough 'all'.

    ``posts`` has one row a ward: borough, and a column a kind of post (or of people in post), such
    as dwo and pcso; ``minimum`` is kind -> the least that every ward should have.
    Columns: borough, wards (with a figure of every kind), unknown (without), below (wards under the
    minimum of any kind), and needed_<kind>: the sum over wards of max(0, minimum - held). What one
    ward has to spare is not set against what another lacks.
    """
    posts_by_kind = posts[list(minimum)].apply(pd.to_numeric)
    shortfall = (-(posts_by_kind - pd.Series(dict(minimum), dtype=float))).clip(lower=0)
    shortfall = shortfall.where(shortfall > _TOLERANCE, 0.0).where(
        posts_by_kind.notna().all(axis=1), np.nan
    )
    is_known = shortfall.notna().all(axis=1)
    table = pd.DataFrame(
        {
            "borough": posts["borough"],
            "wards": is_known.astype(int),
            "unknown": (~is_known).astype(int),
            "below": (shortfall.sum(axis=1) > 0).astype(int),
            **{f"needed_{kind}": shortfall[kind].fillna(0.0) for kind in minimum},
        }
    )
    found = table.groupby("borough", as_index=False, sort=True).sum()
    whole = pd.DataFrame([{"borough": "all", **table.drop(columns="borough").sum()}]).astype(
        table.dtypes.to_dict()
    )
    return pd.concat([found, whole], ignore_index=True)


def move(
    posts: pd.DataFrame, moves: pd.DataFrame, kinds: Sequence[str] = ("dwo", "pcso")
) -> pd.DataFrame | str:
    """The table after all the moves, the sum of each kind kept; or a sentence that says which move
    is impossible.

    ``posts`` has one row a ward: ward, name, and a column a kind of post. ``moves`` has one row a
    move: from_ward, to_ward (codes), kind and posts (above zero). Moves are made together: only
    where a ward stands when all are made can be impossible, so their order does not matter. Neither
    table is changed.
    """
    if moves.empty:
        return posts.copy()
    amount = pd.to_numeric(moves["posts"], errors="coerce").to_numpy(float, na_value=np.nan)
    names = dict(zip(posts["ward"], posts["name"], strict=True))
    for number, (start, end, kind, posts_moved) in enumerate(
        zip(moves["from_ward"], moves["to_ward"], moves["kind"], amount, strict=True), 1
    ):
        if unknown := next((code for code in (start, end) if code not in names), None):
            return f"Move {number} names the ward '{unknown}', which is not in the plan."
        if kind not in kinds:
            return (
                f"Move {number} is of '{kind}', which is no kind of post: use {' or '.join(kinds)}."
            )
        if not posts_moved > 0 or not np.isfinite(posts_moved):
            return f"Move {number} must be of a number of posts above zero."
        if start == end:
            return f"Move {number} is from {names[start]} to itself, so it would change nothing."
    return _apply_moves(posts, moves.assign(posts=amount), names, kinds)


def _apply_moves(
    posts: pd.DataFrame, moves: pd.DataFrame, names: Mapping[str, str], kinds: Sequence[str]
) -> pd.DataFrame | str:
    """The table after moves that are well formed."""
    moved_posts = posts.copy()
    for kind in kinds:
        mine = moves[moves["kind"] == kind]
        outflow = posts["ward"].map(mine.groupby("from_ward")["posts"].sum()).fillna(0.0)
        inflow = posts["ward"].map(mine.groupby("to_ward")["posts"].sum()).fillna(0.0)
        is_touched = (outflow > 0) | (inflow > 0)
        posts_of_kind = pd.to_numeric(posts[kind]).astype(float)
        if unknown := next(iter(posts.loc[is_touched & posts_of_kind.isna(), "ward"]), None):
            return (
                f"{names[unknown]} has no figure of {kind.upper()} posts, so none can be moved to"
                " or from it."
            )
        remainder = (posts_of_kind + inflow - outflow).round(9)
        short = posts.loc[remainder < 0, "ward"]
        if len(short):
            at = short.index[0]
            return (
                f"{names[short.iloc[0]]} has {posts_of_kind[at]:g} {kind.upper()} posts and the moves would"
                f" take {outflow[at] - inflow[at]:g} from it: move fewer."
            )
        moved_posts[kind] = remainder.where(is_touched, posts[kind])
    return moved_posts
