"""Compare boroughs: who differs from the MPS or from their BCU beyond chance, and which action covers it."""

from dataclasses import replace

import streamlit as st

from dashboard.compare import Comparison
from dashboard.panel import month
from dashboard.ui import board, filters
from dashboard.ui.show import show_panel
from dashboard.view import COMPARATORS, MOST_AREAS

store = board.store()
choices = board.choices(store)
releases = store.query("releases")

st.title("Compare boroughs")
board.freshness(store, releases)
if not choices.indicators:
    st.info("No figures are loaded yet; run: python -m dashboard demo, or load a published file.")
    st.stop()

view = filters.current_view(choices)
dark = st.context.theme.type == "dark"
comparison = Comparison(store, view, dark)
if not comparison.periods:
    st.info("No borough figures are loaded for this indicator; load the borough file of its source.")
    st.stop()
if comparison.period_note:
    st.info(comparison.period_note)


def changed() -> None:
    """Write what the filters hold into the URL."""
    held = st.session_state
    latest = held.filter_period == comparison.periods[0] or held.filter_indicator != view.indicator
    filters.write(
        replace(view, indicator=held.filter_indicator, areas=tuple(held.filter_areas),
                period=None if latest else held.filter_period, comparator=held.filter_comparator)
    )  # fmt: skip


filters.mirror("filter_indicator", view.indicator)
filters.mirror("filter_areas", list(view.areas))
filters.mirror("filter_period", comparison.period)
filters.mirror("filter_comparator", view.comparator)
columns = st.columns([3, 2, 2, 5])
columns[0].selectbox("Indicator", list(choices.indicators), format_func=lambda i: choices.indicators[i],
                     key="filter_indicator", on_change=changed)  # fmt: skip
columns[1].selectbox("12 months to", comparison.periods, format_func=month, key="filter_period", on_change=changed)
columns[2].selectbox("Compared with", list(COMPARATORS), format_func=lambda c: COMPARATORS[c],
                     key="filter_comparator", on_change=changed)  # fmt: skip
columns[3].multiselect("Boroughs (up to five)", list(choices.boroughs), format_func=lambda b: choices.boroughs[b],
                       key="filter_areas", max_selections=MOST_AREAS, on_change=changed)  # fmt: skip

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
    if code != st.session_state.get(f"clicked_{chart}"):
        st.session_state[f"clicked_{chart}"] = code
        if code in choices.boroughs:
            filters.write(view.toggled(code))
            st.rerun()
