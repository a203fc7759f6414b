"""The command line: make demonstration data, load a published file, build, check, show a chart, serve."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dashboard import charts, cli_show
from dashboard.declared.read import Declarations, declarations
from dashboard.demo import everything
from dashboard.errors import InputError, NoDatabaseError
from dashboard.loaders.model import Finding
from dashboard.loaders.registry import read, recognise
from dashboard.settings import Places, places
from dashboard.store.build import Built, Tell
from dashboard.store.build import build as build_database
from dashboard.store.check import Broken, broken, checks
from dashboard.store.connection import current, open_store
from dashboard.store.received import receive, receiving, releases

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Ward to Board: build and serve the board's figures."
)
_out = Console()
_MOST_ROWS = 20
"""Rows of a broken check, or findings of a file, that are printed."""


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _declared(where: Places) -> Declarations:
    return declarations(where.declared, charts.known)


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on a terminal, nothing in a pipe; to be told what is being done and the part that is done."""
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=_out, transient=True,
                   disable=not _out.is_terminal)  # fmt: skip
    with bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, part: bar.update(task, description=doing, completed=part)


def _writable(where: Places) -> None:
    """Refuse where the folders that a build writes cannot be written to."""
    for folder in (where.received, where.built):
        nearest = next(p for p in (folder, *folder.parents) if p.exists())
        if not os.access(nearest, os.W_OK):
            raise InputError(
                f"{nearest} cannot be written to: give yourself the right to write there, or set DASHBOARD_HOME to a "
                "folder of your own that holds data/declared and queries."
            )


def _build(where: Places) -> Built:
    _writable(where)
    with _progress() as tell:
        built = build_database(where, _declared(where), tell)
    _findings(built.findings)
    _out.print(f"Built {built.path.name}: {built.observations:,} observations.")
    return built


def _findings(findings: list[tuple[str, Finding]]) -> None:
    if not findings:
        return
    table = Table("severity", "file", "row", "column", "finding")
    for file, f in findings[:_MOST_ROWS]:
        table.add_row(f.severity, file, str(f.row or ""), f.column or "", f.message)
    _out.print(table)
    if len(findings) > _MOST_ROWS:
        _out.print(f"{len(findings) - _MOST_ROWS:,} more findings are on the page 'Data and definitions'.")


@app.command(epilog="Example: python -m dashboard demo")
def demo() -> None:
    """Write demonstration files of every source in the publishers' formats, and build from them."""
    where = places()
    _writable(where)
    with tempfile.TemporaryDirectory() as folder:
        with _out.status("Writing the demonstration files"):
            files = everything.write(Path(folder))
            for file in files:
                receive(where.received, file.source, file.published, file.path, demonstration=True)
    _out.print(f"Wrote {len(files)} demonstration files of {len({f.source for f in files})} sources.")
    _build(where)


@app.command(epilog="Example: python -m dashboard build")
def build() -> None:
    """Build the database anew from the declarations and the received files."""
    _build(places())


@app.command(epilog="Example: python -m dashboard load PAS_Dashboard_Borough.csv --published 2024-02-15")
def load(
    file: Path,
    source: Annotated[str | None, typer.Option(help="Id of the source, where the content does not tell.")] = None,
    published: Annotated[str | None, typer.Option(help="Day of publication, YYYY-MM-DD; today where absent.")] = None,
) -> None:
    """Check a published file, keep it unchanged, and build with it; with errors nothing is loaded."""
    where, declared = places(), _declared(places())
    if not file.is_file():
        raise InputError(f"There is no file {file}: check the path.")
    known = source or recognise(file, declared.sources)
    if known not in declared.sources:
        raise InputError(f"'{known}' is not a declared source; it may be one of {', '.join(declared.sources)}.")
    loaded = read(file, declared.sources[known], declared.areas, declared.aliases)
    if loaded.refused:
        _findings([(file.name, f) for f in loaded.findings])
        raise InputError(f"{file.name} has errors, so nothing was loaded from it: mend the rows named above.")
    try:
        day = dt.date.fromisoformat(published) if published else dt.date.today()
    except ValueError:
        raise InputError(f"--published is '{published}', which is not a date: write it as YYYY-MM-DD.") from None
    _writable(where)
    with receiving(where.received, known, day, file) as kept:
        _out.print(f"Received {file.name} as {kept.id}.")
        _build(where)


@app.command(epilog="Example: python -m dashboard check")
def check() -> None:
    """Check every declaration and, where there is a database, every promise of its figures, without building."""
    where = places()
    declared = _declared(where)
    _out.print(
        f"{len(declared.areas)} areas, {len(declared.indicators)} indicators, {len(declared.sources)} sources: sound."
    )
    try:
        store = open_store(where, current(where))
    except NoDatabaseError:
        if releases(where.received):
            raise
        _out.print("There is no database yet, so no figures were checked.")
        return
    found = broken(store.cursor(), store.queries)
    for item in found:
        _broken(item)
    _out.print(f"{len(checks(store.queries))} checks of the figures, {len(found)} broken.")
    failed = [item.check.name for item in found if item.check.severity == "error"]
    if failed:
        raise InputError(
            f"The figures in force break {', '.join(failed)}: mend the file that the rows above come from, "
            "load it again, and do not use the figures until then."
        )


def _broken(item: Broken) -> None:
    table = Table(*item.rows.columns, title=f"{item.check.severity}: {item.check.name}", title_justify="left",
                  caption=f"{item.check.sentence} ({len(item.rows):,} rows).", caption_justify="left")  # fmt: skip
    for row in item.rows.head(_MOST_ROWS).itertuples(index=False):
        table.add_row(*(value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value) for value in row))
    _out.print(table)
    if len(item.rows) > _MOST_ROWS:
        _out.print(f"The first {_MOST_ROWS} rows are shown.")


app.command(
    epilog="Example: python -m dashboard show compare ranking --indicator trust --area Hillingdon "
    "--period 2022-12-31 --comparator mps --rows 10"
)(cli_show.show)


@app.command(epilog="Example: python -m dashboard serve --port 8502")
def serve(port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65534)] = 8501) -> None:
    """Serve the dashboard; where no database can be read one is built from the received files, or the demonstration."""
    from dashboard.ui.serve import port_is_free
    from dashboard.ui.serve import serve as run

    port_is_free(port)
    where = places()
    try:
        open_store(where, current(where)).connection.close()
    except NoDatabaseError as error:
        if releases(where.received):
            _out.print(str(error).partition(";")[0] + "; building it from the received files.")
            _build(where)
        else:
            demo()
    run(port)
