"""What the painter draws before plotly.js is there is what Plotly draws: every kind of figure, and
every chart of the demonstration.
"""

import re
import sys
from importlib.resources import files
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import expect

sys.path.append(str(Path(__file__).resolve().parents[1] / "figures"))
from figure_examples import EXAMPLES, draw

from dashboard.catalogue import all_charts
from dashboard.figures.painted_figure import painter_source
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

BOTH = """
async ([figure, width]) => {
    const [one, other] = ['painted', 'plotted'].map(id => document.getElementById(id));
    const resolved = resolveFigure(figure, width, null);
    paintFigure(one, resolved);
    Plotly.purge(other);
    await Plotly.newPlot(other, structuredClone(resolved.data), structuredClone(resolved.layout));
    const read = root => {
        const at = root.getBoundingClientRect();
        const box = e => { const b = e.getBoundingClientRect();
            return [b.left - at.left, b.top - at.top, b.right - at.left, b.bottom - at.top]; };
        const shade = (e, part) => {
            const s = getComputedStyle(e), [r, g, b, own = 1] = s[part].match(/[\\d.]+/g).map(Number);
            return [r, g, b, (own * s[`${part}Opacity`]).toFixed(2)].join(' ');
        };
        const ink = e => { const s = getComputedStyle(e), url = s.fill.startsWith('url');
            const open = s.fill === 'none' || s.fill === 'rgba(0, 0, 0, 0)';
            const line = parseFloat(s.strokeWidth) > 0 && s.stroke !== 'none';
            return [url ? 'pattern' : open || s.opacity === '0' ? '' : s.fill,
                line && s.stroke !== 'rgba(0, 0, 0, 0)' ? s.stroke : '',
                line ? parseFloat(s.strokeWidth) : 0]; };
        const seen = e => { const b = e.getBoundingClientRect(); return b.width || b.height; };
        const all = (query) => [...root.querySelectorAll(query)];
        const whole = (parts, describe) => {  // Plotly draws each stretch of a line on its own.
            const traces = new Map();
            for (const e of parts.filter(seen)) {
                const name = e.closest('.trace'), [a, b, c, d] = box(e);
                const [l, t, r, u] = traces.get(name)?.at(-1) ?? [a, b, c, d];
                traces.set(name, [...describe(e), [Math.min(a, l), Math.min(b, t), Math.max(c, r), Math.max(d, u)]]);
            }
            return [...traces.values()];
        };
        const marks = all('.painted .point, .scatterlayer .point');
        const bars = all('.painted .bar, .barlayer .point > path');
        const lines = all('.painted .line, .scatterlayer .js-line');
        const fills = all('.painted .fill, .scatterlayer .js-fill');
        return {
            texts: all('text').filter(t => t.textContent.trim() && seen(t))
                .map(t => [t.textContent.replace(/\\s+/g, ''), getComputedStyle(t).fill, box(t)]),
            marks: marks.filter(seen).map(e => [...ink(e), box(e)]),
            bars: bars.filter(seen).filter(e => e.getBBox().width > 0 && e.getBBox().height > 0)
                .map(e => [ink(e)[0], box(e)]),
            lines: whole(lines.filter(e => ink(e)[2]), e => [shade(e, 'stroke'), ink(e)[2]]),
            fills: whole(fills, e => [shade(e, 'fill')]),
        };
    };
    return [isKnown(figure), read(one), read(other)];
}
"""
TOLERANCE = 1.5
"""Pixels: Plotly leaves out points that lie on a line and rounds the others to hundredths."""

UNKNOWN = "waits for Plotly"


@pytest.fixture(scope="module")
def easel(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 1200})
    page.set_content("<body style='margin:0'><div id=painted></div><div id=plotted></div>")
    page.add_script_tag(path=str(files("plotly") / "package_data" / "plotly.min.js"))
    page.add_script_tag(content=painter_source())
    yield page
    page.close()


def differences(easel, figure, width):
    known, painted, plotted = easel.evaluate(BOTH, [orjson.loads(figure.json), width])
    if not known:
        return UNKNOWN
    found = []
    for kind in plotted:
        ours, theirs = sorted(painted[kind], key=str), sorted(plotted[kind], key=str)
        if kind == "texts":
            assert [t[0] for t in ours] == [t[0] for t in theirs]
        assert len(ours) == len(theirs), (kind, len(ours), len(theirs))
        unmatched = list(theirs)
        for mark in ours:
            match = next(
                (
                    each
                    for each in unmatched
                    if each[:-1] == mark[:-1]
                    and max(abs(a - b) for a, b in zip(each[-1], mark[-1], strict=True))
                    <= TOLERANCE
                ),
                None,
            )
            if match is None:
                found.append((kind, mark))
            else:
                unmatched.remove(match)
    return found


@pytest.mark.parametrize("width", [342, 640])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_painter_and_plotly_draw_the_same_figure(easel, name, width):
    for dark in (False, True):
        assert differences(easel, draw(name, dark=dark), width) == []


def test_the_painter_and_plotly_draw_the_same_chart_of_every_page(easel, demonstration_home):
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    found = {}
    for page, charts in all_charts().items():
        for chart, declared in charts.items():
            panel = declared.draw(Page(page, store, View(area="E09000022", areas=("E09000008",))))
            if panel is not None and panel.figure is not None:
                found[page, chart] = differences(easel, panel.figure, 560)
    # Years compared have their figures written beside the marks, and ends on their intervals.
    assert found.pop(("compare", "control")) == UNKNOWN
    assert {chart: each for chart, each in found.items() if each} == {}
    assert len(found) > 20


def test_a_kind_of_figure_that_the_painter_does_not_know_waits_for_plotly(easel):
    pie = {"data": [{"type": "pie", "values": [1, 2]}], "layout": {"height": 200}}
    assert easel.evaluate("isKnown", pie) is False


def test_charts_are_painted_where_plotly_does_not_come_and_a_press_still_chooses(reader, board):
    tab = reader(board, height=1400)
    tab.page.route("**/library/plotly-*", lambda route: None)  # Never answered.
    tab.open("compare?indicator=confidence")
    assert tab.page.evaluate("window.Plotly") is None
    tab.page.locator(".painted .point").first.click()
    expect(tab.page).to_have_url(re.compile(r"/compare\?indicator=confidence&areas=E09\d{6}$"))
    tab.page.unroute_all(behavior="ignoreErrors")


def test_plotly_takes_over_the_chart_under_the_pointer_and_no_other(reader, board):
    tab = reader(board)
    tab.open("compare?indicator=confidence")
    first = tab.page.locator(".chart").first
    first.evaluate("chart => chart.scrollIntoView({block: 'start'})")
    before = first.locator("svg.painted").bounding_box()
    tab.page.mouse.move(before["x"] + 200, before["y"] + 100)
    expect(first.locator(".main-svg").first).to_be_visible()
    assert first.locator(".main-svg").first.bounding_box() == before
    assert tab.page.locator(".chart .main-svg").first.is_visible()
    assert (
        tab.page.locator(".chart:has(.painted)").count() == tab.page.locator(".chart").count() - 1
    )


def test_arrow_keys_walk_the_points_of_a_chart_and_say_them_and_enter_chooses(reader, board):
    tab = reader(board)
    tab.open("compare?indicator=confidence")
    chart = tab.page.locator(".chart").first
    figure, said = chart.locator(".figure"), chart.locator(".said")
    figure.focus()
    spoken = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        figure.press(key)
        expect(said).not_to_have_text(spoken[-1] if spoken else "")
        spoken.append(said.inner_text())
    assert spoken[0] == spoken[2] != spoken[1]
    assert re.match(r".+: \d+%", spoken[0])
    assert tab.violations() == []
    figure.press("Enter")
    tab.showing(f".*; {re.escape(spoken[0].partition(':')[0])}\\.")


def test_plotly_is_sent_compressed_to_those_who_take_it_so(reader, board):
    tab = reader(board)
    with tab.page.expect_response(re.compile("library/plotly")) as answer:
        tab.open("compare?indicator=confidence")
    assert answer.value.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.value.headers["cache-control"]
