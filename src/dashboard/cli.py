"""The command line: make demonstration data, load a published file, build, check, serve."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dashboard import charts
from dashboard.declared.read import Declarations, declarations
from dashboard.demo import attitude_survey
from dashboard.errors import InputError
from dashboard.loaders.model import Finding
from dashboard.loaders.registry import read, recognise
from dashboard.settings import Places, places
from dashboard.store.build import POINTER, Built
from dashboard.store.build import build as build_database
from dashboard.store.received import receive, receiving

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Ward to Board: build and serve the board's figures."
)
_out = Console()


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    try:
        app()
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _declared(where: Places) -> Declarations:
    return declarations(where.declared, charts.known)


def _build(where: Places) -> Built:
    with _out.status("Building the database"):
        built = build_database(where, _declared(where))
    _findings(built.findings)
    _out.print(f"Built {built.path.name}: {built.observations:,} observations.")
    return built


def _findings(findings: list[tuple[str, Finding]]) -> None:
    if not findings:
        return
    table = Table("severity", "file", "row", "column", "finding")
    for file, f in findings:
        table.add_row(f.severity, file, str(f.row or ""), f.column or "", f.message)
    _out.print(table)


@app.command(epilog="Example: python -m dashboard demo")
def demo() -> None:
    """Write demonstration files in the publishers' formats, and build from them."""
    where = places()
    with tempfile.TemporaryDirectory() as folder:
        for file in attitude_survey.write(Path(folder)):
            receive(where.received, file.source, file.published, file.path, demonstration=True)
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
    with receiving(where.received, known, day, file) as kept:
        _out.print(f"Received {file.name} as {kept.id}.")
        _build(where)


@app.command(epilog="Example: python -m dashboard check")
def check() -> None:
    """Check every declaration, without building."""
    where = places()
    declared = _declared(where)
    _out.print(
        f"{len(declared.areas)} areas, {len(declared.indicators)} indicators, {len(declared.sources)} sources: sound."
    )


@app.command(epilog="Example: python -m dashboard serve --port 8502")
def serve(port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65534)] = 8501) -> None:
    """Serve the dashboard; the demonstration is built first where there is no database."""
    from dashboard.ui.serve import serve as run

    where = places()
    if not (where.built / POINTER).is_file():
        demo()
    run(where.root, port)
