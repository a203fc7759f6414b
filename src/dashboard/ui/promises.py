"""Promises as HTML: a row a promise with its figure now, and one promise with all that belongs to
it.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dashboard.declared.promises import NO_STATUS
from dashboard.figures.spark import spark
from dashboard.markup import Html
from dashboard.panels.promises.figure import Figure
from dashboard.panels.promises.ledger import NOT_MADE, OVERDUE, LedgerRow, PromiseLedger
from dashboard.panels.promises.tracker import Tracker
from dashboard.text import day
from dashboard.ui.board.layout import Card
from dashboard.ui.board.marks import link, verdict

_TABLE = Html(
    '<table class="ov log states promises"><thead><tr><th scope="col">Promise</th><th scope="col">Owner</th>'
    '<th scope="col">Due</th><th scope="col">Status</th>'
    '<th scope="col" class="w-when">Figure now</th></tr></thead>{}</table>'
)
_LEDGER = Html(
    '<table class="ov log promises ledger"><thead><tr><th scope="col">Promise</th>{}</tr></thead>{}</table>'
)
_LEDGER_GROUP = Html(
    '<tbody><tr class="theme"><th colspan="{}" scope="rowgroup">{} <small>{}</small></th></tr>{}</tbody>'
)
_GROUP = Html(
    '<tbody><tr class="theme"><th colspan="5" scope="rowgroup">{} <small>{}</small></th></tr>{}</tbody>'
)
_ROW = Html(
    '<tr class="{}" id="{}"><th scope="row" class="at-what">{}<small>{}</small></th>'
    '<td class="at-owner" data-label="Owner">{}</td>'
    '<td class="at-due" data-label="Due"><span class="{}">{}</span></td>'
    '<td class="at-status"><span class="status">{}</span></td><td class="at-figure">{}</td></tr>'
)


def promise_table(tracker: Tracker) -> Html:
    """The promises that the filters leave, by framework, each a link that opens it."""
    groups = [
        _GROUP.format(
            rows["framework_name"].iloc[0],
            _publication_words(rows.iloc[0]),
            Html("").join(_row(tracker, row) for row in rows.itertuples()),
        )
        for _, rows in tracker.filtered_promises.groupby("framework", sort=False)
    ]
    return _TABLE.format(Html("").join(groups))


def ledger_card(ledger: PromiseLedger) -> Card:
    """The state of each promise on the day of every meeting, by framework."""
    heads = Html("").join(Html('<th scope="col">{}</th>').format(head) for head in ledger.heads)
    groups = []
    for _, rows in groupby(ledger.rows, key=lambda each: each.promise.framework):
        of_framework = list(rows)
        first = of_framework[0].promise
        lines = Html("").join(_ledger_row(ledger, each) for each in of_framework)
        groups.append(
            _LEDGER_GROUP.format(
                len(ledger.heads) + 1, first.framework_name, _publication_words(first), lines
            )
        )
    return Card(ledger.panel(), html=_LEDGER.format(heads, Html("").join(groups)))


def _ledger_row(ledger: PromiseLedger, row: LedgerRow) -> Html:
    cells = Html("").join(
        Html('<td data-label="{}" class="{}">{}</td>').format(head, _state_class(state), state)
        for head, state in zip(ledger.heads, row.states, strict=True)
    )
    where = {**_framework(ledger.tracker), "promise": row.promise.id}
    return Html('<tr><th scope="row">{}</th>{}</tr>').format(
        link(row.promise.title, "promises", where), cells
    )


def _state_class(state: str) -> str:
    """How a state is drawn: quiet without a word, late where overdue."""
    if state.endswith(OVERDUE):
        return "late"
    return "quiet" if state in (NO_STATUS, NOT_MADE) else ""


def _publication_words(row: Any) -> str:
    after = f"; succeeded by {row.succeeded_by}" if isinstance(row.succeeded_by, str) else ""
    return f"{row.publisher}, {row.published_words or day(row.published)}{after}"


def _row(tracker: Tracker, row: Any) -> Html:
    view = tracker.page.view
    where = {"framework": view.framework, "promise": row.id}
    figures = tracker.figures(row)
    return _ROW.format(
        "chosen" if row.id == view.promise else "",
        f"promise-{row.id.replace('/', '-')}",
        link(row.title, "promises", {key: value for key, value in where.items() if value}),
        row.mark,
        row.owner,
        "late" if row.due_choice == "overdue" else "",
        tracker.due(row),
        row.status,
        _now(figures),
    )


def _now(figures: list[Figure]) -> Html:
    """The first indicator's figure, verdict and target, and how many more rest on the promise."""
    if not figures:
        return Html("<small>No indicator rests on it.</small>")
    first = figures[0]
    more = f" and {len(figures) - 1} more" if len(figures) > 1 else ""
    if not first.value or first.icons is None:
        return Html("<small>{}: no figure is loaded{}</small>").format(first.name, more)
    aim = Html("<small>{}</small>").format(first.target.words) if first.target else Html("")
    return Html("<b>{}</b> {}<small>{}{}</small>{}").format(
        first.value, verdict(first.word, first.way, first.icons), first.name, more, aim
    )


def promise_drawer(tracker: Tracker, row: Any) -> Html:
    """One promise: its words and source, its life, the indicators with figures, and its charts."""
    parts = [
        Html('<p class="stands">Owner <b>{}</b> · Due <b>{}</b> · Status <b>{}</b></p>').format(
            row.owner, tracker.due(row), row.status
        ),
        Html("<blockquote>{}</blockquote>").format(row.text),
        Html("<p><small>{}</small></p>").format(_source(row)),
        _life(tracker, row),
        _figures(tracker.figures(row)),
        _charts(tracker, row),
        Html("<p><small>{}</small></p>").format(_framework_words(row)),
        Html('<p class="close">{}</p>').format(
            link("Close, and show all promises", "promises", _framework(tracker))
        ),
    ]
    return Html('<div class="opened">{}</div>').format(Html("").join(parts))


def _framework_words(row: Any) -> str:
    """Where the framework was published, and what a reader should know of it."""
    where = f" ({row.framework_address})" if row.framework_address else ""
    return f"{row.framework_source}{where}. {row.framework_note}".strip()


def _framework(tracker: Tracker) -> dict[str, str]:
    """What stays when the opened promise is closed: the framework, and the ledger where open."""
    view = tracker.page.view
    return {
        name: text for name, text in view.parameters().items() if name in ("framework", "opened")
    }


def _source(row: Any) -> str:
    """The document and its address in words: a card links to our own pages alone."""
    return f"Source: {row.source}{f' ({row.address})' if row.address else ''}."


def _life(tracker: Tracker, row: Any) -> Html:
    lines = [
        Html("<li><b>{}</b> {}{}<small>{}</small></li>").format(
            day(e.date),
            e.text,
            f" Status: {e.status}." if isinstance(e.status, str) else "",
            e.source,
        )
        for e in tracker.entries(row)
    ]
    line = Html("<li><b>{}</b> {} was published.</li>").format(
        row.published_words or day(row.published), row.framework_name
    )
    end = "" if lines else Html("<p>No public word on what became of it is recorded here.</p>")
    return Html('<h3>Its life</h3><ul class="life">{}{}</ul>{}').format(
        line, Html("").join(lines), end
    )


def _figures(figures: list[Figure]) -> Html:
    if not figures:
        return Html("<h3>Figures</h3><p>No indicator rests on it.</p>")
    return Html("<h3>Figures</h3><ul>{}</ul>").format(Html("").join(map(_figure_line, figures)))


def _figure_line(figure: Figure) -> Html:
    if not figure.value or figure.icons is None:
        return Html("<li>{}<small>No figure is loaded.</small></li>").format(figure.name)
    return Html("<li>{} {} <b>{}</b>, {} <span>{}</span><small>{}</small></li>").format(
        link(figure.name, figure.page, {"indicator": figure.indicator}),
        spark(figure.trend, words=f"Trend of {figure.name}", last=figure.value, way=figure.way),
        figure.value,
        figure.period,
        verdict(figure.verdict, figure.way, figure.icons),
        figure.target.sentence if figure.target else "",
    )


def _charts(tracker: Tracker, row: Any) -> Html:
    lines = [
        Html("<li>{} <span>{}</span></li>").format(
            link(line.label, line.page, line.parameters, anchor=line.chart), line.note
        )
        for line in tracker.charts(row)
    ]
    if not lines:
        return Html("<h3>Charts</h3><p>No chart is linked to it yet.</p>")
    return Html("<h3>Charts</h3><ul>{}</ul>").format(Html("").join(lines))
