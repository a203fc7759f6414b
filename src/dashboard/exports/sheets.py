"""Panels as the sheets of a workbook, by the government's guidance for accessible spreadsheets.

A cover, the contents, a sheet with one table for each panel, and the notes. What a sheet says is
decided here once; ``workbook`` writes the sheets as XLSX and ``open_workbook`` as ODS.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.exports.cells import NO_NUMBER, SHORTHAND, Cell, typed_table
from dashboard.exports.part import DEMONSTRATION, Cover, Part, is_whole, mark_of, sources_of
from dashboard.text import count_things, day

_NARROWEST, _WIDEST = 10, 48
_WIDE, _LONGEST_NAME = 100, 31
_ROWS_MEASURED = 2000
"""Rows of a table by which the width of its columns is set."""


@dataclass(frozen=True)
class Line:
    """A line of words above a table or on the cover."""

    text: str
    style: str = "words"
    """'title', 'section', 'mark', 'words' or 'wrapped'."""
    link: str = ""
    """A whole address that it leads to; '' for none."""
    sheet: str = ""
    """A sheet of the workbook that it leads to; '' for none."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of words and, below them, at most one table."""

    name: str
    title: str
    """What stands at the foot of its paper."""
    lines: tuple[Line, ...]
    width: float = 0
    """Width of the lines in letters where they are wrapped; 0 where they run on."""
    table: str = ""
    """Name of its table; '' where it has none."""
    columns: Mapping[str, float] = field(default_factory=dict)
    """Heading -> width of the column in letters."""
    rows: Sequence[Sequence[Cell]] = ()
    leads: Sequence[str] = ()
    """The sheet that the first cell of each row leads to; none where they lead nowhere."""


def sheets_of(cover: Cover, parts: Sequence[Part]) -> list[Sheet]:
    """The sheets of the panels of ``parts`` in their order."""
    names = sheet_names(parts)
    return [
        _cover_sheet(cover, parts),
        _contents_sheet(cover, parts, names),
        *(
            _panel_sheet(cover, part, name, number)
            for number, (part, name) in enumerate(zip(parts, names, strict=True), 1)
        ),
        _notes_sheet(cover, parts, names),
    ]


def sheet_names(parts: Sequence[Part]) -> list[str]:
    """The name of each panel's sheet: its number and the chart, such as '3 gaps over time'."""
    return [
        f"{number} {part.panel.chart.replace('_', ' ')}"[:_LONGEST_NAME]
        for number, part in enumerate(parts, 1)
    ]


def _view_line(words: str, address: str, style: str = "words") -> Line:
    return Line(f"{words}: {address}", style, address if is_whole(address) else "")


def _cover_sheet(cover: Cover, parts: Sequence[Part]) -> Sheet:
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
            for words in dict.fromkeys(cover.as_at_words(as_at) for as_at, _ in views)
        ),
        Line(f"Taken away on {day(cover.day_taken)}.", "wrapped"),
        Line("Filters", "section"),
        *(Line(words, "wrapped") for words in dict.fromkeys(words for _, words in views)),
        Line("See it live", "section"),
        _view_line("Open this view", cover.address, "wrapped"),
        Line("Signs in the tables", "section"),
        *(Line(words, "wrapped") for words in SHORTHAND),
    ]
    return Sheet("Cover", cover.title, tuple(lines), _WIDE)


def _contents_sheet(cover: Cover, parts: Sequence[Part], names: Sequence[str]) -> Sheet:
    rows = [
        [Cell(name), Cell(part.panel.title), Cell(part.panel.subtitle), Cell(part.panel.reading)]
        for name, part in zip(names, parts, strict=True)
    ]
    headings: dict[str, float] = {"Sheet": 24, "Title": 44, "What is shown": 44, "Reading": 90}
    return listing_sheet(cover, "Contents", mark_of(parts), headings, rows, names)


def listing_sheet(
    cover: Cover,
    name: str,
    mark: str,
    headings: Mapping[str, float],
    rows: Sequence[Sequence[Cell]],
    leads: Sequence[str] = (),
) -> Sheet:
    """A sheet that lists something: ``headings`` give each column's heading and its width in letters."""
    above = [Line(name, "title"), *([Line(mark, "mark")] if mark else [])]
    where = f"This sheet has one table, which starts in cell A{len(above) + 2}."
    lines = (*above, Line(where))
    return Sheet(name, cover.title, lines, 0, name.lower(), headings, rows, leads)


def _panel_sheet(cover: Cover, part: Part, name: str, number: int) -> Sheet:
    panel, table = part.panel, typed_table(part.panel)
    lines = [
        Line(panel.subtitle),
        Line(panel.reading),
        *([Line(part.source_words)] if part.source_words else []),
        Line(f"{cover.as_at_words(part.as_at)} {part.filter_words}"),
        _view_line("Open this chart", part.address),
        Line("Go to the contents", sheet="Contents"),
    ]
    if panel.demonstration:
        lines.insert(0, Line(DEMONSTRATION, "mark"))
    if table.drawings:
        drawings = f"Not in the table, as they are drawings: {', '.join(table.drawings)}."
        lines.insert(-2, Line(drawings))
    if not table.rows:
        lines.insert(-2, Line("The table has no rows."))
    where = f"This sheet has one table, which starts in cell A{len(lines) + 3}."
    widths = {
        heading: _width_of(heading, [row[n] for row in table.rows[:_ROWS_MEASURED]])
        for n, heading in enumerate(table.headings)
    }
    above = (Line(panel.title, "title"), Line(where), *lines)
    return Sheet(name, panel.title, above, 0, f"table_{number}_{panel.chart}", widths, table.rows)


def _width_of(heading: str, cells: Sequence[Cell]) -> float:
    """The width of a column in letters: as its cells and the words of its heading need."""
    word = max((len(word) for word in heading.split()), default=0) + 3
    return min(max([_NARROWEST, word, *map(_letters, cells)]), _WIDEST)


def _letters(cell: Cell) -> int:
    if isinstance(cell.value, str):
        return len(cell.value) + 2
    return 20 if not isinstance(cell.value, int | float) else len(f"{cell.value:,.3f}") + 2


def _notes_sheet(cover: Cover, parts: Sequence[Part], names: Sequence[str]) -> Sheet:
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
    return listing_sheet(
        cover, "Notes", mark_of(parts), {"Sheet": 24, "Kind": 16, "Words": 120}, rows
    )
