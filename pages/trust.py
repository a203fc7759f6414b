"""Trust and confidence: the attitudes of the survey, by borough and by group, and beside contact
with officers.
"""

from dataclasses import replace

import streamlit as st

from dashboard.panels.common.once import once
from dashboard.panels.trust import gaps_over_time
from dashboard.panels.trust.attitudes import Attitudes
from dashboard.panels.trust.baseline import baseline
from dashboard.panels.trust.contact import contact
from dashboard.panels.trust.engagement import engagement
from dashboard.panels.trust.gaps import Gaps
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Choice, Link, cards, row
from dashboard.ui.chart_choice import one_chart
from dashboard.ui.place import here

page, choices, bar = page_start.start(
    "trust", ("indicator", "group", "areas", "period", "points", "opened")
)
attitudes = once(Attitudes)(page)
if not attitudes.periods:
    here.info(attitudes.notes[0])
    st.stop()
gaps = once(Gaps)(attitudes)
filter_widgets.select(bar, "Measure", "indicator", attitudes.options, attitudes.indicator)
if gaps.types:
    filter_widgets.select(bar, "Characteristic", "group", {"": "All", **gaps.types}, gaps.type)
filter_widgets.select_areas(bar, "Boroughs", choices.boroughs, page.view.areas)
filter_widgets.select_period(bar, "12 months to", attitudes.periods, attitudes.period)
for note in (*attitudes.notes, *filter(None, [gaps.note])):
    here.info(note)
measures, boroughs, by_group = attitudes.measures(), attitudes.boroughs(), gaps.panel()
if not boroughs:
    here.info(
        "No borough figures of this measure are loaded: load the Public Attitude Survey file by"
        " borough."
    )
boroughs_link = Link(
    "Compare the boroughs: map, trend and table", "compare", {"indicator": attitudes.indicator}
)
choose = filter_widgets.choosing(page.view, choices.boroughs)
by_borough = one_chart(
    page.view,
    "Boroughs",
    {
        "": (
            "Ranking",
            lambda: Card(boroughs, choose, links=(boroughs_link,)) if boroughs else None,
        ),
        "baseline": ("Baseline of an offer", lambda: baseline(attitudes)),
    },
)


def engagement_card() -> Card | None:
    """The standard of engagement by borough, in which boroughs may be chosen."""
    panel = engagement(attitudes)
    return Card(panel, choose) if panel else None


points = Choice(
    "points",
    "Change to be seen, points",
    {str(k): words for k, words in gaps_over_time.CHANGES.items()},
    str(page.view.points),
    lambda value: filters.write(replace(page.view, points=type(page.view.points)(value))),
)


def sample_card() -> Card | None:
    """How many people must be asked, with the choice of the change to be seen."""
    panel = gaps_over_time.sample_size(gaps)
    return Card(panel, choices=(points,)) if panel else None


survey = one_chart(
    page.view,
    "Over time",
    {
        "": ("Attitudes", lambda: measures),
        "contact": ("Contact", lambda: contact(attitudes)),
        "engagement": ("Engagement", engagement_card),
    },
)
over_time = one_chart(
    page.view,
    "Gaps",
    {
        "": ("Over time", lambda: gaps_over_time.over_time(gaps)),
        "sample_size": ("People to ask", sample_card),
    },
)
by = f"by {gaps.types[gaps.type].casefold()}" if gaps.type else "by every characteristic"
chosen_areas = filter_widgets.areas_words(page.view, choices.boroughs)
showing = f"{attitudes.options[attitudes.indicator]}, {attitudes.when}{', ' + by if gaps.types else ''}; {chosen_areas}"
show_board(
    [
        row((6, survey), (6, cards(by_group))),
        row((6, by_borough), (6, over_time)),
    ],
    "trust",
    finding="; ".join(panel.title for panel in (measures, by_group) if panel),
    note=f"Showing {showing}.",
    page=page,
)
