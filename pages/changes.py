"""What changed: the largest changes, revised figures, actions and releases since the last board."""

from dataclasses import replace

import streamlit as st

from dashboard.errors import NoDatabaseError
from dashboard.panels.changes.actions import actions
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.figures import figures, revisions
from dashboard.panels.changes.largest import largest, largest_of
from dashboard.panels.changes.tables import definitions, releases, summary
from dashboard.text import capitalise
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, Link, cards, row
from dashboard.ui.changes import largest_table
from dashboard.ui.place import here
from dashboard.view.changes import LARGEST_OF

page, choices, bar = page_start.start("changes", ("indicator", "since", "largest_of"))
try:
    changes = Changes.of(page)
except NoDatabaseError as error:
    here.info(str(error))
    st.stop()


def counted_from() -> None:
    """Write the day that changes are counted from into the URL."""
    filters.write(replace(page.view, since=st.session_state.filter_since))


days = changes.days
filter_widgets.mirror("filter_since", changes.since)
bar.selectbox(
    "Changes since",
    list(days),
    format_func=lambda date: capitalise(days[date]),
    key="filter_since",
    on_change=counted_from,
)
if changes.revised_names:
    filter_widgets.select(
        bar, "Revised figures of", "indicator", changes.revised_names, changes.indicator
    )
    if page.view.indicator != changes.indicator and "indicator" in filters.page_parameters():
        here.info(
            f"No figure of {choices.indicators[page.view.indicator]} was revised; "
            f"{changes.revised_names[changes.indicator]} is shown."
        )
for note in changes.notes:
    here.info(note)
if changes.nothing_changed:
    st.stop()

panels = {
    panel.chart: panel
    for panel in (
        draw(changes)
        for draw in (largest, summary, revisions, figures, actions, releases, definitions)
    )
}
filled_panels = {name: panel for name, panel in panels.items() if len(panel.table)}
of = filter_widgets.card_choice(
    page.view,
    "largest_of",
    "Largest changes of",
    {"": "London", **LARGEST_OF},
    page.view.largest_of,
)
first = []
if "largest" in filled_panels or page.view.largest_of:
    # Of boroughs the choice stands where none has a newer figure too: it leads back to London.
    first = [Card(panels["largest"], html=largest_table(largest_of(changes)), choices=(of,))]
links = tuple(Link(label, "compare", parameters) for label, parameters in changes.comparisons)
revision_cards = (
    [Card(filled_panels["revisions"], links=links)] if "revisions" in filled_panels else []
)
counts = [*changes.counts, *([changes.action_count] if "actions" in filled_panels else [])]
idle = [panel.title for name, panel in panels.items() if name not in filled_panels]
show_board(
    [
        row((12, first)),
        row(
            (7, cards(filled_panels.get("summary"))),
            (5, [*revision_cards, *cards(filled_panels.get("actions"))]),
        ),
        row((12, cards(filled_panels.get("figures"), tall=270))),
        row((12, cards(filled_panels.get("releases"), filled_panels.get("definitions"), tall=270))),
    ],
    "changes",
    finding=largest_of(changes).headline,
    note=" ".join(
        [
            f"Showing {changes.showing}",
            *(f"{capitalise(words)}." for words in counts if "largest" in filled_panels),
            *(f"{title}." for title in idle),
        ]
    ),
    page=page,
)
