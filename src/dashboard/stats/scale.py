"""The scale without ends on which a share or a duration is projected, and tried in what-ifs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import expit, logit

Kind = Literal["share", "duration"]
"""A share of counted events, or a time in minutes."""


@dataclass(frozen=True)
class Scale:
    """The scale without ends on which a kind of figure is projected, and the way back."""

    kind: Kind
    multiplier: float = 100.0
    """share alone: 100 for per cent."""

    def transform(self, value: np.ndarray) -> np.ndarray:
        """Figures in their own unit on the scale; the ends of a share are taken a hair inside."""
        if self.kind == "share":
            return logit(np.clip(np.asarray(value, dtype=float) / self.multiplier, 1e-9, 1 - 1e-9))
        return np.log(np.maximum(np.asarray(value, dtype=float), 1e-9))

    def restore(self, value: np.ndarray) -> np.ndarray:
        """Figures of the scale in their own unit."""
        return self.multiplier * expit(value) if self.kind == "share" else np.exp(value)

    def transform_history(self, table: pd.DataFrame) -> np.ndarray:
        """The history on the scale: (numerator + 1/2) / (denominator + 1) of a share, so that 0 and
        1 have log-odds.
        """
        if self.kind == "share":
            top, base = (
                pd.to_numeric(table[c]).to_numpy(float, na_value=np.nan)
                for c in ("numerator", "denominator")
            )
            is_usable = (base > 0) & (top >= 0) & (top <= base)
            return logit(
                np.where(is_usable, (top + 0.5) / (np.where(is_usable, base, 1) + 1), np.nan)
            )
        value = pd.to_numeric(table["value"]).to_numpy(float, na_value=np.nan)
        return np.log(np.where(value > 0, value, np.nan))
