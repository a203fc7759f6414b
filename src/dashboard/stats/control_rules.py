"""Which rules of the NHS programme Making Data Count the figures of an XmR chart meet.

References: those of ``control_chart``.
"""

from __future__ import annotations

import numpy as np

#: Figures in a row that make a shift or a trend.
RUN = 7
#: Rules, the one that decides first: id -> words.  The order is that of the NHS-R community's
#: package NHSRplotthedots (pull request 180), so that a run that falls above the mean counts as
#: falling.
RULES = {
    "beyond": "beyond a limit",
    "trend": f"{RUN} or more in a row rising or falling",
    "two_of_three": "two of three in a row in the outer third next to the same limit",
    "shift": f"{RUN} or more in a row on one side of the mean",
}


def rules_met(
    values: np.ndarray,
    mean: float,
    reach: float,
    hair: float,
    has_limit: tuple[bool, bool] = (True, True),
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each figure is part of each rule, and how many its stretch joins: two arrays by side,
    rule and figure.

    beyond: above mean + reach.  trend: in a stretch of 7 or more, each above the one before.
    two_of_three: in the outer third (from 2/3 of the reach to the limit), as is another of three in
    a row that are all above the mean.
    shift: in a stretch of 7 or more strictly above the mean.  The low side mirrors it.  A figure
    within `hair` of a line, or of the figure before it, counts as on it and breaks the stretch.
    A side without a limit (`has_limit`, high and low) has neither of the rules that rest on one;
    trend and shift rest on the mean and on order alone.
    """
    runs = np.zeros((2, len(RULES), len(values)), dtype=int)
    is_met = np.zeros(runs.shape, dtype=bool)
    order = {rule: place for place, rule in enumerate(RULES)}
    for side, sign in enumerate((1, -1)):
        gaps = sign * (values - mean)
        is_met[side, order["beyond"]] = (gaps > reach + hair) & has_limit[side]
        is_above = gaps > hair
        runs[side, order["shift"]] = _run_lengths(is_above, RUN)
        is_outer = (gaps > reach * 2 / 3 + hair) & (gaps <= reach + hair)
        is_met[side, order["two_of_three"]] = _two_of_three(is_outer, is_above) & has_limit[side]
        rises = _run_lengths(sign * np.diff(values) > hair, RUN - 1)  # six rises join seven figures
        joined = np.maximum(np.append(rises, 0), np.append(0, rises))
        runs[side, order["trend"]] = np.where(joined > 0, joined + 1, 0)
    return is_met | (runs > 0), runs


def _two_of_three(is_outer: np.ndarray, is_above: np.ndarray) -> np.ndarray:
    """Which figures in the outer third have another there among three in a row that are all on that
    side.
    """
    if len(is_outer) < 3:
        return np.zeros(len(is_outer), dtype=bool)
    in_outer = is_outer.astype(int)
    is_pair = (
        (in_outer[:-2] + in_outer[1:-1] + in_outer[2:] >= 2)
        & is_above[:-2]
        & is_above[1:-1]
        & is_above[2:]
    )
    is_covered = np.zeros(len(is_outer), dtype=bool)
    for shift in range(3):
        is_covered[shift : shift + len(is_pair)] |= is_pair
    return is_covered & is_outer


def stretches(flags: np.ndarray) -> list[tuple[int, int]]:
    """From where to before where each run of true values goes."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _run_lengths(flags: np.ndarray, least: int) -> np.ndarray:
    """The length of the run of true values that each place is in; 0 where it is in none of at least
    `least`.
    """
    lengths = np.zeros(len(flags), dtype=int)
    for start, end in stretches(flags):
        if end - start >= least:
            lengths[start:end] = end - start
    return lengths
