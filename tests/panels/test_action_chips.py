"""The chips of actions in the foot of a card."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.ui.board.layout import Card
from dashboard.ui.board.message import card_message
from dashboard.view import View


def test_two_actions_of_one_number_are_told_apart_by_their_meetings(store):
    panel = catalogue.charts_of("response")["answering"].draw(Page("response", store, View()))
    assert len(panel.actions) == 1
    action = panel.actions[0]
    plain = f"Action {action.number}"
    assert [each["label"] for each in card_message(Card(panel))["actions"]] == [plain]

    later = replace(action, action="2023-06-30/5", meeting=dt.date(2023, 6, 30))
    both = card_message(Card(replace(panel, actions=[action, later])))["actions"]
    assert [each["label"] for each in both] == [
        f"{plain} of 28 April 2023",
        f"{plain} of 30 June 2023",
    ]
    assert both[1]["words"].startswith(f"{plain} of 30 June 2023: {action.title}")
