"""Overview: the board's headline indicators in agenda order, and the boroughs that are worse and
worsening.
"""

from dashboard.panels.common.once import once
from dashboard.panels.overview.due import due
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.panels.overview.indicators import Overview
from dashboard.panels.overview.variation import variation, variation_of
from dashboard.ui import filter_widgets, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Link, row
from dashboard.ui.icons import grid
from dashboard.ui.overview import due_list, exceptions_table, headline_table
from dashboard.ui.place import here
from dashboard.view.overview import COVER_CHOICES

page, choices, bar = page_start.start(
    "overview", ("framework", "worse_theme", "worse_area", "covered")
)
frameworks = {"": "All", **choices.frameworks}
filter_widgets.select(bar, "Framework", "framework", frameworks, page.view.framework)
overview, exceptions = once(Overview)(page), once(Exceptions)(page)
table, varied, worsening, actions = overview.panel(), variation(page), exceptions.panel(), due(page)
similar = Link(
    "Compare a borough with similar boroughs over four years",
    "compare",
    {"comparator": "similar", "years": "4"},
)
beside: list[Card] = []
if worsening:
    themes, boroughs = exceptions.offers
    narrowing = tuple(
        filter_widgets.card_choice(page.view, field, label, {"": "All", **options}, current)
        for field, label, options, current in (
            ("worse_theme", "Theme", themes, page.view.worse_theme),
            ("worse_area", "Borough", boroughs, page.view.worse_area),
            ("covered", "Actions", COVER_CHOICES, page.view.covered),
        )
    )
    # Here the link stands on the first screen; below the table of indicators it would not.
    listed = exceptions_table(exceptions)
    beside.append(Card(worsening, html=listed, choices=narrowing, links=(similar,)))
else:
    here.info("No borough figure that can be tested is loaded: load one of the survey or of crime.")
due_cards = [Card(actions, html=due_list(page))] if actions else []
if table is None:
    here.info(
        f"No {'indicator of this framework' if page.view.framework else 'headline indicator'} has"
        " a figure yet: load a published file, or the demonstration."
    )
headlines = [Card(table, html=headline_table(overview), bare=True)] if table else []
every = [Card(varied, html=grid(variation_of(page).themes, page.view, page.dark))] if varied else []
show_board(
    [row((8, headlines), (4, beside)), row((12, due_cards)), row((12, every))],
    "overview",
    finding=table.title if table else "",
    note=f"Showing {overview.kind} for the MPS, at the latest period of each.",
    page=page,
)
