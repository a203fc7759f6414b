"""The board's actions as HTML: a row an action, and one action with all that belongs to it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.markup import Html
from dashboard.panels.actions.life import ActionLife, LifeDay
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.variation import brief, way_of
from dashboard.text import capitalise, day
from dashboard.ui.board.marks import link, verdict

_TABLE = Html(
    '<table class="ov log states numbered"><thead><tr>'
    '<th scope="col" class="w-number"><span class="unseen">Number</span></th>'
    '<th scope="col">Action</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">Status</th>'
    '<th scope="col" class="w-when">Figure when agreed and now</th></tr></thead><tbody>{}</tbody></table>'
)
_ROW = Html(
    '<tr class="{}" id="{}"><td class="at-number"><span class="mark">{}</span></td>'
    '<th scope="row" class="at-what">{}<small>{}</small></th>'
    '<td class="at-owner" data-label="Owner">{}</td><td class="at-due" data-label="Due">'
    '<span class="{}">{}</span></td><td class="at-status"><span class="status">{}</span></td>'
    '<td class="at-figure">{}</td></tr>'
)
_THEN = Html(
    '{}<span class="unseen"> when agreed,</span> <span class="quiet" aria-hidden="true">→</span> '
)
_FIGURE = Html('<b class="then-now">{}{} <span class="{}">now</span></b><small>{}</small>{}')


def action_table(log: ActionLog) -> Html:
    """The actions that the filters leave, each a link that opens it."""
    return _TABLE.format(Html("").join(_row(log, row) for row in log.shown_actions.itertuples()))


def _row(log: ActionLog, row: Any) -> Html:
    opened = row.id == log.page.view.action
    where = {"action": row.id}
    return _ROW.format(
        "chosen" if opened else "",
        f"action-{row.number}-{row.meeting:%Y-%m-%d}",
        link(str(row.number), "actions", where, f"Open action {row.number}: {row.title}"),
        link(row.title, "actions", where),
        _meeting_words(log, row),
        row.owner,
        "late" if log.is_late(row) else "",
        log.due(row),
        row.status,
        _figure(log, row),
    )


def _meeting_words(log: ActionLog, row: Any) -> str:
    """When an action was agreed, and by which board where there are several."""
    several = log.every["board"].nunique() > 1
    return f"Agreed {day(row.meeting)}" + (f", {row.board}" if several else "")


def _figure(log: ActionLog, row: Any) -> Html:
    """The first figure on which an action rests, when agreed and now, and the verdict on it now."""
    item = next((each for each in log.items(row.id) if each.pair), None)
    if item is None or item.pair is None:
        return Html("<small>No figure is linked.</small>")
    then, now = item.pair.then, item.pair.now
    words = brief(item.icons) if item.icons else ""
    return _FIGURE.format(
        _THEN.format(then) if then else Html(""),
        now,
        "unseen" if then else "",
        item.label,
        verdict(words, way_of(item.icons), item.icons) if item.icons else Html(""),
    )


def action_words(life: ActionLife) -> Html:
    """One action: its place among those shown, owner, due date, status, minuted words and its days."""
    log, row = life.log, life.row
    parts = [
        _neighbours(log, row),
        Html('<p class="stands">Owner <b>{}</b> · Due <b>{}</b> · Status <b>{}</b>{}</p>').format(
            row.owner, log.due(row), row.status, _reports(row)
        ),
        Html("<blockquote>{}</blockquote>").format(row.text),
        Html('<h3>Its life</h3><ul class="life">{}</ul>').format(
            Html("").join(_life_day(each) for each in life.days)
        ),
        *([] if len(log.updates_of(row.id)) else [Html("<p>No update since it was agreed.</p>")]),
    ]
    again = log.taken_up_again(row.id)
    if again:
        parts.append(Html("<p><small>{}.</small></p>").format(again[:1].upper() + again[1:]))
    return Html('<div class="opened">{}</div>').format(Html("").join(parts))


def _neighbours(log: ActionLog, row: Any) -> Html:
    """'3 of 9 actions', links to the one before and the one after, and one that closes it."""
    rows = list(log.shown_actions.itertuples())
    place = next((n for n, each in enumerate(rows) if each.id == row.id), None)
    links, count = [], Html("")
    if place is not None:
        count = Html("<span>{} of {} actions</span>").format(place + 1, len(rows))
        for step, sign in ((-1, "‹ Action {}"), (1, "Action {} ›")):
            if 0 <= place + step < len(rows):
                other = rows[place + step]
                words = f"Open action {other.number}: {other.title}"
                links.append(
                    link(sign.format(other.number), "actions", {"action": other.id}, words)
                )
    close = Html('<span class="close">{}</span>').format(link("Show all actions", "actions", {}))
    return Html('<p class="tools">{} {} {}</p>').format(count, Html(" ").join(links), close)


def _life_day(each: LifeDay) -> Html:
    """A day with what was said; a meeting whose record is held is a link to its actions."""
    kind = each.kind
    named: str | Html = link(kind, "actions", {"meeting": each.meeting}) if each.meeting else kind
    notes = Html("<small>{}</small>").format(capitalise(each.notes)) if each.notes else Html("")
    return Html("<li><b>{}</b> {}{} {}{}</li>").format(
        day(each.date), named, ":" if each.words else "", each.words, notes
    )


def _reports(row: Any) -> Html:
    if pd.isna(row.reports_to):
        return Html("")
    return Html(" · Reports to <b>{}</b>").format(row.reports_to)


def evidence_list(log: ActionLog, row: Any) -> Html:
    """The charts on which an action rests, each a link at its view, with its figures."""
    items = log.items(row.id)
    if not items:
        return Html('<div class="opened"><p>No chart is linked to this action yet.</p></div>')
    each = (
        Html("<li>{} <span>{}</span><small>{}</small></li>").format(
            link(item.label, item.page, item.parameters, anchor=item.chart), item.note, item.figures
        )
        for item in items
    )
    return Html('<div class="opened"><ul>{}</ul></div>').format(Html("").join(each))
