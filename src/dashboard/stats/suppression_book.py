"""The book that secondary suppression keeps: which cells stand in which equations, and what is
hidden so far.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd

ROOM = 0.5
"""Room that must be left beyond what a small count itself needs, in limits: for what the choice
itself tells.
"""
_SLACK = 1e-6


class Book:
    """The cells of each equation and the equations of each cell, as ``stats.disclosure`` has them."""

    def __init__(
        self, cells: pd.DataFrame, terms: pd.DataFrame, is_hidden: np.ndarray, is_known: np.ndarray
    ) -> None:
        """Begin with the cells ``is_hidden``; those ``is_known`` from elsewhere are never withheld."""
        self.is_hidden, self.is_known = is_hidden.copy(), is_known
        self._value, self._most = cells["value"].to_numpy(float), _most_of_its_kind(cells)
        self._is_small = (cells["reason"] == "count").to_numpy()
        self._limit = np.maximum(cells["limit"].to_numpy(float), cells["need"].to_numpy(float))
        self._rank, self._is_signed = cells["rank"].tolist(), cells["signed"].to_numpy(bool)
        places = {text: place for place, text in enumerate(sorted(cells["order"].astype(str)))}
        self._place = [places[text] for text in cells["order"].astype(str)]
        self._terms_of: dict[object, list[tuple[int, int]]] = defaultdict(list)
        self._equations_of: dict[int, list[object]] = defaultdict(list)
        for equation, cell, sign in zip(
            terms["equation"], terms["cell"], terms["sign"], strict=True
        ):
            self._terms_of[equation].append((int(cell), 1 if sign > 0 else -1))
            self._equations_of[int(cell)].append(equation)

    def equations_of(self, cells: np.ndarray | list[int]) -> list[object]:
        """The equations of these cells, in order."""
        return sorted(
            {equation for cell in cells for equation in self._equations_of[int(cell)]}, key=str
        )

    def is_single(self, equation: object) -> bool:
        """Whether one cell of the equation is withheld, which the others give away."""
        return sum(self.is_hidden[cell] for cell, _ in self._terms_of[equation]) == 1

    def is_weak(self, equation: object) -> bool:
        """Whether the equation gives a withheld cell away, or leaves too little room.

        The room is by how much the withheld cells together exceed the most that small ones can be
        and the least that others can be. It is the same in every table that differs in how a sum is
        shared out among them. Small counts
        alone are never enough: who knows that all are small knows them the better the larger their
        sum.
        """
        withheld = [(cell, sign) for cell, sign in self._terms_of[equation] if self.is_hidden[cell]]
        if len(withheld) < 2:
            return bool(withheld)
        cells = [cell for cell, _ in withheld]
        if len({sign for _, sign in withheld}) == 2 or self._is_signed[cells].any():
            return False
        if self._is_small[cells].all():
            return True
        return (self._value[cells] - self._most[cells]).sum() < ROOM * self._limit[
            cells
        ].max() - _SLACK

    def mend(self, equations: list[object], faulty: Callable[[object], bool]) -> None:
        """Withhold cells until none of these equations, nor any that this touches, is faulty and
        can be mended.
        """
        queue = list(equations)
        while queue:
            equation = queue.pop(0)
            if not faulty(equation):
                continue
            cells = [cell for cell, _ in self._terms_of[equation]]
            partner = self._choose_partner(cells, [cell for cell in cells if self.is_hidden[cell]])
            if partner is not None:
                self.is_hidden[partner] = True
                queue += [e for e in self.equations_of([partner]) if e not in queue]

    def widen(self, cells: np.ndarray) -> bool:
        """Withhold one more cell for the sake of each of these, but of cells that share an equation
        for one alone.

        False where none is left: what can still be worked out follows from what cannot be withheld.
        """
        count_before, served_equations = self.is_hidden.sum(), set[object]()
        for cell in cells:
            if (
                served_equations.isdisjoint(self._equations_of[int(cell)])
                and (further := self._find_further(int(cell))) is not None
            ):
                served_equations |= {*self._equations_of[int(cell)], *self._equations_of[further]}
                self.is_hidden[further] = True
                self.mend(self.equations_of([further]), self.is_single)
        return bool(self.is_hidden.sum() > count_before)

    def hide_lines(self, cells: np.ndarray) -> None:
        """Withhold all the parts of every equation of these cells."""
        for equation in self.equations_of(cells):
            line = [cell for cell, _ in self._terms_of[equation]]
            top = max(self._rank[cell] for cell in line)
            for cell in line:
                self.is_hidden[cell] |= self._rank[cell] < top and not self.is_known[cell]

    def _find_further(self, cell: int) -> int | None:
        """One more cell to withhold for the sake of ``cell``: from its equations, else from those
        they touch.
        """
        reach, ring = {cell}, {cell}
        while ring:
            ring = {
                c
                for at in ring
                for equation in self._equations_of[at]
                for c, _ in self._terms_of[equation]
            } - reach
            further = self._choose_partner(sorted(ring), [cell])
            if further is not None:
                return further
            reach |= ring
        return None

    def _choose_partner(self, cells: list[int], neighbours: list[int]) -> int | None:
        """The cell of ``cells`` to be withheld next for the sake of those ``neighbours``; None
        where all are.
        """
        choice = [cell for cell in cells if not self.is_hidden[cell] and not self.is_known[cell]]
        if not choice:
            return None
        line = sorted({self._place[cell] for cell in (*cells, *neighbours)})
        starts = sorted(bisect(line, self._place[cell]) for cell in neighbours)

        def order(cell: int) -> tuple[object, ...]:
            place = bisect(line, self._place[cell])
            start = starts[
                bisect(starts, place) - 1
            ]  # the last one before it, or round the end the last of all
            untouched_count = sum(
                not any(self.is_hidden[c] for c, _ in self._terms_of[e])
                for e in self._equations_of[cell]
            )
            return (
                self._rank[cell],
                bool(self._value[cell] <= 0),
                untouched_count,
                (place - start) % len(line),
                place,
            )

        return min(choice, key=order)


def _most_of_its_kind(cells: pd.DataFrame) -> np.ndarray:
    """What each count is measured against: the most a small one can be, the least another can be."""
    reason, need = cells["reason"].to_numpy(), cells["need"].to_numpy(float)
    value, limit = cells["value"].to_numpy(float), cells["limit"].to_numpy(float)
    ordinary = np.where(value > 0, limit, np.maximum(value, 0))
    return np.where(reason == "count", limit - 1, np.where(reason == "base", need, ordinary))
