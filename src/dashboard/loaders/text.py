"""Headers by declared aliases, and findings told in moderation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.declared.models import Source
from dashboard.loaders.model import Finding, Severity

MOST_OF_A_KIND = 20
"""Findings of one kind told singly; the rest are told as a number."""
_LONGEST_MESSAGE = 600
"""Characters: a sentence on a cell of a megabyte does not repeat it whole."""
_LONGEST = 400
"""Characters of a header told in a sentence."""


@dataclass
class Findings:
    """Collects findings, and tells at most ``MOST_OF_A_KIND`` of one kind singly."""

    single_findings: list[Finding] = field(default_factory=list)
    count: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def add(
        self,
        kind: str,
        message: str,
        row: int | None = None,
        column: str | None = None,
        severity: Severity = "error",
    ) -> None:
        """Keep a finding of ``kind``; from the 21st of a kind and severity on, only its number."""
        self.count[kind, severity] += 1
        if self.count[kind, severity] <= MOST_OF_A_KIND:
            self.single_findings.append(
                Finding(severity, shorten(message, _LONGEST_MESSAGE), row, column)
            )

    def collect(self) -> list[Finding]:
        """Every finding kept, and one for each kind of which there are more."""
        remainders = [
            Finding(severity, f"There are {n - MOST_OF_A_KIND:,} more rows of this kind: {kind}.")
            for (kind, severity), n in self.count.items()
            if n > MOST_OF_A_KIND
        ]
        return self.single_findings + remainders


def shorten(text: str, most: int) -> str:
    """``text`` as one line of at most ``most`` characters and ' ...'."""
    text = text if len(text) <= most else text[:most] + " ..."
    return (
        text
        if text.isprintable()
        else " ".join("".join(c if c.isprintable() else " " for c in text).split())
    )


def fold_text(text: str) -> str:
    """``text`` without spaces and capitals: how headers and categories are matched."""
    return "".join(text.split()).casefold()


def find_columns(header: list[str], source: Source) -> dict[str, int]:
    """Return canonical column -> position in ``header``, by the headers ``source`` declares."""
    places: dict[str, int] = {}
    for position, cell in enumerate(header):
        places.setdefault(fold_text(cell), position)
    column_places: dict[str, int] = {}
    for canonical, names in source.columns.items():
        for name in (*names, canonical):
            if fold_text(name) in places:
                column_places[canonical] = places[fold_text(name)]
                break
    return column_places


def note_other_columns(
    header: Sequence[str], used_places: Iterable[int], row: int, findings: Findings
) -> None:
    """Note each column of ``header`` that is not ``used_places``; ``row`` is the header's."""
    places = set(used_places)
    for at, title in enumerate(header):
        if title.strip() and at not in places:
            text = f"Column '{title.strip()}' is not one that this source uses: it is left out."
            findings.add("another column", text, row, title.strip(), "note")


def missing_columns(
    path: Path, wanted_columns: list[str], header: list[str], row: int, kind: str = "headers"
) -> Finding:
    """The error that names the columns that ``path`` lacks and those that it has; ``row`` is its
    header's.
    """
    lacking_text, seen_text = (
        ", ".join(f"'{c.strip()}'" for c in cells if c.strip())
        for cells in (wanted_columns, header)
    )
    seen_text = shorten(seen_text, _LONGEST)
    plural = "columns" if len(wanted_columns) > 1 else "column"
    return Finding(
        "error", f"{path.name} has no {plural} {lacking_text}; its {kind} are {seen_text}.", row
    )
