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
from dashboard.panels.common.page import period_words
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import POINTS, in_words, target_line, unit_sign
from dashboard.panels.common.variation import NO_LEVEL, brief
from dashboard.panels.compare.control_data import (
    Control,
    control_of,
)
from dashboard.panels.compare.data import Compared
from dashboard.panels.compare.trend import cuts, events
from dashboard.stats.control_chart import RULES, signals
from dashboard.stats.variation import (
    rule_words,
    status_words,
)
from dashboard.stats.years_apart import WHY_NO_CHART
from dashboard.text import capitalise, month, shown_change, signed


@once
def control_panel(made: Compared) -> Panel:
    """The control chart of the first borough chosen, else of the MPS, or its years compared where
    periods overlap.
    """
    control = control_of(made)
    parts = _years(control) if control.rolling else _chart(control)
    return made.page.panel(
        "control",
        title=control.title,
        reading=parts.reading,
        table=parts.table,
        figure=parts.figure,
        subtitle=(
            f"{made.indicator['name']}, {made.indicator['unit']}, {control.where}, {parts.span}"
        ),
        notes=parts.notes,
        indicators=[made.indicator["id"]],
        releases=control.series["release"].dropna().unique(),
        query="compare_series",
        parameters={"indicator": made.indicator["id"]},
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
    made, rows = control.made, control.charted
    unit, breaks = unit_sign(made.indicator["unit"]), cuts(made, control.series)
    target = target_line(rows, control.target)
    figure = control_chart(
        rows,
        unit=unit,
        decimals=int(made.indicator["decimals"]),
        rules=RULES,
        target=target,
        steps=list(zip(control.steps["date"], control.steps["title"], strict=True)),
        breaks=[(date, title) for date, title, _ in breaks],
        events=events(made, control.series, breaks),
        dark=made.page.dark,
    )
    notes = (
        *HOW,
        *(f"Limits begin anew: {note}" for note in control.steps["note"]),
        *(note for _, _, note in breaks),
        *_limits(control),
        *_traces(control),
    )
    known = rows[rows["value"].notna()]
    span = (
        f"{month(known['period_end'].min())} to {month(known['period_end'].max())}"
        if len(known)
        else made.when
    )
    return _Parts(span, _reading(control), _points(control), figure, notes)


def _reading(control: Control) -> str:
    """What the last figure shows, the limits it is judged by, whether the series holds a level, and
    its target.
    """
    made, shown, rows = control.made, control.icons, control.charted
    known = rows[rows["value"].notna()]
    if known.empty:
        return (
            f"{shown.words} {made.indicator['name']} has no figure for {control.where} that may be"
            " shown."
        )
    last = known.iloc[-1]
    words = f"{control.subject} is {made.text(last['value'])}"
    words += f" {in_words(last, bool(made.indicator['stock']))}"
    if pd.isna(last["lower"]):
        words = f"{words}. {shown.words} {brief(shown)}."
    elif control.settled:
        words = f"{words}. {brief(shown)}. {_limit_words(control, last)}"
    else:
        words = f"{words}. {brief(shown)}. {NO_LEVEL} {_limit_words(control, last)}"
    return f"{words}{_target_words(control)}"


def _limit_words(control: Control, last: pd.Series) -> str:
    counted = status_words(last).replace("Limits from", "from").lower()
    mean, (lower, upper) = control.text(last["mean"]), (last["lower"], last["upper"])
    limits = {
        "": f"limits {control.text(lower, False)} to {control.text(upper)}",
        "low": f"upper limit {control.text(upper)} and no lower one",
        "high": f"lower limit {control.text(lower)} and no upper one",
    }[last["no_limit"]]
    return f"Mean {mean}, {limits}, {counted}"


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
    rows, unit = control.charted, control.made.indicator["unit"]
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
            "Rules met": [_met(r) for r in rows.itertuples()],
            "Mean": rows["mean"].round(places),
            "Lower limit": _limit(rows, "lower", "low").round(places),
            "Upper limit": _limit(rows, "upper", "high").round(places),
        }
    )


def _limit(rows: pd.DataFrame, name: str, side: str) -> pd.Series:
    """The limits of one side, empty where there is none as the scale ends before it."""
    return rows[name].mask(rows["no_limit"].str.split().map(lambda sides: side in sides))


def _met(row: Any) -> str:
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
    found = []
    for _, part in control.charted.groupby("segment"):
        first, last = part.iloc[0], part.iloc[-1]
        if pd.notna(first["lower"]):
            kind = "Trial limits" if first["status"] == "trial" else "Limits"
            found.append(
                f"{kind} from {month(first['period_end'])} to {month(last['period_end'])}:"
                f" {first['points']:.0f} figures, mean {control.text(first['mean'])}, mean moving"
                f" range {control.text(first['moving_range'])}."
            )
    return found


def _traces(control: Control) -> list[str]:
    """Each rule met, the latest first: from when to when, by how many figures, and how it counts."""
    found = []
    for r in signals(control.charted, control.made.indicator["better"]).iloc[::-1].itertuples():
        when = month(r.start) if r.start == r.end else f"{month(r.start)} to {month(r.end)}"
        way = SIGNALS[r.signal].lower()
        found.append(f"{when}: {rule_words(r.rule, r.side, r.points)}, {way}.")
    return found


def _years(control: Control) -> _Parts:
    made, rows = control.made, control.years
    unit, places, breaks = made.indicator["unit"], control.places, cuts(made, control.series)
    figure = years(
        rows,
        unit=unit_sign(unit),
        decimals=int(made.indicator["decimals"]),
        breaks=[(date, title) for date, title, _ in breaks],
        dark=made.page.dark,
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
                    else f"{signed(r.change_lower, places)} to {signed(r.change_upper, places)}"
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
    made, rows = control.made, control.years
    name = made.indicator["name"]
    if rows.empty:
        return (
            f"{name} has no figure for {control.where} that may be shown, so no years can be"
            " compared."
        )
    last = rows.iloc[-1]
    words = f"{control.subject} is {made.text(last['value'])} {in_words(last)}"
    if len(rows) < 2:
        return (
            f"{words}. There is no earlier figure that shares no part of its period, so nothing can"
            " be compared."
        )
    before, unit, places = rows.iloc[-2], made.indicator["unit"], control.places
    if pd.isna(last["change"]):
        return (
            f"{words}, against {made.text(before['value'])} {in_words(before)}; the two cannot be"
            " compared across a break in the series."
        )
    shown = shown_change(before["value"], last["value"], unit, int(made.indicator["decimals"]))
    words = f"{control.subject} is {shown.now} {in_words(last)}"
    words += f". It was {shown.before} {in_words(before)}"
    gap = shown.words[:1].upper() + shown.words[1:]
    verdict = brief(control.icons)
    words += (
        f". {gap}, {verdict[:1].lower() + verdict[1:]}"
        if pd.notna(last["change_lower"])
        else f". {gap}"
    )
    if pd.notna(last["change_lower"]):
        words += (
            f" (95% interval {signed(last['change_lower'], places)} to"
            f" {signed(last['change_upper'], places)})"
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
