"""Small marks of cards as HTML: a verdict with its mark, an action's number, a soft link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.markup import Html
from dashboard.panels.common.panel import ActionLink
from dashboard.panels.common.variation import mark_of
from dashboard.stats.variation import Icons
from dashboard.ui.board.layout import Link


def link(
    label: str, page: str, parameters: Mapping[str, str], words: str = "", anchor: str = ""
) -> Html:
    """A link to a page at a view, which the board follows without loading the app anew; to the card
    ``anchor``.
    """
    to = Link(label, page, parameters)
    return Html('<a href="{}" data-page="{}" data-query="{}"{}>{}</a>').format(
        f"{to.address}#{anchor}" if anchor else to.address,
        page,
        to.query,
        Html(' aria-label="{}" title="{}"').format(words, words) if words else Html(""),
        label,
    )


def action_mark(number: int, action: str, title: str) -> Html:
    """The number of an action in a circle, as a link to it."""
    mark = link(str(number), "actions", {"action": action}, f"Action {number}: {title}")
    return Html('<span class="mark">{}</span>').format(mark)


def action_marks(actions: Iterable[ActionLink]) -> Html:
    """The numbers of actions as round links, or 'none'."""
    marks = [action_mark(a.number, a.action, f"{a.title} ({a.status})") for a in actions]
    return Html("").join(marks) if marks else Html('<small class="none">none</small>')


def fold(count: int, content: Html) -> Html:
    """What is beyond the first lines of a list, a press away: '3 more'. On paper it is open."""
    return Html('<details class="more"><summary>{} more</summary>{}</details>').format(
        count, content
    )


def verdict(word: str, way: str, icons: Icons) -> Html:
    """A verdict's word with its mark: ● better, ◆ worse, arrows without a direction, – no different.

    A mark of one that is better or worse but not clearly so is open; a complete count, whose change
    is not tested, has none.
    """
    sure = " sure" if icons.level == "99.8" else ""
    return Html('<span class="v {}{}">{}</span>').format(mark_of(icons, way), sure, word)
