"""The board's actions as HTML: a row an action, and one action with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dashboard.markup import Html
from dashboard.panels.actions.log import ActionLog
from dashboard.text import day
from dashboard.ui.board.marks import link

_TABLE = Html(
    '<table class="ov log"><thead><tr><th scope="col" class="w-number"><span class="unseen">Number</span></th>'
    '<th scope="col">Action</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">Status</th>'
    '<th scope="col" class="w-when">Figure when agreed and now</th></tr></thead><tbody>{}</tbody></table>'
)
_ROW = Html(
    '<tr class="{}" id="{}"><td><span class="mark">{}</span></td><th scope="row">{}<small>{}</small></th>'
    "<td>{}</td><td>{}</td>"
    '<td><span class="status">{}</span></td><td><small>{}</small></td></tr>'
)


def action_table(log: ActionLog) -> Html:
    """The actions that the filters leave, each a link that opens it."""
    return _TABLE.format(Html("").join(_row(log, row) for row in log.shown.itertuples()))


def _row(log: ActionLog, row: Any) -> Html:
    opened = row.id == log.page.view.action
    where = {"action": row.id}
    items = [item for item in log.items(row.id) if item.brief]
    return _ROW.format(
        "chosen" if opened else "",
        f"action-{row.number}-{row.meeting:%Y-%m-%d}",
        link(str(row.number), "actions", where, f"Open action {row.number}: {row.title}"),
        link(row.title, "actions", where),
        f"{row.board}, {day(row.meeting)}",
        row.owner,
        log.due(row),
        row.status,
        f"{items[0].label}: {items[0].brief}" if items else "No figure is linked.",
    )


def action_drawer(log: ActionLog, row: Any) -> Html:
    """One action: owner, due date, status, the words, its evidence as links, and its updates."""
    parts = [
        Html('<p class="stands">Owner <b>{}</b> · Due <b>{}</b> · Status <b>{}</b>{}</p>').format(
            row.owner, log.due(row), row.status, _reports(row)
        ),
        Html("<blockquote>{}</blockquote>").format(row.text),
        _evidence(log, row),
        _updates(log.updates(row.id)),
        Html('<p class="close">{}</p>').format(link("Close, and show all actions", "actions", {})),
    ]
    again = log.taken_up_again(row.id)
    carried = "" if pd.isna(row.carried_from) else f"Carried from {day(row.carried_from)}"
    said = ". ".join(filter(None, (carried, again[:1].upper() + again[1:])))
    if said:
        parts.insert(2, Html("<p><small>{}.</small></p>").format(said))
    return Html('<div class="opened">{}</div>').format(Html("").join(parts))


def _reports(row: Any) -> Html:
    if pd.isna(row.reports_to):
        return Html("")
    return Html(" · Reports to <b>{}</b>").format(row.reports_to)


def _evidence(log: ActionLog, row: Any) -> Html:
    items = log.items(row.id)
    if not items:
        return Html("<p>No chart is linked to this action yet.</p>")
    each = (
        Html("<li>{} <span>{}</span><small>{}</small></li>").format(
            link(item.label, item.page, item.parameters, anchor=item.chart), item.note, item.figures
        )
        for item in items
    )
    return Html("<h3>Evidence</h3><ul>{}</ul>").format(Html("").join(each))


def _updates(updates: Iterable[str]) -> Html:
    lines = [Html("<li>{}</li>").format(update) for update in updates]
    if not lines:
        return Html("<h3>Updates</h3><p>None since it was agreed.</p>")
    return Html("<h3>Updates</h3><ul>{}</ul>").format(Html("").join(lines))
