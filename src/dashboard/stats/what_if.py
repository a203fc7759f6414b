"""What a projection would be if demand, workforce or supervision were other than they are: an
assumption, always.

No figure that the board holds says how much a share or a time would move; each lever carries a
declared elasticity that the reader can move, and its range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.stats.back_test import LEVELS
from dashboard.stats.scale import Scale

BASIS = "assumption"


@dataclass(frozen=True)
class Elasticity:
    """What is assumed to follow one per cent more of a lever, roughly in per cent of the odds or of
    the minutes.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a value outside its range."""
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"an elasticity of {self.value} is not within its range, {self.low} to {self.high}"
            )


@dataclass(frozen=True)
class Move:
    """A lever moved by so many per cent from the first period projected on: 10 is a tenth more, -10
    a tenth less.
    """

    change: float
    elasticity: Elasticity

    def __post_init__(self) -> None:
        """Refuse a change that leaves nothing of the lever."""
        if self.change <= -100:
            raise ValueError(
                f"a lever cannot fall by {-self.change:g}%: it must stay above nothing"
            )


def what_if(ahead: pd.DataFrame, scale: Scale, moves: Sequence[Move]) -> pd.DataFrame:
    """The table of a projection with levers moved, from its columns horizon, period_end, value,
    lower_* and upper_*.

    Each figure is moved on the scale of the projection by the sum over the levers of elasticity *
    ln(1 + change/100):
    the elasticity of the odds of a share, or of the minutes. Answer: horizon, period_end, value and
    the bands moved alike; value_low and value_high, the least and the most that the ranges of the
    elasticities give, taken together; basis, always "assumption". The bands are those of past
    errors: they hold nothing of the doubt about an elasticity.
    """
    size = [float(np.log1p(move.change / 100)) for move in moves]
    both = list(zip(moves, size, strict=True))
    middle = sum(move.elasticity.value * s for move, s in both)
    ends = [sorted((move.elasticity.low * s, move.elasticity.high * s)) for move, s in both]
    bands = [f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")]
    figures = ahead[["horizon", "period_end"]].copy()
    for column in ("value", *bands):
        figures[column] = scale.restore(scale.transform(ahead[column].to_numpy()) + middle)
    figures["value_low"] = scale.restore(
        scale.transform(ahead["value"].to_numpy()) + sum(low for low, _ in ends)
    )
    figures["value_high"] = scale.restore(
        scale.transform(ahead["value"].to_numpy()) + sum(high for _, high in ends)
    )
    return figures.assign(basis=BASIS)
