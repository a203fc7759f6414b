"""show_row: one indicator of the overview as a row that can be read from the back of a room."""

from __future__ import annotations

import re

from dashboard.figures.sparkline import sparkline
from dashboard.markup import Html, Markdown
from dashboard.panels.common.panel import Panel
from dashboard.panels.overview.indicators import Row
from dashboard.ui import icons
from dashboard.ui.icons import linked
from dashboard.ui.place import here
from dashboard.view import View

STYLE = Html("""<style>
.finding {margin: 0; font-size: 1.5rem; font-weight: 650; line-height: 1.3}
.headline {display: grid; grid-template-columns: 12rem 1fr 9rem 160px; gap: 0 1.5rem; align-items: center}
.headline p {margin: 0; line-height: 1.3; font-size: .875rem}
.headline .value {font-size: 2.5rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums}
.headline .words {font-size: 1.125rem}
[class*="st-key-headline_"] strong {font-size: 1.125rem}
[class*="st-key-headline_"] a:has(strong) {border-color: transparent; padding-left: 0; text-decoration: underline}
[class*="st-key-headline_"] p:has(strong) {white-space: normal; line-height: 1.3}
[class*="st-key-headline_"] {border-bottom: 1px solid rgba(128, 128, 128, .35); padding-bottom: .6rem}
@media (max-width: 1200px) {.headline {grid-template-columns: 12rem 1fr}}
@media (max-width: 640px) {
.headline {grid-template-columns: 1fr 160px; gap: .35rem .75rem}
.headline > div {grid-column: 1 / -1}
.headline > div:first-child {grid-column: 1}
.headline > div:last-child {grid-column: 2; grid-row: 1}
.headline > div:nth-child(3):has(.words:empty) {display: none}
}
</style>""")
_BESIDE = re.compile(r" \((95% interval [^()]*|(?:higher|lower) is better)\)$")


def show_style() -> None:
    """Put the rows' style on the page, once."""
    here.html(STYLE + icons.STYLE)


def show_finding(panel: Panel) -> None:
    """Say what the rows come to before the first of them; no heading, as the themes of the agenda
    are the headings.
    """
    here.html(Html('<p class="finding" id="{}">{}</p>').format(panel.chart, panel.title))
    here.markdown(panel.reading)


def show_row(row: Row, view: View, dark: bool) -> None:
    """Draw ``row``: its name as a link to where it is explored, its variation, its figures, and its
    actions.
    """
    with here.container(key=f"headline_{row.indicator}"):
        left, right = here.columns([4, 10], vertical_alignment="center")
    with left:
        here.page_link(
            f"pages/{row.page}.py",
            label=Markdown("**{}**").format(row.name),
            width="stretch",
            query_params={"indicator": row.indicator},
        )
        here.html(linked(row.icons, row.indicator, view, dark))
        if row.actions:
            with here.container(horizontal=True, gap="small"):
                for action in row.actions:
                    label = Markdown(":small[Action {}: {}]").format(action.number, action.status)
                    here.page_link(
                        "pages/actions.py", label=label, query_params={"action": action.action}
                    )
    with right:
        here.html(_figures(row, dark))


def _figures(row: Row, dark: bool) -> Html:
    number, _, unit = row.value.partition(" ")
    when = f"{unit}, {row.period}" if unit else row.period
    interval = Html("<p>95% interval {}</p>").format(row.interval) if row.interval else ""
    change, rest = split(row.change)
    target, by, date = row.target.partition(" by ")
    parts = [
        Html('<p class="value">{}</p>{}<p>{}</p>').format(number, interval, when),
        Html('<p class="words">{}</p><p>{}</p>').format(change, rest),
        Html('<p class="words">{}</p><p>{}</p><p>{}</p>').format(target, by + date, row.gap),
        sparkline(row.trend, words=row.trend_words, dark=dark),
    ]
    cells = Html("").join(Html("<div>{}</div>").format(part) for part in parts)
    return Html('<div class="headline">{}</div>').format(cells)


def split(change: str) -> tuple[str, str]:
    """The change, and what is said beside it in brackets: its interval, or which way is better."""
    found = _BESIDE.search(change)
    return (change[: found.start()], found[1]) if found else (change, "")
