"""What is chosen on Trust and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.choices import Choices
from dashboard.view.parts import quotation
from dashboard.view.readers import ByFunction, OneOf, parameter

USUAL_POINTS = 5
MOST_POINTS = 20


def asked_points(text: str | None, notes: list[str]) -> int:
    """The whole number from 1 to ``MOST_POINTS`` that a link gives, else the usual one with a
    sentence in ``notes``.
    """
    if not text:
        return USUAL_POINTS
    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_POINTS:
        return int(text)
    notes.append(
        f"The link's points {quotation(text)} is not a whole number from 1 to {MOST_POINTS}; "
        f"{USUAL_POINTS} points are used."
    )
    return USUAL_POINTS


def _read_points(text: str | None, choices: Choices, notes: list[str]) -> int:
    return asked_points(text, notes)


@dataclass(frozen=True)
class TrustView:
    """The fields of the view that Trust and confidence alone uses."""

    group: str = parameter("", OneOf("groups", "the page's own choice is shown"), "Characteristic")
    """A group type; '' for the page's own choice."""
    points: int = parameter(USUAL_POINTS, ByFunction(_read_points), "Change to show, points")
    """The change, in points, that a survey is asked to show."""
