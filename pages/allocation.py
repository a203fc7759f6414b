"""Ward allocation: which wards are short, what a plan would change and how surely, and what else
could be done.
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.catalogue import SECTION_TITLES
from dashboard.markup import Markdown
from dashboard.panels.allocation.allocation import Allocation
from dashboard.panels.allocation.ward_need import need_choices
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.ui import allocation_controls, filters, page_start
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

page, choices = page_start.start(
    "allocation",
    ("area", "ward", "plan", "period", "weights", "moves", "opened"),
)
view = page.view
allocation = once(Allocation)(page)
wards = allocation.data
for sentence in (*allocation.notes, *allocation.lacking):
    here.info(sentence)
if not wards.periods and not allocation.tried_moves:
    st.stop()

columns = here.columns(3)
filters.select(columns[0], "Borough", "area", {"": "All London", **choices.boroughs}, view.area)
if wards.both:
    filters.select(
        columns[1],
        "Plan set against the one in force",
        "plan",
        wards.others,
        wards.asked_plans["proposed"],
    )
if wards.period:
    filters.select_period(columns[2], "At the end of", wards.periods, wards.period)
here.markdown(Markdown("**Showing** {}").format(allocation.showing))
if allocation.trying:
    left, right = here.columns([5, 1], vertical_alignment="center")
    left.warning(allocation.trying)
    right.button(
        "Back to the plan's own",
        key="weights_back",
        on_click=filters.write,
        args=(replace(view, weights=()),),
    )


def choose(code: str) -> None:
    """Open the ward pressed, or its borough where all London is shown."""
    filters.write(
        replace(view, ward=code) if view.area else replace(view, area=allocation.borough_of(code))
    )


def show(*charts: Callable[[], Panel | None]) -> None:
    """Draw the panels that have something to show, side by side."""
    panels = [panel for panel in (chart() for chart in charts) if panel]
    places = here.columns(len(panels)) if len(panels) > 1 else [here.container() for _ in panels]
    for place, panel in zip(places, panels, strict=True):
        with place:
            show_panel(panel, choose)


def opened(section: str, label: str) -> bool:
    """Draw the question of a section and the switch that opens it; whether it is open."""
    here.header(SECTION_TITLES[section], anchor=f"section-{section}")
    return filters.open_section(here, label, section)


if wards.periods:
    here.header("Which wards are below the minimum?")
    show(allocation.minimum, allocation.abstraction)
if wards.held and opened("restore", "Show officers and posts lacking, by borough"):
    show(allocation.restore)
if wards.both:
    here.header("What would the plan change, and how surely?")
    if allocation.proposal:
        here.warning(allocation.proposal)
    left, right = here.columns(2)
    with left:
        show(allocation.hexagons)
        show(allocation.robustness)
    with right:
        show(allocation.plans)
    wanted = need_choices(wards)
    if wanted:
        shown = view.ward if view.ward in wanted else next(iter(wanted))
        with right:
            filters.select(here, "Ward whose need is shown", "ward", wanted, shown)
            show(allocation.needs)
if allocation.tried_moves:
    # What is tried stays in sight, as the page rests on it.
    if opened("weights", "Try other weights") or wards.need.tried:
        allocation_controls.weights(
            view, wards.need.points, wards.need.labels, wards.need.words, tried=wards.need.tried
        )
    if opened("moves", "Try moves of posts") or view.moves:
        allocation_controls.moves(view, allocation.tried_moves.choices, allocation.tried_moves.told)
        show(allocation.moves)
    if opened("fairness", "Show need against posts, by borough"):
        show(allocation.fairness, allocation.per_need)
if opened("wards", "Show totals side by side, and every ward in one table"):
    show(allocation.reconciliation)
    show(allocation.wards)
