"""Ward allocation: which wards are short, what a plan would change and why, and whether the wards add up."""

from dataclasses import replace

import streamlit as st

from dashboard.panels.allocation import Allocation
from dashboard.panels.allocation_plans import need_choices
from dashboard.panels.once import once
from dashboard.ui import board, filters
from dashboard.ui.show import show_panel

page, choices = board.start("allocation", "Ward allocation", ("area", "ward", "plan", "period"))
view = page.view
allocation = once(Allocation)(page)
wards = allocation.data
for sentence in (*allocation.notes, *allocation.lacking):
    st.info(sentence)
if not wards.periods and not wards.both:
    st.stop()

columns = st.columns(3)
filters.select(columns[0], "Borough", "area", {"": "All London", **choices.boroughs}, view.area)
if wards.both:
    filters.select(columns[1], "Plan set against the one in force", "plan", wards.others,
                   wards.asked_plans["proposed"])  # fmt: skip
if wards.period:
    filters.select_period(columns[2], "At the end of", wards.periods, wards.period)
st.markdown(f"**Showing** {allocation.showing}")


def choose(code: str) -> None:
    """Open the ward pressed, or its borough where all London is shown."""
    filters.write(replace(view, ward=code) if view.area else replace(view, area=allocation.borough_of(code)))


def show(*charts: str) -> None:
    """Draw the panels that have something to show, side by side."""
    panels = [panel for panel in (getattr(allocation, chart)() for chart in charts) if panel]
    places = st.columns(len(panels)) if len(panels) > 1 else [st.container() for _ in panels]
    for place, panel in zip(places, panels, strict=True):
        with place:
            show_panel(panel, choose)


if wards.periods:
    st.header("The wards as they are")
    show("minimum", "abstraction")
if wards.both:
    st.header("What the plan changes")
    if allocation.proposal:
        st.warning(allocation.proposal)
    left, right = st.columns(2)
    with left:
        show("hexagons")
    with right:
        show("plans")
    wanted = need_choices(wards)
    if wanted:
        shown = view.ward if view.ward in wanted else next(iter(wanted))
        # Under the shorter of the two: London's list of wards is long, a borough's is short.
        with right if view.area else left:
            filters.select(st, "Ward whose need is shown", "ward", wanted, shown)
            show("needs")
st.header("Every ward, and whether they add up")
show("reconciliation")
show("wards")
