"""The overview through the entry point: rows by theme, links to charts and actions, and the
exceptions.
"""

import re
import shutil
from pathlib import Path

from opened import boards, cards, links, tables, text, titles
from streamlit.testing.v1 import AppTest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.demo import all_sources
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.ui.overview import MOST

ROOT = Path(__file__).resolve().parents[2]
THEMES = ["Trust and confidence", "Neighbourhood policing", "Response", "Outcomes", "Workforce"]


def overview(**filters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for field, value in filters.items():
        at.query_params[field] = value
    return at.run()


def rows_of(at: AppTest) -> str:
    return cards(at)["indicators"]["html"]


def test_the_themes_stand_in_agenda_order(demonstration_shown):
    at = overview()
    assert not at.exception
    assert re.findall('scope="rowgroup">([^<]+)<', rows_of(at)) == THEMES
    assert "No figure is loaded" not in text(at)


def test_the_finding_stands_first_and_every_headline_has_a_row(demonstration_shown):
    at = overview()
    assert re.fullmatch(
        r"(\d+|None) of \d+ headline indicators (is|are) worse, (\d+|none) better",
        boards(at)[0]["finding"],
    )
    assert list(cards(at)) == ["indicators", "exceptions", "due", "variation"]
    rows = re.findall('<th scope="row"><a ', rows_of(at))
    assert len(rows) == len(tables(at)["indicators"]["Indicator"]) == 16


def test_each_indicator_links_to_where_it_is_explored_and_to_its_actions(demonstration_shown):
    found = links(overview())
    assert ("Trust in the MPS", "compare?indicator=trust") in found
    assert ("999 calls answered within 10 seconds", "response?indicator=answered_999") in found
    assert ("Detection rate for rape", "outcomes?indicator=rape_detection") in found
    assert ("3", "actions?action=2023-04-28%2F3") in found


def test_each_indicator_shows_its_verdict_in_words_and_the_grid_leads_to_its_control_chart(
    demonstration_shown,
):
    at = overview()
    verdicts = re.findall(r'<span class="v [a-z ]+">([^<]+)<', rows_of(at))
    assert len(verdicts) == 16 and all(verdicts)
    assert all(re.findall('class="spark" role="img" aria-label="[A-Z][^"]+"', rows_of(at)))
    grid = cards(at)["variation"]["html"]
    assert 'href="compare?indicator=answered_999&amp;over_time=control#control"' in grid
    to_charts = re.findall('href="([^"]+)"', grid)
    assert len(to_charts) == grid.count('class="name"') > len(verdicts)
    assert len(set(to_charts)) == len(to_charts)
    assert [theme for theme in re.findall("<h4>([^<]+)</h4>", grid)] == THEMES
    assert re.search(r"Target 90% by 31 March 2024: behind by [\d.]+ points<", grid)


def test_a_link_to_a_control_chart_keeps_the_day_as_at_which_all_is_shown(demonstration_shown):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["as_at"] = "2023-05-15"
    at.run()
    assert (
        'href="compare?indicator=i_calls&amp;over_time=control&amp;as_at=2023-05-15#control"'
        in cards(at)["variation"]["html"]
    )


def test_an_exception_links_to_the_comparison_of_its_borough(demonstration_shown):
    at = overview()
    number = next(
        int(shown[1])
        for t in titles(at)
        if (shown := re.match(r"(\d+) worse than London and worsening, .* without an action", t))
    )
    to_boroughs = [(label, address) for label, address in links(at) if "areas=E09" in address]
    assert len(to_boroughs) == number
    folded = f"<summary>{number - MOST} more</summary>"
    assert (folded in cards(at)["exceptions"]["html"]) == (number > MOST)
    _, address = to_boroughs[0]
    assert address.startswith("compare?indicator=")


def test_a_link_with_a_word_that_means_nothing_here_is_told_and_the_page_stands(
    demonstration_shown,
):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["colour"] = "red"
    at.run()
    assert not at.exception
    assert "The link's 'colour' is not a filter of this page" in text(at)


def test_with_the_survey_of_the_mps_alone_the_page_stands_and_says_what_to_load(
    tmp_path, monkeypatch
):
    home = tmp_path / "home"
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    shutil.copytree(ROOT / "queries", home / "queries")
    where = Places(home)
    for file in all_sources.write(tmp_path / "files"):
        if file.source == "pas_mps":
            receive(
                where.received_folder, file.source, file.published, file.path, demonstration=True
            )
    build(where, declarations(where.declared_folder, catalogue.has_chart))
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    at = overview()
    assert not at.exception
    assert "Trust in the MPS" in dict(links(at))
    assert "No figure is loaded for Wards below the minimum team" in text(at)
    assert "load a file of detections" in text(at)
    assert "No borough figure that can be tested is loaded" in text(at)
    assert "nan" not in text(at).casefold().split()


def test_with_an_action_lists_only_figures_that_have_one(demonstration_shown):
    for covered, theme in (("yes", ""), ("yes", "response"), ("no", ""), ("no", "response")):
        listed = cards(overview(covered=covered, worse_theme=theme))["exceptions"]["html"]
        rows = re.findall(r"<tbody>(.*?)</tbody>", listed)
        assert rows or "No figure fits this choice" in listed
        uncovered = [">none<" in row for row in "".join(rows).split("<tr>")[1:]]
        assert set(uncovered) <= {covered == "no"}
