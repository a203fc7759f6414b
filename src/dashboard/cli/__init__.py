"""The command line: make demonstration data, load a published file, build, check, show a chart,
serve.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, NoReturn

import pandas as pd
import typer
from rich.table import Table

from dashboard.access import OPERATOR
from dashboard.cli import actions as cli_actions
from dashboard.cli import changes as cli_changes
from dashboard.cli import digest as cli_digest
from dashboard.cli import export as cli_export
from dashboard.cli import load as cli_load
from dashboard.cli import log as cli_log
from dashboard.cli import minutes as cli_minutes
from dashboard.cli import packs as cli_packs
from dashboard.cli import releases as cli_releases
from dashboard.cli import show as cli_show
from dashboard.cli import template as cli_template
from dashboard.cli.publish import (
    MOST_ROWS,
    check_writable,
    out,
    publish,
    read_declarations,
    strays,
    user,
)
from dashboard.demo import all_sources
from dashboard.errors import InputError, NoDatabaseError
from dashboard.pipeline.contents import hold_whole
from dashboard.pipeline.disk import fault_of_disk
from dashboard.pipeline.missing_releases import missing_ids
from dashboard.pipeline.publish import Arrival, Change, finish_journal
from dashboard.pipeline.standing_releases import contents
from dashboard.settings import places
from dashboard.store.changes import file_of
from dashboard.store.checks import BrokenCheck, checks, find_broken
from dashboard.store.connection import find_database, open_store

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Ward to Board: build and serve the board's figures.",
)
_OnlyCurrent = Annotated[
    bool, typer.Option("--only-current", help="Build no earlier day's figures.")
]


_CLOSED_PIPE = 141
"""As a shell has it of a program that ends because its reader does: 128 and SIGPIPE."""


def _end_quietly() -> None:
    """End where who reads the output has enough of it, as `head` does; Python would complain at its
    end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    sys.exit(_CLOSED_PIPE)


def main() -> None:
    """Run the command line; a person's mistake, or a disk's, is one sentence and exit code 2.

    Exit code 1, with a traceback, is left for faults of the program itself.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # A name that is not UTF-8 is printed with its escapes.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except InputError as error:
        _refuse(str(error))
    except BrokenPipeError:
        _end_quietly()
    except SystemExit as ending:
        # Typer makes exit code 1 of it.
        if isinstance(ending.__context__, BrokenPipeError):
            _end_quietly()
        raise
    except Exception as error:
        fault = fault_of_disk(error)
        if fault is None:
            raise
        _refuse(f"{fault[0]}, so the command was not finished: {fault[1]} and give it again.")


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        # What a full disk does not take is given up, else Python tries again as it ends, and ends
        # with another code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(2)


@app.command(epilog="Example: python -m dashboard demo")
def demo(only_current: _OnlyCurrent = False) -> None:
    """Write demonstration files of every source in the publishers' formats, and build from them."""
    home = places()
    check_writable(home)
    declarations = read_declarations(home)
    with tempfile.TemporaryDirectory() as folder:
        with out.status("Writing the demonstration files"):
            files = all_sources.write(Path(folder))
        out.print(
            f"Wrote {len(files)} demonstration files of {len({f.source for f in files})} sources."
        )
        arriving = tuple(Arrival(f.path, f.source, f.published, demonstration=True) for f in files)
        publish(home, declarations, Change(arriving, by=user()), only_current)


@app.command(epilog="Example: python -m dashboard build")
def build(only_current: _OnlyCurrent = False) -> None:
    """Build the database anew from the declarations and the received files, then what is missing of
    earlier days.
    """
    where = places()
    publish(where, read_declarations(where), only_current=only_current)


app.command(
    epilog=(
        "Example: python -m dashboard load PAS_Dashboard_Borough.csv --published 2024-02-15"
        " --dry-run"
    )
)(cli_load.load)
app.command(epilog="Example: python -m dashboard releases")(cli_releases.releases)
app.command(epilog="Example: python -m dashboard revert pas_borough/2023-06-30")(
    cli_releases.revert
)


app.command(epilog="Example: python -m dashboard changes --since 2023-05-15 --indicator trust")(
    cli_changes.changes
)
app.command(
    epilog="Example: python -m dashboard digest --area Lewisham --since 2023-05-15 --to b@example.org"
)(cli_digest.digest)
app.command(
    epilog="Example: python -m dashboard minutes record-2023-04-28.txt --out 2023-04-28.draft.toml"
)(cli_minutes.minutes)
app.add_typer(cli_log.log, name="log")
app.add_typer(cli_actions.actions, name="actions")
app.add_typer(cli_packs.packs, name="packs")
app.command(epilog="Example: python -m dashboard template figures.xlsx --source calls_999")(
    cli_template.template
)


@app.command(epilog="Example: python -m dashboard check")
def check(
    as_at: Annotated[
        str | None, typer.Option(help="Check the figures as they stood on that day, YYYY-MM-DD.")
    ] = None,
) -> None:
    """Check every declaration and, where there is a database, every promise of its figures, without
    building.
    """
    home = places()
    finish_journal(home)
    declarations, received_contents = read_declarations(home), contents(home.received)
    out.print(
        f"{len(declarations.areas)} areas, {len(declarations.indicators)} indicators,"
        f" {len(declarations.sources)} sources: sound."
    )
    strays(received_contents.strays)
    try:
        store = cli_show.store_at(home, as_at, reader=OPERATOR, with_record=False)
        hold_whole(file_of(store))
    except NoDatabaseError:
        if as_at or received_contents.releases:
            raise
        out.print("There is no database yet, so no figures were checked.")
        return
    if missing := missing_ids(store.cursor()):
        out.print(
            f"The figures in force were built without {', '.join(missing)}, which could not be read"
            " then: mend what is told above, then run: python -m dashboard build",
            markup=False,
            soft_wrap=True,
        )
    broken_checks = find_broken(store.cursor(), store.queries)
    for item in broken_checks:
        _print_broken(item)
    which = f"figures as they stood on {as_at}" if as_at else "figures"
    out.print(f"{len(checks(store.queries))} checks of the {which}, {len(broken_checks)} broken.")
    failed_names = [item.check.name for item in broken_checks if item.check.severity == "error"]
    if failed_names:
        raise InputError(
            f"The {which if as_at else 'figures in force'} break {', '.join(failed_names)}: mend the file"
            " that the rows above come from, load it again, and do not use the figures until then."
        )


def _print_broken(item: BrokenCheck) -> None:
    table = Table(
        *item.rows.columns,
        title=f"{item.check.severity}: {item.check.name}",
        title_justify="left",
        caption=f"{item.check.sentence} ({len(item.rows):,} rows).",
        caption_justify="left",
    )
    for row in item.rows.head(MOST_ROWS).itertuples(index=False):
        table.add_row(
            *(
                value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
                for value in row
            )
        )
    out.print(table)
    if len(item.rows) > MOST_ROWS:
        out.print(f"The first {MOST_ROWS} rows are shown.")


app.command(
    epilog=(
        "Example: python -m dashboard show compare ranking --set indicator=trust "
        "--set areas=Hillingdon --set period=2022-12-31 --rows 10"
    )
)(cli_show.show)
app.command(
    epilog=(
        "Example: python -m dashboard export compare ranking trend --format pptx"
        " --set indicator=trust"
    )
)(cli_export.export)


@app.command(epilog="Example: python -m dashboard serve --port 8502")
def serve(
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65534)] = 8501,
) -> None:
    """Serve the dashboard; where no database can be read one is built from the received files, or
    the demonstration.
    """
    from dashboard.ui import serve as server

    server.port_is_free(port)
    server.streamlit_config(port)
    home = places()
    try:
        open_store(home, find_database(home)).connection.close()
        hold_whole(find_database(home))
    except NoDatabaseError as error:
        received_contents = contents(home.received)
        if received_contents.releases or any(stray.source for stray in received_contents.strays):
            out.print(str(error).partition(";")[0] + "; building it from the received files.")
            publish(home, read_declarations(home))
        else:
            demo()
    server.serve(port)
