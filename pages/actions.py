"""Board actions: what was asked, of whom and by when, and the charts it rests on."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.actions.files import exported
from dashboard.actions.register import as_json, from_json
from dashboard.markup import Markdown
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.actions.recorded import record_table, recorded_by
from dashboard.panels.common.page import Page
from dashboard.record.overlay import BREAK_KEY
from dashboard.text import day
from dashboard.ui import filters, page_start
from dashboard.ui.place import here
from dashboard.ui.record_form import RecordForm
from dashboard.ui.show import show_panel
from dashboard.ui.table import table

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@st.cache_data(max_entries=8, show_spinner=False)
def downloaded(meetings: str, kind: str, indicators: tuple[str, ...]) -> bytes:
    """The log as a file of ``kind``; ``meetings`` in the form in which the database keeps them."""
    return exported(from_json(meetings), kind, indicators)


store = page_start.store("actions")
here.title("Board actions")
choices = page_start.choices(store)
view = filters.current_view(choices, ("status", "owner", "meeting"))
page = Page("actions", store, view, st.context.theme.type == "dark")
page_start.freshness(store, page.releases)
# A view always has an indicator; here it is a filter only where the URL itself names one.
log = ActionLog(page, view.indicator if "indicator" in filters.asked() else "")
if broken := store.meta().get(BREAK_KEY):
    here.error(broken)
if view.as_at is None:
    RecordForm(store, choices, log.meetings, view.action, view.meeting).draw()
if log.every.empty:
    here.info(
        "No action is declared yet; add the meeting's file to data/declared/actions and build."
    )
    st.stop()


def narrowed() -> None:
    """Write every filter into the URL, the indicator only where one is chosen; one action is no
    longer alone.
    """
    chosen = {
        field: st.session_state[f"filter_{field}"] for field in ("status", "owner", "meeting")
    }
    filters.write(replace(view, action="", **chosen))
    if st.session_state.filter_named:
        st.query_params["indicator"] = st.session_state.filter_named


if view.action:
    here.page_link("pages/actions.py", label="Show all actions")
else:
    named = log.named | (
        {log.indicator: choices.indicators.get(log.indicator, "")} if log.indicator else {}
    )
    offered = (
        ("Status", "status", choices.statuses, view.status),
        ("Owner", "owner", choices.owners, view.owner),
        ("Meeting", "meeting", choices.meetings, view.meeting),
        ("Evidence names", "named", named, log.indicator),
    )
    for column, (label, field, options, shown) in zip(here.columns(4), offered, strict=True):
        filters.mirror(f"filter_{field}", shown)
        words = {"": "All", **options}
        column.selectbox(
            label,
            list(words),
            format_func=words.__getitem__,
            key=f"filter_{field}",
            on_change=narrowed,
        )

here.markdown(
    Markdown("**{}** {}, against {}.").format(*log.count.split(" ", 1), day(page.reporting_date))
)
if log.shown.empty:
    here.info("No action matches these filters; set one of them to All.")
    st.stop()

for row in log.shown.itertuples():
    with here.container(border=True):
        here.subheader(
            f"Action {row.number}: {row.title}",
            anchor=f"action-{row.number}-{row.meeting:%Y-%m-%d}",
        )
        left, right = here.columns([4, 5])
        reports = (
            ""
            if pd.isna(row.reports_to)
            else Markdown(" · **Reports to** {}").format(row.reports_to)
        )
        carried = "" if pd.isna(row.carried_from) else f", carried from {day(row.carried_from)}"
        stands = Markdown("**Owner** {} · **Due** {} · **Status** {}{}")
        left.markdown(stands.format(row.owner, log.due(row), row.status, reports))
        left.markdown(row.text)
        again = f", {log.taken_up_again(row.id)}" if log.taken_up_again(row.id) else ""
        paragraph = f", paragraph {row.paragraph}" if row.paragraph else ""
        by = recorded_by(row.id, store.meta())
        recorded = f", {by}" if by else ""
        minuted = f"{row.board}, {day(row.meeting)}{paragraph}{carried}{again}{recorded}"
        left.markdown(Markdown(":small[{}]").format(minuted))
        updates = log.updates(row.id)
        for update in updates[:1]:
            left.markdown(Markdown("**Update** {}").format(update))
        if len(updates) > 1:
            with left.expander(f"Earlier updates on action {row.number} ({len(updates) - 1})"):
                here.markdown(
                    Markdown("\n").join(Markdown("- {}").format(update) for update in updates[1:])
                )
        items = log.items(row.id)
        if not items:
            right.markdown("No chart is linked to this action yet.")
        for item in items:
            right.page_link(f"pages/{item.page}.py", label=item.label, query_params=item.parameters)
            right.markdown(Markdown(":small[{} {}]").format(item.note, item.figures))

show_panel(log.log())
recorded_lines = record_table(store.meta())
if len(recorded_lines):
    with here.expander(f"The live record ({len(recorded_lines)})"):
        table(recorded_lines, "record", "Every line of the live record, newest first", tall=560)

if log.meetings:
    here.header("The whole log as a file")
    here.markdown(
        Markdown(
            "Every meeting and action with its updates and evidence, whatever the filters. To"
            " change it, edit the file and run `python -m dashboard log import FILE --dry-run`,"
            " which shows what would change; without `--dry-run` it is changed."
        )
    )
    declared, beside = as_json(log.meetings), here.container(horizontal=True)
    for kind, mime in KINDS.items():
        content = downloaded(declared, kind, tuple(page.indicators.index))
        beside.download_button(
            f"Download as {kind.upper()}",
            content,
            file_name=f"action-log.{kind}",
            mime=mime,
            key=f"log_{kind}",
            on_click="ignore",
        )
