"""The borough page through the entry point: the URL chooses the borough and the ward indicator."""

from pathlib import Path

import pytest
from opened import boards, cards, links, tables, text
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def borough(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/borough.py")
    for key, value in parameters.items():
        at.query_params[key] = value
    return at.run()


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def test_without_a_borough_the_page_opens_on_one_and_another_is_chosen_in_the_bar():
    at = borough()
    assert not at.exception
    box = at.selectbox(key="filter_area")
    assert len(box.options) == 32
    assert f"Showing {box.options[box.index]}, latest period" in text(at)
    box.set_value("E09000017").run()
    assert at.query_params["area"] == "E09000017"
    assert boards(at)[0]["finding"].startswith("Hillingdon: ")


def test_a_borough_chosen_on_another_page_is_the_one_that_opens():
    assert boards(borough(areas="E09000006"))[0]["finding"].startswith("Bromley: ")


@pytest.mark.parametrize("area", ["E09000017", "Hillingdon", "hillingdon"])
def test_the_borough_of_the_url_is_shown_by_code_or_name(area):
    at = borough(area=area)
    assert not at.exception
    assert boards(at)[0]["finding"].startswith("Hillingdon: ")
    assert "policed by West BCU, with Ealing and Hounslow" in text(at)
    assert ("Ward allocation of this borough", "allocation?area=E09000017") in links(at)


def test_the_ward_indicator_of_the_url_is_honoured():
    at = borough(area="E09000017", indicator="crime_burglary", opened="ward_map")
    assert cards(at)["map"]["title"].startswith("Burglary: ")
    assert cards(at)["map"]["choices"][1]["shown"] == "crime_burglary"


def test_an_indicator_that_is_not_measured_by_ward_gives_way_to_vacant_posts():
    at = borough(area="E09000017", indicator="confidence", opened="ward_map")
    assert not at.exception
    assert cards(at)["map"]["choices"][1]["shown"] == "dwo_vacancy_rate"


def test_a_word_that_is_no_borough_is_left_out_in_one_sentence_and_none_is_guessed():
    at = borough(area="nowhere")
    assert [note.value for note in at.info] == [
        "The link's area 'nowhere' is not a borough of the MPS; it was left out."
    ]
    assert "Tower Hamlets, latest period" not in text(at)


def test_a_borough_that_is_misspelt_is_told_and_the_nearest_is_shown():
    at = borough(area="Hilingdon")
    assert not at.exception
    assert (
        "The link's area 'Hilingdon' is not a borough of the MPS; the nearest is chosen:"
        " Hillingdon." in text(at)
    )


def test_the_tiles_repeat_the_figures_of_the_tables_below():
    drawn = tables(borough(area="E09000017"))
    tiles = dict(zip(drawn["summary"]["Figure"], drawn["summary"]["Value"], strict=True))
    of = dict(zip(drawn["indicators"]["Indicator"], drawn["indicators"]["Hillingdon"], strict=True))
    assert tiles["Trust"] == of["Trust"]
    wards = tables(borough(area="E09000017", opened="ward_table"))["wards"]
    assert tiles["Wards below the minimum"].endswith(f" of {len(wards['Ward'])}")


def test_the_city_of_london_is_not_a_borough_of_the_mps():
    assert "is not a borough of the MPS" in text(borough(area="E09000001"))


def test_rare_offences_share_the_place_of_the_wards_with_their_own_choices():
    drawn = cards(borough(area="E09000005", opened="rare_offences"))
    assert "ward_strip" not in drawn
    place, offence = drawn["rare_offences"]["choices"]
    assert place["shown"] == "rare_offences"
    assert [words for _, words in offence["options"]] == ["Knife possession", "Personal robbery"]


def test_the_offence_and_the_ward_of_the_url_are_shown_and_a_wrong_one_is_told():
    at = borough(
        area="E09000005", opened="ward_spells", offence="personal_robbery", ward="E05013500"
    )
    card = cards(at)["ward_spells"]
    assert [choice["shown"] for choice in card["choices"][1:]] == ["personal_robbery", "E05013500"]
    assert card["title"].startswith("Dollis Hill: ")
    at = borough(area="E09000005", opened="rare_offences", offence="rape")
    assert "The link's offence 'rape' is unknown" in text(at)
    assert cards(at)["rare_offences"]["title"].startswith("Knife possession: ")


def test_a_borough_is_offered_on_one_page():
    at = borough(area="E09000023")
    assert "One page (PDF)" in [each.proto.label for each in at.get("download_button")]
