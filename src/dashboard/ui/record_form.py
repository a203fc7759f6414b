"""The forms that record an update, a new action, a correction or a withdrawal.

What is typed stays where it is until it is on the disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.declared.meetings import Evidence, Meeting
from dashboard.errors import InputError
from dashboard.record.action_words import Correction, NewAction, Withdrawal
from dashboard.record.evidence import evidence_of
from dashboard.record.laying import Line, settled_lines
from dashboard.record.ledger import open_record
from dashboard.record.overlay import lines_told
from dashboard.record.words import read_words
from dashboard.settings import places
from dashboard.store.connection import Store
from dashboard.text import day
from dashboard.ui import live, record_fields, recorder
from dashboard.ui.place import Place, here
from dashboard.ui.recorder import Draft
from dashboard.view import Choices


@dataclass(frozen=True)
class _Area:
    level: str


@dataclass(frozen=True)
class RecordForm:
    """The forms of one page, for the meetings and actions that it shows."""

    store: Store
    choices: Choices
    meetings: Mapping[str, Meeting]
    """Declared and recorded, by day."""
    action: str = ""
    """The action that stands alone on the page; '' for none."""
    meeting: str = ""
    """The meeting that the page is narrowed to; '' for none."""
    item: str = ""
    """The agenda item that is filled in; '' for none."""
    evidence: str = ""
    """The address of the view that a new action is offered to rest on; '' for none."""
    open_form: str = ""
    """The form that is open from the start, 'update' or 'action'; '' for neither."""

    def draw(self) -> None:
        """Draw the forms where this reader may record; nothing elsewhere."""
        if not live.may_record():
            return
        recorder.tell_outcome()
        if self.choices.actions:
            with self._fold("Record an update", "update"):
                self._draw_update()
        with self._fold("Record a new action", "action"):
            self._draw_action()
        if any(line["open"] for line in lines_told(self.store.meta())):
            fold = here.expander(
                "Correct or withdraw an entry", key="record_right_fold", on_change="rerun"
            )
            if fold.open:
                with fold:
                    self._draw_correction()

    def _fold(self, label: str, name: str) -> Place:
        return here.expander(label, key=f"record_{name}_fold", expanded=name == self.open_form)

    def _draw_update(self) -> None:
        with here.form("record_update"):
            recorder.draw_author("update")
            options = list(self.choices.actions)
            here.selectbox(
                "Action",
                options,
                format_func=self._action_words,
                index=options.index(self.action) if self.action in options else 0,
                key=f"update_action_{self.action}",
            )
            record_fields.draw_update("update")
            left, right = here.columns(2)
            self._draw_meeting(left, "update")
            record_fields.draw_item(right, "update", self.item)
            _draw_button(here, "Record update", "update", self._update)

    def _draw_action(self) -> None:
        with here.form("record_action"):
            recorder.draw_author("action")
            record_fields.draw_new_action("action")
            left, right = here.columns(2)
            self._draw_meeting(left, "action")
            record_fields.draw_item(right, "action", self.item)
            record_fields.draw_evidence("action", self.evidence)
            _draw_button(here, "Record new action", "action", self._new_action)

    def _draw_correction(self) -> None:
        correctable = {int(line["entry"]) for line in lines_told(self.store.meta()) if line["open"]}
        try:
            lines = settled_lines(open_record(places()).entries())
        except InputError as error:
            here.error(str(error))
            return
        lines_by_number = {
            line.entry.sequence: line for line in lines if line.entry.sequence in correctable
        }
        choice = here.selectbox(
            "Entry",
            sorted(lines_by_number, reverse=True),
            format_func=lambda number: _line_words(lines_by_number[number]),
            key="right_entry",
        )
        _draw_right(lines_by_number[choice])

    def _draw_meeting(self, place: Place, name: str) -> None:
        today = recorder.today().isoformat()
        stems = dict.fromkeys((self.meeting or today, today, *sorted(self.meetings, reverse=True)))
        place.selectbox(
            "Meeting",
            list(stems),
            format_func=lambda stem: self._meeting_words(stem, today),
            key=f"{name}_meeting_{self.meeting}",
        )

    def _action_words(self, action: str) -> str:
        return f"{action}: {self.choices.actions[action].partition(': ')[2]}"

    def _meeting_words(self, stem: str, today: str) -> str:
        board = self.meetings[stem].board if stem in self.meetings else ""
        parts = ("Today" if stem == today else "", board, day(dt.date.fromisoformat(stem)))
        return ", ".join(filter(None, parts))

    def _update(self) -> Draft:
        state = st.session_state
        words = record_fields.typed_update("update", state.update_item)
        return Draft(words, self._meeting("update"), state[f"update_action_{self.action}"])

    def _new_action(self) -> Draft:
        state, date = st.session_state, self._meeting("action")
        meeting = self.meetings.get(date.isoformat())
        words = record_fields.typed_new_action(
            "action", state.action_item, self._board(meeting), self._evidence()
        )
        numbers = _numbers(meeting) if meeting else ()
        return Draft(words, date, numbers=numbers)

    def _meeting(self, name: str) -> dt.date:
        return dt.date.fromisoformat(st.session_state[f"{name}_meeting_{self.meeting}"])

    def _board(self, meeting: Meeting | None) -> str:
        """The board that meets: as declared, else that of the last meeting."""
        if meeting is None and self.meetings:
            meeting = self.meetings[max(self.meetings)]
        return meeting.board if meeting else "Board"

    def _evidence(self) -> tuple[Evidence, ...]:
        address = str(st.session_state.action_evidence).strip()
        if not address:
            return ()
        areas = self.store.query("areas")
        levels = {c: _Area(level) for c, level in zip(areas["code"], areas["level"], strict=True)}
        levels |= dict.fromkeys(self.choices.wards, _Area("ward"))
        return (evidence_of(address, self.choices, levels, st.session_state.action_note),)


def _draw_right(line: Line) -> None:
    """Draw the form that corrects or withdraws ``line``; another one once it is corrected."""
    last = line.correction or line.entry
    name = f"right_{last.sequence}"
    with here.form(f"record_{name}"):
        recorder.draw_author(name)
        if isinstance(line.words, NewAction):
            record_fields.draw_new_action(name, line.words)
        else:
            record_fields.draw_update(name, line.words)
        here.text_input("Reason", key=f"{name}_reason")
        beside = here.container(horizontal=True)
        _draw_button(beside, "Record correction", name, lambda: _correction(line, name))
        _draw_button(beside, "Withdraw entry", name, lambda: _withdrawal(line, name))


def _correction(line: Line, name: str) -> Draft:
    words = line.words
    values: dict[str, object] = {
        "entry": line.entry.sequence,
        "reason": st.session_state[f"{name}_reason"],
    }
    if isinstance(words, NewAction):
        values["new_action"] = record_fields.typed_new_action(
            name, words.item, words.board, words.evidence
        )
    else:
        values["update"] = record_fields.typed_update(name, words.item)
    return Draft(read_words(Correction, values))


def _withdrawal(line: Line, name: str) -> Draft:
    words = {"entry": line.entry.sequence, "reason": st.session_state[f"{name}_reason"]}
    return Draft(read_words(Withdrawal, words))


def _draw_button(place: Place, label: str, name: str, draft: Callable[[], Draft]) -> None:
    place.form_submit_button(
        label, on_click=_record, args=(name, draft), key=f"{name}_{label}", type="primary"
    )


def _record(name: str, draft: Callable[[], Draft]) -> None:
    """Append what the form ``name`` holds; what is wrong is told, and its fields stay."""
    if recorder.record(name, draft) is not None:
        record_fields.empty_fields(name)


def _numbers(meeting: Meeting) -> tuple[int, ...]:
    """The numbers that are taken at a meeting."""
    return (*(a.number for a in meeting.action), *(c.number for c in meeting.carried))


def _line_words(line: Line) -> str:
    words = line.words
    text = words.title if isinstance(words, NewAction) else words.text
    return f"{line.entry.sequence}: {line.entry.action}, {text}"
