"""Every panel of every page as it opens, and the three files of them all, made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from dashboard import catalogue
from dashboard.exports.address import chart_address, describe_filters, page_address
from dashboard.exports.files import FORMATS
from dashboard.exports.packs.content import PackContent, pack_content
from dashboard.exports.part import Cover, Part
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.store.vintages import at
from dashboard.view.parse import read

VIEWS = {
    "borough": {"area": "E09000006"},
    "funnel": {"indicator": "crime_robbery", "difference": "funnel"},
    "trend": {"areas": "E09000002,E09000003"},
    "detections": {"indicator": "rape_detection"},
}
"""Page or chart -> the parameters of the view it is taken away at; none: as it opens."""
TAKEN = dt.date(2023, 7, 3)


@pytest.fixture(scope="session")
def store(demonstration_home) -> Store:
    where = Places(demonstration_home)
    return open_store(where, find_database(where))


@pytest.fixture(scope="session")
def part_of(store) -> Callable[..., Part | None]:
    """Makes the part of a chart at a view."""
    choices = choices_of(store)

    def part(page: str, chart: str, parameters: dict[str, str]) -> Part | None:
        view, notes = read(parameters, choices)
        assert notes == []
        panel = catalogue.charts_of(page)[chart].draw(Page(page, store, view))
        if panel is None:
            return None
        address = chart_address(page_address(page, view), panel)
        return Part(panel, address, describe_filters(view, choices), view.as_at)

    return part


@pytest.fixture(scope="session")
def parts(part_of) -> list[Part]:
    """Every panel of every page."""
    every = [
        part_of(page, chart, VIEWS.get(chart) or VIEWS.get(page) or {})
        for page, charts in catalogue.all_charts().items()
        for chart in charts
    ]
    held = [part for part in every if part is not None]
    assert len(held) > 45
    assert {part.panel.page for part in held} == set(catalogue.all_charts())
    return held


@pytest.fixture(scope="session")
def cover() -> Cover:
    return Cover("Ward to Board: everything", "https://board.example.org/overview", TAKEN)


@pytest.fixture(scope="session")
def file_of(cover, parts) -> Callable[[str], bytes]:
    """Makes the file of every panel in a format, once."""
    files: dict[str, bytes] = {}

    def made(file_format: str) -> bytes:
        if file_format not in files:
            files[file_format] = FORMATS[file_format].write(cover, parts)
        return files[file_format]

    return made


@pytest.fixture(scope="session")
def pack_slides(demonstration_home, store) -> PackSlides:
    where = Places(demonstration_home)

    def open_at(day: dt.date | None) -> Store:
        return open_store(where, at(where, day), day)

    return PackSlides(find_pack(store, "2023-04-28"), open_at)


@pytest.fixture(scope="session")
def content(pack_slides) -> PackContent:
    return pack_content(pack_slides, TAKEN)
