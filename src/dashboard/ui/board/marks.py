"""Small marks of cards as HTML: a verdict with its mark, an action's number, a soft link."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard.markup import Html
from dashboard.stats.variation import Icons


def link(
    label: str, page: str, parameters: Mapping[str, str], words: str = "", anchor: str = ""
) -> Html:
    """A link to a page at a view, which the board follows without loading the app anew; to the card
    ``anchor``.
    """
    query = urlencode(parameters)
    address = f"{page}?{query}" if query else page
    return Html('<a href="{}" data-page="{}" data-query="{}"{}>{}</a>').format(
        f"{address}#{anchor}" if anchor else address,
        page,
        query,
        Html(' aria-label="{}" title="{}"').format(words, words) if words else Html(""),
        label,
    )


def action_mark(number: int, action: str, title: str) -> Html:
    """The number of an action in a circle, as a link to it."""
    mark = link(str(number), "actions", {"action": action}, f"Action {number}: {title}")
    return Html('<span class="mark">{}</span>').format(mark)


def verdict(word: str, way: str, icons: Icons) -> Html:
    """A verdict's word with its mark: ● better, ◆ worse, arrows without a direction, – no different.

    A mark of one that is better or worse but not clearly so is open; a complete count, whose change
    is not tested, has none.
    """
    kind = way or {"high": "up", "low": "down"}.get(icons.variation.rpartition("_")[2], "")
    if icons.variation in ("year_higher", "count_higher"):
        kind = "up"
    elif icons.variation in ("year_lower", "count_lower"):
        kind = "down"
    elif icons.variation in ("count_better", "count_worse"):
        kind = "untested"
    sure = " sure" if icons.level == "99.8" else ""
    return Html('<span class="v {}{}">{}</span>').format(kind or "same", sure, word)
