"""The statement as a file: what the command and the page call."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping

from dashboard.exports.files import FORMATS
from dashboard.exports.statement.content import StatementContent, statement_content
from dashboard.markup import plain
from dashboard.panels.common.page import Page


def _write_document(content: StatementContent) -> bytes:
    # Each library is imported for its own format alone: a page that offers both is not slower.
    from dashboard.exports.document import start_document, write_panel

    document = start_document(content.cover, content.parts, content.mark)
    document.add_heading(content.cover.title, 0)
    if content.mark:
        document.add_paragraph().add_run(content.mark).bold = True
    for words in content.opening:
        document.add_paragraph(plain(words))
    for section in content.sections:
        document.add_heading(plain(section.heading), 1)
        for words in section.sentences:
            document.add_paragraph(plain(words))
        if section.part:
            write_panel(document, content.cover, section.part)
        for words in section.after:
            document.add_paragraph(plain(words))
    with io.BytesIO() as out:
        document.save(out)
        return out.getvalue()


def _write_pdf(content: StatementContent) -> bytes:
    from dashboard.exports.pdf.content import document_data, panel_data, section_data
    from dashboard.exports.pdf.typeset import typeset
    from dashboard.figures.painted_figure import Painter

    cover, painter = content.cover, Painter()
    subject = "; ".join(section.heading for section in content.sections)
    data = document_data(cover, content.mark, subject=subject, opening=content.opening)
    data |= {"contents": [], "link-words": "Plans and promises", "flows": True}
    data["sections"] = [
        section_data(
            section.heading,
            [panel_data(section.part, cover, painter, with_title=False)] if section.part else [],
            sentences=section.sentences,
            after=section.after,
        )
        for section in content.sections
    ]
    return typeset("handout.typ", data, cover.day_taken)


_WRITERS: Mapping[str, Callable[[StatementContent], bytes]] = {
    "docx": _write_document,
    "pdf": _write_pdf,
}
STATEMENT_FORMATS: Mapping[str, str] = {name: FORMATS[name].mime for name in _WRITERS}
"""The ending of a file -> its media type."""


def export_statement(page: Page, file_format: str, *, day: dt.date | None = None) -> bytes:
    """The statement as the reader of ``page`` may see it, in one of ``STATEMENT_FORMATS``.

    ``day`` is the day that the file says it was taken away; today where it is not given.
    """
    return _WRITERS[file_format](statement_content(page, day))
