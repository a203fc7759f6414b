"""A borough beside those that touch it: the figures are its own, and the marks those of its tests."""

from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.neighbours import areas_beside, beside_indicators, beside_neighbours
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

LEWISHAM, TOWER_HAMLETS = "E09000023", "E09000030"


def wards(home, area):
    where = Places(home)
    return Wards(Page("borough", open_store(where, find_database(where)), View(area=area)))


def test_boroughs_that_touch_are_those_that_a_londoner_knows(demonstration_home):
    names = [each.name for each in areas_beside(wards(demonstration_home, LEWISHAM))]
    assert names == ["Lewisham", "Bromley", "Greenwich", "Southwark", "Tower Hamlets", "London"]
    other = [each.area for each in areas_beside(wards(demonstration_home, TOWER_HAMLETS))]
    assert LEWISHAM in other


def test_each_neighbour_has_the_figure_and_the_verdict_that_its_own_page_gives_it(
    demonstration_home,
):
    here = wards(demonstration_home, LEWISHAM)
    ids = beside_indicators(here)
    for each in areas_beside(here)[:-1]:
        own = Borough(Page("borough", here.page.store, View(area=each.area))).rows
        for indicator, cell in zip(ids, each.cells, strict=True):
            row = own.loc[indicator]
            if indicator == "wards_below_minimum":
                assert cell.text == f"{row['numerator']:.0f} of {row['denominator']:.0f}"
            else:
                whole = here.page.text(indicator, row["value"])
                assert whole.startswith(cell.text) and cell.way == row["flag"]
                assert cell.sure == (str(row["flag_level"]) == "99.8")


def test_the_title_counts_the_neighbours_whose_figure_is_higher(demonstration_home):
    here = wards(demonstration_home, LEWISHAM)
    panel = beside_neighbours(here)
    trust = here.borough.latest.set_index(["indicator", "area"])["value"]["trust"]
    around = [a.area for a in areas_beside(here)[1:-1]]
    higher = sum(trust[a] > trust[LEWISHAM] for a in around)
    assert panel.title == f"Trust: {higher} of {len(around)} neighbours are higher"
    assert len(panel.table) == len(around) + 2
