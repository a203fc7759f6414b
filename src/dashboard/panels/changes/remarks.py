"""What is to be known of the largest changes: how they are sized, and what some of them share."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.changes.ranking import LEAST_PAIRS, ChangeRanking
from dashboard.panels.changes.text import alike, decimals_for, figure_number, months_shared
from dashboard.text import join_names

MOST_NAMED = 2
"""Figures that are named; of the others the number is told."""
HOW_SIZED = (
    (
        "The size of a change is set beside the usual one: the median size of earlier changes of the"
        " same figure, over as many months."
    ),
    (
        "Earlier changes are those up to the figure before, of one source and not across a break."
        " Where their median is 0, their mean is taken."
    ),
    (
        f"A figure with fewer than {LEAST_PAIRS} earlier changes is not ranked. Nor is one that a"
        " break or another source parts from the one before."
    ),
    "Seasons are not taken out of the size.",
)
WHERE = (
    "Where it moved most goes by the figures as shown: of boroughs, else of Basic Command Units"
    " (BCUs)."
)
MANY = (
    "Among so many figures of boroughs some move by several times their usual change by chance"
    " alone."
)
_WHY_NOT = {
    "short": "their history is too short",
    "broken": "a break or another source parts the two figures",
    "missing": "one of the two figures is withheld or gone",
}
"""State of ``ChangeRanking.newer`` -> why such figures are not ranked."""


def remarks(ranking: ChangeRanking) -> list[str]:
    """How the figures before are known, which share months with those now, and which figures are
    not ranked.
    """
    return [*_say_revised(ranking), *_say_shared(ranking), *_say_unranked(ranking)]


def _say_revised(ranking: ChangeRanking) -> list[str]:
    """That the figures before are as revised, and the first of those published otherwise."""
    sentences = []
    for row in ranking.rows.itertuples():
        indicator_row = ranking.changes.indicators_by_id[row.indicator]
        published, revised = row.before_published, row.before_value
        if pd.notna(published) and not alike(published, revised, int(indicator_row.decimals)):
            places = decimals_for(published, revised, int(indicator_row.decimals))
            was, is_now = (figure_number(indicator_row, v, places) for v in (published, revised))
            within = f" in {row.name}" if ranking.of_boroughs else ""
            sentences.append(
                f"{indicator_row.name}{within}: {was} as published then, {is_now} as revised."
            )
    more = len(sentences) - MOST_NAMED
    rest = f"{more} more {'was' if more == 1 else 'were'} revised." if more > 0 else ""
    return [
        "Figures before are as revised since.",
        *sentences[:MOST_NAMED],
        *([rest] if rest else []),
    ]


def _say_shared(ranking: ChangeRanking) -> list[str]:
    """That the two figures of some rows count the same interviews or incidents."""
    methods = [
        indicator_row.method
        for row in ranking.rows.itertuples()
        if not (indicator_row := ranking.changes.indicators_by_id[row.indicator]).stock
        and months_shared(row)
    ]
    if not methods:
        return []
    kinds = [kind == "survey" for kind in methods]
    what = "interviews" if all(kinds) else "interviews or incidents" if any(kinds) else "incidents"
    return [
        f"Where months are shared, the same {what} stand in both figures. Their usual change is"
        " between figures that share as many months."
    ]


def _say_unranked(ranking: ChangeRanking) -> list[str]:
    """Which indicators have a newer figure that is not ranked, and why."""
    return [
        f"Not ranked, as {why}: {join_names(names, most=MOST_NAMED)}."
        for state, why in _WHY_NOT.items()
        if (names := ranking.names_of(state))
    ]
