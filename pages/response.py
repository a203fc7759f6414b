"""Response times: how quickly I and Significant (S) calls are reached, where, and how many there are; 999 calls
answered.
"""

import streamlit as st

from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.what_if import levers
from dashboard.panels.response.beside_trust import beside_trust
from dashboard.panels.response.calls import MISSING_999, answering, demand
from dashboard.panels.response.flattening import flattening
from dashboard.panels.response.grades import GRADES, Response
from dashboard.panels.response.heading import Heading
from dashboard.panels.response.headings import of_calls, of_grade
from dashboard.panels.response.projection import NAMES, back_test, projection
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Row, cards, row
from dashboard.ui.chart_choice import one_chart
from dashboard.ui.levers import draw_levers
from dashboard.ui.place import here

page, choices, bar = page_start.start(
    "response", ("indicator", "areas", "period", "what_if", "opened")
)
response = once(Response)(page)
choose = filter_widgets.choosing(page.view, choices.boroughs)
if response.periods:
    filter_widgets.select(bar, "Grade", "indicator", GRADES, response.within)
    filter_widgets.select_period(bar, "Quarter to", response.periods, response.period)
    filter_widgets.select_areas(bar, "Boroughs", choices.boroughs, page.view.areas)
for note in response.notes:
    here.info(note)
answering_panel = answering(response)
if not answering_panel:
    here.info(MISSING_999)


def chosen_card(panel: Panel | None) -> Card | None:
    """The card of a panel in which boroughs may be chosen; None where nothing is loaded."""
    return Card(panel, choose) if panel else None


within: Panel | None = response.within_target() if response.periods else None
rows = [row((6, cards(answering_panel)), (6, cards(within, choose=choose)))]
if response.periods:
    rows.append(
        row((6, cards(response.median(), choose=choose)), (6, cards(response.p90(), choose=choose)))
    )
    beside = one_chart(
        page.view,
        "Beside",
        {
            "": ("Demand", lambda: chosen_card(demand(response))),
            "flattening": ("Has the fall flattened?", lambda: flattening(response)),
            "beside_trust": ("Beside trust", lambda: chosen_card(beside_trust(response))),
        },
    )
    rows.append(row((12, beside)))
showing = ""
if response.periods:
    chosen = filter_widgets.areas_words(page.view, choices.boroughs)
    showing = (
        f"Showing {response.grade_words} calls, {response.when}; the MPS and its 12 BCUs; {chosen}."
    )
show_board(
    rows,
    "response",
    note=showing,
    finding="; ".join(panel.title for panel in (answering_panel, within) if panel),
    page=page,
)


def heading(of: Heading, name: str) -> Row:
    """One projection, and how past ones did beside it."""
    panel, tested = projection(of, filters.session_view().what_if, name), back_test(of, NAMES[name])
    return row((7, cards(panel)), (5, cards(tested))) if panel and tested else ()


@st.fragment
def ahead() -> None:
    """Where it is heading, made once the reader opens it; a lever moved draws this part of the page
    alone anew.
    """
    if not filter_widgets.open_section(
        here, "Project the year ahead, with its back-test and what if", "projection"
    ):
        return
    if filters.session_view().indicator != page.view.indicator:
        st.rerun()  # Another measure was chosen here, and the whole page goes by it.
    grade, calls = of_grade(response), of_calls(response)
    if response.periods and grade:
        place = here.columns([2, 3])[0]
        filter_widgets.select(
            place,
            "Projected",
            "indicator",
            response.time_indicator_names,
            grade.indicator,
            "filter_projected",
        )
    draw_levers(levers(page), grade.kind if grade else "share")
    projected = [heading(grade, "projection")] if grade else []
    show_board([*projected, heading(calls, "answering_projection")], "ahead", page=page)


if response.periods or answering_panel:
    here.header("Where it is heading", anchor="ahead")
    ahead()
