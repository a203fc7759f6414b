"""The command 'show': a panel as the pages draw it, as a table on the terminal or as CSV."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard import catalogue
from dashboard.cli.stores import store_at
from dashboard.errors import InputError
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.settings import places
from dashboard.text import day
from dashboard.view import Choices, View
from dashboard.view.parse import read
from dashboard.view.parts import nearest, quotation

_PIPE_WIDTH = 1000
"""Characters of a line where there is no terminal to fit: a row in a file is one line, however
wide.
"""


Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="A filter as in the page's address, such as indicator=trust; may be repeated.",
    ),
]
"""The option with which a command is given the filters of a page."""


def show(
    page: Annotated[str, typer.Argument(help="Page, such as compare.")],
    chart: Annotated[str, typer.Argument(help="Chart of that page, such as ranking.")],
    settings: Settings = None,
    rows: Annotated[
        int | None, typer.Option(help="Rows of the table to show; all if absent.", min=1)
    ] = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="Write the table as the page's download does.")
    ] = False,
) -> None:
    """Show one chart of a page as a table, with its reading, source and notes; the filters are the
    page's.
    """
    check_chart(page, chart)
    parameters = filters_of(settings or [])
    store = store_at(places(), parameters.get("as_at"), "--set as_at")
    choices = choices_of(store)
    view = view_of(parameters, choices)
    asked = Page(page, store, view)
    of_page = catalogue.notes_on(asked)
    panel = catalogue.charts_of(page)[chart].draw(asked)
    if panel is None:
        raise InputError(
            of_page[0]
            if of_page
            else f"Nothing is loaded that {page} {chart} could show at this view; load its file."
        )
    say_as_at(view)
    for sentence in of_page:
        print(sentence, file=sys.stderr)
    if csv:
        _csv(panel, rows)
    else:
        print_panel(
            panel, rows, {choices.boroughs[code] for code in (*view.areas, view.area) if code}
        )


def filters_of(settings: Sequence[str]) -> dict[str, str]:
    """The filters that ``--set`` gives, by key.

    Raises:
        InputError: one is not key=value, names no filter, or is given twice.
    """
    keys = [f.name for f in fields(View)]
    parameters: dict[str, str] = {}
    for word in settings:
        key, equals, value = word.partition("=")
        if not equals:
            raise InputError(
                f"--set {quotation(word)} has no '=': write it as KEY=VALUE, such as"
                " --set indicator=trust."
            )
        if key not in keys:
            near = nearest(key, keys)
            advice = f"the nearest is {near}" if near else f"it may be {_either(keys)}"
            raise InputError(f"--set has no filter {quotation(key)}; {advice}.")
        if key in parameters:
            raise InputError(f"--set {key} is given twice; give it once.")
        parameters[key] = value
    return parameters


def view_of(parameters: dict[str, str], choices: Choices) -> View:
    """The view that the filters ask for.

    Raises:
        InputError: a value is not one there is; the sentence has the nearest valid choice; or no
            figure is loaded.
    """
    if not choices.indicators:
        raise InputError(
            "No figures are loaded yet; run: python -m dashboard demo, or load a published file."
        )
    for key, value in parameters.items():
        view, notes = read({key: value}, choices)
        if notes:
            raise InputError(_refusal(key, notes[0], view))
    return read(parameters, choices)[0]


def _refusal(key: str, note: str, view: View) -> str:
    """What a page says of a value in a link (``note``), as a refusal with the choice to make."""
    wrong, _, choice_text = note.rstrip(".").rpartition("; ")
    refusal = wrong.replace("The link's ", "The ").replace("the link", "--set")
    refusal = refusal.replace("The link names", f"--set {key} names")
    near = view.parameters().get(key) or ("nearest" in choice_text and str(getattr(view, key)))
    if near:
        return f"{refusal}; the nearest valid choice is --set {key}={near}."
    _, may_be, allowed = choice_text.partition("It may be ")
    advice = f"it may be {allowed}" if may_be else f"leave --set {key} out for the usual choice"
    return f"{refusal}; {advice}."


def check_page(page: str) -> None:
    """Check that charts of ``page`` may be shown.

    Raises:
        InputError: there is no such page, or it has none; the sentence has those that have.
    """
    if not catalogue.charts_of(page):
        pages = (name for name, one in catalogue.PAGES.items() if one.has_charts)
        raise InputError(f"There is no page '{page}' to show; it may be {_either(pages)}.")


def check_chart(page: str, chart: str) -> None:
    """Check that ``page`` has ``chart``.

    Raises:
        InputError: there is no such page or chart; the sentence has those that there are.
    """
    check_page(page)
    charts = catalogue.charts_of(page)
    if chart not in charts:
        raise InputError(
            f"The page '{page}' has no chart '{chart}' to show; it may be {_either(charts)}."
        )


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _csv(panel: Panel, rows: int | None) -> None:

    sys.stdout.buffer.write(replace(panel, table=panel.table.head(rows or len(panel.table))).csv)
    sys.stdout.buffer.flush()


def say_as_at(view: View) -> None:
    """Say, as a page's banner does, on which day everything is shown as it stood; nothing where it
    is the present.
    """
    if view.as_at:
        print(
            f"As it stood on {day(view.as_at)}: figures and actions are those that were known by"
            " then.",
            file=sys.stderr,
        )


def print_panel(panel: Panel, rows: int | None, bold_names: set[str]) -> None:
    """Print ``panel``; a row whose first cell is the name of a chosen borough is bold."""
    out = Console(highlight=False)
    if not out.is_terminal and "COLUMNS" not in os.environ:
        out = Console(highlight=False, width=_PIPE_WIDTH)
    if panel.demonstration:
        out.print("DEMONSTRATION DATA", style="bold reverse")
    out.print(panel.title, style="bold", markup=False)
    out.print(panel.subtitle, style="dim", markup=False)
    out.print(panel.reading, markup=False)
    table_rows = panel.table.head(rows or len(panel.table))
    cells = {name: _cells(column) for name, column in table_rows.items() if not _lists(column)}
    table = Table()
    for name in cells:
        table.add_column(
            str(name),
            justify="right" if pd.api.types.is_numeric_dtype(table_rows[name]) else "left",
        )
    for row in zip(*cells.values(), strict=True):
        table.add_row(*row, style="bold" if row[0] in bold_names else None)
    out.print(table)
    if len(table_rows) < len(panel.table):
        out.print(f"{len(table_rows)} of {len(panel.table)} rows.")
    if panel.source:
        out.print(f"Source: {panel.source}.", markup=False)
    for note in panel.notes:
        out.print(f"Note: {note}", markup=False)


def _cells(column: pd.Series) -> list[str]:
    """A column as text: whole numbers plain, others to two decimals, a missing one empty."""
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    decimals = 0 if numeric and (column.dropna() % 1 == 0).all() else 2

    def text(value: object) -> str:
        if pd.isna(value):
            return ""
        if numeric:
            return f"{value:,.{decimals}f}"
        return value.date().isoformat() if isinstance(value, pd.Timestamp) else escape(str(value))

    return [text(value) for value in column]


def _lists(column: pd.Series) -> bool:
    """Whether a page would draw the column as sparklines."""
    return len(column) > 0 and isinstance(column.iloc[0], list | tuple)
