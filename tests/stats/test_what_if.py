"""A projection with levers moved, worked out again by hand, and always an assumption."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.scale import Scale
from dashboard.stats.what_if import Elasticity, Move, what_if

pytestmark = pytest.mark.filterwarnings("error")
DEMAND, STAFF = Elasticity(-2, -4, -0.5), Elasticity(2, 0.5, 4)


def ahead(value=80.0, half=5.0):
    ends = pd.to_datetime(["2023-07-31", "2023-08-31"])
    table = pd.DataFrame({"horizon": [1, 2], "period_end": ends, "value": value})
    for level, share in ((50, 0.3), (80, 0.6), (95, 1.0)):
        table[f"lower_{level}"], table[f"upper_{level}"] = (
            value - share * half,
            value + share * half,
        )
    return table


def test_odds_of_a_share_move_by_the_elasticity():
    found = what_if(ahead(), Scale("share"), [Move(10, DEMAND)])
    odds = 4 * 1.1**-2
    assert found["value"].tolist() == pytest.approx([100 * odds / (1 + odds)] * 2)
    assert set(found["basis"]) == {"assumption"}
    ends = [4 * 1.1**-4, 4 * 1.1**-0.5]
    assert found[["value_low", "value_high"]].iloc[0].tolist() == pytest.approx(
        [100 * o / (1 + o) for o in ends]
    )


def test_minutes_move_by_the_elasticity():
    found = what_if(ahead(30.0), Scale("duration"), [Move(-10, Elasticity(0.8, 0.3, 1.5))])
    assert found["value"].iloc[0] == pytest.approx(30 * 0.9**0.8)


def test_demand_and_workforce_that_move_alike_cancel():
    found = what_if(ahead(), Scale("share"), [Move(10, DEMAND), Move(10, STAFF)])
    assert found["value"].tolist() == pytest.approx([80, 80])
    assert found["value_low"].iloc[0] < 80 < found["value_high"].iloc[0]


def test_nothing_moved_leaves_the_projection_as_it_was():
    table = ahead()
    found = what_if(table, Scale("share"), [Move(0, DEMAND)])
    for column in table.columns.drop(["horizon", "period_end"]):
        assert found[column].tolist() == pytest.approx(table[column].tolist())
    assert what_if(table, Scale("share"), [])["value_high"].tolist() == pytest.approx([80, 80])


@settings(deadline=None)
@given(st.floats(-60, 100), st.floats(-60, 100), st.floats(1, 99))
def test_a_share_stays_between_0_and_100_and_within_the_range_of_its_elasticities(
    demand, staff, value
):
    moves = [Move(demand, DEMAND), Move(staff, STAFF)]
    found = what_if(ahead(value, min(value, 100 - value) / 2), Scale("share"), moves)
    numbers = found.select_dtypes(float).to_numpy()
    assert (numbers >= 0).all() and (numbers <= 100).all()
    assert (found["value_low"] <= found["value"] + 1e-9).all() and (
        found["value"] <= found["value_high"] + 1e-9
    ).all()
    assert np.all(found["lower_95"] <= found["lower_50"])


def test_a_lever_cannot_fall_to_nothing_nor_an_elasticity_leave_its_range():
    with pytest.raises(ValueError, match="a lever cannot fall by 100%"):
        Move(-100, DEMAND)
    with pytest.raises(ValueError, match="an elasticity of 3 is not within its range, 0 to 1"):
        Elasticity(3, 0, 1)
