"""The command 'minutes': the record of a meeting becomes a draft of the board's actions."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders.file_names import named_file
from dashboard.minutes.draft import NONE_SET, draft
from dashboard.minutes.record import Record, read_record
from dashboard.settings import places

_MOST_SHOWN = 5


def minutes(
    file: Annotated[Path, typer.Argument(help="The record: text, Markdown, DOCX or PDF.")],
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write the draft to; <date of the meeting>.draft.toml if absent."
        ),
    ] = None,
) -> None:
    """Find the actions in the record of a meeting and write them as a draft for a person to
    confirm.
    """
    file = named_file(file)
    record = read_record(file)
    if record.untaken and not record.actions:
        raise InputError(_explain_none_taken(record, file.name))
    if not record.actions:
        _print(record)
        Console(highlight=False).print(
            f"{file.name} holds no action, so no draft was written.", markup=False
        )
        return
    path = out or Path(f"{record.date or file.stem}.draft.toml")
    indicators = declarations(places().declared_folder, catalogue.has_chart).indicators
    _write(path, draft(record, indicators, file.name))
    _print(record)
    Console(highlight=False).print(
        f"{_count(record.actions, 'action')} written to {path}: a draft, to be read against the"
        " record and confirmed.",
        markup=False,
        soft_wrap=True,
    )


def _explain_none_taken(record: Record, name: str) -> str:
    """One sentence with the lines that begin with 'Action' where none of them could be read as one."""
    first_lines = ", ".join(
        f"{line.place} ('{line.beginning}')" for line in record.untaken[:_MOST_SHOWN]
    )
    more = len(record.untaken) - _MOST_SHOWN
    return (
        f"{name}: no action could be read, yet {_count(record.untaken, 'line')}"
        f" {'begin' if len(record.untaken) > 1 else 'begins'} with 'Action':"
        f" {first_lines}{f' and {more} more' if more > 0 else ''}; write each as 'Action 1: MPS to ...'"
        " and run this again."
    )


def _count(things: Sized, name: str) -> str:
    """'1 item', '3 items'."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    """Write a new file; one that is there is somebody's work and stays as it is."""
    try:
        stream = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise InputError(
            f"{path} is there already and is never overwritten: name another file with --out."
        ) from None
    except OSError as error:
        raise _unwritten(path, error) from None
    try:
        with stream:
            stream.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unwritten(path, error) from None


def _unwritten(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path} cannot be written: {error.strerror or error}; name another with --out."
    )


def _print(record: Record) -> None:
    out = Console(highlight=False)
    present = sum(p.is_present for p in record.people)
    out.print(
        f"{record.board.text if record.board else f'Board: {NONE_SET}'},"
        f" {record.date or f'date: {NONE_SET}'}: {present} present, {len(record.people) - present}"
        f" apologies, {_count(record.items, 'item')},"
        f" {_count(record.paragraphs, 'numbered paragraph')}.",
        markup=False,
    )
    if record.actions:
        table = Table("number", "paragraph", "owner", "date", expand=True)
        for heading in ("deadline", "request"):
            table.add_column(heading, overflow="fold", ratio=1 if heading == "deadline" else 3)
        for action in record.actions:
            cells = (
                action.number,
                action.paragraph,
                action.owner,
                action.due.date,
                action.due.words,
                action.request,
            )
            table.add_row(*(escape(str(cell or NONE_SET)) for cell in cells))
        out.print(table)
    for note in record.notes:
        out.print(f"Note: {note}", markup=False)
