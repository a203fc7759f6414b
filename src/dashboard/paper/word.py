"""A table of a Word document: how wide its columns are, and what a page break leaves together."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table, _Row


def room_across(document: Document) -> int:
    """How wide the words of a document run, in its units."""
    section = document.sections[0]
    margins = Emu(section.left_margin or 0) + Emu(section.right_margin or 0)
    return int(section.page_width or 0) - margins


def set_widths(table: Table, shares: Sequence[float], room: int) -> None:
    """Make a table ``room`` wide, in the units of its document, each column by its share of it.

    Cells say it too: Word goes by them, other programs by the columns.
    """
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(round(room * share / sum(shares)))
    widths = [column.width for column in table.columns]
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def repeat_heading(row: _Row) -> None:
    """Repeat a row at the top of each page that its table runs on to."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def keep_whole(row: _Row) -> None:
    """Let no page break fall within a row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
