"""The funnel on the comparison, worked through again in numpy, and the sentences where there can be
none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.panels.common.page import Page
from dashboard.panels.compare.comparison import Comparison
from dashboard.view import View

PERIOD = "2023-06-30"


def made(store, indicator="i_within_15", **view) -> Comparison:
    return Comparison(
        Page("compare", store, View(indicator=indicator, difference="funnel", **view))
    )


def observed(store, indicator, level="borough") -> pd.DataFrame:
    return (
        store.cursor()
        .execute(
            "SELECT * FROM observation WHERE indicator = ? AND level = ? AND group_type = '' AND"
            " period_end = ? AND value IS NOT NULL ORDER BY area",
            [indicator, level, PERIOD],
        )
        .df()
    )


def worked(share, error, target, trim=0.1):
    """phi of Spiegelhalter (2005) and tau, written out: quantiles by hand, in the order of the
    sorted scores.
    """
    z = np.sort((share - target) / error)

    def quantile(p):
        place = p * (len(z) - 1)
        below = int(np.floor(place))
        above = min(below + 1, len(z) - 1)
        return z[below] + (place - below) * (z[above] - z[below])

    drawn = np.minimum(np.maximum(z, quantile(trim)), quantile(1 - trim)) if trim else z
    kept = 0.6786545589528744 if trim else 1  # of the variance of normal scores drawn in at 10%
    phi = sum(drawn * drawn) / len(z) / kept
    w = 1 / error**2
    return phi, max(0.0, (len(z) * phi - (len(z) - 1)) / (w.sum() - (w * w).sum() / w.sum())) ** 0.5


@pytest.mark.parametrize(("limits", "trim"), [("widened", 0.1), ("untrimmed", 0.0)])
def test_the_widened_limits_of_a_proportion_are_those_of_the_paper(store, limits, trim):
    rows, shown = observed(store, "i_within_15"), made(store, limits=limits)
    target, n = shown.mps / 100, rows["denominator"].to_numpy(float)
    error = np.sqrt(target * (1 - target) / n)
    phi, tau = worked(rows["numerator"].to_numpy(float) / n, error, target, trim)
    found = shown.funnel_data.area_spread
    assert (found.phi, found.tau) == pytest.approx((phi, 100 * tau), rel=1e-6)
    areas = shown.funnel_data.areas.set_index("area").reindex(rows["area"])
    wide = 100 * np.sqrt(error**2 + tau**2)
    assert np.allclose(
        areas["upper_998"], np.minimum(shown.mps + 3.090232306167813 * wide, 100), rtol=1e-6
    )
    assert np.allclose(areas["lower_95"], shown.mps - 1.959963984540054 * wide, rtol=1e-6)
    said = " ".join(shown.funnel().notes)
    assert f"tau {found.tau:.3g} points between areas" in said
    assert ("winsorised)" in said) == (limits == "widened")


def test_exact_limits_are_a_choice_and_say_that_nothing_is_widened(store):
    panel = made(store, limits="exact").funnel()
    assert "the limits are not widened for it" in panel.reading
    assert "exact binomial" in " ".join(panel.notes)
    assert len(panel.table) == 32 and panel.table["z-score"].notna().all()


def test_wards_are_drawn_around_all_wards_added_up(store):
    rows, shown = (
        observed(store, "crime_burglary", "ward"),
        made(store, "crime_burglary", level="ward"),
    )
    target = rows["numerator"].sum() / rows["denominator"].sum()
    funnelled = shown.funnel_data
    assert funnelled.around.target == pytest.approx(1000 * target, rel=1e-9)
    n = rows["denominator"].to_numpy(float)
    (varied,) = (
        store.cursor()
        .execute(
            "SELECT median(phi) FROM dispersion JOIN area ON code = area "
            "WHERE indicator = 'crime_burglary' AND level = 'ward'"
        )
        .fetchone()
    )
    phi, tau = worked(rows["numerator"].to_numpy(float) / n, np.sqrt(varied * target / n), target)
    assert (funnelled.area_spread.phi, funnelled.area_spread.tau) == pytest.approx(
        (phi, 1000 * tau), rel=1e-6
    )
    panel = shown.funnel()
    assert (
        funnelled.area_spread.phi > 10
        and panel.title == "Wards vary too much for a funnel to single out"
    )
    assert "so none is named" in panel.reading and not set(panel.table["Against All wards"]) - {""}
    assert len(panel.table) == 679 == len(rows) and panel.table["Borough"].nunique() == 32
    assert "Recorded crime by ward" in panel.source and "borough," not in panel.source


def test_wards_are_offered_only_where_there_are_ward_figures(store):
    assert set(made(store, "crime_burglary").funnel_data.levels) == {"borough", "ward"}
    asked = made(store, "i_within_15", level="ward")
    assert set(asked.funnel_data.levels) == {"borough"} and not asked.funnel_data.by_ward
    assert len(asked.funnel().table) == 32


def test_no_funnel_is_offered_where_all_bases_are_about_the_same(store):
    shown = made(store, "trust")
    sizes = shown.funnel_data.around.sizes(shown.areas["denominator"].dropna())
    assert sizes.max() < 1.1 * sizes.min()
    assert "bases of about the same size" in shown.funnel().reading
    assert "funnel" not in shown.differences


def test_a_funnel_follows_the_comparator(store):
    borough = "E09000017"
    shown = made(store, "crime_burglary", comparator=borough)
    value = shown.areas.set_index("area").loc[borough, "value"]
    assert shown.funnel_data.around.target == pytest.approx(value)
    assert shown.funnel_data.target_label == "Hillingdon"
    assert (
        "around one figure" in made(store, "crime_burglary", comparator="similar").funnel().reading
    )


def test_every_indicator_has_a_funnel_or_a_sentence_that_says_why_not(store):
    without = set()
    for indicator in Page("compare", store, View()).with_figures(store.query("indicators")["id"]):
        shown = made(store, indicator, areas=("E09000017",))
        panel = shown.funnel()
        assert len(panel.title.split()) <= 10, panel.title
        said = f"{panel.title} {panel.reading} {' '.join(panel.notes)}".casefold()
        assert not {"nan", "nat", "<na>"} & set(said.replace(",", " ").replace(".", " ").split()), (
            said
        )
        if panel.figure is None:
            without.add(shown.indicator["method"] if not shown.funnel_data.alike else "alike")
            assert panel.reading == shown.funnel_data.lacking and panel.reading.endswith(".")
            assert shown.difference == "ranking" and "funnel" not in shown.differences
    assert without >= {"count", "ratio", "published", "areas_below"}


def test_a_funnel_that_cannot_be_drawn_gives_way_to_the_ranking_with_a_sentence(store):
    shown = made(store, "i_median")
    assert shown.differing().chart == "ranking"
    assert shown.notes == [
        "A funnel needs a proportion or a rate of sampled or counted events; Median response time "
        "to Immediate (I) calls is neither. The ranking is shown."
    ]
    assert made(store, "i_within_15").differing().chart == "funnel"


def test_all_withheld_draws_no_funnel_and_says_why(store):
    class Withheld:
        def __getattr__(self, name):
            return getattr(store, name)

        def query(self, name, **parameters):
            rows = store.query(name, **parameters)
            return (
                rows.assign(value=np.nan, numerator=np.nan, denominator=np.nan)
                if name == "compare"
                else rows
            )

    shown = Comparison(
        Page("compare", Withheld(), View(indicator="rape_detection", difference="funnel"))
    )
    assert shown.funnel().reading.startswith(
        "There is no figure of Detection rate for rape in April to June 2023"
    )
    assert shown.difference == "ranking"
