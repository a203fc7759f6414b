"""The table of a panel on a slide: as much of it as can be read, and how much that is."""

from __future__ import annotations

from typing import Any

from pptx.util import Emu, Inches, Pt

from dashboard.exports.cells import is_numeric, rows_in_words
from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, text_width, wrap
from dashboard.exports.charts.overlay import describe
from dashboard.exports.part import filled_columns
from dashboard.panels.common.panel import Panel

_SIZE = 11.0
_LINE = _SIZE * 1.22 / 72
_NARROWEST, _WIDEST = 0.7, 2.6
_PADDING = 0.16


def add_table(shapes: Any, frame: Frame, panel: Panel, alternative: str) -> str:
    """Write the first rows and columns that fit ``frame``; return the sentence that says how many
    they are, '' where they are all.
    """
    columns = filled_columns(panel)
    if not columns or panel.table.empty:
        return "The table has no rows."
    words = rows_in_words(panel, 40, columns)
    widths = _widths(columns, words, frame.width)
    columns = columns[: len(widths)]
    rows, heights = _rows_that_fit(columns, words, widths, frame.height)
    shape = shapes.add_table(len(rows) + 1, len(columns), *frame.place)
    describe(shape, alternative, "Table")
    table = shape.table
    for n, width in enumerate(widths):
        table.columns[n].width = Emu(Inches(width))
    for n, height in enumerate(heights):
        table.rows[n].height = Emu(Inches(height))
    right = [is_numeric(panel.table[name]) for name in columns]
    for n, row in enumerate([columns, *rows]):
        for column, text in enumerate(row[: len(columns)]):
            _write(table.cell(n, column), text, n == 0, right[column])
    return _how_much(panel, len(rows), len(columns))


def table_width(panel: Panel, room: float) -> float:
    """The width in inches that the table of a panel takes of a room."""
    columns = filled_columns(panel)
    return sum(_widths(columns, rows_in_words(panel, 40, columns), room)) if columns else 0.0


def _how_much(panel: Panel, rows: int, columns: int) -> str:
    every = len(filled_columns(panel))
    sentences = []
    if rows < len(panel.table):
        sentences.append(f"{rows} of {len(panel.table):,} rows")
    if columns < every:
        sentences.append(f"{columns} of {every} columns")
    return f"{' and '.join(sentences)}: the workbook has them all." if sentences else ""


def _widths(columns: list[str], rows: list[list[str]], room: float) -> list[float]:
    """The widths of the first columns that fit, in inches, stretched to the room."""
    widths: list[float] = []
    for n, heading in enumerate(columns):
        longest = max((text_width(row[n], _SIZE) for row in rows), default=0.0)
        word = max(text_width(word, _SIZE) for word in [*heading.split(), " "])
        width = min(max(_NARROWEST, longest, word) + _PADDING, max(_WIDEST, word))
        if widths and sum(widths) + width > room:
            break
        widths.append(width)
    stretch = min(room / sum(widths), 1.6)
    return [width * stretch for width in widths]


def _rows_that_fit(
    columns: list[str], rows: list[list[str]], widths: list[float], room: float
) -> tuple[list[list[str]], list[float]]:
    """The first rows that fit a height, and the heights of the heading and of each."""
    heights = [_height(columns, widths)]
    fitting: list[list[str]] = []
    for row in rows:
        height = _height(row[: len(widths)], widths)
        if fitting and sum(heights) + height > room:
            break
        heights.append(height)
        fitting.append(row)
    return fitting, heights


def _height(texts: list[str], widths: list[float]) -> float:
    lines = (len(wrap(text, _SIZE, w - _PADDING)) for text, w in zip(texts, widths, strict=True))
    return max(lines) * _LINE + 0.08


def _write(cell: Any, text: str, heading: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(_PADDING / 2)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.text = text
    paragraph = cell.text_frame.paragraphs[0]
    if right:
        paragraph.alignment = style.RIGHT
    paragraph.font.size = Pt(_SIZE)  # Also where there are no words, else the row is higher.
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(_SIZE), heading
        run.font.color.rgb = style.colour("FFFFFF" if heading else style.INK)
