"""One action as a record has it, and actions that a record gives twice or numbers itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashboard.minutes.deadlines import Deadline

_SAME_SHARE = 0.6
_STEM = re.compile(r"\b[^\W_]{4}")
"""'list', 'listed' and 'listing' tell of the same thing: the beginning of a word stands for it."""


@dataclass(frozen=True)
class MinutedAction:
    """One action as the record has it."""

    number: int
    numbered: bool
    """False where the record gives no number, and it was counted."""
    paragraph: str
    """'2.3'; '' where no numbered paragraph holds it."""
    place: str
    """Where its mark stands: 'line 40'."""
    sentence: str
    """The sentence of the record that holds the request."""
    request: str
    """The part of that sentence that is this action's."""
    owner: str
    """'' where the text names none."""
    verb: int
    """Where in ``request`` what is asked begins."""
    due: Deadline
    reports_to: str | None
    context: str
    """The whole paragraph, for finding evidence."""
    own_words: bool = False
    """True where the mark has a text of its own, as in 'Action 3:

    MPS to ...', and is no row of a table.
    """


def number_actions(found: list[MinutedAction], notes: list[str]) -> list[MinutedAction]:
    """Give numbers to actions without one, and say which number stands twice."""
    kept: list[MinutedAction] = []
    used = {action.number for action in found if action.numbered}
    for action in found:
        if not action.numbered:
            number = next(n for n in range(1, len(found) + len(used) + 2) if n not in used)
            used.add(number)
            notes.append(
                f"The action at {action.place} has no number in the record: it was counted as"
                f" {number}."
            )
            action = replace(action, number=number)
        before = next((k for k in kept if k.number == action.number), None)
        if before and before.paragraph == action.paragraph and before.own_words != action.own_words:
            # 'The Chair asked for the figures (Action 1).' and below it 'Action 1: The force to
            # send them.'
            worded, other = (action, before) if action.own_words else (before, action)
            notes.append(
                f"Action {action.number} stands at {before.place} and again at {action.place}: it"
                f" was taken once, in the words of {worded.place}."
            )
            kept[kept.index(before)] = _filled(worded, other)
            continue
        if before and _same(before, action):
            notes.append(
                f"Action {action.number} at {action.place} tells again what {before.place} told: it"
                " was taken once."
            )
            kept[kept.index(before)] = _filled(before, action)
            continue
        if before:
            notes.append(
                f"Action {action.number} stands twice, at {before.place} and {action.place}, with"
                " different requests: both were taken; renumber one."
            )
        kept.append(action)
    return kept


def _same(one: MinutedAction, other: MinutedAction) -> bool:
    first, second = (_stems(a.request) for a in (one, other))
    around = _stems(one.context)
    return bool(second) and len(second & (first | around)) >= _SAME_SHARE * len(second)


def _stems(text: str) -> set[str]:
    return {word.casefold() for word in _STEM.findall(text)}


def _filled(first: MinutedAction, again: MinutedAction) -> MinutedAction:
    """``first`` with what only the second telling says."""
    return replace(
        first,
        owner=first.owner or again.owner,
        due=first.due if first.due.words else again.due,
        reports_to=first.reports_to or again.reports_to,
    )
