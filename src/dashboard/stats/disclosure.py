"""Secondary suppression: what else must be withheld so that a withheld count cannot be worked out.

A table of counts and the sums that tie them together go in; the cells to be withheld besides come
out. The reading is that of Willenborg L, de Waal T (2001), Elements of Statistical Disclosure
Control, Springer, chapter 6 (secondary suppression in linked tables), against three attackers. One
knows every sum and that counts are not negative, one knows besides why each cell is withheld (both
in ``stats.withheld_ranges``), and one knows this algorithm too and asks which tables it would have
treated alike (``stats.minimality``). Against the third no cell is chosen by
its size: the next cell in order goes, round from the one that is to be protected. And room is not
measured at the very limit, nor from the count itself, so that a table in which a small count is
another small count is treated alike.

Cells: one row a count, indexed by whole numbers from 0, in any order, with columns

- code: its name, unique;
- order: its place in the order in which cells are taken, which must not follow from any count;
- value: the true count;
- reason: why it is withheld: 'count' (from 1 to one less than ``limit``), 'base', another word, or
  '' where it is not;
- need: the least width that what can be worked out of it must leave open; 0 where it is not
  withheld;
- limit: a count from 1 to one less is withheld; 0 where none is;
- rank: 0 for a part, higher for a total: parts are withheld before totals;
- signed: True where it may be below zero;
- known, which may be left out: True where it is published elsewhere already, so that withholding it
  hides nothing.

Terms: one row a cell of an equation, with columns equation, cell and sign; the signed values of an
equation add up to zero, or so nearly that the sum gives a count away; a sign is 1 or -1, or another
whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from dashboard.stats.minimality import find_narrowed_counts
from dashboard.stats.suppression_book import ROOM, Book
from dashboard.stats.withheld_ranges import ranges

_SLACK = 1e-6
_Lacking = Callable[[pd.DataFrame, pd.DataFrame, np.ndarray, np.ndarray], np.ndarray]


def secondary(cells: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """True for each cell that must be withheld besides those that have a reason; indexed as
    ``cells``, from 0.

    Each set of cells that sums tie together is treated apart. A cell that what is known elsewhere
    gives away, whatever is withheld here, is left as it is.
    """
    also = pd.Series(False, index=cells.index)
    for at in _split_into_linked_sets(cells, terms):
        # By their names, so that a search that meets two equal answers takes the same one in
        # whatever order the rows came.
        at = at[np.lexsort((cells["code"].to_numpy(str)[at], cells["order"].to_numpy(str)[at]))]
        part = cells.iloc[at].reset_index(drop=True)
        place = pd.Series(range(len(at)), index=at)
        mine = terms[terms["cell"].isin(place.index)]
        mine = mine.assign(cell=mine["cell"].map(place), name=mine["equation"].astype(str))
        hidden = _protect_set(part, mine.sort_values(["name", "cell"], ignore_index=True))
        also.iloc[at] = hidden & (part["reason"] == "").to_numpy()
    return also


def _split_into_linked_sets(cells: pd.DataFrame, terms: pd.DataFrame) -> Iterator[np.ndarray]:
    """The places of the cells of each set that hangs together and of which something is withheld."""
    if terms.empty:
        return
    equation = pd.factorize(terms["equation"])[0]
    size = len(cells) + int(equation.max()) + 1
    links = coo_matrix(
        (np.ones(len(terms)), (terms["cell"].to_numpy(int), len(cells) + equation)), (size, size)
    )
    part = connected_components(links, directed=False)[1][: len(cells)]
    for number in np.unique(part[_withheld_here(cells)]):
        at = np.flatnonzero(part == number)
        if len(at) > 1:
            yield at


def _withheld_here(cells: pd.DataFrame) -> np.ndarray:
    """Which cells have a reason to be withheld and are not known from elsewhere."""
    return (cells["reason"] != "").to_numpy(bool) & ~_known_mask(cells)


def _known_mask(cells: pd.DataFrame) -> np.ndarray:
    return cells["known"].to_numpy(bool) if "known" in cells else np.zeros(len(cells), dtype=bool)


def _protect_set(cells: pd.DataFrame, terms: pd.DataFrame) -> np.ndarray:
    """What is withheld of one set: by the steps of ``pattern``, and more where these themselves
    give a count away.

    A count for which no table treated alike can be found takes all the parts of its sums with it,
    which is rare:
    it needs sums in two directions and several small counts among few others.
    """
    is_hidden = pattern(cells, terms)
    if (is_hidden | _known_mask(cells)).all():
        return is_hidden
    narrow_counts = find_narrowed_counts(cells, terms, is_hidden, pattern)
    if not len(narrow_counts):
        return is_hidden
    book = Book(cells, terms, is_hidden, _known_mask(cells))
    book.hide_lines(narrow_counts)
    return _with_room(cells, terms, book)


def pattern(cells: pd.DataFrame, terms: pd.DataFrame) -> np.ndarray:
    """What the sums and the limits call for: a boolean for each cell of a set that hangs together.

    Every equation with one withheld cell has another withheld. Then cells go until each small count
    can move while the other small ones stay as they are, and then until the room is wide enough.
    Parts go before totals, counts above zero before zeros, cells with the fewest equations of which
    nothing is withheld yet, then the next in order.
    """
    return _with_room(cells, terms, Book(cells, terms, _withheld_here(cells), _known_mask(cells)))


def _with_room(cells: pd.DataFrame, terms: pd.DataFrame, book: Book) -> np.ndarray:
    book.mend(book.equations_of(np.flatnonzero(book.is_hidden)), book.is_single)
    wanted = np.flatnonzero(_withheld_here(cells) & (cells["need"] > 0).to_numpy())
    _widen(cells, terms, book, wanted, _find_stuck)
    book.mend(book.equations_of(np.flatnonzero(book.is_hidden)), book.is_weak)
    _widen(cells, terms, book, wanted, _find_narrow)
    return book.is_hidden


def _widen(
    cells: pd.DataFrame,
    terms: pd.DataFrame,
    book: Book,
    targets: np.ndarray,
    find_lacking: _Lacking,
) -> None:
    """Withhold more until none of the wanted cells lacks room, or nothing that is left would give
    it.
    """
    lacking_cells = find_lacking(cells, terms, book.is_hidden, targets)
    if len(lacking_cells) and book.is_known.any():
        lacking_cells = lacking_cells[
            ~np.isin(lacking_cells, find_lacking(cells, terms, ~book.is_known, lacking_cells))
        ]
    while len(lacking_cells) and book.widen(
        lacking_cells
    ):  # with more withheld, a range only grows wider
        lacking_cells = find_lacking(cells, terms, book.is_hidden, lacking_cells)


def _find_stuck(
    cells: pd.DataFrame, terms: pd.DataFrame, is_hidden: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """Those of the wanted cells that cannot move while other small counts stay as they are, in
    order.
    """
    limits = ranges(cells, terms, is_hidden, targets, "structure")
    return _in_order(cells, targets[(limits["upper"] - limits["lower"]).to_numpy() < 1])


def _find_narrow(
    cells: pd.DataFrame, terms: pd.DataFrame, is_hidden: np.ndarray, targets: np.ndarray
) -> np.ndarray:
    """Those of the wanted cells of which too much can be worked out, in order.

    For one who knows the sums alone, the range must be as wide as ``need``. For one who knows the
    reasons, a small count must be free to be any other, with room beyond.
    """
    rows = cells.iloc[targets]
    need, is_small = rows["need"].to_numpy(float), (rows["reason"] == "count").to_numpy()
    by_sums = ranges(cells, terms, is_hidden, targets, "sums")
    by_reasons = ranges(cells, terms, is_hidden, targets, "reasons")
    is_narrow = (by_sums["upper"] - by_sums["lower"]).to_numpy() < need - _SLACK
    beyond = ROOM * need
    low, high = by_reasons["lower"].to_numpy(), by_reasons["upper"].to_numpy()
    is_narrow |= is_small & ((low > 1 - beyond + _SLACK) | (high < need - 1 + beyond - _SLACK))
    return _in_order(cells, targets[is_narrow])


def _in_order(cells: pd.DataFrame, places: np.ndarray) -> np.ndarray:
    return places[np.argsort(cells["order"].to_numpy(str)[places], kind="stable")]
