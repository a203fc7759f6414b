"""The compare page through the entry point: every kind of indicator, its filters in the URL, and
its empty states.
"""

from functools import partial

import opened
import pytest
from opened import about, amended, cards, text, titles

page = partial(opened.page, "compare")


pytestmark = pytest.mark.usefixtures("demonstration_shown")


@pytest.mark.parametrize(
    ("indicator", "shown"),
    [
        (
            "trust",
            (
                "Showing Trust in the MPS, 12 months to June 2023, compared with MPS; no"
                " borough chosen."
            ),
        ),
        (
            "i_within_15",
            "Immediate (I) calls reached in 15 minutes, April to June 2023, compared with MPS; no borough",
        ),
        (
            "crime_burglary",
            "Showing Burglary, 12 months to June 2023, compared with MPS; no borough chosen.",
        ),
        (
            "i_median",
            (
                "Median response time to Immediate (I) calls, April to June 2023, compared with MPS; no borough"
                " chosen."
            ),
        ),
        (
            "abstraction_rate",
            "Abstraction of Dedicated Ward Officers, June 2023, compared with MPS; no borough",
        ),
        (
            "wards_below_minimum",
            "Wards below the minimum team, at 30 June 2023, compared with MPS; no borough",
        ),
        (
            "dwo_posts",
            "Showing Dedicated Ward Officer posts, at 30 June 2023; no borough chosen.",
        ),
        (
            "rape_detection",
            "Showing Detection rate for rape, April to June 2023, compared with MPS.",
        ),
        ("calls_999", "Showing 999 calls received, June 2023."),
    ],
)
def test_an_indicator_of_every_method_stands_and_says_what_is_shown(indicator, shown):
    assert shown in text(page(indicator=indicator))


def test_an_indicator_of_the_mps_alone_shows_its_series_and_no_chart_by_borough():
    at = page(indicator="calls_999")
    assert (
        "999 calls received is measured for the MPS alone; there is no borough breakdown."
        in text(at)
    )
    assert list(cards(at)) == ["trend"]


def test_an_indicator_by_bcu_ranks_the_bcus():
    at = page(indicator="rape_detection")
    assert "Detection rate for rape is measured by BCU; there is no borough breakdown." in text(at)
    assert "BCUs" in titles(at)[0]


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("i_calls", "<strong>Usual variation</strong>"),
        ("trust", "<strong>Worse</strong> than the year before"),
        ("answered_999", "<strong>Clearly better</strong> than the year before"),
        ("pcso_posts", "<strong>The same</strong> as a year before"),
    ],
)
def test_the_control_chart_of_the_url_is_shown_with_its_verdict_in_place_of_the_trend(
    indicator, words
):
    at = page(indicator=indicator, over_time="control")
    anchors = list(cards(at))
    assert "control" in anchors and "trend" not in anchors
    html = cards(at)["control"]["html"]
    assert words in html and 'alt="' in html


def test_the_choice_of_the_control_chart_stands_in_the_head_of_the_chart_over_time():
    choice, over = cards(page(indicator="i_within_15"))["trend"]["choices"]
    assert (over["field"], over["shown"]) == ("years", "1")
    assert (choice["field"], choice["shown"]) == ("over_time", "trend")
    assert [value for value, _ in choice["options"]] == ["trend", "control"]


def test_similar_boroughs_in_the_url_are_honoured():
    at = page(comparator="similar")
    assert "than similar boroughs" in titles(at)[0]
    assert "compared with similar boroughs" in text(at)


def test_a_count_offers_no_comparator():
    at = page(indicator="dwo_posts", comparator="similar")
    assert "This is a count, which cannot be compared between boroughs of different size." in text(
        at
    )
    assert "Compared with" not in [s.label for s in at.selectbox]


def test_the_borough_of_another_page_is_chosen_and_can_be_let_go():
    at = page(area="E09000017", areas="E09000002")
    assert "; Barking and Dagenham, Hillingdon." in text(at)
    assert amended(at) == {"areas": "E09000002,E09000017"}
    at.multiselect[0].set_value(["E09000002"]).run()
    assert "; Barking and Dagenham." in text(at)
    assert at.query_params["areas"] == "E09000002"


def test_a_sixth_borough_gives_way_with_a_sentence_and_the_page_stands():
    codes = ",".join(f"E0900000{n}" for n in range(2, 8))
    assert "The link names 6 boroughs; the first 5 are chosen." in text(page(areas=codes))


def test_a_page_without_boundaries_draws_them_from_ward_centres_and_says_so():
    at = page()
    assert "Drawn from ward centres: borders are approximate." in about(at, "map")
    assert "hexagons" not in cards(at)


def test_hexagons_stay_as_a_choice_that_an_address_names():
    at = page(shape="hexagons")
    assert "hexagons" in cards(at) and "map" not in cards(at)


def test_the_period_filter_is_called_period_and_holds_the_one_of_the_url():
    at = page(indicator="i_median", period="2022-06-30")
    chosen = next(s for s in at.selectbox if s.label == "Period")
    assert chosen.value.isoformat() == "2022-06-30"
    assert "April to June 2022" in text(at)


def test_the_funnel_takes_the_place_of_the_ranking_and_its_choices_are_in_the_url():
    asked = {"indicator": "crime_burglary", "difference": "funnel"}
    assert next(iter(cards(page(indicator="crime_burglary")))) == "ranking"
    drawn = cards(page(**asked))
    assert "funnel" in drawn and "ranking" not in drawn
    choices = [choice["label"] for choice in drawn["funnel"]["choices"]]
    assert choices == ["Difference", "Funnel of", "Limits"]
    by_ward = page(**asked, level="ward")
    assert titles(by_ward)[0] == "Wards vary too much for a funnel to single out"
    exact = page(**asked, level="ward", limits="exact")
    assert "the limits are not widened for it" in text(exact) + about(exact, "funnel")


def test_a_funnel_asked_of_a_median_says_why_the_ranking_is_shown():
    at = page(indicator="i_median", difference="funnel")
    assert "A funnel needs a proportion or a rate" in text(at) and "The ranking is shown." in text(
        at
    )
    assert next(iter(cards(at))) == "ranking"
    (choice,) = cards(at)["ranking"]["choices"]
    assert "funnel" not in dict(choice["options"])


def test_the_years_of_the_url_are_those_of_ranking_table_and_trend():
    at = page(areas="E09000008", comparator="similar", years="4", difference="change")
    drawn = cards(at)
    assert next(iter(drawn)) == "change"
    assert drawn["trend"]["title"] == "Croydon fell 16 points in four years, similar boroughs 11"
    assert "from 12 months to June 2019 to 12 months to June 2023" in drawn["change"]["sub"]
    assert drawn["change"]["title"].endswith("in four years")
    assert "Change over 4 years, points" in opened.tables(at)["table"]
    shown = [c["shown"] for c in drawn["change"]["choices"] if c["field"] == "years"]
    assert shown == ["4"]


def test_more_years_than_there_are_give_way_with_a_sentence():
    at = page(indicator="crime_burglary", years="4")
    assert "There are no figures four years before June 2023; changes are over three years." in (
        text(at)
    )
    over = cards(at)["trend"]["choices"][-1]
    assert ([value for value, _ in over["options"]], over["shown"]) == (["1", "2", "3"], "3")


def test_one_borough_may_be_what_the_others_are_compared_with():
    at = page(comparator="E09000003")
    assert "compared with Barnet" in text(at)
    assert next(s for s in at.selectbox if s.label == "Compared with").value == "E09000003"
