"""PCSO recruitment: the projection, the net change by month and a faster intake, worked out again
by hand.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from outcome_files import at, built, strength
from scipy.stats import t as student

from dashboard.panels.common.page import Page
from dashboard.panels.outcomes import recruitment
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View
from dashboard.view.what_if import LeverSetting

MONTHS = [
    "Mar_22",
    "Apr_22",
    "May_22",
    "Jun_22",
    "Jul_22",
    "Aug_22",
    "Sep_22",
    "Oct_22",
    "Nov_22",
    "Dec_22",
    "Jan_23",
    "Feb_23",
    "Mar_23",
    "Apr_23",
    "May_23",
    "Jun_23",
]
NET = [4, -6, 9, 3, 0, 8, -2, 10, 5, 7, 1, 6, 12, 2, 9]


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Page:
    posts = [1160, *(1160 + np.cumsum(NET)).tolist()]
    file = strength(**dict(zip(MONTHS, posts, strict=True)))
    return built(tmp_path_factory.mktemp("posts") / "home", force_strength=file)


@pytest.fixture(scope="module")
def demonstration(demonstration_home) -> Page:
    places = Places(demonstration_home)
    return Page("outcomes", open_store(places, find_database(places)), View())


def test_the_present_pace_is_carried_to_the_target_date_with_its_interval_and_chance(page):
    panel, last = recruitment.recruitment(page), NET[-12:]
    m, error = np.mean(last), np.std(last, ddof=1) * np.sqrt(9 * (1 + 9 / 12))
    value, half = 1160 + sum(NET) + 9 * m, student.ppf(0.975, 11) * error
    half *= recruitment.posts(page).projection.wider
    inner = half * student.ppf(0.9, 11) / student.ppf(0.975, 11)
    words = (
        f"{m:+.1f} a month net, {value:,.0f} would be in post at 31 March 2024. In 80% of cases it is"
        " between "
    )
    words += f"{value - inner:,.0f} and {value + inner:,.0f}, "
    words += f"in 95% between {value - half:,.0f} and {value + half:,.0f}."
    assert words in panel.reading
    assert (
        "That gives 1,704 on its date a chance of under 5%, if the pace stays as it was."
        in panel.reading
    )
    ahead = panel.table[panel.table["Figure"] == "projected"]
    assert len(ahead) == 9 and ahead["Month ends"].iloc[-1] == "2024-03-31"
    assert ahead[["Line to the target", "PCSOs in post"]].iloc[-1].tolist() == [1704, round(value)]
    assert [t.meta for t in panel.figure.data].count("band") == 3
    path = next(t for t in panel.figure.data if t.meta == "target")
    assert (list(path.x), list(path.y)) == (
        ["2023-03-31", "2024-03-31"],
        [1160 + sum(NET[:12]), 1704],
    )
    assert any(
        note.startswith("Rule: the mean net change") and "drift method" in note
        for note in panel.notes
    )


def test_the_net_change_by_month_stands_beside_the_pace_and_the_rate_needed(page):
    panel = recruitment.joiners(page)
    assert panel.table["Net change"].dropna().tolist() == NET[::-1]
    assert panel.title == "PCSOs rose by 9 in June 2023"
    needed = (1704 - 1160 - sum(NET)) / 9
    assert f"the mean is {np.mean(NET[-12:]):+,.1f} a month" in panel.reading
    assert f"needs {needed:+,.1f} a month from now on" in panel.reading
    assert "joiners and leavers are not told apart" in panel.reading
    levels = [shape.y0 for shape in panel.figure.layout.shapes if shape.name == "level"]
    assert levels == pytest.approx([needed, np.mean(NET[-12:])])


def test_a_faster_intake_is_an_assumption_within_the_training_capacity_declared(page):
    panel = recruitment.intake(page, (LeverSetting("intake", 20.0),))
    now = np.mean(NET[-12:]) + 12
    most = int(60 - now)
    value = 1160 + sum(NET) + 9 * np.mean(NET[-12:]) + 20 * 6
    assert panel.title == f"20 more joiners a month would give {value:,.0f}"
    assert panel.reading.startswith(
        f"ASSUMPTION, not a finding: 12 leavers a month, so {now:,.1f} joiners now. "
    )
    assert panel.table["More joiners a month"].tolist() == sorted(
        {*range(0, most + 1, 5), 20, most}
    )
    assert panel.subtitle.endswith("an ASSUMPTION throughout") and set(panel.table["Basis"]) == {
        "assumption"
    }
    line = next(t for t in panel.figure.data if t.meta == "Assumed")
    assert line.y[-1] == pytest.approx(value, abs=0.01)
    needed = (1704 - value + 120) / 6
    assert (
        f"would need {needed:,.0f} more joiners a month, so training for {now + needed:,.0f}."
        in panel.reading
    )
    assert any(
        "capacity a month, 60. The most that can come out of training" in note
        for note in panel.notes
    )


def test_no_faster_intake_is_drawn_unless_it_is_asked_for(page):
    panel = recruitment.intake(page, ())
    assert "Assumed" not in [t.meta for t in panel.figure.data]
    assert (
        panel.title
        == f"Training has room for {int(60 - np.mean(NET[-12:]) - 12)} more joiners a month"
    )


@pytest.mark.parametrize(
    ("moved", "title", "sentence"),
    [
        (
            {"intake": 90},
            "42 more joiners a month would give",
            "90 more were asked for; the capacity takes 42.",
        ),
        (
            {"capacity": 20, "leavers": 30},
            "No faster intake fits the training capacity",
            "present intake fills it.",
        ),
        # Of 1,704 there are 1,228, and 61 joined net in 12 months: 430 are short after 9, to be
        # shared by 6.
        (
            {"capacity": 120, "intake": 90},
            "90 more joiners a month",
            "1,704 by 31 March 2024 would need 72 ",
        ),
        ({"delay": 9, "intake": 5}, "5 more joiners a month would give", "the delay is longer."),
        ({"delay": 1}, "Training has room for 42", "the first more in post after 1 month."),
    ],
)
def test_every_lever_is_heeded_and_told(page, moved, title, sentence):
    panel = recruitment.intake(
        page, tuple(LeverSetting(name, float(value)) for name, value in moved.items())
    )
    assert panel.title.startswith(title) and len(panel.title.split()) <= 10
    assert sentence in panel.reading


def test_few_months_give_no_pace_and_no_question(tmp_path):
    page = built(tmp_path / "home", force_strength=strength(Feb_23=1196, Mar_23=1204, Apr_23=1210))
    panel = recruitment.recruitment(page)
    assert panel.reading.endswith(
        "No pace can be read from 2 monthly changes: at least 6 are needed."
    )
    assert "Lower 95%" not in panel.table and not recruitment.may_ask(page)
    assert recruitment.intake(page, ()) is None
    assert "the mean is" not in recruitment.joiners(page).reading


def test_one_month_has_no_net_change(tmp_path):
    page = built(tmp_path / "home", force_strength=strength(Mar_23=1204))
    assert recruitment.joiners(page) is None
    assert recruitment.recruitment(page).figure is not None


def test_an_earlier_period_is_projected_from_what_was_known_then(page):
    then = recruitment.recruitment(at(page, period=dt.date(2023, 4, 30)))
    assert "1,222 PCSOs" not in then.reading and "At the pace of the last 12 months" in then.reading
    assert then.table["Month ends"].iloc[0] == "2023-05-31"


def test_the_action_on_recruitment_rests_on_all_three_and_each_is_demonstration_data(demonstration):
    for panel in (
        recruitment.recruitment(demonstration),
        recruitment.joiners(demonstration),
        recruitment.intake(demonstration, ()),
    ):
        assert [a.number for a in panel.actions] == [3]
        assert panel.demonstration and len(panel.title.split()) <= 10
        assert not {"nan", "nan%"} & set(panel.reading.casefold().split())
        assert pd.notna(panel.table.iloc[:, 0]).all()
