"""Why boroughs are called similar: distances worked through again in numpy from the features that
the page shows.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.panels.common.page import Page
from dashboard.panels.compare.comparison import Comparison
from dashboard.view import View

HILLINGDON, HAVERING = "E09000017", "E09000016"
CRIMES = ("total", "violence", "burglary", "robbery", "vehicle", "theft_person", "damage")


def made(store, **view) -> Comparison:
    return Comparison(Page("compare", store, View(comparator="similar", **view)))


@pytest.fixture(scope="module")
def features(store) -> pd.DataFrame:
    """The features of every borough, straight from the observations and the declared areas."""
    rows = (
        store.cursor()
        .execute(
            "SELECT indicator, area, value FROM observation WHERE level = 'borough' AND group_type"
            " = '' AND indicator LIKE 'crime_%' QUALIFY period_end = max(period_end) OVER"
            " (PARTITION BY indicator)"
        )
        .df()
    )
    table = rows.pivot(index="area", columns="indicator", values="value")[
        [f"crime_{c}" for c in CRIMES]
    ]
    land = store.query("areas").query("level == 'borough'").set_index("code")
    return table.assign(density=land["population"] / land["hectares"])


def distances(features) -> pd.DataFrame:
    x = features.to_numpy(float)
    z = (x - x.mean(axis=0)) / np.sqrt(((x - x.mean(axis=0)) ** 2).mean(axis=0))
    squared = sum((z[:, None, i] - z[None, :, i]) ** 2 for i in range(z.shape[1]))
    return pd.DataFrame(np.sqrt(squared), index=features.index, columns=features.index)


def test_the_five_nearest_and_their_distances_are_those_of_the_standardised_features(
    store, features
):
    apart = distances(features)
    for area, near in store.query("similar").groupby("area"):
        wanted = apart[area].drop(area).nsmallest(5)
        assert near["similar_to"].tolist() == wanted.index.tolist()
        assert near["distance"].tolist() == pytest.approx(wanted.tolist(), rel=1e-9)


def test_the_page_shows_each_feature_its_score_and_the_distance_of_the_chosen_and_its_neighbours(
    store, features
):
    panel = made(store, areas=(HILLINGDON,)).similar()
    assert list(panel.row_areas) == [
        HILLINGDON,
        *store.query("similar").query("area == @HILLINGDON")["similar_to"],
    ]
    cells = panel.table["Burglary, per 1,000"]
    scores = (features["crime_burglary"] - features["crime_burglary"].mean()) / features[
        "crime_burglary"
    ].std(ddof=0)
    for cell, area in zip(cells, panel.row_areas, strict=True):
        value, score = re.fullmatch(r"([\d.]+) \(([+−][\d.]+)\)", cell).groups()
        assert float(value) == pytest.approx(features.loc[area, "crime_burglary"], abs=0.051)
        assert float(score.replace("−", "-")) == pytest.approx(scores[area], abs=0.0051)
    assert (
        panel.table["Distance"].tolist()[1:]
        == distances(features)[HILLINGDON].nsmallest(6)[1:].round(2).tolist()
    )
    assert panel.title == "Hillingdon is most like Havering"
    assert "income" in " ".join(panel.notes) and "Euclidean" in " ".join(panel.notes)


def test_with_no_borough_chosen_all_are_shown_and_the_two_most_alike_named(store, features):
    apart = distances(features)
    apart = apart.mask(np.eye(len(apart), dtype=bool), np.inf)
    panel = made(store).similar()
    first, second = sorted(
        store.query("areas").set_index("code").loc[list(apart.stack().idxmin()), "name"]
    )
    assert panel.title == f"{first} and {second} are most alike"
    assert len(panel.table) == 32 and f"{apart.min().min():.2f}" in panel.reading


def test_every_title_has_at_most_ten_words(store):
    for area in store.query("areas").query("level == 'borough'")["code"]:
        assert len(made(store, areas=(area,)).similar().title.split()) <= 10


def test_there_is_nothing_to_show_by_bcu(store):
    assert made(store, indicator="rape_detection").similar() is None
