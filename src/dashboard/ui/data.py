"""Data and definitions as HTML: the table of indicators, one definition, sources, methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import pandas as pd

from dashboard.markup import Html
from dashboard.panels.common.page import THEMES
from dashboard.panels.common.panel import ActionLink
from dashboard.panels.data.definition import Definition
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.directory import Directory, DirectoryRow
from dashboard.panels.data.text import FORMULAS
from dashboard.text import count_things, day
from dashboard.ui.board.marks import action_mark, fold, link

# The box to type in is put here by the script that narrows the table.
_TOOLS = Html('<div class="find"><span role="status">{}</span></div>')
_TABLE = Html(
    '<table class="ov directory" aria-label="Indicators"><thead><tr><th scope="col">Indicator</th>'
    '<th scope="col">Source</th><th scope="col">Released, next due</th><th scope="col">Coverage</th>'
    '<th scope="col">Findings</th></tr></thead>{}</table>'
)
_THEME = Html(
    '<tbody><tr class="theme"><th colspan="5" scope="rowgroup">{} <span class="count">{}</span></th></tr>{}</tbody>'
)
_MOST_LINES = 3
"""Releases, findings and the like that stand in a definition; the others are a press away."""
_ROW = Html(
    '<tr data-words="{}" class="{}"><th scope="row">{}<small>{}</small></th>'
    '<td><span title="{}">{}</span><small>{}</small></td>'
    '<td>{}<small class="{}">{}</small></td><td>{}<small>{}</small></td><td>{}</td></tr>'
)


def directory_table(directory: Directory, opened_id: str) -> Html:
    """The rows that the filters leave, by theme, each a link that opens its definition."""
    bodies = []
    for theme, rows in groupby(directory.rows, key=lambda row: row.theme):
        lines = [_row(row, directory.filters.parameters, opened_id) for row in rows]
        bodies.append(_THEME.format(THEMES[theme], len(lines), Html("").join(lines)))
    if not bodies:
        return Html("<p>No indicator matches these filters. Set one of them to All.</p>")
    count = count_things(len(directory.rows), "indicator")
    return _TOOLS.format(count) + _TABLE.format(Html("").join(bodies))


def _row(row: DirectoryRow, filters: Mapping[str, str], opened_id: str) -> Html:
    words = (row.name, row.definition, row.source_names, row.publishers, THEMES[row.theme], row.id)
    late = row.state == "overdue"
    due = "" if row.next_due is None else f"{'was due' if late else 'next'} by {day(row.next_due)}"
    return _ROW.format(
        " ".join(words).casefold(),
        "chosen" if row.id == opened_id else "",
        _open(row.name, row.id, filters, row.id == opened_id),
        row.definition,
        row.first_source,  # Whole where the line is too short for it.
        row.first_source,
        row.publishers
        if len(row.sources) < 2
        else f"{row.publishers}, and {count_things(len(row.sources) - 1, 'other source')}",
        "Nothing received" if row.last_release is None else day(row.last_release),
        "late" if late else "",
        due,
        row.areas or "No figures yet",
        row.periods,
        row.findings,
    )


def _open(label: str, indicator: str, filters: Mapping[str, str], current: bool = False) -> Html:
    drawn = link(label, "data", {**filters, "indicator": indicator}, anchor="definition")
    return Html('<span aria-current="true">{}</span>').format(drawn) if current else drawn


def definition_drawer(
    definition: Definition, directory: Directory, actions: Sequence[ActionLink]
) -> Html:
    """One indicator: facts, definition, method, coverage, releases, findings, where it is used."""
    filters = directory.filters.parameters
    before, after, place = directory.neighbours(definition.indicator)
    names = {row.id: row.name for row in directory.rows}
    steps = [
        _open(f"{arrow} {names[one]}", one, filters)
        for arrow, one in (("‹", before), ("›", after))
        if one
    ]
    facts = (Html("<span>{} <b>{}</b></span>").format(*fact) for fact in definition.facts)
    parts = [
        Html('<p class="steps"><span>{}</span> {}</p>').format(place, Html(" ").join(steps)),
        Html('<p class="facts">{}</p>').format(Html("").join(facts)),
        Html('<p class="definition">{}</p>').format(definition.row["definition"]),
        *(_section(head, lines) for head, lines in definition.sections),
        Html("<h3>Coverage</h3>{}").format(small_table(definition.coverage, "Coverage by level")),
        _section("Releases", definition.releases or ["Nothing has been received yet."]),
        _section("Breaks in the series", definition.breaks),
        _findings(definition),
        _uses_of_source(definition, actions),
        Html('<details><summary>Query (SQL)</summary><pre tabindex="0">{}</pre></details>').format(
            Html("\n").join(definition.reference.page.store.sql("series").splitlines())
        ),
    ]
    return Html('<div class="opened">{}</div>').format(Html("").join(parts))


def _section(head: str, lines: Iterable[str]) -> Html:
    drawn = [Html("<p>{}</p>").format(line) for line in lines]
    return Html("<h3>{}</h3>{}").format(head, _shorten(drawn)) if drawn else Html("")


def _shorten(lines: Sequence[Html]) -> Html:
    """The first of some lines; those beyond ``_MOST_LINES`` are folded away, unless it is one."""
    if len(lines) <= _MOST_LINES + 1:
        return Html("").join(lines)
    first, rest = lines[:_MOST_LINES], lines[_MOST_LINES:]
    return Html("").join(first) + fold(len(rest), Html("").join(rest))


def _findings(definition: Definition) -> Html:
    if not definition.findings:
        return _section("Findings in its files", ["Nothing was found."])
    items = [
        Html("<p><b>{}</b> {} <small>{}</small><small>{}</small></p>").format(
            f"{severity.capitalize()}:", words, place, advice
        )
        for severity, place, words, advice in definition.findings
    ]
    return Html("<h3>Findings in its files</h3>{}").format(_shorten(items))


def _uses_of_source(definition: Definition, actions: Sequence[ActionLink]) -> Html:
    row, where = definition.row, {"indicator": definition.indicator}
    compared = not pd.isna(row["last_period"]) and "borough" in row["levels_held"]
    pages = [link("Compare boroughs", "compare", where)] if compared else []
    marks = [action_mark(a.number, a.action, f"{a.title} ({a.status})") for a in actions]
    used = [*pages, *marks]
    return Html("<h3>Used in</h3><p>{}</p>").format(Html(" ").join(used)) if used else Html("")


def small_table(rows: pd.DataFrame, words: str) -> Html:
    """``rows`` as a table with ``words`` as its name; the first column heads each row."""
    first, *rest = rows.columns
    head = Html("").join(Html('<th scope="col">{}</th>').format(name) for name in rows.columns)
    lines = (
        Html('<tr><th scope="row">{}</th>{}</tr>').format(
            row[first], Html("").join(Html("<td>{}</td>").format(row[name]) for name in rest)
        )
        for _, row in rows.iterrows()
    )
    return Html(
        '<table class="ov small" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(words, head, Html("").join(lines))


def sources_list(reference: Reference) -> Html:
    """Each source with how fresh it is, and what is declared of it folded away."""
    states = dict(zip(reference.freshness["Source"], reference.freshness["State"], strict=True))
    items = (
        Html("<details><summary>{}<small>{}</small></summary>{}</details>").format(
            name, states[name], Html("").join(Html("<p>{}</p>").format(line) for line in lines)
        )
        for name, lines in reference.source_lines.items()
    )
    return Html('<div class="folds">{}</div>').format(Html("").join(items))


def methods_list() -> Html:
    """Name and formula of each method."""
    items = (Html("<li><strong>{}</strong> {}</li>").format(*formula) for formula in FORMULAS)
    return Html('<ul class="methods">{}</ul>').format(Html("").join(items))
