"""Secondary suppression: what else must be withheld so that a withheld count cannot be worked out.

A table of counts and the sums that tie them together go in; the cells to be withheld besides come out. The
reading is that of Willenborg L, de Waal T (2001), Elements of Statistical Disclosure Control, Springer, chapter 6
(secondary suppression in linked tables), with the attacker of Fischetti M, Salazar JJ (2001), Management Science
47:1008-1027: one who knows every sum and that counts are not negative.

Cells: one row a count, indexed by whole numbers from 0, in any order, with columns

- code: its name, unique; ties go to the first;
- value: the true count;
- reason: why it is withheld: 'count' (from 1 to one less than ``need``), 'base', another word, or '' where it is not;
- need: the least width that what can be worked out of it must leave open; 0 where it is not withheld;
- rank: 0 for a part, higher for a total: parts are withheld before totals;
- signed: True where it may be below zero;
- known, which may be left out: True where it is published elsewhere already, so that withholding it hides nothing.

Terms: one row a cell of an equation, with columns equation, cell and sign; the signed values of an equation add up
to nought, or so nearly that the sum gives a count away; a sign is 1 or -1, or another whole number.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import block_diag, coo_matrix
from scipy.sparse.csgraph import connected_components

_MOST_VARIABLES = 20_000
"""Variables of one linear programme: the copies of a table's unknowns, two for each cell to be protected."""
_SLACK = 1e-6


def secondary(cells: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """True for each cell that must be withheld besides those that have a reason; indexed as ``cells``, from 0.

    Every equation with one withheld cell, or whose withheld cells add up to less than the width needed, has its
    smallest other cell withheld: parts before totals, then counts above zero before zeros, then a cell that mends
    another equation as well. The ranges that the equations leave open (``ranges``) are then worked out; while one
    is narrower than needed, or the rule itself gives the count away, a further cell goes. A cell that what is known
    elsewhere gives away, whatever is withheld here, is left as it is.
    """
    known = cells["known"].to_numpy(dtype=bool) if "known" in cells else np.zeros(len(cells), dtype=bool)
    hidden = (cells["reason"] != "").to_numpy(dtype=bool) & ~known
    if not hidden.any() or terms.empty:
        return pd.Series(False, index=cells.index)
    book = _Book(cells, terms, hidden, known)
    book.mend(book.touched(np.flatnonzero(hidden)))
    narrow = _narrow(cells, terms, book.hidden, np.flatnonzero(hidden & (cells["need"] > 0).to_numpy()))
    if len(narrow) and known.any():
        narrow = narrow[~np.isin(narrow, _narrow(cells, terms, ~known, narrow))]
    while len(narrow) and book.widen(narrow):  # with more withheld, a range only grows wider
        narrow = _narrow(cells, terms, book.hidden, narrow)
    return pd.Series(book.hidden & (cells["reason"] == "").to_numpy(), index=cells.index)


def ranges(
    cells: pd.DataFrame, terms: pd.DataFrame, hidden: np.ndarray, wanted: np.ndarray, *, rule: bool
) -> pd.DataFrame:
    """The least and the most that each ``wanted`` cell could be, for one who knows all that is not ``hidden``.

    Columns lower and upper, indexed by cell, in counts. Counts are not below zero unless signed; with ``rule`` the
    reader also knows between what limits a count was withheld (1 and one less than ``need``). A cell that nothing
    ties down has an upper limit far above every count. Found by linear programming (HiGHS, in scipy).
    """
    found = pd.DataFrame({"lower": 0.0, "upper": np.inf}, index=cells.index[wanted])
    known = terms[hidden[terms["cell"].to_numpy(int)]]
    batch: list[tuple[int, _Block]] = []
    for cell, block in _blocks(cells, known, wanted, rule):
        batch.append((cell, block))
        if sum(2 * len(b.cells) for _, b in batch) > _MOST_VARIABLES:
            _solve(batch, found)
            batch = []
    _solve(batch, found)
    return found


def _narrow(cells: pd.DataFrame, terms: pd.DataFrame, hidden: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Those of the wanted cells of which too much can be worked out, the one that lacks the most width first."""
    need = cells["need"].to_numpy(float)[wanted]
    lacking = np.zeros(len(wanted))
    for rule, least in ((False, need), (True, np.clip(need - 2, 0, 1))):
        found = ranges(cells, terms, hidden, wanted, rule=rule)
        lacking = np.maximum(lacking, least - (found["upper"] - found["lower"]).to_numpy())
    order = np.lexsort((cells["code"].to_numpy(str)[wanted], -lacking))
    return wanted[order][lacking[order] > _SLACK]


class _Book:
    """The cells of each equation and the equations of each cell, and what is hidden so far."""

    def __init__(self, cells: pd.DataFrame, terms: pd.DataFrame, hidden: np.ndarray, known: np.ndarray) -> None:
        self.hidden, self.known = hidden.copy(), known
        self.value, self.need = cells["value"].to_numpy(float), cells["need"].to_numpy(float)
        self.rank, self.code = cells["rank"].tolist(), cells["code"].tolist()
        self.signed = cells["signed"].to_numpy(bool)
        self.of: dict[object, list[tuple[int, int]]] = defaultdict(list)
        self.within: dict[int, list[object]] = defaultdict(list)
        for equation, cell, sign in zip(terms["equation"], terms["cell"], terms["sign"], strict=True):
            self.of[equation].append((int(cell), 1 if sign > 0 else -1))
            self.within[int(cell)].append(equation)

    def touched(self, cells: np.ndarray | list[int]) -> list[object]:
        """The equations of these cells, in order."""
        return sorted({equation for cell in cells for equation in self.within[int(cell)]}, key=str)

    def hide(self, cell: int) -> None:
        """Withhold one more cell."""
        self.hidden[cell] = True

    def weak(self, equation: object) -> bool:
        """Whether the equation gives a withheld cell away, or leaves it less room than it needs."""
        held = [(cell, sign) for cell, sign in self.of[equation] if self.hidden[cell]]
        if len(held) < 2:
            return bool(held)
        free = len({sign for _, sign in held}) == 2 or any(self.signed[cell] for cell, _ in held)
        cells = [cell for cell, _ in held]
        return not free and self.value[cells].sum() < self.need[cells].max() - _SLACK

    def mend(self, equations: list[object]) -> None:
        """Withhold cells until none of these equations, nor any that this touches, is weak and can be mended."""
        waiting = list(equations)
        while waiting:
            equation = waiting.pop(0)
            if not self.weak(equation):
                continue
            found = self._best([cell for cell, _ in self.of[equation]])
            if found is not None:
                self.hide(found)
                waiting += [e for e in self.touched([found]) if e not in waiting]

    def widen(self, cells: np.ndarray) -> bool:
        """Withhold one more cell for the sake of each of these, but of cells that share an equation for one alone.

        False where none is left: what can still be worked out follows from what cannot be withheld.
        """
        before, served = self.hidden.sum(), set[object]()
        for cell in cells:
            if served.isdisjoint(self.within[int(cell)]) and (found := self._further(int(cell))) is not None:
                served |= {*self.within[int(cell)], *self.within[found]}
                self.hide(found)
                self.mend(self.touched([found]))
        return bool(self.hidden.sum() > before)

    def _further(self, cell: int) -> int | None:
        """One more cell to withhold for the sake of ``cell``: from its equations, else from those they touch."""
        seen, ring = {cell}, {cell}
        while ring:
            ring = {c for at in ring for equation in self.within[at] for c, _ in self.of[equation]} - seen
            found = self._best(sorted(ring))
            if found is not None:
                return found
            seen |= ring
        return None

    def _best(self, cells: list[int]) -> int | None:
        choice = [cell for cell in cells if not self.hidden[cell] and not self.known[cell]]
        return min(choice, key=self._order) if choice else None

    def _order(self, cell: int) -> tuple[object, ...]:
        mends = sum(self.weak(equation) for equation in self.within[cell])
        return self.rank[cell], bool(self.value[cell] <= 0), -mends, self.value[cell], self.code[cell]


class _Block:
    """The unknowns that hang together with one cell: their equations, right-hand side and limits."""

    def __init__(self, matrix: coo_matrix, cells: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray):
        self.matrix, self.cells, self.low, self.high = matrix, cells, low, high
        self.right = matrix @ value

    def at(self, cell: int) -> int:
        """Place of a cell among the unknowns."""
        return int(np.flatnonzero(self.cells == cell)[0])


def _blocks(cells: pd.DataFrame, known: pd.DataFrame, wanted: np.ndarray, rule: bool) -> list[tuple[int, _Block]]:
    """Each wanted cell with its block; a cell in no equation is left out."""
    if known.empty:
        return []
    unknowns, column = np.unique(known["cell"].to_numpy(), return_inverse=True)
    row = pd.factorize(known["equation"])[0]
    matrix = coo_matrix((known["sign"].to_numpy(float), (row, column))).tocsr()
    linked = abs(matrix).T @ abs(matrix)
    part = connected_components(linked, directed=False)[1]
    value = cells["value"].to_numpy(float)[unknowns]
    need, reason = cells["need"].to_numpy(float)[unknowns], cells["reason"].to_numpy()[unknowns]
    most = 10 * (np.abs(value).max() + need.max()) + 1
    low = np.where(cells["signed"].to_numpy(bool)[unknowns], -most, 0.0)
    high = np.full(len(unknowns), most)
    if rule:
        low = np.where(reason == "count", np.minimum(1.0, value), low)
        high = np.where(reason == "count", np.maximum(need - 1, value), high)
    made: dict[int, _Block] = {}
    pairs = []
    for cell in wanted[np.isin(wanted, unknowns)]:
        group = int(part[np.searchsorted(unknowns, cell)])
        if group not in made:
            at = np.flatnonzero(part == group)
            rows = matrix[:, at]
            rows = rows[np.flatnonzero(np.diff(rows.indptr))]
            made[group] = _Block(rows.tocoo(), unknowns[at], value[at], low[at], high[at])
        pairs.append((int(cell), made[group]))
    return pairs


def _solve(batch: list[tuple[int, _Block]], found: pd.DataFrame) -> None:
    """Fill in the ranges of the cells of a batch: one linear programme, a copy of the unknowns for each end."""
    if not batch:
        return
    copies = [(cell, block, sense) for cell, block in batch for sense in (1.0, -1.0)]
    cost = np.concatenate([_cost(block, cell, sense) for cell, block, sense in copies])
    bounds = np.concatenate([np.column_stack([block.low, block.high]) for _, block, _ in copies])
    right = np.concatenate([block.right for _, block, _ in copies])
    solved = linprog(cost, A_eq=block_diag([block.matrix for _, block, _ in copies], format="csr"), b_eq=right,
                     bounds=bounds, method="highs")  # fmt: skip
    if solved.x is None:
        raise ValueError("the ranges of withheld cells could not be worked out: the equations contradict each other")
    start = 0
    for cell, block, sense in copies:
        at = start + block.at(cell)
        found.loc[cell, "lower" if sense > 0 else "upper"] = float(solved.x[at])
        start += len(block.cells)


def _cost(block: _Block, cell: int, sense: float) -> np.ndarray:
    cost = np.zeros(len(block.cells))
    cost[block.at(cell)] = sense
    return cost
