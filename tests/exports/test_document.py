"""A briefing read back says what the panels say."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from read_back import same

from dashboard.exports.document import MOST_ROWS
from dashboard.exports.part import DEMONSTRATION, columns_without_drawings
from dashboard.markup import plain


@pytest.fixture(scope="module")
def document(file_of):
    return docx.Document(io.BytesIO(file_of("docx")))


def test_every_table_has_the_first_rows_of_its_panel_and_repeats_its_heading(document, parts):
    tabled = [part.panel for part in parts if not part.panel.table.empty]
    assert len(document.tables) == len(tabled)
    for table, panel in zip(document.tables, tabled, strict=True):
        columns, _ = columns_without_drawings(panel)
        cells = [[tc.xpath("string(.)") for tc in tr.tc_lst] for tr in table._element.tr_lst]
        assert cells[0] == [plain(name) for name in columns]
        given = panel.table[columns].head(MOST_ROWS)
        assert len(cells) - 1 == len(given)
        for texts, values in zip(cells[1:], given.itertuples(index=False, name=None), strict=True):
            assert all(map(same, texts, values)), (panel.chart, texts)
        assert table._element.tr_lst[0].xpath("./w:trPr/w:tblHeader")
        description = table._element.tblPr.find(qn("w:tblDescription"))
        assert description.get(qn("w:val")) == plain(panel.reading)


def test_each_panel_has_its_heading_reading_source_and_mark(document, parts):
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [plain(part.panel.title) for part in parts]
    words = [p.text for p in document.paragraphs]
    for part in parts:
        assert plain(part.panel.reading) in words
        assert plain(part.source_words) in words
    marked = sum(part.panel.demonstration for part in parts)
    assert words.count(DEMONSTRATION) == marked
    assert DEMONSTRATION in document.sections[0].header.paragraphs[0].text


def test_the_document_is_in_british_english_and_what_is_drawn_has_words(document, cover):
    properties = document.core_properties
    assert (properties.title, properties.language) == (cover.title, "en-GB")
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert document.inline_shapes
    for shape in document.inline_shapes:
        assert cover.address in shape._inline.docPr.get("descr")
