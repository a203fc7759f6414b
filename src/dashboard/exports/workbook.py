"""Panels as a workbook (XLSX), by the government's guidance for accessible spreadsheets.

A cover, the contents, a sheet with one table for each panel, and the notes. No cells are merged and
no row of a table is empty; a text is never taken for a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from dashboard.exports.book import Book, Line
from dashboard.exports.cells import NO_NUMBER, SHORTHAND, Cell, typed_table
from dashboard.exports.part import DEMONSTRATION, Cover, Part, mark_of, sources_of
from dashboard.text import count_things, day

_NARROWEST, _WIDEST = 10, 48
_WIDE, _LONGEST_NAME = 100, 31
_MEASURED = 2000
"""Rows of a table by which the width of its columns is set."""


def write_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as XLSX."""
    out = io.BytesIO()
    book = Book(out, cover)
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


def _set_properties(book: Book, parts: Sequence[Part]) -> None:
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


def _cover_sheet(book: Book, parts: Sequence[Part]) -> None:
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
        *(
            Line(words, "wrapped")
            for words in dict.fromkeys(cover.as_at_words(v[0]) for v in views)
        ),
        Line(f"Taken away on {day(cover.taken)}.", "wrapped"),
        Line("Filters", "section"),
        *(Line(words, "wrapped") for words in dict.fromkeys(words for _, words in views)),
        Line("See it live", "section"),
        Line(f"Open this view: {cover.address}", "wrapped", cover.address),
        Line("Signs in the tables", "section"),
        *(Line(words, "wrapped") for words in SHORTHAND),
    ]
    sheet.set_column(0, 0, _WIDE)
    book.lines(sheet, lines, _WIDE)


def _contents_sheet(book: Book, parts: Sequence[Part], names: Sequence[str]) -> None:
    rows = [
        [Cell(name), Cell(part.panel.title), Cell(part.panel.subtitle), Cell(part.panel.reading)]
        for name, part in zip(names, parts, strict=True)
    ]
    headings: dict[str, float] = {"Sheet": 24, "Title": 44, "What is shown": 44, "Reading": 90}
    sheet, first = _listing(book, "Contents", mark_of(parts), headings, rows)
    for row, name in enumerate(names, first + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.format("link"), string=name)


def _listing(
    book: Book, name: str, mark: str, headings: Mapping[str, float], rows: Sequence[Sequence[Cell]]
) -> tuple[Worksheet, int]:
    """A sheet with a list (heading -> width of its column), and the row of the headings."""
    sheet = book.sheet(name, book.cover.title)
    above = [Line(name, "title"), *([Line(mark, "mark")] if mark else [])]
    where = f"This sheet has one table, which starts in cell A{len(above) + 2}."
    first = book.lines(sheet, [*above, Line(where)])
    book.table(sheet, first, name.lower(), headings, rows)
    return sheet, first


def _panel_sheet(book: Book, part: Part, name: str, number: int) -> None:
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
    widths = {
        heading: _width_of(heading, [row[n] for row in table.rows[:_MEASURED]])
        for n, heading in enumerate(table.headings)
    }
    book.table(sheet, first, f"table_{number}_{panel.chart}", widths, table.rows)


def _width_of(heading: str, cells: Sequence[Cell]) -> float:
    """The width of a column in letters: as its cells and the words of its heading need."""
    word = max((len(word) for word in heading.split()), default=0) + 3
    return min(max([_NARROWEST, word, *map(_letters, cells)]), _WIDEST)


def _letters(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return len(cell.value) + 2
    return 20 if isinstance(cell.value, dt.date) else len(f"{cell.value:,.3f}") + 2


def _notes_sheet(book: Book, parts: Sequence[Part], names: Sequence[str]) -> None:
    rows = [[Cell("All sheets"), Cell("Signs"), Cell(words)] for words in SHORTHAND]
    for name, part in zip(names, parts, strict=True):
        panel = part.panel
        notes = [
            ("Definition", panel.definition or NO_NUMBER),
            ("Source", panel.source or NO_NUMBER),
            *(("Note", note) for note in panel.notes),
            *(("Board action", f"{a.number}: {a.title} ({a.status})") for a in panel.actions),
        ]
        rows += [[Cell(name), Cell(kind), Cell(words)] for kind, words in notes]
    _listing(book, "Notes", mark_of(parts), {"Sheet": 24, "Kind": 16, "Words": 120}, rows)
