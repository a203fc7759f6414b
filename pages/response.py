"""Response times: how quickly I and S calls are reached, where, and how many there are; 999 calls
answered.
"""

import streamlit as st

from dashboard.markup import Markdown
from dashboard.panels.common.once import once
from dashboard.panels.common.what_if import levers
from dashboard.panels.response.calls import MISSING_999, answering, demand
from dashboard.panels.response.grades import GRADES, Response
from dashboard.panels.response.heading import Heading, of_calls, of_grade
from dashboard.panels.response.projection import NAMES, back_test, projection
from dashboard.ui import filters, page_start
from dashboard.ui.levers import assumed
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

page, choices = page_start.start("response", ("indicator", "areas", "period", "what_if", "opened"))
made = once(Response)(page)
for note in made.notes:
    here.info(note)

choose = filters.choosing(page.view, choices.boroughs)
if made.periods:
    columns = here.columns([3, 2, 6])
    filters.select(columns[0], "Grade", "indicator", GRADES, made.within)
    filters.select_period(columns[1], "Quarter to", made.periods, made.period)
    filters.select_areas(columns[2], "Boroughs (up to five)", choices.boroughs, page.view.areas)
    chosen = ", ".join(choices.boroughs[code] for code in page.view.areas) or "no borough chosen"
    shown = f"{made.grade} calls, {made.when}; the MPS and its 12 BCUs; {chosen}"
    here.markdown(Markdown("**Showing** {}.").format(shown))
    here.header(f"{made.grade} calls")
    for panels in ((made.within_target(), demand(made)), (made.median(), made.p90())):
        for place, panel in zip(here.columns(2), panels, strict=True):
            if panel:
                with place:
                    show_panel(panel, choose)

here.header("999 calls answered")
answered = answering(made)
if answered:
    show_panel(answered)
else:
    here.info(MISSING_999)


def heading(of: Heading, name: str) -> None:
    """One projection, and how past ones did beside it."""
    left, right = here.columns([4, 3])
    panel, tested = projection(of, filters.kept().what_if, name), back_test(of, NAMES[name])
    if panel and tested:
        with left:
            show_panel(panel)
        with right:
            show_panel(tested)


@st.fragment
def ahead() -> None:
    """Where it is heading, made once the reader opens it; a lever moved draws this part of the page
    alone anew.
    """
    if not filters.open_section(
        here, "Project the year ahead, with its back-test and what if", "projection"
    ):
        return
    if filters.kept().indicator != page.view.indicator:
        st.rerun()  # Another measure was chosen here, and the whole page goes by it.
    grade, calls = of_grade(made), of_calls(made)
    if made.periods and grade:
        place = here.columns([2, 3])[0]
        filters.select(
            place, "Projected", "indicator", made.timed_names, grade.indicator, "filter_projected"
        )
    assumed(levers(page), grade.kind if grade else "share")
    if grade:
        heading(grade, "projection")
    heading(calls, "answering_projection")


if made.periods or answered:
    here.header("Where it is heading", anchor="ahead")
    ahead()
