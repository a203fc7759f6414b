"""What the commands that change the database share: the build with its progress, and the table of
findings.
"""

from __future__ import annotations

import getpass
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dashboard import catalogue
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import InputError, StorageError
from dashboard.loaders.file_names import readable_name
from dashboard.loaders.model import Finding, Severity
from dashboard.pipeline.publish import NO_CHANGE, Change
from dashboard.pipeline.release_folders import Stray
from dashboard.settings import Places
from dashboard.text import plural_ending

if TYPE_CHECKING:
    from dashboard.pipeline.build import BuildResult
    from dashboard.pipeline.read_releases import Tell

out = Console()
"""What a command says that is not a mistake; a table is as wide as the terminal."""
MOST_ROWS = 20
"""Rows of a broken check, or findings of a file, that are printed."""


def read_declarations(home: Places) -> Declarations:
    """The declarations of an installation, evidence held to the charts that there are."""
    return declarations(home.declared_folder, catalogue.has_chart)


def user() -> str:
    """Who gives the command: ``DASHBOARD_USER``, else the name on this machine, else 'unknown'."""
    try:
        return os.environ.get("DASHBOARD_USER") or getpass.getuser()
    except (
        KeyError,
        OSError,
        ImportError,
    ):  # ImportError: Windows, where no variable names the user.
        return "unknown"


def check_writable(home: Places) -> None:
    """Refuse where the folders that a build writes cannot be written to.

    Raises:
        InputError: one of them, or the nearest folder above it, is not this user's to write to.
    """
    for folder in (home.received_folder, home.built_folder):
        nearest = next(p for p in (folder, *folder.parents) if p.exists())
        if not os.access(nearest, os.W_OK):
            raise InputError(
                f"{nearest} cannot be written to: give yourself the right to write there, or set"
                " DASHBOARD_HOME to a folder of your own that holds data/declared and queries."
            )


def publish(
    home: Places, declarations: Declarations, change: Change = NO_CHANGE, only_current: bool = False
) -> BuildResult:
    """Build with ``change`` and put it in force, then build the vintages that are missing; say what
    was done.

    With a change only the findings of the checks are printed, and what is no release: those of its
    files are for the command to tell. With ``only_current`` earlier days are not built; those that
    are there are brought up to date.

    Raises:
        InputError: a folder cannot be written to, a file has errors, a figure breaks a promise, or
            something failed once the new figures were in force, which is then said.
    """
    # Every loader and the disclosure control take a second to import; most commands build nothing.
    from dashboard.pipeline import earlier_days
    from dashboard.pipeline.build import build

    check_writable(home)
    with _progress() as tell:
        result = build(home, declarations, tell, change=change, say=say)
    findings(
        [(name, f) for name, f in result.findings if change == NO_CHANGE or name.endswith(".sql")]
    )
    strays(result.strays)
    say(f"Built {result.path.name}: {result.observations:,} observations.")
    for arrival in change.arrivals:
        if not arrival.demonstration:
            say(f"Received {readable_name(arrival.file)} as {arrival.source}/{arrival.published}.")
    for release in change.reverted_releases:
        say(f"Took {release.id} back; its file stays in {release.path.parent}.")
    if result.failure:
        raise InputError(result.failure)
    with _in_force_already(), _progress() as tell:
        days = earlier_days.build_missing(home, declarations, tell, say, only_record=only_current)
    if days:
        say(f"Built the figures as they stood on {', '.join(str(day) for day in days)}.")
    return result


@contextmanager
def _in_force_already() -> Iterator[None]:
    """Tell what fails here as a failure after the new figures came into force, which the next build
    makes up for.
    """
    try:
        yield
    except StorageError as error:
        raise InputError(
            "The new figures are in force, but those of earlier days are not all built, as"
            f" {error.fault}: {error.what_to_do}, then run: python -m dashboard build"
        ) from None
    except InputError as error:
        said = str(error).rstrip(".")
        raise InputError(
            f"The new figures are in force, but {said}; once that is mended, run: python -m"
            " dashboard build"
        ) from None
    except Exception:
        say(
            "The new figures are in force and stay so. What is told below failed after that, as the"
            " figures of an earlier day were built; the next build tries it again."
        )
        raise


def strays(stray_list: Sequence[Stray]) -> None:
    """Print what lies under the received files and is no release, each in one line, as it may hold
    a command.
    """
    for stray in stray_list[:MOST_ROWS]:
        out.print(
            f"[{_COLOURS['warning']}]warning[/] {escape(stray.message)}",
            highlight=False,
            soft_wrap=True,
        )
    if len(stray_list) > MOST_ROWS:
        say(f"{len(stray_list) - MOST_ROWS:,} more are not shown here.")


def findings(finding_list: list[tuple[str, Finding]]) -> None:
    """Print findings by severity, the gravest first, each with its row and column, and the name of
    its file if given.

    Of the rows that break one check the first is told, and how many more there are.
    """
    if not finding_list:
        return
    order: tuple[Severity, ...] = ("error", "warning", "note")
    counts = Counter(f.severity for _, f in finding_list)
    say(
        f"Found: {', '.join(f'{counts[s]:,} {s}{plural_ending(counts[s])}' for s in order if counts[s])}."
    )
    sentences_by_kind: dict[tuple[str, str], list[str]] = {}
    for file, f in sorted(finding_list, key=lambda pair: order.index(pair[1].severity)):
        where = ", ".join(filter(None, (file, f"row {f.row:,}" if f.row else "", f.column)))
        kind = file if file.endswith(".sql") else f"{where} {f.message}"
        sentences_by_kind.setdefault((f.severity, kind), []).append(
            f"{where}: {f.message}" if where else f.message
        )
    table = Table.grid(padding=(0, 2))
    for (severity, _), sentences in list(sentences_by_kind.items())[:MOST_ROWS]:
        rows_left = len(sentences) - 1
        more_text = (
            f" There {'is' if rows_left == 1 else 'are'} {rows_left:,} more; run: python -m dashboard check"
            if rows_left
            else ""
        )
        table.add_row(f"[{_COLOURS[severity]}]{severity}[/]", escape(sentences[0] + more_text))
    out.print(table, highlight=False)
    if len(sentences_by_kind) > MOST_ROWS:
        say(f"{len(sentences_by_kind) - MOST_ROWS:,} more findings are not shown here.")


_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def say(sentence: str) -> None:
    """Print a sentence as it stands; a terminal breaks its line, a pipe does not."""
    out.print(sentence, markup=False, highlight=False, soft_wrap=not out.is_terminal)


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on a terminal, nothing in a pipe; to be told what is being done and the part that is
    done.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=out,
        transient=True,
        disable=not out.is_terminal,
    )
    with bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, part: bar.update(task, description=doing, completed=part)
