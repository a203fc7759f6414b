"""The worked example of the template: rows with invented figures, and what each says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard.declared.models import Area, Measure, Source
from dashboard.text import day

Row = dict[str, str | float | dt.date]
_WHOLE, _PART, _BASE = 60, 45, 100
"""Invented figures: not those of any area."""
_PERIODS = (
    ("rolling 12 months", dt.date(2022, 7, 1), dt.date(2023, 6, 30)),
    ("month", dt.date(2023, 6, 1), dt.date(2023, 6, 30)),
    ("", dt.date(2023, 4, 1), dt.date(2023, 6, 30)),
)
"""A word of the frequency, and a period of that length."""


def rows(
    source: Source, areas: Sequence[Area], group_types: Sequence[str]
) -> list[tuple[Row, str]]:
    """Rows that the loader would take as a file of ``source``, each with what it says in a
    sentence.

    ``areas`` are those that the source may name; the first is the example's.
    """
    _, start, end = next(p for p in _PERIODS if p[0] in source.frequency)
    area, last_area = areas[0], max(areas, key=lambda a: a.code != areas[0].code)
    examples = []
    for measure, value in zip(source.measure[:2], (_WHOLE, _PART), strict=False):
        row = _row(measure, area, start, end) | {"value": _fit_value(measure, value)}
        examples.append((row, f"{_describe_row(measure, area, start, end)}: {row['value']:g}."))
    first_measure = source.measure[0]
    if group_types:
        kind = group_types[0]
        row = _row(first_measure, area, start, end) | {
            "group_type": kind,
            "group": "Name of the group",
            "value": _PART,
        }
        examples.append(
            (
                row | {"base": _BASE},
                (
                    f"The same for one group by {kind.replace('_', ' ')}: {_PART}, and the "
                    f"{_BASE} people or incidents that it is a part of."
                ),
            )
        )
    if last_area != area:
        row = _row(first_measure, last_area, start, end) | {"value": "[c]"}
        examples.append(
            (
                row,
                f"{_describe_row(first_measure, last_area, start, end)}: withheld by whoever sent the file.",
            )
        )
    return examples


def _row(measure: Measure, area: Area, start: dt.date, end: dt.date) -> Row:
    return {
        "measure": measure.id,
        "area_code": area.code,
        "area_name": area.name,
        "period_start": start,
        "period_end": end,
    }


def _fit_value(measure: Measure, value: float) -> float:
    """A value within the measure's range."""
    return min(value, value if measure.most is None else measure.most)


def _describe_row(measure: Measure, area: Area, start: dt.date, end: dt.date) -> str:
    return f"{measure.label or measure.id}, {area.name}, {day(start)} to {day(end)}"
