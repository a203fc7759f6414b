"""A briefing read back says what the panels say."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from read_back import same

from dashboard.exports.document import MOST_ROWS
from dashboard.exports.part import DEMONSTRATION, columns_without_drawings, filled_columns
from dashboard.markup import plain


@pytest.fixture(scope="module")
def document(file_of):
    return docx.Document(io.BytesIO(file_of("docx")))


def test_every_table_has_the_first_rows_of_its_panel_and_repeats_its_heading(document, parts):
    tabled = [part.panel for part in parts if not part.panel.table.empty]
    assert len(document.tables) == len(tabled)
    for table, panel in zip(document.tables, tabled, strict=True):
        columns = columns_shown(table, panel)
        cells = [[tc.xpath("string(.)") for tc in tr.tc_lst] for tr in table._element.tr_lst]
        assert cells[0] == [plain(name) for name in columns]
        given = panel.table[columns].head(MOST_ROWS)
        assert len(cells) - 1 == len(given)
        for texts, values in zip(cells[1:], given.itertuples(index=False, name=None), strict=True):
            assert all(map(same, texts, values)), (panel.chart, texts)
        assert table._element.tr_lst[0].xpath("./w:trPr/w:tblHeader")
        description = table._element.tblPr.find(qn("w:tblDescription"))
        assert description.get(qn("w:val")) == plain(panel.reading)


def test_every_column_of_a_table_has_room_for_its_longest_word_within_the_page(document):
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        widths = [column.width for column in table.columns]
        assert sum(widths) <= room + 635 * len(widths)  # Word counts in twentieths of a point.
        assert [cell.width for cell in table.rows[-1].cells] == widths
        for width, column in zip(widths, columns_of(table), strict=True):
            for word in (word for text in column for word in re.split(r"[\s\-–/]+", text)):
                # More than half the size of 8.5 points is what a letter takes in most faces.
                assert width.pt >= min(8.5 * 0.52 * len(word), 110), (word, column[0])


def test_columns_that_do_not_fit_are_counted_and_say_where_they_are(document, parts):
    cut = 0
    for table, panel in zip(
        document.tables, [p.panel for p in parts if not p.panel.table.empty], strict=True
    ):
        every, shown = filled_columns(panel), columns_shown(table, panel)
        absent = [name for name in every if name not in shown]
        below = table._element.getnext().xpath("string(.)")
        for name in absent:
            told = f"{plain(name)}, in every row here: " in below
            assert told or f" of {len(every)} columns do" in below, (panel.chart, name, below)
        cut += bool(absent)
        bases = [name for name in every if "base" in name.lower()]
        assert [n for n in bases if n not in shown and f"{n}, in every row" not in below] == []
        for name in shown:
            limits = every[every.index(name) + 1 :][:2]
            if [each.lower()[:5] for each in limits] == ["lower", "upper"]:
                assert set(limits) <= set(shown), (panel.chart, name)
    assert cut


def columns_of(table) -> list[list[str]]:
    rows = [[tc.xpath("string(.)") for tc in tr.tc_lst] for tr in table._element.tr_lst]
    return [list(column) for column in zip(*rows, strict=True)]


def columns_shown(table, panel) -> list[str]:
    """The columns of a panel that its table has, in their order."""
    headings = [column[0] for column in columns_of(table)]
    return [name for name in columns_without_drawings(panel)[0] if plain(name) in headings]


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
