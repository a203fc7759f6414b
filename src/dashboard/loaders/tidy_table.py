"""A file in the tidy template as columns, and what is told of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.declared.models import Source
from dashboard.loaders.columns import Column, Sheet
from dashboard.loaders.model import Severity
from dashboard.loaders.text import MOST_OF_A_KIND, Findings, find_columns, fold_text

COLUMNS = (
    "measure",
    "area_code",
    "area_name",
    "period_start",
    "period_end",
    "group_type",
    "group",
    "value",
    "base",
    "lower",
    "upper",
)


def spelling_of(text: str) -> str:
    """``text`` as names are compared: single spaces, no capitals."""
    return " ".join(text.split()).casefold()


@dataclass
class Table:
    """The file's columns by canonical name, and the findings on them."""

    source: Source
    sheet: Sheet
    places: dict[str, int]
    findings: Findings
    faulty: np.ndarray
    """True for each row with an error."""

    def __contains__(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self.places

    def column(self, name: str) -> Column:
        """The column; where the file has none, one that is empty throughout."""
        if name in self.places:
            return self.sheet.columns[self.places[name]]
        return Column(np.zeros(len(self.sheet.rows), int), pa.array([""]))

    def title(self, name: str) -> str:
        """The header that the column bears in this file; its own name where the file has none."""
        return self.sheet.header[self.places[name]].strip() if name in self.places else name

    def tell(
        self,
        kind: str,
        mask: np.ndarray,
        sentence: Callable[[int], str],
        column: str,
        severity: Severity = "error",
    ) -> None:
        """Add a finding for each row of ``mask``; past the most that are told, only their number."""
        if severity == "error":
            self.faulty |= mask
        at = np.flatnonzero(mask)
        title = self.title(column)
        for i in at[:MOST_OF_A_KIND]:
            self.findings.add(kind, sentence(int(i)), int(self.sheet.rows[i]), title, severity)
        if len(at) > MOST_OF_A_KIND:
            self.findings.count[kind, severity] += len(at) - MOST_OF_A_KIND


def places_of(header: list[str], source: Source) -> dict[str, int]:
    """Return template column -> position in ``header``, by the template's names and those
    ``source`` declares.
    """
    columns = {name: (*source.columns.get(name, ()), name.replace("_", " ")) for name in COLUMNS}
    return find_columns(header, source.model_copy(update={"columns": columns}))


def missing_of(places: Mapping[str, int]) -> list[str]:
    """Return the columns that a file of the template must have and ``places`` lacks."""
    missing = [
        name for name in ("measure", "period_start", "period_end", "value") if name not in places
    ]
    return missing if "area_code" in places or "area_name" in places else [*missing, "area_code"]


def measures_of(source: Source) -> dict[str, int]:
    """Return each name that a measure has borne (``fold_text``) -> its position among the source's
    measures.
    """
    return {fold_text(name): i for i, m in enumerate(source.measure) for name in (m.id, *m.aliases)}
