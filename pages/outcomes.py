"""Outcomes and workforce: offences detected, and whether there are officers, supervisors and PCSOs
to do the work.
"""

import streamlit as st

from dashboard.panels.common.what_if import levers
from dashboard.panels.outcomes import data as outcomes_data
from dashboard.panels.outcomes import detections as outcomes
from dashboard.panels.outcomes import recruitment, trial, workforce
from dashboard.panels.outcomes import safeguarding as dip_sample
from dashboard.panels.outcomes.officers_demand import officers_demand
from dashboard.panels.outcomes.summary import first_figures, summary
from dashboard.text import month
from dashboard.ui import filter_widgets, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, cards, row
from dashboard.ui.chart_choice import one_chart
from dashboard.ui.levers import draw_levers
from dashboard.ui.place import here
from dashboard.ui.tiles import tile_list

page, _, bar = page_start.start("outcomes", ("indicator", "period", "what_if", "opened"))
rates, periods = outcomes_data.offences(page), outcomes_data.periods(page)
period = next((p for p in periods if outcomes_data.is_shown(page, p)), None)
if rates:
    filter_widgets.select(bar, "Offence detected", "indicator", rates, outcomes_data.offence(page))
if period:
    filter_widgets.select_period(bar, "Period", periods, period)
for sentence in (outcomes_data.period_note(page), *outcomes_data.absences(page)):
    if sentence:
        here.info(sentence)


@st.fragment
def intake() -> None:
    """What a faster intake would do, made once the reader opens it; a lever moved draws this alone
    anew.
    """
    if filter_widgets.open_section(here, "What if PCSOs joined faster?", "intake"):
        panel = recruitment.intake(page, draw_levers(levers(page)))
        show_board([row((12, cards(panel)))], "intake", page=page)


showing = ""
if period:
    when = (
        f"figures up to {month(period)}" if page.view.period else "the latest figures of each chart"
    )
    rate = rates.get(outcomes_data.offence(page), "")
    showing = f"Showing {rate + '; ' if rate else ''}{when}."
detected, line = outcomes.detections(page), recruitment.recruitment(page)
offences = one_chart(
    page.view,
    "Offences detected",
    {
        "": ("By BCU", lambda: detected),
        "trial": ("Trial", lambda: trial.difference(page)),
        "trial_periods": ("Before and during", lambda: trial.before_and_during(page)),
    },
)
pcsos = one_chart(
    page.view,
    "PCSOs",
    {"": ("In post", lambda: line), "joiners": ("By month", lambda: recruitment.joiners(page))},
)
officers = one_chart(
    page.view,
    "Officers",
    {
        "": ("Not fully deployable", lambda: workforce.deployability(page)),
        "officers_demand": ("Against demand", lambda: officers_demand(page)),
    },
)
tiles = summary(page)
first = [Card(tiles, html=tile_list(first_figures(page).tiles()), plain=True)] if tiles else []
show_board(
    [
        row((12, first)),
        row((6, offences), (6, pcsos)),
        row(
            (6, officers),
            (6, cards(workforce.supervision(page), dip_sample.safeguarding(page))),
        ),
    ],
    "outcomes",
    finding="; ".join(panel.title for panel in (detected, line) if panel),
    note=showing,
    page=page,
)
if recruitment.may_ask(page):
    here.header("PCSO recruitment", anchor="pcsos")
    intake()
