"""Ward allocation through the entry point: the URL is honoured, a click opens a borough or a ward,
no page falls.
"""

import re
import shutil
from functools import partial
from pathlib import Path

import opened
import pytest
from opened import cards, read, text
from streamlit import user_info
from streamlit.testing.v1 import AppTest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.demo import attitude_survey
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store

page = partial(opened.page, "allocation")

ROOT = Path(__file__).resolve().parents[2]
LAMBETH = "E09000022"
COMPONENTS = ("crime", "antisocial_behaviour", "vulnerability", "footfall", "confidence")


def select(at: AppTest, label: str):
    return next(box for box in at.selectbox if box.label == label)


@pytest.fixture
def demonstration(demonstration_shown):
    where = Places(demonstration_shown)
    return open_store(where, find_database(where))


def below(store, borough: str, period: str) -> str:
    """'2 of 25 wards are', from the file's own figures."""
    rows = (
        store.cursor()
        .execute(
            "SELECT f.area, f.measure, f.value FROM fact f JOIN area a ON a.code = f.area WHERE"
            " a.borough = ? AND f.source = 'neighbourhood_resources' AND f.period_end = ?",
            [borough, period],
        )
        .df()
        .pivot(index="area", columns="measure", values="value")
    )
    short = int(((rows["dwo_in_post"] < 2) | (rows["pcso_in_post"] < 1)).sum())
    return f"{short} of {len(rows)} wards {'is' if short == 1 else 'are'} below the minimum"


def test_a_borough_opens_by_code_and_by_name_at_the_month_and_plan_of_the_link(demonstration):
    expected = below(demonstration, "E09000008", "2022-12-31")
    for area in ("E09000008", "Croydon"):
        at = page(area=area, plan="proposed-2023", period="2022-12-31")
        assert not at.exception
        words = text(at)
        assert (
            "Showing Croydon, 28 wards, at 31 December 2022; Plan proposed for 2023 set against"
            in words
        )
        assert expected in words
        assert "DEMONSTRATION DATA" in words
        assert select(at, "Borough").value == "E09000008"


def test_the_whole_of_london_is_shown_where_no_borough_is_asked_for(demonstration):
    at = page()
    assert not at.exception
    words = text(at)
    assert "Showing London, 679 wards, at 30 June 2023" in words
    assert "is a proposal and not a decision" in words
    box = select(at, "Borough")
    assert (box.options[0], box.value) == ("All London", "")


def test_a_borough_chosen_in_the_filter_is_written_into_the_url(demonstration):
    at = page()
    select(at, "Borough").select(LAMBETH).run()
    assert not at.exception
    assert at.query_params["area"] == LAMBETH
    assert "Showing Lambeth, 25 wards" in text(at)
    select(at, "Borough").select("").run()
    assert "area" not in at.query_params


def test_the_ward_chosen_is_the_ward_whose_need_is_opened(demonstration):
    assert "needs" not in cards(page(area=LAMBETH))
    (choice,) = cards(page(area=LAMBETH, opened="needs"))["needs"]["choices"]
    moves = [words.split(": ")[1].split()[0] for _, words in choice["options"]]
    assert len(moves) == 25
    assert moves == sorted(moves, key=["loses", "gains", "stays", "not"].index)
    ward, words = choice["options"][24]
    at = page(area=LAMBETH, ward=ward)
    assert not at.exception
    assert f"{words.split(':')[0]}: need index moved by" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"area": "Lambth"},
            "The link's area 'Lambth' is not a borough of the MPS; the nearest is chosen: Lambeth.",
        ),
        ({"area": "Qqqq"}, "The link's area 'Qqqq' is not a borough of the MPS; it was left out."),
        (
            {"plan": "proposed-2032"},
            "The plan that the link names is not available to this reader; the nearest",
        ),
        ({"plan": "april-2022"}, "cannot be set against itself; Plan proposed for 2023 is shown."),
        (
            {"period": "2031-01-31"},
            "There is no figure of wards for January 2031; the nearest, June 2023, is shown.",
        ),
        (
            {"weights": "crime:lots"},
            "The link's weight of Recorded crime must be a whole number from 0 to 100",
        ),
        (
            {"weights": ",".join(f"{c}:0" for c in COMPONENTS)},
            "gives every component of need the weight 0",
        ),
        ({"moves": "E05009317>E05009318:dwo:99"}, "Move 1 of the link was left out"),
        ({"moves": "E05014095>E05014096:dwo:20"}, "None of the moves is made."),
        ({"opened": "cellar"}, "The link's section 'cellar' is unknown and was left out."),
        (
            {"ward": "nowhere"},
            "The link's ward 'nowhere' is unknown; the page's own choice is shown.",
        ),
    ],
)
def test_what_a_link_gets_wrong_is_told_in_a_sentence_and_the_page_stands(
    demonstration, parameters, sentence
):
    at = page(**parameters)
    assert not at.exception
    assert sentence in text(at)
    assert "below the minimum" in text(at) or "meet the minimum" in text(at)


def test_a_slider_writes_all_weights_into_the_url_and_the_page_says_so_until_they_are_taken_back(
    demonstration,
):
    at = page(area=LAMBETH, opened="weights")
    assert {s.label: s.value for s in at.slider}["Recorded crime"] == 30
    next(s for s in at.slider if s.label == "Recorded crime").set_value(80).run()
    assert not at.exception
    written = "crime:80,antisocial_behaviour:20,vulnerability:25,footfall:15,confidence:10"
    assert at.query_params["weights"] == written
    assert "**Other weights are being tried**: Recorded crime 53%" in text(
        at
    ) and "Other weights: " in text(at)
    again = page(area=LAMBETH, weights=written)
    assert [s.value for s in again.slider] == [
        80,
        20,
        25,
        15,
        10,
    ], "what is tried is open to be seen"
    next(b for b in again.button if b.label == "Back to the plan's own weights").click().run()
    assert "weights" not in again.query_params
    assert "Other weights are being tried" not in text(again)


def test_a_move_is_tried_and_taken_back_in_the_url_alone(demonstration):
    at = page(area=LAMBETH, opened="moves")
    start, end = select(at, "From ward"), select(at, "To ward")
    assert len(start.options) == 25 and len(end.options) == 24 and start.value not in end.options
    next(b for b in at.button if b.label == "Try this move").click().run()
    assert not at.exception
    assert at.query_params["moves"] == f"{start.value}>{end.value}:dwo:1"
    assert "1. 1 DWO post from" in text(at)
    assert re.search(r"The sum stays 1,[0-9]{3} DWO and 1,800 PCSO posts\.", text(at))
    at = page(area=LAMBETH, moves=at.query_params["moves"])
    assert "1 move: " in text(at)
    next(b for b in at.button if b.label == "Remove").click().run()
    assert "moves" not in at.query_params and "1 move: " not in text(at)


def test_a_section_is_drawn_once_it_is_opened_and_the_url_says_which_are(demonstration):
    at = page(area=LAMBETH)
    assert "lacks" not in text(at) and "Ward posts add up" not in text(at)
    at = page(area=LAMBETH, opened="restore,wards")
    words = text(at)
    assert "Lambeth lacks" in words and "Ward posts add up to the borough total" in words
    assert "has most posts for its need" not in words
    headings = [h.value for h in at.header]
    assert headings == [
        "What would restore the minimum everywhere?",
        "Would other weights of need give other tiers?",
        "What if posts moved between wards?",
        "Do posts follow need from borough to borough?",
        "Do the wards add up?",
    ]


def test_what_is_kept_for_one_reader_is_not_served_to_another(demonstration, monkeypatch):
    asked = {"area": LAMBETH, "plan": "proposed-2023"}
    assert "Plan proposed for 2023" in text(page(**asked))
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "open")
    for name in ("allocation", "actions", "data", "changes"):
        at = opened.page(name, **(asked if name == "allocation" else {}))
        everything = text(at) + str([[option for option in box.options] for box in at.selectbox])
        everything += str(opened.links(at)) + "".join(
            str(frame.value.to_dict()) for frame in at.dataframe
        )
        assert (
            "proposed for 2023" not in everything.casefold()
            and "proposed-2023" not in everything.casefold()
        ), name
    assert "not available to this reader" in text(page(**asked))
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "mopac")
    assert "Plan proposed for 2023" in text(page(**asked))


def test_a_reader_who_signs_in_is_shown_the_plans_for_the_address_that_the_provider_verified(
    demonstration, monkeypatch, tmp_path
):
    readers = tmp_path / "readers.toml"
    readers.write_text('[readers]\n"ann@mopac.example" = ["mopac"]\n', encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_READERS", str(readers))
    for user, shown in (
        ({"is_logged_in": False}, False),
        ({"is_logged_in": True, "email": "ann@mopac.example", "email_verified": False}, False),
        ({"is_logged_in": True, "email": "bob@mopac.example"}, False),
        ({"is_logged_in": True, "email": "ann@mopac.example", "email_verified": True}, True),
    ):
        monkeypatch.setattr(user_info, "_get_user_info", lambda user=user: user)
        at = page()
        assert ("Plan proposed for 2023" in text(at)) is shown, user
        assert [read(b.label) for b in at.button if b.label.startswith("Sign")] == [
            (
                f"Sign out {user['email']}"
                if user.get("email_verified", True) and "email" in user
                else "Sign out"
                if user["is_logged_in"]
                else "Sign in"
            )
        ]
    readers.write_text("", encoding="utf-8")
    at = page()
    assert "must hold one table, readers" in text(at) and "Plan proposed for 2023" not in text(at)


def test_where_only_published_files_are_loaded_the_page_says_which_templates_to_load(
    tmp_path, monkeypatch
):
    places = Places(tmp_path)
    shutil.copytree(ROOT / "queries", places.queries)
    for file in attitude_survey.write(tmp_path / "files"):
        receive(places.received_folder, file.source, file.published, file.path)
    build(places, declarations(ROOT / "data" / "declared", catalogue.has_chart))
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    at = page(area=LAMBETH, plan="proposed-2023")
    assert not at.exception
    words = text(at)
    for source in ("neighbourhood_resources", "abstraction", "allocation_plan"):
        assert words.count(f"source {source}") == 1
    assert "nan" not in words.casefold().split() and not cards(at)
