"""Delimited text as publishers write it: rows, headers by declared aliases, and findings told in moderation."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.declared.models import Source
from dashboard.errors import InputError
from dashboard.loaders.model import Finding, Severity

MOST_OF_A_KIND = 20
"""Findings of one kind told singly; the rest are told as a number."""
_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass
class Findings:
    """Collects findings, and tells at most ``MOST_OF_A_KIND`` of one kind singly."""

    told: list[Finding] = field(default_factory=list)
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
            self.told.append(Finding(severity, message, row, column))

    def all(self) -> list[Finding]:
        """Every finding kept, and one for each kind of which there are more."""
        more = [
            Finding(severity, f"There are {n - MOST_OF_A_KIND:,} more rows of this kind: {kind}.")
            for (kind, severity), n in self.count.items()
            if n > MOST_OF_A_KIND
        ]
        return self.told + more


def read_rows(path: Path) -> tuple[list[list[str]], str]:
    """Return the rows of a delimited text file, the header first, and its delimiter.

    The text may be UTF-8 with or without a byte order mark, or Windows-1252; the delimiter may be a comma
    or a semicolon. Raises InputError with one sentence where the file is no such text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if not raw.strip():
        raise InputError(f"{path.name} is empty: download it again.")
    if raw.startswith(_LFS):
        raise InputError(f"{path.name} is a Git LFS pointer and not the file itself: run 'git lfs pull'.")
    if b"\0" in raw:
        raise InputError(f"{path.name} is not text (it holds NUL bytes): save it as CSV UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(f"{path.name} is not text in UTF-8 or Windows-1252: save it as CSV UTF-8.")
    if text.lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        raise InputError(f"{path.name} is a web page and not a CSV file: download the file itself.")
    header = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{path.name} is not a CSV file that can be read: {error}.") from None
    if not any(cell.strip() for row in rows for cell in row):
        raise InputError(f"{path.name} is empty: download it again.")
    return rows, delimiter


def plain(text: str) -> str:
    """``text`` without spaces and capitals: how headers and categories are matched."""
    return "".join(text.split()).casefold()


def find_columns(header: list[str], source: Source) -> dict[str, int]:
    """Return canonical column -> position in ``header``, by the headers ``source`` declares."""
    places: dict[str, int] = {}
    for position, cell in enumerate(header):
        places.setdefault(plain(cell), position)
    found: dict[str, int] = {}
    for canonical, names in source.columns.items():
        for name in (*names, canonical):
            if plain(name) in places:
                found[canonical] = places[plain(name)]
                break
    return found
