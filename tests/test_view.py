"""View: the URL says exactly what is on screen, and no link, however wrong, leaves a page without a
view.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.declared.read import declarations
from dashboard.view import Choices, View, showing
from dashboard.view.allocation import KINDS, MOST_MOVES, MOST_POSTS, MOST_WEIGHT, Move, Weight
from dashboard.view.changes import LARGEST_OF
from dashboard.view.choices import Lever
from dashboard.view.compare import COMPARATORS, DIFFERENCES, LEVELS, LIMITS, OVER_TIME, YEARS
from dashboard.view.overview import COVER_CHOICES
from dashboard.view.parse import read
from dashboard.view.readers import LinkText, Reader, Word, parameter
from dashboard.view.shared_filters import MOST_AREAS
from dashboard.view.trust import MOST_POINTS
from dashboard.view.what_if import LeverSetting

DECLARED = declarations(Path(__file__).resolve().parents[1] / "data" / "declared")
BOROUGHS = {a.code: a.name for a in DECLARED.areas.values() if a.level == "borough"}
CHOICES = Choices(
    {i.id: i.name for i in DECLARED.indicators.values()},
    BOROUGHS,
    without_figures={"reach": "Reach of engagement"},
    offences={"arson": "Arson", "business_robbery": "Business robbery"},
    groups={"sexual_orientation": "Sexual orientation", "age": "Age"},
    themes={"outcomes": "Outcomes", "response": "Response"},
    plans={"april-2022": "In force", "proposed-2023": "Proposed"},
    statuses={"open": "open", "not started": "not started"},
    owners={"MPS": "MPS"},
    meetings={"2023-04-28": "Performance and Risk Oversight Board, 28 April 2023"},
    wards={f"E0501{n:04}": f"Ward {n}" for n in range(30)},
    components={"crime": "Recorded crime", "footfall": "Visitors"},
    sections={"moves": "What if?", "fairness": "Fair?"},
    actions={f"2023-04-28/{n}": f"Action {n}" for n in range(1, 8)},
    levers={
        "demand": Lever("Demand", -30, 50, ((-4, -0.5), (0.2, 1.5))),
        "intake": Lever("More joiners", 0, 100),
    },
)
CODES = list(BOROUGHS)

MOVES = st.builds(
    lambda ends, kind, quarters: Move(*ends, kind, quarters / 4),
    st.lists(st.sampled_from(list(CHOICES.wards)), min_size=2, max_size=2, unique=True),
    st.sampled_from(KINDS),
    st.integers(1, 4 * MOST_POSTS),
)
WEIGHTS = st.dictionaries(st.sampled_from(list(CHOICES.components)), st.integers(0, MOST_WEIGHT))
VIEWS = st.builds(
    View,
    indicator=st.sampled_from(list(CHOICES.indicators)),
    areas=st.lists(st.sampled_from(CODES), max_size=MOST_AREAS, unique=True).map(tuple),
    period=st.none() | st.dates(),
    comparator=st.sampled_from([*COMPARATORS, *CODES]),
    difference=st.sampled_from(list(DIFFERENCES)),
    years=st.sampled_from(list(YEARS)),
    over_time=st.sampled_from(list(OVER_TIME)),
    level=st.sampled_from(list(LEVELS)),
    limits=st.sampled_from(list(LIMITS)),
    area=st.sampled_from(["", *CODES]),
    offence=st.sampled_from(["", *CHOICES.offences]),
    group=st.sampled_from(["", *CHOICES.groups]),
    points=st.integers(1, MOST_POINTS),
    plan=st.sampled_from(["", *CHOICES.plans]),
    status=st.sampled_from(["", *CHOICES.statuses]),
    owner=st.sampled_from(["", *CHOICES.owners]),
    meeting=st.sampled_from(["", *CHOICES.meetings]),
    worse_theme=st.sampled_from(["", *CHOICES.themes]),
    worse_area=st.sampled_from(["", *CODES]),
    covered=st.sampled_from(["", *COVER_CHOICES]),
    action=st.sampled_from(["", *CHOICES.actions]),
    since=st.none() | st.dates(),
    largest_of=st.sampled_from(["", *LARGEST_OF]),
    what_if=st.sampled_from(
        [
            (),
            (LeverSetting("demand", 10.0, -1.5),),
            (LeverSetting("demand", -5.0), LeverSetting("intake", 2.5)),
        ]
    ),
    weights=WEIGHTS.map(lambda points: tuple(Weight(*pair) for pair in points.items())),
    moves=st.lists(MOVES, max_size=MOST_MOVES).map(tuple),
    opened=st.lists(st.sampled_from(list(CHOICES.sections)), unique=True).map(tuple),
)
NAMES = st.sampled_from([f.name for f in fields(View)]) | st.text(max_size=12)


def code(name: str) -> str:
    return next(c for c, n in BOROUGHS.items() if n == name)


def valid(view: View) -> bool:
    return (
        view.indicator in CHOICES.indicators
        and set(view.areas) <= set(BOROUGHS)
        and len(set(view.areas)) == len(view.areas) <= MOST_AREAS
        and (view.period is None or isinstance(view.period, dt.date))
        and view.comparator in (*COMPARATORS, *BOROUGHS)
        and view.difference in DIFFERENCES
        and view.years in YEARS
        and view.over_time in OVER_TIME
        and view.level in LEVELS
        and view.limits in LIMITS
        and view.area in ("", *BOROUGHS)
        and view.group in ("", *CHOICES.groups)
        and 1 <= view.points <= MOST_POINTS
        and view.plan in ("", *CHOICES.plans)
        and view.worse_theme in ("", *CHOICES.themes)
        and view.worse_area in ("", *BOROUGHS)
        and view.covered in ("", *COVER_CHOICES)
        and view.action in ("", *CHOICES.actions)
        and view.largest_of in ("", *LARGEST_OF)
        and {weight.component for weight in view.weights} <= set(CHOICES.components)
        and all(0 <= weight.points <= MOST_WEIGHT for weight in view.weights)
        and len(view.moves) <= MOST_MOVES
        and all(
            {move.start, move.end} <= set(CHOICES.wards) and move.start != move.end
            for move in view.moves
        )
        and all(move.kind in KINDS and 0 < move.posts <= MOST_POSTS for move in view.moves)
        and set(view.opened) <= set(CHOICES.sections)
    )


@given(VIEWS)
def test_a_view_written_to_the_url_and_read_back_is_the_same_view(view: View) -> None:
    assert read(view.parameters(), CHOICES) == (view, [])


def test_a_default_stays_out_of_the_url() -> None:
    assert View().parameters() == {}
    assert View(comparator="bcu").parameters() == {"comparator": "bcu"}


@given(st.dictionaries(NAMES, st.text(max_size=30), max_size=6))
def test_any_link_whatever_gives_a_valid_view_that_can_be_linked_to(
    parameters: dict[str, str],
) -> None:
    view, notes = read(parameters, CHOICES)
    assert valid(view)
    assert all(note.endswith(".") for note in notes)
    assert read(view.parameters(), CHOICES) == (view, [])


@pytest.mark.parametrize(
    ("parameters", "said", "expected"),
    [
        ({"indicator": "trsut"}, "indicator 'trsut' is unknown", View()),
        ({"indicator": "confidense"}, "Confidence in local policing", View("confidence")),
        (
            {"indicator": "reach"},
            "'Reach of engagement' is loaded yet; Trust in the MPS is shown.",
            View(),
        ),
        ({"areas": "Hilingdon"}, "Hillingdon", View(areas=(code("Hillingdon"),))),
        ({"areas": "@@@@"}, "it was left out", View()),
        ({"period": "last week"}, "'last week' is not a date", View()),
        ({"period": "2022-02-30"}, "'2022-02-30' is not a date", View()),
        ({"comparator": "england"}, "comparator 'england' is unknown", View()),
        (
            {"difference": "tunnel"},
            "the ranking is shown. It may be one of ranking, change, funnel.",
            View(),
        ),
        (
            {"over_time": "xmr"},
            "'xmr' is unknown; the trend is shown. It may be one of trend, control.",
            View(),
        ),
        ({"colour": "red"}, "'colour' is not a filter", View()),
        ({"area": "Hilingdon"}, "Hillingdon", View(area=code("Hillingdon"))),
        (
            {"points": "0"},
            "points '0' is not a whole number from 1 to 20; 5 points are used.",
            View(),
        ),
        ({"points": "2.5"}, "points '2.5' is not a whole number", View()),
        ({"points": "9" * 400}, "is not a whole number from 1 to 20", View()),
        ({"points": "²"}, "points '²' is not a whole number", View()),
        (
            {"plan": "proposed"},
            "not available to this reader; the nearest that is",
            View(plan="proposed-2023"),
        ),
        (
            {"weights": "crime:101"},
            "weight of Recorded crime must be a whole number from 0 to 100",
            View(),
        ),
        ({"weights": "crime:1.5"}, "weight of Recorded crime must be a whole number", View()),
        ({"weights": "crime"}, "weight of Recorded crime must be a whole number", View()),
        ({"weights": "crimes:10"}, "'crimes', which is no component of need", View()),
        (
            {"weights": "crime:10,crime:20"},
            "two weights of Recorded crime",
            View(weights=(Weight("crime", 10),)),
        ),
        (
            {"moves": "E05010000>E05010001"},
            "Move 1 of the link was left out: it must be written as",
            View(),
        ),
        ({"moves": "E05010000>E05019999:dwo:1"}, "'E05019999' is not the code of a ward", View()),
        ({"moves": "E05010000>E05010000:dwo:1"}, "it is from a ward to itself", View()),
        ({"moves": "E05010000>E05010001:pc:1"}, "'pc' is no kind of post; use dwo or pcso", View()),
        ({"moves": "E05010000>E05010001:dwo:0"}, "posts go up to 20, in quarters", View()),
        ({"moves": "E05010000>E05010001:dwo:21"}, "posts go up to 20, in quarters", View()),
        ({"moves": "E05010000>E05010001:dwo:0.3"}, "posts go up to 20, in quarters", View()),
        ({"moves": "E05010000>E05010001:dwo:-1"}, "it must be written as", View()),
        (
            {"moves": ",".join(["E05010000>E05010001:dwo:1"] * 11)},
            "makes 11 moves; the first 10 are made",
            View(moves=(Move("E05010000", "E05010001", "dwo", 1.0),) * 10),
        ),
        ({"opened": "fairness,cellar"}, "section 'cellar' is unknown", View(opened=("fairness",))),
        ({"group": "zzz"}, "group 'zzz' is unknown; the page's own choice is shown", View()),
        ({"status": "zzz"}, "status 'zzz' is unknown; all are shown", View()),
        (
            {"what_if": "demnd:10"},
            "names no lever: it may be demand, intake; it was left out",
            View(),
        ),
        (
            {"what_if": "demand"},
            "is not written as demand:50, a number and, after another colon, an elast",
            View(),
        ),
        (
            {"what_if": "demand:ten,intake:5"},
            "'demand:ten' is not written",
            View(what_if=(LeverSetting("intake", 5.0),)),
        ),
        (
            {"what_if": "demand:60"},
            "is not within the range of Demand, -30 to 50; it was left out.",
            View(),
        ),
        ({"what_if": "demand:nan"}, "is not within the range of Demand", View()),
        (
            {"what_if": "demand:10:9"},
            "has an elasticity that is not within -4 to -0.5 or 0.2 to 1.5",
            View(),
        ),
        (
            {"what_if": "intake:10:1"},
            "is not written as intake:100, a number; it was left out",
            View(),
        ),
        (
            {"what_if": "intake:1,intake:2"},
            "a second time",
            View(what_if=(LeverSetting("intake", 1.0),)),
        ),
        ({"action": "zzz"}, "action 'zzz' is unknown; all actions are shown", View()),
    ],
)
def test_an_unknown_word_gives_one_sentence_and_the_nearest_view(
    parameters: dict[str, str], said: str, expected: View
) -> None:
    view, notes = read(parameters, CHOICES)
    assert view == expected
    assert len(notes) == 1
    assert said in notes[0]


def test_levers_are_written_in_their_order_and_read_back() -> None:
    view, notes = read({"what_if": " intake:20 , demand:-5:0.8,"}, CHOICES)
    assert (view.parameters(), notes) == ({"what_if": "demand:-5:0.8,intake:20"}, [])


def test_where_no_lever_is_declared_none_can_be_moved() -> None:
    view, notes = read({"what_if": "demand:10"}, Choices({"trust": "Trust"}, {}))
    assert view == View() and notes == [
        "The link's what_if 'demand:10' names no lever: none is declared; it was left out."
    ]


@pytest.mark.parametrize(
    "word",
    [
        "Kingston upon Thames",
        "kingston-upon-thames",
        "KINGSTON UPON THAMES",
        code("Kingston upon Thames"),
    ],
)
def test_a_borough_may_be_named_by_code_name_or_slug(word: str) -> None:
    kingston = code("Kingston upon Thames")
    assert read({"areas": word, "area": word}, CHOICES) == (
        View(areas=(kingston,), area=kingston),
        [],
    )


@pytest.mark.parametrize("word", ["Barnet", "barnet", code("Barnet")])
def test_a_borough_may_be_what_the_others_are_compared_with(word: str) -> None:
    assert read({"comparator": word}, CHOICES) == (View(comparator=code("Barnet")), [])


def test_evidence_opens_a_chart_that_stands_in_the_place_of_another() -> None:
    assert showing("funnel") == {"difference": "funnel"}
    assert showing("ranking") == showing("gaps") == {}


@pytest.mark.parametrize("borough", BOROUGHS.values())
def test_every_borough_has_a_slug(borough: str) -> None:
    view, notes = read({"area": borough.casefold().replace(" ", "-")}, CHOICES)
    assert (view.area, notes) == (code(borough), [])


def test_a_borough_named_twice_is_chosen_once() -> None:
    assert read({"areas": f"Barnet, barnet,{code('Barnet')}"}, CHOICES) == (
        View(areas=(code("Barnet"),)),
        [],
    )


def test_a_sixth_borough_in_a_link_is_left_out_with_a_note() -> None:
    view, notes = read({"areas": ",".join(CODES[:6])}, CHOICES)
    assert view.areas == tuple(CODES[:5])
    assert notes == ["The link names 6 boroughs; the first 5 are chosen."]


@given(VIEWS, st.sampled_from(CODES))
def test_toggling_chooses_or_drops_one_area_and_nothing_else(view: View, area: str) -> None:
    toggled = view.toggle_area(area)
    assert valid(toggled)
    assert (area in toggled.areas) != (area in view.areas)
    assert (toggled.indicator, toggled.period, toggled.comparator) == (
        view.indicator,
        view.period,
        view.comparator,
    )
    if area not in view.areas:
        assert toggled.areas == (*view.areas, area)[-MOST_AREAS:]
        if len(view.areas) < MOST_AREAS:
            assert toggled.toggle_area(area) == view


def test_the_oldest_choice_gives_way_to_a_sixth() -> None:
    assert View(areas=tuple(CODES[:5])).toggle_area(CODES[5]).areas == tuple(CODES[1:6])


def test_a_page_declares_a_filter_once_and_it_is_read_written_and_named() -> None:
    @dataclass(frozen=True)
    class PageView:
        colour: str = parameter(
            "", Word({"red": "Red", "blue": "Blue"}, "both are shown"), "Colour"
        )

    (declared,) = fields(PageView)
    reader, notes = declared.metadata["reader"], []
    asked = partial(LinkText, declared.name, default=declared.default, choices=CHOICES, notes=notes)
    assert PageView().colour == "" == reader.read(asked(text=None))
    assert reader.read(asked(text="red")) == "red"
    assert notes == []
    assert reader.read(asked(text="green")) == ""
    assert notes == [
        "The link's colour 'green' is unknown; both are shown. It may be one of red, blue."
    ]
    assert reader.names(CHOICES)["blue"] == "Blue"


def test_every_field_of_the_view_has_a_reader_and_a_link_without_it_asks_for_the_default() -> None:
    assert all(isinstance(f.metadata["reader"], Reader) for f in fields(View))
    assert read({}, CHOICES) == (View(), [])
