"""Flags and ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.comparison import compare, rank

pytestmark = pytest.mark.filterwarnings("error")
TABLE = pd.DataFrame(
    {
        "value": [70.0, 50.0, 60.0, np.nan, 55.0],
        "lower": [65.0, 45.0, 55.0, np.nan, np.nan],
        "upper": [75.0, 54.0, 65.0, np.nan, np.nan],
        "comparator": 60.0,
    },
    index=list("pqrst"),
)


@pytest.mark.parametrize(
    ("better", "above", "below"),
    [("higher", "better", "worse"), ("lower", "worse", "better"), ("neutral", "higher", "lower")],
)
def test_flags(better, above, below):
    made = compare(TABLE, better)
    assert made.flag.tolist() == [above, below, "similar", "not known", "not known"]
    assert "flag" not in TABLE


def test_touching_is_similar_and_missing_comparator_is_not_known():
    table = pd.DataFrame(
        {"value": [5, 5], "lower": [4, 4], "upper": [6, 6], "comparator": [4, np.nan]}
    )
    assert compare(table, "higher").flag.tolist() == ["similar", "not known"]


def test_empty():
    assert compare(TABLE.head(0), "higher").flag.empty
    assert rank(TABLE.head(0), "higher")["rank"].empty


def test_better_is_checked():
    with pytest.raises(ValueError, match="better"):
        compare(TABLE, "up")


def test_rank():
    made = rank(TABLE, "higher")
    assert made["rank"].astype(object).where(made["rank"].notna(), None).tolist() == [
        1,
        4,
        2,
        None,
        3,
    ]
    assert made.rank_low.fillna(-1).tolist() == [1, 3, 2, -1, -1]
    assert made.rank_high.fillna(-1).tolist() == [2, 4, 3, -1, -1]
    assert rank(TABLE, "lower")["rank"].fillna(-1).tolist() == [4, 1, 3, -1, 2]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), min_size=1, max_size=33),
    st.sampled_from(["higher", "lower", "neutral"]),
)
def test_rank_interval_holds_rank(rows, better):
    value, half = np.array(rows).T
    made = rank(
        pd.DataFrame({"value": value, "lower": value - half, "upper": value + half}), better
    )
    assert (made.rank_low <= made["rank"]).all() and (made["rank"] <= made.rank_high).all()
    assert made.rank_low.ge(1).all() and made.rank_high.le(len(rows)).all()
