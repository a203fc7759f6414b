"""Board actions: what was asked, of whom and by when, and the charts it rests on."""

from dataclasses import replace

import streamlit as st

from dashboard.actions.files import export_meetings
from dashboard.actions.register import as_json, from_json
from dashboard.markup import Markdown
from dashboard.panels.actions.life import ActionLife
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.actions.record_words import record_table
from dashboard.panels.common.page import Page
from dashboard.record.overlay import BREAK_KEY
from dashboard.ui import filter_widgets, filters, page_start
from dashboard.ui.actions import action_table, action_words, evidence_list
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, cards, row
from dashboard.ui.deck.way_back import offer_packs
from dashboard.ui.place import here
from dashboard.ui.record_form import RecordForm

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@st.cache_data(max_entries=8, show_spinner=False)
def export_log(meetings: str, kind: str, indicators: tuple[str, ...]) -> bytes:
    """The log as a file of ``kind``; ``meetings`` in the form in which the database keeps them."""
    return export_meetings(from_json(meetings), kind, indicators)


store = page_start.store("actions")
bar = page_start.draw_bar("actions")
choices = page_start.choices(store)
view = filters.current_view(choices, ("status", "owner", "meeting", "action"))
page = Page("actions", store, view, st.context.theme.type == "dark")
page_start.freshness(store, page.releases, bar)
page_start.tell_paper(page)
# A view always has an indicator; here it is a filter only where the URL itself names one.
log = ActionLog(page, view.indicator if "indicator" in filters.page_parameters() else "")
if broken := store.meta().get(BREAK_KEY):
    here.error(broken)


def offer_record() -> None:
    """Offer to record an update or a new action, where what stands now is shown."""
    if view.as_at is None:
        RecordForm(store, choices, log.meetings, view.action, view.meeting).draw()


if log.every.empty:
    offer_record()
    here.info(
        "No action is declared yet; add the meeting's file to data/declared/actions and build."
    )
    st.stop()


def write_filters() -> None:
    """Write every filter into the URL, the indicator only where one is chosen; one action is no
    longer alone.
    """
    chosen = {
        field: st.session_state[f"filter_{field}"] for field in ("status", "owner", "meeting")
    }
    filters.write(replace(view, action="", **chosen))
    if st.session_state.filter_named:
        st.query_params["indicator"] = st.session_state.filter_named


names = log.indicator_names | (
    {log.indicator: choices.indicators.get(log.indicator, "")} if log.indicator else {}
)
filter_choices = (
    ("Status", "status", choices.statuses, view.status),
    ("Owner", "owner", choices.owners, view.owner),
    ("Meeting", "meeting", choices.meetings, view.meeting),
    ("Evidence names", "named", names, log.indicator),
)
for label, field, options, shown in filter_choices:
    filter_widgets.mirror(f"filter_{field}", shown)
    words = {"": "All", **options}
    bar.filters.selectbox(
        label,
        list(words),
        format_func=words.__getitem__,
        key=f"filter_{field}",
        on_change=write_filters,
    )

if log.shown_actions.empty:
    offer_record()
    here.info("No action matches these filters; set one of them to All.")
    st.stop()
panel, open_action = log.log(), log.open_action
table = [Card(panel, html=action_table(log), bare=True)]
drawer = []
if open_action:
    life = ActionLife(log, open_action)
    drawer = [Card(life.days_panel(), html=action_words(life)), *cards(life.figures_panel())]
    table.append(Card(life.evidence_panel(), html=evidence_list(log, open_action)))
show_board(
    [row((7 if open_action else 12, table), (5, drawer))],
    "actions",
    finding=log.finding,
    note=panel.reading,
    page=page,
)
offer_record()
offer_packs(store, here)
recorded_lines = record_table(store.meta())
if len(recorded_lines):
    with here.expander(f"The live record ({len(recorded_lines)})"):
        here.dataframe(
            recorded_lines, "Every line of the live record, newest first", hide_index=True
        )

if log.meetings:
    files = here.container(key="log_files")
    files.header("The whole log as a file")
    files.markdown(
        Markdown(
            "Every meeting and action with its updates and evidence, whatever the filters. To"
            " change it, edit the file and send it to the analyst who loads the data."
        )
    )
    declared, beside = as_json(log.meetings), files.container(horizontal=True)
    for kind, mime in KINDS.items():
        content = export_log(declared, kind, tuple(page.indicators.index))
        beside.download_button(
            f"Download as {kind.upper()}",
            content,
            file_name=f"action-log.{kind}",
            mime=mime,
            key=f"log_{kind}",
            on_click="ignore",
        )
