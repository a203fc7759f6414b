"""Trust and confidence: the attitudes of the survey, by borough and by group, and beside contact
with officers.
"""

import streamlit as st

from dashboard.markup import Markdown
from dashboard.panels.common.once import once
from dashboard.panels.trust import gaps_over_time
from dashboard.panels.trust.attitudes import Attitudes
from dashboard.panels.trust.gaps import Gaps
from dashboard.ui import filters, page_start
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

page, choices = page_start.start("trust", ("indicator", "group", "areas", "period", "points"))
made = once(Attitudes)(page)
if not made.periods:
    here.info(made.notes[0])
    st.stop()
gaps = once(Gaps)(made)
for note in made.notes:
    here.info(note)

columns = here.columns([4, 2, 3, 5])
filters.select(columns[0], "Measure", "indicator", made.options, made.indicator)
filters.select_period(columns[1], "12 months to", made.periods, made.period)
if gaps.types:
    filters.select(
        columns[2], "Characteristic", "group", {"": "Every characteristic", **gaps.types}, gaps.type
    )
filters.select_areas(columns[3], "Boroughs (up to five)", choices.boroughs, page.view.areas)
by = f"by {gaps.types[gaps.type].casefold()}" if gaps.type else "by every characteristic"
chosen = ", ".join(choices.boroughs[code] for code in page.view.areas) or "no borough chosen"
shown = f"{made.options[made.indicator]}, {made.when}{', ' + by if gaps.types else ''}; {chosen}"
here.markdown(Markdown("**Showing** {}.").format(shown))

measures, boroughs, by_group, contact = (
    made.measures(),
    made.boroughs(),
    gaps.panel(),
    made.contact(),
)
here.header("London and its boroughs")
left, right = here.columns(2)
with left:
    if measures:
        show_panel(measures)
with right:
    if boroughs:
        show_panel(boroughs, filters.choosing(page.view, choices.boroughs))
        here.page_link(
            "pages/compare.py",
            label="Compare the boroughs: map, trend and table",
            query_params={"indicator": made.indicator},
        )
    else:
        here.info(
            "No borough figures of this measure are loaded: load the Public Attitude Survey file of"
            " the source pas_borough."
        )
here.header("Groups, and contact with officers")
left, right = here.columns(2)
with left:
    if gaps.note:
        here.info(gaps.note)
    if by_group:
        show_panel(by_group)
with right:
    if contact:
        show_panel(contact)
over_time, sample_size = gaps_over_time.over_time(gaps), gaps_over_time.sample_size(gaps)
if over_time or sample_size:
    here.header("Are the gaps changing, and could the survey tell?", anchor="gaps-over-time")
    left, right = here.columns(2)
    with left:
        if over_time:
            show_panel(over_time)
    with right:
        if sample_size:
            filters.select(
                right,
                "Change to be seen, in points",
                "points",
                gaps_over_time.CHANGES,
                page.view.points,
            )
            show_panel(sample_size)
