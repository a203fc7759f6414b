"""The columns of a file in the tidy template: text to numbers, dates and positions of measures and
areas.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.declared.models import Area
from dashboard.loaders.columns import MARKS
from dashboard.loaders.text import fold_text
from dashboard.loaders.tidy_areas import (
    read_areas,
)
from dashboard.loaders.tidy_table import Table, measures_of

NUMBERS = ("value", "base", "lower", "upper")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = r"^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"


def rows_of(
    table: Table, areas: list[Area], aliases: Mapping[str, str], published: dt.date | None = None
) -> pd.DataFrame:
    """Return the file's rows as numbers (positions of measure and area, -1 where unknown), faults
    told.

    ``whole`` is true where the row is of no group; ``given``, where it has a figure.
    """
    rows = pd.DataFrame({"measure": _measure(table), "area": read_areas(table, areas, aliases)})
    for name in ("period_start", "period_end"):
        rows[name] = _days(table, name)
    backward = (rows["period_start"] > rows["period_end"]).to_numpy()
    starts, ends = table.column("period_start"), table.column("period_end")
    text = "The period starts on {} and ends before, on {}."
    table.tell(
        "period that ends early",
        backward,
        lambda i: text.format(starts[i], ends[i]),
        "period_start",
    )
    _refuse_later(table, rows["period_end"], published)
    kinds, groups = table.column("group_type"), table.column("group")
    for name, column in (("kind", kinds), ("group", groups)):
        rows[name], _ = pd.factorize(np.array(column.words.to_pylist(), object)[column.codes])
    has_type, has_group = ~kinds.among([""]), ~groups.among([""])
    alone = "has no group_type: say what it is a group by"
    table.tell(
        "group without a type",
        has_group & ~has_type,
        lambda i: f"Group '{groups[i]}' {alone}.",
        "group_type",
    )
    bare = "has no group: name it, or leave both empty"
    table.tell(
        "group type without a group",
        has_type & ~has_group,
        lambda i: f"Group type '{kinds[i]}' {bare}.",
        "group",
    )
    rows["whole"] = ~has_type & ~has_group
    for name in NUMBERS:
        rows[name] = _number(table, name)
    rows["given"] = ~table.column("value").among(MARKS)
    return rows


def _refuse_later(table: Table, ends: pd.Series, published: dt.date | None) -> None:
    if published is None:
        return
    is_later = (ends > pd.Timestamp(published)).to_numpy()
    text = (
        f"The period ends on {{}}, after the day of publication, {published}: correct it, or give"
        " --published as the"
    )
    text += " day on which the file was published."
    table.tell(
        "period that ends after publication",
        is_later,
        lambda i: text.format(ends[i].date()),
        "period_end",
    )


def _measure(table: Table) -> np.ndarray:
    column, known = table.column("measure"), measures_of(table.source)
    places = np.array([known.get(fold_text(word), -1) for word in column.words.to_pylist()], int)[
        column.codes
    ]
    text = f"is not declared in sources/{table.source.id}.toml"
    table.tell("unknown measure", places < 0, lambda i: f"Measure '{column[i]}' {text}.", "measure")
    return places


def _day(text: str) -> dt.date | str:
    """Return the date, or the fault that the text has as one."""
    if not _DATE.fullmatch(text):
        return "is not a date written YYYY-MM-DD"
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return "is not a day of the calendar"
    return date if 2000 <= date.year <= 2100 else "is outside the years 2000 to 2100"


def _days(table: Table, name: str) -> np.ndarray:
    column = table.column(name)
    days = [_day(word) for word in column.words.to_pylist()]
    dates = np.array([None if isinstance(day, str) else day for day in days], "datetime64[us]")[
        column.codes
    ]
    table.tell(
        f"bad {name}",
        np.isnat(dates),
        lambda i: f"Date '{column[i]}' {days[column.codes[i]]}.",
        name,
    )
    return dates


def _number(table: Table, name: str) -> np.ndarray:
    """Return the column's numbers, NaN where there is a mark or nothing; marks that hide a figure
    are noted.
    """
    column = table.column(name)
    good = pc.match_substring_regex(column.words, _NUMBER)
    numbers = (
        pc.if_else(good, column.words, None)
        .cast(pa.float64())
        .to_numpy(zero_copy_only=False)[column.codes]
    )
    is_mark = column.among(MARKS)
    is_bad = ~np.isfinite(numbers) & ~is_mark
    percent = pc.match_substring(column.words, "%").to_numpy(zero_copy_only=False)[column.codes]
    title, digits = name.capitalize(), "write digits and a decimal point alone"
    count = "is a percentage: give the figure without a percent sign"
    table.tell("percentage", is_bad & percent, lambda i: f"{title} '{column[i]}' {count}.", name)
    is_wrong = is_bad & ~percent
    table.tell(
        f"bad {name}", is_wrong, lambda i: f"{title} '{column[i]}' is not a number: {digits}.", name
    )
    is_hidden = is_mark if name == "value" else is_mark & ~column.among([""])
    if is_hidden.any():
        at = np.flatnonzero(is_hidden)
        seen = Counter(f"'{word}'" if word else "empty" for word in (column[int(i)] for i in at))
        marks = ", ".join(f"{mark}: {n:,}" for mark, n in seen.most_common())
        effect = "they are left out" if name == "value" else "they are read without it"
        first = ", ".join(f"{table.sheet.rows[i]:,}" for i in at[:5])
        text = f"{len(at):,} rows have no {name} ({marks}): {effect}. The first are rows {first}."
        table.findings.add(f"no {name}", text, int(table.sheet.rows[at[0]]), name, "note")
    return np.where(np.isfinite(numbers), numbers, np.nan)
