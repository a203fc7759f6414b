"""A projection with levers moved: what is assumed, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.panels.common.what_if import elasticity, levers
from dashboard.panels.response.heading import Heading
from dashboard.stats.what_if import Move, what_if
from dashboard.text import month, signed_text
from dashboard.view.what_if import LeverSetting

REFERENCE = (
    "Each figure is moved on the scale of the projection by the sum over the levers of elasticity ×"
    " ln(1 + change); the bands are those of past errors and hold nothing of the doubt about an"
    " elasticity."
)


@dataclass(frozen=True)
class Scenario:
    """A projection with levers moved."""

    levers: tuple[tuple[Any, Move], ...]
    """The declared lever (a row of ``queries/levers.sql``) and how it was moved."""
    table: pd.DataFrame
    """As ``stats.what_if`` answers."""


def make_scenario(heading: Heading, assumptions: Sequence[LeverSetting]) -> Scenario | None:
    """The projection with the levers set as ``assumptions`` say; None where none is moved, or nothing
    is projected.
    """
    projection, by_lever = heading.projection, {one.lever: one for one in assumptions if one.value}
    moves = tuple(
        (
            lever,
            Move(
                by_lever[lever.id].value,
                elasticity(lever, heading.kind, by_lever[lever.id].elasticity),
            ),
        )
        for lever in levers(heading.page)
        if lever.id in by_lever
    )
    if not moves or projection.ahead is None or projection.scale is None:
        return None
    return Scenario(moves, what_if(projection.ahead, projection.scale, [move for _, move in moves]))


def scenario_sentence(heading: Heading, scenario: Scenario) -> str:
    """What would be projected, with every assumption and its range."""
    moves = ", ".join(
        f"{lever.name.lower()} {signed_text(move.change, 0)}% (elasticity"
        f" {signed_text(move.elasticity.value, 1)}, range {signed_text(move.elasticity.low, 1)} to"
        f" {signed_text(move.elasticity.high, 1)})"
        for lever, move in scenario.levers
    )
    end = scenario.table.iloc[-1]
    return (
        f"ASSUMPTION, not a finding: with {moves} the projection for {month(end['period_end'])}"
        f" would be {heading.text(end['value'])}, and {heading.text(end['value_low'])} to"
        f" {heading.text(end['value_high'])} over the ranges of the elasticities."
    )


def scenario_columns(table: pd.DataFrame, places: int) -> dict[str, pd.Series]:
    """The columns of an assumption in a table for reading."""
    return {
        "Assumed": table["value"].round(places),
        "Assumed, least": table["value_low"].round(places),
        "Assumed, most": table["value_high"].round(places),
        "Basis": table["basis"],
    }


def scenario_notes(heading: Heading, scenario: Scenario) -> list[str]:
    """What each lever moved is, and why that much is assumed."""
    told = [
        f"Assumed of {lever.name.lower()}: {lever.note} {getattr(lever, f'{heading.kind}_note')}"
        for lever, _ in scenario.levers
    ]
    return [*told, REFERENCE]
