"""The command 'changes': what changed since a day, as tables on the terminal or as CSV."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dashboard.cli.show import print_panel, say_as_at
from dashboard.cli.stores import day_of, store_at
from dashboard.errors import InputError
from dashboard.panels.changes.actions import actions
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.figures import figures
from dashboard.panels.changes.largest import largest
from dashboard.panels.changes.tables import definitions, releases, summary
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.settings import places
from dashboard.store.connection import Store
from dashboard.view import View
from dashboard.view.parts import nearest

_EVERY = 10**9


def changes(
    since: Annotated[
        str | None, typer.Option(help="Day changes are counted from, YYYY-MM-DD; the last board.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(help="Id of the indicator whose revised figures to list.")
    ] = None,
    as_at: Annotated[
        str | None, typer.Option(help="Tell what had changed by that day, YYYY-MM-DD; now.")
    ] = None,
    rows: Annotated[int, typer.Option(help="Rows of each table to print.", min=1)] = 50,
    csv: Annotated[
        bool,
        typer.Option(
            "--csv",
            help="Write the indicators that changed, or the figures of --indicator, as CSV.",
        ),
    ] = False,
) -> None:
    """Tell the largest changes, and new periods from revised figures, and list actions, releases and definitions that
    changed since a day.
    """
    store, first = store_at(places(), as_at), day_of("--since", since)
    view = View(
        indicator=_require_indicator(store, indicator), since=first, as_at=day_of("--as-at", as_at)
    )
    page_changes = Changes.of(Page("changes", store, view), _EVERY if csv else 1000)
    if page_changes is None:
        raise InputError(
            "No figures are loaded yet; run: python -m dashboard demo, or load a published file."
        )
    say_as_at(view)
    for note in page_changes.notes:
        print(note, file=sys.stderr)
    if page_changes.nothing_changed:
        return
    if indicator and indicator not in page_changes.revised_names:
        print(
            f"No figure of '{indicator}' was revised, added or taken away since"
            f" {page_changes.since_words}.",
            file=sys.stderr,
        )
        return
    if csv:
        sys.stdout.buffer.write((figures if indicator else summary)(page_changes).csv)
        sys.stdout.buffer.flush()
        return
    drawn = (figures,) if indicator else (largest, summary, actions, releases, definitions)
    print(page_changes.sentence)
    _print([draw(page_changes) for draw in drawn], rows)


def _print(panels: list[Panel], rows: int) -> None:
    """Print each panel that has something to show, then the titles of those that have nothing."""
    for panel in panels:
        if len(panel.table):
            print_panel(panel, rows, set())
    idle = [panel.title for panel in panels if panel.table.empty]
    if idle:
        print(f"{'. '.join(idle)}.")


def _require_indicator(store: Store, indicator: str | None) -> str:
    ids = list(store.query("indicators")["id"])
    if indicator is None or indicator in ids:
        return indicator or ""
    near = nearest(indicator, ids)
    advice = (
        f"did you mean {near}?"
        if near
        else "run: python -m dashboard changes, for those that changed."
    )
    raise InputError(f"There is no indicator '{indicator}': {advice}")
