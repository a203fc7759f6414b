"""A workbook in the making: its formats, its lines of words and its tables."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import Cell
from dashboard.exports.sheets import Line, Sheet
from dashboard.markup import plain

_FONT, _INK, _HEAD = "Arial", "#1D2329", "#12436D"
_LONGEST_LINK, _LONGEST_CELL = 2000, 32_000
_LINE_HEIGHT, _HIGHEST = 15.75, 400.0
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Book:
    """A workbook in the making, with the formats that its sheets share."""

    def __init__(self, out: io.BytesIO) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(out, options)
        self._formats: dict[tuple[str, str], Format] = {}

    def format(self, style: str, number_format: str = "") -> Format:
        """The format of a kind of cell, made once."""
        key = (style, number_format)
        if key not in self._formats:
            properties = {"font_name": _FONT, "font_size": 12, "font_color": _INK, "valign": "top"}
            properties |= _STYLES[style]
            if number_format:
                properties["num_format"] = number_format
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def write(self, sheet: Sheet) -> None:
        """Write a sheet: its lines of words, and its table below them."""
        page = self.sheet(sheet.name, sheet.title)
        if sheet.width:
            page.set_column(0, 0, sheet.width)
        first = self.lines(page, sheet.lines, sheet.width)
        if not sheet.table:
            return
        self.table(page, first, sheet.table, sheet.columns, sheet.rows)
        for row, name in enumerate(sheet.leads, first + 1):
            page.write_url(row, 0, _place(name), self.format("link"), string=name)

    def sheet(self, name: str, title: str) -> Worksheet:
        """A sheet named ``name``, set up for A4 and for paper."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{_footer(title)}&RPage &P of &N")
        return sheet

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
        """Write ``text`` as text, whatever it begins with."""
        text = plain(text)[:_LONGEST_CELL]
        guarded = style == "cell" and text.startswith(_FORMULA_SIGNS)
        sheet.write_string(row, column, text, self.format("guarded" if guarded else style))

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        """Write a typed cell."""
        if isinstance(cell.value, str):
            self.text(sheet, row, column, cell.value, "cell")
        elif isinstance(cell.value, dt.date):
            moment = dt.datetime.combine(cell.value, dt.time())
            sheet.write_datetime(row, column, moment, self.format("number", cell.number_format))
        else:
            style = self.format("number", cell.number_format)
            sheet.write_number(row, column, cell.value, style)

    def fit_row(
        self, sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]], bold: bool = False
    ) -> None:
        """Make a row as high as its texts need, each with the width of its column in letters."""
        most = 1
        for text, width in texts:
            wrapped = textwrap.wrap(text, max(int(width * (0.8 if bold else 0.9)), 4))
            most = max(most, len(wrapped))
        if most > 1:
            sheet.set_row(row, min(most * _LINE_HEIGHT, _HIGHEST))

    def lines(self, sheet: Worksheet, lines: Iterable[Line], width: float = 0) -> int:
        """Write lines of words from A1 down a column of some ``width``; return how many there
        are.
        """
        row = 0
        for row, line in enumerate(lines, 1):
            if line.style == "wrapped":
                self.fit_row(sheet, row - 1, [(line.text, width)])
            link = _place(line.sheet) if line.sheet else line.link
            if link and len(link) <= _LONGEST_LINK:
                style = self.format("link")
                sheet.write_url(row - 1, 0, link, style, string=plain(line.text))
            else:
                self.text(sheet, row - 1, 0, line.text, line.style)
        return row

    def table(
        self,
        sheet: Worksheet,
        first: int,
        name: str,
        columns: Mapping[str, float],
        rows: Sequence[Sequence[Cell]],
    ) -> None:
        """Write a table whose headings stand in the row ``first``, counted from 0, and stay in
        sight; ``columns`` are headings with the width of each, in letters.
        """
        widths = list(columns.values())
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.fit_row(sheet, first, columns.items(), bold=True)
        for number, row in enumerate(rows, first + 1):
            texts = zip(row, widths, strict=True)
            self.fit_row(
                sheet, number, [(c.value, w) for c, w in texts if isinstance(c.value, str)]
            )
            for column, cell in enumerate(row):
                self.cell(sheet, number, column, cell)
        if columns:
            sheet.add_table(
                first,
                0,
                first + max(len(rows), 1),
                len(columns) - 1,
                {
                    "name": name,
                    "style": None,
                    "autofilter": False,
                    "columns": [
                        {"header": heading, "header_format": self.format("heading")}
                        for heading in columns
                    ],
                },
            )
        sheet.freeze_panes(first + 1, 0)
        sheet.repeat_rows(first)


_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 13},
    "mark": {"bold": True, "bg_color": "#FFF3CD"},
    "words": {},
    "wrapped": {"text_wrap": True},
    "link": {"font_color": "#1D4ED8", "underline": 1},
    "heading": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "font_color": "#FFFFFF",
        "bg_color": _HEAD,
    },
    "cell": {"text_wrap": True},
    "guarded": {"text_wrap": True, "quote_prefix": True},
    "number": {"align": "right"},
}


def _place(sheet: str) -> str:
    return f"internal:'{sheet}'!A1"


def _footer(title: str) -> str:
    return plain(title).replace("&", "&&")[:180]
