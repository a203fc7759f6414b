"""Numbers as publishers write them, brought to digits and a decimal point: decimal commas and
thousands separators.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.declared.models import Source
from dashboard.loaders.columns import Column, Sheet
from dashboard.loaders.model import Finding

_GAP = "[ \u00a0\u2009\u202f']"
"""Between thousands in either style."""
_EITHER = r"^-?[1-9]\d{0,2},\d{3}$"
"""1,234 is 1234, or 1.234 with a decimal comma."""
_COMMA = rf"^-?([1-9]\d{{0,2}}((\.|{_GAP})\d{{3}})+|\d+)(,\d+)?$"
"""A number with a decimal comma, and points or gaps between thousands."""
_POINT = rf"^-?[1-9]\d{{0,2}}((,|{_GAP})\d{{3}})+(\.\d+)?$"
"""A number with commas or gaps between thousands."""
_SURELY_POINT = r"^-?\d*\.\d+$|^-?[1-9]\d{0,2}(,\d{3})+\.\d+$|^-?[1-9]\d{0,2}(,\d{3}){2,}$"


def with_plain_numbers(sheet: Sheet, places: Iterable[int], source: Source) -> Sheet:
    """Return ``sheet`` with the numbers of the columns at ``places`` written with digits and a
    decimal point.

    A decimal comma is taken as one where ``source`` declares it, or where the columns have numbers
    that can be read in no other way (0,7) and none with a decimal point; a note says so. A comma
    that parts thousands is dropped, with a note. A text that may be either (1,234 between
    semicolons) stays as it is, for the loader to refuse.
    """
    columns = {place: sheet.columns[place] for place in places}
    if source.decimal != "," and not any(_has(c, rf"\d(,|{_GAP})\d") for c in columns.values()):
        return sheet
    has_point = any(_has(c, _SURELY_POINT) for c in columns.values())
    certain = any(pc.any(_decimal_comma(c.words)).as_py() for c in columns.values())
    comma = source.decimal == "," or (not source.decimal and certain and not has_point)
    findings: list[Finding] = []
    for place, column in columns.items():
        words = column.words
        changes = pc.and_(
            _match(words, _COMMA if comma else _POINT), _match(words, rf"[,.]|{_GAP}")
        )
        if not comma and not source.decimal and not has_point and sheet.delimiter == ";":
            changes = pc.and_(changes, pc.invert(_match(words, _EITHER)))
        at = np.flatnonzero(changes.to_numpy(zero_copy_only=False)[column.codes])
        if len(at):
            plain = pc.replace_substring_regex(words, rf"\.|{_GAP}" if comma else rf",|{_GAP}", "")
            findings.append(_note(sheet, place, at, comma))
            columns[place] = Column(
                column.codes, pc.if_else(changes, pc.replace_substring(plain, ",", "."), words)
            )
    kept = [columns.get(i, column) for i, column in enumerate(sheet.columns)]
    return replace(sheet, columns=kept, findings=sheet.findings + findings)


def _match(words: pa.StringArray, pattern: str) -> pa.BooleanArray:
    return pc.match_substring_regex(words, pattern)


def _has(column: Column, pattern: str) -> bool:
    return bool(pc.any(_match(column.words, pattern)).as_py())


def _decimal_comma(words: pa.StringArray) -> pa.BooleanArray:
    """True for a number whose comma can be no other than a decimal one."""
    numbers = pc.and_(_match(words, _COMMA), pc.match_substring(words, ","))
    return pc.and_(numbers, pc.invert(_match(words, _EITHER)))


def _note(sheet: Sheet, place: int, at: np.ndarray, comma: bool) -> Finding:
    example = sheet.columns[place][int(at[0])]
    how = "a decimal comma" if comma else "separators between thousands"
    plural = "row has" if len(at) == 1 else "rows have"
    text = f"{len(at):,} {plural} a number with {how}, such as '{example}', and it is read so."
    return Finding("note", text, int(sheet.rows[at[0]]), sheet.header[place].strip())
