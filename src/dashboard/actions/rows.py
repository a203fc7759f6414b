"""Meetings and their actions -> rows of the log, and rows -> meetings or every fault in them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from dashboard.actions.cells import Cell, Value, value_of
from dashboard.actions.fields import BY_NAME, Field, Record
from dashboard.actions.register import meetings_on_day
from dashboard.declared.cross_check import Fault
from dashboard.declared.meetings import Action, CarriedAction, Evidence, Meeting, Update
from dashboard.declared.models import Strict
from dashboard.errors import InputError

Part = TypeVar("Part", bound=Strict)
_MOST_TOLD = 30


class LogError(InputError):
    """Faults in a file of the action log, a sentence each; past the first 30 only their number is
    told.
    """

    def __init__(self, faults: list[str]) -> None:
        """Keep ``faults``."""
        self.faults = list(faults)
        remainder = (
            [f"There are {len(faults) - _MOST_TOLD:,} more faults."]
            if len(faults) > _MOST_TOLD
            else []
        )
        super().__init__("\n".join([*faults[:_MOST_TOLD], *remainder]))


@dataclass(frozen=True)
class Row:
    """One row of the log as it stands in a file."""

    record: Record
    number: int
    """As a spreadsheet numbers it: the headings are row 1."""
    cells: Mapping[str, Cell]
    """By the key of the field; a key that the file lacks is empty."""
    book: bool
    """True in a workbook, whose sheets and headings a fault names; false in a CSV file."""

    def locate(self, key: str) -> str:
        """'Updates, row 3, New status' in a workbook, 'row 7, status' in a CSV file."""
        if not self.book:
            return f"row {self.number}, {key}"
        heading = next((f.heading for f in self.record.fields if f.key == key), key)
        return f"{self.record.sheet}, row {self.number}, {heading}"


def rows_of(meetings: Mapping[str, Meeting]) -> Iterator[tuple[Record, dict[str, Value]]]:
    """Yield each record of the log with its values by key; what belongs together follows one
    another.
    """
    now = {
        action.id: action
        for meeting in meetings_on_day(meetings, None).values()
        for action in meeting.action
    }
    for meeting in meetings.values():
        yield BY_NAME["meeting"], _values("meeting", meeting)
        for action in meeting.action:
            stands = now[action.id]
            yield (
                BY_NAME["action"],
                _values("action", action)
                | {
                    "status_now": stands.status,
                    "due_now": stands.due,
                    "due_words_now": stands.due_words,
                    "owner_now": stands.owner,
                },
            )
            for name, parts in (("update", action.update), ("evidence", action.evidence)):
                for part in parts:
                    yield BY_NAME[name], _values(name, part) | {"action": action.id}
        for carried in meeting.carried:
            yield BY_NAME["carried"], _values("carried", carried) | {"meeting": meeting.date}


def _values(record: str, item: Strict) -> dict[str, Value]:
    values = {f.key: getattr(item, f.name) for f in BY_NAME[record].fields if hasattr(item, f.name)}
    flags = [f.key for f in BY_NAME[record].fields if f.kind == "flag"]
    return values | {key: "yes" if values[key] else None for key in flags}


@dataclass
class Log:
    """A file's rows put together again, and what is wrong with them."""

    meetings: dict[str, Meeting] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _rows_by_record: dict[str, list[tuple[Row, dict[str, Value]]]] = field(default_factory=dict)
    _places: dict[tuple, Row] = field(default_factory=dict)
    """Meeting, record and position -> the row it came from."""

    def locate_fault(self, fault: Fault) -> str:
        """What is wrong with the meetings as a whole, with the row and the column that it comes
        from.
        """
        row = self._places[fault.meeting, fault.record, fault.place]
        key = next((f.key for f in row.record.fields if f.name == fault.key), fault.key)
        return f"{row.locate(key)}: {fault.sentence}"

    def paragraphs(self) -> Iterator[tuple[Row, tuple[str, str], str]]:
        """Row, meeting and action, and paragraph of each action and carry-over, where a CSV file
        has it unguarded.
        """
        for name in ("action", "carried"):
            for row, values in self._rows_by_record.get(name, []):
                if (
                    not row.book
                    and values["paragraph"]
                    and row.cells["paragraph"] == values["paragraph"]
                ):
                    yield (
                        row,
                        (str(values["meeting"]), str(values["action"])),
                        str(values["paragraph"]),
                    )

    def iterate_shown(self) -> Iterator[tuple[Row, str, Field, Value]]:
        """Row, action, field and value of each cell that is only for reading and is not empty."""
        for row, values in self._rows_by_record.get("action", []):
            for column in row.record.fields:
                if column.is_shown and values[column.key] is not None:
                    yield row, str(values["action"]), column, values[column.key]


def log_of(rows: Iterable[Row]) -> Log:
    """Put ``rows`` together; with a fault among ``faults`` the meetings are not to be used."""
    log = Log()
    for row in rows:
        values = _read_row(row, log.faults)
        if row.record.name == "action" and values["action"] is None:
            values["action"] = f"{values['meeting']}/{values['number']}"
        log._rows_by_record.setdefault(row.record.name, []).append((row, values))
    actions = _actions(log)
    _take_meetings(log, actions)
    log.meetings = dict(sorted(log.meetings.items()))
    return log


def _read_row(row: Row, faults: list[str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for column in row.record.fields:
        values[column.key] = None
        try:
            values[column.key] = value_of(row.cells.get(column.key), column)
        except ValueError as error:
            faults.append(f"{row.locate(column.key)}: {error}")
            continue
        if column.is_needed and values[column.key] is None:
            faults.append(f"{row.locate(column.key)}: the cell is empty; fill it in.")
    return values


def _actions(log: Log) -> dict[str, list[tuple[Row, Action]]]:
    """Meeting -> its actions, with their evidence and updates."""
    action_ids = {str(values["action"]) for _, values in log._rows_by_record.get("action", [])}
    parts: dict[str, dict[str, list[tuple[Row, Strict]]]] = {}
    models: tuple[tuple[str, type[Strict]], ...] = (("update", Update), ("evidence", Evidence))
    for name, model in models:
        for row, values in log._rows_by_record.get(name, []):
            action = str(values["action"])
            if values["action"] is not None and action not in action_ids:
                near = difflib.get_close_matches(action, action_ids, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                log.faults.append(
                    f"{row.locate('action')}: '{action}' is not an action of this file{hint}"
                )
            part = _part(model, row, values, log.faults)
            if part is not None:
                parts.setdefault(action, {}).setdefault(name, []).append((row, part))
    actions_by_meeting: dict[str, list[tuple[Row, Action]]] = {}
    for row, values in log._rows_by_record.get("action", []):
        own_parts = parts.get(str(values["action"]), {})
        more = {name: tuple(part for _, part in own_parts.get(name, [])) for name, _ in models}
        action_model = _part(Action, row, values, log.faults, more)
        if action_model is not None:
            of = actions_by_meeting.setdefault(action_model.meeting.isoformat(), [])
            for n, (where, _) in enumerate(own_parts.get("evidence", [])):
                log._places[action_model.meeting.isoformat(), "evidence", (len(of), n)] = where
            of.append((row, action_model))
    return actions_by_meeting


def _take_meetings(log: Log, actions: dict[str, list[tuple[Row, Action]]]) -> None:
    carried_by_meeting: dict[str, list[tuple[Row, CarriedAction]]] = {}
    for row, values in log._rows_by_record.get("carried", []):
        part = _part(CarriedAction, row, values, log.faults)
        if part is not None:
            carried_by_meeting.setdefault(str(values["meeting"]), []).append((row, part))
    for row, values in log._rows_by_record.get("meeting", []):
        stem = str(values["meeting"])
        if stem in log.meetings:
            log.faults.append(
                f"{row.locate('meeting')}: the meeting of {stem} is given twice; keep one."
            )
        more = {
            "action": tuple(a for _, a in actions.get(stem, [])),
            "carried": tuple(c for _, c in carried_by_meeting.get(stem, [])),
        }
        meeting = _part(Meeting, row, values, log.faults, more)
        if meeting is not None:
            log.meetings[stem] = meeting
            log._places[stem, "meeting", ()] = row
    meeting_ids = {str(values["meeting"]) for _, values in log._rows_by_record.get("meeting", [])}
    for name, of in (("action", actions), ("carried", carried_by_meeting)):
        for stem, rows in of.items():
            for n, (row, _) in enumerate(rows):
                log._places[stem, name, (n,)] = row
                if stem not in meeting_ids:
                    log.faults.append(
                        f"{row.locate('meeting')}: there is no meeting of {stem}; add it to the"
                        " meetings."
                    )


def _part(
    model: type[Part],
    row: Row,
    values: dict[str, Value],
    faults: list[str],
    part_lists: Mapping[str, object] | None = None,
) -> Part | None:
    """One declaration made of a row; None where a needed cell is empty or a value is not allowed,
    which is told.
    """
    if any(column.is_needed and values[column.key] is None for column in row.record.fields):
        return None
    names = {f.name: values[f.key] for f in row.record.fields if f.name in model.model_fields}
    data = {name: value for name, value in names.items() if value is not None}
    for name in ("paragraph", "owner"):  # Keys that a declaration must have and that may be empty.
        if name in names:
            data.setdefault(name, "")
    try:
        return model.model_validate(data | dict(part_lists or {}))
    except ValidationError as error:
        keys = {f.name: f.key for f in row.record.fields}
        for fault in error.errors():
            key = str(fault["loc"][0]) if fault["loc"] else ""
            faults.append(f"{row.locate(keys.get(key, key))}: {fault['msg']}.")
        return None
