"""Secondary suppression on tables small enough to see through."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tables_of_counts import LEAST, line, table

from dashboard.stats.disclosure import secondary
from dashboard.stats.withheld_ranges import ranges

pytestmark = pytest.mark.filterwarnings("error")


def protected(counts):
    cells, terms = table(counts)
    also = secondary(cells, terms)
    return cells, terms, (also | (cells["reason"] != "")).to_numpy(), also


def also_withheld(cells, terms):
    """The codes of what goes besides the small counts."""
    return cells.loc[secondary(cells, terms), "code"].tolist()


def test_a_rectangle_hides_one_small_count_and_no_more():
    cells, terms = table([[5, 40, 90], [42, 60, 90], [50, 60, 90]])
    assert also_withheld(cells, terms) == ["00-01", "01-00", "01-01"]


def test_the_next_in_order_goes_whether_it_is_large_or_small():
    assert also_withheld(*line([5, 40, 30, 20])) == ["00-01"]
    assert also_withheld(*line([40, 30, 5, 90])) == ["00-03"]
    assert also_withheld(*line([40, 30, 90, 5])) == ["00-00"]


def test_two_small_counts_take_a_third():
    assert also_withheld(*line([2, 3, 40, 50])) == ["00-02"]
    assert also_withheld(*line([2, 40, 3, 50])) == ["00-01"]


def test_a_partner_that_leaves_too_little_room_takes_another():
    assert also_withheld(*line([2, 11, 40, 50])) == ["00-01", "00-02"]


def test_counts_that_the_rule_gives_away_take_another():
    # 9 + 9 = 18 and neither may be above 9: the rule gives both away, though the sum leaves 0 to 18
    # open.
    assert also_withheld(*line([9, 9, 40, 50])) == ["00-02"]


def test_ranges_are_those_worked_out_by_hand():
    cells, terms = line([5, 20, 90])
    hidden = np.array([True, True, False, False])
    assert ranges(cells, terms, hidden, np.array([0]), "sums").loc[0].tolist() == [0, 25]
    up_to = ranges(cells, terms, hidden, np.array([0]), "reasons").loc[0, "upper"]
    assert up_to == 15  # the other is not small, so it is 10 or more


def test_a_zero_protects_nothing_and_is_not_taken_before_a_count():
    assert also_withheld(*line([5, 0, 90])) == ["00-02"]


def test_a_total_goes_where_its_only_part_does():
    cells, terms = table([[5]])
    assert secondary(cells, terms)[[1, 2, 3]].tolist() == [
        False,
        False,
        False,
    ]  # all of them are 5 and withheld
    lone = pd.DataFrame(
        {
            "code": ["part", "whole"],
            "order": ["part", "whole"],
            "value": [5.0, 5.0],
            "reason": ["count", ""],
            "need": [10.0, 0],
            "limit": [10.0, 0],
            "rank": [0, 1],
            "signed": False,
        }
    )
    equation = pd.DataFrame({"equation": ["e", "e"], "cell": [0, 1], "sign": [1, -1]})
    assert secondary(lone, equation).tolist() == [False, True]


INVESTMENT = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
"""By region and activity: Willenborg and de Waal (1996), used by Fischetti and Salazar (2001)."""
DELINQUENT = [[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]]
"""By county and schooling; below 5 is withheld:

Statistical Policy Working Paper 22, second version (2005), table 1.
"""


def test_the_range_of_a_withheld_investment_is_the_published_one():
    cells, terms = table(INVESTMENT)
    hidden = cells["code"].isin(["01-00", "01-02", "02-00", "02-02"]).to_numpy()
    wanted = np.flatnonzero(cells["code"] == "01-02")
    assert ranges(cells, terms, hidden, wanted, "sums").iloc[0].tolist() == [5, 30]


def test_two_withheld_cells_in_every_row_and_column_can_still_give_one_away():
    cells, terms = table(DELINQUENT, limit=5)
    pattern = ["00-01", "00-02", "00-03", "01-01", "01-02", "02-00", "02-03", "03-00", "03-03"]
    hidden = cells["code"].isin(pattern).to_numpy()
    wanted = np.flatnonzero(cells["code"] == "00-03")
    assert ranges(cells, terms, hidden, wanted, "sums").iloc[0].tolist() == [1, 1]


@pytest.mark.parametrize(("counts", "limit"), [(DELINQUENT, 5), (INVESTMENT, 10)])
def test_every_small_count_of_a_published_example_can_be_any_small_count(counts, limit):
    cells, terms = table(counts, limit)
    hidden = (secondary(cells, terms) | (cells["reason"] != "")).to_numpy()
    small = np.flatnonzero(cells["reason"] != "")
    limits = ranges(cells, terms, hidden, small, "reasons")
    assert len(small) and (limits["lower"] <= 1).all() and (limits["upper"] >= limit - 1).all()


def test_nothing_is_withheld_where_nothing_is_small_or_nothing_adds_up():
    cells, terms = table([[20, 30], [40, 50]])
    assert not secondary(cells, terms).any()
    cells, terms = table([[2, 30], [40, 50]])
    assert not secondary(cells, terms.head(0)).any()
    assert secondary(cells.head(0), terms.head(0)).empty


small_or_not = st.one_of(st.integers(0, 15), st.integers(0, 80))
counts = st.integers(2, 4).flatmap(
    lambda wide: st.lists(
        st.lists(small_or_not, min_size=wide, max_size=wide), min_size=2, max_size=4
    )
)


@settings(max_examples=10, deadline=None)
@given(counts)
def test_every_small_count_of_any_table_keeps_its_room_unless_all_is_withheld(drawn):
    cells, terms, hidden, _ = protected(drawn)
    small = np.flatnonzero(cells["reason"] != "")
    if not len(small) or hidden.all():
        return
    by_sums = ranges(cells, terms, hidden, small, "sums")
    assert ((by_sums["upper"] - by_sums["lower"]) >= LEAST - 1e-6).all()
    by_reasons = ranges(cells, terms, hidden, small, "reasons")
    assert (by_reasons["lower"] <= 1 + 1e-6).all() and (
        by_reasons["upper"] >= LEAST - 1 - 1e-6
    ).all()
    true = cells.loc[small, "value"]
    assert (by_sums["lower"] <= true + 1e-6).all() and (by_sums["upper"] >= true - 1e-6).all()


@settings(max_examples=8, deadline=None)
@given(counts, st.randoms())
@example([[6, 2, 33, 12], [0, 79, 0, 9], [61, 24, 13, 26], [12, 7, 9, 6]], Random(0))
@example([[6, 2, 33, 12], [0, 79, 0, 9], [61, 24, 13, 26], [12, 7, 9, 6]], Random(1))
def test_the_order_of_cells_and_equations_does_not_matter(drawn, random):
    cells, terms = table(drawn)
    gone = set(also_withheld(cells, terms))
    order = list(range(len(cells)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    turned = cells.iloc[order].reset_index(drop=True)
    shuffled = terms.assign(cell=terms["cell"].map(place)).sample(frac=1, random_state=1)
    assert set(also_withheld(turned, shuffled)) == gone
