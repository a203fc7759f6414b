"""XmR control charts with the rules of the NHS programme Making Data Count, for one series or for
many at once.

References: Wheeler DJ (2000), Understanding Variation, SPC Press; Provost LP, Murray SK (2011), The
Health Care Data Guide, Jossey-Bass, chapters 4 and 5; NHS England, Making Data Count: Strengthening
your decisions (2019).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from dashboard.stats.comparison import WORDS, Better
from dashboard.stats.control_rules import RULES, rules_met, stretches

# : Mean moving range -> distance of the limits: three standard deviations of moving range / 1.128
# (d2 of two figures).
TO_LIMIT = 2.66
#: Fewest figures for trial limits, and for limits that need no such warning.
LEAST, FULL = 6, 12
REFERENCE = "NHS England, Making Data Count (2019); Provost and Murray (2011), chapters 4 and 5"
Bounds = tuple[float | None, float | None]
#: What a chart says of each segment, as numbers, and of each figure, as words.
_NUMBERS = ("points", "mean", "moving_range", "lower", "upper", "near_lower", "near_upper", "run")
_TEXT_COLUMNS = ("status", "no_limit", "high", "low", "rule", "side", "signal")
_RULE_IDS = np.array([*RULES, ""], dtype=object)
_JOINED_IDS = np.array(
    [
        " ".join(rule for bit, rule in enumerate(RULES) if code >> bit & 1)
        for code in range(2 ** len(RULES))
    ],
    dtype=object,
)
_SIDES = ("high", "low")


def control_chart(
    table: pd.DataFrame,
    better: Better,
    *,
    steps: Sequence[dt.date | pd.Timestamp] = (),
    breaks: Sequence[dt.date | pd.Timestamp] = (),
    bounds: Bounds = (0, None),
) -> pd.DataFrame:
    """One series as an XmR chart, from columns period_end and value: one row a period, NaN where no
    figure.

    A segment starts at each declared step change or break (the first period that ends on or after
    it), with mean and limits of its own.  Adds what ``control_charts`` adds.  Rows in order of
    time.
    """
    ordered_rows = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values(
        "period_end", kind="stable"
    )
    cuts = sorted({pd.Timestamp(date) for date in (*steps, *breaks)})
    starts = np.searchsorted(
        np.array(cuts, dtype="datetime64[us]"),
        ordered_rows["period_end"].to_numpy("datetime64[us]"),
        side="right",
    )
    floor, ceiling = (np.nan if bound is None else bound for bound in bounds)
    every = ordered_rows.assign(
        series="", segment=starts, better=better, floor=floor, ceiling=ceiling
    )
    return control_charts(every.reset_index(drop=True)).drop(
        columns=["series", "better", "floor", "ceiling"]
    )


def control_charts(table: pd.DataFrame) -> pd.DataFrame:
    """Many series as XmR charts, from columns series, period_end, value, segment, better, floor and
    ceiling.

    The rows of a series stand together in order of time; `segment` rises where its limits begin
    anew; `floor` and `ceiling` are the natural bounds of its scale, NaN where there is none.
    Limits: mean -/+ 2.66 mean moving range, kept within the bounds.  A missing figure breaks a
    moving range and a run.  As in the programme's own tool no moving range is screened out.
    Where a limit would lie on or beyond a bound there is none on that side (Wheeler, 2000; Provost
    and Murray, 2011): no figure can lie beyond it, and rules that rest on it are met by none.

    Sets segment to 0, 1, ... within the series.  Adds points; mean; moving_range (mean); lower,
    upper; near_lower, near_upper, where the outer third begins; status: "full" from 12 figures,
    "trial" from 6, "too few" below, "constant" where nothing moves, "fills scale" where neither
    side has a limit (the last three have no limits and no rules); no_limit, the sides that have
    none: "", "high", "low" or "high low";
    high and low, the ids of the rules met towards each side, parted by spaces; rule, the one that
    decides; side, "high" or "low", and signal, "" (common cause), "better", "worse" or "higher",
    "lower", by that rule; run, how many figures its shift or trend joins, else 0.
    """
    values = pd.to_numeric(table["value"]).to_numpy(dtype=float, na_value=np.nan)
    series, segment = (pd.factorize(table[c])[0] for c in ("series", "segment"))
    is_start = np.ones(len(table), dtype=bool)  # of its segment
    is_start[1:] = (series[1:] != series[:-1]) | (segment[1:] != segment[:-1])
    starts = np.flatnonzero(is_start)
    ends = np.append(starts, len(table))[1:]
    numbers = {name: np.full(len(table), np.nan) for name in _NUMBERS}
    texts: dict[str, np.ndarray] = {
        name: np.full(len(table), "", dtype=object) for name in _TEXT_COLUMNS
    }
    floors, ceilings = (table[c].to_numpy(float) for c in ("floor", "ceiling"))
    betters = table["better"].to_numpy()
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        place = slice(start, end)
        _chart(
            values[place],
            (floors[start], ceilings[start]),
            betters[start],
            {name: column[place] for name, column in (numbers | texts).items()},
        )
    counted = np.cumsum(is_start)
    fresh = (
        pd.Series(counted).groupby(series).transform("first").to_numpy() if len(table) else counted
    )
    made = table.assign(value=values, segment=counted - fresh, **numbers)
    return made.assign(
        **{
            name: pd.Series(column, index=table.index, dtype="object")
            for name, column in texts.items()
        }
    )


def _chart(
    values: np.ndarray, bounds: tuple[float, float], better: Better, into: dict[str, np.ndarray]
) -> None:
    """Write into the columns of one segment its limits, and the rules that its figures meet."""
    figures = values[~np.isnan(values)]
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    mean = figures.mean() if figures.size else np.nan
    mean_range = ranges.mean() if ranges.size else np.nan
    hair = (
        1e-9 * max(np.abs(figures).max(), 1e-300) if figures.size else 0.0
    )  # less is rounding, not movement
    status = (
        "too few"
        if figures.size < LEAST or not ranges.size
        else "constant"
        if mean_range <= hair
        else ("trial" if figures.size < FULL else "full")
    )
    into["status"][:], into["points"][:], into["mean"][:], into["moving_range"][:] = (
        status,
        figures.size,
        mean,
        mean_range,
    )
    into["run"][:] = 0
    if status not in ("trial", "full"):
        return
    reach = TO_LIMIT * mean_range
    has_limit = (not mean + reach >= bounds[1] - hair, not mean - reach <= bounds[0] + hair)
    into["no_limit"][:] = " ".join(
        side for side, has in zip(_SIDES, has_limit, strict=True) if not has
    )
    if not any(has_limit):
        into["status"][:] = "fills scale"
        return
    into["lower"][:], into["upper"][:] = (
        np.fmax(mean - reach, bounds[0]),
        np.fmin(mean + reach, bounds[1]),
    )
    into["near_lower"][:], into["near_upper"][:] = mean - reach * 2 / 3, mean + reach * 2 / 3
    is_met, runs = rules_met(values, mean, reach, hair, has_limit)
    codes = (is_met * (1 << np.arange(len(RULES)))[None, :, None]).sum(axis=1)
    into["high"][:], into["low"][:] = _JOINED_IDS[codes[0]], _JOINED_IDS[codes[1]]
    either = is_met.any(axis=0)
    ruled = either.any(axis=0)
    rule = np.where(ruled, either.argmax(axis=0), len(RULES))
    into["rule"][:] = _RULE_IDS[rule]
    at = np.flatnonzero(ruled)
    side = np.where(is_met[0, rule[at], at], 0, 1)
    into["side"][at] = np.array(_SIDES, dtype=object)[side]
    into["signal"][at] = np.array(WORDS[better], dtype=object)[side]
    into["run"][at] = runs[side, rule[at], at]


def signals(chart: pd.DataFrame, better: Better) -> pd.DataFrame:
    """Every signal of a chart, so that each flag can be traced: one row a rule and stretch, in
    order of time.

    Columns: rule, words, side ("high" or "low"), signal ("better", "worse", "higher", "lower"),
    start and end (period_end of the first and the last figure), points, values (list), mean,
    moving_range, lower, upper, segment, status, reference.  Pairs of "two_of_three" that follow on
    one another are one row.
    """
    rows = []
    words = dict(zip(_SIDES, WORDS[better], strict=True))
    for (segment, part), side, rule in product(chart.groupby("segment"), words, RULES):
        is_met = np.array([rule in ids.split() for ids in part[side]])
        is_joined = is_met.copy()
        if rule == "two_of_three":  # its two figures may stand either side of the third
            is_joined[1:-1] |= is_met[:-2] & is_met[2:]
        for start, end in stretches(is_joined):
            stretch = part.iloc[start:end][is_met[start:end]]
            rows.append(
                {
                    "rule": rule,
                    "words": RULES[rule],
                    "side": side,
                    "signal": words[side],
                    "start": stretch["period_end"].iloc[0],
                    "end": stretch["period_end"].iloc[-1],
                    "points": len(stretch),
                    "values": stretch["value"].tolist(),
                    **stretch.iloc[0][list(_INPUTS)].to_dict(),
                    "segment": segment,
                    "reference": REFERENCE,
                }
            )
    return pd.DataFrame(rows, columns=_TRACE).sort_values(
        ["start", "end"], kind="stable", ignore_index=True
    )


_INPUTS = ("mean", "moving_range", "lower", "upper", "status")
_TRACE = [
    "rule",
    "words",
    "side",
    "signal",
    "start",
    "end",
    "points",
    "values",
    *_INPUTS,
    "segment",
    "reference",
]
