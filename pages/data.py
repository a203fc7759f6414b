"""Data and definitions: one table of indicators to search, one of them opened, and what was found in
the files.
"""

from dataclasses import replace

import streamlit as st

from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.exports.statement.files import STATEMENT_FORMATS, export_statement
from dashboard.panels.common.page import Page
from dashboard.panels.data.definition import Definition
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.directory import STATES, Directory, DirectoryFilters
from dashboard.panels.data.records import (
    checks_panel,
    coverage_panel,
    findings_panel,
    methods_panel,
    received_panel,
    sources_panel,
)
from dashboard.settings import places
from dashboard.template.book import as_xlsx, sources_of
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Choice, cards, row
from dashboard.ui.data import definition_drawer, directory_table, methods_list, sources_list
from dashboard.ui.place import here
from dashboard.view import View
from dashboard.view.parts import quotation

LONG = 300
"""Pixels above which a list below the table scrolls."""
BUILD = "the build"
"""Source of the findings that are of no file."""

store = page_start.store("data")
bar = page_start.draw_bar("data")
choices = page_start.choices(store)
every = replace(
    choices, indicators={**choices.indicators, **choices.without_figures}, without_figures={}
)
others = ("theme", "source", "state", "severity")
indicator = filters.current_view(every, ("indicator",), others).indicator
page = Page("data", store, View(indicator=indicator), st.context.theme.type == "dark")
page_start.freshness(store, page.releases, bar)
page_start.tell_paper(page)
reference = Reference(page)
whole = Directory(reference, DirectoryFilters())


def read_choice(field: str, options: dict[str, str]) -> str:
    """What the URL says of ``field``, one of ``options`` or '' for all; any other value gets a sentence on the page."""
    value = filters.page_parameters().get(field, "")
    if value and value not in options:
        here.info(f"The link's {field} {quotation(value)} is unknown; all are shown.")
        return ""
    return value


def write(field: str, value: str) -> None:
    """Put a filter into the URL; all stays out of it."""
    if value:
        st.query_params[field] = value
    else:
        st.query_params.pop(field, None)


def choose(label: str, field: str, options: dict[str, str]) -> str:
    """A choice in the bar that holds what the URL says of ``field`` and writes it there."""
    value = read_choice(field, options)
    words, key = {"": "All", **options}, f"data_{field}"
    filter_widgets.mirror(key, value)
    bar.filters.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: write(field, st.session_state[key]),
    )
    return value


@st.cache_data(max_entries=1, show_spinner=False)
def template_sources(version: str) -> dict[str, str]:
    """Id -> name of each source whose figures come in the template, '' for all of them."""
    return {"": "All sources", **sources_of(declarations(places().declared_folder))}


@st.cache_data(max_entries=12, show_spinner=False)
def template(version: str, source: str) -> bytes:
    """The workbook in which figures that nobody publishes are sent."""
    return as_xlsx(declarations(places().declared_folder), source)


def offer_statement() -> None:
    """Offer the statement on published information and the board's targets, made once pressed."""
    here.download_button(
        "Statement: what must be published, and the board's targets (PDF)",
        lambda: export_statement(Page("promises", store, View(as_at=filters.as_at())), "pdf"),
        file_name="statement.pdf",
        mime=STATEMENT_FORMATS["pdf"],
        key="statement",
        on_click="ignore",
    )


def offer_template() -> None:
    """Offer the template for all sources or for one, in a sentence where a declaration is at fault
    just now.
    """
    left, right = here.columns(2, vertical_alignment="bottom")
    try:
        names = template_sources(store.version)
        chosen_source = left.selectbox(
            "Template for figures that nobody publishes",
            list(names),
            format_func=names.__getitem__,
            key="template_for",
        )
        workbook = template(store.version, chosen_source)
    except InputError:
        here.info(
            "The template cannot be made just now, as a declaration has a fault; an analyst can see"
            " which."
        )
        return
    right.download_button(
        "Download the template as XLSX",
        workbook,
        file_name=f"template{chosen_source and '-'}{chosen_source}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="template",
        on_click="ignore",
    )


theme = choose("Theme", "theme", whole.themes)
source = choose("Source", "source", {**whole.source_names, BUILD: "The build"})
state = choose("State", "state", STATES)
severities = {one: one.capitalize() for one in reference.findings["Severity"].unique()}
severity = read_choice("severity", severities)
directory = replace(
    whole, filters=DirectoryFilters(theme, source if source != BUILD else "", state)
)
definitions: list[Card] = []
if page.indicators.empty:
    here.info("No indicator is declared yet; an analyst adds them.")
elif indicator in page.indicators.index:
    definition = Definition(reference, indicator)
    panel = definition.panel()
    drawer = definition_drawer(definition, directory, panel.actions)
    definitions.append(Card(panel, html=drawer))
severity_choice = Choice(
    "severity",
    "Severity",
    {"": "All", **severities},
    severity,
    lambda value: write("severity", value),
)
findings_card = Card(
    findings_panel(reference, severity, source),
    tall=LONG,
    choices=() if reference.findings.empty else (severity_choice,),
)
received_files = received_panel(reference)
directory_list = directory.panel()
table = [Card(directory_list, html=directory_table(directory, indicator), bare=True, tall=690)]
sources = Card(sources_panel(reference), html=sources_list(reference), tall=LONG)
methods = Card(methods_panel(reference), html=methods_list(), tall=LONG)
show_board(
    [
        row((8 if definitions else 12, table), (4, definitions)),
        row((7, [findings_card]), (5, [sources])),
        row(
            (6, cards(coverage_panel(reference), tall=LONG)), (6, cards(received_files, tall=LONG))
        ),
        row((5, [methods]), (7, cards(checks_panel(reference), tall=LONG))),
    ],
    "data",
    finding=directory.finding,
    note=directory.showing,
    page=page,
)
offer_statement()
offer_template()
