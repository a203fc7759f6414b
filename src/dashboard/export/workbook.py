"""Panels as a workbook (XLSX), by the government's guidance for accessible spreadsheets.

A cover, the contents, a sheet with one table for each panel, and the notes. No cells are merged and
no row of a table is empty; a text is never taken for a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.export.cells import NO_NUMBER, SHORTHAND, Cell, typed_table
from dashboard.export.part import DEMONSTRATION, Cover, Part, mark_of, sources_of
from dashboard.markup import plain
from dashboard.text import count_things, day

_FONT, _INK, _HEAD = "Arial", "#1D2329", "#12436D"
_NARROWEST, _WIDEST = 10, 48
_WIDE = 100
_LONGEST_LINK, _LONGEST_CELL, _LONGEST_NAME = 2000, 32_000, 31
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_MEASURED = 2000
"""Rows of a table by which the width of its columns is set."""


@dataclass(frozen=True)
class Line:
    """A line of words above a table or on the cover."""

    text: str
    style: str = "words"
    link: str = ""


class _Book:
    """A workbook in the making, with the formats that its sheets share."""

    def __init__(self, out: io.BytesIO, cover: Cover) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(out, options)
        self.cover = cover
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

    def sheet(self, name: str, title: str) -> Worksheet:
        """A sheet named ``name``, set up for A4 and for paper."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
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

    def lines(self, sheet: Worksheet, lines: Iterable[Line]) -> int:
        """Write lines of words from A1 down, and return how many there are."""
        row = 0
        for row, line in enumerate(lines, 1):
            fits = line.link and len(line.link) <= _LONGEST_LINK
            if fits:
                style = self.format("link")
                sheet.write_url(row - 1, 0, line.link, style, string=plain(line.text))
            else:
                self.text(sheet, row - 1, 0, line.text, line.style)
        return row

    def table(
        self,
        sheet: Worksheet,
        first: int,
        name: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]],
    ) -> None:
        """Write a table whose headings stand in the row ``first``, counted from 0, and stay in
        sight.
        """
        for number, row in enumerate(rows, first + 1):
            for column, cell in enumerate(row):
                self.cell(sheet, number, column, cell)
        if headings:
            sheet.add_table(
                first,
                0,
                first + max(len(rows), 1),
                len(headings) - 1,
                {
                    "name": name,
                    "style": None,
                    "autofilter": False,
                    "columns": [
                        {"header": heading, "header_format": self.format("heading")}
                        for heading in headings
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


def write_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as XLSX."""
    out = io.BytesIO()
    book = _Book(out, cover)
    _set_properties(book, parts)
    names = sheet_names(parts)
    _cover_sheet(book, parts)
    _contents_sheet(book, parts, names)
    for number, (part, name) in enumerate(zip(parts, names, strict=True), 1):
        _panel_sheet(book, part, name, number)
    _notes_sheet(book, parts, names)
    book.book.close()
    return out.getvalue()


def sheet_names(parts: Sequence[Part]) -> list[str]:
    """The name of each panel's sheet: its number and the chart, such as '3 gaps over time'."""
    return [
        f"{number} {part.panel.chart.replace('_', ' ')}"[:_LONGEST_NAME]
        for number, part in enumerate(parts, 1)
    ]


def _footer(title: str) -> str:
    return plain(title).replace("&", "&&")[:180]


def _set_properties(book: _Book, parts: Sequence[Part]) -> None:
    cover = book.cover
    book.book.set_properties(
        {
            "title": cover.title,
            "subject": "; ".join(part.panel.title for part in parts)[:250],
            "author": "Ward to Board",
            "company": "Ward to Board",
            "category": mark_of(parts),
            "keywords": ", ".join(dict.fromkeys(part.panel.page for part in parts)),
            "comments": cover.address,
            "created": dt.datetime.combine(cover.taken, dt.time()),
        }
    )


def _cover_sheet(book: _Book, parts: Sequence[Part]) -> None:
    cover, sheet = book.cover, book.sheet("Cover", book.cover.title)
    views = list(dict.fromkeys((part.as_at, part.filter_words) for part in parts))
    lines = [Line(cover.title, "title")]
    if mark := mark_of(parts):
        lines.append(Line(mark, "mark"))
    lines += [
        Line(
            f"This workbook holds {count_things(len(parts), 'chart')} of Ward to Board as tables:"
            " the sheet Contents lists them, each has a sheet of its own, and the sheet Notes has"
            " definitions and methods.",
            "wrapped",
        ),
        Line("Source and release", "section"),
        *(Line(source, "wrapped") for source in sources_of(parts) or ["None."]),
        Line("As at", "section"),
        *(Line(words, "wrapped") for words in dict.fromkeys(cover.as_at_words(v[0]) for v in views)),
        Line(f"Taken away on {day(cover.taken)}.", "wrapped"),
        Line("Filters", "section"),
        *(Line(words, "wrapped") for words in dict.fromkeys(words for _, words in views)),
        Line("See it live", "section"),
        Line(f"Open this view: {cover.address}", "wrapped", cover.address),
        Line("Signs in the tables", "section"),
        *(Line(words, "wrapped") for words in SHORTHAND),
    ]
    sheet.set_column(0, 0, _WIDE)
    book.lines(sheet, lines)


def _contents_sheet(book: _Book, parts: Sequence[Part], names: Sequence[str]) -> None:
    rows = [
        [Cell(name), Cell(part.panel.title), Cell(part.panel.subtitle), Cell(part.panel.reading)]
        for name, part in zip(names, parts, strict=True)
    ]
    headings = {"Sheet": 24, "Title": 44, "What is shown": 44, "Reading": 90}
    sheet, first = _listing(book, "Contents", mark_of(parts), headings, rows)
    for row, name in enumerate(names, first + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.format("link"), string=name)


def _listing(
    book: _Book, name: str, mark: str, headings: Mapping[str, int], rows: Sequence[Sequence[Cell]]
) -> tuple[Worksheet, int]:
    """A sheet with a list (heading -> width of its column), and the row of the headings."""
    sheet = book.sheet(name, book.cover.title)
    above = [Line(name, "title"), *([Line(mark, "mark")] if mark else [])]
    where = f"This sheet has one table, which starts in cell A{len(above) + 2}."
    first = book.lines(sheet, [*above, Line(where)])
    for column, width in enumerate(headings.values()):
        sheet.set_column(column, column, width)
    book.table(sheet, first, name.lower(), list(headings), rows)
    return sheet, first


def _panel_sheet(book: _Book, part: Part, name: str, number: int) -> None:
    panel, table = part.panel, typed_table(part.panel)
    sheet = book.sheet(name, panel.title)
    lines = [
        Line(panel.subtitle),
        Line(panel.reading),
        Line(part.source_words),
        Line(f"{book.cover.as_at_words(part.as_at)} {part.filter_words}"),
        Line(f"Open this chart: {part.address}", link=part.address),
        Line("Go to the contents", link="internal:'Contents'!A1"),
    ]
    if panel.demonstration:
        lines.insert(0, Line(DEMONSTRATION, "mark"))
    if table.drawings:
        drawings = f"Not in the table, as they are drawings: {', '.join(table.drawings)}."
        lines.insert(-2, Line(drawings))
    if not table.rows:
        lines.insert(-2, Line("The table has no rows."))
    where = f"This sheet has one table, which starts in cell A{len(lines) + 3}."
    first = book.lines(sheet, [Line(panel.title, "title"), Line(where), *lines])
    for column in range(len(table.headings)):
        texts = [_width_of(row[column]) for row in table.rows[:_MEASURED]]
        heading = max((len(word) for word in table.headings[column].split()), default=0) + 2
        width = min(max([_NARROWEST, heading, *texts]), _WIDEST)
        sheet.set_column(column, column, width)
    book.table(sheet, first, f"table_{number}_{panel.chart}", table.headings, table.rows)


def _width_of(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return len(cell.value) + 2
    return 20 if isinstance(cell.value, dt.date) else len(f"{cell.value:,.3f}") + 2


def _notes_sheet(book: _Book, parts: Sequence[Part], names: Sequence[str]) -> None:
    rows = [[Cell("All sheets"), Cell("Signs"), Cell(words)] for words in SHORTHAND]
    for name, part in zip(names, parts, strict=True):
        panel = part.panel
        told = [
            ("Definition", panel.definition or NO_NUMBER),
            ("Source", panel.source or NO_NUMBER),
            *(("Note", note) for note in panel.notes),
            *(("Board action", f"{a.number}: {a.title} ({a.status})") for a in panel.actions),
        ]
        rows += [[Cell(name), Cell(kind), Cell(words)] for kind, words in told]
    _listing(book, "Notes", mark_of(parts), {"Sheet": 24, "Kind": 16, "Words": 120}, rows)
