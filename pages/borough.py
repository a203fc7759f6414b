"""Borough: how one borough and its wards stand, what worsens there, and what is being done."""

from dataclasses import replace

from dashboard.panels.borough.first import first_borough
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.neighbours import beside_neighbours
from dashboard.panels.borough.rare_data import RareOffences
from dashboard.panels.borough.rare_offences import rare_panel, spells_panel
from dashboard.panels.borough.summary import borough_summary, tiles
from dashboard.panels.borough.ward_strip import WardStrip, strip_panel
from dashboard.panels.borough.wards import Wards
from dashboard.panels.borough.worsening import worsening_panel
from dashboard.panels.common.once import once
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Link, cards, row
from dashboard.ui.borough import (
    neighbour_table,
    offer_one_page,
    strip_table,
    worsening_table,
)
from dashboard.ui.chart_choice import one_chart
from dashboard.ui.place import here
from dashboard.ui.tiles import tile_list
from dashboard.view.shared_filters import SHAPES

TALL = 450
"""Pixels of the wards' table, so that it ends on the first screen: 19 wards and their total."""

page, choices, place = page_start.start(
    "borough", ("area", "indicator", "shape", "offence", "ward", "opened")
)
if not page.view.area:
    area = first_borough(page, filters.session_view().areas)
    page = page_start.page_at(page, replace(page.view, area=area))
view = page.view
borough, wards, rare = once(Borough)(page), once(Wards)(page), once(RareOffences)(page)
strip = once(WardStrip)(page)
filter_widgets.select(place, "Borough", "area", choices.boroughs, view.area)
summary, table = borough_summary(wards), borough.indicators()
if summary:
    offer_one_page(place, page)
if table is None:
    here.info(
        "No borough figure is loaded yet: load a file of the survey, of crime or of response."
    )
if not wards.indicator:
    here.info("No ward figure is loaded yet: load a file of ward posts or of ward crime.")
choice = filter_widgets.card_choice(view, "indicator", "Wards by", wards.choices, wards.indicator)
allocation = Link("Ward allocation of this borough", "allocation", {"area": borough.code})
shape = filter_widgets.card_choice(view, "shape", "Drawn as", SHAPES, view.shape)


def strip_card() -> Card | None:
    """The wards against the minimum and under the plan, a map beside the table."""
    panel = strip_panel(strip)
    return panel and Card(panel, html=strip_table(strip), tall=TALL, links=(allocation,))


def map_card() -> Card | None:
    """The wards on a map, with the choice of what by and how they are drawn."""
    panel = wards.ward_map() if wards.indicator else None
    return panel and Card(panel, choices=(choice, shape), links=(allocation,))


def table_card() -> Card | None:
    """The wards in a table."""
    panel = wards.table() if wards.indicator else None
    return panel and Card(panel, links=(allocation,))


def open_spells(ward: str) -> None:
    """Show the spells of the ward pressed, in the place of all wards."""
    others = tuple(section for section in view.opened if section not in WARD_CHARTS)
    filters.write(replace(view, ward=ward, opened=(*others, "ward_spells")))


def rare_card() -> Card | None:
    """The months with a rare offence in every ward."""
    panel = rare_panel(rare)
    if panel is None:
        return None
    offence = filter_widgets.card_choice(view, "offence", "Offence", rare.choices, rare.offence_id)
    return Card(panel, open_spells, choices=(offence,))


def spells_card() -> Card | None:
    """The spells of a rare offence in one ward."""
    panel = spells_panel(rare)
    if panel is None:
        return None
    offence = filter_widgets.card_choice(view, "offence", "Offence", rare.choices, rare.offence_id)
    ward = filter_widgets.card_choice(view, "ward", "Ward", rare.ward_names, rare.ward)
    return Card(panel, choices=(offence, ward))


WARD_CHARTS = {
    "": ("Minimum and plan", strip_card),
    "ward_map": ("One figure on a map", map_card),
    "ward_table": ("All figures in a table", table_card),
    "rare_offences": ("Rare offences", rare_card),
    "ward_spells": ("Rare in one ward", spells_card),
}
ward_cards = one_chart(view, "Wards as", WARD_CHARTS)
worse, around = worsening_panel(borough), beside_neighbours(wards)
beside = [Card(worse, html=worsening_table(borough))] if worse else []
beside += [Card(around, html=neighbour_table(wards))] if around else []
show_board(
    [
        row((12, [Card(summary, html=tile_list(tiles(wards)), plain=True)] if summary else [])),
        row((7, ward_cards), (5, beside)),
        row((12, cards(table, tall=1200))),
    ],
    "borough",
    finding=summary.title if summary else borough.name,
    note=f"Showing {borough.name}, latest period of each figure. {borough.summary}",
    page=page,
)
