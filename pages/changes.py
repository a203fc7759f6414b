"""What changed: new periods, revised figures, actions and releases since the last board."""

from dataclasses import replace

import streamlit as st

from dashboard.errors import NoDatabaseError
from dashboard.markup import Markdown
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.figures import figures, revisions
from dashboard.panels.changes.tables import actions, definitions, releases, summary
from dashboard.ui import filters, page_start
from dashboard.ui.place import here
from dashboard.ui.show import show_panel

page, choices = page_start.start("changes", ("indicator", "since"))
try:
    changes = Changes.of(page)
except NoDatabaseError as error:
    here.info(str(error))
    st.stop()


def counted_from() -> None:
    """Write the day that changes are counted from into the URL."""
    filters.write(replace(page.view, since=st.session_state.filter_since))


days = changes.days
left, right = here.columns(2)
filters.mirror("filter_since", changes.since)
left.selectbox(
    "Changes since",
    list(days),
    format_func=lambda date: days[date][:1].upper() + days[date][1:],
    key="filter_since",
    on_change=counted_from,
)
if changes.revised:
    filters.select(right, "Revised figures of", "indicator", changes.revised, changes.indicator)
    if page.view.indicator != changes.indicator and "indicator" in filters.asked():
        here.info(
            f"No figure of {choices.indicators[page.view.indicator]} was revised; "
            f"{changes.revised[changes.indicator]} is shown."
        )
for note in changes.notes:
    here.info(note)
if changes.unchanged:
    st.stop()

here.markdown(Markdown("**Showing** {}").format(changes.showing))
here.markdown(Markdown("**{}**").format(changes.sentence))
panels = [draw(changes) for draw in (summary, revisions, figures, actions, releases, definitions)]
for panel in panels:
    if len(panel.table):
        show_panel(panel)
    if panel.chart == "revisions":
        for label, parameters in changes.comparisons:
            here.page_link("pages/compare.py", label=label, query_params=parameters)
idle = [panel.title for panel in panels if panel.table.empty]
if idle:
    here.markdown(Markdown(":small[{}.]").format(". ".join(idle)))
