"""g charts of rare offences: the months without one between two months with one.

Each month is an opportunity, and one with at least one offence ends a spell.  Under a steady rate
months are alike and independent, so the months without an offence in a spell are geometric.  Only
counts by month are published, no dates of offences: a t chart of days between is not possible.

References: Benneyan JC (2001), Number-between g-type statistical quality control charts for
monitoring adverse events, Health Care Manag Sci 4:305-318, and its companion on performance,
4:319-336; Provost LP, Murray SK (2011), The Health Care Data Guide, Jossey-Bass; Woodall WH,
Driscoll AR (2015), Some recent results on monitoring the rate of a rare event, Frontiers in
Statistical Quality Control 11, Springer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import comb
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.stats.control_chart import FULL, LEAST
from dashboard.stats.control_rules import RUN, stretches
from dashboard.stats.multiple_comparisons import discoveries

TAIL = 0.001
"""Chance that one spell passes its upper limit under a steady rate: the upper half of 99.8%."""
MOST = 0.5
"""Share of months with an offence above which it is not rare, and spells tell too little."""
RULES = {
    "beyond": "longer than the upper limit",
    "long_run": f"{RUN} or more spells in a row longer than the median",
    "short_run": f"{RUN} or more spells in a row shorter than the median",
}
"""What makes a spell stand out, the one that decides first: id -> words."""
REFERENCE = "Benneyan (2001), Health Care Management Science 4, 305-318"
_SPELLS = ["ward", "segment", "start", "end", "months", "at_least", "open"]


def number_segments(
    ends: pd.Series, cuts: Sequence[pd.Timestamp] = ()
) -> np.ndarray[Any, np.dtype[np.int_]]:
    """The segment of each month of one series, 0 and up: it rises at each of ``cuts`` (dates of
    breaks) and where a month is missing.

    ``ends``: last days of months, in order of time.
    """
    days = ends.to_numpy("datetime64[D]")
    at_cut = np.searchsorted(
        np.array(sorted(cuts), dtype="datetime64[D]"), days.astype("datetime64[D]"), side="right"
    )
    month = days.astype("datetime64[M]").astype(int)
    is_start = (np.diff(at_cut, prepend=at_cut[:1]) > 0) | (np.diff(month, prepend=month[:1]) > 1)
    return np.cumsum(is_start)


def spells(months: pd.DataFrame) -> pd.DataFrame:
    """The spells of each ward and segment, in order of time.

    ``months``: one row a ward and month with ward, segment, period_end and offences (a count), the
    months of a ward in order.  Columns: ward; segment; start and end (last days of the spell's
    first and last month; the month with an offence that ends a spell is its end, whether or not
    months without one stand before it); months (without an offence); at_least, true where the spell
    began before its segment or goes on after it; open, true where it has not ended.  A segment that
    begins or ends with an offence has no such spell there.
    """
    offences = months["offences"].to_numpy(float)
    ends = months["period_end"].to_numpy()
    return _table(
        (*key, *spell)
        for key, places in _segments(months).items()
        for spell in _spells(offences[places], ends[places])
    )


Spell = tuple[Any, Any, int, bool, bool]
"""start, end, months, at_least and open of ``spells``."""


def _segments(months: pd.DataFrame) -> dict[tuple[Any, Any], np.ndarray]:
    """Ward and segment -> the places of its months."""
    return months.groupby(["ward", "segment"], sort=False).indices


def _table(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=_SPELLS)


def _spells(offences: np.ndarray, ends: np.ndarray) -> list[Spell]:
    """The spells of one segment."""
    edges = [-1, *np.flatnonzero(offences > 0).tolist(), len(ends)]
    spells: list[Spell] = []
    for before, at in zip(edges, edges[1:], strict=False):
        without, is_open = at - before - 1, at == len(ends)
        at_least = before < 0 or is_open
        if without or not at_least:
            last = ends[min(at, len(ends) - 1)]
            spells.append((ends[before + 1], last, without, at_least, is_open))
    return spells


@lru_cache(maxsize=4096)
def median_spell(rate: float) -> int:
    """Months of the median spell where ``rate`` of months have an offence: half of all spells are
    no longer.
    """
    from scipy.stats import geom

    return int(geom.ppf(0.5, rate)) - 1


@lru_cache(maxsize=4096)
def upper_limit(rate: float, tail: float = TAIL) -> int:
    """The fewest months that a spell passes with a chance of at most ``tail``, where ``rate`` of
    months have an offence (exact, from the geometric distribution).
    """
    from scipy.stats import geom

    return int(geom.isf(tail, rate)) - 1


@lru_cache(maxsize=4096)
def longest_chance(months: int, events: int, length: int) -> float:
    """The chance that some spell has at least ``length`` months without an offence, given that
    ``events`` of ``months`` have one.

    Under a steady rate every choice of those months is as likely as another, whatever the rate, so
    nothing is estimated.  Spells at both ends count.  By inclusion and exclusion over the
    events + 1 spells (Feller W, 1968, An Introduction to Probability Theory and Its Applications,
    vol 1, Wiley: occupancy).
    """
    if length <= 0:
        return 1.0
    ways = 0
    for many in range(1, events + 2):
        if months - many * length < events:
            break
        ways += (-1) ** (many + 1) * comb(events + 1, many) * comb(months - many * length, events)
    return ways / comb(months, events)


@lru_cache(maxsize=4096)
def run_chance(months: int, events: int, length: int, is_long: bool) -> float:
    """The chance that ``length`` or more spells in a row are longer than the median (``is_long``),
    or shorter than it, given that ``events`` of ``months`` have an offence.

    As in ``longest_chance`` nothing is estimated: arrangements without such a run are counted spell
    by spell.  Spells at both ends are known only as at least, so they join runs of long ones alone.
    """
    median = median_spell(events / months)
    spare = months - events
    sizes = np.arange(spare + 1)
    joins = (sizes > median if is_long else sizes < median).astype(float)
    every = np.ones(spare + 1)
    # by_run[j]: ways by months used so far, where the last j spells are of the run.
    by_run = np.zeros((length, spare + 1))
    if is_long:
        by_run[0, 0] = 1.0
    else:
        by_run[0] = every
    for _ in range(events + 1 if is_long else events - 1):
        after = np.zeros_like(by_run)
        after[0] = np.convolve(by_run.sum(axis=0), every - joins)[: spare + 1]
        for run in range(length - 1):
            after[run + 1] = np.convolve(by_run[run], joins)[: spare + 1]
        by_run = after
    without = by_run.sum(axis=0)
    kept = without[spare] if is_long else without.sum()  # The last spell takes what is left.
    return float(min(max(1 - kept / comb(months, events), 0.0), 1.0))


def g_charts(months: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The spells of many wards with their limits, and what they say of each ward and segment.

    ``months`` as in ``spells``.  The rate of a segment is its share of months with an offence; the
    centre line is the median of the geometric distribution with that rate, the limit
    ``upper_limit``.  A segment is judged where at most ``MOST`` of its months have an offence and
    ``LEAST`` of its spells have both ends.

    Returns the spells, with rate, median, limit (NaN where not judged), status, rule (of ``RULES``,
    or '') and side ('long', 'short' or ''); and one row a ward and segment: ward, segment, start,
    end, months, events (months with an offence), offences, rate, median, limit, status ("full" from
    ``FULL`` spells, "trial" from ``LEAST``, "too few", "not rare" or "none"), spells (with both
    ends), open (months without an offence at the end), rule, size (months of the longest spell, or
    spells of the run), since and until (of what stands out), chance and listed.

    ``chance``: of a signal at least as strong under a steady rate, three times the least of those
    of the rules that are met (``longest_chance``, ``run_chance``), 1 where none is.  ``listed``:
    whether the ward is named, so that of those named over all rows at most 5% are expected to be
    false (``multiple_comparisons.discoveries``).
    """
    offences = months["offences"].to_numpy(float)
    ends = months["period_end"].to_numpy()
    rows: list[tuple[Any, ...]] = []
    ward_rows = []
    for key, places in _segments(months).items():
        own = _spells(offences[places], ends[places])
        charted, row = _chart(offences[places], own)
        rows += [(*key, *spell, *columns) for spell, columns in zip(own, charted, strict=True)]
        span = {"start": ends[places[0]], "end": ends[places[-1]]}
        ward_rows.append({"ward": key[0], "segment": key[1], **span, **row})
    wards = pd.DataFrame(ward_rows, columns=_WARDS)
    wards["listed"] = discoveries(wards["chance"].to_numpy(float))
    return pd.DataFrame(rows, columns=[*_SPELLS, *_CHART_COLUMNS]), wards


_CHART_COLUMNS = ["rate", "median", "limit", "status", "rule", "side"]
_WARDS = (
    "ward segment start end months events offences rate median limit status spells open rule size"
    " since until chance listed"
).split()
_SIDES = {"": "", "beyond": "long", "long_run": "long", "short_run": "short"}


def _chart(offences: np.ndarray, own: list[Spell]) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
    """The columns of ``_CHART_COLUMNS`` for each spell of one ward and segment, and its row."""
    length, events = len(offences), int((offences > 0).sum())
    complete = sum(not at_least for *_, at_least, _ in own)
    status = _status(length, events, complete)
    is_judged, rate = status in ("trial", "full"), events / length
    median, limit = (
        (float(median_spell(rate)), float(upper_limit(rate))) if is_judged else (np.nan, np.nan)
    )
    signals = _signals(own, median, limit) if is_judged else []
    rules = [""] * len(own)
    for signal in reversed(signals):  # Those of the rule that decides first are written last.
        rules[signal.start : signal.end] = [signal.rule] * (signal.end - signal.start)
    chart_rows = [(rate, median, limit, status, rule, _SIDES[rule]) for rule in rules]
    row = {
        "months": length,
        "events": events,
        "offences": int(offences.sum()),
        "rate": rate,
        "median": median,
        "limit": limit,
        "status": status,
        "spells": complete,
        "open": sum(size for _, _, size, _, is_open in own if is_open),
        **_strongest(own, signals, length, events),
    }
    return chart_rows, row if is_judged else {**row, "chance": np.nan}


def _status(months: int, events: int, complete: int) -> str:
    if not events:
        return "none"
    if events > MOST * months:
        return "not rare"
    return "too few" if complete < LEAST else "trial" if complete < FULL else "full"


class _Signal(NamedTuple):
    rule: str
    start: int
    end: int
    """Of its spells, the place of the first and that after the last."""
    size: int
    """Months of the spell, or spells of the run."""


def _signals(own: list[Spell], median: float, limit: float) -> list[_Signal]:
    """What stands out among the spells of one segment, in the order of ``RULES``."""
    sizes = np.array([size for _, _, size, _, _ in own], dtype=float)
    at_least = np.array([bounded for *_, bounded, _ in own], dtype=bool)
    beyond = [
        _Signal("beyond", n, n + 1, int(sizes[n])) for n in np.flatnonzero(sizes > limit).tolist()
    ]
    runs = (("long_run", sizes > median), ("short_run", (sizes < median) & ~at_least))
    return beyond + [
        _Signal(rule, start, end, end - start)
        for rule, joins in runs
        for start, end in stretches(joins)
        if end - start >= RUN
    ]


def _strongest(
    own: list[Spell], signals: Sequence[_Signal], months: int, events: int
) -> dict[str, Any]:
    """What stands out most in one ward and segment, and its chance under a steady rate."""
    if not signals:
        return {"rule": "", "size": 0, "since": pd.NaT, "until": pd.NaT, "chance": 1.0}
    chances = [
        longest_chance(months, events, signal.size)
        if signal.rule == "beyond"
        else run_chance(months, events, signal.size, signal.rule == "long_run")
        for signal in signals
    ]
    place = int(np.argmin(chances))
    signal = signals[place]
    return {
        "rule": signal.rule,
        "size": signal.size,
        "since": own[signal.start][0],
        "until": own[signal.end - 1][1],
        "chance": min(1.0, len(RULES) * chances[place]),
    }
