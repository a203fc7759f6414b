"""The commands of the live record: 'actions verify', 'export', 'minutes' and 'list'."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from dashboard import catalogue
from dashboard.actions.files import export_meetings
from dashboard.cli.log import tell_of_plans, write_file
from dashboard.cli.stores import day_of
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import InputError
from dashboard.loaders.file_names import escape_text
from dashboard.record.chain import find_break, find_lost_head
from dashboard.record.database import is_there
from dashboard.record.draft_minutes import draft_minutes
from dashboard.record.export import meeting_file, meeting_laid, other_files
from dashboard.record.laying import LaidRecord
from dashboard.record.ledger import open_record
from dashboard.settings import Places, places
from dashboard.text import count_things, join_names

actions = typer.Typer(
    no_args_is_help=True, help="Verify the live record of meetings, and take it out as files."
)
_Meeting = Annotated[str, typer.Option(help="Day of the meeting, YYYY-MM-DD.", show_default=False)]
_Output = Annotated[Path, typer.Option(help="File to write.", show_default=False)]
_Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


@actions.command("verify", epilog="Example: python -m dashboard actions verify")
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            help="An entry that the record must have, as minutes print it: 41:3fa9c1d20b7e."
        ),
    ] = None,
) -> None:
    """Find the first line of the record that was changed, is missing or stands in another's place."""
    where = places()
    record = open_record(where)
    entries, seals = record.read()
    broken = find_break(entries, seals)
    fault = broken.sentence if broken else None
    marks = {head: "was asked for"} if head else {}
    for stem, meeting in declarations(where.declared_folder, catalogue.has_chart).meetings.items():
        if meeting.recorded_to:
            marks[meeting.recorded_to] = f"data/declared/actions/{stem}.toml took in"
    for mark, why in marks.items():
        fault = fault or find_lost_head(entries, mark, why)
    if fault:
        raise InputError(f"{fault} Put the record back from a copy that verifies.")
    if not is_there(record.engine):
        print("There is no record yet: its first entry begins it.")
        return
    last = f"; the last is {record.head()}" if entries else ""
    print(f"{count_things(len(entries), 'entry', 'entries')}, each as it was written{last}.")


@actions.command(
    "export",
    epilog="Example: python -m dashboard actions export --meeting 2023-04-28 --output 2023-04-28.toml",
)
def export(meeting: _Meeting, output: _Output, force: _Force = False) -> None:
    """Write the file of a meeting for data/declared/actions: what is declared, with the record."""
    declared, laid_record, date = _read_meeting(meeting)
    folder = places().declared_folder / "actions"
    text = meeting_file(laid_record, date, declared, catalogue.has_chart, folder)
    write_file(output, text.encode(), force)
    tell_of_plans([meeting_laid(laid_record, date)], declared)
    print(
        f"Wrote the meeting of {date} to {escape_text(str(output))}. To make it the declaration, put it"
        f" into {folder} as {date}.toml and run: python -m dashboard build"
    )
    for line in laid_record.lines:
        if line.declared_otherwise and line.entry.meeting == date.isoformat():
            print(
                f"Entry {line.entry.sequence} is left out: {line.entry.action} was declared for"
                " another action since; record it anew."
            )
    others = other_files(laid_record, date)
    if others:
        print(
            f"Actions of {join_names(others)} were spoken of there too: export"
            f" {'that meeting' if len(others) == 1 else 'those meetings'} as well."
        )


@actions.command(
    "minutes",
    epilog="Example: python -m dashboard actions minutes --meeting 2023-04-28 --output draft.docx",
)
def minutes(meeting: _Meeting, output: _Output, force: _Force = False) -> None:
    """Write draft minutes of a meeting as DOCX: updates and new actions by agenda item."""
    _, laid_record, date = _read_meeting(meeting)
    if output.suffix.lower() != ".docx":
        raise InputError(
            f"Draft minutes are written as .docx, and not as '{escape_text(output.suffix)}': give the"
            " file such a name."
        )
    write_file(output, draft_minutes(laid_record, meeting_laid(laid_record, date)), force)
    print(f"Wrote draft minutes of {date} to {escape_text(str(output))}.")


@actions.command("list", epilog="Example: python -m dashboard actions list --output actions.xlsx")
def write_list(
    output: Annotated[Path, typer.Option(help="File to write: .xlsx or .csv.", show_default=False)],
    meeting: Annotated[
        str | None, typer.Option(help="Day of one meeting, YYYY-MM-DD; all if absent.")
    ] = None,
    force: _Force = False,
) -> None:
    """Write the action list, declared and recorded, in the form of 'log export'."""
    date = day_of("--meeting", meeting)
    installation, laid_record = lay_record(places())
    meetings = (
        laid_record.meetings if date is None else {str(date): meeting_laid(laid_record, date)}
    )
    kind = output.suffix.lower().lstrip(".")
    write_file(output, export_meetings(meetings, kind, tuple(installation.indicators)), force)
    tell_of_plans(meetings.values(), installation)
    count = sum(len(each.action) for each in meetings.values())
    print(f"Wrote {count_things(count, 'action')} to {escape_text(str(output))}.")


def _read_meeting(meeting: str) -> tuple[Declarations, LaidRecord, dt.date]:
    """What is declared, with the record laid over it, and the day that ``meeting`` names.

    Raises:
        InputError: it names no day, a declaration is at fault, or the record cannot be read.
    """
    date = day_of("--meeting", meeting)
    assert date is not None
    return *lay_record(places()), date


def lay_record(where: Places) -> tuple[Declarations, LaidRecord]:
    """What an installation declares, and its meetings with the record laid over them.

    Raises:
        InputError: a declaration is at fault, or the record cannot be read or does not verify.
    """
    declared = declarations(where.declared_folder, catalogue.has_chart)
    entries, seals = open_record(where).read()
    broken = find_break(entries, seals)
    if broken:
        raise InputError(f"{broken.sentence} Put the record back from a copy that verifies.")
    return declared, LaidRecord(declared.meetings, entries)
