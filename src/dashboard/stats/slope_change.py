"""Whether the slope of a series changed at a day named beforehand: segmented regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

FEWEST_BEFORE, FEWEST_SINCE = 6, 3
"""Figures before and since the day below which no change of slope is worked out."""
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Slope:
    """A change a year, in the unit of the figures, with its 95% interval."""

    value: float
    lower: float
    upper: float

    @property
    def side(self) -> int:
        """1 where the interval lies above 0, -1 where it lies below, else 0."""
        return int(self.lower > 0) - int(self.upper < 0)


@dataclass(frozen=True)
class SlopeChange:
    """The slopes before and since a day, and the change of slope at it."""

    before: Slope
    since: Slope
    change: Slope
    fitted: pd.DataFrame
    """period_end, value: the two lines, which meet on the day."""
    figures: int
    """How many figures it rests on."""
    lags: int
    """Neighbouring figures whose chance may be shared."""

    @property
    def words(self) -> str:
        """'the fall has flattened', 'the fall goes on', 'the rise has turned' and the like."""
        move = {1: "rise", -1: "fall", 0: "level"}[self.before.side]
        if move == "level":
            return {1: "a rise began", -1: "a fall began", 0: "no clear slope before or since"}[
                self.since.side if self.change.side else 0
            ]
        if self.change.side == 0:
            return f"no clear change in the {move}"
        if self.change.side == self.before.side:
            return f"the {move} is faster"
        if self.since.side == 0:
            return f"the {move} has flattened"
        return (
            f"the {move} is slower"
            if self.since.side == self.before.side
            else (f"the {move} has turned")
        )


def slope_change(table: pd.DataFrame, day: pd.Timestamp) -> SlopeChange | None:
    """The change of slope at ``day`` of a series with period_end and value; None with fewer than
    ``FEWEST_BEFORE`` figures up to it or ``FEWEST_SINCE`` after it.

    value = a + b t + c max(0, t - day), t in years, by least squares: b is the slope before, b + c
    that since, c the change. Standard errors hold for figures that lie near one another in chance
    (Newey and West, 1987, with floor(4 (n / 100) ^ (2/9)) lags), with Student's t on n - 3 degrees
    of freedom. The day is to be named beforehand: one that is looked for would look like a change.

    References: Wagner AK et al (2002), J Clin Pharm Ther 27:299-309; Newey WK, West KD (1987),
    Econometrica 55:703-708; by statsmodels' OLS.
    """
    rows = table.dropna(subset=["value"]).sort_values("period_end")
    ends = pd.to_datetime(rows["period_end"])
    if (ends <= day).sum() < FEWEST_BEFORE or (ends > day).sum() < FEWEST_SINCE:
        return None
    years = ((ends - day).dt.days / DAYS_A_YEAR).to_numpy(float)
    design = np.column_stack([np.ones(len(years)), years, np.maximum(years, 0)])
    lags = int(4 * (len(rows) / 100) ** (2 / 9))
    fit = sm.OLS(rows["value"].to_numpy(float), design).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    before, since, change = (
        _slope(fit, contrast) for contrast in ([0.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0])
    )
    fitted = pd.DataFrame({"period_end": ends.to_numpy(), "value": fit.fittedvalues})
    return SlopeChange(before, since, change, fitted, len(rows), lags)


def _slope(fit: sm.regression.linear_model.RegressionResults, contrast: list[float]) -> Slope:
    test = fit.t_test(contrast)
    (lower, upper), value = test.conf_int(alpha=0.05)[0], float(np.squeeze(test.effect))
    return Slope(value, float(lower), float(upper))
