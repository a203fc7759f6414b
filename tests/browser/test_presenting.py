"""The pack of a meeting in the room: by keys alone, large enough, without a barrier, and when the
server is gone.
"""

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

PACK = "2023-04-28"
DECLARED = Path(__file__).resolve().parents[2] / "data" / "declared" / "packs" / f"{PACK}.toml"
COUNT = len(tomllib.loads(DECLARED.read_text(encoding="utf-8"))["slides"])
LINES = """() => {
  const unit = innerHeight / 1080, beyond = [], small = [];
  const slide = document.querySelector('.slides > .shown');
  for (const each of slide.querySelectorAll('h1, h2, h3, p, td, th, svg text')) {
    if (!each.textContent.trim() || !each.getClientRects().length) continue;
    const box = each.getBoundingClientRect();
    const words = each.textContent.trim().slice(0, 40);
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      beyond.push(words);
    if (!each.closest('svg')) continue;
    const { a, b } = each.getScreenCTM();
    const size = parseFloat(getComputedStyle(each).fontSize) * Math.hypot(a, b) / unit;
    if (size < 31.5) small.push(`${words}: ${size.toFixed(1)}`);
  }
  const labels = [...slide.querySelectorAll('svg text')].filter(t => t.textContent.trim());
  for (const label of labels) {
    const box = label.getBoundingClientRect(), frame = label.ownerSVGElement.getBoundingClientRect();
    if (box.left < frame.left - 4 || box.right > frame.right + 4 || box.top < frame.top - 6
        || box.bottom > frame.bottom + 6) beyond.push(label.textContent.trim());
  }
  const boxes = labels.map(t => [t.textContent.trim(), t.getBoundingClientRect()]);
  const overlaps = boxes.flatMap(([word, one], i) => boxes.slice(i + 1).filter(([, two]) =>
    Math.min(one.right, two.right) - Math.max(one.left, two.left) > 2
    && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top)
      > 0.3 * Math.min(one.height, two.height)).map(([other]) => `${word} on ${other}`));
  const head = parseFloat(getComputedStyle(slide.querySelector('h1')).fontSize) / unit;
  return { beyond, small, overlaps, head };
}"""


def is_at(tab, number):
    expect(tab.page.locator(f"#slide-{number}-head")).to_be_visible()
    expect(tab.page).to_have_url(re.compile(rf"slide={number}\b"))


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_the_whole_pack_is_shown_by_keys_with_large_words_within_the_screen(reader, board, size):
    tab = reader(board, *size)
    tab.page.goto(f"{board}/present?pack={PACK}&slide=1")
    is_at(tab, 1)
    tab.page.keyboard.press("End")
    last = int(re.search(r"slide=(\d+)", tab.page.url)[1])
    assert last > 14
    tab.page.keyboard.press("Home")
    for number in range(1, last + 1):
        is_at(tab, number)
        lines = tab.page.evaluate(LINES)
        assert lines["beyond"] == [], number
        assert lines["small"] == [], number
        assert lines["overlaps"] == [], number
        assert lines["head"] >= 48, number
        tab.page.keyboard.press("PageDown")
    is_at(tab, last)
    tab.page.keyboard.type("12")
    is_at(tab, 12)
    tab.page.keyboard.press("ArrowLeft")
    is_at(tab, 11)


PLOTS = """() => [...document.querySelectorAll('.slides > .shown .piece svg')].map(svg => {
  const frame = svg.getBoundingClientRect(), line = svg.querySelector('.shape[stroke-dasharray]');
  return [svg.clientWidth, line ? Math.round(line.getBoundingClientRect().left - frame.left) : null];
})"""


@pytest.mark.parametrize("slide", [10, 11, 13])
def test_columns_of_one_ranking_have_one_scale(reader, board, slide):
    tab = reader(board, 1280, 720)
    tab.page.goto(f"{board}/present?pack={PACK}&slide={slide}")
    is_at(tab, slide)
    plots = tab.page.evaluate(PLOTS)
    assert len(plots) > 1 and None not in dict(plots).values()
    assert max(wide for wide, _ in plots) - min(wide for wide, _ in plots) <= 1
    assert max(at for _, at in plots) - min(at for _, at in plots) <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_slide_has_no_barrier_in_light_and_dark(reader, board, scheme):
    tab = reader(board)
    tab.page.emulate_media(color_scheme=scheme)
    for number in (1, 3, 5):
        tab.page.goto(f"{board}/present?pack={PACK}&slide={number}")
        is_at(tab, number)
        assert tab.violations() == []


def test_the_board_goes_on_by_keys_when_the_server_is_gone(reader, servers, demonstration_home):
    url = servers.start(demonstration_home)
    tab = reader(url)
    tab.open("actions")
    tab.page.get_by_role("link", name=re.compile("^Present the slides")).first.click()
    is_at(tab, 1)
    servers.kill()
    for number in (2, 3, 4):
        tab.page.keyboard.press("ArrowRight")
        expect(tab.page.locator(f"#slide-{number}-head")).to_be_visible()
    tab.page.keyboard.press("b")
    expect(tab.page.locator(".blank")).to_be_visible()
    tab.page.keyboard.press("b")
    expect(tab.page.locator(".blank")).to_be_hidden()
    tab.faults.clear()  # The browser says that the server is gone.


def test_explore_leads_to_the_live_page_and_back_to_the_slide(reader, board):
    tab = reader(board)
    tab.page.goto(f"{board}/present?pack={PACK}&slide=3")
    is_at(tab, 3)
    tab.page.keyboard.press("e")
    tab.title("Trust and confidence")
    expect(tab.page).to_have_url(re.compile("as_at=2023-04-28"))
    tab.page.get_by_role("link", name="Back to slide 3").click()
    is_at(tab, 3)


def test_the_escape_that_follows_the_list_of_slides_leaves_nothing(reader, board):
    tab = reader(board)
    tab.page.goto(f"{board}/present?pack={PACK}&slide=3")
    is_at(tab, 3)
    tab.page.keyboard.press("g")
    expect(tab.page.get_by_role("dialog", name="Slides")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_text("Press Esc again to leave the slides.")).to_be_visible()
    tab.page.wait_for_timeout(1500)
    is_at(tab, 3)


def test_a_deck_that_is_not_there_yet_says_so_and_keeps_the_keys_pressed_meanwhile(reader, cold):
    tab = reader(cold)
    tab.page.goto(f"{cold}/present?pack={PACK}&slide=1", wait_until="commit")
    expect(tab.page.get_by_text(re.compile("^Preparing the slides…"))).to_be_visible()
    for _ in range(3):
        tab.page.keyboard.press("PageDown")
    said = f"Preparing {COUNT} slides of “Performance and Risk Oversight Board, 28 April 2023”…"
    expect(tab.page.get_by_text(said)).to_be_visible()
    tab.page.keyboard.press("PageDown")
    is_at(tab, 5)
    expect(tab.page.get_by_text("Preparing")).to_have_count(2)
    for line in tab.page.get_by_text("Preparing").all():
        expect(line).to_be_hidden()


def test_a_pack_that_is_not_there_is_a_calm_slide(reader, board):
    tab = reader(board)
    tab.page.goto(f"{board}/present?pack=2023-04-29")
    expect(tab.page.get_by_role("heading", name="No such pack")).to_be_visible()
    expect(tab.page.get_by_text("'2023-04-29'").first).to_be_visible()


@pytest.mark.parametrize(
    ("slide", "number", "sentence"),
    [
        ("99", COUNT, f"There is no slide 99 in this pack; slide {COUNT} is shown."),
        ("0", 1, "There is no slide 0 in this pack; slide 1 is shown."),
        ("2.5", 1, "The link's slide is no number; slide 1 is shown."),
    ],
)
def test_a_slide_that_is_not_there_is_told_and_the_nearest_shown(
    reader, board, slide, number, sentence
):
    tab = reader(board)
    tab.page.goto(f"{board}/present?pack={PACK}&slide={slide}")
    is_at(tab, number)
    expect(tab.page.get_by_text(sentence)).to_be_visible()
