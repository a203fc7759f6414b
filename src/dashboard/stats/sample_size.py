"""How many people must be asked for a change to be seen, and the change that those asked can show."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

POWER = 0.8
ALPHA = 0.05


@cache
def _at_one(power: float, alpha: float) -> float:
    """People in each of two samples for an effect of size 1; for size h it is this over h squared."""
    from statsmodels.stats.power import NormalIndPower

    return float(
        np.squeeze(
            NormalIndPower().solve_power(1.0, alpha=alpha, power=power, alternative="two-sided")
        )
    )


def people_needed(
    share: ArrayLike,
    change: float,
    *,
    design_effect: float = 1.0,
    power: float = POWER,
    alpha: float = ALPHA,
) -> np.ndarray:
    """People to ask in each of two years for a change of `change` from `share` (both 0 to 1) to be
    seen, either way.

    Two-sided test of two independent proportions on the arcsine scale: n = 2 ((z(1 - alpha/2) +
    z(power)) / h)^2 with h = 2 asin sqrt(p2) - 2 asin sqrt(p1), times the design effect, rounded
    up; of a rise and a fall of that size the larger n. Infinite for no change; NaN where neither
    direction stays within 0 and 1, or the share is not known.

    Reference: Cohen J (1988), Statistical Power Analysis, 2nd ed, ch 6; by statsmodels'
    NormalIndPower.
    """
    shares = np.atleast_1d(np.asarray(share, dtype=float))
    shares = np.where((shares >= 0) & (shares <= 1), shares, np.nan)
    if change == 0:
        return np.where(np.isnan(shares), np.nan, np.inf)
    from statsmodels.stats.proportion import proportion_effectsize

    ends = np.stack([shares + abs(change), shares - abs(change)])
    is_inside = (ends >= 0) & (ends <= 1)
    sizes = np.abs(
        proportion_effectsize(np.where(is_inside, ends, 0.5), np.where(is_inside, shares, 0.5))
    )
    size = np.where(is_inside, sizes, np.inf).min(axis=0)
    each = _at_one(power, alpha) * design_effect / size**2
    return np.where(is_inside.any(axis=0), np.ceil(each - 1e-9), np.nan)


def smallest_change(
    share: ArrayLike,
    base: ArrayLike,
    *,
    design_effect: float = 1.0,
    rounding: float = 0.0,
    power: float = POWER,
    alpha: float = ALPHA,
) -> np.ndarray:
    """The change from `share` (0 to 1) that `base` people asked in each of two years would show,
    the larger direction.

    The formula of ``people_needed`` the other way about; NaN where no change within 0 and 1 is
    large enough. ``rounding``, the deviation (0 to 1) that its publisher's rounding adds to each
    year's figure, adds to the chance of both.
    """
    shares, people = np.broadcast_arrays(
        *np.atleast_1d(np.asarray(share, float), np.asarray(base, float))
    )
    is_usable = (shares >= 0) & (shares <= 1) & (people > 0)
    h = np.sqrt(_at_one(power, alpha) * design_effect / np.where(is_usable, people, 1))
    angle = 2 * np.arcsin(np.sqrt(np.where(is_usable, shares, 0.5)))
    ends = np.stack([angle + h, angle - h])
    inside = (ends >= 0) & (ends <= np.pi) & is_usable
    change_size = np.where(inside, np.abs(np.sin(ends / 2) ** 2 - shares), -1.0).max(axis=0)
    change_size = np.hypot(change_size, np.sqrt(_at_one(power, alpha)) * rounding)
    return np.where(inside.any(axis=0), change_size, np.nan)


def sample_sizes(
    groups: pd.DataFrame, change: float, *, design_effect: float = 1.0, multiplier: float = 100.0
) -> pd.DataFrame:
    """A copy of columns group_type, group_name, value and base, with what it would take to see a
    change at 80% power.

    `change` and value are in the unit of the multiplier (points). Added: needed (people a year),
    times (needed over base; NaN without a base), enough (bool: base is needed or more), smallest
    (points that the present base would show; NaN where none).
    """
    value, base = (
        pd.to_numeric(groups[c]).to_numpy(float, na_value=np.nan) for c in ("value", "base")
    )
    needed = people_needed(value / multiplier, change / multiplier, design_effect=design_effect)
    smallest = multiplier * smallest_change(value / multiplier, base, design_effect=design_effect)
    times = np.divide(needed, base, out=np.full(len(base), np.nan), where=base > 0)
    return groups.assign(needed=needed, times=times, enough=base >= needed, smallest=smallest)
