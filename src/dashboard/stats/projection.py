"""Where a share or a duration is heading: at most four quarters or twelve months, with bands from
past errors.

The work is done on a scale without ends (log-odds of a share, logarithm of minutes), so no band
passes 0 or 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.stats import smoothing
from dashboard.stats.back_test import LEVELS, Spread, adapt_chances, coverage, errors, spread
from dashboard.stats.scale import Kind, Scale

METHODS: dict[str, tuple[str, float]] = {
    "naive": ("the last figure carried forward", 0.5),
    "seasonal naive": ("the same period of the year before", 0.0),
    "damped trend": (
        "exponential smoothing with a damped trend and season (Gardner and McKenzie, 1985)",
        0.5,
    ),
}
"""Method -> what it is called, and the power of the steps ahead with which its errors grow."""
_NAMES = {"naive": "last figure", "seasonal naive": "year before"}
"""Method -> its name among the others."""
_TOLERANCE = 1e-12
_STEPS = {1: 12, 3: 4}
"""Months between figures -> figures a year, which is also how many are projected."""


@dataclass(frozen=True)
class Target:
    """A value to be met by a date; `better` says on which side of it figures should lie."""

    date: pd.Timestamp
    value: float
    better: Literal["higher", "lower"] = "higher"


@dataclass(frozen=True)
class Projection:
    """A projection with its back-test, or the sentence that says why there is none."""

    sentence: str
    """Which forecast is shown and how it did against the naive ones; or why there is no projection.
    """
    method: str = ""
    """A key of METHODS; '' where there is none."""
    naive_won: bool = False
    """Whether a naive forecast had the least error, and is shown for that reason."""
    ahead: pd.DataFrame | None = None
    """horizon (1, 2, ...), period_end, value (the middle of what is likely), lower_50, upper_50,
    lower_80, upper_80, lower_95, upper_95; with a target also chance (0 to 1, of meeting it on that
    date) and needed (the straight path to it, which stays at the target after its date).
    """
    back_test: pd.DataFrame | None = None
    """horizon, forecasts, mae, naive_mae, seasonal_mae (in the unit of the figure, over the same
    origins), mase, tested (outcomes with a band), coverage_50, coverage_80, coverage_95 (shares
    from 0 to 1; NaN where tested is 0).
    """
    scores: pd.DataFrame | None = None
    """One row a method: method, mae, mase (over all horizons alike), chosen."""
    band_coverage: pd.DataFrame | None = None
    """One row a band: level (50, 80, 95), tested, covered, share, over all horizons; no rows where
    none was tested.
    """
    needed_change: float | None = None
    """Change a period that would reach the target on its date, in the unit of the figure; None
    where not asked for, the date is past, or the target is met already.
    """
    scale: Scale | None = None
    band: Spread | None = None
    """The past errors from which the bands and the chance are read."""


def project(
    history: pd.DataFrame, kind: Kind, *, multiplier: float = 100.0, target: Target | None = None
) -> Projection:
    """Project figures by month or by quarter, from columns period_end and numerator, denominator
    (share) or value.

    The last unbroken run of figures is used; leave out what comes before a declared break. It must
    hold two years. Of three forecasts - naive, seasonal naive, damped trend with season - the one
    with the least mean absolute error from rolling origins, over all horizons alike, is shown; a
    naive one where they are level. Bands are quantiles of its own past errors
    (``back_test.spread``), each past outcome is tested against the band of its day, and what these
    held decides at which quantile the bands are read (``back_test.adapt_chances``).

    Reference: Hyndman RJ, Koehler AB (2006), Int J Forecast 22:679-688 (mean absolute scaled error:
    over the mean change from one figure to the next); Tashman LJ (2000), Int J Forecast 16:437-450
    (rolling origins).
    """
    scale = Scale(kind, multiplier)
    run = _run(history, scale)
    if isinstance(run, str):
        return Projection(run)
    ends, y, apart = run
    season = _STEPS[apart]
    forecasts = _forecasts(y, season)
    past_errors = {
        name: errors(scale.restore(f), scale.restore(y))[season + 1 :]
        for name, f in forecasts.items()
    }
    scores = _scores(past_errors, scale.restore(y))
    best_method = str(scores.loc[scores["chosen"], "method"].iloc[0])
    hits, band = _hits_and_band(forecasts[best_method], y, best_method, season)
    if band is None:
        return Projection(
            "Past forecasts missed by nothing, so no band can be read from their errors."
        )
    ahead = _ahead(ends[-1], apart, forecasts[best_method][-1], band, scale)
    change = None
    if target is not None:
        ahead, change = _against(
            ahead, target, float(scale.restore(y[-1])), ends[-1], apart, band, scale
        )
    return Projection(
        _sentence(best_method, scores, "month" if apart == 1 else "quarter", scale),
        best_method,
        best_method != "damped trend",
        ahead,
        _by_horizon(past_errors, best_method, scale.restore(y), hits),
        scores,
        _count_covered(hits),
        change,
        scale,
        band,
    )


def _forecasts(y: np.ndarray, season: int) -> dict[str, np.ndarray]:
    """Method -> forecasts of a year from every origin at which it can be made; the model's after a
    year and a figure.

    The methods are set against each other where all three are there; the bands of each rest on all
    of its own errors.
    """
    return {
        "naive": smoothing.naive(y, season, 1),
        "seasonal naive": smoothing.seasonal_naive(y, season, season, season),
        "damped trend": smoothing.damped_trend(y, season, season + 1, season),
    }


def _scores(past_errors: dict[str, np.ndarray], values: np.ndarray) -> pd.DataFrame:
    """Errors of each method over all horizons alike; chosen is the least, the naive one where they
    are level.
    """
    mae = [float(np.nanmean(np.abs(e), axis=0).mean()) for e in past_errors.values()]
    scores = pd.DataFrame(
        {"method": list(past_errors), "mae": mae, "mase": np.array(mae) / _usual_change(values)}
    )
    return scores.assign(chosen=scores.index == scores["mae"].round(9).idxmin())


def _hits_and_band(
    forecasts: np.ndarray, y: np.ndarray, method: str, season: int
) -> tuple[dict[int, np.ndarray], Spread | None]:
    """Which past outcomes lay in the band of their day, and the band of today that these decide;
    None where no forecast missed.
    """
    past_errors, theory = errors(forecasts, y), METHODS[method][1]
    hits = coverage(past_errors, theory, season)
    return hits, spread(past_errors, theory, season, adapt_chances(hits))


def _usual_change(values: np.ndarray) -> float:
    return float(np.mean(np.abs(np.diff(values))))


def _run(history: pd.DataFrame, scale: Scale) -> tuple[list[pd.Timestamp], np.ndarray, int] | str:
    """Ends, values on the scale and months apart of the last unbroken run; or why it does not
    serve.
    """
    table = history.assign(period_end=pd.to_datetime(history["period_end"])).sort_values(
        "period_end"
    )
    y = scale.transform_history(table)
    ends = table["period_end"][~np.isnan(y)].tolist()
    y = y[~np.isnan(y)]
    if len(y) < 2:
        held = "There is one figure" if len(y) else "There is no figure"
        return f"{held}: a projection needs two years of months or quarters."
    months = np.array([12 * end.year + end.month for end in ends])
    apart = int(months[-1] - months[-2])
    if apart not in _STEPS:
        return (
            f"The last two figures are {apart} months apart: only figures by month or by quarter"
            " are projected."
        )
    odd = np.flatnonzero(np.diff(months) != apart)
    start = int(odd[-1]) + 1 if len(odd) else 0
    named, needed = "months" if apart == 1 else "quarters", 2 * _STEPS[apart] + 1
    if len(y) - start < needed:
        return (
            f"A projection needs {needed} {named} in a row, to be tested on the past; there are"
            f" {len(y) - start}."
        )
    if np.ptp(y[start:]) < _TOLERANCE:
        return (
            f"The figure has been the same {len(y) - start} times in a row, so there is nothing to project"
            " from."
        )
    return ends[start:], y[start:], apart


def _ahead(
    last_end: pd.Timestamp, apart: int, point: np.ndarray, band: Spread, scale: Scale
) -> pd.DataFrame:
    step = np.arange(1, len(point) + 1)
    ends = [last_end + pd.offsets.MonthEnd(apart * int(s)) for s in step]
    table = pd.DataFrame({"horizon": step, "period_end": ends, "value": scale.restore(point)})
    for level in LEVELS:
        table[f"lower_{level}"] = scale.restore(point - band.half(level, step))
        table[f"upper_{level}"] = scale.restore(point + band.half(level, step))
    return table


def _against(
    ahead: pd.DataFrame,
    target: Target,
    now: float,
    last_end: pd.Timestamp,
    apart: int,
    band: Spread,
    scale: Scale,
) -> tuple[pd.DataFrame, float | None]:
    """The table with the chance of meeting the target and the path to it; and the change a period
    that path takes.
    """
    distance = scale.transform(np.array(target.value)) - scale.transform(ahead["value"].to_numpy())
    under = band.chance_below(distance, ahead["horizon"].to_numpy())
    chance = 1 - under if target.better == "higher" else under
    date = pd.Timestamp(target.date)
    periods_left = (12 * (date.year - last_end.year) + date.month - last_end.month) / apart
    is_met = now >= target.value if target.better == "higher" else now <= target.value
    if periods_left <= 0 or is_met:
        return ahead.assign(chance=chance, needed=float(target.value)), None
    change = (target.value - now) / periods_left
    path = now + change * np.minimum(ahead["horizon"], periods_left)
    return ahead.assign(chance=chance, needed=path), float(change)


def _by_horizon(
    past_errors: dict[str, np.ndarray], method: str, values: np.ndarray, hits: dict[int, np.ndarray]
) -> pd.DataFrame:
    mae = {name: np.nanmean(np.abs(e), axis=0) for name, e in past_errors.items()}
    table = pd.DataFrame(
        {
            "horizon": np.arange(1, len(mae[method]) + 1),
            "forecasts": (~np.isnan(past_errors[method])).sum(axis=0),
            "mae": mae[method],
            "naive_mae": mae["naive"],
            "seasonal_mae": mae["seasonal naive"],
            "mase": mae[method] / _usual_change(values),
            "tested": (~np.isnan(hits[LEVELS[0]])).sum(axis=0),
        }
    )
    for level, band_hits in hits.items():
        counts = table["tested"].to_numpy()
        table[f"coverage_{level}"] = np.where(
            counts > 0, np.nansum(band_hits, axis=0) / np.maximum(counts, 1), np.nan
        )
    return table


def _count_covered(hits: dict[int, np.ndarray]) -> pd.DataFrame:
    rows = [
        (level, int((~np.isnan(band_hits)).sum()), int(np.nansum(band_hits)))
        for level, band_hits in hits.items()
    ]
    table = pd.DataFrame(rows, columns=["level", "tested", "covered"])
    table = table[table["tested"] > 0].reset_index(drop=True)
    return table.assign(share=table["covered"] / table["tested"])


def _sentence(method: str, scores: pd.DataFrame, period: str, scale: Scale) -> str:
    mae = scores.set_index("method")["mae"]
    unit = "points" if scale.kind == "share" else "minutes"
    rest = ", ".join(f"{_NAMES.get(i, i)} {mae[i]:.1f}" for i in mae.index if i != method)
    words = (
        f"Shown: {METHODS[method][0]}. Tried on past {period}s it missed by {mae[method]:.1f} {unit} on"
        f" average over all {period}s ahead ({rest})."
    )
    if method == "damped trend":
        return f"{words} It did better than both simple forecasts."
    return f"{words} The model did no better than this simple forecast."
