"""The attacker who knows the algorithm: which other tables would it have treated alike?

Whoever sees what is shown and what is withheld, and runs the algorithm themselves, can leave out
every table that it
would have treated otherwise: the minimality attack of Wong RCW, Fu AWC, Wang K, Pei J (2007), VLDB,
543-554. A small count is safe where, for each number that it could be, a table is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

Pattern = Callable[[pd.DataFrame, pd.DataFrame], np.ndarray]
"""The algorithm: cells and terms to what is withheld of them."""
_TRIES = 6
"""Tables tried for one number of one count."""


def find_narrowed_counts(
    cells: pd.DataFrame, terms: pd.DataFrame, is_hidden: np.ndarray, pattern: Pattern
) -> np.ndarray:
    """The small counts that cannot be shown to be free to be 1 or one less than their limit.

    ``is_hidden`` is what ``pattern`` withholds of these cells. The tables tried differ from the
    true one as little as they can, counted in one way or another.
    """
    small_cells = np.flatnonzero((cells["reason"] == "count").to_numpy() & is_hidden)
    most = cells["limit"].to_numpy(int) - 1

    def is_free(cell: int) -> bool:
        return all(
            _is_alike(cells, terms, is_hidden, pattern, cell, number)
            for number in {1, int(most[cell])}
        )

    return np.array([cell for cell in small_cells if not is_free(int(cell))], dtype=int)


def _is_alike(
    cells: pd.DataFrame,
    terms: pd.DataFrame,
    is_hidden: np.ndarray,
    pattern: Pattern,
    cell: int,
    number: int,
) -> bool:
    """Whether a table is found in which ``cell`` is ``number`` and of which the same cells are
    withheld.
    """
    if cells["value"].iloc[cell] == number:
        return True
    tables = other_tables(cells, terms, is_hidden, cell, number)
    return any((pattern(with_counts(cells, counts), terms) == is_hidden).all() for counts in tables)


def with_counts(cells: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """The cells with other counts, and so with other small ones."""
    limit = cells["limit"].to_numpy(float)
    is_small = (counts > 0) & (counts < limit)
    reason = cells["reason"].to_numpy()
    other_reasons = np.where(reason == "count", "", reason)
    return cells.assign(
        value=counts.astype(float),
        reason=np.where(is_small, "count", other_reasons),
        need=np.where(is_small, limit, np.where(reason == "count", 0.0, cells["need"])),
    )


def other_tables(
    cells: pd.DataFrame,
    terms: pd.DataFrame,
    is_hidden: np.ndarray,
    cell: int,
    number: int,
    tries: int = _TRIES,
) -> Iterator[np.ndarray]:
    """Counts of all cells with the same sums and the same shown ones, in which ``cell`` is
    ``number``.

    First those in which the same cells are small as in truth, then any.
    """
    draw = np.random.default_rng(7)
    values, at = cells["value"].to_numpy(float), np.flatnonzero(is_hidden)
    place = pd.Series(range(len(at)), index=at)
    used = terms[terms["cell"].isin(at)]
    rows, names = pd.factorize(used["equation"])
    matrix = np.zeros((len(names), len(at)))
    np.add.at(matrix, (rows, place[used["cell"]].to_numpy()), used["sign"].to_numpy(float))
    low, high = _kinds(cells.iloc[at])
    signed = cells["signed"].to_numpy(bool)[at]
    for turn in range(tries):
        alike = turn < tries // 2
        floor = low if alike else np.where(signed, -np.inf, 0.0)
        ceiling = high if alike else np.full(len(at), np.inf)
        weight = np.ones(len(at)) if turn == 0 else draw.integers(1, 8, len(at))
        counts = _solve_nearest(
            matrix, values[at], floor, ceiling, int(place[cell]), number, weight
        )
        if counts is not None:
            table = values.copy()
            table[at] = counts
            yield table


def _kinds(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Between what limits each count is of the same kind: small, zero or neither."""
    value, limit = rows["value"].to_numpy(float), rows["limit"].to_numpy(float)
    small, signed = (rows["reason"] == "count").to_numpy(), rows["signed"].to_numpy(bool)
    zero = (value <= 0) & ~signed & (limit > 0)
    low = np.where(small, 1.0, np.where(signed, -np.inf, np.where(value > 0, limit, 0.0)))
    return np.minimum(low, value), np.where(small, limit - 1, np.where(zero, value, np.inf))


def _solve_nearest(
    matrix: np.ndarray,
    true_counts: np.ndarray,
    floor: np.ndarray,
    ceiling: np.ndarray,
    at: int,
    number: int,
    weight: np.ndarray,
) -> np.ndarray | None:
    """Whole counts between the limits with the sums of the true ones, as near to these as they can
    be; None: none.
    """
    count = len(true_counts)
    floor, ceiling = floor.copy(), ceiling.copy()
    floor[at] = ceiling[at] = number
    one = np.eye(count)
    solution = milp(
        np.concatenate([np.zeros(count), weight]),
        constraints=[
            LinearConstraint(
                np.hstack([matrix, np.zeros_like(matrix)]),
                matrix @ true_counts,
                matrix @ true_counts,
            ),
            LinearConstraint(np.hstack([one, -one]), -np.inf, true_counts),
            LinearConstraint(np.hstack([-one, -one]), -np.inf, -true_counts),
        ],
        bounds=Bounds(
            np.concatenate([floor, np.zeros(count)]),
            np.concatenate([ceiling, np.full(count, np.inf)]),
        ),
        integrality=np.ones(2 * count),
        options={"time_limit": 5.0},
    )
    return None if solution.x is None else np.round(solution.x[:count])
