"""Ward allocation: which wards are short, what a plan would change and how surely, and what else
could be done.
"""

from dataclasses import replace

import streamlit as st

from dashboard.catalogue import SECTION_TITLES
from dashboard.panels.allocation.allocation import Allocation
from dashboard.panels.allocation.ward_need import need_choices
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.ui import allocation_controls, filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, cards, row
from dashboard.ui.chart_choice import Draw, one_chart
from dashboard.ui.place import here
from dashboard.ui.ward_story import ward_story
from dashboard.ui.ward_table import ward_table
from dashboard.view.shared_filters import SHAPES

page, choices, place = page_start.start(
    "allocation",
    ("area", "ward", "plan", "period", "weights", "moves", "opened", "shape"),
)
view = page.view
allocation = once(Allocation)(page)
wards = allocation.data
filter_widgets.select(place, "Borough", "area", {"": "All London", **choices.boroughs}, view.area)
if wards.both:
    filter_widgets.select(place, "Plan", "plan", wards.others, wards.asked_plans["proposed"])
if wards.period:
    filter_widgets.select_period(place, "Month", wards.periods, wards.period)
for sentence in (*allocation.notes, *allocation.lacking):
    here.info(sentence)
if not wards.periods and not allocation.tried_moves:
    st.stop()
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
    """Open the story of the ward pressed, or the wards of the borough pressed."""
    wanted = replace(view, area=code) if code in choices.boroughs else replace(view, ward=code)
    filters.write(wanted)


def draw_section_switch(section: str, label: str) -> bool:
    """Draw the question of a section and the switch that opens it; whether it is open."""
    here.header(SECTION_TITLES[section], anchor=f"section-{section}")
    return filter_widgets.open_section(here, label, section)


def table_card() -> Card | None:
    """Every ward in one table."""
    panel = allocation.wards()
    return panel and Card(panel, choose, table=ward_table(wards, panel.reading))


def story_card() -> list[Card]:
    """The story of the ward that is chosen; none where the reader has not asked for one."""
    if not view.ward and "needs" not in view.opened:
        return []
    choices = need_choices(wards)
    panel = allocation.needs() if choices else None
    if panel is None:
        return []
    current = view.ward if view.ward in choices else next(iter(choices))
    ward = filter_widgets.card_choice(view, "ward", "Ward", choices, current)
    return [Card(panel, choose, html=ward_story(wards, current), choices=(ward,))]


def map_card() -> list[Card]:
    """The wards on a map, with the choice of how they are drawn."""
    panel = allocation.chosen_map()
    shape = filter_widgets.card_choice(view, "shape", "Drawn as", SHAPES, view.shape)
    return [Card(panel, choose, choices=(shape,))] if panel else []


def pressable_card(panel: Panel | None) -> Card | None:
    """The card of a panel whose areas can be pressed."""
    return panel and Card(panel, choose)


offers: dict[str, tuple[str, Draw]] = {"": ("Table", table_card)}
if wards.post_indicators:
    offers["minimum"] = ("Against the minimum", lambda: pressable_card(allocation.minimum()))
if wards.both:
    offers["plans"] = ("Both plans", lambda: pressable_card(allocation.plans()))
every_ward = one_chart(view, "Wards as", offers)
beside = [*story_card(), *map_card()] if wards.both else []
rows = [row((8, every_ward), (4, beside))]
rows.append(
    row(
        (6, cards(allocation.robustness(), choose=choose)),
        (6, cards(allocation.abstraction() if wards.periods else None, choose=choose)),
    )
)
show_board(
    rows,
    "allocation",
    finding=allocation.finding,
    note=" ".join(filter(None, (f"Showing {allocation.showing}", allocation.proposal))),
    page=page,
)
if wards.post_indicators and draw_section_switch(
    "restore", "Show officers and posts lacking, by borough"
):
    show_board([row((12, cards(allocation.restore(), choose=choose)))], "restore", page=page)
if allocation.tried_moves:
    # What is tried stays in sight, as the page rests on it.
    if draw_section_switch("weights", "Try other weights") or wards.need.has_tried_weights:
        allocation_controls.weights(
            view,
            wards.need.points,
            wards.need.labels,
            wards.need.words,
            on_trial=wards.need.has_tried_weights,
        )
    if draw_section_switch("moves", "Try moves of posts") or view.moves:
        allocation_controls.moves(
            view, allocation.tried_moves.choices, allocation.tried_moves.move_words
        )
        show_board([row((12, cards(allocation.moves(), choose=choose)))], "moves", page=page)
    if draw_section_switch("fairness", "Show need against posts, by borough"):
        show_board(
            [
                row(
                    (6, cards(allocation.fairness(), choose=choose)),
                    (6, cards(allocation.per_need(), choose=choose)),
                )
            ],
            "fairness",
            page=page,
        )
if wards.post_indicators and draw_section_switch("wards", "Show totals side by side"):
    show_board([row((12, cards(allocation.reconciliation(), choose=choose)))], "totals", page=page)
