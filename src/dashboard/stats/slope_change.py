"""Whether the slope of a series changed at a day named beforehand: segmented regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dashboard.stats.intervals import interval_side

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResults

FEWEST_BEFORE, FEWEST_SINCE = 6, 4
"""Figures before the day, and on it and since, below which no change of slope is worked out."""
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
        return interval_side(self.lower, self.upper)


@dataclass(frozen=True)
class SlopeChange:
    """The slopes before and since a day, and the change of slope at it."""

    before: Slope
    since: Slope
    change: Slope
    fitted_lines: pd.DataFrame
    """period_end, value: the two lines, with a row without a value between them."""
    figures: int
    """How many figures it rests on."""
    lags: int
    """Neighbouring figures whose chance may be shared."""

    @property
    def words(self) -> str:
        """'the fall has flattened', 'the fall goes on', 'the rise has turned' and the like."""
        move = {1: "rise", -1: "fall", 0: "level"}[self.before.side]
        if move == "level":
            side = self.since.side if self.change.side else 0
            now = {
                1: "no clear slope before, a rise since",
                -1: "no clear slope before, a fall since",
            }
            return now.get(side, "no clear slope before or since")
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
    ``FEWEST_BEFORE`` figures before it or ``FEWEST_SINCE`` on it and since.

    A straight line by least squares through the figures before the day, and one through that of the
    day and those since, t in years; the change is the second slope less the first. The lines need
    not meet: lines that must would tell the turns before the day as movement since. Of two
    intervals the wider is given, each with Student's t on n - 4 degrees of freedom: that for
    figures that lie near one another in chance (Newey and West, 1987, with floor(4 (n / 100) ^
    (2/9)) lags), which a few figures make too narrow, and that of least squares with one variance
    of all figures. The day is to be named beforehand: one that is looked for would look like a
    change.

    References: Wagner AK et al (2002), J Clin Pharm Ther 27:299-309; Newey WK, West KD (1987),
    Econometrica 55:703-708; by statsmodels' OLS.
    """
    from statsmodels.regression.linear_model import OLS

    rows = table.dropna(subset=["value"]).sort_values("period_end")
    ends = pd.to_datetime(rows["period_end"])
    is_since = (ends >= day).to_numpy()
    if (~is_since).sum() < FEWEST_BEFORE or is_since.sum() < FEWEST_SINCE:
        return None
    years = ((ends - day).dt.days / DAYS_A_YEAR).to_numpy(float)
    design = np.column_stack([~is_since, ~is_since * years, is_since, is_since * years])
    lags = int(4 * (len(rows) / 100) ** (2 / 9))
    model = OLS(rows["value"].to_numpy(float), design.astype(float))
    fits = [
        model.fit(use_t=True),
        model.fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True),
    ]
    before, since, change = (
        _slope(fits, contrast)
        for contrast in ([0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, -1.0, 0.0, 1.0])
    )
    fitted = pd.DataFrame({"period_end": ends.to_numpy(), "value": fits[0].fittedvalues})
    gap = pd.DataFrame({"period_end": [day - pd.Timedelta(days=1)], "value": [np.nan]})
    parts = [fitted[~is_since], gap, fitted[is_since]]
    return SlopeChange(before, since, change, pd.concat(parts, ignore_index=True), len(rows), lags)


def _slope(fits: list[RegressionResults], contrast: list[float]) -> Slope:
    """A slope with the widest of the intervals that ``fits`` give it."""
    tests = [fit.t_test(contrast) for fit in fits]
    ends = np.array([test.conf_int(alpha=0.05)[0] for test in tests])
    value = float(np.squeeze(tests[0].effect))
    return Slope(value, float(ends[:, 0].min()), float(ends[:, 1].max()))
