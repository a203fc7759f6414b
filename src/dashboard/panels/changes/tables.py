"""What changed as tables: indicator by indicator, the releases in between and the declarations."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.text import WITHHELD_WORD, place, revision, when
from dashboard.panels.common.page import THEMES
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, day, figure_text, join_names

MOST_NAMED = 3
"""Indicators, or actions, that a reading names."""
COUNTING_NOTE = (
    "A figure is one indicator, area, period and group. It is new where its period was not there"
    " before. It is revised where its value, numerator or denominator differs, or whether it is"
    " withheld. It is added or vanished where it came to, or went from, a period that was there. A rolling 12"
    " months is revised wherever one of its months is, and each indicator's months, quarters or"
    " years are periods of their own."
)


@chart("changes", "summary", order=2, of=Changes.of)
def summary(changes: Changes) -> Panel:
    """One row an indicator that differs, those revised first: new periods, revisions, the largest,
    and the MPS figure.
    """
    rows = changes.rows
    if rows.empty:
        return nothing(changes, "summary", "No figure is new, revised or gone", "differences")
    indicators = changes.page.indicators
    rows = rows.loc[(rows["figures_revised"] == 0).sort_values(kind="stable").index]
    largest = [largest_revision(changes, i) for i in rows.index]
    table = pd.DataFrame(
        {
            "Indicator": indicators["name"].reindex(rows.index),
            "Figures revised": rows["figures_revised"],
            "Figures added": rows["figures_added"],
            "Figures vanished": rows["figures_gone"],
            "MPS figure, was and is": [mps_words(changes, i)[0] for i in rows.index],
            "Largest revision": [words for _, words, _ in largest],
            "Largest revision is of": [
                f"{where}, and {more} more by as much" if more else where
                for where, _, more in largest
            ],
            "New periods": rows["new_periods"],
            "Newest MPS figure": [_newest(changes, i) for i in rows.index],
            "On the overview": rows["headline"].map({True: "yes", False: ""}),
            "Theme": indicators["theme"].reindex(rows.index).map(THEMES),
        }
    ).reset_index(drop=True)
    idle = [c for c in ("Figures added", "Figures vanished") if not table[c].any()]
    if not changes.revised_names:
        idle += [
            "Figures revised",
            "Largest revision",
            "Largest revision is of",
            "MPS figure, was and is",
        ]
    new = int((rows["new_periods"] > 0).sum())
    return text_panel(
        changes,
        "summary",
        query="differences",
        title=_title(changes, new),
        subtitle=(f"Figures of every level since {changes.since_words}, revised indicators first"),
        reading=_indicators_revised(changes) or changes.sentence,
        table=table.drop(columns=idle),
        definition=COUNTING_NOTE,
    )


def _title(changes: Changes, new: int) -> str:
    if changes.nothing_before:
        return f"All is new: figures of {count_things(new, 'indicator')} arrived"
    revised = count_things(len(changes.revised_names), "indicator").capitalize()
    return f"{revised} revised, {count_things(new, 'indicator')} with new periods"


def largest_revision(changes: Changes, indicator: str) -> tuple[str, str, int]:
    """Of which area and period the largest revision is, its words, 'from 71% to 69% (−2 points)',
    and how many more areas and groups moved by as much as is shown; '', '' and 0 for none.
    """
    row = changes.largest.get(indicator)
    if row is None:
        return "", "", 0
    indicator_row, one = changes.indicators_by_id[indicator], row.largest
    where = place(row.name, row.level, row.borough, one["group_name"], changes.page.names)
    period = when(indicator_row, one["period_start"], one["period_end"])
    words = revision(indicator_row, one["was"], one["is_now"])
    return f"{where}, {period}", words, int(row.alike) - 1


def mps_words(changes: Changes, indicator: str) -> tuple[str, str]:
    """Whether the MPS figure of the last period in both databases moved, 'from 71% to 69% (−2
    points)', and the period.

    Both '' where the two share no period.
    """
    row, indicator_row = changes.mps.get(indicator), changes.indicators_by_id[indicator]
    if row is None or pd.isna(row.period_end):
        return "", ""
    words = (
        revision(indicator_row, row.was, row.is_now)
        if row.moved
        else f"not revised: {_text(indicator_row, row.is_now)}"
    )
    return words, when(indicator_row, row.period_start, row.period_end)


def _newest(changes: Changes, indicator: str) -> str:
    """The newest MPS figure where its period is new, else ''."""
    row, indicator_row = changes.mps.get(indicator), changes.indicators_by_id[indicator]
    if row is None or row.newest_end == row.period_end:
        return ""
    period = when(indicator_row, row.newest_start, row.newest_end)
    return f"{_text(indicator_row, row.newest)}, {period}"


def _text(indicator_row: Any, value: float) -> str:
    return (
        WITHHELD_WORD
        if pd.isna(value)
        else figure_text(value, indicator_row.unit, int(indicator_row.decimals))
    )


def _indicators_revised(changes: Changes) -> str:
    """Of which indicators the MPS figure moved, those of the overview first and with their figures."""
    indicators = [i for i in changes.revised_names if i in changes.mps and changes.mps[i].moved]
    if not indicators:
        return (
            "No MPS figure of the last period known before was revised."
            if changes.revised_names
            else ""
        )
    sentences = [
        f"{changes.revised_names[i]} {', '.join(mps_words(changes, i))}"
        for i in indicators[:MOST_NAMED]
    ]
    more = len(indicators) - MOST_NAMED
    rest = f" So it did in {more} more." if more > 0 else ""
    return (
        "The MPS figure of the last period known before moved in"
        f" {count_things(len(indicators), 'indicator')}. {'. '.join(sentences)}.{rest}"
    )


@chart("changes", "releases", order=6, of=Changes.of)
def releases(changes: Changes) -> Panel:
    """One row a release received, replaced or taken back in between."""
    rows = changes.releases
    if rows.empty:
        return nothing(
            changes, "releases", "No release was received, replaced or taken back", "moved_releases"
        )
    table = pd.DataFrame(
        {
            "Source": rows["source_name"],
            "Published": [f"{d:%Y-%m-%d}" for d in rows["published"]],
            "What": rows["kind"],
            "Data to": ["" if pd.isna(d) else f"{d:%Y-%m-%d}" for d in rows["last_period"]],
            "Values read": rows["facts"],
            "Values revised": rows["revised"],
            "Kind": rows["demonstration"].map({True: "DEMONSTRATION DATA", False: "published"}),
            "File": rows["file"],
        }
    )
    revising = int((rows["revised"] > 0).sum())
    return text_panel(
        changes,
        "releases",
        query="moved_releases",
        table=table,
        title=f"{count_things(len(rows), 'release')} since {day(changes.since)}",
        subtitle="Received files that are in one of the two databases alone, newest first",
        reading=(
            f"Of {count_things(len(rows), 'release')}, {revising or 'none'} revised values published"
            f" earlier: {int(rows['revised'].sum()):,} in all. Those first published after"
            f" {day(changes.since)} are not among the revised figures."
        ),
        definition=(
            "A value is one measure of one area, period and group in the publisher's own file; one"
            " value may stand behind many figures."
        ),
    )


@chart("changes", "definitions", order=7, of=Changes.of)
def definitions(changes: Changes) -> Panel:
    """One row a declaration of an indicator that differs: what was declared and what is."""
    rows = changes.definitions
    if rows.empty:
        title = "No definition or target differs"
        return nothing(changes, "definitions", title, "moved_definitions")
    table = pd.DataFrame(
        {
            "Indicator": rows["name"],
            "What": rows["what"],
            "Was": rows["was"].fillna("none"),
            "Is": rows["is_now"].fillna("none"),
        }
    )
    number = rows["indicator"].nunique()
    return text_panel(
        changes,
        "definitions",
        query="moved_definitions",
        table=table,
        title=f"{count_things(number, 'indicator')} declared otherwise",
        subtitle=f"Declarations that differ since {changes.since_words}",
        reading=(
            f"{count_things(len(rows), 'declaration')} of {count_things(number, 'indicator')}"
            f" {'differs' if len(rows) == 1 else 'differ'}: {join_names(dict.fromkeys(rows['name']), most=MOST_NAMED)}."
            " Figures of these may differ for that reason and not because a release revised them."
        ),
        definition=(
            "Definition, direction, method, unit, sources and targets as data/declared has them."
        ),
    )


def nothing(
    changes: Changes, chart: str, title: str, query: str, parameters: dict[str, Any] | None = None
) -> Panel:
    """The panel of a chart that has nothing to show: its title says so, and its table has no row."""
    return text_panel(
        changes,
        chart,
        query=query,
        parameters=parameters,
        title=title,
        subtitle=f"Since {changes.since_words}",
        reading=f"{title} since {changes.since_words}.",
        table=pd.DataFrame(),
        definition=COUNTING_NOTE,
    )


def text_panel(
    changes: Changes,
    chart: str,
    *,
    definition: str,
    query: str,
    parameters: dict[str, Any] | None = None,
    **words: Any,
) -> Panel:
    """A panel that is its table, said in ``words``, and is of no one indicator."""
    panel = changes.page.panel(
        chart,
        indicators=(),
        releases=changes.page.releases["id"],
        query=query,
        parameters=parameters or {},
        **words,
    )
    return dataclasses.replace(panel, definition=definition, source="")
