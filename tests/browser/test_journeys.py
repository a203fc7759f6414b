"""Journeys in a real browser against a cold server: deep links, a click, an action and back, no outside request."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

expect.set_options(timeout=60_000)
ROOT = Path(__file__).resolve().parents[2]
# A deep link makes Streamlit's own client look for its server below the page's path first.
PROBES = re.compile(r"/_stcore/(health|host-config)$")


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as p:
        opened = p.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def server(demonstration_home):
    """A cold server of its own: the first request it sees is the test's."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = os.environ | {"DASHBOARD_HOME": str(demonstration_home)}
    log = (demonstration_home / f"server-{port}.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-c",
         f"from dashboard.ui.serve import serve; serve({port})"],
        cwd=ROOT, env=env, stdout=log, stderr=log,
    )  # fmt: skip
    url = f"http://localhost:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.2)
    yield url
    process.terminate()
    process.wait(10)


def watched(browser, faults, **options):
    page = browser.new_page(**options)
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" and not PROBES.search(
        m.location.get("url", "")) else None)  # fmt: skip
    page.on("request", lambda r: None if r.url.startswith(("http://localhost", "data:", "blob:")) else
            faults.append(f"outside request {r.url}"))  # fmt: skip
    return page


def settled(page):
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("", "Overview"),
        ("compare?indicator=confidence", "Compare boroughs"),
        ("actions", "Board actions"),
        ("data", "Data and definitions"),
    ],
)
def test_a_page_opened_by_deep_link_on_a_cold_server_has_no_fault(browser, server, path, title):
    for width, height, scheme in ((1440, 900, "light"), (390, 844, "dark")):
        faults: list[str] = []
        page = watched(browser, faults, viewport={"width": width, "height": height}, color_scheme=scheme)
        page.goto(f"{server}/{path}")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=60_000)
        settled(page)
        if "confidence" in path:
            expect(page.locator(".js-plotly-plot")).to_have_count(3)
            expect(page.get_by_text("Confidence in local policing, per cent, 32 boroughs").first).to_be_visible()
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        violations = [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in results.response["violations"]]
        assert violations == []
        assert faults == []
        page.close()


def test_from_the_overview_to_a_comparison_to_its_action_and_back(browser, server):
    faults: list[str] = []
    page = watched(browser, faults, viewport={"width": 1440, "height": 900})
    page.goto(server)
    page.get_by_role("link", name="Trust in the MPS").click()
    expect(page.get_by_role("heading", name="Compare boroughs")).to_be_visible()
    expect(page.get_by_text("of 32 boroughs are worse than the MPS").first).to_be_visible()
    page.get_by_role("link", name="Action 4: Share plans").first.click()
    expect(page).to_have_url(re.compile(r"/actions\?action=2023-04-28"))
    expect(page.get_by_role("heading", name="Action 4: Share plans for resetting")).to_be_visible()
    page.get_by_role("link", name="Feeling informed about local policing").click()
    expect(page).to_have_url(re.compile(r"/compare\?indicator=informed"))
    expect(page.get_by_text("Showing Feeling informed about local policing")).to_be_visible()
    assert faults == []
    page.close()


def test_a_click_on_a_borough_chooses_it_everywhere_and_in_the_url(browser, server):
    faults: list[str] = []
    page = watched(browser, faults, viewport={"width": 1440, "height": 1400})
    page.goto(f"{server}/compare")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    settled(page)
    point = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace .point").first
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"areas=E09"))
    expect(page.get_by_text("no borough chosen")).to_have_count(0)
    settled(page)
    expect(page).to_have_url(re.compile(r"areas=E09"))
    assert faults == []
    page.close()
