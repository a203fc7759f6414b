"""The command 'export': a page's charts, or the slides of a pack, as a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from dashboard import catalogue
from dashboard.cli.export_pack import FORMATS_OF_PACKS, HTML, write_pack
from dashboard.cli.log import check_free, write_file
from dashboard.cli.show import (
    Settings,
    check_chart,
    check_page,
    filters_of,
    say_as_at,
    view_of,
)
from dashboard.cli.stores import store_at
from dashboard.errors import InputError
from dashboard.exports.files import FORMATS, export_borough, export_page
from dashboard.exports.statement.files import STATEMENT_FORMATS, export_statement
from dashboard.loaders.file_names import escape_text
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.settings import places
from dashboard.text import count_things, join_names

STATEMENT = "statement"
"""What is named in the place of a page for the statement."""


def export(
    page: Annotated[
        str,
        typer.Argument(
            help="Page, such as compare, or statement; none for a pack.", show_default=False
        ),
    ] = "",
    charts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CHART]...", help="Charts of that page; all if absent.", show_default=False
        ),
    ] = None,
    file_format: Annotated[
        str,
        typer.Option(
            "--format",
            help=f"What to write: {join_names(FORMATS, 'or')}; {HTML} of a pack.",
        ),
    ] = "xlsx",
    pack: Annotated[
        str,
        typer.Option(help="Code of a pack, such as 2023-04-28: its slides.", show_default=False),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(help="File to write; the page's name here if absent.", show_default=False),
    ] = None,
    settings: Settings = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write a page's charts, or the slides of a pack, as a workbook, as slides with charts to edit,
    or as a briefing.
    """
    _check_format(file_format, FORMATS_OF_PACKS if pack else tuple(FORMATS))
    if pack:
        _check_alone(page, settings)
        write_pack(pack, _file(output, f"pack-{pack}", [], file_format), file_format, force)
        return
    if not page:
        raise InputError("Name a page to export, such as compare, or a pack: --pack 2023-04-28.")
    file = _file(output, page, charts or [], file_format)
    if page == STATEMENT:
        _write_statement(file, file_format, settings or [], charts or [], force)
        return
    _write_page(page, file, file_format, settings or [], charts or [], force)


def _check_format(file_format: str, formats: Sequence[str]) -> None:
    """Check that what is asked for can be written in this format.

    Raises:
        InputError: it is none of ``formats``.
    """
    if file_format not in formats:
        raise InputError(
            f"--format is '{escape_text(file_format)}', which is not one of"
            f" {join_names(formats, 'or')}."
        )


def _write_page(
    page: str,
    file: Path,
    file_format: str,
    settings: Sequence[str],
    charts: Sequence[str],
    force: bool,
) -> None:
    """Write charts of a page to ``file``, all where none is named; the borough's as a PDF on one
    page of A4.

    Raises:
        InputError: there is no such page, chart or filter, or nothing to show at this view.
    """
    check_page(page)
    for chart in charts:
        check_chart(page, chart)
    check_free(file, force)
    parameters = filters_of(settings)
    store = store_at(places(), parameters.get("as_at"), "--set as_at")
    choices = choices_of(store)
    page_view = Page(page, store, view_of(parameters, choices))
    if page == "borough" and file_format == "pdf" and not charts:
        say_as_at(page_view.view)
        write_file(file, export_borough(page_view), force)
        print(
            f"Wrote one page of {page_view.names[page_view.view.area]} to {escape_text(str(file))}."
        )
        return
    panels = _panels(page_view, charts)
    say_as_at(page_view.view)
    write_file(file, export_page(page_view, panels, choices, file_format), force)
    print(f"Wrote {count_things(len(panels), 'chart')} to {escape_text(str(file))}.")


def _write_statement(
    file: Path, file_format: str, settings: Sequence[str], charts: Sequence[str], force: bool
) -> None:
    """Write the statement on published information and the board's targets to ``file``.

    Raises:
        InputError: its format, a chart or a filter is not one that it has.
    """
    if file_format not in STATEMENT_FORMATS:
        raise InputError(
            f"The statement is written as {join_names(STATEMENT_FORMATS, 'or')}: give one of them"
            " as --format."
        )
    parameters = filters_of(settings)
    if charts or set(parameters) - {"as_at"}:
        raise InputError("The statement takes no chart and no filter but --set as_at=YYYY-MM-DD.")
    check_free(file, force)
    store = store_at(places(), parameters.get("as_at"), "--set as_at")
    view = view_of(parameters, choices_of(store))
    say_as_at(view)
    write_file(file, export_statement(Page("promises", store, view), file_format), force)
    print(f"Wrote the statement to {escape_text(str(file))}.")


def _check_alone(page: str, settings: Sequence[str] | None) -> None:
    """Check that a pack is given without what it says itself.

    Raises:
        InputError: a page or a filter is given with it.
    """
    if page:
        raise InputError(
            f"--pack is given with the page '{escape_text(page)}': a pack names its own charts, so"
            " leave the page out."
        )
    if settings:
        raise InputError(
            "--pack is given with --set: a pack has its own views, so leave --set out."
        )


def _file(output: Path | None, page: str, charts: Sequence[str], file_format: str) -> Path:
    """The file to write.

    Raises:
        InputError: its name ends as one of another format.
    """
    if output is None:
        name = f"{page}-{charts[0]}" if len(charts) == 1 else page
        return Path(f"{name}.{file_format}")
    if output.suffix.lower() != f".{file_format}":
        raise InputError(
            f"The file is to be {file_format}: give {escape_text(output.name)} a name that ends in"
            f" .{file_format}, or another --format."
        )
    return output


def _panels(page: Page, charts: Sequence[str]) -> list[Panel]:
    """The panels of the charts that are named, else of every chart that has something to show.

    Raises:
        InputError: one that is named has nothing to show at this view, or none has.
    """
    of_page = catalogue.notes_on(page)
    declared = catalogue.charts_of(page.name)
    panels = []
    for name in charts or declared:
        panel = declared[name].draw(page)
        if panel is not None:
            panels.append(panel)
        elif charts:
            raise InputError(
                of_page[0]
                if of_page
                else f"Nothing is loaded that {page.name} {name} could show at this view; load its"
                " file."
            )
    if not panels:
        raise InputError(
            of_page[0]
            if of_page
            else f"Nothing is loaded that {page.name} could show at this view; load its files."
        )
    for sentence in of_page:
        print(sentence, file=sys.stderr)
    return panels
