"""What is chosen on Ward allocation: a plan, and what is tried in place of what it says, other weights
of need and posts moved between wards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.view.choices import Choices
from dashboard.view.parts import parts_of, quotation
from dashboard.view.readers import ByFunction, LinkText, OneOf, parameter

MOST_MOVES = 10
MOST_WEIGHT = 100
"""Of a weight that is tried."""
MOST_POSTS = 20
"""Of one move."""
KINDS = ("dwo", "pcso")


@dataclass(frozen=True)
class Weight:
    """A weight of a component of need that is tried in place of the plan's."""

    component: str
    points: int
    """0 to 100; what counts is the share of all points."""

    def __str__(self) -> str:
        """As the URL says it: 'crime:40'."""
        return f"{self.component}:{self.points}"


@dataclass(frozen=True)
class Move:
    """Posts that are moved from one ward to another to see what would be."""

    start: str
    end: str
    kind: str
    """'dwo' or 'pcso'."""
    posts: float
    """Above 0, at most 20, in quarters."""

    def __str__(self) -> str:
        """As the URL says it: 'E05013640>E05013641:dwo:1'."""
        return f"{self.start}>{self.end}:{self.kind}:{self.posts:g}"


def tried_weights(
    text: str | None, components: Mapping[str, str], notes: list[str]
) -> tuple[Weight, ...]:
    """The weights that a URL tries, with a sentence in ``notes`` for each that cannot be.

    ``components`` is id -> name of the components of need.
    """
    weights: dict[str, Weight] = {}
    for part in parts_of("weights", text, notes):
        component, _, points = part.partition(":")
        if component not in components:
            notes.append(
                f"The link's weights name {quotation(component)}, which is no component of need; "
                "it was left out."
            )
        elif not re.fullmatch(r"[0-9]{1,3}", points) or int(points) > MOST_WEIGHT:
            name = components[component]
            notes.append(
                f"The link's weight of {name} must be a whole number from 0 to {MOST_WEIGHT}; "
                "its own is used."
            )
        elif component in weights:
            notes.append(
                f"The link gives two weights of {components[component]}; the first is used."
            )
        else:
            weights[component] = Weight(component, int(points))
    return tuple(weights.values())


_MOVE = re.compile(
    r"(?P<start>\w+)>(?P<end>\w+):(?P<kind>\w+):(?P<posts>\d{1,3}(\.\d{1,2})?)", re.ASCII
)


def tried_moves(text: str | None, wards: Mapping[str, str], notes: list[str]) -> tuple[Move, ...]:
    """The moves that a URL tries, with a sentence in ``notes`` for each that cannot be; ``wards``:
    code -> name.

    Whether a ward has the posts that are moved from it is for whoever knows the plan.
    """
    moves: list[Move] = []
    for number, part in enumerate(parts_of("moves", text, notes), 1):
        match = _MOVE.fullmatch(part)
        fault = _move_fault(match, wards)
        if fault or match is None:
            notes.append(f"Move {number} of the link was left out: {fault}.")
        else:
            moves.append(Move(match["start"], match["end"], match["kind"], float(match["posts"])))
    if len(moves) > MOST_MOVES:
        notes.append(f"The link makes {len(moves)} moves; the first {MOST_MOVES} are made.")
    return tuple(moves[:MOST_MOVES])


def _move_fault(match: re.Match[str] | None, wards: Mapping[str, str]) -> str:
    """What is wrong with a move, or ''."""
    if match is None:
        return "it must be written as FROM>TO:dwo:1, with two codes of wards"
    unknown = next((code for code in (match["start"], match["end"]) if code not in wards), "")
    posts = float(match["posts"])
    faults = (
        (bool(unknown), f"{quotation(unknown)} is not the code of a ward"),
        (match["start"] == match["end"], "it is from a ward to itself"),
        (
            match["kind"] not in KINDS,
            f"{quotation(match['kind'])} is no kind of post; use {' or '.join(KINDS)}",
        ),
        (
            not 0 < posts <= MOST_POSTS or posts % 0.25 != 0,
            f"posts go up to {MOST_POSTS}, in quarters",
        ),
    )
    return next((words for wrong, words in faults if wrong), "")


class PlanReader(OneOf):
    """A plan. Whether there is such a plan for other readers is not told."""

    def sentence(self, link: LinkText, near: str) -> str:
        """Tells that the plan is not there for this reader."""
        shown = f"the nearest that is, {near}, is shown" if near else self.otherwise
        return f"The plan that the link names is not available to this reader; {shown}."


def _read_weights(text: str | None, choices: Choices, notes: list[str]) -> tuple[Weight, ...]:
    return tried_weights(text, choices.components, notes)


def _read_moves(text: str | None, choices: Choices, notes: list[str]) -> tuple[Move, ...]:
    return tried_moves(text, choices.wards, notes)


@dataclass(frozen=True)
class AllocationView:
    """The fields of the view that Ward allocation alone uses."""

    plan: str = parameter("", PlanReader("plans", "the page's own choice is shown"), "Plan")
    """The plan set against the one in force; '' for the page's own choice."""
    weights: tuple[Weight, ...] = parameter(
        (), ByFunction(_read_weights), "ASSUMED weights of need"
    )
    """Weights of the need index that are tried; a component that is not named keeps its own; empty:
    the plan's.
    """
    moves: tuple[Move, ...] = parameter((), ByFunction(_read_moves), "ASSUMED moves of posts")
    """Moves of posts that are tried, at most ten."""
