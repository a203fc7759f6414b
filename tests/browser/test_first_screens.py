"""What stands on the first screen of Borough, of Compare and of Outcomes, as it is measured in the browser."""

import re

import pytest

WIDE, HIGH, BAR = 1440, 900, 60
LEWISHAM, WESTMINSTER, CROYDON = "E09000023", "E09000033", "E09000008"
SIMILAR = f"compare?areas={CROYDON}&comparator=similar&years=4"


def box(locator):
    """Top, right, bottom and left of what is drawn."""
    at = locator.bounding_box()
    return at["y"], at["x"] + at["width"], at["y"] + at["height"], at["x"]


def is_whole(locator, high=HIGH, wide=WIDE):
    """Whether all of it is on the screen as the page stands, below the bar."""
    top, right, bottom, left = box(locator)
    return top >= BAR and bottom <= high and left >= 0 and right <= wide


def parts_missed(tab, selectors, high=HIGH):
    """Those of ``selectors`` of which a part is not on the screen."""
    return [
        selector
        for selector in selectors
        if not all(is_whole(each, high) for each in tab.page.locator(selector).all())
        or not tab.page.locator(selector).count()
    ]


@pytest.mark.parametrize("area", [LEWISHAM, WESTMINSTER])
def test_cards_wards_what_worsens_and_neighbours_are_on_the_first_screen_of_a_borough(
    reader, board, area
):
    tab = reader(board, WIDE, HIGH)
    tab.open(f"borough?area={area}")
    assert tab.page.locator("#summary .tiles > li").count() == 5
    parts = ["#summary .tiles > li", "#ward_strip h2", "#ward_strip .chart .figure svg"]
    parts += ["#ward_strip thead", "#ward_strip tfoot tr", "#worsening h2", "#worsening .html"]
    parts += ["#neighbours h2", "#neighbours thead"]
    parts += ["#ward_strip tbody tr.below"] if area == LEWISHAM else []
    parts += ["#neighbours tbody tr"] if area == LEWISHAM else []
    assert parts_missed(tab, parts) == []


def test_each_figure_that_worsens_names_its_actions_or_says_that_none_rests_on_it(reader, board):
    tab = reader(board, WIDE, HIGH)
    tab.open(f"borough?area={WESTMINSTER}")
    card = tab.page.locator("#worsening")
    number = int(card.locator("h2").inner_text().split()[0])
    doing = card.locator("table").first.locator("tr.doing td")
    assert doing.count() == number == 3
    for each in doing.all():
        words = each.inner_text()
        assert "No action rests on it" in words or each.locator("a[data-page=actions]").count()
    tab.open(f"borough?area={LEWISHAM}")
    action = tab.page.locator("#worsening tr.doing a[data-page=actions]").first
    assert action.get_attribute("href").replace("%2F", "/").endswith("action=2023-04-28/4")


def test_the_trend_of_croydon_and_similar_boroughs_is_whole_beside_the_ranking(reader, board):
    tab = reader(board, WIDE, HIGH)
    tab.open(SIMILAR)
    parts = ["#ranking h2", "#trend h2", "#trend .figure svg", "#trend .foot"]
    assert parts_missed(tab, parts) == []
    texts = tab.page.locator("#trend .figure svg text")
    frame = box(tab.page.locator("#trend"))
    for text in texts.all():
        top, right, bottom, left = box(text)
        assert left >= frame[3] and right <= frame[1], text.inner_html()
        assert top >= frame[0] and bottom <= min(frame[2], HIGH), text.inner_html()
    ranking = box(tab.page.locator("#ranking"))
    assert ranking[1] <= frame[3] and ranking[0] == frame[0]
    title = tab.page.locator("#trend h2").inner_text()
    assert title.startswith("Croydon ") and "similar boroughs" in title and "four years" in title
    ends = " ".join(texts.all_text_contents())
    assert "Croydon" in ends and re.search(r"Similar\s*boroughs", ends)


def test_on_a_small_screen_the_trend_has_its_title_and_most_of_its_plot(reader, board):
    tab = reader(board, 1280, 720)
    tab.open(SIMILAR)
    assert is_whole(tab.page.locator("#trend h2"), 720, 1280)
    top, _, bottom, _ = box(tab.page.locator("#trend .figure svg"))
    assert (720 - top) / (bottom - top) > 0.6


def test_the_five_first_figures_stand_above_the_first_charts_of_outcomes(reader, board):
    tab = reader(board, WIDE, HIGH)
    tab.open("outcomes")
    assert tab.page.locator("#summary .tiles > li").count() == 5
    parts = ["#summary .tiles > li", "#summary .spark", "#detections h2", "#recruitment h2"]
    assert parts_missed(tab, parts) == []
    top, _, bottom, _ = box(tab.page.locator("#recruitment .figure svg"))
    assert (HIGH - top) / (bottom - top) > 0.6


@pytest.mark.parametrize("path", ["response", "compare"])
def test_at_twice_the_size_the_first_chart_begins_on_the_first_screen(reader, board, path):
    tab = reader(board, WIDE // 2, HIGH // 2)
    tab.open(path)
    top = box(tab.page.locator(".chart .figure svg").first)[0]
    assert top < HIGH / 2 - 120


@pytest.mark.parametrize("width", [1280, WIDE])
@pytest.mark.parametrize("filters", ["", f"areas={CROYDON}&comparator=similar"])
def test_the_bar_shows_the_comparator_the_borough_and_the_period_whole(
    reader, board, width, filters
):
    tab = reader(board, width)
    tab.open(f"compare?{filters}")
    for name in ("Compared with", "Period"):
        field = tab.page.get_by_role("combobox", name=name)
        cut = field.evaluate("box => box.scrollWidth - box.clientWidth")
        assert (name, cut) == (name, 0)
    for each in tab.page.locator("[data-tag] > span").all():
        assert each.evaluate("words => words.scrollWidth - words.clientWidth") <= 0
