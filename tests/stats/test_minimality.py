"""Who knows the algorithm and runs it on every table that fits what is shown still learns no small
count.
"""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_of_counts import line, table

from dashboard.stats.disclosure import secondary
from dashboard.stats.minimality import with_counts


def pattern_of(cells, terms, suppress=secondary):
    """What is withheld, small counts and what goes with them."""
    return (suppress(cells, terms) | (cells["reason"] != "")).to_numpy()


def fitting_tables(cells, terms, hidden):
    """Every table of whole counts with the sums and the shown cells of this one, the nearest first."""
    true, at = cells["value"].to_numpy(int), np.flatnonzero(hidden)
    place = {cell: n for n, cell in enumerate(at)}
    rows = []
    for _, part in terms[terms["cell"].isin(at)].groupby("equation"):
        row = np.zeros(len(at), dtype=int)
        for cell, sign in zip(part["cell"], part["sign"], strict=True):
            row[place[cell]] += sign
        rows.append(row)
    matrix = np.array(rows)
    free = at_liberty(matrix)
    most = int(max(true[at].max(), 1) + 12)
    bound = np.array(list(product(range(most), repeat=len(free))))
    fixed = [n for n in range(len(at)) if n not in free]
    right = matrix @ true[at] - bound @ matrix[:, free].T
    solved = np.rint(right @ np.linalg.pinv(matrix[:, fixed]).T).astype(int)
    tables = np.zeros((len(bound), len(at)), dtype=int)
    tables[:, free], tables[:, fixed] = bound, solved
    tables = tables[
        ((tables @ matrix.T) == matrix @ true[at]).all(axis=1) & (tables >= 0).all(axis=1)
    ]
    for counts in tables[np.argsort(np.abs(tables - true[at]).sum(axis=1), kind="stable")]:
        yield counts, at


def at_liberty(matrix):
    """Places of the unknowns that may be chosen freely, the others following from them."""
    chosen = []
    for n in range(matrix.shape[1] - 1, -1, -1):
        if np.linalg.matrix_rank(matrix[:, [*chosen, n]]) > len(chosen):
            chosen.append(n)
    return [n for n in range(matrix.shape[1]) if n not in chosen]


def ruled_out(cells, terms, suppress=secondary):
    """Code and number of each small count and number that it cannot be, as no table with it is
    treated alike.
    """
    hidden = pattern_of(cells, terms, suppress)
    small = np.flatnonzero(cells["reason"] == "count")
    limit = int(cells["limit"].max())
    missing = {(int(cell), number) for cell in small for number in range(1, limit)}
    for counts, at in fitting_tables(cells, terms, hidden):
        whole = cells["value"].to_numpy(int).copy()
        whole[at] = counts
        mine = {(cell, int(whole[cell])) for cell in small.tolist()} & missing
        if mine and (pattern_of(with_counts(cells, whole), terms, suppress) == hidden).all():
            missing -= mine
        if not missing:
            break
    return sorted((cells["code"].iloc[cell], number) for cell, number in missing)


def smallest_besides(cells, terms):
    """What many do: with small counts the smallest other count of their sum is withheld."""
    shown = cells[(cells["reason"] == "") & (cells["rank"] == 0)]
    return pd.Series(cells.index.isin(shown.nsmallest(1, "value").index), index=cells.index)


def test_the_attack_reads_a_count_where_the_smallest_other_is_withheld_with_it():
    # 7 are left for two BCUs, and the smallest that is shown is 5: so the two are 2 and 5.
    cells, terms = line([2, 5, 5, 8, 9], limit=5)
    assert ruled_out(cells, terms, smallest_besides) == [("00-00", 1), ("00-00", 3), ("00-00", 4)]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 14)), min_size=4, max_size=5))
def test_a_small_count_of_a_sum_can_be_every_small_count(counts):
    cells, terms = line(counts, limit=4)
    if (cells["reason"] != "").any() and not pattern_of(cells, terms)[:-1].all():
        assert ruled_out(cells, terms) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_small_count_of_rows_and_columns_can_be_every_small_count(seed):
    draw = np.random.default_rng(seed)
    counts = draw.poisson(9, (3, 4)) + 3
    counts[0, draw.integers(4)], counts[2, draw.integers(4)] = draw.integers(1, 3, 2)
    cells, terms = table(counts.tolist(), limit=3)
    assert (cells["reason"] != "").sum() == 2
    assert ruled_out(cells, terms) == []
