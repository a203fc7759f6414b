"""A pack -> the bytes of a file: what the command and a page's link call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from dashboard.exports.files import FORMATS
from dashboard.exports.packs.content import PackContent, pack_content
from dashboard.panels.packs.slides import PackSlides


def _write_slides(content: PackContent) -> bytes:
    # Each library is imported for its own format alone: a page that offers all is not slower.
    from dashboard.exports.packs.slides import write_pack_slides

    return write_pack_slides(content)


def _write_workbook(content: PackContent) -> bytes:
    from dashboard.exports.packs.workbook import write_pack_workbook

    return write_pack_workbook(content)


def _write_open_workbook(content: PackContent) -> bytes:
    from dashboard.exports.packs.workbook import write_open_pack_workbook

    return write_open_pack_workbook(content)


def _write_document(content: PackContent) -> bytes:
    from dashboard.exports.packs.document import write_pack_document

    return write_pack_document(content)


def _write_pdf(content: PackContent) -> bytes:
    from dashboard.exports.pdf.pack import write_pack_pdf

    return write_pack_pdf(content)


_WRITERS: Mapping[str, Callable[[PackContent], bytes]] = {
    "pptx": _write_slides,
    "xlsx": _write_workbook,
    "ods": _write_open_workbook,
    "docx": _write_document,
    "pdf": _write_pdf,
}
PACK_FORMATS: Mapping[str, str] = {name: FORMATS[name].mime for name in _WRITERS}
"""The ending of a file -> its media type."""


def export_pack(slides: PackSlides, file_format: str, *, day: dt.date | None = None) -> bytes:
    """The file of the pack of ``slides`` as their reader may see it, in one of ``PACK_FORMATS``.

    ``day`` is the day that the file says it was taken away; today where it is not given.
    """
    return _WRITERS[file_format](pack_content(slides, day))
