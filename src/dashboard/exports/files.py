"""Panels -> the bytes of a file, in any format: what the command and a page's download call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.catalogue import PAGES
from dashboard.exports.address import (
    chart_address,
    describe_filters,
    page_address,
    paper_address,
)
from dashboard.exports.part import Cover, Part
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.paper import mark_of_page, mark_of_panel
from dashboard.view import Choices

Write = Callable[[Cover, Sequence[Part]], bytes]


@dataclass(frozen=True)
class FileFormat:
    """A format to take panels away in."""

    words: str
    mime: str
    write: Write


def _write_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    # Each library is imported for its own format alone: a page that offers all is not slower.
    from dashboard.exports.workbook import write_workbook

    return write_workbook(cover, parts)


def _write_open_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    from dashboard.exports.open_workbook import write_open_workbook

    return write_open_workbook(cover, parts)


def _write_slides(cover: Cover, parts: Sequence[Part]) -> bytes:
    from dashboard.exports.slides import write_slides

    return write_slides(cover, parts)


def _write_document(cover: Cover, parts: Sequence[Part]) -> bytes:
    from dashboard.exports.document import write_document

    return write_document(cover, parts)


def _write_pdf(cover: Cover, parts: Sequence[Part]) -> bytes:
    from dashboard.exports.pdf.charts import write_pdf

    return write_pdf(cover, parts)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, FileFormat] = {
    "xlsx": FileFormat("Workbook", f"{_OFFICE}.spreadsheetml.sheet", _write_workbook),
    "ods": FileFormat(
        "Workbook", "application/vnd.oasis.opendocument.spreadsheet", _write_open_workbook
    ),
    "pptx": FileFormat("Slides", f"{_OFFICE}.presentationml.presentation", _write_slides),
    "docx": FileFormat("Briefing", f"{_OFFICE}.wordprocessingml.document", _write_document),
    "pdf": FileFormat("Document", "application/pdf", _write_pdf),
}
"""The ending of a file -> its format."""


def export_page(
    page: Page,
    panels: Sequence[Panel],
    choices: Choices,
    file_format: str,
    *,
    view_address: str = "",
    day: dt.date | None = None,
) -> bytes:
    """The file of some panels of ``page`` as its reader sees them at its view.

    ``file_format`` is one of ``FORMATS``; ``view_address`` where that reader is, the address that
    the installation names where it is not given; ``day`` that on which the file says it was taken
    away, today where it is not given. Every address tells its reader later whether the figures
    still stand.
    """
    address = view_address or page_address(page.name, page.view)
    filters = describe_filters(page.view, choices)
    parts = [
        Part(
            panel,
            paper_address(chart_address(address, panel), mark_of_panel(page, panel)),
            filters,
            page.view.as_at,
        )
        for panel in panels
    ]
    title = f"Ward to Board: {PAGES[page.name].title}"
    cover = Cover(title, paper_address(address, mark_of_page(page)), day or dt.date.today())
    return FORMATS[file_format].write(cover, parts)


def export_borough(page: Page, *, view_address: str = "", day: dt.date | None = None) -> bytes:
    """The borough that the view of ``page`` names, on one page of A4 (PDF).

    Raises:
        InputError: no borough is named, or nothing is loaded for it.
    """
    from dashboard.exports.pdf.borough import write_borough_page

    address = view_address or page_address("borough", page.view)
    title = f"Ward to Board: {PAGES['borough'].title}"
    cover = Cover(title, paper_address(address, mark_of_page(page)), day or dt.date.today())
    return write_borough_page(page, cover)
