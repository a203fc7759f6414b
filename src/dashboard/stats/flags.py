"""Flags at two levels, how many chance alone would give, and ranks against those of the period
before.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.stats.comparison import NOT_KNOWN, SIMILAR, Better, compare, own_rank, rank
from dashboard.stats.distributions import binomial_quantile
from dashboard.stats.estimates import difference

#: Column ending -> how many areas of 100 like the comparator have an interval that holds it.
LEVELS = {"95": 95.0, "998": 99.8}


def compare_twice(table: pd.DataFrame, better: Better) -> pd.DataFrame:
    """A copy of the table with flag_95, flag_998 and flag_level, from value, comparator, and limits
    at both levels.

    Columns read: value, comparator, lower, upper (95%), lower_998, upper_998 (99.8%).  The flags
    are the words of ``comparison.compare``; flag_level is "99.8" where the area differs at 99.8%,
    "95" where at 95% alone, "" where at neither.  99.8% is three standard errors, the action limit
    of a control chart.

    Reference: Breslow NE, Day NE (1987), IARC; Spiegelhalter DJ (2005), Stat Med 24:1185-1202, on
    the two levels.
    """
    wide_limits = table.assign(lower=table["lower_998"], upper=table["upper_998"])
    flag_95, flag_998 = compare(table, better)["flag"], compare(wide_limits, better)["flag"]
    with_flags = table.assign(
        flag_95=flag_95,
        flag_998=flag_998,
        flag_level=pd.Series("", index=table.index, dtype="object"),
    )
    with_flags.loc[differs(flag_95), "flag_level"] = "95"
    with_flags.loc[differs(flag_998), "flag_level"] = "99.8"
    return with_flags


def compare_estimates(table: pd.DataFrame, better: Better) -> pd.DataFrame:
    """As ``compare_twice`` where the comparator is one more estimate, with limits of its own.

    Columns read besides: comparator_lower, comparator_upper (95%), comparator_lower_998,
    comparator_upper_998.  An area differs where the interval of its difference from the comparator
    (``estimates.difference``), the two taken as independent, leaves out nil.  Unlike two intervals
    that do not overlap, this keeps its 95% (Schenker and Gentleman 2001, Am Stat 55:182-186).
    """
    gaps = table.assign(value=table["value"].astype(float) - table["comparator"].astype(float))
    gaps["comparator"] = np.where(gaps["value"].isna(), np.nan, 0.0)
    for ending in ("", "_998"):
        own_limits, comparator_limits = (
            (f"{side}lower{ending}", f"{side}upper{ending}") for side in ("", "comparator_")
        )
        gaps[own_limits[0]], gaps[own_limits[1]] = difference(
            table["value"],
            table[own_limits[0]],
            table[own_limits[1]],
            table["comparator"],
            table[comparator_limits[0]],
            table[comparator_limits[1]],
        )
    flagged = compare_twice(gaps, better)
    return table.assign(
        flag_95=flagged["flag_95"], flag_998=flagged["flag_998"], flag_level=flagged["flag_level"]
    )


def differs(flag: pd.Series) -> pd.Series:
    """Whether each flag says that the area differs from its comparator."""
    return flag.notna() & ~flag.isin([SIMILAR, NOT_KNOWN])


def expected_by_chance(number: int, level: float = 95.0) -> float:
    """How many of ``number`` comparisons chance alone flags at ``level``, were none different."""
    return number * round(1 - level / 100, 6)


def by_chance(table: pd.DataFrame) -> pd.DataFrame:
    """How many areas chance alone would flag, from columns flag_95 and flag_998: one row a level.

    Columns: level (95.0, 99.8), compared (areas whose flag is known), flagged, expected (compared
    times 5% or 0.2%), usual (the most that chance alone flags in 95 cases of 100), chance_of_any
    (that at least one is flagged).  All areas are taken to be like the comparator and independent
    of one another.
    """
    rows = []
    for ending, level in LEVELS.items():
        flag = table[f"flag_{ending}"]
        area_count = int((flag.notna() & (flag != NOT_KNOWN)).sum())
        flag_chance = round(1 - level / 100, 6)
        rows.append(
            {
                "level": level,
                "compared": area_count,
                "flagged": int(differs(flag).sum()),
                "expected": expected_by_chance(area_count, level),
                "usual": binomial_quantile(0.95, area_count, flag_chance),
                "chance_of_any": 1 - (1 - flag_chance) ** area_count,
            }
        )
    return pd.DataFrame(rows)


def flag_phrases(flag: pd.Series, level: pd.Series) -> pd.Series:
    """Flags with the level at which they stand: 'worse, 99.8%', 'better, 95%', and 'similar' as it
    is.
    """
    return flag.where(level == "", flag + ", " + level + "%")


def chance_words(counts: pd.DataFrame, noun: str = "areas") -> str:
    """The table of ``by_chance`` in two sentences: 'At 95%, 9 of 32 boroughs are flagged; about 1.6
    would be ...'.
    """
    if not counts["compared"].any():
        return f"None of the {noun} has a figure and an interval to compare, so none is flagged."
    sentences = [
        f"At {row.level:g}%, {row.flagged} of {row.compared} {noun}"
        f" {'is' if row.flagged == 1 else 'are'} flagged; about {_about(row.expected)} would be by"
        " chance alone."
        for row in counts[counts["compared"] > 0].itertuples()
    ]
    return " ".join(sentences)


def _about(number: float) -> str:
    """One decimal, or two where that would say none."""
    return f"{number:.1f}" if number >= 0.1 else f"{number:.2f}"


def previous_rank(now: pd.DataFrame, earlier_period: pd.DataFrame, better: Better) -> pd.DataFrame:
    """A copy of `now` with rank, rank_low, rank_high, worst_five, previous_rank and places_up.

    Both tables: area, value, lower, upper, one row an area; `earlier_period` holds the period set
    against this one.  Ranks and their plausible range by ``comparison.rank``.  places_up is
    positive where the area has moved towards rank 1; missing where it has no rank in either period.
    A change of place within the plausible ranges is no news.
    """
    ranked = rank(now, better)
    earlier = own_rank(earlier_period, better).set_axis(earlier_period["area"])
    previous = ranked["area"].map(earlier).astype("Int64")
    return ranked.assign(previous_rank=previous, places_up=previous - ranked["rank"])
