"""Overview: the board's headline indicators in agenda order, and the boroughs that are worse and
worsening.
"""

from dashboard.markup import Markdown
from dashboard.panels.common.once import once
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.panels.overview.indicators import Overview
from dashboard.panels.overview.variation import variation, variation_of
from dashboard.ui import page_start
from dashboard.ui.headline import show_finding, show_row, show_style
from dashboard.ui.icons import grid
from dashboard.ui.place import here
from dashboard.ui.show import show_folded, show_panel

page, choices = page_start.start("overview", ())
overview, exceptions = once(Overview)(page), once(Exceptions)(page)
table, varied, found = overview.panel(), variation(page), exceptions.panel()

show_style()
if table:
    show_finding(table)
shown = Markdown(
    "**Showing** the board's headline indicators for the MPS, at the latest period of each."
)
if varied:
    shown += Markdown(" All indicators: [{}](#variation).").format(varied.title)
if found:
    shown += Markdown(" By borough: [{}](#exceptions).").format(found.title)
here.markdown(shown)
for theme, rows in overview.themes.items():
    here.header(theme, divider="gray")
    for row in rows:
        show_row(row, page.view, page.dark)
    missing = overview.missing(theme)
    if missing:
        here.markdown(Markdown(":small[{}]").format(missing))

if varied:
    here.header("All indicators", anchor="all-indicators")
    show_panel(varied, html=grid(variation_of(page).themes, page.view, page.dark))

here.header("Exceptions", anchor="worse-and-worsening")
if found is None:
    here.info(
        "No borough figure that can be tested is loaded; load a file of pas_borough or"
        " mps_borough_crime."
    )
else:
    show_panel(found)
    links = exceptions.links()
    if links:
        here.markdown(Markdown("**Open the comparison** of the first {}:").format(len(links)))
        with here.container(horizontal=True):
            for label, parameters in links:
                here.page_link("pages/compare.py", label=label, query_params=parameters)

if table is None:
    here.info(
        "No headline indicator has a figure yet; run: python -m dashboard demo, or load a published"
        " file."
    )
else:
    show_folded(
        table, "The headline indicators as a table, with their definitions, sources and download"
    )
