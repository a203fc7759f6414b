"""The words that all layers share: figures, dates and counts as a sentence says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

NO_FIGURE = "no figure"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

MOST_TITLE_WORDS = 10
"""Words of a title at most."""


def choose_title(*titles: str) -> str:
    """The first of some titles that is short enough; the last where none is."""
    short = (title for title in titles if len(title.split()) <= MOST_TITLE_WORDS)
    return next(short, titles[-1])


def day(date: dt.date) -> str:
    """'30 June 2023'."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month(date: dt.date) -> str:
    """'June 2023'."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def period_words(start: dt.date, end: dt.date, stock: bool = False) -> str:
    """A period in words: '12 months to June 2023', 'April to June 2023', 'June 2023', or 'at 30
    June 2023'.
    """
    if stock:
        return f"at {day(end)}"
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if months == 1:
        return month(end)
    return (
        f"{months} months to {month(end)}"
        if months > 3
        else f"{MONTHS[start.month - 1]} to {month(end)}"
    )


def due_text(due: dt.date | None, words: str) -> str:
    """A due date, or the minuted ``words`` of a deadline without one; 'none set' without either."""
    return words or "none set" if due is None or pd.isna(due) else day(due)


def capitalise(words: str) -> str:
    """Words as they stand at the start of a sentence; the others keep their capitals."""
    return words[:1].upper() + words[1:]


def count_things(number: int, one: str, many: str = "", none: str = "no") -> str:
    """'1 figure', '21,778 figures' or 'no figures'.

    ``many`` is needed where more of them are not ``one`` with an 's', such as 'wards have'.
    """
    words = one if number == 1 else many or f"{one}s"
    return f"{number:,} {words}" if number else f"{none} {words}"


def plural_ending(number: int) -> str:
    """'s' but after one."""
    return "" if number == 1 else "s"


def join_names(names: Iterable[str], last: str = "and", most: int | None = None) -> str:
    """'a, b and c', one name as it is, and nothing for none.

    Beyond ``most`` names: the first of them and how many more, as 'a, b and 3 more'.
    """
    names = list(names)
    if most is not None and len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


@dataclass(frozen=True)
class Alike:
    """Those of several that show one figure: ``words`` names them, 'a, b and 3 more'."""

    words: str
    number: int
    figure: str

    @property
    def has(self) -> str:
        """'a has', or 'a and b have'."""
        return f"{self.words} {'has' if self.number == 1 else 'have'}"

    def one_or_count(self, noun: str) -> str:
        """The name of the only one, or how many there are: 'Camden', '3 boroughs'."""
        return self.words if self.number == 1 else f"{self.number} {noun}"


def find_alike(names: Iterable[str], figures: Iterable[str], place: int = 0) -> Alike:
    """Those that show the same figure as the one at ``place``: none of them is told as the only
    one.
    """
    figures = list(figures)
    alike = [name for name, figure in zip(names, figures, strict=True) if figure == figures[place]]
    return Alike(join_names(alike, most=2), len(alike), figures[place])


def find_ends(names: Iterable[str], figures: Iterable[str]) -> tuple[Alike, Alike]:
    """Those that show the same figure as the first, and those that show the same as the last."""
    names, figures = list(names), list(figures)
    return find_alike(names, figures), find_alike(names, figures, -1)


def assumed_words(words: str, is_assumed: bool) -> str:
    """``words`` of a base, marked where no source gives that base: '600 people asked (assumed)'."""
    return f"{words} (assumed)" if is_assumed else words


def missing(value: Any) -> bool:
    """Whether a single value is None, NaN, NaT or NA: as `pandas.isna`, at a fraction of its time."""
    return value is None or value is pd.NA or bool(value != value)


def figure_text(value: float | None, unit: str, decimals: int) -> str:
    """'71%', '1 point', '2.5 posts', '12.3 per 1,000 residents', or 'no figure' where the value is
    missing.
    """
    if value is None or missing(value):
        return NO_FIGURE
    number = f"{round(float(value), decimals) + 0.0:,.{decimals}f}"
    if unit == "posts":
        number = _without_noughts(number)
    if unit in ("%", "per cent"):
        return f"{number}%"
    if number in ("1", "-1") and unit.isalpha():
        unit = unit.removesuffix("s")
    return f"{number} {unit}".strip()


def limits_text(low: float | None, high: float | None, unit: str, decimals: int) -> str:
    """The limits of a figure: '69% to 73%', or '6.2 to 6.6' of a unit that stands with the figure;
    '' where it has none.
    """
    if missing(low) or missing(high):
        return ""
    sign = unit if unit in ("%", "per cent") else ""
    return f"{figure_text(low, sign, decimals)} to {figure_text(high, sign, decimals)}"


def signed_text(value: float, decimals: int) -> str:
    """A difference with its sign: '+2', '−1' or '0'."""
    rounded = round(float(value), decimals) + 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{decimals}f}"


def interval_text(low: float, high: float, decimals: int) -> str:
    """'−7.2 to +0.4', with as many more decimals as it takes that no limit reads 0 which is not."""
    places = decimals
    while places < decimals + _MOST_DECIMALS and any(
        limit and not round(limit, places) for limit in (low, high)
    ):
        places += 1
    return f"{signed_text(low, places)} to {signed_text(high, places)}"


def share_text(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent: '82%', and '99.7%' where '100%' would say all of them."""
    share = 100 * part / whole
    return f"{share:.0f}%" if round(share) < 100 or part == whole else f"{share:.1f}%"


def change_unit(unit: str) -> str:
    """What a difference of two figures is counted in: 'points' of per cent, else their own unit."""
    return "points" if unit in ("%", "per cent") else unit


def change_decimals(unit: str, decimals: int) -> int:
    """The decimals of a difference of figures with ``decimals``: of per cent at least a tenth of a
    point.
    """
    return max(1, int(decimals)) if unit in ("%", "per cent") else int(decimals)


def posts_words(number: float) -> str:
    """Posts in words: '57', '56.5' or '1.25': with quarters of a post, without noughts at the end."""
    return _without_noughts(f"{round(float(number), 2) + 0.0:,.2f}")


def _without_noughts(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


@dataclass(frozen=True)
class ShownChange:
    """Two figures and their difference, with the decimals at which the three agree."""

    before: str
    now: str
    words: str
    """'up 4.6 points', 'down 31' or 'unchanged': exactly what the two figures shown differ by."""
    decimals: int


_MOST_DECIMALS = 3
"""More than the figures' own that are shown to explain a difference."""


def rounded_gap(before: float, now: float, decimals: int) -> float:
    """``now`` less ``before``, of the two as they are shown at ``decimals``."""
    return round(round(now, decimals) - round(before, decimals), decimals)


def shown_change(before: float, now: float, unit: str, decimals: int) -> ShownChange:
    """``before`` and ``now`` so that their difference as it is shown is that of the two figures as
    they are shown, and of the figures themselves.

    75.54 and 80.06 at one decimal would read 75.5, 80.1 and up 4.5: a second decimal is shown.
    """
    places = decimals
    while places < decimals + _MOST_DECIMALS and not _agree(before, now, places):
        places += 1
    gap = rounded_gap(before, now, places)
    size = figure_text(abs(gap), change_unit(unit), places)
    words = f"{'up' if gap > 0 else 'down'} {size}" if gap else "unchanged"
    return ShownChange(
        figure_text(before, unit, places), figure_text(now, unit, places), words, places
    )


def rounded_change(before: float, now: float, unit: str, decimals: int) -> ShownChange:
    """``before``, ``now`` and the difference of the two as they are shown, all at ``decimals``: for a
    row that shows the figure beside it. Where the two read the same, ``shown_change``.
    """
    gap = rounded_gap(before, now, decimals)
    if not gap:
        return shown_change(before, now, unit, decimals)
    size = figure_text(abs(gap), change_unit(unit), decimals)
    return ShownChange(
        figure_text(before, unit, decimals),
        figure_text(now, unit, decimals),
        f"{'up' if gap > 0 else 'down'} {size}",
        decimals,
    )


def _agree(before: float, now: float, places: int) -> bool:
    shown = rounded_gap(before, now, places)
    return shown == round(now - before, places) and bool(shown) == (before != now)
