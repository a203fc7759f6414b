"""The workbook behind a chart, which opens on 'Edit data'."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from dashboard.exports.charts.pane import Series

CellValue = str | float | dt.date | None
_CATEGORY_DATA: Any = CategoryChartData
_POINT_DATA: Any = XyChartData
"""What python-pptx makes a chart of; it declares no types for them."""
Cells = dict[tuple[int, int], CellValue]
"""(row, column), both from 0 -> what stands there."""


class _WithBook:
    """The numbers of a chart with the workbook of ``cells`` behind them, which is written once."""

    def __init__(self, cells: Cells) -> None:
        options: dict[str, Any] = {"number_format": "General"}
        super().__init__(**options)
        self._cells = cells

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook, as python-pptx asks for it."""
        return _write_book(self._cells)


class CategoryData(_WithBook, _CATEGORY_DATA):  # type: ignore[misc]
    """Values by category."""


class PointData(_WithBook, _POINT_DATA):  # type: ignore[misc]
    """Points by place and value."""


def _write_book(cells: Cells) -> bytes:
    """The workbook behind a chart: words are words, whatever they begin with."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, options)
    sheet = book.add_worksheet("Sheet1")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, 0, 24)
    for (row, column), value in cells.items():
        if isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), days)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)
    book.close()
    return out.getvalue()


def category_cells(
    heading: str,
    categories: Sequence[CellValue],
    columns: Sequence[tuple[str, Sequence[CellValue]]],
) -> Cells:
    """Categories down the first column and each of ``columns`` (name, values) beside them."""
    cells: Cells = {(0, 0): heading}
    for column, (name, values) in enumerate([("", categories), *columns]):
        if column:
            cells[0, column] = name
        cells |= {(row, column): value for row, value in enumerate(values, 1)}
    return cells


def error_columns(series: Series) -> list[tuple[str, Sequence[CellValue]]]:
    """The columns with the intervals of a series, as how far they go to either side."""
    errors = series.y_errors
    if errors is None:
        return []
    return [
        (f"{series.name}: interval below", errors.below),
        (f"{series.name}: interval above", errors.above),
    ]


def column_name(column: int) -> str:
    """'A' for 0."""
    return str(xl_col_to_name(column))
