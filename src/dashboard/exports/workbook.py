"""The sheets of panels as a workbook (XLSX).

No cells are merged and no row of a table is empty; a text is never taken for a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from dashboard.exports.book import Book
from dashboard.exports.part import Cover, Part, mark_of
from dashboard.exports.sheets import Sheet, sheets_of


def write_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as XLSX."""
    return write_sheets(cover, parts, sheets_of(cover, parts))


def write_sheets(cover: Cover, parts: Sequence[Part], sheets: Sequence[Sheet]) -> bytes:
    """``sheets``, which hold the panels of ``parts``, as XLSX."""
    out = io.BytesIO()
    book = Book(out)
    book.book.set_properties(
        {
            "title": cover.title,
            "subject": "; ".join(part.panel.title for part in parts)[:250],
            "author": "Ward to Board",
            "company": "Ward to Board",
            "category": mark_of(parts),
            "keywords": ", ".join(dict.fromkeys(part.panel.page for part in parts)),
            "comments": cover.address,
            "created": dt.datetime.combine(cover.day_taken, dt.time()),
        }
    )
    for sheet in sheets:
        book.write(sheet)
    book.book.close()
    return out.getvalue()
