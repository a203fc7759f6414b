"""What is worse than London and getting worse in one borough, and what is being done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.stats.multiple_comparisons import SHARE
from dashboard.store.connection import Store
from dashboard.text import (
    capitalise,
    count_things,
    figure_text,
    join_names,
    limits_text,
    missing,
    rounded_change,
)
from dashboard.view import View

WORSE_ON_BOTH = "Worse than London and getting worse"
ALONE = "Worse on both when tested alone"
NO_ACTION = "No action rests on it"
_MOST_NAMED = 5
"""Figures that a sentence names."""
_GROUPS = (
    (ALONE, "worse", "worse"),
    ("Worse, no clear change", "worse", ""),
    ("Worse, but improving", "worse", "better"),
    ("Getting worse only", "", "worse"),
)
"""How a figure stands that is not listed: words, its flag against London, and its verdict against
its own past; '' for neither better nor worse, or for any flag but worse.
"""


@dataclass(frozen=True)
class WorseFigure:
    """One figure of the borough that is worse than London's or worsens."""

    indicator: str
    name: str
    unit: str
    """What the figure is per, or of; '' for a percentage."""
    own: str
    london: str
    movement: str
    """The change on the year, of two figures as they are shown: 'up 1.5', 'down 7 points'."""
    sure: bool
    """Whether it is clearly so, at 99.8%."""
    standing: str
    """``WORSE_ON_BOTH``, or the words of its group."""
    actions: tuple[ActionLink, ...]
    """The actions, not finished, that rest on it."""
    interval: str
    """'54% to 64%': the 95% interval of ``own``."""


@once
def all_exceptions(store: Store) -> Exceptions:
    """The exceptions of every borough, as the overview lists them where nothing narrows it.

    Kept for each database, as they are the same for every borough and reader of it.
    """
    return Exceptions(Page("overview", store, View()))


@once
def worse_figures(borough: Borough) -> list[WorseFigure]:
    """The figures of the borough that the overview lists as worse than London and getting worse, in
    its order.
    """
    exceptions = all_exceptions(borough.page.store)
    if not exceptions.testable_indicators:
        return []
    rows = exceptions.rows
    return [
        _figure(borough, row, WORSE_ON_BOTH, bool(row.sure))
        for row in rows[rows["area"] == borough.code].itertuples()
    ]


@once
def other_figures(borough: Borough) -> list[WorseFigure]:
    """The figures that are worse than London's, or than their own past, and are not listed.

    Both verdicts are those of the table of every indicator; in the order of ``_GROUPS``.
    """
    rows = borough.rows
    listed = {figure.indicator for figure in worse_figures(borough)}
    rows = rows[~rows["indicator"].isin(listed)]
    worse, past = rows["flag"] == "worse", rows["verdict"]
    return [
        _figure(borough, row, words, str(row.flag_level) == "99.8")
        for words, flag, verdict in _GROUPS
        for row in rows[(worse if flag else ~worse) & (past == verdict)].itertuples()
    ]


def groups(figures: list[WorseFigure]) -> dict[str, list[WorseFigure]]:
    """How figures stand -> those that stand so, in their order."""
    found: dict[str, list[WorseFigure]] = {}
    for figure in figures:
        found.setdefault(figure.standing, []).append(figure)
    return found


def _figure(borough: Borough, row: Any, standing: str, sure: bool) -> WorseFigure:
    places, percent = int(row.decimals), row.unit == "per cent"
    sign = row.unit if percent else ""
    movement = ""
    if not missing(row.year_value) and not missing(row.change):
        # A unit of several words, such as a rate's, stands with its name.
        of = row.unit if percent or row.unit.isalpha() else ""
        movement = rounded_change(row.year_value, row.value, of, places).words
    indicator_row = borough.page.indicators.loc[row.indicator]
    return WorseFigure(
        indicator=row.indicator,
        name=str(indicator_row["short"]),
        unit="" if percent else str(row.unit).removesuffix(" residents"),
        own=figure_text(row.value, sign, places),
        london=figure_text(row.comparator, sign, places),
        movement=movement,
        sure=sure,
        standing=standing,
        actions=all_exceptions(borough.page.store).actions_of(row.indicator, row.area),
        interval=limits_text(row.lower, row.upper, row.unit, places),
    )


def actions_words(actions: tuple[ActionLink, ...]) -> str:
    """'Action 4: Ward officers known by name (in progress)', each of several; or that there is none."""
    words = [f"Action {a.number}: {a.title} ({a.status})" for a in actions]
    return "; ".join(words) or NO_ACTION


def worsening_title(borough: Borough) -> str:
    """'3 figures are worse than London and getting worse'."""
    words = count_things(len(worse_figures(borough)), "figure is", "figures are")
    return f"{capitalise(words)} worse than London and getting worse"


@once
def worsening_panel(borough: Borough) -> Panel | None:
    """What is worse than London and getting worse; None where nothing of the borough can be tested."""
    exceptions = all_exceptions(borough.page.store)
    borough_figures = (
        exceptions.borough_figures if exceptions.testable_indicators else pd.DataFrame()
    )
    if borough_figures.empty or not (borough_figures["area"] == borough.code).any():
        return None
    figures = [*worse_figures(borough), *other_figures(borough)]
    mine = borough_figures[borough_figures["area"] == borough.code]
    return borough.page.panel(
        "worsening",
        title=worsening_title(borough),
        subtitle=(
            f"{count_things(len(mine), 'figure', 'figures')} of {borough.name}, tested with those of"
            " every borough, as on the overview"
        ),
        reading=_reading(borough),
        table=pd.DataFrame(
            {
                "Figure": [f"{f.name}, {f.unit}" if f.unit else f.name for f in figures],
                borough.name: [f.own for f in figures],
                "London": [f.london for f in figures],
                "In a year": [f.movement for f in figures],
                "How it stands": [f.standing for f in figures],
                "What is being done": [actions_words(f.actions) for f in figures],
            }
        ),
        indicators=[f.indicator for f in figures],
        releases=mine["release"].dropna().unique(),
        query="latest_by_area",
        parameters={"indicators": exceptions.testable_indicators},
        notes=(
            (
                f"{len(borough_figures):,} figures of all boroughs are tested at once, as on the overview,"
                f" with the false discovery rate held to {SHARE:.0%} (Benjamini and Hochberg, 1995)."
                " A figure may be worse when it is tested alone and not be listed here."
            ),
            (
                "What is not listed is grouped by its two verdicts in the table of every indicator:"
                " against London, and against its own past. Both are of the figure tested alone."
            ),
            "An action rests on a figure where its evidence names it, and it is not complete.",
        ),
    )


def _reading(borough: Borough) -> str:
    figures = worse_figures(borough)
    sentences = [
        f"{f.name}: {f.own} against London's {f.london}, {f.movement} in a year."
        f" {actions_words(f.actions)}."
        for f in figures
    ]
    if not figures:
        sentences = [
            f"No figure of {borough.name} is worse than London and getting worse, once those of"
            " every borough are tested together."
        ]
    for words, part in groups(other_figures(borough)).items():
        sentences.append(f"{words}: {join_names((f.name for f in part), most=_MOST_NAMED)}.")
    return " ".join(map(capitalise, sentences))


@chart("borough", "worsening", order=9)
def worsening(page: Page) -> Panel | None:
    """The panel ``worsening`` of the borough in the view; None where none is chosen."""
    return worsening_panel(once(Borough)(page)) if page.view.area else None
