"""What is assumed in "what if": the levers that the reader moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.view.choices import Choices, Lever
from dashboard.view.parts import parts_of, quotation
from dashboard.view.readers import ByFunction, parameter


@dataclass(frozen=True)
class LeverSetting:
    """A lever where the reader moved it to; the elasticity where it is not the declared one."""

    lever: str
    value: float
    elasticity: float | None = None

    def __str__(self) -> str:
        """As the URL says it: 'demand:10' or 'demand:10:-1.5'."""
        return ":".join(
            [
                self.lever,
                f"{self.value:g}",
                *([] if self.elasticity is None else [f"{self.elasticity:g}"]),
            ]
        )


def assumed_levers(
    text: str | None, levers: Mapping[str, Lever], notes: list[str]
) -> tuple[LeverSetting, ...]:
    """What a URL assumes, in the order of the levers; a sentence in ``notes`` for each part that
    cannot be.
    """
    assumptions: dict[str, LeverSetting] = {}
    for part in parts_of("what_if", text, notes):
        name, *numbers = part.split(":")
        fault = _fault(name, numbers, levers)
        if name in assumptions:
            fault = f"moves {levers[name].name} a second time"
        if fault:
            notes.append(f"The link's what_if {quotation(part)} {fault}; it was left out.")
        else:
            assumptions[name] = LeverSetting(name, *(float(number) for number in numbers))
    return tuple(assumptions[name] for name in levers if name in assumptions)


def _fault(name: str, numbers_text: Sequence[str], levers: Mapping[str, Lever]) -> str:
    """What is wrong with a part of what_if; '' where nothing is."""
    if name not in levers:
        return (
            f"names no lever: it may be {', '.join(levers)}"
            if levers
            else "names no lever: none is declared"
        )
    lever = levers[name]
    try:
        numbers = [float(number) for number in numbers_text]
    except ValueError:
        numbers = []
    if not numbers or len(numbers) > 1 + bool(lever.elasticities):
        more = " and, after another colon, an elasticity" if lever.elasticities else ""
        return f"is not written as {name}:{lever.high:g}, a number{more}"
    if not lever.low <= numbers[0] <= lever.high:
        return f"is not within the range of {lever.name}, {lever.low:g} to {lever.high:g}"
    if len(numbers) > 1 and not any(low <= numbers[1] <= high for low, high in lever.elasticities):
        ranges = " or ".join(f"{low:g} to {high:g}" for low, high in lever.elasticities)
        return f"has an elasticity that is not within {ranges}"
    return ""


def _read_what_if(text: str | None, choices: Choices, notes: list[str]) -> tuple[LeverSetting, ...]:
    return assumed_levers(text, choices.levers, notes)


@dataclass(frozen=True)
class WhatIfView:
    """The field of the view that Response times and Outcomes and workforce use for "what if"."""

    what_if: tuple[LeverSetting, ...] = parameter((), ByFunction(_read_what_if), "ASSUMED")
    """The levers moved, each once; empty: nothing is assumed."""
