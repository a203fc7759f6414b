"""PDF read back: title, language, tags, alternative text, words, tables and marks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re

import pikepdf
import pypdf
import pytest
import typst
from read_back import alternatives_of, kinds_of, squeeze, text_of

from dashboard.exports.packs.content import pack_content
from dashboard.exports.part import DEMONSTRATION, columns_without_drawings
from dashboard.exports.pdf.charts import write_pdf
from dashboard.exports.pdf.content import SHORT_TABLE, table_data
from dashboard.exports.pdf.pack import write_pack_pdf
from dashboard.exports.pdf.typeset import typeset
from dashboard.markup import plain
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.settings import Places
from dashboard.store.connection import open_store
from dashboard.store.vintages import at


@pytest.fixture(scope="module")
def pdf(file_of):
    return pikepdf.open(io.BytesIO(file_of("pdf")))


@pytest.fixture(scope="module")
def text(file_of):
    return text_of(file_of("pdf"))


def test_the_document_is_tagged_titled_and_in_british_english(pdf, cover):
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == cover.title
        assert metadata["pdfuaid:part"] == "1"


def test_no_face_is_left_to_the_reader(pdf):
    faces = {
        str(font.get("/BaseFont"))
        for page in pdf.pages
        for font in page.resources.get("/Font", {}).values()
    }
    assert any("SourceSans" in face for face in faces)
    for font in (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)):
        if font.get("/Type") == "/FontDescriptor":
            assert any(f"/FontFile{kind}" in font for kind in ("", "2", "3"))


def test_every_chart_has_its_words_and_every_heading_is_one(pdf, parts):
    drawn = [plain(p.alternative) for p in parts if p.panel.figure is not None]
    assert alternatives_of(pdf) == drawn
    kinds = kinds_of(pdf)
    assert kinds.count("/H1") == len(parts) + 1
    assert kinds.count("/Table") == sum(table_of(part.panel) is not None for part in parts)
    assert kinds.count("/TH") > 20


def table_of(panel):
    drawn = panel.figure is not None
    return table_data(panel, SHORT_TABLE if drawn else 40, whole=drawn)


def test_every_panel_says_title_reading_source_and_mark(text, parts):
    for part in parts:
        for words in (part.panel.title, part.panel.reading, part.source_words, part.panel.subtitle):
            assert squeeze(plain(words)) in text
    marked = sum(part.panel.demonstration for part in parts)
    assert text.count(squeeze(DEMONSTRATION)) >= marked > 0


def test_every_table_that_is_set_has_the_figures_of_its_panel(text, parts):
    compared = 0
    for part in parts:
        table = table_of(part.panel)
        if table is None:
            continue
        every, _ = columns_without_drawings(part.panel)
        columns = [name for name in every if plain(name) in table["columns"]]
        assert [plain(name) for name in columns] == list(table["columns"])
        given = part.panel.table[columns].head(len(table["rows"]))
        for texts, values in zip(
            table["rows"], given.itertuples(index=False, name=None), strict=True
        ):
            assert squeeze("".join(texts)) in text
            for cell, value in zip(texts, values, strict=True):
                if isinstance(value, float) and value == value:
                    assert float(cell.replace(",", "")) == pytest.approx(value, abs=6e-4)
                elif isinstance(value, int | str):
                    assert cell.replace(",", "") == plain(value).replace(",", "")
            compared += 1
    assert compared > 50


def test_a_pack_is_a_page_a_slide_with_its_words(demonstration_home, store):
    where = Places(demonstration_home)
    declared = find_pack(store, "2023-04-28")
    few = declared.model_copy(update={"slides": declared.slides[1:5]})
    slides = PackSlides(few, lambda day: open_store(where, at(where, day), day))
    content = pack_content(slides, dt.date(2023, 7, 3))
    data = write_pack_pdf(content)
    text, pdf = text_of(data), pikepdf.open(io.BytesIO(data))
    for slide in content.slides:
        said = (slide.heading, slide.finding, slide.notes, *slide.actions)
        for words in said:
            assert squeeze(plain(words)) in text
    drawn = [plain(p.alternative) for p in content.parts if p.panel.figure is not None]
    assert alternatives_of(pdf) == drawn and len(drawn) > 3
    assert kinds_of(pdf).count("/H1") == len(content.slides) + 1
    reader = pypdf.PdfReader(io.BytesIO(data))
    heads = {page.extract_text().splitlines()[0] for page in reader.pages}
    assert heads == {f"Ward to Board · {DEMONSTRATION} on 3 of 4 slides"}


@pytest.fixture(scope="module")
def handout(demonstration_home, store) -> bytes:
    """Slides of the pack of April: wards below the minimum, PCSOs and the promises."""
    where = Places(demonstration_home)
    declared = find_pack(store, "2023-04-28")
    slides = tuple(s for s in declared.slides if s.item in ("2.2", "2.5"))
    few = declared.model_copy(update={"slides": slides})
    pack = PackSlides(few, lambda day: open_store(where, at(where, day), day))
    return write_pack_pdf(pack_content(pack, dt.date(2023, 7, 3)))


def test_every_word_of_a_chart_is_in_the_face_of_the_page(handout):
    strange = []

    def look(text, _matrix, _place, font, _size):
        if sum(map(str.isalpha, text)) > 1 and "SourceSans" not in str(font["/BaseFont"]):
            strange.append(text)

    pages = pypdf.PdfReader(io.BytesIO(handout)).pages
    words = " ".join(page.extract_text(visitor_text=look) for page in pages)
    assert "Chessington South & Malden Rushett" in words and "In post 1,176" in words
    assert strange == []


def test_a_finding_that_is_the_title_of_its_chart_is_set_once(handout):
    lines = [
        line
        for page in pypdf.PdfReader(io.BytesIO(handout)).pages
        for line in page.extract_text().splitlines()
    ]
    assert lines.count("73 of 679 wards are below the minimum") == 1


def test_no_word_of_a_table_reaches_into_the_next_column(parts):
    wide = [part for part in parts if part.panel.figure is None and not part.panel.table.empty]
    for part in wide:
        table = table_of(part.panel)
        points = 174 / 25.4 * 72 / sum(table["widths"])
        for n, heading in enumerate(table["columns"]):
            texts = (heading, *(row[n] for row in table["rows"]))
            longest = max(len(w) for text in texts for w in re.split(r"[\s\-–/]+", text))
            # Half of their 8 points is what most letters take, and 6 points are the cell's own.
            assert table["widths"][n] * points - 6 >= min(4 * longest, 90), heading


def test_words_that_look_like_markup_are_words(parts, cover):
    attack = '#import "house.typ" *bold* $x$ <tag> @ref #{panic("x")} \\ [a]'
    panel = dataclasses.replace(parts[0].panel, title=attack, reading=attack, source=attack)
    data = write_pdf(cover, [dataclasses.replace(parts[0], panel=panel)])
    assert text_of(data).count(squeeze(attack)) >= 3


def test_letters_that_no_face_has_are_replaced_and_the_rest_is_whole(parts, cover):
    strange = "".join(chr(0x4E00 + n) for n in range(40))
    panel = dataclasses.replace(
        parts[0].panel, title="Sign ✕ here", reading=f"Trust 字 fell {strange} \U0001f600 end"
    )
    text = text_of(write_pdf(cover, [dataclasses.replace(parts[0], panel=panel)]))
    assert "Sign✕here" in text or "Sign×here" in text
    assert "Trust" in text and "end" in text and "字" not in text


def test_a_fault_of_a_template_is_not_taken_for_a_letter():
    with pytest.raises(typst.TypstError):
        typeset("handout.typ", {"title": "no more than a title"}, dt.date(2023, 7, 3))
