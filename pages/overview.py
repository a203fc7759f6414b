"""Overview: the board's headline indicators in agenda order, and the boroughs that are worse and
worsening.
"""

from dashboard.panels.common.once import once
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.panels.overview.indicators import Overview
from dashboard.panels.overview.variation import variation, variation_of
from dashboard.ui import page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, row
from dashboard.ui.icons import grid
from dashboard.ui.place import here

page, choices, _ = page_start.start("overview", ())
overview, exceptions = once(Overview)(page), once(Exceptions)(page)
table, varied, found = overview.panel(), variation(page), exceptions.panel()
rows = []
if table:
    rows.append(row((8, [Card(table)]), (4, [Card(found)] if found else [])))
if varied:
    rows.append(row((12, [Card(varied, html=grid(variation_of(page).themes, page.view, page.dark))])))
show_board(rows, "overview", finding=table.title if table else "", dark=page.dark)
