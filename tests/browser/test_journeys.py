"""The three main jobs, each in a browser from the first page to the last and back."""

import csv
import datetime as dt
import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[2]
CROYDON = "E09000008"
AGENDA = ["Trust and confidence", "Neighbourhood policing", "Response", "Outcomes", "Workforce"]
MEETING = [
    ("trust", View()),
    ("allocation", View(area=CROYDON, opened=("restore", "fairness", "wards"))),
    ("response", View(opened=("projection",))),
    ("response", View(indicator="s_within_60", opened=("projection",))),
    ("outcomes", View(opened=("intake",))),
]
"""Page and view in which the board goes through it: the slowest S calls have an action, the slowest
I calls none.
"""
CHIPS = "#{} .foot a[href*='actions?action=']"


@pytest.fixture(scope="module")
def store(demonstration_home):
    places = Places(demonstration_home)
    return open_store(places, find_database(places))


def rows_of(download):
    """First line, and the rows below it by heading, of a downloaded table."""
    first, _, rest = Path(download.path()).read_text(encoding="utf-8-sig").partition("\n")
    return first, list(csv.DictReader(io.StringIO(rest)))


def fetch(tab, chart):
    """Download the table behind a chart, by the start of its title."""
    about = tab.about(chart)
    with tab.page.expect_download() as download:
        about.get_by_role("button", name="Table (CSV)").click()
    about.get_by_role("button", name="Close").click()
    return rows_of(download.value)


def test_from_an_exception_to_the_comparison_of_its_borough_and_from_a_headline_to_its_action_and_back(
    reader, board, store
):
    exceptions = Exceptions(Page("overview", store, View()))
    row = exceptions.rows.iloc[0]
    names = store.query("indicators").set_index("id")["name"]

    tab = reader(board)
    tab.open("")
    tab.page.locator("#exceptions").get_by_role("link", name=row["name"], exact=True).first.click()
    expect(tab.page).to_have_url(
        re.compile(rf"/compare\?indicator={row['indicator']}&areas={row['area']}$")
    )
    tab.showing(f"{names[row['indicator']]}, .*, compared with MPS; {row['name']}.")
    expect(tab.page.get_by_label(f"Remove {row['name']}")).to_be_visible()
    tab.page.go_back()

    rests = store.query("evidence").query("page == 'compare' and chart == 'ranking'").iloc[0]
    name, action = names[rests["indicator"]], f"Action {rests['action'].rpartition('/')[2]}"
    tab.page.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()
    comparison = re.compile(rf"/(compare|trust)\?indicator={rests['indicator']}")
    expect(tab.page).to_have_url(comparison)
    tab.page.get_by_role("link", name=re.compile(f"^{action}: ")).first.click()
    expect(tab.page).to_have_url(re.compile(rf"/actions\?action=2023-04-28(/|%2F){action[-1]}$"))
    expect(tab.page.get_by_role("heading", name=re.compile(f"^{action}: (?!its )"))).to_be_visible()
    tab.settled()

    tab.page.go_back()
    expect(tab.page).to_have_url(comparison)
    tab.page.go_forward()
    expect(tab.page.get_by_role("heading", name=re.compile(f"^{action}: (?!its )"))).to_be_visible()
    tab.page.get_by_role("link", name=name, exact=True).first.click()
    expect(tab.page).to_have_url(re.compile(rf"/(compare|trust)\?.*indicator={rests['indicator']}"))
    tab.showing(name)


def test_from_a_revised_figure_to_its_comparison_as_it_stood_and_back_to_now(
    reader, board, demonstration_home
):
    places = Places(demonstration_home)
    first, now = (
        open_store(places, vintages.at(places, day), day) for day in (dt.date(2023, 5, 15), None)
    )
    was, stands = (
        s.query("compare", indicator="trust", period="2023-03-31").set_index("name")["value"]
        for s in (first, now)
    )
    tab = reader(board)
    tab.open("changes?since=2023-05-15")
    tab.showing(
        "what changed since the publication of 15 May 2023; revised figures of Trust in the MPS."
    )
    _, rows = fetch(tab, "21 figures revised")
    told = {r["Area"]: (float(r["Was, per cent"]), float(r["Is, per cent"])) for r in rows}
    moved = [name for name in was.index if abs(was[name] - stands[name]) > 1e-9]
    assert moved and all(
        told[name] == pytest.approx((was[name], stands[name])) for name in moved if name in told
    )
    assert "Camden" in moved and "Camden" in told

    tab.page.get_by_role(
        "link", name="Trust in the MPS by borough as it stood on 15 May 2023"
    ).click()
    tab.showing("Trust in the MPS, 12 months to March 2023, compared with MPS; Camden.")
    expect(tab.page).to_have_url(re.compile("as_at=2023-05-15"))
    expect(tab.page.get_by_text("As it stood on 15 May 2023.")).to_be_visible()
    _, rows = fetch(tab, "")
    assert {r["Borough"]: float(r["Per cent"]) for r in rows}["Camden"] == was["Camden"]

    tab.choose("As at", "Now")
    tab.showing("Trust in the MPS, 12 months to March 2023, compared with MPS; Camden.")
    expect(tab.page.get_by_text("As it stood on 15 May 2023.")).to_have_count(0)
    expect(tab.page).not_to_have_url(re.compile("as_at"))
    _, rows = fetch(tab, "")
    assert {r["Borough"]: float(r["Per cent"]) for r in rows}["Camden"] == stands["Camden"]


def test_a_superintendents_link_gives_the_wards_by_shortfall_reconciled_and_downloaded(
    reader, board
):
    with (ROOT / "data" / "declared" / "areas" / "wards.csv").open(encoding="utf-8") as file:
        wards = {row["name"] for row in csv.DictReader(file) if row["parent"] == CROYDON}
    tab = reader(board)
    tab.open(f"allocation?area={CROYDON}&opened=wards")
    tab.showing(f"Croydon, {len(wards)} wards, at 30 June 2023")
    title = tab.page.get_by_text(
        re.compile(rf"\d+ of {len(wards)} wards are below the minimum")
    ).first
    expect(title).to_be_visible()
    summed = tab.page.get_by_text(
        re.compile("^Ward posts add up to the borough total of .* at 30 June 2023")
    ).first
    expect(summed).to_be_visible()

    first, rows = fetch(tab, "Every ward of Croydon")
    assert "DEMONSTRATION DATA" in first
    assert {row["Ward"] for row in rows} == wards and len(rows) == len(wards)
    short = [
        max(0, 2 - float(r["DWOs in post"])) + max(0, 1 - float(r["PCSOs in post"])) for r in rows
    ]
    below = int(re.search(r"(\d+) of", title.inner_text())[1])
    assert short == sorted(short, reverse=True) and sum(n > 0 for n in short) == below

    seen = tab.page.locator("#wards .rows tbody th[scope=row]").all_inner_texts()
    assert seen == [row["Ward"] for row in rows]

    first, totals = fetch(tab, "Ward posts add up")
    assert "DEMONSTRATION DATA" in first and len(totals) == 4
    for total in totals:
        added = sum(float(row[total["Figure"]]) for row in rows)
        assert added == pytest.approx(float(total["Ward sum"]), abs=0.006)
        assert float(total["Less own total"]) == 0
        assert re.search(
            rf"\b{float(total['Ward sum']):g}(\.0)? {total['Figure']}", summed.inner_text()
        )


def test_the_overview_on_a_meetings_screen_follows_the_agenda(reader, board):
    tab = reader(board, 1920, 1080)
    tab.open("")
    themes = tab.page.locator("#indicators .theme")
    assert themes.all_inner_texts() == AGENDA
    rows = tab.page.locator("#indicators tbody tr:not(.theme)")
    last = rows.last.bounding_box()
    assert rows.count() == 16 and last["y"] + last["height"] < 1080


def test_every_chart_that_the_record_names_for_an_action_has_that_action(store):
    with (ROOT / "data" / "declared" / "actions" / "2023-04-28.toml").open("rb") as file:
        minuted = [
            (action["id"], e) for action in tomllib.load(file)["action"] for e in action["evidence"]
        ]
    assert len(minuted) > 20
    for action, e in minuted:
        view = View(
            e.get("indicator", View.indicator), plan=e.get("plan", ""), group=e.get("group", "")
        )
        panel = catalogue.charts_of(e["page"])[e["chart"]].draw(Page(e["page"], store, view))
        if panel:
            assert action in [link.action for link in panel.actions], e


@pytest.mark.parametrize(("name", "view"), MEETING)
def test_every_action_of_a_chart_is_one_click_away_and_the_chart_one_step_back(
    reader, board, store, name, view
):
    panels = [
        panel
        for chart in catalogue.charts_of(name).values()
        if (panel := chart.draw(Page(name, store, view)))
    ]
    expected = {
        panel.chart: [action.action for action in panel.actions]
        for panel in panels
        if panel.actions and panel.chart != "hexagons"
    }
    assert expected
    tab = reader(board, 1920, 1080)
    for chart, actions in expected.items():
        section = catalogue.charts_of(name)[chart].section
        apart = section and section not in view.opened
        asked = replace(view, opened=(*view.opened, section)) if apart else view
        address = name + "?" * bool(asked.parameters()) + urlencode(asked.parameters())
        if tab.page.url != f"{board}/{address}":
            tab.open(address)
        chips = tab.page.locator(CHIPS.format(chart))
        expect(chips).to_have_count(len(actions))
        for chip, action in zip(chips.all(), actions, strict=True):
            assert (
                chip.get_attribute("href").replace("%2F", "/").endswith(f"actions?action={action}")
            )
        chips.last.click()
        number = actions[-1].rpartition("/")[2]
        expect(
            tab.page.get_by_role("heading", name=re.compile(f"^Action {number}: (?!its )"))
        ).to_be_visible()
        tab.page.go_back()
        expect(tab.page.locator(f"#{chart}")).to_be_visible()
        expect(tab.page).to_have_url(f"{board}/{address}")
        tab.settled()
