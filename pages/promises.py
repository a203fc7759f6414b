"""Plans and promises: what was promised in public, by whom and by when, and how its figures stand."""

from dashboard.declared.promises import NO_STATUS
from dashboard.panels.common.once import once
from dashboard.panels.promises.ledger import PromiseLedger
from dashboard.panels.promises.tracker import Tracker
from dashboard.ui import filter_widgets, page_start
from dashboard.ui.board.board import show_board
from dashboard.ui.board.layout import Card, row
from dashboard.ui.chart_choice import one_chart
from dashboard.ui.place import here
from dashboard.ui.promises import ledger_card, promise_drawer, promise_table
from dashboard.view.actions import DUE_CHOICES

FIELDS = ("framework", "promiser", "promise_status", "due", "promise", "opened")
page, choices, bar = page_start.start("promises", FIELDS)
tracker, view = once(Tracker)(page), page.view
filter_choices = (
    ("Framework", "framework", choices.frameworks),
    ("Owner", "promiser", choices.promisers),
    ("Status", "promise_status", choices.promise_statuses),
    ("Due", "due", DUE_CHOICES),
)
for label, field, options in filter_choices:
    filter_widgets.select(bar, label, field, {"": "All", **options}, getattr(view, field))

if tracker.every.empty:
    here.info("No plan or promise is declared for this day.")
elif not (panel := tracker.log()):
    here.info("No promise matches these filters; set one of them to All.")
else:
    opened = tracker.promise()
    table = one_chart(
        view,
        "States",
        {
            "": ("As they stand", lambda: Card(panel, html=promise_table(tracker), bare=True)),
            "ledger": ("Over meetings", lambda: ledger_card(PromiseLedger(tracker))),
        },
    )
    drawer = [Card(opened, html=promise_drawer(tracker, tracker.opened_promise))] if opened else []
    untold = int((tracker.filtered_promises["status"] == NO_STATUS).sum())
    note = f"{panel.reading} A status is shown only where a dated public source tells one."
    show_board(
        [row((8 if opened else 12, table), (4, drawer))],
        "promises",
        finding=tracker.finding,
        note=note if untold else panel.reading,
        page=page,
    )
