"""A borough on one page of A4: one page, its figures those of the page, and nothing without words."""

from __future__ import annotations

import html
import io
import re

import pikepdf
import pypdf
import pytest
from read_back import alternatives_of, kinds_of, squeeze, text_of

from dashboard.errors import InputError
from dashboard.exports.files import export_borough
from dashboard.exports.part import DEMONSTRATION
from dashboard.exports.pdf.borough import _PRINT_FILLS
from dashboard.figures.painted_figure import Painter
from dashboard.panels.borough.neighbours import areas_beside
from dashboard.panels.borough.summary import borough_summary, tiles
from dashboard.panels.borough.ward_strip import WardStrip
from dashboard.panels.borough.wards import Wards
from dashboard.panels.borough.worsening import worse_figures
from dashboard.panels.common.page import Page
from dashboard.stats.estimates import WITH_INTERVAL
from dashboard.view import View

MOST_WARDS, FEW, ASKED = "E09000008", "E09000021", "E09000023"


@pytest.fixture(scope="module")
def pages(store):
    return {area: Page("borough", store, View(area=area)) for area in (MOST_WARDS, FEW, ASKED)}


@pytest.fixture(scope="module")
def files(pages):
    return {area: export_borough(page) for area, page in pages.items()}


@pytest.mark.parametrize("area", [MOST_WARDS, FEW, ASKED])
def test_a_borough_stands_on_one_page_of_a4(files, area):
    (page,) = pypdf.PdfReader(io.BytesIO(files[area])).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


def test_the_page_says_the_figures_of_the_page_of_the_borough(files, pages):
    text, page = text_of(files[ASKED]), pages[ASKED]
    summary = borough_summary(Wards(page))
    assert squeeze(summary.title.partition(": ")[2][1:]) in text
    for name, value in zip(summary.table["Figure"], summary.table["Value"], strict=True):
        assert squeeze(name) in text and squeeze(value.partition(" per ")[0]) in text
    assert squeeze(f"{DEMONSTRATION}: generated figures, do not act on them.") in text


@pytest.mark.parametrize("area", [MOST_WARDS, FEW, ASKED])
def test_every_estimate_on_the_page_carries_its_interval(files, pages, area):
    text, wards = text_of(files[area]), Wards(pages[area])
    told = [tile for tile in tiles(wards) if tile.indicator]
    methods = wards.page.indicators["method"]
    for tile in told:
        assert bool(tile.interval) == (methods[tile.indicator] in WITH_INTERVAL)
        if tile.interval:
            assert squeeze(f"95% interval {tile.interval}") in text
    besides = [cell for each in areas_beside(wards) for cell in each.cells if cell.interval]
    assert len(besides) > 5
    for cell in besides:
        assert squeeze(f"{cell.text}{cell.interval}") in text
    for figure in worse_figures(wards.borough)[:5]:
        assert squeeze(f"{figure.own}{figure.interval}") in text


def test_the_marks_of_the_table_of_neighbours_are_explained_beside_it(files):
    text = text_of(files[ASKED])
    assert squeeze("better than London worse no different") in text


@pytest.mark.parametrize("area", [MOST_WARDS, FEW, ASKED])
def test_every_ward_on_the_map_has_its_name_or_its_number_in_the_table(pages, area):
    strip = WardStrip(pages[area])
    drawing = Painter().paint(strip.figure(_PRINT_FILLS, 430, with_numbers=True), 400, 430)
    labels = re.findall(r"<g class=\"note\".*?</g>", drawing.svg, re.DOTALL)
    words = [squeeze(html.unescape(re.sub(r"<[^>]+>", "", label))) for label in labels]
    for number, row in enumerate(strip.rows, 1):
        assert squeeze(row.name) in words or str(number) in words, (row.name, words)
    assert 'class="river"' not in drawing.svg


def test_the_mark_of_demonstration_data_is_at_the_head_and_the_foot(files):
    text = pypdf.PdfReader(io.BytesIO(files[ASKED])).pages[0].extract_text()
    first, last = text.index(DEMONSTRATION), text.rindex(DEMONSTRATION)
    assert first < text.index("one page for the borough") < last


@pytest.mark.parametrize("area", [MOST_WARDS, ASKED])
def test_every_ward_has_its_posts_and_the_total_is_their_sum(files, store, area):
    text = text_of(files[area])
    latest = store.query("ward_months", indicators=["dwo_posts"])["period_end"].max().date()
    posts = store.query("ward_posts", period=latest, borough=area)
    assert len(posts) > 15

    def words(number: float) -> str:
        return f"{number:.2f}".rstrip("0").rstrip(".")

    def cells(row) -> str:
        pairs = ((row["dwo_in_post"], row["dwo_posts"]), (row["pcso_in_post"], row["pcso_posts"]))
        return "".join(f"{words(held)}of{words(every)}" for held, every in pairs)

    for _, row in posts.iterrows():
        assert squeeze(row["name"]) + cells(row) in text
    columns = ["dwo_in_post", "dwo_posts", "pcso_in_post", "pcso_posts"]
    assert cells(posts[columns].sum()) in text


def test_the_page_is_tagged_and_what_is_drawn_has_words(files):
    with pikepdf.open(io.BytesIO(files[ASKED])) as pdf:
        assert pdf.Root.Lang == "en-GB" and pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Lewisham on one page"
            assert metadata["pdfuaid:part"] == "1"
        alternatives, kinds = alternatives_of(pdf), kinds_of(pdf)
    assert any(words.startswith("Map of the wards of Lewisham.") for words in alternatives)
    assert sum(words.startswith("Trend of") for words in alternatives) >= 2
    assert kinds.count("/H1") == 1 and kinds.count("/Table") >= 2


def test_a_page_of_no_borough_is_refused(store):
    with pytest.raises(InputError, match="Choose the borough"):
        export_borough(Page("borough", store, View()))


def test_the_key_of_the_map_and_the_title_count_the_same_wards(store):
    told = 0
    for area in store.query("areas").query("level == 'borough'")["code"]:
        strip = WardStrip(Page("borough", store, View(area=area)))
        kinds = [row.kind for row in strip.rows]
        words = re.match(r"(\d+|No) wards? .*? and (\d+|none) ", strip.title)
        lose, gain = (int(n) if n.isdecimal() else 0 for n in words.groups())
        below = strip.below_words()
        # Of a single ward below the minimum no number is said.
        also = re.search(r"(?:(\d+) )?to gain posts", below)
        hidden = re.search(r"(?:(\d+) )?to lose priority", below)
        assert kinds.count("gains") + (int(also[1] or 1) if also else 0) == gain
        assert kinds.count("loses") + (int(hidden[1] or 1) if hidden else 0) == lose
        told += bool(also)
    assert told
