"""Medians and percentiles of incidents, with intervals by order statistics.

Reference: Conover WJ (1999), Practical Nonparametric Statistics, 3rd edition, Wiley, section 3.2;
Campbell MJ, Gardner MJ (1988), Calculating confidence intervals for some non-parametric analyses,
BMJ 296:1454-1456.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

_RANKS = ("lower_rank", "upper_rank", "coverage")
_COLUMNS = ("value", "n", "lower", "upper", *_RANKS, "grouped")
_BANDS = " The figures come from counts in bands, so they are good to the width of a band only."


def order_ranks(n: ArrayLike, share: float, confidence: float = 0.95) -> pd.DataFrame:
    """Which of n figures in order bound the interval of a percentile: columns n, lower_rank,
    upper_rank, coverage.

    With B binomial(n, share): lower_rank l is the largest with P(B < l) <= alpha/2, upper_rank u
    the smallest with P(B >= u) <= alpha/2; coverage = P(l <= B < u), at least `confidence` and the
    same for any distribution.  Ranks from 1; missing, both, where n is too small for either, as
    then no interval of that confidence can be given.
    """
    if not (0 < share < 1 and 0 < confidence < 1):
        raise ValueError(
            f"share and confidence must lie strictly between 0 and 1, not {share!r} and"
            f" {confidence!r}"
        )
    from scipy.stats import binom

    counts = np.asarray(np.atleast_1d(n), dtype=float)
    count = np.where(np.isfinite(counts) & (counts >= 1), counts, 1)
    tail = (1 - confidence) / 2
    lower = binom.ppf(tail, count, share)
    upper = binom.isf(tail, count, share) + 1
    has_ranks = (lower >= 1) & (upper <= count) & (counts >= 1)
    coverage = binom.cdf(upper - 1, count, share) - binom.cdf(lower - 1, count, share)
    ranks = {
        name: pd.Series(np.where(has_ranks, numbers, np.nan)).astype("Int64")
        for name, numbers in (("lower_rank", lower), ("upper_rank", upper))
    }
    return pd.DataFrame({"n": counts, **ranks, "coverage": np.where(has_ranks, coverage, np.nan)})


def least_incidents(share: float, confidence: float = 0.95) -> int:
    """Fewest incidents on which a percentile has an interval: 6 for a median, 36 for a 90th
    percentile, at 95%.
    """
    found = order_ranks(np.arange(1, 5001), share, confidence)
    sizes = found.loc[found["lower_rank"].notna(), "n"]
    if sizes.empty:
        raise ValueError(
            f"no interval can be given for the share {share!r} on 5,000 incidents or fewer"
        )
    return int(sizes.iloc[0])


def of_incidents(
    table: pd.DataFrame,
    share: float,
    *,
    by: str = "area",
    figure: str = "minutes",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The percentile of each area's incidents, one row an incident with columns `by` and `figure`.

    Columns: `by`, value (interpolated between order statistics, as a spreadsheet does), n, lower,
    upper (two of the incidents themselves), lower_rank, upper_rank, coverage, grouped (False).
    Missing figures are not counted; an area without any has n 0.  Limits are NaN where n is too
    small.  Areas in the order of the table.
    """
    rows = []
    for area, numbers in table.groupby(by, sort=False)[figure]:
        figures = np.sort(pd.to_numeric(numbers).dropna().to_numpy(float))
        ranks = order_ranks(figures.size, share, confidence).iloc[0]
        limits = [
            figures[int(ranks[c]) - 1] if pd.notna(ranks[c]) else np.nan
            for c in ("lower_rank", "upper_rank")
        ]
        value = float(np.quantile(figures, share)) if figures.size else np.nan
        rows.append((area, value, figures.size, *limits, *ranks[list(_RANKS)], False))
    return _build_table(rows, by)


def of_bands(
    table: pd.DataFrame, share: float, *, by: str = "area", confidence: float = 0.95
) -> pd.DataFrame:
    """The percentile of each area from counts in bands: columns `by`, start, end (NaN where open),
    count.

    As ``of_incidents``, with grouped True: value and limits are where the cumulative count reaches
    n share and the two ranks, read along a straight line within the band, so they are good to the
    width of a band only.  NaN where that falls in a band without an end, or where bands overlap or
    leave a gap.
    """
    rows = []
    for area, bands in table.sort_values("start", kind="stable").groupby(by, sort=False):
        columns = (pd.to_numeric(bands[c]) for c in ("start", "end", "count"))
        start, end, count = (column.to_numpy(float, na_value=np.nan) for column in columns)
        whole = not (
            np.isnan(count).any() or np.isnan(start).any() or (start[1:] != end[:-1]).any()
        )
        n = int(count.sum()) if whole else 0
        ranks = order_ranks(n, share, confidence).iloc[0]
        lower, upper = (
            float(ranks[c]) if pd.notna(ranks[c]) else np.nan for c in ("lower_rank", "upper_rank")
        )
        value, low, high = (
            _read_off(start, end, count, at) if n else np.nan for at in (n * share, lower, upper)
        )
        rows.append((area, value, n, low, high, *ranks[list(_RANKS)], True))
    order = {area: place for place, area in enumerate(table[by].unique())}
    return _build_table(sorted(rows, key=lambda row: order[row[0]]), by)


def _read_off(start: np.ndarray, end: np.ndarray, count: np.ndarray, at: float) -> float:
    """Where the cumulative count reaches `at`, on straight lines between the ends of the bands."""
    reached = np.cumsum(count)
    if np.isnan(at):
        return np.nan
    band = int(np.searchsorted(reached, at - 1e-9))
    into = (at - (reached[band] - count[band])) / count[band]
    return float(start[band] + into * (end[band] - start[band]))


def _build_table(rows: list[tuple[Any, ...]], by: str) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=[by, *_COLUMNS], dtype=object)
    made["coverage"] = made["coverage"].where(made["coverage"].notna(), np.nan)
    return made.astype(
        {
            "value": float,
            "n": "int64",
            "lower": float,
            "upper": float,
            "lower_rank": "Int64",
            "upper_rank": "Int64",
            "coverage": float,
            "grouped": bool,
        }
    )


def interval_words(row: pd.Series, share: float, noun: str = "incidents") -> str:
    """One sentence on the interval of a row of ``of_incidents`` or ``of_bands``, or on why there is
    none.
    """
    n = int(row["n"])
    bands = _BANDS if row["grouped"] else ""
    if n == 0:
        return f"There are no {noun} to take a percentile of."
    if pd.isna(row["lower_rank"]):
        return (
            f"No interval can be given on {n:,} {noun}; it takes at least"
            f" {least_incidents(share):,}.{bands}"
        )
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return f"The interval reaches into a band without an end, so it cannot be given.{bands}"
    lower, upper = (ordinal(int(row[c])) for c in ("lower_rank", "upper_rank"))
    return (
        f"Interval from the {lower} to the {upper} of {n:,} {noun} in order, which holds the true"
        f" figure in {100 * row['coverage']:.1f}% of cases.{bands}"
    )


def ordinal(number: int) -> str:
    """'1st', '12th' or '1,023rd'."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number:,}{ends.get(number % 10, 'th') if number % 100 not in (11, 12, 13) else 'th'}"


def published_words(has_limits: bool, n: float | None) -> str:
    """One sentence on a percentile that a source publishes by itself, without its incidents.

    `n`: the incidents it rests on, None or NaN where the source does not say.
    """
    on = "" if n is None or np.isnan(n) else f" on {int(n):,} incidents"
    if has_limits:
        return f"The figure{on} and its interval are the source's own."
    return (
        f"The source gives the figure{on} without its incidents, from which alone an interval could"
        " be worked out."
    )
