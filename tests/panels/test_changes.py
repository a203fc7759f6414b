"""What the page of changes says, recomputed from the two databases."""

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from two_releases import BOARD, FIRST, SECOND, installed

from dashboard.panels.changes.actions import actions
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.figures import figures, revisions
from dashboard.panels.changes.largest import largest
from dashboard.panels.changes.tables import definitions, releases, summary
from dashboard.panels.changes.text import alike, place, revision
from dashboard.panels.common.page import Page
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

DRAWN = (largest, summary, revisions, figures, actions, releases, definitions)
DAYS = (None, dt.date(2023, 4, 1), BOARD, dt.date(2023, 6, 19), SECOND)
PERCENT = SimpleNamespace(unit="per cent", decimals=0)
RATE = SimpleNamespace(unit="per 1,000 residents", decimals=1)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(scope="module")
def page(places):
    return Page("changes", open_store(places, find_database(places)), View())


def since(page, day, **view):
    made = Changes.of(replace(page, view=View(since=day, **view)))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def values(places):
    """Figures of trust by boroughs, before and now."""
    held = []
    for path in (vintages.at(places, FIRST), find_database(places)):
        rows = (
            open_store(places, path)
            .cursor()
            .execute(
                "SELECT area, period_end, value FROM observation WHERE indicator = 'trust' AND"
                " level = 'borough'"
            )
            .df()
        )
        held.append(rows.set_index(["area", "period_end"])["value"])
    return held


def test_changes_are_counted_from_the_first_publication_where_the_last_board_had_nothing(page):
    made = since(page, None)
    assert made.since == FIRST and not made.nothing_before
    assert made.notes == [
        "Nothing had been published by the board of 28 April 2023, so changes are counted from the"
        " first publication, 15 May 2023."
    ]


def test_the_last_board_before_the_reporting_date_is_counted_from_where_it_had_figures(page):
    later = replace(page)
    later.__dict__["reporting_date"] = dt.date(2023, 8, 31)
    assert Changes.of(later).since == dt.date(2023, 6, 30)


def test_boards_and_publications_can_be_chosen_and_any_other_day_is_kept(page):
    assert since(page, None).days == {
        SECOND: "the publication of 30 June 2023",
        FIRST: "the publication of 15 May 2023",
        BOARD: "the board of 28 April 2023",
        dt.date(2023, 3, 30): "the board of 30 March 2023",
        dt.date(2023, 2, 10): "the board of 10 February 2023",
        dt.date(2023, 1, 24): "the board of 24 January 2023",
    }
    assert since(page, dt.date(2023, 6, 19)).days[dt.date(2023, 6, 19)] == "19 June 2023"


def test_the_sentence_says_releases_revisions_new_periods_and_actions(page):
    made = since(page, None)
    rows = made.by_level
    revised = rows[rows["figures_revised"] > 0]
    assert (
        made.sentence == "Since the publication of 15 May 2023: 2 releases arrived;"
        f" {revised['figures_revised'].sum()} figures in {revised['indicator'].nunique()}"
        f" indicators were revised; {rows['indicator'].nunique()} new periods arrived in"
        f" {rows['indicator'].nunique()} indicators, to June 2023; 1 action changed."
    )


def test_where_nothing_was_published_before_all_is_new_and_what_arrived_is_listed(page):
    made = since(page, BOARD)
    assert made.nothing_before and made.revised_names == {}
    assert made.sentence.startswith(
        "Since the board of 28 April 2023: nothing had been published by then, and 4 releases"
        " arrived; "
    )
    assert "revised" not in made.sentence
    assert (
        len(releases(made).table) == 4
        and len(summary(made).table) == made.by_level["indicator"].nunique()
    )
    assert revisions(made).table.empty and figures(made).table.empty


def test_where_nothing_changed_one_sentence_says_so(page):
    made = since(page, SECOND)
    assert made.nothing_changed
    assert made.notes == [
        "Nothing has changed since the publication of 30 June 2023: no figure, no action and no"
        " release."
    ]
    assert all(draw(made).table.empty for draw in DRAWN)


@pytest.mark.parametrize("day", DAYS)
def test_every_panel_reads_well_and_says_nothing_is_missing_in_code(page, day):
    made = since(page, day)
    for panel in (draw(made) for draw in DRAWN):
        assert len(panel.title.split()) <= 10
        told = " ".join(
            [
                panel.title,
                panel.subtitle,
                panel.reading,
                *panel.table.astype(str).to_numpy().ravel(),
            ]
        )
        assert not {"nan", "none", "nat", "<na>"} & set(
            told.casefold().replace("none set", "").split()
        )
        assert panel.reading.endswith(".") and panel.sql.startswith("-- One row")
        assert panel.demonstration


def test_the_table_of_figures_is_what_the_two_databases_say(page, values):
    table = figures(since(page, FIRST)).table
    was, is_now = values
    both = pd.concat({"was": was, "is": is_now}, axis=1).dropna()
    moved = both[(both["was"] - both["is"]).abs() > 1e-9]
    names = [page.names[area] for area, _ in moved.index]
    told = table[table["Area"].isin(names)].set_index("Area")
    assert len(told) == len(moved) > 0
    for name, (was_one, is_one) in zip(names, moved.itertuples(index=False), strict=True):
        assert (told.loc[name, "Was, per cent"], told.loc[name, "Is, per cent"]) == pytest.approx(
            (was_one, is_one)
        )
        assert told.loc[name, "Difference, points"] == pytest.approx(is_one - was_one)
    assert set(told["Period"]) == {"12 months to March 2023"}


def test_the_chart_holds_each_boroughs_largest_revision_and_the_title_the_first(page, values):
    panel = revisions(since(page, FIRST))
    was, is_now = values
    gap = (is_now.reindex(was.index) - was).abs()
    top = {page.names[area] for area, _ in gap[gap > 0.9 * gap.max()].index}
    assert panel.figure is not None and set(panel.table["Area"]) == {
        page.names[a] for a, _ in gap[gap > 1e-9].index
    }
    first = re.split(",| and ", panel.title.partition(": ")[2])[0]
    assert first in top
    if len(top) == 1:
        assert panel.title.endswith((", +1 point", ", −1 point"))
    else:
        assert panel.title == f"Largest revisions: {first} and {len(top) - 1} more, 1 point each"


def test_the_indicator_asked_for_is_shown_where_it_was_revised_else_the_first_of_the_overview(page):
    made = since(page, FIRST)
    others = [i for i in made.revised_names if i != "trust"]
    assert others
    assert since(page, FIRST, indicator=others[-1]).indicator == others[-1]
    assert since(page, FIRST, indicator="no_such").indicator == "trust"
    first = [bool(made.page.indicators.loc[i, "headline"]) for i in made.revised_names]
    assert first == sorted(first, reverse=True)


def test_the_summary_says_whether_the_mps_figure_moved(page):
    made = since(page, FIRST)
    table = summary(made).table.set_index("Indicator")
    for row in made.mps.values():
        told = table.loc[made.indicators_by_id[row.indicator].name, "MPS figure, was and is"]
        assert told.startswith("from " if row.moved else "not revised: ")


def test_an_action_that_was_answered_is_told_and_linked(page):
    panel = actions(since(page, FIRST))
    assert panel.reading == "Action 3 of 28 April 2023: status from open to complete."
    assert list(panel.table["Updates since"]) == ["2023-06-20: The MPS has answered."]
    assert [a.action for a in panel.actions] == ["2023-04-28/3"]


@pytest.mark.parametrize(
    ("held", "was", "is_now", "words"),
    [
        (PERCENT, 71.0, 69.0, "from 71% to 69% (−2 points)"),
        (PERCENT, 67.0, 68.0, "from 67% to 68% (+1 point)"),
        (PERCENT, 74.7, 75.2, "from 74.7% to 75.2% (+0.5 points)"),
        (PERCENT, 75.50387, 75.50420, "76% both times as rounded"),
        (RATE, 413.42, 415.44, "from 413.4 to 415.4 per 1,000 residents (+2.0)"),
        (PERCENT, float("nan"), 69.0, "from withheld to 69%"),
        (PERCENT, 69.0, float("nan"), "from 69% to withheld"),
        (PERCENT, float("nan"), float("nan"), "withheld both times"),
    ],
)
def test_a_revision_is_told_with_as_many_decimals_as_show_it(held, was, is_now, words):
    assert revision(held, was, is_now) == words


def test_figures_are_alike_only_where_finer_decimals_do_not_show_the_difference():
    assert alike(1.0001, 1.0002, 0) and not alike(1.01, 1.02, 0)


@pytest.mark.parametrize(
    ("name", "level", "borough", "group", "words"),
    [
        ("Croydon", "borough", "E09000008", "", "Croydon"),
        ("South", "bcu", None, "", "South BCU"),
        ("Abbey", "ward", "E09000024", "", "Abbey ward, Merton"),
        ("Abbey", "ward", None, "", "Abbey ward"),
        ("MPS", "mps", None, "Sikh", "MPS, Sikh"),
    ],
)
def test_a_place_is_told_so_that_it_cannot_be_taken_for_another(name, level, borough, group, words):
    assert place(name, level, borough, group, {"E09000024": "Merton"}) == words
