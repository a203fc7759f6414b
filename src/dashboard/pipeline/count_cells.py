"""The counts of a day as cells of the sums that tie them together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.declared.models import LEVELS, Indicator
from dashboard.pipeline.count_sums import CELL, Form, equations, place

_TOLERANCE = 1e-6
"""Counts that differ by less than this are one count: sums of the same facts in another order."""


def shown_counts(
    rows: pd.DataFrame, forms: Mapping[tuple[str, str], Form], indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    """One row a count that an observation shows, or would: its numerator, and its denominator where
    it is counted.

    Adds form, value, role, code (one for all rows that show the same count), reason (of the count:
    a denominator is not itself withheld, save where ``suppress_counts`` had to), limit (below which
    such a count is withheld), and shown_reason (of the observation).
    """
    parts = [rows.head(0).assign(form=None, role="", value=0.0, limit=0.0, shown_reason="")]
    for (indicator, role), form in forms.items():
        mine = rows[rows["indicator"] == indicator]
        whole = pd.Series(form, index=mine.index, dtype=object)
        if form.only:
            whole[mine["group_type"] != ""] = Form(form.parts, form.stock, form.total_over, ())
        reasons = mine["reason"].where(mine["d_hidden"], "") if role == "d" else mine["reason"]
        need = 0.0 if role == "d" else mine["need"]
        threshold = (
            indicators[indicator].withhold_below if role == "n" and indicator in indicators else 0
        )
        parts.append(
            mine.assign(
                form=whole,
                role=role,
                value=mine[role],
                shown_reason=mine["reason"],
                reason=reasons,
                need=need,
                limit=float(threshold),
            )
        )
    counts = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True).dropna(
        subset=["value"]
    )
    start = counts["period_start"].where(
        ~counts["form"].map(lambda f: f.stock).astype(bool), pd.NaT
    )
    counts = counts.assign(period_start=start)
    return counts.assign(code=counts["form"].map(str) + "|" + place(counts))


def count_versions(count_rows: pd.DataFrame) -> np.ndarray:
    """The number of each row's count: rows of one code and one value, on whatever day, show one
    count.
    """
    order = count_rows.sort_values(["code", "value"], kind="stable")
    is_new_version = (order["code"] != order["code"].shift()) | (
        order["value"].diff().abs() > _TOLERANCE
    )
    return is_new_version.cumsum().sort_index().to_numpy() - 1


def count_cells(count_rows: pd.DataFrame) -> pd.DataFrame:
    """One row a count, as ``stats.disclosure`` has them, with form, level, area, period and group;
    by its number.

    Known is what another day shows, or what no observation of the one being built shows and no
    other day withholds.
    """
    ordered_rows = count_rows.assign(
        _order=count_rows["reason"].map({"count": 0, "base": 1, "secondary": 2}).fillna(3)
    ).sort_values(
        ["count", "_order", "day", "role"], ascending=[True, True, True, False], kind="stable"
    )
    cells = ordered_rows.drop_duplicates("count").set_index("count")
    is_other_day = count_rows["day"] > 0
    shown_elsewhere = count_rows.loc[is_other_day & (count_rows["shown_reason"] == ""), "count"]
    hidden_or_today = count_rows.loc[~is_other_day | (count_rows["reason"] != ""), "count"]
    months = (cells["period_end"] - cells["period_start"]).dt.days.fillna(0)
    level = cells["level"].map({name: place for place, name in enumerate(LEVELS)})
    rank = 2 * level + (cells["group_type"] == "") + 10 * (months > 40) + 10 * (months > 100)
    twice = cells["code"].duplicated(keep=False)
    return cells.assign(
        need=count_rows.groupby("count")["need"].max(),
        limit=count_rows.groupby("count")["limit"].max(),
        rank=(rank + 100 * (cells["role"] == "d")).astype(int),
        signed=[form.is_signed for form in cells["form"]],
        known=cells.index.isin(shown_elsewhere) | ~cells.index.isin(hidden_or_today),
        order=_order(cells),
        code=cells["code"].where(~twice, cells["code"] + "|" + cells["value"].astype(str)),
    )[
        [
            "code",
            "order",
            "value",
            "reason",
            "need",
            "limit",
            "rank",
            "signed",
            "known",
            "form",
            *CELL,
        ]
    ]


def _order(cells: pd.DataFrame) -> pd.Series:
    """The order in which counts are taken: by area, then group, then period, whatever they amount
    to.

    So the next area is the same in every group and period, and withheld cells of a table lie in
    rows and columns.
    """
    words = [
        cells[column].astype(str)
        for column in ("level", "area", "group_type", "group_name", "period_end")
    ]
    return words[0].str.cat(
        [*words[1:], cells["form"].map(str), cells["role"], cells.index.astype(str).str.zfill(9)],
        sep="|",
    )


def sum_terms(count_rows: pd.DataFrame, cells: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The sums of the counts of each day; a day all of whose counts the one being built has too
    adds none.
    """
    terms_by_day = []
    for day, rows in count_rows.groupby("day"):
        counts = np.unique(rows["count"].to_numpy())
        if day and np.isin(counts, count_rows.loc[count_rows["day"] == 0, "count"]).all():
            continue
        terms = equations(cells.loc[counts], areas, set(rows["form"]))
        prefix = f"{day}|" if day else ""
        terms_by_day.append(
            terms.assign(
                cell=counts[terms["cell"].to_numpy(int)], equation=prefix + terms["equation"]
            )
        )
    terms = pd.concat(terms_by_day, ignore_index=True)
    mark = pd.util.hash_array((4 * terms["cell"] + terms["sign"]).to_numpy(np.int64))
    is_duplicate = terms.assign(mark=mark).groupby("equation")["mark"].sum().duplicated()
    return terms[~terms["equation"].isin(is_duplicate.index[is_duplicate])].reset_index(drop=True)
