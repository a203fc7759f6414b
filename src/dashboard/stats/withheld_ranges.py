"""What can be worked out of a withheld count: the least and the most that it could be.

The attacker is that of Fischetti M, Salazar JJ (2001), Management Science 47:1008-1027: one who
knows every sum, that counts are not negative and, by ``rule``, which counts are withheld for being
small and below what limit. Cells and terms are those of ``stats.disclosure``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import block_diag, coo_matrix
from scipy.sparse.csgraph import connected_components

_MOST_VARIABLES = 20_000
"""Variables of one linear programme: the copies of a table's unknowns, two for each cell to be
protected.
"""
Knowledge = Literal["sums", "reasons", "structure"]
"""What the attacker knows, as ``ranges`` has it."""


def ranges(
    cells: pd.DataFrame,
    terms: pd.DataFrame,
    is_hidden: np.ndarray,
    targets: np.ndarray,
    knowledge: Knowledge,
) -> pd.DataFrame:
    """The least and the most that each of the ``targets`` could be, given all that is not hidden.

    Columns lower and upper, indexed by cell, in counts. With the knowledge of

    - sums: every count is not below zero unless signed, and nothing more is known;
    - reasons: every other small count and every zero is known, a numerator on a small base is no
      more than its base, and any other count is not below its own limit; the wanted one itself is
      free, also to be below zero, so that its range tells how far the others let it move;
    - structure: the same, but any other count is free as well: the range is wide where the sums let
      the wanted one move at all.

    A cell that nothing ties down has limits far beyond every count. Found by linear programming
    (HiGHS, in scipy).
    """
    limits: dict[int, list[float]] = {int(cell): [-np.inf, np.inf] for cell in targets}
    among_hidden = terms[is_hidden[terms["cell"].to_numpy(int)]]
    batch: list[tuple[int, _Block]] = []
    for cell, block in _blocks(cells, among_hidden, targets, knowledge):
        batch.append((cell, block))
        if sum(2 * len(b.cells) for _, b in batch) > _MOST_VARIABLES:
            _solve(batch, limits)
            batch = []
    _solve(batch, limits)
    return pd.DataFrame(
        list(limits.values()), columns=["lower", "upper"], index=cells.index[targets], dtype=float
    )


@dataclass(frozen=True)
class _Block:
    """The unknowns that hang together with one cell: their equations and limits, and how far a
    wanted one may go.
    """

    matrix: coo_matrix
    cells: np.ndarray
    right_side: np.ndarray
    low: np.ndarray
    high: np.ndarray
    free_low: np.ndarray
    free_high: np.ndarray

    def at(self, cell: int) -> int:
        """Place of a cell among the unknowns."""
        return int(np.flatnonzero(self.cells == cell)[0])

    def bounds(self, cell: int) -> np.ndarray:
        """Lower and upper limit of each unknown where ``cell`` is the wanted one."""
        bounds = np.column_stack([self.low, self.high])
        bounds[self.at(cell)] = self.free_low[self.at(cell)], self.free_high[self.at(cell)]
        return bounds

    def cost(self, cell: int, sense: float) -> np.ndarray:
        """The objective that makes ``cell`` least (1) or most (-1)."""
        cost = np.zeros(len(self.cells))
        cost[self.at(cell)] = sense
        return cost


def _blocks(
    cells: pd.DataFrame, among_hidden: pd.DataFrame, targets: np.ndarray, knowledge: Knowledge
) -> list[tuple[int, _Block]]:
    """Each wanted cell with its block; a cell in no equation is left out."""
    if among_hidden.empty:
        return []
    unknowns, column = np.unique(among_hidden["cell"].to_numpy(), return_inverse=True)
    row = pd.factorize(among_hidden["equation"])[0]
    matrix = coo_matrix((among_hidden["sign"].to_numpy(float), (row, column))).tocsr()
    part = connected_components(abs(matrix).T @ abs(matrix), directed=False)[1]
    rows = cells.iloc[unknowns]
    value = rows["value"].to_numpy(float)
    low, high = _open_limits(rows)
    free_low, free_high = (low, high) if knowledge == "sums" else (-high, high)
    if knowledge != "sums":
        low, high = _limits_by_reason(rows, low, high, knowledge == "structure")
    blocks: dict[int, _Block] = {}
    pairs = []
    for cell in targets[np.isin(targets, unknowns)]:
        group = int(part[np.searchsorted(unknowns, cell)])
        if group not in blocks:
            at = np.flatnonzero(part == group)
            block = matrix[:, at]
            block = block[np.flatnonzero(np.diff(block.indptr))].tocoo()
            blocks[group] = _Block(
                block,
                unknowns[at],
                block @ value[at],
                low[at],
                high[at],
                free_low[at],
                free_high[at],
            )
        pairs.append((int(cell), blocks[group]))
    return pairs


def _open_limits(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Limits of one who knows no more than that counts are not negative."""
    value = rows["value"].to_numpy(float)
    most = 10 * (np.abs(value).max() + rows["need"].max()) + 1
    return np.where(rows["signed"].to_numpy(bool), -most, 0.0), np.full(len(rows), most)


def _limits_by_reason(
    rows: pd.DataFrame, low: np.ndarray, high: np.ndarray, structure: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of one who knows why each cell is withheld. The true count is always within them."""
    value, need, limit = (rows[column].to_numpy(float) for column in ("value", "need", "limit"))
    is_small, on_base = (
        (rows["reason"] == "count").to_numpy(),
        (rows["reason"] == "base").to_numpy(),
    )
    if structure:
        low = -high
    else:
        low = np.where(on_base | (limit == 0), low, limit)
        high = np.where(on_base, need, high)
    is_fixed = is_small | ((limit > 0) & (value <= 0))
    return np.where(is_fixed, value, np.minimum(low, value)), np.where(
        is_fixed, value, np.maximum(high, value)
    )


def _solve(batch: list[tuple[int, _Block]], limits: dict[int, list[float]]) -> None:
    """Fill in the ranges of the cells of a batch: one linear programme, a copy of the unknowns for
    each end.

    Where the solver gives no answer each cell is asked alone, and one that it still cannot answer
    counts as known: it is then protected by withholding more, which is the safe side.
    """
    if not batch:
        return
    copies = [(cell, block, sense) for cell, block in batch for sense in (1.0, -1.0)]
    solution = linprog(
        np.concatenate([block.cost(cell, sense) for cell, block, sense in copies]),
        A_eq=block_diag([block.matrix for _, block, _ in copies], format="csr"),
        b_eq=np.concatenate([block.right_side for _, block, _ in copies]),
        bounds=np.concatenate([block.bounds(cell) for cell, block, _ in copies]),
        method="highs",
    )
    if solution.x is None:
        if len(batch) > 1:
            for one in batch:
                _solve([one], limits)
        else:
            limits[batch[0][0]] = [0.0, 0.0]
        return
    start = 0
    for cell, block, sense in copies:
        limits[cell][0 if sense > 0 else 1] = float(solution.x[start + block.at(cell)])
        start += len(block.cells)
