"""The change, in points, that a survey is asked to show: how a link may write it."""

from __future__ import annotations

from dashboard.view.parts import quotation

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
