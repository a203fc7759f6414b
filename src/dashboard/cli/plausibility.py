"""Figures of an arriving file that are hardly believable, as findings that a person accepts singly
or all at once.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dashboard.declared.models import Source
from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Finding
from dashboard.pipeline.compare_release import Difference
from dashboard.text import period_words

CHECK = "implausible_months.sql"
_MOST = 20
"""Of one scope told singly; they are few, or the file is of something else."""


def check_sql(queries: Path) -> str:
    """The statement by which figures are judged, here and by ``dashboard check``."""
    return (queries / "checks" / CHECK).read_text(encoding="utf-8")


def findings_to_accept(
    difference: Difference, implausible: pd.DataFrame, source: Source, declarations: Declarations
) -> list[Finding]:
    """A warning with an id for each implausible figure, and one for all wild revisions together."""
    labels = {measure.id: measure.label or measure.id for measure in source.measure}
    warnings = [
        Finding(
            "warning",
            f"{_figure(row, labels, declarations)}; accept it as {row.id}.",
            id=str(row.id),
        )
        for row in implausible.itertuples()
    ]
    wild = difference.wild_revisions
    if len(wild):
        largest_row = wild.iloc[0]
        id = f"revisions-{len(wild)}-{largest_row['after']:.0f}"
        text = (
            f"{len(wild):,} revised value{'s are' if len(wild) > 1 else ' is'} less than a third or"
            " more than three times what stood, the furthest"
            f" {labels.get(largest_row['measure'], largest_row['measure'])} in"
            f" {declarations.areas[largest_row['area']].name},"
            f" {period_words(largest_row['period_start'], largest_row['period_end'])}: {largest_row['before']:,.0f}"
            f" to {largest_row['after']:,.0f}; accept it as {id}."
        )
        warnings.append(Finding("warning", text, id=id))
    if len(warnings) > _MOST:
        ids = [f.id for f in warnings]
        warnings = warnings[:_MOST]
        text = (
            f"{len(ids) - _MOST:,} more figures are implausible: the file may be cut short, or be"
            " of something else."
        )
        warnings.append(Finding("warning", text, id=f"others-{len(ids) - _MOST}"))
    return warnings


def check_ids(accept: list[str], findings: list[Finding]) -> None:
    """Refuse an id that no finding has. Raises InputError."""
    known = [f.id for f in findings if f.id]
    unknown = [id for id in accept if id not in known]
    if unknown:
        listed = ", ".join(known) or "none"
        raise InputError(
            f"--accept {unknown[0]}: no finding of these files has that id; the ids are {listed}."
        )


def _figure(row: object, labels: dict[str, str], declarations: Declarations) -> str:
    scope, thing = row.scope, row.thing  # type: ignore[attr-defined]
    month = period_words(row.period_start, row.period_end)  # type: ignore[attr-defined]
    value, expected_text = f"{row.value:,.0f}", f"{row.expected:,.0f}"  # type: ignore[attr-defined]
    if scope == "sum":
        return f"{month} has {value} offences in all wards and {expected_text} in all boroughs"
    measure, _, code = thing.rpartition("/") if scope == "area" else (thing, "", "")
    where = f"{declarations.areas[code].name} ({code}), " if code else ""
    what = f"{labels.get(measure, measure)} in " if measure else ""
    return f"{what}{where}{month}: {value}, where the periods around it lead one to expect {expected_text}"
