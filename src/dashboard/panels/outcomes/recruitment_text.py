"""What is said of PCSO recruitment: against the line, at the present pace, and with a faster
intake.
"""

from __future__ import annotations

import pandas as pd

from dashboard.figures.ahead import chance_text
from dashboard.stats.recruitment import Intake, Line, Recruitment, extra_needed
from dashboard.text import capitalise, day, month

NO_PROJECTION = (
    "The line joins the figure a year before the target with the target: it is no projection."
)
NET = (
    "The published files give PCSOs in post alone, so joiners and leavers are not told apart. The"
    " net change is the difference between one month and the month before."
)
METHOD = (
    "Rule: the mean net change of the last 12 months is carried forward, with a band of Student's t"
    " that grows with the months ahead (drift method: Hyndman and Athanasopoulos, 2021,"
    " Forecasting: Principles and Practice, 3rd ed, 5.2). The band is widened until it would have"
    " held 95% of past outcomes (Tashman, 2000). It holds no decision to recruit more; it is a projection,"
    " never a target."
)


def away_words(last: pd.Series, targets: pd.DataFrame) -> tuple[str, str]:
    """Title and reading of a figure from before the line to a target begins: how far the target is."""
    value, when = float(last["value"]), day(last["period_end"].date())
    title = f"{value:,.0f} PCSOs were in post"
    if targets.empty:
        return title, f"{title} at {when}; no target is declared for that day."
    goal, end = float(targets.iloc[-1]["value"]), targets.iloc[-1]["date"].date()
    reading = f"{title} at {when}. The target is {goal:,.0f} by {day(end)}"
    if value >= goal:
        return f"{title}, as many as the target", f"{reading}: it is reached."
    return (
        f"{value:,.0f} PCSOs in post, {goal - value:,.0f} below {month(end)}'s target",
        f"{reading}, {goal - value:,.0f} more. The line to it begins a year before that day.",
    )


def standing_words(rows: pd.DataFrame, line: Line) -> tuple[str, str]:
    """Title and reading of the last figure against the line, or of the target once its date is
    past.
    """
    last = rows.iloc[-1]
    now, value, end = last["period_end"], float(last["value"]), day(line.end.date())
    if now >= line.end:
        then = rows[rows["period_end"] <= line.end].iloc[-1]
        return _past(then, last, line)
    title, stands = _against_line(now, value, line)
    reading = (
        f"{value:,.0f} PCSOs were in post at {day(now.date())}. A straight line to"
        f" the target of {line.goal:,.0f} at {end} {stands}"
    )
    gone, left = _months(line.start, now), _months(now, line.end)
    if gone:
        rate = (value - line.base) / gone
        reading += f" The net change since {day(line.start.date())} has been {rate:+,.0f} a month."
    if value >= line.goal:
        return title, f"{reading} The target is already reached."
    return (
        title,
        (
            f"{reading} The target itself is {line.goal - value:,.0f} away: to reach it needs"
            f" {(line.goal - value) / left:+,.0f} a month net from now on."
        ),
    )


def _against_line(now: pd.Timestamp, value: float, line: Line) -> tuple[str, str]:
    """Title, and what the line has on the day of the figure as the end of a sentence."""
    if now <= line.start:  # Where the line begins, every figure lies on it.
        return f"The line to {line.goal:,.0f} PCSOs begins at {line.base:,.0f}", "begins there."
    stands = float(line.at(pd.Series([now]))[0])
    gap = round(stands) - round(value)
    place = f"{abs(gap):,} {'behind' if gap > 0 else 'ahead of'}" if gap else "on"
    return (
        f"PCSO recruitment is {place} schedule",
        f"would have {stands:,.0f} on that day. So recruitment is {place} schedule.",
    )


def _months(first: pd.Timestamp, last: pd.Timestamp) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def _past(then: pd.Series, last: pd.Series, line: Line) -> tuple[str, str]:
    """Title and reading once the date of the target is past: whether it was reached on that day."""
    at, end = day(then["period_end"].date()), day(line.end.date())
    value, goal = round(float(then["value"])), round(line.goal)
    if value >= goal:
        title, verdict = (
            f"The target of {goal:,} PCSOs was reached",
            f"reached, with {value - goal:,} more",
        )
    else:
        title = f"PCSOs were {goal - value:,} short of the {goal:,} target"
        verdict = f"not reached: {goal - value:,} were lacking"
    reading = (
        f"There were {value:,} PCSOs in post at {at}, so the target of {goal:,} by {end} was"
        f" {verdict}."
    )
    if last["period_end"] > then["period_end"]:
        reading += f" At {day(last['period_end'].date())} there were {last['value']:,.0f}."
    return title, reading


def projected_sentence(projection: Recruitment, line: Line) -> str:
    """Where the present pace leads and the chance of the target, as a sentence that follows; ''
    where it is past.
    """
    if projection.ahead is None:
        return "" if projection.needed_pace is None else f" {projection.sentence}"
    end, pace = projection.ahead.iloc[-1], projection.pace or 0.0
    words = (
        f" At the pace of the last {projection.degrees + 1} months, {pace:+.1f} a month net,"
        f" {end['value']:,.0f} would be in post at {day(end['period_end'].date())}. In 80% of cases it is"
        f" between {end['lower_80']:,.0f} and {end['upper_80']:,.0f}, in 95% between"
        f" {end['lower_95']:,.0f} and {end['upper_95']:,.0f}."
    )
    if projection.chance is None:
        return f"{words} The target lies further ahead than is projected."
    chance = chance_text(projection.chance)
    return (
        f"{words} That gives {line.goal:,.0f} on its date a chance of {chance}, if the pace stays"
        " as it was."
    )


def joiners_words(net: pd.DataFrame, projection: Recruitment | None) -> tuple[str, str]:
    """Title and reading of the net change by month."""
    known = net.dropna(subset=["value"])
    last = known.iloc[-1]
    way = "rose" if last["value"] > 0 else "fell"
    held = f"{way} by {abs(last['value']):,.0f}" if last["value"] else "did not change"
    title = f"PCSOs {held} in {month(last['period_end'])}"
    reading = f"Net of leavers, PCSOs in post {held} in {month(last['period_end'])}."
    if projection and projection.pace is not None:
        reading += f" Over the last {projection.degrees + 1} months the mean is {projection.pace:+,.1f} a month."
    if projection and projection.needed_pace:
        reading += f" Reaching the target on its date needs {projection.needed_pace:+,.1f} a month from now on."
    return (
        title,
        (
            f"{reading} The source publishes those in post alone: joiners and leavers are not told"
            " apart."
        ),
    )


def intake_words(
    projection: Recruitment,
    every: pd.DataFrame,
    line: Line,
    assumption: Intake,
    capacity: int,
    more: int,
) -> tuple[str, str]:
    """Title and reading of a faster intake; `every` has a row for each joiner more a month, up to
    the capacity.
    """
    end = (
        day(projection.ahead["period_end"].iloc[-1].date()) if projection.ahead is not None else ""
    )
    base = (
        f"ASSUMPTION, not a finding: {assumption.leavers:g} leavers a month, so"
        f" {every['joiners'].iloc[0]:,.1f} joiners now. Training takes {assumption.capacity:g} a"
        f" month, with the first more in post after {assumption.delay} month{'' if assumption.delay == 1 else 's'}."
    )
    enough = _enough(every, line, end, extra_needed(projection, line.goal, assumption.delay))
    if len(every) == 1:
        return (
            "No faster intake fits the training capacity",
            f"{base} The present intake fills it. {enough}",
        )
    if not capacity:
        title = f"Training has room for {len(every) - 1} more joiners a month"
        return title, f"{base} {enough}"
    row = every.loc[more]
    capped = (
        f" {capacity} more were asked for; the capacity takes {more}." if more < capacity else ""
    )
    reading = (
        f"{base}{capped} With {more} more joiners a month, {row['in_post']:,.0f} would be in post"
        f" by {end}, and the target would have a chance of {chance_text(float(row['chance']))}."
        f" {enough}"
    )
    return f"{more} more joiners a month would give {row['in_post']:,.0f}", reading


def _enough(every: pd.DataFrame, line: Line, end: str, capacity: float | None) -> str:
    """What it would take to be at the goal by the last month projected."""
    goal, most = f"{line.goal:,.0f} by {end}", every.iloc[-1]
    if capacity is None:
        return f"No decision of now would bring anybody more by {end}: the delay is longer."
    if not capacity:
        return f"The present pace reaches {goal}."
    if most["enough"]:
        return f"{goal} would need {capacity:,.0f} more joiners a month."
    return (
        f"Even at that capacity, {most['in_post']:,.0f} would be in post by {end}. {capitalise(goal)} would"
        f" need {capacity:,.0f} more joiners a month, so training for"
        f" {every['joiners'].iloc[0] + capacity:,.0f}."
    )
