"""Titles and readings of the comparison: what the figures say, in words, and what they cannot say."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.compare_data import AGAINST, Compared
from dashboard.stats.comparison import WORDS
from dashboard.view import COMPARATORS

POINTS = ("%", "per cent")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def spread(made: Compared) -> tuple[str, str]:
    """Title and sentence of how far apart the areas are."""
    known = made.areas["value"].dropna()
    short = made.indicator["short"]
    low, high = made.text(known.min()), made.text(known.max())
    if low == high:
        title = f"{short} is {low} everywhere"
    else:
        number = high if made.indicator["unit"] in POINTS else high.removesuffix(f" {made.indicator['unit']}")
        title = f"{short}: from {low.removesuffix(' ' + made.indicator['unit'])} to {number}"
    across = f"across {len(known)} {made.noun(len(known))}"
    reading = f"{made.indicator['name']}: from {low} to {high} {across} {made.in_when}.{missing(made)}"
    return title, reading


def missing(made: Compared) -> str:
    """A sentence that says for how many areas no figure is shown, and why; '' where all have one."""
    withheld = int(made.areas["withheld"].notna().sum())
    absent = int((made.areas["value"].isna() & made.areas["withheld"].isna()).sum())
    words = ""
    if withheld:
        words += f" {withheld} {made.noun(withheld)} {_are(withheld)} withheld: {withheld_why(made)}."
    if absent:
        words += f" {absent} {made.noun(absent)} {'has' if absent == 1 else 'have'} no figure."
    return words


def withheld_why(made: Compared) -> str:
    """'fewer than 50 people asked', by the indicator's declared limits."""
    limits = {
        "base": f"the base is under {int(made.indicator['least_base'])}",
        "count": f"the count is under {int(made.indicator['withhold_below'])}",
        "secondary": "it would give such a figure away",
    }
    kinds = set(made.areas["withheld"].dropna())
    return " or ".join(words for kind, words in limits.items() if kind in kinds)


def ranking_words(made: Compared) -> tuple[str, str]:
    """Title and reading of the ranking."""
    table = made.areas.dropna(subset=["value"])
    compared = table[table["flag"] != "not known"]
    if not made.comparator or compared.empty:
        title, reading = spread(made)
        return title, reading + extremes(made, table)
    above, below = WORDS[made.better] if made.tested else ("higher", "lower")
    up, down = int((compared["flag"] == above).sum()), int((compared["flag"] == below).sum())
    against = AGAINST[made.comparator]
    of = f"of {len(compared)} {made.noun(len(compared))}"
    if not made.tested:
        title = f"{up} {of} {_are(up)} above {against}"
        reading = f"{_start(made.in_when)}, {up} {of} {_are(up)} above {against} and {down} {_are(down)} below."
    else:
        good, bad = (up, down) if above == "better" else (down, up)
        if made.better == "neutral":
            title = f"{up + down} {of} differ{'s' if up + down == 1 else ''} from {against}"
            words = f"{up} {made.noun(up)} {_are(up)} higher and {down} lower"
        else:
            title = f"{bad} {of} {_are(bad)} worse than {against}"
            words = f"{good} {made.noun(good)} {_are(good)} better and {bad} worse"
        reading = f"{_start(made.in_when)}, {words} than {against} beyond chance at 95%."
    return title, reading + extremes(made, table) + missing(made)


def _start(words: str) -> str:
    return words[:1].upper() + words[1:]


def extremes(made: Compared, table: pd.DataFrame) -> str:
    """A sentence that names the first and the last of the table, and the MPS where it can be set beside them."""
    if len(table) < 2:
        return ""
    top, bottom = table.iloc[0], table.iloc[-1]
    words = f" {top['name']} has {made.text(top['value'])} and {bottom['name']} {made.text(bottom['value'])}"
    if pd.notna(made.mps):
        words += f"; the MPS {'total is' if made.counted else 'has'} {made.text(made.mps)}"
    return f"{words}."


def notes(made: Compared) -> tuple[str, ...]:
    """What 'About this chart' adds on the comparison: chance, the comparator, its source, similar boroughs."""
    found = []
    number = int(made.areas["value"].notna().sum())
    if made.counted:
        found.append(f"Counts cannot be compared between {made.noun()} of different size: none is called better "
                     "or worse.")  # fmt: skip
    elif made.tested and made.comparator:
        found.append(f"About {number * 0.05:.0f} of {number} {made.noun()} would be flagged by chance alone. "
                     "The comparator is taken as exact.")  # fmt: skip
    elif made.comparator:
        found.append("Above and below are plain differences: without an interval none is called beyond chance.")
    if made.comparator == "similar":
        found.append(_similar(made))
    if made.comparator == "bcu":
        found.append("A borough is part of its own BCU, so the two figures are not independent.")
    sources = [made.rows.loc[made.rows["level"] == level, "source"].dropna().unique() for level in (made.level, "mps")]
    if made.comparator == "mps" and set(sources[0]) != set(sources[1]):
        names = made.page.releases.drop_duplicates("source").set_index("source")["source_name"]
        first, second = (", ".join(names.get(s, s) for s in each) for each in sources)
        found.append(f"The figures come from two sources: {made.noun()} from {first}; the MPS from {second}.")
    return tuple(found)


def _similar(made: Compared) -> str:
    if made.indicator["method"] == "published":
        how = "A published statistic cannot be added up, so the comparator is the median of their figures."
    else:
        how = "The comparator is their numerators added up over their denominators added up."
    most = int(made.peers["position"].max())
    features = ", ".join(name[:1].lower() + name[1:] for name in made.features)
    return (
        f"Similar boroughs are the {most} nearest by Euclidean distance on standardised latest figures of: "
        f"{features}. {how} Peers without a figure are left out."
    )


def moved(made: Compared) -> str:
    """How the MPS figure moved in a year: 'fell 2 points in a year', 'did not change beyond chance in a year'."""
    row = made.rows[made.rows["level"] == "mps"].iloc[0]
    if isinstance(row["broken"], str) and pd.notna(row["year_value"]):
        return "cannot be compared with a year before"
    if pd.isna(row["change"]):
        return "has no figure a year before"
    if row["change_lower"] <= 0 <= row["change_upper"]:
        return "did not change beyond chance in a year"
    unit, places = made.indicator["unit"], int(made.indicator["decimals"])
    size = f"{abs(row['change']):,.{places}f}"
    if float(size.replace(",", "")) == 0:
        return "is the same as a year before"
    return f"{'rose' if row['change'] > 0 else 'fell'} {size} {'points' if unit in POINTS else unit} in a year"


def label(made: Compared) -> str:
    """The comparator as a heading and in the key: 'MPS', 'own BCU', 'similar boroughs'."""
    return COMPARATORS.get(made.comparator, "")
