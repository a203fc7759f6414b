"""Nothing is taken away that its reader may not see: a plan for others, a withheld figure."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from functools import cache

import pandas as pd
import pikepdf
import pypdf
import pytest
from read_back import alternatives_of
from secret_plan import HIDDEN, INSIDER, PLAN, STRANGER, home, told

from dashboard import catalogue
from dashboard.declared.packs import Slide
from dashboard.exports.files import FORMATS, export_borough, export_page
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.exports.statement.files import STATEMENT_FORMATS, export_statement
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.record.database import engine_of
from dashboard.record.ledger import Record
from dashboard.record.overlay import lay_entries
from dashboard.record.pack_file import pack_toml
from dashboard.record.pack_words import NewPack
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, open_store
from dashboard.ui.deck.offline import offline_file
from dashboard.view import Choices, View
from dashboard.view.parse import read


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return home(tmp_path_factory.mktemp("secret"), with_secret=True)


def unpacked(data: bytes) -> str:
    """Every part of a file as text, the workbooks behind its charts as well."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            part = file.read(name)
            texts.append(
                unpacked(part) if name.endswith(".xlsx") else part.decode("utf-8", "ignore")
            )
    return "\n".join(texts)


def text_of(data: bytes, file_format: str) -> str:
    """All that a file of a format says."""
    if file_format != "pdf":
        return unpacked(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        structure = "\n".join(alternatives_of(pdf))
    reader = pypdf.PdfReader(io.BytesIO(data))
    words = "\n".join(page.extract_text() for page in reader.pages)
    links = [str(pdf_object) for page in reader.pages for pdf_object in page.get("/Annots", [])]
    return "\n".join((" ".join(words.split()), structure, str(reader.metadata), *links))


@pytest.fixture(scope="module")
def drawn(places) -> Callable[[dt.date | None], tuple[Choices, list[tuple[Page, list[Panel]]]]]:
    """Draws every page with a chart, as a reader sees it on a day whom the plan is not for."""

    @cache
    def drawn_on(as_at: dt.date | None) -> tuple[Choices, list[tuple[Page, list[Panel]]]]:
        store = open_store(places, vintages.at(places, as_at, STRANGER), as_at, STRANGER)
        choices = choices_of(store)
        view, _ = read({"plan": PLAN, "indicator": "rape_detection"}, choices)
        pages = []
        for name, charts in catalogue.all_charts().items():
            page = Page(name, store, view)
            panels = [panel for chart in charts.values() if (panel := chart.draw(page)) is not None]
            if panels:
                pages.append((page, panels))
        return choices, pages

    return drawn_on


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("as_at", [None, HIDDEN + dt.timedelta(days=1)])
def test_a_plan_for_others_is_in_no_file(drawn, file_format, as_at):
    choices, pages = drawn(as_at)
    assert pages
    for page, panels in pages:
        data = export_page(page, panels, choices, file_format, day=dt.date(2020, 1, 1))
        assert told(text_of(data, file_format)) == [], page.name


@pytest.fixture(scope="module")
def slides(places) -> PackSlides:
    """The slides of the shipped pack for a reader whom the plan is not for."""

    def open_at(day: dt.date | None) -> Store:
        return open_store(places, vintages.at(places, day, STRANGER), day, STRANGER)

    return PackSlides(find_pack(open_at(None), "2023-04-28"), open_at)


@pytest.mark.parametrize("file_format", PACK_FORMATS)
def test_a_plan_for_others_is_in_no_file_of_a_pack(slides, file_format):
    assert len(slides.pack.slides) > 10
    data = export_pack(slides, file_format, day=dt.date(2020, 1, 1))
    assert told(text_of(data, file_format)) == []


def test_a_plan_for_others_is_not_in_the_file_that_presents(slides):
    log = ActionLog(Page("actions", slides.open_at(None), View()))
    assert told(offline_file(slides, log).decode()) == []


def test_a_plan_for_others_is_not_on_the_page_of_a_borough(places):
    def page_of(reader) -> str:
        store = open_store(places, vintages.at(places, None, reader), None, reader)
        planned = store.query("plan_wards", borough="", in_force="april-2022", proposed="")
        area = planned["borough"].iloc[0]
        return text_of(export_borough(Page("borough", store, View(area=area))), "pdf")

    assert told(page_of(STRANGER)) == []
    assert told(page_of(INSIDER)) != []


@pytest.mark.parametrize("file_format", STATEMENT_FORMATS)
def test_a_plan_for_others_is_not_in_the_statement(places, file_format):
    store = open_store(places, vintages.at(places, None, STRANGER), None, STRANGER)
    data = export_statement(Page("promises", store, View()), file_format)
    assert told(text_of(data, file_format)) == []


def test_a_withheld_figure_is_a_gap_in_the_line_and_a_sign_in_the_table(part_of):
    """The demonstration withholds detections: the panel itself has no number for them."""
    from dashboard.exports.cells import NO_NUMBER, typed_table
    from dashboard.exports.charts.read_figure import read_panes

    panel = part_of("outcomes", "detections", {"indicator": "rape_detection"}).panel
    rates = panel.table["Detection rate, per cent"]
    assert rates.isna().sum() > 5
    table = typed_table(panel)
    place = table.headings.index("Detection rate, per cent")
    signs = [row[place].value == NO_NUMBER for row in table.rows]
    assert signs == list(pd.isna(rates))
    own = [s for pane in read_panes(panel.figure) for s in pane.series if s.name != "MPS"]
    assert sum(y is None for series in own for y in series.y) >= rates.isna().sum()


RECORDED = (
    ("Open", "trust#measures", ""),
    ("Shown", f"allocation?plan={PLAN}#plans", ""),
    ("Named", "allocation#minimum", "Against the PLAN  proposed for 2023."),
)
"""Title, chart and notes of the slides of a recorded pack: one open, one that shows the plan, one that names it."""


@pytest.fixture(scope="module")
def recorded(places, tmp_path_factory):
    """Opens the installation for a reader on a day, with a pack of the live record laid over it."""
    record = Record(engine_of(Places(tmp_path_factory.mktemp("record"))))
    slides = tuple(
        Slide(title=title, panels=(chart,), notes=notes) for title, chart, notes in RECORDED
    )
    words = NewPack(title="Plan proposed for 2023", meeting=dt.date(2023, 5, 10), slides=slides)
    record.append("A. Smith", words)

    def opened(reader):
        def open_at(day: dt.date | None) -> Store:
            file = vintages.at(places, day, reader)
            return open_store(places, file, day, reader, lay_entries(record.entries()))

        return PackSlides(find_pack(open_at(None), "p1"), open_at)

    return opened


@pytest.mark.parametrize("file_format", PACK_FORMATS)
def test_a_plan_for_others_is_in_no_file_of_a_recorded_pack(recorded, file_format):
    slides = recorded(STRANGER)
    assert [slide.title for slide in slides.pack.slides] == ["Open"]
    data = export_pack(slides, file_format, day=dt.date(2020, 1, 1))
    assert told(text_of(data, file_format)) == []
    inside = recorded(INSIDER)
    assert [slide.title for slide in inside.pack.slides] == ["Open", "Shown", "Named"]
    assert told(text_of(export_pack(inside, file_format, day=dt.date(2020, 1, 1)), file_format))


def test_a_plan_for_others_is_not_in_the_file_that_presents_a_recorded_pack_nor_saved_of_it(
    recorded,
):
    for reader, is_told in ((STRANGER, False), (INSIDER, True)):
        slides = recorded(reader)
        log = ActionLog(Page("actions", slides.open_at(None), View()))
        assert bool(told(offline_file(slides, log).decode())) == is_told
        assert bool(told(pack_toml(slides.pack))) == is_told
