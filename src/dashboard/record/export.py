"""The record of a meeting taken out: the meeting's file, as the build reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from dashboard.actions.toml import update_toml
from dashboard.declared.cross_check import action_faults
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate
from dashboard.record.laying import LaidRecord
from dashboard.text import join_names


def meeting_laid(record: LaidRecord, date: dt.date) -> Meeting:
    """The meeting of ``date``, declared or recorded, with the record in it.

    Raises:
        InputError: there is none of that day.
    """
    stem = date.isoformat()
    if stem in record.meetings:
        return record.meetings[stem]
    days = join_names(sorted(record.meetings, reverse=True), "or", most=4)
    hint = f"choose {days}" if days else "record its first action"
    raise InputError(f"There is no meeting of {stem}, declared or recorded: {hint}.")


def meeting_file(
    record: LaidRecord,
    date: dt.date,
    declarations: Declarations,
    known_charts: Callable[[str, str], bool],
    folder: Path,
) -> str:
    """The file of the meeting of ``date``, to be put into ``folder``: what is declared there, with
    all that the record has of its actions.

    Raises:
        InputError: there is no such meeting, or the build would not take it.
    """
    meeting = meeting_laid(record, date)
    if record.head is not None:
        meeting = meeting.model_copy(update={"recorded_to": str(record.head)})
    stem = date.isoformat()
    meetings = {**record.meetings, stem: meeting}
    for fault in action_faults(
        meetings, declarations.areas, declarations.indicators, declarations.plans, known_charts
    ):
        if fault.meeting == stem:
            raise InputError(
                f"The build would not take the meeting of {stem}, {fault.key}: {fault.sentence}"
                " Correct the entry on the page Board actions and export it again."
            )
    path = folder / f"{stem}.toml"
    return update_toml(path.read_text(encoding="utf-8") if path.is_file() else "", meeting)


def other_files(record: LaidRecord, date: dt.date) -> list[str]:
    """The other meetings whose actions were spoken of at the meeting of ``date``: their files are
    to be exported too.
    """
    meetings = {
        record.meeting_of(line.entry.action)
        for line in record.lines
        if line.stands
        and isinstance(line.words, ActionUpdate)
        and line.entry.meeting == date.isoformat()
    }
    return sorted(meetings - {date.isoformat()})
