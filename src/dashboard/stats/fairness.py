"""Need against posts: whether posts follow need across boroughs, as a concentration curve and one
number.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MOST, LEAST = 1.0, -1.0
"""What the index could at most be: every post where need is highest, or where it is lowest, of very
many areas.
"""
AREAS = 3
"""Fewer areas than this have no interval: leaving one out leaves nothing to compare."""


def by_borough(wards: pd.DataFrame) -> pd.DataFrame:
    """Need against posts by borough: one row a borough, the highest need a ward first.

    ``wards`` has one row a ward: borough, need (its index, 0 or more) and posts. Columns: borough,
    wards, need (sum of the wards'), posts (sum), need_share and post_share (of the London total, 0
    to 1), per_ward (mean need index) and ratio (post_share / need_share: 1 where posts are in
    proportion to need; NaN without need). Wards without either figure are left out.
    """
    known = wards.dropna(subset=["need", "posts"])
    groups = known.groupby("borough", sort=True)
    table = groups.agg(wards=("need", "size"), need=("need", "sum"), posts=("posts", "sum"))
    table = table.reset_index().astype({"need": float, "posts": float})
    need, posts = table["need"].sum(), table["posts"].sum()
    table["need_share"] = table["need"] / need if need > 0 else np.nan
    table["post_share"] = table["posts"] / posts if posts > 0 else np.nan
    table["per_ward"] = table["need"] / table["wards"]
    table["ratio"] = table["post_share"] / table["need_share"].where(table["need_share"] > 0)
    return table.sort_values(
        ["per_ward", "borough"], ascending=[False, True], kind="stable", ignore_index=True
    )


def curve(table: pd.DataFrame) -> pd.DataFrame:
    """The concentration curve of posts over need: areas from the least need a ward to the most.

    ``table`` has need and posts, both of 0 or more, one row an area, and may have per_ward (the
    order; else need) and borough. Columns: borough ('' for the start), need_share and post_share,
    both cumulative, 0 to 1. Posts in proportion to need lie on the diagonal; below it, areas of
    lower need have fewer posts than their share of need. Areas of equal need a ward are joined into
    one step, so that their order does not matter. Empty where nothing adds up to more than zero.

    Reference: Kakwani N, Wagstaff A, van Doorslaer E (1997), J Econometrics 77:87-103, with need
    for population.
    """
    areas = table.dropna(subset=["need", "posts"])
    empty = pd.DataFrame({"borough": pd.Series(dtype=object), "need_share": [], "post_share": []})
    if not len(areas) or areas["need"].sum() <= 0 or areas["posts"].sum() <= 0:
        return empty
    order = _order(areas)
    names = areas["borough"].astype(str) if "borough" in areas else pd.Series("", index=areas.index)
    steps = (
        areas.assign(order=order, names=names)
        .sort_values(["order", "names"])
        .groupby("order")
        .agg(borough=("names", ", ".join), need=("need", "sum"), posts=("posts", "sum"))
    )
    shares = steps[["need", "posts"]].cumsum() / steps[["need", "posts"]].sum()
    points = pd.DataFrame(
        {"borough": steps["borough"], "need_share": shares["need"], "post_share": shares["posts"]}
    )
    start = pd.DataFrame({"borough": [""], "need_share": [0.0], "post_share": [0.0]})
    return pd.concat([start, points], ignore_index=True)


def concentration(table: pd.DataFrame) -> dict[str, float]:
    """The concentration index of posts over need, with a 95% interval by the jackknife.

    index = 1 - 2 * (area under ``curve``), by trapezia: 0 where posts are in proportion to need;
    above 0 where areas of higher need have more than their share of need would give, below 0 where
    they have less; between -1 and 1.
    Keys: index, lower, upper, areas, levels (of need a ward that differ: one has no order for posts
    to follow, and an index of 0). The interval is index -/+ 1.96 * sqrt((n - 1) / n * sum((index
    without area i - their mean)^2)): how far the number hangs on single areas, as all areas are
    counted and none was sampled. NaN where nothing adds up, and the limits alone where there are
    fewer than 3 areas.

    Reference: Kakwani, Wagstaff and van Doorslaer (1997), as ``curve``; the jackknife: Efron B,
    Tibshirani RJ (1993), An Introduction to the Bootstrap, Chapman and Hall, chapter 11; for
    Gini-like indices Yitzhaki S (1991), J Bus Econ Stat 9:235-239.
    """
    known = table.dropna(subset=["need", "posts"]).reset_index(drop=True)
    need, posts = known["need"].to_numpy(float), known["posts"].to_numpy(float)
    order = _order(known).to_numpy(float)
    whole, n, levels = _index(need, posts, order), len(known), len(np.unique(order))
    lower = upper = float("nan")
    if n >= AREAS and not np.isnan(whole):
        without = np.array(
            [_index(*(np.delete(part, at) for part in (need, posts, order))) for at in range(n)]
        )
        if not np.isnan(without).any():
            error = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
            lower, upper = max(whole - 1.959964 * error, LEAST), min(whole + 1.959964 * error, MOST)
    return {"index": whole, "lower": lower, "upper": upper, "areas": n, "levels": levels}


def _order(table: pd.DataFrame) -> pd.Series:
    """Need a ward, or need where there is none, to nine decimals: areas that differ by less are
    alike.
    """
    return table["per_ward" if "per_ward" in table else "need"].round(9)


def _index(need: np.ndarray, posts: np.ndarray, order: np.ndarray) -> float:
    """The index as ``concentration`` has it, of the steps of ``curve``; NaN where nothing adds up."""
    if need.sum() <= 0 or posts.sum() <= 0:
        return float("nan")
    step = np.unique(order, return_inverse=True)[1]
    x, y = (np.bincount(step, part) / part.sum() for part in (need, posts))
    return float(1 - (x * (2 * np.cumsum(y) - y)).sum()) + 0.0


def brief_words(concentration: dict[str, float]) -> str:
    """One sentence that reads the index without its numbers, and without saying why it is so."""
    if np.isnan(concentration["index"]) or concentration["levels"] < 2:
        return words(concentration)
    if np.isnan(concentration["lower"]):
        return "too few areas have need to say whether posts follow it."
    if concentration["lower"] <= 0 <= concentration["upper"]:
        return "posts are about in proportion to need."
    where = "higher" if concentration["index"] > 0 else "lower"
    return f"areas of {where} need have more posts than in proportion to their need."


def words(concentration: dict[str, float]) -> str:
    """One sentence that reads the index, without saying why it is so."""
    if np.isnan(concentration["index"]):
        return "There is no need or there are no posts to compare."
    if concentration["levels"] < 2:
        return "Every area has the same need, so there is no order in which posts could follow it."
    size = f"The concentration index is {concentration['index']:+.3f}"
    if np.isnan(concentration["lower"]):
        return f"{size}; there are too few areas with need to say how far it hangs on single ones."
    size += (
        f" (from {concentration['lower']:+.3f} to {concentration['upper']:+.3f} by how far it hangs on single"
        " areas)"
    )
    if concentration["lower"] <= 0 <= concentration["upper"]:
        return f"{size}: posts are not distinguishable from being in proportion to need."
    where = "higher" if concentration["index"] > 0 else "lower"
    return f"{size}: areas of {where} need have more posts than in proportion to their need."
