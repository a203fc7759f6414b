"""Nothing is taken away that its reader may not see: a plan for others, a withheld figure."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pandas as pd
import pikepdf
import pypdf
import pytest
from read_back import alternatives_of
from secret_plan import HIDDEN, INSIDER, PLAN, STRANGER, home, told

from dashboard import catalogue
from dashboard.exports.files import FORMATS, export_borough, export_page
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.exports.statement.files import STATEMENT_FORMATS, export_statement
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.store import vintages
from dashboard.store.connection import Store, open_store
from dashboard.ui.deck.offline import offline_file
from dashboard.view import View
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


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("as_at", [None, HIDDEN])
def test_a_plan_for_others_is_in_no_file(places, file_format, as_at):
    store = open_store(places, vintages.at(places, as_at, STRANGER), as_at, STRANGER)
    choices = choices_of(store)
    view, _ = read({"plan": PLAN, "indicator": "rape_detection"}, choices)
    for name, charts in catalogue.all_charts().items():
        page = Page(name, store, view)
        panels = [panel for chart in charts.values() if (panel := chart.draw(page)) is not None]
        if panels:
            data = export_page(page, panels, choices, file_format, day=dt.date(2020, 1, 1))
            assert told(text_of(data, file_format)) == [], name


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


def test_a_withheld_figure_is_a_gap_in_the_line_and_a_sign_in_the_table(parts):
    """The demonstration withholds detections: the panel itself has no number for them."""
    from dashboard.exports.cells import NO_NUMBER, typed_table
    from dashboard.exports.charts.read_figure import read_panes

    panel = next(part.panel for part in parts if part.panel.chart == "detections")
    rates = panel.table["Detection rate, per cent"]
    assert rates.isna().sum() > 5
    table = typed_table(panel)
    place = table.headings.index("Detection rate, per cent")
    signs = [row[place].value == NO_NUMBER for row in table.rows]
    assert signs == list(pd.isna(rates))
    own = [s for pane in read_panes(panel.figure) for s in pane.series if s.name != "MPS"]
    assert sum(y is None for series in own for y in series.y) >= rates.isna().sum()
