"""Plans and promises through the entry point, on the demonstration database."""

from functools import partial

import opened
import pytest
from opened import cards, links, tables, text

from dashboard import catalogue
from dashboard.cli.publish import read_declarations
from dashboard.settings import Places

page = partial(opened.page, "promises")
PCSOS = "turnaround-2023/extra-pcsos"


pytestmark = pytest.mark.usefixtures("demonstration_shown")


@pytest.fixture(scope="module")
def frameworks(demonstration_home):
    return read_declarations(Places(demonstration_home)).frameworks


def test_every_declared_promise_has_one_row_with_its_owner_and_a_status(frameworks):
    table = tables(page())["log"]
    declared = [(p.title, p.owner) for f in frameworks.values() for p in f.promise]
    assert list(zip(table["Promise"], table["Owner"], strict=True)) == declared
    last = [
        next((e.status for e in reversed(p.entry) if e.status), "no status recorded")
        for f in frameworks.values()
        for p in f.promise
    ]
    assert table["Status"] == last


def test_a_framework_alone_shows_its_promises_and_says_how_many_have_a_status(frameworks):
    at = page(framework="casey-2023")
    promised = len(frameworks["casey-2023"].promise)
    assert f"Casey review: {promised} promises: {promised} with no status recorded" in text(at)
    assert set(tables(at)["log"]["Framework"]) == {frameworks["casey-2023"].name}


def test_choosing_an_owner_and_a_due_time_writes_both_into_the_url():
    at = page()
    at.selectbox(key="filter_promiser").set_value("MPS").run()
    at.selectbox(key="filter_due").set_value("later").run()
    assert at.query_params == {"promiser": "MPS", "due": "later"}
    assert tables(at)["log"]["Due"] == ["31 March 2024"]


def test_filters_that_match_nothing_say_so_and_the_page_stands():
    assert "No promise matches these filters" in text(page(framework="casey-2023", due="overdue"))


def test_an_opened_promise_tells_its_life_source_figures_and_charts():
    at = page(promise=PCSOS)
    card = cards(at)["promise"]
    said = opened.words_of(card["html"])
    assert "28 April 2023 The aim was told to the board" in said
    assert "Record of the board of 28 April 2023, 2.4" in said
    assert card["title"] == "Recruit 500 additional PCSOs"
    assert (
        "Police Community Support Officers",
        "outcomes?indicator=pcso_strength#recruitment",
    ) in (links(at))
    shown = tables(at)["promise"]
    overview = tables(opened.page("overview"))["indicators"]
    at_overview = dict(zip(overview["Indicator"], overview["Value"], strict=True))
    assert shown["Latest"][0] == at_overview["Police Community Support Officers"]
    verdicts = dict(zip(overview["Indicator"], overview["Verdict"], strict=True))
    assert shown["Verdict"][0] == verdicts["Police Community Support Officers"]


def test_a_promise_without_a_public_word_says_so_and_invents_none():
    said = opened.words_of(cards(page(promise="casey-2023/vetting"))["promise"]["html"])
    assert "No public word on what became of it is recorded here." in said
    assert "Status no status recorded" in said


def test_as_at_a_day_later_frameworks_and_later_words_are_not_known():
    early = page(as_at="2023-02-10")
    assert set(tables(early)["log"]["Framework"]) == {
        "What a policing body must publish by law",
        "Turnaround Plan 2023-25",
    }
    assert "in progress" not in tables(early)["log"]["Status"]


def test_the_ledger_stands_in_the_tables_place_and_leads_to_each_promise_and_back():
    at = page(opened="ledger", framework="turnaround-2023")
    assert "log" not in cards(at)
    assert "28 April 2023" in tables(at)["ledger"]
    ways = dict(links(at))
    assert ways["Recruit 500 additional PCSOs"] == (
        "promises?framework=turnaround-2023&opened=ledger&promise=turnaround-2023%2Fextra-pcsos"
    )
    one = page(opened="ledger", framework="turnaround-2023", promise=PCSOS)
    assert {"ledger", "promise"} <= set(cards(one))
    close = dict(links(one))["Close, and show all promises"]
    assert close == "promises?framework=turnaround-2023&opened=ledger"


def test_the_overview_of_a_framework_shows_the_indicators_that_it_names_and_no_other(frameworks):
    named = {i for p in frameworks["casey-2023"].promise for i in p.indicators}
    at = opened.page("overview", framework="casey-2023")
    shown = tables(at)["indicators"]["Indicator"]
    assert len(shown) == len(named)
    assert len(tables(at)["variation"]["Indicator"]) == len(named)
    assert "indicators of Casey review" in text(at)
    assert set(tables(at)["variation"]["Indicator"]) == set(shown)


def test_every_framework_opens_on_both_pages(frameworks):
    for name in frameworks:
        assert tables(page(framework=name))["log"]["Promise"]
        opened.page("overview", framework=name)


def test_every_chart_that_a_promise_names_is_in_the_catalogue(frameworks):
    named = [(c.page, c.chart) for f in frameworks.values() for p in f.promise for c in p.chart]
    assert named and all(catalogue.has_chart(*each) for each in named)
