"""The icons of variation and assurance of the NHS programme Making Data Count, of a control chart's
latest figure.

Reference: NHS England, Making Data Count: Strengthening your decisions (2019), on summary icons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.comparison import NOT_KNOWN, SIMILAR, Better
from dashboard.stats.control_chart import FULL, LEAST
from dashboard.stats.control_rules import RULES

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
#: Icons of a series that is judged by its change on the year: a rolling one, which gets no control
#: chart, and one whose chart holds no level.  They are this dashboard's own, not the programme's.
YEARS = {
    "year_better": "Better than the year before",
    "year_worse": "Worse than the year before",
    "year_higher": "Higher than the year before",
    "year_lower": "Lower than the year before",
    "year_similar": "No clear change on the year",
    "year_not_known": "Not compared with a year before",
    "count_better": "Better than the year before: a complete count, not tested",
    "count_worse": "Worse than the year before: a complete count, not tested",
    "count_higher": "Higher than the year before: a complete count, not tested",
    "count_lower": "Lower than the year before: a complete count, not tested",
    "count_same": "The same as the year before",
}
_FLAGS = {NOT_KNOWN: "year_not_known", SIMILAR: "year_similar"}
UNSETTLED_SHARE = 0.5
"""Part of a chart's figures that meet a rule, above which the series holds no level to judge by."""
#: Icons of assurance: id -> words.
ASSURANCE = {
    "hit_and_miss": "Hit and miss: the target lies within the limits",
    "passing": "Consistently passing: the limits lie wholly on the better side of the target",
    "failing": "Consistently failing: the limits lie wholly on the worse side of the target",
    "no_target": "No target, or no direction, is declared",
    "not_judged": "The target cannot be judged",
}
_KINDS = {"better": "improving", "worse": "concerning"}


@dataclass(frozen=True)
class Icons:
    """The two icons of a chart at its latest figure."""

    variation: str
    """Key of VARIATION, or of YEARS for a rolling series."""
    assurance: str
    """Key of ASSURANCE."""
    rule: str
    """Key of RULES that decided the variation; '' for none."""
    because: str
    """How the rule is met: '9 in a row above the mean'; '' where none is."""
    words: str
    """One or two sentences: what the limits rest on, and the rule met."""
    level: str = ""
    """'99.8' where a change on the year is beyond chance at 99.8% too, '95' where at 95% alone."""
    mean: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    """Mean and limits that the latest figure is judged by; NaN where there are none, or none on
    that side."""


def icons(chart: pd.DataFrame, better: Better, target: float | None = None) -> Icons:
    """The icons of the latest figure of one chart (``control_chart.control_chart``), by the limits
    of its segment.
    """
    return judge_figure(next(latest_rows(chart.assign(series="")), None), better, target)


def latest_rows(charts: pd.DataFrame) -> Any:
    """The row of the latest figure of each series of ``control_chart.control_charts`` that has one,
    in its order.
    """
    return charts[charts["value"].notna()].groupby("series", sort=False).tail(1).itertuples()


def judge_figure(latest_row: Any, better: Better, target: float | None = None) -> Icons:
    """The icons of a figure, a row of a chart; None where the series has no figure.

    Variation: by the rule that decides, towards its side.  Assurance: "passing" where the target
    lies strictly beyond the worse limit, "failing" beyond the better one.
    """
    has_target = target is not None and not np.isnan(target) and better != "neutral"
    if latest_row is None or latest_row.status not in ("trial", "full"):
        return Icons(
            "not_judged",
            "not_judged" if has_target else "no_target",
            "",
            "",
            status_words(latest_row),
        )
    because = (
        rule_words(latest_row.rule, latest_row.side, int(latest_row.run)) if latest_row.rule else ""
    )
    rule_text = f"{RULES[latest_row.rule]} ({because})" if because else "no rule met"
    variation = (
        f"{_KINDS.get(latest_row.signal, 'neither')}_{latest_row.side}"
        if latest_row.rule
        else "common"
    )
    assurance = "no_target"
    if has_target:
        beneath, over = ("passing", "failing") if better == "higher" else ("failing", "passing")
        assurance = (
            beneath
            if target < latest_row.lower
            else over
            if target > latest_row.upper
            else "hit_and_miss"
        )
    words = f"{status_words(latest_row)} Latest figure, {latest_row.period_end:%B %Y}: {rule_text}."
    return Icons(
        variation,
        assurance,
        latest_row.rule,
        because,
        words,
        mean=latest_row.mean,
        lower=np.nan if "low" in latest_row.no_limit.split() else latest_row.lower,
        upper=np.nan if "high" in latest_row.no_limit.split() else latest_row.upper,
    )


def rule_words(rule: str, side: str, run: int) -> str:
    """How a figure meets a rule: 'above the upper limit', '9 in a row falling'; `run` as in
    ``control_charts``.
    """
    is_high = side == "high"
    return {
        "beyond": "above the upper limit" if is_high else "below the lower limit",
        "trend": f"{run} in a row {'rising' if is_high else 'falling'}",
        "two_of_three": f"two of three near the {'upper' if is_high else 'lower'} limit",
        "shift": f"{run} in a row {'above' if is_high else 'below'} the mean",
    }[rule]


@dataclass(frozen=True)
class YearChange:
    """What a figure's change on the year comes to."""

    flag: str = NOT_KNOWN
    """As ``comparison.compare`` flags the change, or an id of YEARS that begins with 'count_'."""
    level: str = ""
    """'99.8', '95' or '': at which the change is beyond chance."""
    size: str = ""
    """'by 31', in the indicator's unit; '' where it is not known or none."""


def holds_level(chart: pd.DataFrame) -> bool:
    """Whether the limits of the latest figure's segment describe a level: at most UNSETTLED of its
    figures meet a rule.

    ``chart`` is one series of ``control_chart.control_charts`` (columns value, segment, rule).
    """
    known = chart[chart["value"].notna()]
    if known.empty:
        return False
    part = known[known["segment"] == known["segment"].iloc[-1]]
    return bool(part["rule"].ne("").sum() <= UNSETTLED_SHARE * len(part))


def by_year(change: YearChange, why: str = "") -> Icons:
    """The icons of a series that is judged by its change on the year, and ``why`` it is."""
    flag = change.flag
    variation = flag if flag.startswith("count_") else _FLAGS.get(flag, f"year_{flag}")
    said = why or "Figures a year apart are compared, for rolling figures get no control limits."
    return Icons(variation, "no_target", "", change.size, said, change.level)


def status_words(latest_row: Any) -> str:
    """One sentence on what the limits behind a figure rest on, or why there are none; None: there
    is no figure.
    """
    if latest_row is None:
        return "There is no figure, so there is no control chart."
    count = int(latest_row.points)
    figures = f"{count} figure{'' if count == 1 else 's'}" + (
        " since the last change" if latest_row.segment else ""
    )
    return {
        "too few": (
            f"Too few figures in a row for a control chart: {figures}, where limits need at least"
            f" {LEAST}."
        ),
        "constant": f"None of {figures} differs from the one before, so no limits can be set.",
        "fills scale": (
            f"The usual variation of {figures} fills the whole scale, so no figure could lie beyond"
            " a limit."
        ),
        "trial": f"Trial limits, from {figures}; {FULL} are needed for settled ones.",
        "full": f"Limits from {figures}.",
    }[latest_row.status]
