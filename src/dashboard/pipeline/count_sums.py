"""The sums that tie counts together: areas to the area above, groups to the whole, months to a
year, like to like.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import pandas as pd

CELL = ["level", "area", "period_start", "period_end", "group_type", "group_name"]
"""What tells one count of a form from another; period_start is missing for a stock, which has a
date alone.
"""
_LEVELS_ABOVE = (
    ("ward", "borough"),
    ("ward", "bcu"),
    ("ward", "mps"),
    ("borough", "bcu"),
    ("borough", "mps"),
    ("bcu", "mps"),
)
_TILES = ((1, 3), (1, 12), (3, 12))
"""Months of a shorter and a longer period."""


@dataclass(frozen=True)
class Form:
    """What a count adds up: measures with their signs.

    Indicators that add up the same share their counts.
    """

    parts: tuple[tuple[str, int], ...]
    stock: bool
    total_over: str = ""
    only: tuple[str, ...] = ()
    """The groups that alone are in the whole; a group's own count is of a form without them."""

    @property
    def is_signed(self) -> bool:
        """Whether a count may be below zero."""
        return any(sign < 0 for _, sign in self.parts)

    def __str__(self) -> str:
        """A name in which no two forms are alike."""
        words = ",".join(f"{sign:+d}{measure}" for measure, sign in self.parts)
        return f"{words}{';' + ','.join(self.only) if self.only else ''}{'@' if self.stock else ''}"


def equations(cells: pd.DataFrame, areas: pd.DataFrame, forms: Collection[Form]) -> pd.DataFrame:
    """The sums among ``cells`` that hold, as terms: equation, cell and sign (1 for a part, -1 for
    the whole).

    ``cells`` has form, ``CELL``, value and need; ``areas`` code, level, borough and bcu. A sum is
    taken to hold where its counts miss it by less than the widest need of all cells: a total
    published apart, which misses its parts by a few, gives them away nearly as well as one that was
    added up.
    """
    table = cells[["form", *CELL, "value"]].assign(
        cell=range(len(cells)), name=cells["form"].map(str)
    )
    sums = [
        _areas(table, areas),
        _groups(table, forms),
        _periods(table),
        *_relate_measures(table, forms),
    ]
    terms = (
        pd.concat([s for s in sums if len(s)], ignore_index=True)
        if any(len(s) for s in sums)
        else _NONE
    )
    misses = (
        (terms["sign"] * cells["value"].to_numpy()[terms["cell"].to_numpy(int)])
        .groupby(terms["equation"])
        .sum()
    )
    holds = misses.index[misses.abs() < max(float(cells["need"].max()), 1e-6)]
    return terms[terms["equation"].isin(holds)].reset_index(drop=True)


def place(table: pd.DataFrame) -> pd.Series:
    """The columns ``CELL`` as one word a row; a stock has no first day."""
    words = [table[column].astype(str).fillna("") for column in CELL]
    return words[0].str.cat(words[1:], sep="|")


_NONE = pd.DataFrame(
    {"equation": pd.Series(dtype=str), "cell": pd.Series(dtype=int), "sign": pd.Series(dtype=int)}
)


def _terms(parts: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Terms from pairs of a part (cell) and its whole (whole), one equation a whole and kind."""
    name = kind + "|" + parts["whole"].astype(str).str.zfill(7)
    below = pd.DataFrame({"equation": name, "cell": parts["cell"], "sign": 1})
    above = pd.DataFrame({"equation": name, "cell": parts["whole"], "sign": -1}).drop_duplicates()
    return pd.concat([below, above], ignore_index=True)


def _areas(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    places = areas.set_index("code")
    terms = [_NONE]
    for low, high in _LEVELS_ABOVE:
        parts, wholes = table[table["level"] == low], table[table["level"] == high]
        if parts.empty or wholes.empty:
            continue
        up = parts["area"].map(places[high]) if high != "mps" else "MPS"
        keys = ["name", "area", "period_start", "period_end", "group_type", "group_name"]
        pairs = parts.assign(area=up)[[*keys, "cell"]].merge(
            wholes[[*keys, "cell"]].rename(columns={"cell": "whole"})
        )
        terms.append(_terms(pairs, f"area {low}"))
    return pd.concat(terms, ignore_index=True)


def _groups(table: pd.DataFrame, forms: Collection[Form]) -> pd.DataFrame:
    keys = ["name", "level", "area", "period_start", "period_end"]
    whole = table[table["group_type"] == ""][[*keys, "cell"]].rename(columns={"cell": "whole"})
    parts = table[table["group_type"] != ""]
    if parts.empty:
        return _NONE
    terms = [
        _terms(rows[[*keys, "cell"]].merge(whole), f"group {kind}")
        for kind, rows in parts.groupby("group_type")
    ]
    for form in sorted((f for f in forms if f.only), key=str):
        bare = str(Form(form.parts, form.stock, form.total_over))
        group_parts = parts[
            (parts["name"] == bare)
            & (parts["group_type"] == form.total_over)
            & parts["group_name"].isin(form.only)
        ]
        terms.append(
            _terms(group_parts.assign(name=str(form))[[*keys, "cell"]].merge(whole), "some groups")
        )
    return pd.concat(terms, ignore_index=True)


def _periods(table: pd.DataFrame) -> pd.DataFrame:
    """Months, quarters and years of one count; a longer period that shorter ones do not fill is
    left out.
    """
    dated_cells = table.dropna(subset=["period_start"])
    length = ((dated_cells["period_end"] - dated_cells["period_start"]).dt.days / 30.4).round()
    keys = ["name", "level", "area", "group_type", "group_name"]
    terms = [_NONE]
    for part_months, whole_months in _TILES:
        parts, wholes = dated_cells[length == part_months], dated_cells[length == whole_months]
        if parts.empty or wholes.empty:
            continue
        pairs = parts[[*keys, "cell", "period_start", "period_end"]].merge(
            wholes[[*keys, "cell", "period_start", "period_end"]], on=keys, suffixes=("", "_whole")
        )
        pairs = pairs.rename(columns={"cell_whole": "whole"})
        pairs = pairs[
            (pairs["period_start"] >= pairs["period_start_whole"])
            & (pairs["period_end"] <= pairs["period_end_whole"])
        ]
        is_full = pairs.groupby("whole")["cell"].transform("count") == whole_months // part_months
        terms.append(_terms(pairs[is_full], f"months {part_months}"))
    return pd.concat(terms, ignore_index=True)


def _relate_measures(table: pd.DataFrame, forms: Collection[Form]) -> list[pd.DataFrame]:
    """Counts of the same area, period and group whose measures cancel: a part, the other part and
    their sum.
    """
    plain_forms = sorted({Form(f.parts, f.stock, f.total_over) for f in forms}, key=str)
    form_of_name = {str(f): f for f in plain_forms}
    names = sorted(set(table["name"]) & set(form_of_name))
    terms = []
    for number, relation in enumerate(
        _relations([dict(form_of_name[name].parts) for name in names])
    ):
        signs = {names[at]: times for at, times in relation.items()}
        rows = table[table["name"].isin(list(signs))]
        key = place(rows)
        is_full = key.groupby(key).transform("count") == len(signs)
        terms.append(
            pd.DataFrame(
                {
                    "equation": f"alike {number}|" + key[is_full],
                    "cell": rows.loc[is_full, "cell"],
                    "sign": rows.loc[is_full, "name"].map(signs),
                }
            )
        )
    return terms


def _relations(forms: list[dict[str, int]]) -> list[dict[int, int]]:
    """Whole numbers by which the forms add up to nothing: a basis of all such, each as place ->
    number.
    """
    measures = sorted({m for form in forms for m in form})
    rows = [
        ([Fraction(form.get(m, 0)) for m in measures], {at: Fraction(1)})
        for at, form in enumerate(forms)
    ]
    pivots: list[tuple[int, list[Fraction], dict[int, Fraction]]] = []
    relations = []
    for vector, combination in rows:
        for pivot, other, how in pivots:
            times = vector[pivot] / other[pivot]
            if times:
                vector = [a - times * b for a, b in zip(vector, other, strict=True)]
                combination = {
                    at: combination.get(at, Fraction(0)) - times * how.get(at, Fraction(0))
                    for at in {*combination, *how}
                }
        first = next((place for place, number in enumerate(vector) if number), None)
        if first is not None:
            pivots.append((first, vector, combination))
            continue
        scale = lcm(*(number.denominator for number in combination.values()))
        relations.append({at: int(number * scale) for at, number in combination.items() if number})
    return relations
