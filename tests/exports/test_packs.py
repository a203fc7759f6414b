"""A pack in each format read back: every slide with its words, charts, figures, actions and mark."""

from __future__ import annotations

import datetime as dt
import io
import itertools

import docx
import odfdo
import openpyxl
import pypdf
import pytest
from pptx import Presentation
from pptx.util import Emu
from read_back import A, C, charts_of, drawn_points, points_of, rows_of, same, words_of

from dashboard.declared.packs import Pack, Slide
from dashboard.exports.cells import typed_table
from dashboard.exports.charts.frame import widest
from dashboard.exports.charts.read_figure import is_map, read_panes
from dashboard.exports.deck import Words, height_of
from dashboard.exports.document import MOST_ROWS
from dashboard.exports.packs.content import pack_content
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.exports.packs.slides import write_pack_slides
from dashboard.exports.part import DEMONSTRATION, columns_without_drawings, filled_columns
from dashboard.exports.qr import draw_qr
from dashboard.exports.slides import is_table
from dashboard.markup import plain
from dashboard.panels.packs.slides import KNOWN_LATER, PackSlides

TAKEN = dt.date(2023, 7, 3)


@pytest.fixture(scope="module")
def read(pack_slides):
    """Makes the file of the pack in a format, once, as something to read."""
    files: dict[str, io.BytesIO] = {}

    def file(file_format: str) -> io.BytesIO:
        if file_format not in files:
            files[file_format] = io.BytesIO(export_pack(pack_slides, file_format, day=TAKEN))
        files[file_format].seek(0)
        return files[file_format]

    return file


def test_the_content_is_the_pack_slide_by_slide(content, pack_slides):
    assert [each.item for each in content.slides] == [s.item for s in pack_slides.pack.slides]
    assert [each.finding for each in content.slides] == [s.finding for s in pack_slides.slides]
    assert sum(len(each.actions) for each in content.slides) == 7
    assert len(content.parts) == sum(len(s.panels) for s in pack_slides.pack.slides)
    assert {part.as_at for part in content.parts} == {dt.date(2023, 4, 28), dt.date(2023, 6, 30)}
    assert all(each.address.endswith(f"&slide={each.number}") for each in content.slides)


def test_each_slide_is_a_slide_with_its_words_and_notes(content, read):
    drawn = Presentation(read("pptx")).slides
    for told, slide in zip(content.slides, drawn, strict=True):
        words, notes = words_of(slide), slide.notes_slide.notes_text_frame.text
        assert slide.shapes.title.text_frame.text == told.finding
        assert told.heading in words
        assert all(action in words and action in notes for action in told.actions)
        assert notes.startswith(told.notes)
        assert (DEMONSTRATION in words) == bool(told.mark) == (DEMONSTRATION in notes)
        assert all(part.source_words in notes for part in told.parts)
        assert told.as_at_words(content.cover) in words
        assert f"Slide {told.number} of {len(content.slides)}." in words


def test_each_slide_names_the_meeting_and_has_a_code_for_the_view_of_every_chart(content, read):
    for told, slide in zip(content.slides, Presentation(read("pptx")).slides, strict=True):
        assert content.cover.title in words_of(slide)
        pictures = [s for s in slide.shapes if s.name == "QR code"]
        addresses = [part.address for part in told.parts] or [told.address]
        assert [p.click_action.hyperlink.address for p in pictures] == addresses
        assert [p.image.blob for p in pictures] == [draw_qr(address) for address in addresses]


def test_every_file_says_which_slides_were_known_only_after_the_meeting(content, read):
    later = [each for each in content.slides if each.item == "2.3"]
    assert [each for each in content.slides if KNOWN_LATER in each.heading] == later
    assert [each.later_words for each in later] == [KNOWN_LATER] * len(later)
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(read("pdf")).pages)
    assert " ".join(pages.split()).count(KNOWN_LATER) >= len(later)


def test_filters_are_said_once_and_where_they_differ_chart_by_chart(content, read):
    for told, slide in zip(content.slides, Presentation(read("pptx")).slides, strict=True):
        words = words_of(slide)
        assert words.count("Filters") == bool(told.parts)
        assert told.filter_words in words
    third = content.slides[2].filter_words
    assert third == "Filters of chart 1 none set | chart 2 Characteristic: Ethnicity."


def test_an_action_says_its_figures_when_agreed_and_now(content):
    (action,) = next(each.actions for each in content.slides if each.item == "2.4")
    assert (
        "Police Community Support Officers: 1,176 when agreed, 1,222 PCSOs now (June 2023)."
        in action
    )


def test_every_figure_of_a_slide_is_drawn_from_its_own_numbers(content, read):
    compared = 0
    for told, slide in zip(content.slides, Presentation(read("pptx")).slides, strict=True):
        figures = [p.panel.figure for p in told.parts if p.panel.figure is not None]
        # Rows may be in columns or left out: `test_slide_rows.py` compares those.
        by_figure = [(f, () if is_map(f) else read_panes(f)) for f in figures]
        by_figure = [(f, panes) for f, panes in by_figure if not any(p.y.rows for p in panes)]
        charts = [chart for chart in charts_of(slide) if not rows_of(chart)]
        assert len(charts) == sum(len(panes) for _, panes in by_figure)
        shown = set().union(*map(points_of, charts)) if charts else set()
        for figure, panes in by_figure:
            if all(pane.kind != "bars" for pane in panes):
                assert drawn_points(figure) <= shown
                compared += 1
    assert compared > 10


def test_what_stands_on_a_slide_is_within_it_and_charts_do_not_lie_on_one_another(read):
    deck = Presentation(read("pptx"))
    for slide in deck.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0
            assert right <= deck.slide_width and bottom <= deck.slide_height
        charts = [(s.left, s.top, s.width, s.height) for s in slide.shapes if s.has_chart]
        for left, top, width, height in charts:
            others = [c for c in charts if c != (left, top, width, height)]
            assert not any(
                left < o[0] + o[2] - Emu(9)
                and o[0] < left + width - Emu(9)
                and top < o[1] + o[3] - Emu(9)
                and o[1] < top + height - Emu(9)
                for o in others
            )


def test_a_table_without_a_chart_has_the_sentence_that_reads_it_beside_or_below_it(content, read):
    seen = 0
    for told, slide in zip(content.slides, Presentation(read("pptx")).slides, strict=True):
        tables = [shape for shape in slide.shapes if shape.has_table]
        readings = [shape for shape in slide.shapes if shape.name == "Reading"]
        tabled = [part for part in told.parts if is_table(part)]
        assert [r.text_frame.text for r in readings] == [part.panel.reading for part in tabled]
        for table, reading in zip(tables, readings, strict=True):
            right = table.left + sum(column.width for column in table.table.columns)
            foot = table.top + sum(row.height for row in table.table.rows)
            assert reading.left >= right or reading.top >= foot
            seen += 1
    assert seen >= 3


def test_a_slide_says_its_finding_once_and_in_a_place_high_enough_for_it(content, read):
    for told, slide in zip(content.slides, Presentation(read("pptx")).slides, strict=True):
        title = slide.shapes.title
        head = next(shape for shape in slide.shapes if shape.name == "Agenda item")
        size = title.text_frame.paragraphs[0].runs[0].font.size.pt
        high = height_of([Words(told.finding, size, bold=True)], Emu(title.width).inches)
        assert high <= Emu(title.height).inches and title.top >= head.top + head.height
        assert words_of(slide).split("\n").count(told.finding) == 1


def test_months_under_bars_are_level_and_written_only_as_often_as_they_fit(read):
    seen = 0
    for slide in Presentation(read("pptx")).slides:
        for shape in slide.shapes:
            chart = shape.chart if shape.has_chart else None
            bars = chart._chartSpace.find(f".//{C}barDir") if chart else None
            if bars is None or bars.get("val") != "col":
                continue
            axis = next(chart._chartSpace.iter(f"{C}catAx"))
            assert 0 < int(axis.find(f"{C}txPr/{A}bodyPr").get("rot")) < 60_000
            every = int(axis.find(f"{C}tickLblSkip").get("val"))
            names = list(chart.plots[0].categories)[::every]
            assert widest(names, 12) * len(names) < Emu(shape.width).inches
            seen += 1
    assert seen >= 2


def test_nothing_is_said_of_a_source_where_a_chart_rests_on_no_release(content, read):
    first, *_ = content.slides
    assert first.parts[0].panel.source == first.source_words == ""
    (slide, *_) = Presentation(read("pptx")).slides
    assert "Source" not in words_of(slide)
    assert not any("no release" in p.text for p in docx.Document(read("docx")).paragraphs)
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(read("pdf")).pages)
    assert "no release" not in " ".join(pages.split())


def test_a_column_without_any_word_is_on_no_slide(content, read):
    for slide in Presentation(read("pptx")).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            columns = zip(*([cell.text for cell in row.cells] for row in table.rows), strict=True)
            filled = [heading for heading, *cells in columns if any(cells)]
            assert len(filled) > len(table.columns) / 2
    headings = filled_columns(content.parts[0].panel)
    assert "State" in content.parts[0].panel.table and "State" not in headings


def test_the_workbook_lists_the_slides_and_has_the_table_of_every_chart(content, read):
    book = openpyxl.load_workbook(read("xlsx"))
    assert book.sheetnames[:3] == ["Cover", "Slides", "Contents"]
    rows = [[cell.value for cell in row] for row in book["Slides"].iter_rows(min_row=5)]
    assert [row[3] for row in rows] == [plain(each.finding) for each in content.slides]
    assert [row[6] for row in rows] == [plain(each.notes) for each in content.slides]
    assert [row[8] == DEMONSTRATION for row in rows] == [bool(s.mark) for s in content.slides]
    assert [KNOWN_LATER in row[7] for row in rows] == [bool(s.later_words) for s in content.slides]
    named = [name for row in rows for name in row[4].split("; ") if name.startswith("sheet ")]
    assert [f"sheet {name}" for name in book.sheetnames[3:-1]] == named
    for name, part in zip(book.sheetnames[3:-1], content.parts, strict=True):
        sheet, table = book[name], typed_table(part.panel)
        (placed,) = sheet.tables.values()
        cells = [[cell.value for cell in row] for row in sheet[placed.ref]]
        assert tuple(cells[0]) == table.headings
        for row, given in zip(cells[1:], table.rows, strict=False):
            days = [c.value if not isinstance(c.value, dt.date) else None for c in given]
            assert all(d is None or r == pytest.approx(d) for r, d in zip(row, days, strict=True))
        assert len(cells) - 1 == max(1, len(table.rows))


def test_the_open_workbook_has_the_same_sheets(read):
    sheets = odfdo.Document(read("ods")).body.get_elements("table:table")
    names = [sheet.get_attribute("table:name") for sheet in sheets]
    assert names == openpyxl.load_workbook(read("xlsx"), read_only=True).sheetnames


def test_the_briefing_has_a_heading_a_slide_and_the_table_of_every_chart(content, read):
    document = docx.Document(read("docx"))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [plain(each.heading) for each in content.slides]
    words = [p.text for p in document.paragraphs]
    for told in content.slides:
        assert plain(told.finding) in words and plain(told.notes) in words
        assert all(plain(action) in words for action in told.actions)
    assert words.count(DEMONSTRATION) == sum(p.panel.demonstration for p in content.parts)
    tabled = [part.panel for part in content.parts if not part.panel.table.empty]
    for table, panel in zip(document.tables, tabled, strict=True):
        cells = [[tc.xpath("string(.)") for tc in tr.tc_lst] for tr in table._element.tr_lst]
        columns = [n for n in columns_without_drawings(panel)[0] if plain(n) in cells[0]]
        assert [plain(name) for name in columns] == cells[0]
        given = panel.table[columns].head(MOST_ROWS).itertuples(index=False, name=None)
        for texts, values in zip(cells[1:], given, strict=True):
            assert all(map(same, texts, values)), (panel.chart, texts)


def test_a_finding_that_is_the_title_of_its_chart_is_written_once_in_the_briefing(content, read):
    paragraphs = [p.text for p in docx.Document(read("docx")).paragraphs]
    twice = [one for one, other in itertools.pairwise(paragraphs) if one and one == other]
    assert twice == []
    assert any(s.parts and plain(s.parts[0].panel.title) == s.finding for s in content.slides)


def test_a_slide_without_a_chart_says_why(pack_slides):
    panels = ("compare?indicator=trst#ranking", "compare?indicator=trust#ranking")
    slide = Slide(item="2.4", title="Trial", panels=panels)
    empty = Slide(item="2.5", title="Nothing")
    pack = Pack(code="trial", title="T", meeting=TAKEN, slides=(slide, empty))
    content = pack_content(PackSlides(pack, pack_slides.open_at), TAKEN)
    first, second = Presentation(io.BytesIO(write_pack_slides(content))).slides
    assert "The slide's indicator 'trst' is unknown" in words_of(first)
    assert len(charts_of(first)) == 1
    assert "The board asked for this, and no figure is held that answers it." in words_of(second)


def test_a_pack_without_any_chart_is_written_in_every_format(pack_slides):
    pack = Pack(code="trial", title="T", meeting=TAKEN, slides=(Slide(title="Nothing"),))
    for file_format in PACK_FORMATS:
        assert export_pack(PackSlides(pack, pack_slides.open_at), file_format, day=TAKEN)
