"""What ``assumptions.toml`` may say: the levers of "what if", with what is assumed of each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from dashboard.declared.models import Strict, Unit


class AssumedValue(Strict):
    """An elasticity, in per cent of the odds of a share or of minutes for one per cent of the
    lever; and its range.
    """

    value: float
    low: float
    high: float
    note: str = Field(min_length=1)
    """Why this much is assumed, in a sentence."""

    @model_validator(mode="after")
    def _check_range(self) -> AssumedValue:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"the value {self.value:g} is not within its range, {self.low:g} to {self.high:g}"
            )
        return self


class Lever(Strict):
    """What a reader may move to ask "what if": how far, and what is assumed to follow."""

    id: str = Field(pattern="^[a-z_]+$")
    """As the URL names it."""
    page: Literal["response", "outcomes"]
    name: str = Field(min_length=1)
    unit: Unit
    value: float = 0.0
    """Where the lever stands before it is moved: 0 for a change."""
    low: float
    high: float
    step: float = Field(gt=0)
    note: str = Field(min_length=1)
    """What is moved, in a sentence; and, where it is a number that is assumed, where that comes
    from.
    """
    share: AssumedValue | None = None
    """What follows for a share of events in time; absent: nothing follows by an elasticity."""
    duration: AssumedValue | None = None
    """What follows for minutes."""

    @model_validator(mode="after")
    def _consistent(self) -> Lever:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"the value {self.value:g} is not within its range, {self.low:g} to {self.high:g}"
            )
        if (self.share is None) != (self.duration is None):
            raise ValueError(
                "an elasticity is declared for both 'share' and 'duration', or for neither"
            )
        if self.share is not None and self.low <= -100:
            raise ValueError("a change in per cent must stay above -100")
        return self


class Assumptions(Strict):
    """``assumptions.toml``: the levers, in the order in which they are offered."""

    lever: tuple[Lever, ...] = ()

    @model_validator(mode="after")
    def _check_unique(self) -> Assumptions:
        ids = [lever.id for lever in self.lever]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"the lever '{twice}' is declared twice")
        return self
