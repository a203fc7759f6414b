"""Compare boroughs: who differs from the MPS, their BCU or their like beyond chance, and which
action covers it.
"""

import streamlit as st

from dashboard.panels.common.once import once
from dashboard.panels.compare.comparison import Comparison
from dashboard.ui import filter_widgets, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Choice, cards, row
from dashboard.ui.icons import beside
from dashboard.ui.place import here
from dashboard.view.compare import LIMITS
from dashboard.view.shared_filters import SHAPES

FIELDS = (
    "indicator",
    "area",
    "areas",
    "period",
    "comparator",
    "difference",
    "years",
    "level",
    "limits",
    "over_time",
    "shape",
)

page, choices, place = page_start.start("compare", FIELDS)
comparison = once(Comparison)(page)
view = page.view
if not comparison.periods:
    here.info(comparison.level_note)
    st.stop()
by_borough = comparison.level == "borough"
filter_widgets.select(place, "Indicator", "indicator", choices.indicators, view.indicator)
if len(comparison.comparators) > 1:
    filter_widgets.select(
        place, "Compared with", "comparator", comparison.comparators, comparison.comparator
    )
if by_borough:
    filter_widgets.select_areas(place, "Boroughs", choices.boroughs, view.areas)
filter_widgets.select_period(place, "Period", comparison.periods, comparison.period)
for note in comparison.notes:
    here.info(note)


def span_choice() -> Choice:
    """Over how many years a change is taken."""
    return filter_widgets.card_choice(
        view, "years", "Change over", comparison.spans, str(comparison.years)
    )


def difference_choices() -> tuple[Choice, ...]:
    """How who differs is drawn: as a ranking or a funnel, of what, and with which limits."""
    first = filter_widgets.card_choice(
        view, "difference", "Difference", comparison.differences, comparison.difference
    )
    if comparison.difference == "change":
        return (first, span_choice())
    if comparison.difference != "funnel":
        return (first,)
    drawn = comparison.funnel_data
    level = filter_widgets.card_choice(
        view, "level", "Funnel of", drawn.levels, "ward" if drawn.by_ward else "borough"
    )
    return (first, level, filter_widgets.card_choice(view, "limits", "Limits", LIMITS, view.limits))


choose = filter_widgets.choosing(view, choices.boroughs)
control = comparison.over_time == "control"
moving = Card(
    comparison.moving(),
    choose,
    html=beside(comparison.icons, page.dark) if control else None,
    choices=(
        filter_widgets.card_choice(
            view, "over_time", "Over time", comparison.over_times, comparison.over_time
        ),
        *(() if control or not comparison.spans else (span_choice(),)),
    ),
)
rows = []
if comparison.level == "mps":
    rows.append(row((12, [moving])))
else:
    left = [Card(comparison.differing(), choose, choices=difference_choices())]
    right = []
    if by_borough:
        shape = filter_widgets.card_choice(view, "shape", "Drawn as", SHAPES, view.shape)
        mapped = comparison.chosen_map()
        # The trend first: how a borough and its like have moved is read without scrolling.
        right = [moving, *([Card(mapped, choose, choices=(shape,))] if mapped else [])]
    rows.append(row((6, left), (6, right)))
    if not by_borough:
        rows.append(row((12, [moving])))
    rows.append(row((12, [Card(comparison.table(), choose)])))
    alike = comparison.similar() if comparison.comparator == "similar" else None
    rows.append(row((12, cards(alike, choose=choose))))
subject = f"{choices.indicators[view.indicator]}, {comparison.when}"
if comparison.comparator:
    subject += f", compared with {comparison.label}"
if by_borough:
    subject += f"; {filter_widgets.areas_words(view, choices.boroughs)}"
show_board(rows, "compare", finding=comparison.finding, note=f"Showing {subject}.", page=page)
