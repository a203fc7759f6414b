"""Titles and readings of the comparison: what the figures say, in words, and what they cannot say."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.comparators import is_estimate
from dashboard.panels.common.percentiles import of_percentiles
from dashboard.panels.compare.data import ComparisonData
from dashboard.stats.comparison import NOT_KNOWN, WORDS
from dashboard.stats.flags import by_chance, chance_words
from dashboard.text import (
    capitalise,
    change_unit,
    choose_title,
    figure_text,
    find_ends,
    rounded_gap,
)

POINTS = ("%", "per cent")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def spread(comparison: ComparisonData) -> tuple[str, str]:
    """Title and sentence of how far apart the areas are."""
    values = comparison.areas["value"].dropna()
    short = comparison.indicator["short"]
    low, high = comparison.text(values.min()), comparison.text(values.max())
    if low == high:
        title = f"{short} is {low} everywhere"
    else:
        number = (
            high
            if comparison.indicator["unit"] in POINTS
            else high.removesuffix(f" {comparison.indicator['unit']}")
        )
        title = f"{short}: from {low.removesuffix(' ' + comparison.indicator['unit'])} to {number}"
    across = f"across {len(values)} {comparison.noun(len(values))}"
    reading = f"{comparison.indicator['name']}: from {low} to {high} {across} {comparison.in_when}."
    reading += missing(comparison)
    return title, reading


def missing(comparison: ComparisonData) -> str:
    """A sentence that says for how many areas no figure is shown, and why; '' where all have one."""
    withheld = int(comparison.areas["withheld"].notna().sum())
    absent = int((comparison.areas["value"].isna() & comparison.areas["withheld"].isna()).sum())
    words = ""
    if withheld:
        words += f" {withheld} {comparison.noun(withheld)} {_are(withheld)} withheld: {withheld_why(comparison)}."
    if absent:
        words += (
            f" {absent} {comparison.noun(absent)} {'has' if absent == 1 else 'have'} no figure."
        )
    return words


def withheld_why(comparison: ComparisonData) -> str:
    """'the count is under 5, or it would give such a figure away': one sentence for all, by the
    declared limits.
    """
    least, below = (
        int(comparison.indicator["least_base"]),
        int(comparison.indicator["withhold_below"]),
    )
    limits = [f"the base is under {least}"] * bool(least) + [f"the count is under {below}"] * bool(
        below
    )
    return f"{' or '.join(limits)}, or it would give such a figure away"


def ranking_words(comparison: ComparisonData) -> tuple[str, str]:
    """Title and reading of the ranking."""
    table = comparison.areas.dropna(subset=["value"])
    compared_areas = table[table["flag"] != NOT_KNOWN]
    if not comparison.comparator or compared_areas.empty:
        title, reading = spread(comparison)
        return title, reading + extremes(comparison, table)
    above, below = WORDS[comparison.better] if comparison.has_intervals else ("higher", "lower")
    up, down = (
        int((compared_areas["flag"] == above).sum()),
        int((compared_areas["flag"] == below).sum()),
    )
    against = comparison.against
    of = f"of {len(compared_areas)} {comparison.noun(len(compared_areas))}"
    if not comparison.has_intervals:
        title = _count_title(comparison, up, len(compared_areas), "above")
        reading = (
            f"{_start(comparison.in_when)}, {up} {of} {_are(up)} above {against} and {down} {_are(down)}"
            " below."
        )
    else:
        first, last = (above, below) if above != "worse" else (below, above)
        good, bad = (up, down) if first == above else (down, up)
        count, verb = (up + down, "differ from") if first == "higher" else (bad, "worse than")
        title = _count_title(comparison, count, len(compared_areas), verb)
        reading = (
            f"{_start(comparison.in_when)}, {good} {comparison.noun(good)} {_are(good)} {first}"
            f"{_surely(compared_areas, first)} and {bad} {last}{_surely(compared_areas, last)} than"
            f" {against}."
        )
    return title, reading + extremes(comparison, table) + missing(comparison)


def _count_title(comparison: ComparisonData, count: int, total: int, verb: str) -> str:
    """'Trust: 7 of 32 boroughs worse than the MPS'; shorter where that has too many words."""
    short, against = comparison.indicator["short"], comparison.against
    return choose_title(
        f"{short}: {count} of {total} {comparison.noun(total)} {verb} {against}",
        f"{short}: {count} of {total} {verb} {against}",
        f"{count} of {total} {comparison.noun(total)} {verb} {against}",
    )


def _surely(compared_areas: pd.DataFrame, flag: str) -> str:
    """How many of those with a flag are clearly so, at 99.8% too: ' (3 of them clearly)'; nothing
    where the source gives no such limits.
    """
    areas = compared_areas[compared_areas["flag"] == flag]
    if areas.empty or (compared_areas["flag_998"] == NOT_KNOWN).all():
        return ""
    sure = int((areas["flag_level"] == "99.8").sum())
    if len(areas) == 1:
        return " (clearly)" if sure else " (not clearly)"
    if sure in (0, len(areas)):
        return " (all of them clearly)" if sure else " (not clearly)"
    return f" ({sure} of them clearly)"


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]


def extremes(comparison: ComparisonData, table: pd.DataFrame) -> str:
    """A sentence that names the first and the last of the table, and the MPS where it can be set
    beside them.
    """
    if len(table) < 2:
        return ""
    figures = [comparison.text(value) for value in table["value"]]
    top, bottom = find_ends(table["name"], figures)
    if top.number == len(table):
        words = f" All {len(table)} {comparison.noun()} have {top.figure}"
    else:
        words = f" {top.has} {top.figure} and {bottom.words} {bottom.figure}"
    if pd.notna(comparison.mps):
        words += f"; the MPS {'total is' if comparison.is_count else 'has'} {comparison.text(comparison.mps)}"
    return f"{words}."


def notes(comparison: ComparisonData) -> tuple[str, ...]:
    """What 'About this chart' adds on the comparison: the rule, chance, the comparator and its
    source, the ranks.
    """
    sentences = []
    if comparison.is_count:
        sentences.append(
            f"Counts cannot be compared between {comparison.noun()} of different size: none is called"
            " better or worse."
        )
    elif comparison.has_intervals and comparison.comparator:
        sentences += [
            _rule(comparison),
            chance_words(by_chance(comparison.areas), comparison.noun()),
            _RANKS,
        ]
    elif comparison.comparator:
        sentences.append(
            "Above and below are plain differences: without an interval none can be told from chance."
        )
    sentences += [
        _of_comparator(comparison),
        _sources(comparison),
        of_percentiles(comparison.areas, comparison.indicator),
    ]
    return tuple(note for note in sentences if note)


_RANKS = (
    "Rank 1 is the best, or the highest where neither way is better. The places under 'Could"
    " be' are those that each could truly take, for all of them at once with 95% confidence (Mogstad, Romano, Shaikh"
    " and Wilhelm, 2023). The chance of being among the worst five is worked out from the"
    " intervals, with ties counted alike. Where neither way is better it is that of the lowest five."
)


def _rule(comparison: ComparisonData) -> str:
    """The rule by which an area is flagged, its inputs and its reference."""
    noun = comparison.noun(1)
    if is_estimate(comparison.comparator):
        return (
            f"A {noun} is flagged where the 95% (99.8%) interval of its difference from"
            f" {comparison.against} leaves out 0. The interval joins the limits of the two figures (Zou"
            " and Donner, 2008), taken as independent."
        )
    return (
        f"A {noun} is flagged where its own 95% (99.8%) interval lies wholly on one side of the"
        " comparator, which is taken as exact (Breslow and Day, 1987). Figure, limits and"
        " comparator are in the table."
    )


def _of_comparator(comparison: ComparisonData) -> str:
    """What has to be known of the comparator."""
    pooling = "The comparator is their numerators added up over their denominators added up."
    if comparison.indicator["method"] == "published":
        pooling = (
            "A published statistic cannot be added up, so the comparator is the median of their"
            " figures."
        )
    if comparison.comparator == "similar":
        most = int(comparison.peers["position"].max())
        features = comparison.page.store.query("similar_features")["name"]
        said = ", ".join(name[:1].lower() + name[1:] for name in features)
        return (
            f"Similar boroughs are the {most} nearest by Euclidean distance on standardised latest"
            f" figures. Features: {capitalise(said)}. {pooling} Peers without a figure are left out."
        )
    return {
        "bcu": "A borough is part of its own BCU, so the two figures are not independent.",
        "inner_outer": (
            "Each borough is set against its own part of London: the 12 inner boroughs of the"
            f" London Government Act 1963, or the 20 outer ones. {pooling} A borough is one of its"
            " part, so the two are not independent."
        ),
        "past": (
            f"Each {comparison.noun(1)} is set against itself in the same period {comparison.years_ago}."
            " Rolling figures a year apart share no interview. Across a declared break or a change"
            " of source none is compared."
        ),
    }.get(comparison.comparator, "")


def _sources(comparison: ComparisonData) -> str:
    sources = [
        comparison.rows.loc[comparison.rows["level"] == level, "source"].dropna().unique()
        for level in (comparison.level, "mps")
    ]
    if comparison.comparator != "mps" or set(sources[0]) == set(sources[1]):
        return ""
    names = comparison.page.releases.drop_duplicates("source").set_index("source")["source_name"]
    first, second = (", ".join(names.get(s, s) for s in each) for each in sources)
    return f"The figures come from two sources: {comparison.noun()} from {first}; the MPS from {second}."


def change_words(comparison: ComparisonData, code: str) -> str:
    """How the figure of an area moved: 'fell 2 points in a year', 'shows no clear change in four
    years'.
    """
    row = comparison.rows[comparison.rows["area"] == code].iloc[0]
    if isinstance(row["broken"], str) and pd.notna(row["year_value"]):
        return f"cannot be compared with {comparison.years_ago}"
    if pd.isna(row["change"]):
        return f"has no figure {comparison.years_ago}"
    if row["change_lower"] <= 0 <= row["change_upper"]:
        return f"shows no clear change {comparison.in_years}"
    gap = rounded_gap(row["year_value"], row["value"], int(comparison.indicator["decimals"]))
    if not gap:
        return f"is the same as {comparison.years_ago}"
    return f"{'rose' if gap > 0 else 'fell'} {change_size(comparison, gap)} {comparison.in_years}"


def change_size(comparison: ComparisonData, gap: float) -> str:
    """'16 points', '1 point', '1.2 per 1,000 residents': the size of a difference of two figures."""
    unit, places = change_unit(comparison.indicator["unit"]), int(comparison.indicator["decimals"])
    return figure_text(abs(gap), unit, places)
