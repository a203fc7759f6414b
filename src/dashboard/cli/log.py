"""The commands 'log export' and 'log import': the action log as a workbook or CSV file, and back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard import catalogue
from dashboard.access import OPEN
from dashboard.actions.changes import Change, changes, read_log, write
from dashboard.actions.files import export_meetings
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import InputError
from dashboard.folders import sync_folder
from dashboard.loaders.file_names import escape_text, named_file
from dashboard.pipeline.disk import sync_file
from dashboard.settings import places
from dashboard.text import join_names

log = typer.Typer(
    no_args_is_help=True, help="Take the action log out as XLSX or CSV, and take it back in."
)
_PIPE_WIDTH = 1000
"""Characters of a line where there is no terminal to fit."""


@log.command("export", epilog="Example: python -m dashboard log export actions.xlsx")
def export_log(
    file: Annotated[Path, typer.Argument(help="File to write: .xlsx or .csv.", show_default=False)],
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write every action as declared, with its updates, evidence and the meetings that took it up
    again.
    """
    declared_now = declarations(places().declared_folder, catalogue.has_chart)
    content = export_meetings(
        declared_now.meetings, file.suffix.lower().lstrip("."), tuple(declared_now.indicators)
    )
    write_file(file, content, force)
    tell_of_plans(declared_now.meetings.values(), declared_now)
    count = sum(len(meeting.action) for meeting in declared_now.meetings.values())
    print(
        f"Wrote {count} {_actions(count)} of {len(declared_now.meetings)} "
        f"{'meeting' if len(declared_now.meetings) == 1 else 'meetings'} to {escape_text(str(file))}."
    )


def tell_of_plans(meetings: Iterable[Meeting], declared: Declarations) -> None:
    """Say on which plans that are not for everyone a written file rests: the commands show all."""
    named = {e.plan for meeting in meetings for action in meeting.action for e in action.evidence}
    others = sorted(
        plan
        for plan in named
        if plan in declared.plans and OPEN not in declared.plans[plan].audience
    )
    if others:
        print(
            f"The file names what is not for everyone, {join_names(others)}: hand it to those alone who"
            " may see that.",
            file=sys.stderr,
        )


@log.command("import", epilog="Example: python -m dashboard log import actions.xlsx --dry-run")
def import_log(
    file: Annotated[
        Path,
        typer.Argument(help="A log as 'log export' or the page writes it.", show_default=False),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    allow_removal: Annotated[
        bool,
        typer.Option(
            "--allow-removal",
            help="Let a meeting, an action, an update or a carry-over be removed.",
        ),
    ] = False,
) -> None:
    """Show what a changed log changes, and write it to data/declared/actions, a file a meeting."""
    home, file = places(), named_file(file)
    declared_now = declarations(home.declared_folder, catalogue.has_chart)
    meetings_after = read_log(file, declared_now, catalogue.has_chart)
    all_changes = changes(declared_now.meetings, meetings_after)
    if not all_changes:
        print(f"{file.name} changes nothing: it says what is declared.")
        return
    _show(all_changes)
    removed = [change for change in all_changes if change.is_kept]
    if removed and not allow_removal:
        others = f" and {len(removed) - 1} more" if len(removed) > 1 else ""
        raise InputError(
            f"{file.name} lacks what is declared ({removed[0].what}, {removed[0].words}{others}),"
            " so nothing was changed: put the rows back, or give --allow-removal."
        )
    folder = home.declared_folder / "actions"
    if dry_run:
        print("Nothing was changed; without --dry-run it would be.")
        return
    try:
        written = write(folder, declared_now.meetings, meetings_after)
    except OSError as error:
        raise InputError(f"{folder} cannot be written to: {error.strerror or error}.") from None
    names = ", ".join(path.name for path in written)
    print(f"Changed in {folder}: {names}. To show it, run: python -m dashboard build")


def check_free(file: Path, force: bool) -> None:
    """Check that ``file`` may be written.

    Raises InputError where it is there and ``force`` is not given.
    """
    if file.exists() and not force:
        raise InputError(
            f"{escape_text(str(file))} is there already: name another file, or give --force to write"
            " over it."
        )


def write_file(file: Path, content: bytes, force: bool) -> None:
    """Write ``content`` as ``file``.

    Raises InputError where the file is there and ``force`` is not given, or where it cannot be
    written.
    """
    check_free(file, force)
    draft = file.with_name(
        f".draft-{os.getpid()}"
    )  # Not of its name, which may be as long as a name can be.
    try:
        draft.write_bytes(content)
        sync_file(draft)
        os.replace(draft, file)
        sync_folder(file.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError(
            f"{escape_text(str(file))} cannot be written: {error.strerror or error}."
        ) from None


def _actions(count: int) -> str:
    return "action" if count == 1 else "actions"


def _show(all_changes: list[Change]) -> None:
    out = Console(
        highlight=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH,
    )
    table = Table("", "of", "what")
    for change in all_changes:
        table.add_row(change.kind, escape(change.what), escape(change.words))
    out.print(table)
