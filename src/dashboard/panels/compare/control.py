"""The control chart of one indicator and area; for a rolling series, the years that share nothing,
compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.control_chart import SIGNALS, control_chart
from dashboard.figures.years import years
from dashboard.panels.common.method_text import HOW, HOW_YEARS
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import POINTS, in_words, target_line, unit_sign
from dashboard.panels.common.variation import NO_LEVEL, brief
from dashboard.panels.compare.control_data import (
    Control,
    control_of,
)
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.trend import cuts, events
from dashboard.stats.control_chart import signals
from dashboard.stats.control_rules import RULES
from dashboard.stats.variation import (
    rule_words,
    status_words,
)
from dashboard.stats.years_apart import WHY_NO_CHART
from dashboard.text import capitalise, month, period_words, shown_change, signed_text


@once
def control_panel(comparison: ComparisonData) -> Panel:
    """The control chart of the first borough chosen, else of the MPS, or its years compared where
    periods overlap.
    """
    control = control_of(comparison)
    parts = _years(control) if control.rolling else _chart(control)
    return comparison.page.panel(
        "control",
        title=control.title,
        reading=parts.reading,
        table=parts.table,
        figure=parts.figure,
        subtitle=(
            f"{comparison.indicator['name']}, {comparison.indicator['unit']}, {control.where}, {parts.span}"
        ),
        notes=parts.notes,
        indicators=[comparison.indicator["id"]],
        releases=control.series["release"].dropna().unique(),
        query="compare_series",
        parameters={"indicator": comparison.indicator["id"]},
    )


@dataclass(frozen=True)
class _Parts:
    """What tells a control chart from a comparison of years."""

    span: str
    reading: str
    table: pd.DataFrame
    figure: Any
    notes: tuple[str, ...]


def _chart(control: Control) -> _Parts:
    comparison, rows = control.comparison, control.chart_rows
    unit, breaks = unit_sign(comparison.indicator["unit"]), cuts(comparison, control.series)
    target = target_line(rows, control.target)
    figure = control_chart(
        rows,
        unit=unit,
        decimals=int(comparison.indicator["decimals"]),
        rules=RULES,
        target=target,
        steps=list(zip(control.steps["date"], control.steps["title"], strict=True)),
        breaks=[(date, title) for date, title, _ in breaks],
        events=events(comparison, control.series, breaks),
        dark=comparison.page.dark,
    )
    notes = (
        *HOW,
        *(f"Limits begin anew: {note}" for note in control.steps["note"]),
        *(note for _, _, note in breaks),
        *_limits(control),
        *_traces(control),
    )
    known_rows = rows[rows["value"].notna()]
    span = (
        f"{month(known_rows['period_end'].min())} to {month(known_rows['period_end'].max())}"
        if len(known_rows)
        else comparison.when
    )
    return _Parts(span, _reading(control), _points(control), figure, notes)


def _reading(control: Control) -> str:
    """What the last figure shows, the limits it is judged by, whether the series holds a level, and
    its target.
    """
    comparison, icons, rows = control.comparison, control.icons, control.chart_rows
    known_rows = rows[rows["value"].notna()]
    if known_rows.empty:
        return (
            f"{icons.words} {comparison.indicator['name']} has no figure for {control.where} that may be"
            " shown."
        )
    last = known_rows.iloc[-1]
    words = f"{control.subject} is {comparison.text(last['value'])}"
    words += f" {in_words(last, bool(comparison.indicator['stock']))}"
    if pd.isna(last["lower"]):
        words = f"{words}. {icons.words} {brief(icons)}."
    elif control.has_level:
        words = f"{words}. {brief(icons)}. {_limit_words(control, last)}"
    else:
        words = f"{words}. {brief(icons)}. {NO_LEVEL} {_limit_words(control, last)}"
    return f"{words}{_target_words(control)}"


def _limit_words(control: Control, last: pd.Series) -> str:
    status = status_words(last).replace("Limits from", "from").lower()
    mean, (lower, upper) = control.text(last["mean"]), (last["lower"], last["upper"])
    limits = {
        "": f"limits {control.text(lower, False)} to {control.text(upper)}",
        "low": f"upper limit {control.text(upper)} and no lower one",
        "high": f"lower limit {control.text(lower)} and no upper one",
    }[last["no_limit"]]
    return f"Mean {mean}, {limits}, {status}"


_SIDES = {
    "passing": "its limits lie wholly on the better side of it",
    "failing": "its limits lie wholly on the worse side of it",
    "hit_and_miss": "it lies within the limits",
}


def _target_words(control: Control) -> str:
    status = control.target_status
    if status is None:
        return ""
    side = _SIDES.get(control.limits_and_target)
    return f" {status.sentence}{f'; {side}' if side else ''}."


def _points(control: Control) -> pd.DataFrame:
    """Every figure with its mean, limits and the rules it meets."""
    rows, unit = control.chart_rows, control.comparison.indicator["unit"]
    places = control.places
    sign = [
        SIGNALS[r.signal] if pd.notna(r.lower) and pd.notna(r.value) else ""
        for r in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "Period ends": rows["period_end"].dt.strftime("%Y-%m-%d"),
            capitalise(unit): rows["value"].round(places),
            "Sign": sign,
            "Rules met": [_rule_met(r) for r in rows.itertuples()],
            "Mean": rows["mean"].round(places),
            "Lower limit": _limit(rows, "lower", "low").round(places),
            "Upper limit": _limit(rows, "upper", "high").round(places),
        }
    )


def _limit(rows: pd.DataFrame, name: str, side: str) -> pd.Series:
    """The limits of one side, empty where there is none as the scale ends before it."""
    return rows[name].mask(rows["no_limit"].str.split().map(lambda sides: side in sides))


def _rule_met(row: Any) -> str:
    """'9 in a row below the mean; also beyond a limit', the rule that decides first."""
    if not row.rule:
        return ""
    also = [
        words
        for rule, words in RULES.items()
        if rule != row.rule and rule in f"{row.high} {row.low}".split()
    ]
    return "; also ".join([rule_words(row.rule, row.side, int(row.run)), *also])


def _limits(control: Control) -> list[str]:
    """What the limits of each segment were worked out from."""
    sentences = []
    for _, part in control.chart_rows.groupby("segment"):
        first, last = part.iloc[0], part.iloc[-1]
        if pd.notna(first["lower"]):
            kind = "Trial limits" if first["status"] == "trial" else "Limits"
            sentences.append(
                f"{kind} from {month(first['period_end'])} to {month(last['period_end'])}:"
                f" {first['points']:.0f} figures, mean {control.text(first['mean'])}, mean moving"
                f" range {control.text(first['moving_range'])}."
            )
    return sentences


def _traces(control: Control) -> list[str]:
    """Each rule met, the latest first: from when to when, by how many figures, and how it counts."""
    sentences = []
    for r in (
        signals(control.chart_rows, control.comparison.indicator["better"]).iloc[::-1].itertuples()
    ):
        when = month(r.start) if r.start == r.end else f"{month(r.start)} to {month(r.end)}"
        way = SIGNALS[r.signal].lower()
        sentences.append(f"{when}: {rule_words(r.rule, r.side, r.points)}, {way}.")
    return sentences


def _years(control: Control) -> _Parts:
    comparison, rows = control.comparison, control.years
    unit, places, breaks = (
        comparison.indicator["unit"],
        control.places,
        cuts(comparison, control.series),
    )
    figure = years(
        rows,
        unit=unit_sign(unit),
        decimals=int(comparison.indicator["decimals"]),
        breaks=[(date, title) for date, title, _ in breaks],
        dark=comparison.page.dark,
    )
    points = POINTS.get(unit, unit)
    table = pd.DataFrame(
        {
            "Period": [period_words(r.period_start, r.period_end) for r in rows.itertuples()],
            capitalise(unit): rows["value"].round(places),
            "Lower 95%": rows["lower"].round(places),
            "Upper 95%": rows["upper"].round(places),
            f"Change, {points}": rows["change"].round(places),
            "Change 95% interval": [
                (
                    ""
                    if pd.isna(r.change_lower)
                    else f"{signed_text(r.change_lower, places)} to {signed_text(r.change_upper, places)}"
                )
                for r in rows.itertuples()
            ],
            "Against the year before": rows["flag"],
        }
    )
    newest_first = table.iloc[::-1].reset_index(drop=True)
    notes = (WHY_NO_CHART, *HOW_YEARS, *(note for _, _, note in breaks))
    return _Parts(
        "periods that share nothing", _years_reading(control), newest_first, figure, notes
    )


def _years_reading(control: Control) -> str:
    comparison, rows = control.comparison, control.years
    name = comparison.indicator["name"]
    if rows.empty:
        return (
            f"{name} has no figure for {control.where} that may be shown, so no years can be"
            " compared."
        )
    last = rows.iloc[-1]
    words = f"{control.subject} is {comparison.text(last['value'])} {in_words(last)}"
    if len(rows) < 2:
        return (
            f"{words}. There is no earlier figure that shares no part of its period, so nothing can"
            " be compared."
        )
    before, unit, places = rows.iloc[-2], comparison.indicator["unit"], control.places
    if pd.isna(last["change"]):
        return (
            f"{words}, against {comparison.text(before['value'])} {in_words(before)}; the two cannot be"
            " compared across a break in the series."
        )
    change = shown_change(
        before["value"], last["value"], unit, int(comparison.indicator["decimals"])
    )
    words = f"{control.subject} is {change.now} {in_words(last)}"
    words += f". It was {change.before} {in_words(before)}"
    gap = change.words[:1].upper() + change.words[1:]
    verdict = brief(control.icons)
    words += (
        f". {gap}, {verdict[:1].lower() + verdict[1:]}"
        if pd.notna(last["change_lower"])
        else f". {gap}"
    )
    if pd.notna(last["change_lower"]):
        words += (
            f" (95% interval {signed_text(last['change_lower'], places)} to"
            f" {signed_text(last['change_upper'], places)})"
        )
    else:
        words += ", with no interval and so no test of chance"
    moved = {
        word: int((rows["flag"] == word).sum()) for word in ("better", "worse", "higher", "lower")
    }
    counts = [f"{number} {word}" for word, number in moved.items() if number]
    compared = int(rows["change"].notna().sum())
    if compared > 1:
        each = " and ".join(counts) if counts else "none differs"
        words += f". Of {compared} years set against the one before, {each}"
    return f"{words}."
