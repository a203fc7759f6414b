"""Compare boroughs: who differs from the MPS or from their BCU beyond chance, and which action covers it."""

import streamlit as st

from dashboard.panel import month
from dashboard.panels.compare import Comparison
from dashboard.ui import board, filters
from dashboard.ui.show import show_panel
from dashboard.view import COMPARATORS

page, choices = board.start("compare", "Compare boroughs", ("indicator", "areas", "period", "comparator"))
view = page.view
comparison = Comparison(page)
if not comparison.periods:
    st.info("No borough figures are loaded for this indicator; load the borough file of its source.")
    st.stop()
if comparison.period_note:
    st.info(comparison.period_note)

columns = st.columns([3, 2, 2, 5])
filters.select(columns[0], "Indicator", "indicator", choices.indicators, view.indicator)
filters.select_period(columns[1], "12 months to", comparison.periods, comparison.period)
filters.select(columns[2], "Compared with", "comparator", COMPARATORS, view.comparator)
filters.select_areas(columns[3], "Boroughs (up to five)", choices.boroughs, view.areas)

chosen = ", ".join(choices.boroughs[code] for code in view.areas) or "no borough chosen"
st.markdown(
    f"**Showing** {choices.indicators[view.indicator]}, 12 months to {month(comparison.period)}, "
    f"compared with {COMPARATORS[view.comparator]}; {chosen}."
)

left, right = st.columns(2)
with left:
    clicks = [show_panel(comparison.ranking())]
with right:
    clicks.append(show_panel(comparison.hexagons()))
    clicks.append(show_panel(comparison.trend()))
show_panel(comparison.table())

for chart, code in zip(("ranking", "hexagons", "trend"), clicks, strict=True):
    if filters.clicked(chart, code) and code in choices.boroughs:
        filters.write(view.toggled(code))
        st.rerun()
