"""Compare boroughs: who differs from the MPS, their BCU or their like beyond chance, and which
action covers it.
"""

import streamlit as st

from dashboard.markup import Markdown
from dashboard.panels.common.once import once
from dashboard.panels.compare.comparison import Comparison
from dashboard.ui import filters, page_start
from dashboard.ui.icons import beside
from dashboard.ui.place import here
from dashboard.ui.show import show_panel
from dashboard.view import LIMITS

FIELDS = (
    "indicator",
    "area",
    "areas",
    "period",
    "comparator",
    "difference",
    "level",
    "limits",
    "over_time",
)

page, choices = page_start.start("compare", FIELDS)
comparison = once(Comparison)(page)
view = page.view
if not comparison.periods:
    here.info(comparison.level_note)
    st.stop()
by_borough = comparison.level == "borough"
for note in comparison.notes:
    here.info(note)

columns = here.columns([3, 2, 2, 5])
filters.select(columns[0], "Indicator", "indicator", choices.indicators, view.indicator)
filters.select_period(columns[1], "Period", comparison.periods, comparison.period)
if len(comparison.comparators) > 1:
    filters.select(
        columns[2], "Compared with", "comparator", comparison.comparators, comparison.comparator
    )
if by_borough:
    filters.select_areas(columns[3], "Boroughs (up to five)", choices.boroughs, view.areas)

shown = f"{choices.indicators[view.indicator]}, {comparison.when}"
if comparison.comparator:
    shown += f", compared with {comparison.label}"
if by_borough:
    shown += f"; {', '.join(choices.boroughs[code] for code in view.areas) or 'no borough chosen'}"
here.markdown(Markdown("**Showing** {}.").format(shown))


def difference() -> None:
    """The choice of a chart that tells who differs, how it is drawn, and the one chosen."""
    with here.container(horizontal=True):
        filters.choose_one(
            here, "Difference", "difference", comparison.differences, comparison.difference
        )
        if comparison.difference == "funnel":
            drawn = comparison.funnelled
            filters.choose_one(
                here, "Funnel of", "level", drawn.levels, "ward" if drawn.by_ward else "borough"
            )
            filters.choose_one(here, "Limits", "limits", LIMITS, view.limits)
    show_panel(comparison.differing(), choose)


def over_time() -> None:
    """The choice of a chart over time, and the one chosen."""
    filters.choose_one(here, "Over time", "over_time", comparison.over_times, comparison.over_time)
    icons = beside(comparison.icons, page.dark) if comparison.over_time == "control" else ""
    show_panel(comparison.moving(), choose, icons)


choose = filters.choosing(view, choices.boroughs)
if comparison.level == "mps":
    over_time()
else:
    mapped = comparison.map()
    left, right = here.columns(2)
    with left:
        difference()
        if mapped:
            show_panel(mapped, choose)
    if by_borough:
        with right:
            show_panel(comparison.hexagons(), choose)
            if not mapped:
                here.markdown(
                    Markdown(
                        ":small[A geographic map is drawn beside the trend once a file of borough "
                        "boundaries (the source boundaries_borough) is loaded.]"
                    )
                )
    # Beside the ranking, or the map under it; without a map the ranking is level with the hexagons
    # and the trend wide.
    with right if mapped or not by_borough else here.container():
        over_time()
    show_panel(comparison.table(), choose)
    alike = comparison.similar() if comparison.comparator == "similar" else None
    if alike:
        show_panel(alike, choose)
