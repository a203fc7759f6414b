"""Secondary suppression on tables small enough to see through."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.disclosure import ranges, secondary

pytestmark = pytest.mark.filterwarnings("error")
LEAST = 10


def table(counts):
    """Cells and terms of a table of counts: its rows and columns add up to totals, the totals to a grand total."""
    whole = np.array(counts, float)
    whole = np.vstack([whole, whole.sum(axis=0)])
    whole = np.hstack([whole, whole.sum(axis=1, keepdims=True)])
    tall, wide = whole.shape
    rows = [(i, j) for i in range(tall) for j in range(wide)]
    small = [0 < whole[i, j] < LEAST for i, j in rows]
    cells = pd.DataFrame({
        "code": [f"{i:02}-{j:02}" for i, j in rows], "value": [whole[i, j] for i, j in rows],
        "reason": np.where(small, "count", ""), "need": np.where(small, float(LEAST), 0.0),
        "rank": [(i == tall - 1) + (j == wide - 1) for i, j in rows], "signed": False,
    })  # fmt: skip
    terms = [(f"row {i}", i * wide + j, -1 if j == wide - 1 else 1) for i, j in rows]
    terms += [(f"column {j}", i * wide + j, -1 if i == tall - 1 else 1) for i, j in rows]
    return cells, pd.DataFrame(terms, columns=["equation", "cell", "sign"])


def protected(counts):
    cells, terms = table(counts)
    also = secondary(cells, terms)
    return cells, terms, (also | (cells["reason"] != "")).to_numpy(), also


def test_a_rectangle_hides_one_small_count_and_no_more():
    _, _, _, also = protected([[5, 20, 90], [12, 30, 90], [50, 60, 90]])
    assert also.sum() == 3
    cells, _ = table([[5, 20, 90], [12, 30, 90], [50, 60, 90]])
    assert cells.loc[also, "code"].tolist() == ["00-01", "01-00", "01-01"]


def test_two_small_counts_that_add_up_to_little_take_a_third():
    cells, terms = table([[2, 3, 40, 50]])
    cells, terms = cells[:5], terms[terms["equation"] == "row 0"]
    also = secondary(cells, terms)
    assert cells.loc[also, "value"].tolist() == [40]


def test_counts_that_the_rule_gives_away_take_another():
    # 9 + 9 = 18 and neither may be above 9: the rule gives both away, though the sum leaves 0 to 18 open.
    cells, terms = table([[9, 9, 40, 50]])
    cells, terms = cells[:5], terms[terms["equation"] == "row 0"]
    alone = ranges(cells, terms, (cells["reason"] != "").to_numpy(), np.array([0]), rule=True)
    assert (alone.loc[0, "lower"], alone.loc[0, "upper"]) == (9, 9)
    assert cells.loc[secondary(cells, terms), "value"].tolist() == [40]


def test_ranges_are_those_worked_out_by_hand():
    cells, terms = table([[5, 20, 90]])
    cells, terms = cells[:4], terms[terms["equation"] == "row 0"]
    hidden = np.array([True, True, False, False])
    found = ranges(cells, terms, hidden, np.array([0]), rule=False)
    assert found.loc[0].tolist() == [0, 25]
    assert ranges(cells, terms, hidden, np.array([0]), rule=True).loc[0].tolist() == [1, 9]


def test_a_zero_protects_nothing_and_is_not_taken_before_a_count():
    cells, terms = table([[5, 0, 90]])
    cells, terms = cells[:4], terms[terms["equation"] == "row 0"]
    assert cells.loc[secondary(cells, terms), "value"].tolist() == [90]


def test_a_total_goes_where_its_only_part_does():
    cells, terms = table([[5]])
    assert secondary(cells, terms)[[1, 2, 3]].tolist() == [False, False, False]  # all of them are 5 and withheld
    lone = pd.DataFrame({"code": ["part", "whole"], "value": [5.0, 5.0], "reason": ["count", ""], "need": [10.0, 0],
                         "rank": [0, 1], "signed": False})  # fmt: skip
    equation = pd.DataFrame({"equation": ["e", "e"], "cell": [0, 1], "sign": [1, -1]})
    assert secondary(lone, equation).tolist() == [False, True]


def test_nothing_is_withheld_where_nothing_is_small_or_nothing_adds_up():
    cells, terms = table([[20, 30], [40, 50]])
    assert not secondary(cells, terms).any()
    cells, terms = table([[2, 30], [40, 50]])
    assert not secondary(cells, terms.head(0)).any()
    assert secondary(cells.head(0), terms.head(0)).empty


small_or_not = st.one_of(st.integers(0, 15), st.integers(0, 80))
counts = st.integers(2, 5).flatmap(
    lambda wide: st.lists(st.lists(small_or_not, min_size=wide, max_size=wide), min_size=2, max_size=5)
)


@settings(max_examples=40, deadline=None)
@given(counts)
def test_every_small_count_of_any_table_keeps_its_room_unless_all_is_withheld(drawn):
    cells, terms, hidden, _ = protected(drawn)
    small = np.flatnonzero(cells["reason"] != "")
    if not len(small) or hidden.all():
        return
    found = ranges(cells, terms, hidden, small, rule=False)
    assert ((found["upper"] - found["lower"]) >= LEAST - 1e-6).all()
    by_rule = ranges(cells, terms, hidden, small, rule=True)
    assert ((by_rule["upper"] - by_rule["lower"]) >= 1 - 1e-6).all()
    true = cells.loc[small, "value"]
    assert (found["lower"] <= true + 1e-6).all() and (found["upper"] >= true - 1e-6).all()


@settings(max_examples=25, deadline=None)
@given(counts, st.randoms())
def test_the_order_of_cells_and_equations_does_not_matter(drawn, random):
    cells, terms = table(drawn)
    gone = set(cells.loc[secondary(cells, terms), "code"])
    order = list(range(len(cells)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    turned = cells.iloc[order].reset_index(drop=True)
    shuffled = terms.assign(cell=terms["cell"].map(place)).sample(frac=1, random_state=1)
    assert set(turned.loc[secondary(turned, shuffled), "code"]) == gone
