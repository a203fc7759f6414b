"""A browser, servers on databases, and a reader's tab that keeps whatever went wrong in it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bare_board import Messages
from playwright.sync_api import Page, expect, sync_playwright

expect.set_options(timeout=60_000)
ROOT = Path(__file__).resolve().parents[2]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
# Every sentence that says what is shown, in the order in which a reader saw them since the page was
# opened.
REMEMBER_SHOWN = """
window.shown = [];
new MutationObserver(() => {
    for (const said of document.querySelectorAll('[data-testid=stMarkdownContainer] p, .board > .note')) {
        const words = said.innerText;
        if (words.startsWith('Showing ') && !window.shown.includes(words)) window.shown.push(words);
    }
}).observe(document, {subtree: true, childList: true, characterData: true});
"""
# The mark of a panel that was sought fades for five seconds and changes nothing else: nobody waits
# for it.
DRAWN = """
() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1')
    && document.querySelector('.board .panel, [data-testid=stAlert], [data-testid=stDataFrame]')
    && !document.querySelector('[data-stale=true]')
    && !document.querySelector('[data-testid=stSkeleton]')
    && document.getAnimations().every(a => a.playState !== 'running' || a.animationName === 'sought')
    && [...document.querySelectorAll('.chart .figure')].every(p => p.querySelector('svg'))
    && [...document.querySelectorAll('.panel > .rows')].every(p => p.querySelector('table'))
"""


@dataclass
class Reader:
    """One tab. ``faults`` holds every console error, page error, answer in vain and request to
    another machine.

    What the Content-Security-Policy forbids is an error of the console.
    """

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.set_default_timeout(60_000)
        self.page.add_init_script(REMEMBER_SHOWN)
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("console", self._console)
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type == "error":
            self.faults.append(message.text)

    def _response(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status} of {response.url}")

    def _request(self, request):
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.faults.append(f"outside request {request.url}")

    def open(self, path):
        answer = self.page.goto(f"{self.url}/{path}")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        self.settled()

    def resize(self, width, height):
        """Give the window another size, and wait until the charts there are have taken it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            "() => innerWidth === document.documentElement.clientWidth &&"
            " [...document.querySelectorAll('.chart')].every(c => Math.abs(c.clientWidth -"
            " (c.querySelector('.figure svg')?.clientWidth ?? c.clientWidth)) < 2)"
        )

    def settled(self):
        """Wait until the page has said and drawn all it has."""
        self.page.wait_for_function(DRAWN)

    def showing(self, words):
        """Wait until the page says that it shows ``words``, a regular expression, and has drawn it."""
        expect(self.page.get_by_text(re.compile(f"^Showing {words}")).first).to_be_visible()
        self.settled()

    def title(self, words):
        expect(self.page.get_by_role("heading", name=words, exact=True, level=1)).to_be_visible()

    def walk(self, name):
        """Choose a page in the list of pages, by name."""
        self.page.keyboard.press("Escape")  # An open list of choices would lie over it.
        self.page.get_by_test_id("stTopNavLinkContainer").get_by_role(
            "link", name=name, exact=True
        ).click()
        self.title(name)
        self.settled()

    def choose(self, label, choice):
        """Choose, in the list whose label ends in ``label``, the first of its options that holds
        ``choice``.

        By typing and Enter. A click on an option further down scrolls the list first, which draws
        only the options in
        sight: where the one pressed is drawn anew before the button is let go, the list stays open.
        """
        self.settled()
        box = self.page.get_by_role("combobox", name=re.compile(f"{label}$"))
        # The list of a box that has been scrolled under the page's header is not opened.
        box.evaluate("box => box.scrollIntoView({block: 'center'})")
        box.fill(choice)
        expect(self.page.get_by_role("option").first).to_contain_text(choice)
        box.press("Enter")

    def card(self, title=""):
        """The card whose title begins with ``title``."""
        heading = self.page.get_by_role("heading", name=re.compile(f"^{re.escape(title)}"))
        return self.page.locator(".panel").filter(has=heading).first

    def act(self, card, words):
        """Press ``words`` in the menu of ``card``."""
        card.locator(".pmenu summary").click()
        card.locator(".pmenu").get_by_role("button", name=words, exact=True).click()

    def about(self, title=""):
        """What the card whose title begins with ``title`` rests on, opened in a drawer."""
        self.act(self.card(title), "About this chart")
        drawer = self.page.get_by_role("dialog")
        expect(drawer.get_by_role("button", name="Table (CSV)")).to_be_visible()
        return drawer

    def violations(self):
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found]

    def sideways(self):
        """Pixels by which the page, or its main part, can be scrolled sideways."""
        return self.page.evaluate(
            "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".map(e => Math.max(0, e.scrollWidth - e.clientWidth)).reduce((a, b) => a + b)"
        )


@pytest.fixture(scope="session")
def launch():
    """Starts a browser; whoever does closes it."""
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    # All tabs of one machine's servers share a process, and so the scripts that it has compiled: a
    # page opens in a third of the time.
    args = ["--no-sandbox", "--disable-gpu", "--process-per-site"]
    with sync_playwright() as p:
        yield lambda: p.chromium.launch(executable_path=found, args=args)


@pytest.fixture(scope="session")
def browser(launch):
    opened = launch()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared_window(browser):
    """The window in which the tabs of a file's tests are opened: what was fetched by one need not be
    fetched by the next.
    """
    opened = browser.new_context(ignore_https_errors=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def idle_tab(shared_window):
    """A tab that stays open all the time, so that the process of the others does."""
    return shared_window.new_page()


@pytest.fixture
def reader(shared_window, idle_tab):
    """Opens tabs on a server, by its address; at the end nothing may have gone wrong in any of
    them, and nothing of what a page keeps in the browser is left.
    """
    tabs = []

    def opened(url, width=1440, height=900):
        if idle_tab.url == "about:blank":
            idle_tab.goto(f"{url}/_stcore/health")
        tabs.append(Reader(shared_window.new_page(), url))
        tabs[-1].page.set_viewport_size({"width": width, "height": height})
        return tabs[-1]

    yield opened
    faults = [fault for tab in tabs for fault in tab.faults]
    traces = [tab.url for tab in tabs if "Traceback" in tab.page.content()]
    for page in shared_window.pages:
        if page is not idle_tab:
            page.close()
    storage = shared_window.new_cdp_session(idle_tab)
    for tab in tabs:
        kept = {"origin": tab.url, "storageTypes": "cookies,local_storage,indexeddb"}
        storage.send("Storage.clearDataForOrigin", kept)
    storage.detach()
    shared_window.clear_permissions()
    assert (faults, traces) == ([], [])


class Servers:
    """Servers of the checkout's pages, each on a database of its own."""

    def __init__(self):
        self._running = []

    def start(
        self,
        home,
        script="from dashboard.ui.serve import serve; serve({port})",
        below="",
        port=0,
        **environment,
    ):
        """The address of a new server on ``home`` that has not yet seen a request for a page.

        ``script`` starts it, ``below`` is the path below which it is served, ``port`` the one it is
        to have, where any other will not do, and ``environment`` what else is set.
        """
        if not port:
            with socket.socket() as s:
                s.bind(("127.0.0.1", 0))
                port = s.getsockname()[1]
        with (home / f"server-{port}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", script.format(port=port)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=os.environ | {"DASHBOARD_HOME": str(home)} | environment,
            )
        self._running.append(process)
        url = f"http://localhost:{port}{below}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                return url
            except OSError:
                time.sleep(0.1)
        raise AssertionError((home / f"server-{port}.log").read_text())

    def kill(self):
        """Kill the server that was started last."""
        self._running[-1].kill()
        self._running[-1].wait()

    def stop(self):
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(20)


@pytest.fixture
def servers():
    started = Servers()
    yield started
    started.stop()


@pytest.fixture
def cold(servers, demonstration_home):
    """The address of a server of its own: the first request for a page that it sees is the test's."""
    return servers.start(demonstration_home)


@pytest.fixture(scope="session")
def board(demonstration_home):
    """The address of the server that journeys share; below a path, where everything is as it is
    without one.
    """
    started = Servers()
    yield started.start(
        demonstration_home, below="/below/a-path", STREAMLIT_SERVER_BASE_URL_PATH="below/a-path"
    )
    started.stop()


@pytest.fixture(scope="session")
def messages(demonstration_home):
    """Address -> the boards that its page sends, on the demonstration."""
    return Messages(demonstration_home)
