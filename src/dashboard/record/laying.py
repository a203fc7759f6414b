"""The record laid over the declared actions: what pages, files and minutes show of both together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.declared.meetings import Action, Meeting, Update
from dashboard.declared.models import ActionStatus
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.entry import Entry, Head

FIRST_STATUS: ActionStatus = "open"
"""Of an action that was just agreed."""


@dataclass(frozen=True)
class Line:
    """An update or a new action of the record as it stands, after what corrects and withdraws it."""

    entry: Entry
    words: ActionUpdate | NewAction
    """As corrected last."""
    correction: Entry | None = None
    withdrawal: Entry | None = None
    in_meeting_file: bool = False
    """True: the file of its meeting takes it in and says what holds."""
    declared_otherwise: bool = False
    """True: a new action whose number the declarations gave to another one since."""

    @property
    def stands(self) -> bool:
        """Whether it is to be laid over what is declared."""
        return self.withdrawal is None and not self.in_meeting_file and not self.declared_otherwise


@dataclass(frozen=True)
class LaidRecord:
    """Declared meetings, and the record laid over them."""

    declared_meetings: Mapping[str, Meeting]
    entries: tuple[Entry, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every update and new action of the record, oldest first, those withdrawn too."""
        return tuple(self._place_line(line) for line in settled_lines(self.entries))

    def _place_line(self, line: Line) -> Line:
        """``line`` with what the declarations say of it."""
        taken = line.entry.sequence <= self._sequence_taken_in(line.entry.action)
        declared = self._titles.get(line.entry.action)
        other = isinstance(line.words, NewAction) and declared not in (None, line.words.title)
        return replace(line, in_meeting_file=taken, declared_otherwise=other and not taken)

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """The declared meetings with the new actions and updates of the record; sorted by day."""
        actions = {stem: list(meeting.action) for stem, meeting in self.declared_meetings.items()}
        boards: dict[str, str] = {}
        known = set(self._titles)
        lines = [line for line in self.lines if line.stands]
        for line in lines:
            entry, words = line.entry, line.words
            if isinstance(words, NewAction) and entry.action not in known:
                actions.setdefault(entry.meeting, []).append(_action(entry, words))
                boards.setdefault(entry.meeting, words.board)
        updates = _updates_by_action(lines)
        meetings = {}
        for stem in sorted(actions):
            meeting = self.declared_meetings.get(stem) or Meeting(
                date=dt.date.fromisoformat(stem), board=boards[stem]
            )
            whole = tuple(_with_updates(each, updates.get(each.id, [])) for each in actions[stem])
            meetings[stem] = meeting.model_copy(update={"action": whole})
        return meetings

    @cached_property
    def head(self) -> Head | None:
        """The last entry."""
        last = self.entries[-1] if self.entries else None
        return Head(last.sequence, last.hash) if last else None

    @cached_property
    def _meeting_of(self) -> dict[str, str]:
        """Declared action -> the file that declares it."""
        return {
            a.id: stem for stem, meeting in self.declared_meetings.items() for a in meeting.action
        }

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Declared action -> its title."""
        return {
            a.id: a.title for meeting in self.declared_meetings.values() for a in meeting.action
        }

    def meeting_of(self, action: str) -> str:
        """The day of the meeting whose file holds ``action``, or is to hold it."""
        return self._meeting_of.get(action) or action.rpartition("/")[0]

    def _sequence_taken_in(self, action: str) -> int:
        """The sequence up to which the file that holds ``action`` takes the record in; 0: nothing.

        A mark that names no entry of this record is of another one, and is passed over.
        """
        meeting = self.declared_meetings.get(self.meeting_of(action))
        mark = meeting.recorded_to if meeting else ""
        number = int(mark.partition(":")[0] or 0)
        if not 1 <= number <= len(self.entries):
            return 0
        entry = self.entries[number - 1]
        return number if str(Head(entry.sequence, entry.hash)) == mark else 0


def settled_lines(entries: Iterable[Entry]) -> list[Line]:
    """The updates and new actions among ``entries`` with what corrects and withdraws each."""
    lines: dict[int, Line] = {}
    for entry in entries:
        match entry.words:
            case ActionUpdate() | NewAction() as words:
                lines[entry.sequence] = Line(entry, words)
            case Correction() as right if right.entry in lines:
                line = lines[right.entry]
                words = right.update or right.new_action or line.words
                lines[right.entry] = replace(line, words=words, correction=entry)
            case Withdrawal() as gone if gone.entry in lines:
                line = lines[gone.entry]
                lines[gone.entry] = replace(line, withdrawal=entry)
    return list(lines.values())


def _action(entry: Entry, words: NewAction) -> Action:
    return Action(
        id=entry.action,
        number=int(entry.action.rpartition("/")[2]),
        meeting=dt.date.fromisoformat(entry.meeting),
        title=words.title,
        text=words.text or words.title,
        paragraph=words.item,
        owner=words.owner,
        due=words.due,
        due_words=words.due_words,
        status=FIRST_STATUS,
        evidence=words.evidence,
    )


def _updates_by_action(lines: Iterable[Line]) -> dict[str, list[Update]]:
    updates: dict[str, list[Update]] = {}
    for line in lines:
        if isinstance(line.words, ActionUpdate):
            words = line.words
            update = Update(
                date=line.entry.date,
                text=words.text,
                status=words.status,
                due=words.due,
                due_words=words.due_words,
                owner=words.owner,
            )
            updates.setdefault(line.entry.action, []).append(update)
    return updates


def _with_updates(action: Action, updates: Sequence[Update]) -> Action:
    """``action`` with those of ``updates`` that it does not say already."""
    said = {(update.date, update.text) for update in action.update}
    new = [update for update in updates if (update.date, update.text) not in said]
    return action.model_copy(update={"update": (*action.update, *new)}) if new else action
