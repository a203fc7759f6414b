"""Posts filled by a date: the net change by month, the line required, and where the present pace
leads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.stats.back_test import LEVELS
from dashboard.stats.distributions import student_above, student_quantile

WINDOW = 12
"""Months of net change that the pace is read from."""
FEWEST = 6
"""Net changes below which no pace is read."""
FURTHEST = 12
"""Months ahead beyond which nothing is projected."""


@dataclass(frozen=True)
class Line:
    """The straight line required: so many in post at the start, so many at the target's date."""

    start: pd.Timestamp
    base: float
    end: pd.Timestamp
    goal: float

    def at(self, dates: pd.Series) -> np.ndarray:
        """What the line stands at on each date; NaN before it starts, the goal after it ends."""
        days = (self.end - self.start).days
        share = (pd.to_datetime(dates) - self.start).dt.days.to_numpy(float) / days
        return np.where(
            share < 0, np.nan, self.base + (self.goal - self.base) * np.minimum(share, 1)
        )


@dataclass(frozen=True)
class Recruitment:
    """Where recruitment stands and leads, or the sentence that says why no pace can be read."""

    sentence: str
    months: pd.DataFrame
    """period_end, value, net (change on the month before; NaN where that month has no figure),
    joiners, leavers (where given) and required.
    """
    ahead: pd.DataFrame | None = None
    """horizon (months), period_end, value, lower_50, upper_50, ... upper_95, required, chance (0 to
    1, of at least the goal on that date), to the month of the goal's date, at most 12; None where
    no pace can be read or the date is past.
    """
    pace: float | None = None
    """Mean net change a month over the last 12 months."""
    needed_pace: float | None = None
    """Net change a month from now on that reaches the goal on its date; 0 where it is reached."""
    chance: float | None = None
    """Chance of at least the goal on its date at the present pace, 0 to 1; None more than 12 months
    before it.
    """
    error: float | None = None
    """Standard error of the last row of `ahead`, on `degrees` degrees of freedom."""
    degrees: int = 0
    wider: float = 1.0
    """By how much the back-test widened the band."""
    test_count: int = 0
    """Past outcomes of the back-test."""


def recruitment(history: pd.DataFrame, line: Line, *, window: int = WINDOW) -> Recruitment:
    """Project posts filled from the pace of the last months, from columns period_end, value and,
    where known, joiners and leavers of the month.

    The net change of a month is joiners less leavers where both are given, else the change in post
    on the month before. With mean m and standard deviation s of n net changes, h months ahead: last
    + h m, and a band of Student's t with n - 1 degrees of freedom times s sqrt(h (1 + h / n)),
    which holds the doubt about the pace as well as the chance of the months to come. That takes
    months as independent and the last 12 as the pace to come, so the band is widened by its
    back-test (``widening_factor``): paces turn, and past bands held fewer outcomes than they
    promised. A decision to recruit more is not in it.

    Reference: the drift method, Hyndman RJ, Athanasopoulos G (2021), Forecasting: Principles and
    Practice, 3rd ed, 5.2 and 5.5; the back-test, Tashman LJ (2000), Int J Forecast 16:437-450.
    """
    months = _months(history, line)
    if months.empty:
        return Recruitment("There is no figure of people in post.", months)
    now, value = months["period_end"].iloc[-1], float(months["value"].iloc[-1])
    months_left = _months_between(now, line.end)
    needed_pace = max(line.goal - value, 0) / months_left if months_left > 0 else None
    net = months["net"].tail(window).dropna().to_numpy()
    if months_left <= 0:
        word = "reached" if value >= line.goal else "not reached"
        return Recruitment(
            f"The date of the goal is past: {line.goal:,.0f} was {word} by the last figure.", months
        )
    if len(net) < FEWEST:
        sentence = (
            f"No pace can be read from {len(net)} monthly changes: at least {FEWEST} are needed."
        )
        return Recruitment(sentence, months, needed_pace=needed_pace)
    wider, test_count = widening_factor(months, window)
    ahead, error = _ahead(value, now, net, min(months_left, FURTHEST), line, wider)
    end = ahead.iloc[-1]
    sentence = (
        f"At the pace of the last {len(net)} months, {net.mean():+.1f} a month net,"
        f" {end['value']:,.0f} would be in post at {end['period_end']:%d %B %Y}; {line.goal:,.0f}"
        f" on its date needs {needed_pace:+.1f} a month from now on."
    )
    chance = float(end["chance"]) if months_left <= FURTHEST else None
    return Recruitment(
        sentence,
        months,
        ahead,
        float(net.mean()),
        needed_pace,
        chance,
        error,
        len(net) - 1,
        wider,
        test_count,
    )


def widening_factor(months: pd.DataFrame, window: int = WINDOW) -> tuple[float, int]:
    """By how much the band is to be widened so that it would have held 95% of past outcomes, and of
    how many.

    From each past month with at least ``FEWEST`` net changes in the ``window`` before it, the
    figures up to 12 months on are projected in the same way; an error is divided by its s sqrt(h (1
    + h / n)). The factor is the 95% quantile of these, with the finite-sample rank (n + 1) p of
    split conformal prediction, over that of Student's t, and never below 1. Outcomes overlap, so n
    counts outcomes that share no month: those of all months over 12. 1 with fewer than 12 outcomes.

    Reference: Tashman LJ (2000), Int J Forecast 16:437-450; Lei J et al (2018), J Am Stat Assoc
    113:1094-1111.
    """
    value, net = months["value"].to_numpy(float), months["net"].to_numpy(float)
    scores = []
    for origin in range(len(months)):
        past = net[max(0, origin + 1 - window) : origin + 1]
        past = past[~np.isnan(past)]
        if len(past) < FEWEST or past.std(ddof=1) == 0:
            continue
        for h in range(1, min(FURTHEST, len(months) - 1 - origin) + 1):
            if (
                _months_between(
                    months["period_end"].iloc[origin], months["period_end"].iloc[origin + h]
                )
                == h
            ):
                error = past.std(ddof=1) * np.sqrt(h * (1 + h / len(past)))
                missed = abs(value[origin + h] - value[origin] - h * past.mean())
                scores.append(missed / error / student_quantile(0.975, len(past) - 1))
    if len(scores) < FURTHEST:
        return 1.0, len(scores)
    apart = max(len(scores) / FURTHEST, 1.0)
    return max(1.0, float(np.quantile(scores, min(1.0, 0.95 * (apart + 1) / apart)))), len(scores)


def _months_between(start: pd.Timestamp, end: pd.Timestamp) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


def _months(history: pd.DataFrame, line: Line) -> pd.DataFrame:
    """The figures in order, with the net change of each month and the line required."""
    table = history.assign(period_end=pd.to_datetime(history["period_end"]))
    table = table.assign(value=pd.to_numeric(table["value"])).dropna(subset=["value"])
    table = table.sort_values("period_end").reset_index(drop=True)
    flows = [c for c in ("joiners", "leavers") if c in table]
    table = table[["period_end", "value", *flows]].astype(dict.fromkeys(["value", *flows], float))
    number = 12 * table["period_end"].dt.year + table["period_end"].dt.month
    table["net"] = table["value"].diff().where(number.diff() == 1)
    if len(flows) == 2:
        table["net"] = (table["joiners"] - table["leavers"]).fillna(table["net"])
    return table.assign(required=line.at(table["period_end"]))


def _ahead(
    value: float, now: pd.Timestamp, net: np.ndarray, steps: int, line: Line, wider: float
) -> tuple[pd.DataFrame, float]:
    """The months ahead, and the standard error of the last."""
    step = np.arange(1, steps + 1)
    table = pd.DataFrame(
        {"horizon": step, "period_end": [now + pd.offsets.MonthEnd(int(s)) for s in step]}
    )
    table["value"] = value + step * net.mean()
    error = wider * net.std(ddof=1) * np.sqrt(step * (1 + step / len(net)))
    for level in LEVELS:
        half = student_quantile(0.5 + level / 200, len(net) - 1) * error
        table[f"lower_{level}"] = np.maximum(table["value"] - half, 0)
        table[f"upper_{level}"] = np.maximum(table["value"] + half, 0)
    short = line.goal - table["value"].to_numpy()
    certain = np.where(short <= 0, 1.0, 0.0)
    spread = np.where(error > 0, error, 1.0)
    chance = np.where(error > 0, student_above(short / spread, len(net) - 1), certain)
    required = line.at(table["period_end"])
    return table.assign(
        value=np.maximum(table["value"], 0), required=required, chance=chance
    ), float(error[-1])


@dataclass(frozen=True)
class Intake:
    """A faster intake within what training can take, in people a month.

    Where the source publishes strength alone, `leavers` is an assumption; joiners now are the pace
    plus leavers.
    """

    leavers: float
    capacity: float
    """The most that can come out of training a month."""
    delay: int = 0
    """Months from a decision until the first more are in post."""

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        if min(self.leavers, self.capacity, self.delay) < 0:
            raise ValueError("leavers, training capacity and delay cannot be negative")


def add_joiners(projection: Recruitment, extra: float, delay: int) -> np.ndarray:
    """Those in post at each month of ``found.ahead``, of which there is one, with `extra` joiners a
    month more.
    """
    if projection.ahead is None:
        raise ValueError("there is no projection that a faster intake could add to")
    more = extra * np.maximum(projection.ahead["horizon"].to_numpy() - delay, 0)
    return projection.ahead["value"].to_numpy() + more


def extra_needed(projection: Recruitment, goal: float, delay: int) -> float | None:
    """Joiners a month beyond those of now, from `delay` months on, that reach the goal by the last
    month projected.

    0 where the present pace does; None where the delay leaves no month, and without a projection.
    """
    if projection.ahead is None:
        return None
    shortfall, months_left = (
        goal - float(projection.ahead["value"].iloc[-1]),
        int(projection.ahead["horizon"].iloc[-1]) - delay,
    )
    if shortfall <= 0:
        return 0.0
    return shortfall / months_left if months_left > 0 else None


def compare_intakes(projection: Recruitment, line: Line, intake: Intake) -> pd.DataFrame:
    """What more joiners a month would do: the present intake, then one more a month at a time up to
    the capacity.

    Columns, at the last month projected: joiners and net (a month after the delay), in_post,
    reached (month end at which the goal is first reached; NaT where it is not), chance (0 to 1, of
    the goal by then, with the spread of the present pace about the faster one), enough (bool:
    in_post is the goal or more), basis ("assumption"). The present intake alone where it is at
    capacity or over; no rows without a projection.
    """
    columns = ["joiners", "net", "in_post", "reached", "chance", "enough"]
    if projection.ahead is None or projection.pace is None or projection.error is None:
        return pd.DataFrame(columns=[*columns, "basis"])
    joiners = projection.pace + intake.leavers
    ends = projection.ahead["period_end"]
    rows = []
    for extra in np.arange(0, max(np.floor(intake.capacity - joiners), 0) + 1):
        path = add_joiners(projection, extra, intake.delay)
        months_at_goal = np.flatnonzero(path >= line.goal)
        shortfall = line.goal - path[-1]
        chance = (
            float(student_above(shortfall / projection.error, projection.degrees))
            if projection.error > 0
            else float(shortfall <= 0)
        )
        goal_date = ends.iloc[months_at_goal[0]] if len(months_at_goal) else pd.NaT
        rows.append(
            (
                joiners + extra,
                projection.pace + extra,
                path[-1],
                goal_date,
                chance,
                bool(shortfall <= 0),
            )
        )
    table = pd.DataFrame(rows, columns=columns).assign(basis="assumption")
    return table.assign(reached=pd.to_datetime(table["reached"]))
