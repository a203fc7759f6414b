"""What changed of what someone watches, as one HTML file and as a letter (.eml) for any mailer."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pandas as pd

from dashboard.exports.address import page_address
from dashboard.exports.part import DEMONSTRATION, is_whole
from dashboard.markup import Html, plain
from dashboard.panels.changes.watch import Watch
from dashboard.text import day, due_text
from dashboard.view import View

_PAGE = Html(
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>{style}</style></head><body><main><h1>{title}</h1>{mark}<p>{sentence}</p>"
    "{figures}{actions}<footer>{source}{link}</footer></main></body></html>"
)
_STYLE = Html(
    "body{font:16px/1.45 'Source Sans 3','Source Sans Pro',Arial,sans-serif;color:#1d2329;background:#fff;margin:24px}"
    "main{max-width:1100px;margin:auto}h1{font-size:28px;line-height:1.2}h2{font-size:20px;margin-top:28px}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:8px 10px;"
    "border-bottom:1px solid #d9dee3}thead th{font-size:14px;color:#4b545d}.mark{background:#fff6e0;color:#7a5000;"
    "padding:6px 10px;font-weight:600}.rows{overflow-x:auto}footer{margin-top:28px;font-size:14px;color:#4b545d}"
    "@media(max-width:700px){body{margin:12px}th,td{padding:6px}}"
)
_MARK = Html('<p class="mark">{}: generated figures. Do not act on them.</p>')
_ACTION_HEADINGS = ("Action", "Title", "Status", "Owner", "Due", "Said since")


def write_digest(watch: Watch, title: str) -> bytes:
    """``watch`` as one HTML file, which asks for nothing from anywhere."""
    panel, address = watch.figures(), _address(watch)
    return str(
        _PAGE.format(
            title=title,
            style=_STYLE,
            mark=_MARK.format(DEMONSTRATION) if panel.demonstration else "",
            sentence=watch.sentence,
            figures=_part("Figures", panel.table, "No figure that is watched is new or revised."),
            actions=_part(
                "Actions", action_rows(watch), "No action that rests on these figures changed."
            ),
            source=Html("<p>Source: {}</p>").format(panel.source) if panel.source else "",
            link=_link(address),
        )
    ).encode()


def write_letter(watch: Watch, title: str, recipients: Sequence[str], sender: str) -> bytes:
    """The digest as a letter (RFC 5322): its words as plain text, and as HTML.

    ``sender`` '' leaves that to the mailer; a mailer that opens the file takes it for a letter
    that is not sent yet.
    """
    letter = EmailMessage(policy=SMTP)
    demonstration = watch.figures().demonstration
    letter["Subject"] = f"{DEMONSTRATION}: {title}" if demonstration else title
    if recipients:
        letter["To"] = [Address(addr_spec=each) for each in recipients]
    if sender:
        letter["From"] = Address(addr_spec=sender)
    letter["X-Unsent"] = "1"
    letter.set_content(_plain_text(watch, title))
    letter.add_alternative(write_digest(watch, title).decode(), subtype="html")
    return letter.as_bytes()


def action_rows(watch: Watch) -> pd.DataFrame:
    """Columns: Action, Title, Status, Owner, Due, Said since: a row an action that changed."""
    rows = [
        (
            f"{r.number} of {day(r.meeting)}",
            r.title,
            _status(r.status_was, r.status_now, bool(r.new)),
            r.owner,
            due_text(r.due_now, r.due_words),
            r.words,
        )
        for r in watch.actions.itertuples()
    ]
    return pd.DataFrame(rows, columns=list(_ACTION_HEADINGS))


def _status(was: str, now: str, new: bool) -> str:
    """'new, open', 'done, was open' or 'open'."""
    if new:
        return f"new, {now}"
    return now if was == now else f"{now}, was {was}"


def _part(heading: str, table: pd.DataFrame, nothing: str) -> Html:
    if table.empty:
        return Html("<h2>{}</h2><p>{}</p>").format(heading, nothing)
    head = Html("").join(Html('<th scope="col">{}</th>').format(name) for name in table)
    body = Html("").join(_row(row) for row in table.itertuples(index=False))
    return Html(
        '<h2>{}</h2><div class="rows" tabindex="0"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(heading, head, body)


def _row(cells: Sequence[str]) -> Html:
    first, *rest = cells
    others = Html("").join(Html("<td>{}</td>").format(cell) for cell in rest)
    return Html('<tr><th scope="row">{}</th>{}</tr>').format(first, others)


def _plain_text(watch: Watch, title: str) -> str:
    panel = watch.figures()
    mark = (
        f"{DEMONSTRATION}: generated figures. Do not act on them.\n\n"
        if panel.demonstration
        else ""
    )
    parts = [
        "\n".join(f"{name}: {plain(cell)}" for name, cell in row.items() if cell)
        for table in (panel.table, action_rows(watch))
        for row in table.to_dict("records")
    ]
    body = "\n\n".join(parts)
    foot = f"Source: {panel.source}\n" if panel.source else ""
    return f"{title}\n\n{mark}{watch.sentence}\n\n{body}\n\n{foot}{_address(watch)}\n"


def _address(watch: Watch) -> str:
    return page_address("changes", View(since=watch.changes.since))


def _link(address: str) -> Html:
    if not is_whole(address):
        return Html("")
    return Html('<p><a href="{0}">All that changed: {0}</a></p>').format(address)
