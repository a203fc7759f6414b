"""The map of boroughs where their boundaries are loaded: a click on it chooses, and it is read in
light and dark.
"""

import datetime as dt
import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places

FAINT = """
() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = (colour) => parts(colour).map(v => linear(v / 255))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = light(getComputedStyle(document.querySelector('.panel')).backgroundColor);
    const words = [...document.querySelectorAll('.panel:not(#map) .chart svg text')];
    return words.filter(t => t.textContent.trim()).filter(t => {
        const [low, high] = [light(getComputedStyle(t).fill), ground].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05) < 4.5;
    }).map(t => t.textContent);
}
"""
"""Words in charts that stand out from their card by less than 4.5 to 1; names on a map stand on
fills, which tests/figures holds.
"""


@pytest.fixture(scope="module")
def declared_boroughs(demonstration_home):
    """The names of the boroughs."""
    places = Places(demonstration_home)
    areas = declarations(places.declared_folder, catalogue.has_chart).areas
    return {area.name for area in areas.values() if area.level == "borough"}


@pytest.fixture(scope="module")
def mapped(demonstration_home, tmp_path_factory):
    """A home with the survey by borough and a drawn map: each borough a square, six in a row."""
    home = tmp_path_factory.mktemp("mapped")
    shutil.copytree(demonstration_home / "data" / "declared", home / "data" / "declared")
    shutil.copytree(demonstration_home / "queries", home / "queries")
    shutil.copytree(
        demonstration_home / "data" / "received" / "pas_borough",
        home / "data" / "received" / "pas_borough",
    )
    places = Places(home)
    declared = declarations(places.declared_folder, catalogue.has_chart)
    boroughs = [area for area in declared.areas.values() if area.level == "borough"]
    file = home / "boroughs.geojson"
    file.write_text(
        json.dumps(
            {"type": "FeatureCollection", "features": list(map(square, boroughs, range(32)))}
        )
    )
    receive(
        places.received_folder, "boundaries_borough", dt.date(2023, 5, 1), file, demonstration=False
    )
    build(places, declared)
    return home


def _middle(mark):
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2


def square(borough, place):
    west, south = -0.5 + 0.12 * (place % 6), 51.3 + 0.07 * (place // 6)
    corners = ((0, 0), (0.12, 0), (0.12, 0.07), (0, 0.07), (0, 0))
    ring = [[round(west + across, 2), round(south + up, 2)] for across, up in corners]
    told = {"code": borough.code, "name": borough.name}
    return {
        "type": "Feature",
        "properties": told,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_a_click_on_the_map_chooses_a_borough_everywhere_in_light_and_dark_without_a_barrier(
    reader, servers, mapped
):
    tab = reader(servers.start(mapped), height=2400)
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        tab.open("compare?indicator=confidence")
        tab.showing(".*; no borough chosen.")
        assert (tab.violations(), tab.page.evaluate(FAINT)) == ([], [])
        drawn = tab.page.locator("#map .chart")
        drawn.locator(".painted [data-area]").first.hover(force=True)
        expect(drawn.locator(".main-svg").first).to_be_visible()
        tab.page.mouse.move(*(_middle(drawn.locator(".scatterlayer .point").first)))
        name = drawn.locator(".hoverlayer text").first.text_content().partition(":")[0]
        tab.page.mouse.down()
        tab.page.mouse.up()
        tab.showing(f".*; {name}.")
        expect(tab.page).to_have_url(re.compile(r"/compare\?indicator=confidence&areas=E09\d{6}$"))
        expect(tab.page.get_by_label(f"Remove {name}")).to_be_visible()
        expect(tab.page.get_by_role("button", name=name, pressed=True)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_borough_is_named_on_the_map_or_numbered_there_and_named_in_the_list_below(
    reader, board, width, declared_boroughs
):
    tab = reader(board, width)
    tab.open("compare")
    labels = tab.page.locator("#map .chart svg text").all_text_contents()
    listed = tab.page.locator("#map .names li").all_text_contents()
    numbers = [label for label in labels if label.isdigit()]
    assert len(labels) == 32
    assert numbers
    assert sorted(numbers, key=int) == [words.partition(" ")[0] for words in listed]
    assert all(words.partition(" ")[2] in declared_boroughs for words in listed)


@pytest.mark.parametrize(("width", "most"), [(1440, 420), (390, 330)])
def test_a_map_takes_no_more_height_than_its_width_fills(reader, board, width, most):
    tab = reader(board, width)
    tab.open("compare")
    frame = tab.page.locator("#map .chart .figure")
    height = frame.bounding_box()["height"]
    boxes = [path.bounding_box() for path in frame.locator("svg path").all()]
    drawn = [box for box in boxes if box]
    top, bottom = min(b["y"] for b in drawn), max(b["y"] + b["height"] for b in drawn)
    assert height <= most
    assert bottom - top > 0.85 * height
