"""Ward allocation: which wards are short, what a plan would change and how surely, and what else
could be done.
"""

from dataclasses import replace

import streamlit as st

from dashboard.catalogue import SECTION_TITLES
from dashboard.panels.allocation.allocation import Allocation
from dashboard.panels.allocation.ward_need import need_choices
from dashboard.panels.common.once import once
from dashboard.ui import allocation_controls, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, cards, row
from dashboard.ui.place import here
from dashboard.view import SHAPES

page, choices, place = page_start.start(
    "allocation",
    ("area", "ward", "plan", "period", "weights", "moves", "opened", "shape"),
)
view = page.view
allocation = once(Allocation)(page)
wards = allocation.data
filters.select(place, "Borough", "area", {"": "All London", **choices.boroughs}, view.area)
if wards.both:
    filters.select(place, "Plan", "plan", wards.others, wards.asked_plans["proposed"])
if wards.period:
    filters.select_period(place, "Month", wards.periods, wards.period)
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
    """Open the ward pressed, or its borough where all London is shown."""
    filters.write(
        replace(view, ward=code) if view.area else replace(view, area=allocation.borough_of(code))
    )


def opened(section: str, label: str) -> bool:
    """Draw the question of a section and the switch that opens it; whether it is open."""
    here.header(SECTION_TITLES[section], anchor=f"section-{section}")
    return filters.open_section(here, label, section)


def need_card() -> list[Card]:
    """The need of one ward, with the choice of which."""
    wanted = need_choices(wards)
    panel = allocation.needs() if wanted else None
    if panel is None:
        return []
    shown = view.ward if view.ward in wanted else next(iter(wanted))
    ward = filters.card_choice(view, "ward", "Ward", wanted, shown)
    return [Card(panel, choose, choices=(ward,))]


def map_card() -> list[Card]:
    """The wards on a map, with the choice of how they are drawn."""
    panel = allocation.mapped()
    shape = filters.card_choice(view, "shape", "Drawn as", SHAPES, view.shape)
    return [Card(panel, choose, choices=(shape,))] if panel else []


minimum = allocation.minimum() if wards.periods else None
rows = []
if wards.both:
    rows.append(
        row(
            (7, cards(minimum, choose=choose)),
            (5, map_card()),
        )
    )
    rows.append(
        row(
            (6, cards(allocation.plans(), choose=choose)),
            (6, [*cards(allocation.robustness(), choose=choose), *need_card()]),
        )
    )
else:
    rows.append(row((12, cards(minimum, choose=choose))))
if wards.periods:
    rows.append(row((12, cards(allocation.abstraction(), choose=choose))))
show_board(
    rows,
    "allocation",
    finding=allocation.finding,
    note=" ".join(filter(None, (f"Showing {allocation.showing}", allocation.proposal))),
    page=page,
)
if wards.held and opened("restore", "Show officers and posts lacking, by borough"):
    show_board([row((12, cards(allocation.restore(), choose=choose)))], "restore", page=page)
if allocation.tried_moves:
    # What is tried stays in sight, as the page rests on it.
    if opened("weights", "Try other weights") or wards.need.tried:
        allocation_controls.weights(
            view, wards.need.points, wards.need.labels, wards.need.words, on_trial=wards.need.tried
        )
    if opened("moves", "Try moves of posts") or view.moves:
        allocation_controls.moves(view, allocation.tried_moves.choices, allocation.tried_moves.told)
        show_board([row((12, cards(allocation.moves(), choose=choose)))], "moves", page=page)
    if opened("fairness", "Show need against posts, by borough"):
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
if opened("wards", "Show totals side by side, and every ward in one table"):
    show_board(
        [
            row((12, cards(allocation.reconciliation(), choose=choose))),
            row((12, cards(allocation.wards(), choose=choose))),
        ],
        "wards",
        page=page,
    )
