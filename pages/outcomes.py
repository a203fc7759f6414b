"""Outcomes and workforce: offences detected, and whether there are officers, supervisors and PCSOs
to do the work.
"""

import streamlit as st

from dashboard.markup import Markdown
from dashboard.panels.common.what_if import levers
from dashboard.panels.outcomes import data as outcomes_data
from dashboard.panels.outcomes import detections as outcomes
from dashboard.panels.outcomes import recruitment, trial, workforce
from dashboard.panels.outcomes import safeguarding as dip_sample
from dashboard.text import month
from dashboard.ui import filters, page_start
from dashboard.ui.levers import assumed
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

page, _ = page_start.start("outcomes", ("indicator", "period", "what_if", "opened"))
for sentence in (outcomes_data.period_note(page), *outcomes_data.absences(page)):
    if sentence:
        here.info(sentence)

rates, periods = outcomes_data.offences(page), outcomes_data.periods(page)
rate = outcomes_data.offence(page)
period = next((p for p in periods if p <= outcomes_data.until(page)), None)
columns = here.columns([3, 2, 5] if rates else [2, 8])
if rates:
    filters.select(columns[0], "Offence detected", "indicator", rates, rate)
if period:
    filters.select_period(columns[1 if rates else 0], "Period", periods, period)
    when = (
        f"figures up to {month(period)}" if page.view.period else "the latest figures of each chart"
    )
    here.markdown(Markdown("**Showing** {}{}.").format(rates[rate] + "; " if rate else "", when))


@st.fragment
def intake() -> None:
    """What a faster intake would do, made once the reader opens it; a lever moved draws this alone
    anew.
    """
    if filters.open_section(here, "What if PCSOs joined faster?", "intake"):
        panel = recruitment.intake(page, assumed(levers(page)))
        if panel:
            show_panel(panel)


left, right = here.columns(2)
with left:
    here.header("Outcomes")
    for panel in (outcomes.detections(page), dip_sample.safeguarding(page)):
        if panel:
            show_panel(panel)
with right:
    here.header("Workforce")
    deployable = workforce.deployability(page)
    if deployable:
        show_panel(deployable)
posts = [panel for panel in (recruitment.recruitment(page), recruitment.joiners(page)) if panel]
if posts:
    here.header("PCSO recruitment", anchor="pcsos")
    for place, panel in zip(here.columns(len(posts)), posts, strict=True):
        with place:
            show_panel(panel)
if recruitment.may_ask(page):
    intake()
difference, sides = trial.difference(page), trial.before_and_during(page)
if difference:
    here.header("Did the trial work?", anchor="did-the-trial-work")
    show_panel(difference)
    if sides:
        show_panel(sides)
supervision = workforce.supervision(page)
if supervision:
    here.header("Supervision", anchor="supervisors")
    show_panel(supervision)
