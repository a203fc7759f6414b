"""Response times: how quickly I and S calls are reached, where, and how many there are; 999 calls answered."""

import streamlit as st

from dashboard.panels.once import once
from dashboard.panels.response import GRADES, Response
from dashboard.panels.response_calls import MISSING_999, answering, demand
from dashboard.ui import board, filters
from dashboard.ui.show import show_panel

page, choices = board.start("response", "Response times", ("indicator", "areas", "period"))
made = once(Response)(page)
for note in made.notes:
    st.info(note)

choose = filters.choosing(page.view, choices.boroughs)
if made.periods:
    columns = st.columns([3, 2, 6])
    filters.select(columns[0], "Grade", "indicator", GRADES, made.within)
    filters.select_period(columns[1], "Quarter to", made.periods, made.period)
    filters.select_areas(columns[2], "Boroughs (up to five)", choices.boroughs, page.view.areas)
    chosen = ", ".join(choices.boroughs[code] for code in page.view.areas) or "no borough chosen"
    st.markdown(f"**Showing** {made.grade} calls, {made.when}; the MPS and its 12 BCUs; {chosen}.")
    st.header(f"{made.grade} calls")
    for panels in ((made.within_target(), demand(made)), (made.median(), made.p90())):
        for place, panel in zip(st.columns(2), panels, strict=True):
            if panel:
                with place:
                    show_panel(panel, choose)

st.header("999 calls answered")
answered = answering(made)
if answered:
    show_panel(answered)
else:
    st.info(MISSING_999)
