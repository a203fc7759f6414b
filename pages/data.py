"""Data and definitions: what each indicator counts, where its figures come from, and what was found
in the files.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.markup import Markdown
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import as_csv
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.text import FORMULAS
from dashboard.settings import places
from dashboard.template.book import as_xlsx, sources_of
from dashboard.ui import filters, page_start
from dashboard.ui.place import here
from dashboard.view import View
from dashboard.view.parts import quotation

store = page_start.store("data")
bar = page_start.draw_bar("data")
filters.current_view(page_start.choices(store), (), ("severity", "source"))
page = Page("data", store, View(), st.context.theme.type == "dark")
page_start.freshness(store, page.releases, bar)
reference = Reference(page)
demonstration = bool(page.releases["demonstration"].any())


def table(rows: pd.DataFrame, alt: str, file: str = "", tall: int = 420) -> None:
    """Draw ``rows`` with ``alt`` as its alternative text, and a download where ``file`` names one."""
    height = min(35 * (len(rows) + 1) + 3, tall)
    here.dataframe(rows, hide_index=True, width="stretch", height=height, placeholder="–", alt=alt)
    if file:
        here.download_button(
            f"Download {file} as CSV",
            as_csv(rows, demonstration),
            file_name=f"{file}.csv",
            mime="text/csv",
            key=f"csv_{file}",
            on_click="ignore",
        )


def folded(named: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Draw what is ``named`` in two columns, each with its lines folded away, down the left column
    first.
    """
    half = -(-len(named) // 2)
    for column, part in zip(here.columns(2), (named[:half], named[half:]), strict=True):
        for name, lines in part:
            with column.expander(name):
                here.markdown(Markdown("\n\n").join(lines))


def chosen(label: str, field: str, options: list[str]) -> str:
    """A choice that holds what the URL says of ``field`` and writes it there; '' for all."""
    asked = st.query_params.get(field, "")
    if asked and asked not in options:
        here.info(f"The link's {field} {quotation(asked)} is unknown; all are shown.")
        asked = ""
    filters.mirror(f"finding_{field}", asked)
    here.selectbox(
        label,
        ["", *options],
        format_func=lambda value: value or "All",
        key=f"finding_{field}",
        on_change=write,
        args=(field,),
    )
    return asked


def write(field: str) -> None:
    """Put a filter of the findings into the URL; all stays out of it."""
    value = st.session_state[f"finding_{field}"]
    if value:
        st.query_params[field] = value
    else:
        st.query_params.pop(field, None)


@st.cache_data(max_entries=1, show_spinner=False)
def template_sources(version: str) -> dict[str, str]:
    """Id -> name of each source whose figures come in the template, '' for all of them."""
    return {"": "All sources", **sources_of(declarations(places().declared))}


@st.cache_data(max_entries=12, show_spinner=False)
def template(version: str, source: str) -> bytes:
    """The workbook in which figures that nobody publishes are sent."""
    return as_xlsx(declarations(places().declared), source)


def offer_template() -> None:
    """Offer the template for all sources or for one, in a sentence where a declaration is at fault
    just now.
    """
    left, right = here.columns(2, vertical_alignment="bottom")
    try:
        names = template_sources(store.version)
        source = left.selectbox(
            "Template for figures that nobody publishes",
            list(names),
            format_func=names.__getitem__,
            key="template_for",
        )
        workbook = template(store.version, source)
    except InputError:
        here.info(
            "The template cannot be made just now, as a declaration has a fault; an analyst can see"
            " which."
        )
        return
    right.download_button(
        "Download the template as XLSX",
        workbook,
        file_name=f"template{source and '-'}{source}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="template",
        on_click="ignore",
    )


here.header("Freshness")
here.markdown(reference.freshness_reading)
table(reference.freshness, reference.freshness_reading, tall=700)

here.header("Indicators")
if page.indicators.empty:
    here.info("No indicator is declared; add one to data/declared/indicators and build.")
else:
    folded([(row.name, reference.about(row.id)) for row in page.indicators.itertuples()])
    alt = (
        f"{len(reference.indicators)} indicators with definition, unit, method, levels, sources and"
        " targets."
    )
    table(reference.indicators, alt, "indicators")

here.header("Coverage")
here.markdown(
    "Periods and areas that have a figure, by indicator and level; a level without a period has"
    " none loaded."
)
table(reference.coverage, "Coverage of each indicator by level and period.", "coverage")

here.header("Sources")
folded(list(reference.sources.items()))
offer_template()

here.header("Releases in force")
if reference.releases.empty:
    here.info("No file has been received yet: load a published file, or the demonstration.")
else:
    table(reference.releases, f"{len(reference.releases)} received files in force, newest first.")

here.header("Checks")
here.markdown(reference.checks_reading)
table(reference.checks, reference.checks_reading, tall=700)

here.header("Findings")
if reference.findings.empty:
    here.info("Nothing was found in the files that a reader should know.")
else:
    left, right = here.columns(2)
    with left:
        severity = chosen("Severity", "severity", list(reference.findings["Severity"].unique()))
    with right:
        source = chosen(
            "Source of the finding", "source", sorted(reference.findings["Source"].unique())
        )
    found = reference.found(severity, source)
    count = f"Showing {len(found)} of {len(reference.findings)} findings"
    here.markdown(f"{count}.")
    if found.empty:
        here.info("No finding matches these filters; set one of them to All.")
    else:
        table(found, f"{count}, with severity, file, row and column.", "findings")

here.header("Methods")
for name, formula in FORMULAS:
    here.markdown(Markdown("**{}.** {}").format(name, formula))
