"""Some areas together before something new begins, recomputed by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.baseline import sum_areas, yearly_differences

ENDS = pd.to_datetime(["2022-03-31", "2022-06-30", "2023-06-30"])


def table(rounding: float = 0.0) -> pd.DataFrame:
    rows = [
        (area, end, x, n)
        for area, figures in {
            "A": [(300, 600), (240, 600), (270, 600)],
            "B": [(100, 400), (200, 400), (120, 400)],
            "C": [(np.nan, np.nan), (330, 600), (360, 600)],
        }.items()
        for end, (x, n) in zip(ENDS, figures, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["area", "period_end", "numerator", "base"])
    start = frame["period_end"] - pd.DateOffset(years=1)
    return frame.assign(period_start=start, rounding=rounding)


def test_areas_are_added_up_and_never_averaged():
    both = sum_areas(table(), ["A", "B"])
    assert list(both["value"]) == pytest.approx([40.0, 44.0, 39.0])
    assert (both["lower"] < both["value"]).all() and (both["value"] < both["upper"]).all()


def test_a_period_at_which_one_of_the_areas_has_no_figure_is_left_out():
    assert list(sum_areas(table(), ["A", "C"])["period_end"]) == list(ENDS[1:])


def test_the_interval_is_wilsons_on_the_base_over_the_design_effect_widened_by_rounding():
    one = sum_areas(table(), ["A"], design_effect=1.5).iloc[-1]
    n, p, z = 400.0, 0.45, 1.959963984540054
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert (one["lower"], one["upper"]) == pytest.approx(
        (100 * (middle - half), 100 * (middle + half))
    )
    wide = sum_areas(table(0.2887), ["A"], design_effect=1.5).iloc[-1]
    assert wide["lower"] == pytest.approx(45 - np.hypot(45 - one["lower"], z * 0.2887), abs=1e-9)


def test_differences_are_of_years_that_share_no_interview():
    a, b = (sum_areas(table(), [area]) for area in "AB")
    found = yearly_differences(a, b)
    assert list(found["period_end"]) == list(ENDS[1:])
    assert list(found["value"]) == pytest.approx([40 - 50, 45 - 30])
    assert (found["lower"] < found["value"]).all() and (found["value"] < found["upper"]).all()
