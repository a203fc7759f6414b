"""XmR control charts with the rules and icons of the NHS programme Making Data Count.

References: Wheeler DJ (2000), Understanding Variation, SPC Press; Provost LP, Murray SK (2011), The Health Care
Data Guide, Jossey-Bass, chapters 4 and 5; NHS England, Making Data Count: Strengthening your decisions (2019).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
import pandas as pd

from dashboard.stats.comparison import WORDS, Better, compare
from dashboard.stats.estimates import difference

#: Mean moving range -> distance of the limits: three standard deviations of moving range / 1.128 (d2 of two figures).
TO_LIMIT = 2.66
#: Figures in a row that make a shift or a trend.
RUN = 7
#: Fewest figures for trial limits, and for limits that need no such warning.
LEAST, FULL = 6, 12
#: Rules, the strongest first: id -> words.
RULES = {
    "beyond": "beyond a limit",
    "shift": f"{RUN} or more in a row on one side of the mean",
    "two_of_three": "two of three in a row in the outer third next to the same limit",
    "trend": f"{RUN} or more in a row rising or falling",
}
REFERENCE = "NHS England, Making Data Count (2019); Provost and Murray (2011), chapter 4"
Bounds = tuple[float | None, float | None]
_COLUMNS = ("segment", "points", "mean", "moving_range", "lower", "upper", "near_lower", "near_upper", "status",
            "high", "low", "rule", "signal")  # fmt: skip


def control_chart(
    table: pd.DataFrame,
    better: Better,
    *,
    steps: Sequence[dt.date | pd.Timestamp] = (),
    breaks: Sequence[dt.date | pd.Timestamp] = (),
    bounds: Bounds = (0, None),
) -> pd.DataFrame:
    """One series as an XmR chart, from columns period_end and value: one row a period, NaN where no figure.

    A segment starts at each declared step change or break (the first period that ends on or after it), with mean
    and limits of its own: mean -/+ 2.66 mean moving range, kept within the natural `bounds` of the scale.  A
    missing figure breaks a moving range and a run.  As in the programme's own tool no moving range is screened out.

    Adds segment (0, 1, ...); points; mean; moving_range (mean); lower, upper; near_lower, near_upper, where the
    outer third begins; status: "full" from 12 figures, "trial" from 6, "too few" below, "constant" where nothing
    moves (the last two have no limits); high and low, the ids of the rules met towards each side, parted by
    spaces; rule, the strongest; signal: "" (common cause), "better", "worse" or "higher", "lower".
    Rows in order of time.
    """
    made = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values("period_end", kind="stable")
    made = made.assign(value=pd.to_numeric(made["value"]).astype(float)).reset_index(drop=True)
    cuts = sorted({pd.Timestamp(date) for date in (*steps, *breaks)})
    starts = np.searchsorted(np.array(cuts, dtype="datetime64[us]"), made["period_end"].to_numpy("datetime64[us]"),
                             side="right")  # fmt: skip
    numbers = pd.factorize(starts)[0]
    parts = [_segment(rows, bounds) for _, rows in made.groupby(numbers)]
    if not parts:
        return made.assign(**{c: pd.Series(dtype="object" if c in _WORDS else "float64") for c in _COLUMNS})
    chart = pd.concat(parts)
    chart.insert(chart.columns.get_loc("value") + 1, "segment", numbers)
    above, below = WORDS[better]
    toward = [("", "") if not rule else (rule, above if rule in high.split() else below)
              for rule, high in zip(chart["rule"], chart["high"], strict=True)]  # fmt: skip
    return chart.assign(signal=pd.Series([word for _, word in toward], index=chart.index, dtype="object"))


_WORDS = ("status", "high", "low", "rule", "signal")


def _segment(rows: pd.DataFrame, bounds: Bounds) -> pd.DataFrame:
    values = rows["value"].to_numpy()
    known = values[~np.isnan(values)]
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    mean = float(known.mean()) if known.size else np.nan
    moving = float(ranges.mean()) if ranges.size else np.nan
    hair = 1e-9 * max(float(np.abs(known).max()), 1e-300) if known.size else 0.0  # less is rounding, not movement
    status = "too few" if known.size < LEAST or not ranges.size else "constant" if moving <= hair else (
        "trial" if known.size < FULL else "full")  # fmt: skip
    charted = status in ("trial", "full")
    reach = TO_LIMIT * moving if charted else np.nan
    floor, ceiling = (-np.inf if bounds[0] is None else bounds[0]), (np.inf if bounds[1] is None else bounds[1])
    high, low = rules_met(values, mean, reach, hair) if charted else ([set()] * len(rows), [set()] * len(rows))
    strongest = [next((rule for rule in RULES if rule in up | down), "") for up, down in zip(high, low, strict=True)]
    return rows.assign(
        points=known.size, mean=mean, moving_range=moving,
        lower=max(mean - reach, floor) if charted else np.nan, upper=min(mean + reach, ceiling) if charted else np.nan,
        near_lower=mean - reach * 2 / 3, near_upper=mean + reach * 2 / 3, status=status,
        high=pd.Series([_joined(rules) for rules in high], index=rows.index, dtype="object"),
        low=pd.Series([_joined(rules) for rules in low], index=rows.index, dtype="object"),
        rule=pd.Series(strongest, index=rows.index, dtype="object"),
    )  # fmt: skip


def _joined(rules: set[str]) -> str:
    return " ".join(rule for rule in RULES if rule in rules)


def rules_met(values: np.ndarray, mean: float, reach: float, hair: float) -> tuple[list[set[str]], list[set[str]]]:
    """For each figure, the rules it is part of towards the high side, and those towards the low side.

    beyond: above mean + reach.  shift: in a stretch of 7 or more strictly above the mean.  two_of_three: in the
    outer third (from 2/3 of the reach to the limit), as is another of three in a row that are all above the mean.
    trend: in a stretch of 7 or more, each above the one before.  The low side mirrors it.  A figure within `hair` of
    a line, or of the figure before it, counts as on it and breaks the stretch.
    """
    sides = []
    for sign in (1, -1):
        gaps = sign * (values - mean)
        met: list[set[str]] = [{"beyond"} if gap > reach + hair else set() for gap in gaps]
        for start, end in _stretches(gaps > hair):
            if end - start >= RUN:
                _mark(met, range(start, end), "shift")
        outer = (gaps > reach * 2 / 3 + hair) & (gaps <= reach + hair)
        for i in range(len(values) - 2):
            three = slice(i, i + 3)
            if outer[three].sum() >= 2 and (gaps[three] > hair).all():
                _mark(met, [i + int(k) for k in np.flatnonzero(outer[three])], "two_of_three")
        for start, end in _stretches(sign * np.diff(values) > hair):
            if end - start + 1 >= RUN:  # six rises join seven figures
                _mark(met, range(start, end + 1), "trend")
        sides.append(met)
    return sides[0], sides[1]


def _mark(met: list[set[str]], places: Sequence[int], rule: str) -> None:
    for place in places:
        met[place].add(rule)


def _stretches(true: np.ndarray) -> list[tuple[int, int]]:
    """From where to before where each run of true values goes."""
    runs, place = [], 0
    for value, group in groupby(true.tolist()):
        length = len(list(group))
        if value:
            runs.append((place, place + length))
        place += length
    return runs


def signals(chart: pd.DataFrame, better: Better) -> pd.DataFrame:
    """Every signal of a chart, so that each flag can be traced: one row a rule and stretch, in order of time.

    Columns: rule, words, side ("high" or "low"), signal ("better", "worse", "higher", "lower"), start and end
    (period_end of the first and the last figure), points, values (list), mean, moving_range, lower, upper, segment,
    status, reference.  Pairs of "two_of_three" that follow on one another
    are one row.
    """
    rows = []
    words = dict(zip(("high", "low"), WORDS[better], strict=True))
    for (segment, part), side, rule in product(chart.groupby("segment"), words, RULES):
        met = np.array([rule in ids.split() for ids in part[side]])
        joined = met.copy()
        if rule == "two_of_three":  # its two figures may stand either side of the third
            joined[1:-1] |= met[:-2] & met[2:]
        for start, end in _stretches(joined):
            found = part.iloc[start:end][met[start:end]]
            rows.append({
                "rule": rule, "words": RULES[rule], "side": side, "signal": words[side],
                "start": found["period_end"].iloc[0], "end": found["period_end"].iloc[-1], "points": len(found),
                "values": found["value"].tolist(), **found.iloc[0][list(_INPUTS)].to_dict(), "segment": segment,
                "reference": REFERENCE,
            })  # fmt: skip
    return pd.DataFrame(rows, columns=_TRACE).sort_values(["start", "end"], kind="stable", ignore_index=True)


_INPUTS = ("mean", "moving_range", "lower", "upper", "status")
_TRACE = ["rule", "words", "side", "signal", "start", "end", "points", "values", *_INPUTS, "segment", "reference"]

#: Icons of variation: id -> words.
VARIATION = {
    "common": "Common cause: no significant change",
    "improving_high": "Special cause: improving, by higher figures",
    "improving_low": "Special cause: improving, by lower figures",
    "concerning_high": "Special cause: concerning, by higher figures",
    "concerning_low": "Special cause: concerning, by lower figures",
    "neither_high": "Special cause: higher figures, neither better nor worse",
    "neither_low": "Special cause: lower figures, neither better nor worse",
    "not_judged": "Variation cannot be judged",
}
#: Icons of assurance: id -> words.
ASSURANCE = {
    "hit_and_miss": "Hit and miss: the target lies within the limits",
    "passing": "Consistently passing: the limits lie wholly on the better side of the target",
    "failing": "Consistently failing: the limits lie wholly on the worse side of the target",
    "no_target": "No target, or no direction, is declared",
    "not_judged": "The target cannot be judged",
}


@dataclass(frozen=True)
class Icons:
    """The two icons of a chart at its latest figure."""

    variation: str
    """Key of VARIATION."""
    assurance: str
    """Key of ASSURANCE."""
    rule: str
    """Key of RULES that decided the variation; '' for none."""
    words: str
    """One or two sentences: what the limits rest on, and the rule met."""


def icons(chart: pd.DataFrame, better: Better, target: float | None = None) -> Icons:
    """The icons of the latest figure, by the limits of its segment.

    Variation: by the strongest rule that the latest figure is part of, towards the side of that rule.  Assurance:
    "passing" where the target lies strictly beyond the worse limit, "failing" beyond the better one.
    """
    aimed = target is not None and not np.isnan(target) and better != "neutral"
    known = chart[chart["value"].notna()]
    if known.empty or known["status"].iloc[-1] in ("too few", "constant"):
        return Icons("not_judged", "not_judged" if aimed else "no_target", "", status_words(chart))
    last = known.iloc[-1]
    met = RULES.get(last["rule"], "no rule met")
    words = f"{status_words(chart)} Latest figure, {last['period_end']:%B %Y}: {met}."
    if not last["rule"]:
        variation = "common"
    else:
        kind = {"better": "improving", "worse": "concerning"}.get(last["signal"], "neither")
        variation = f"{kind}_{'high' if last['signal'] == WORDS[better][0] else 'low'}"
    assurance = "no_target"
    if aimed:
        beneath, over = ("passing", "failing") if better == "higher" else ("failing", "passing")
        assurance = beneath if target < last["lower"] else over if target > last["upper"] else "hit_and_miss"
    return Icons(variation, assurance, last["rule"], words)


def status_words(chart: pd.DataFrame) -> str:
    """One sentence on what the limits of the latest segment rest on, or why there are none."""
    known = chart[chart["value"].notna()]
    if known.empty:
        return "There is no figure, so there is no control chart."
    last = chart[chart["segment"] == known["segment"].iloc[-1]].iloc[-1]
    count, status = int(last["points"]), last["status"]
    figures = f"{count} figure{'' if count == 1 else 's'}" + (" since the last change" if last["segment"] else "")
    return {
        "too few": f"Too few figures in a row for a control chart: {figures}, where limits need at least {LEAST}.",
        "constant": f"None of {figures} differs from the one before, so no limits can be set.",
        "trial": f"Trial limits, from {figures}; {FULL} are needed for settled ones.",
        "full": f"Limits from {figures}.",
    }[status]


def why_no_chart(table: pd.DataFrame) -> str:
    """Why a series is not for a control chart, and what is used instead; '' where its periods do not overlap.

    Columns: period_start, period_end.  Figures whose periods overlap share their interviews or events, so their
    moving ranges are too small and their limits too narrow.
    """
    ordered = table.sort_values("period_end")
    starts, ends = (pd.to_datetime(ordered[c]).to_numpy() for c in ("period_start", "period_end"))
    if not (starts[1:] <= ends[:-1]).any():
        return ""
    return ("Each figure shares part of its period with the one before, so control limits would be too narrow; "
            "figures that share nothing are compared instead.")  # fmt: skip


def without_overlap(table: pd.DataFrame, better: Better, breaks: Sequence[dt.date | pd.Timestamp] = ()) -> pd.DataFrame:
    """The latest figure of a rolling series and those before it that share no period, each with its change.

    Columns read: period_start, period_end, value, lower, upper (95%).  Adds change, change_lower, change_upper
    (on the row before; MOVER, see estimates.difference) and flag ("better", "worse", "higher", "lower", "similar",
    or "not known" for the first, where a figure or its limits are missing, or across a break).  In order of time.
    """
    made = table.assign(**{c: pd.to_datetime(table[c]) for c in ("period_start", "period_end")})
    made = made.sort_values("period_end", kind="stable")
    kept: list[int] = []
    for place in reversed(range(len(made))):
        if pd.notna(made["value"].iloc[place]) and (
            not kept or made["period_end"].iloc[place] < made["period_start"].iloc[kept[-1]]
        ):
            kept.append(place)
    made = made.iloc[kept[::-1]].reset_index(drop=True)
    before = made.shift(1)
    crossed = np.zeros(len(made), dtype=bool)
    for day in map(pd.Timestamp, breaks):
        crossed |= ((before["period_start"] < day) & (made["period_end"] >= day)).to_numpy()
    low, high = difference(*(rows[c] for rows in (made, before) for c in ("value", "lower", "upper")))
    gap = (made["value"] - before["value"]).to_numpy(float)
    found = {"value": gap, "lower": low, "upper": high}
    change = pd.DataFrame({name: np.where(crossed, np.nan, numbers) for name, numbers in found.items()})
    flag = compare(change.assign(comparator=0.0), better)["flag"]
    return made.assign(change=change["value"], change_lower=change["lower"], change_upper=change["upper"], flag=flag)
