"""A small log that a person can read through, and any log at all for the tests that try many."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import strategies as st

from dashboard import catalogue
from dashboard.declared.meetings import Action, CarriedAction, Evidence, Meeting, Update
from dashboard.declared.models import STATUSES
from dashboard.declared.read import declarations

DECLARED = declarations(
    Path(__file__).resolve().parents[2] / "data" / "declared", catalogue.has_chart
)
APRIL, JUNE, SEPTEMBER = dt.date(2023, 4, 28), dt.date(2023, 6, 30), dt.date(2023, 9, 29)
BOARD = "Performance and Risk Oversight Board"


def action(meeting: dt.date, number: int, **more) -> Action:
    given = {
        "title": f"Title {number}",
        "text": f"Text {number}",
        "paragraph": "2.10",
        "owner": "MPS",
        "status": "open",
    } | more
    return Action(id=f"{meeting}/{number}", number=number, meeting=meeting, **given)


def small() -> dict[str, Meeting]:
    """Two meetings: action 3 of the first has an update, and the second takes it up again as its
    action 1.
    """
    third = action(
        APRIL,
        3,
        due=JUNE,
        reports_to="Finance Board",
        update=(Update(date=dt.date(2023, 5, 10), text="Work has begun.", status="in progress"),),
        evidence=(
            Evidence(
                page="outcomes",
                chart="recruitment",
                indicator="pcso_strength",
                note="PCSOs in post.",
            ),
        ),
    )
    carried = CarriedAction(
        action="2023-04-28/3", number=1, text="Asked for again, in writing.", due=SEPTEMBER
    )
    return {
        "2023-04-28": Meeting(date=APRIL, board=BOARD, action=(action(APRIL, 2), third)),
        "2023-06-30": Meeting(
            date=JUNE, board=BOARD, action=(action(JUNE, 2),), carried=(carried,)
        ),
    }


TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t'=+-@\"_x,;"),
    max_size=30,
)
WORDS = st.one_of(
    TEXT.filter(bool),
    st.sampled_from(
        [
            "=1+1",
            "'=1",
            "''@x",
            "@SUM(A1)",
            "-2",
            "+44",
            "\tx",
            "'quoted'",
            "_x000D_",
            "_x005F_x0041_",
            "a\nb",
            'say "so"',
            " spaced ",
            "2.10",
            "2023-06-30",
            "TRUE",
            "#REF!",
            "＝1",
        ]
    ),
)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
STATUS = st.sampled_from(STATUSES)


def _evidence(draw) -> Evidence:
    page = draw(st.sampled_from(sorted(catalogue.all_charts())))
    return Evidence(
        page=page,
        chart=draw(st.sampled_from(list(catalogue.charts_of(page)))),
        note=draw(WORDS | st.just("")),
        indicator=draw(st.sampled_from(["", *list(DECLARED.indicators)[:3]])),
        group=draw(WORDS | st.just("")),
        area=draw(st.sampled_from(["", *list(DECLARED.areas)[:3]])),
        plan=draw(st.sampled_from(["", "april-2022"])),
        period=draw(DATES.map(str) | st.just("")),
        comparator=draw(st.sampled_from(["", "mps", "similar"])),
    )


def _action(draw, meeting: dt.date, number: int) -> Action:
    return action(
        meeting,
        number,
        title=draw(WORDS),
        text=draw(WORDS),
        paragraph=draw(WORDS | st.just("")),
        owner=draw(WORDS | st.just("")),
        reports_to=draw(st.none() | WORDS),
        due=draw(st.none() | DATES),
        due_words=draw(WORDS | st.just("")),
        status=draw(STATUS),
        carried_from=draw(st.none() | DATES),
        update=tuple(
            Update(date=draw(DATES), text=draw(WORDS), status=draw(st.none() | STATUS))
            for _ in range(draw(st.integers(0, 3)))
        ),
        evidence=tuple(_evidence(draw) for _ in range(draw(st.integers(0, 2)))),
    )


@st.composite
def logs(draw) -> dict[str, Meeting]:
    """Any sound log of up to three meetings, with any text that a cell can hold."""
    found: dict[str, Meeting] = {}
    earlier: list[str] = []
    for date in sorted(draw(st.lists(DATES, max_size=3, unique=True))):
        actions = tuple(_action(draw, date, n) for n in range(1, draw(st.integers(0, 3)) + 1))
        taken = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        carried = tuple(
            CarriedAction(
                action=name,
                number=100 + n,
                text=draw(WORDS),
                paragraph=draw(WORDS | st.just("")),
                status=draw(st.none() | STATUS),
                due=draw(st.none() | DATES),
            )
            for n, name in enumerate(taken)
        )
        found[date.isoformat()] = Meeting(
            date=date,
            board=draw(WORDS),
            action=actions,
            carried=carried,
            demonstration=draw(st.booleans()),
        )
        earlier += [a.id for a in actions]
    return found
