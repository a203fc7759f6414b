"""One action as a record has it, and actions that a record gives twice or numbers itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashboard.minutes.phrases.deadlines import Deadline

_SAME_SHARE = 0.6
_STEM = re.compile(r"\b[^\W_]{4}")
"""'list', 'listed' and 'listing' tell of the same thing: the beginning of a word stands for it."""


@dataclass(frozen=True)
class MinutedAction:
    """One action as the record has it."""

    number: int
    has_number: bool
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


def number_actions(actions: list[MinutedAction], notes: list[str]) -> list[MinutedAction]:
    """Give numbers to actions without one, and say which number stands twice."""
    numbered_actions: list[MinutedAction] = []
    used = {action.number for action in actions if action.has_number}
    for action in actions:
        if not action.has_number:
            number = next(n for n in range(1, len(actions) + len(used) + 2) if n not in used)
            used.add(number)
            notes.append(
                f"The action at {action.place} has no number in the record: it was counted as"
                f" {number}."
            )
            action = replace(action, number=number)
        earlier_action = next((k for k in numbered_actions if k.number == action.number), None)
        if (
            earlier_action
            and earlier_action.paragraph == action.paragraph
            and earlier_action.own_words != action.own_words
        ):
            # 'The Chair asked for the figures (Action 1).' and below it 'Action 1: The force to
            # send them.'
            worded_action, other_action = (
                (action, earlier_action) if action.own_words else (earlier_action, action)
            )
            notes.append(
                f"Action {action.number} stands at {earlier_action.place} and again at {action.place}: it"
                f" was taken once, in the words of {worded_action.place}."
            )
            numbered_actions[numbered_actions.index(earlier_action)] = _fill_gaps(
                worded_action, other_action
            )
            continue
        if earlier_action and _is_retold(earlier_action, action):
            notes.append(
                f"Action {action.number} at {action.place} tells again what {earlier_action.place} told: it"
                " was taken once."
            )
            numbered_actions[numbered_actions.index(earlier_action)] = _fill_gaps(
                earlier_action, action
            )
            continue
        if earlier_action:
            notes.append(
                f"Action {action.number} stands twice, at {earlier_action.place} and {action.place}, with"
                " different requests: both were taken; renumber one."
            )
        numbered_actions.append(action)
    return numbered_actions


def _is_retold(one: MinutedAction, retelling: MinutedAction) -> bool:
    first, second = (_stems(a.request) for a in (one, retelling))
    around = _stems(one.context)
    return bool(second) and len(second & (first | around)) >= _SAME_SHARE * len(second)


def _stems(text: str) -> set[str]:
    return {word.casefold() for word in _STEM.findall(text)}


def _fill_gaps(first_telling: MinutedAction, second_telling: MinutedAction) -> MinutedAction:
    """``first_telling`` with what only the second telling says."""
    return replace(
        first_telling,
        owner=first_telling.owner or second_telling.owner,
        due=first_telling.due if first_telling.due.words else second_telling.due,
        reports_to=first_telling.reports_to or second_telling.reports_to,
    )
