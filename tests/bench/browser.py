"""Pages in a headless browser: until everything is drawn, measured in the page itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from dashboard.settings import Places

WATCH = """
window.drawn = {last: 0};
new MutationObserver(found => {
    if (found.some(f => (f.target.nodeType === 1 ? f.target : f.target.parentElement)?.closest?.(
            '[data-testid=stMainBlockContainer]')))
        window.drawn.last = performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ['d', 'transform', 'points', 'data-stale']});
"""
"""Keeps the time of the last change within the page's own part, charts included."""

SETTLED = """
([quiet, since]) => {
    const app = document.querySelector('[data-testid=stApp]');
    const plots = [...document.querySelectorAll('.chart .figure')];
    return app?.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
        && !document.querySelector('[data-testid=stSkeleton]') && plots.every(p => p.querySelector('svg'))
        && window.drawn.last > since && performance.now() - window.drawn.last > quiet && window.drawn.last;
}
"""
QUIET = 400
"""Milliseconds without a change after which a page counts as drawn; they are not part of what is
measured.
"""


PRESENT = "present?pack=2023-04-28&slide=1"
TURN = """
() => {
    const shown = () => document.querySelector('.slides > .shown');
    addEventListener('keydown', () => {
        const start = performance.now(), before = shown();
        const look = () => {
            if (shown() === before) return requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => {
                window.turned = performance.now() - start;
            }));
        };
        window.turned = 0;
        look();
    }, true);
}
"""
"""The next slide: from the key until it has been painted."""


class Browsing:
    """A server of its own on ``places`` and a browser before it, for the length of a ``with``."""

    def __init__(self, places: Places, root: Path) -> None:
        """Serve the pages of ``root`` with the database of ``places``."""
        self._places, self._root = places, root

    def __enter__(self) -> Browsing:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._log = (self._places.root / "server.log").open("w")
        code = f"from dashboard.ui.serve import serve; serve({port})"
        self._server = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=self._root,
            stdout=self._log,
            stderr=self._log,
            env=os.environ | {"DASHBOARD_HOME": str(self._places.root)},
        )
        self._url = f"http://localhost:{port}"
        self._wait()
        self._playwright = sync_playwright().start()
        found = next(
            filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
        )
        self._browser = self._playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        self._load(
            ""
        )  # The first reader after a start waits for the server's own imports: not measured.
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()
        self._server.terminate()
        self._server.wait(10)
        self._log.close()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self._url}/_stcore/health", timeout=1)
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"The server did not start: see {self._places.root / 'server.log'}.")

    def loads(self) -> dict[str, Callable[[], float]]:
        """The first load of every page that app.py lists, in a browser that has seen nothing."""
        listed = (self._root / "app.py").read_text(encoding="utf-8")
        names = [
            p.stem
            for p in sorted((self._root / "pages").glob("*.py"))
            if f"pages/{p.name}" in listed
        ]
        return {name: partial(self._load, "" if name == "overview" else name) for name in names}

    def _load(self, path: str) -> float:
        page = self._open(path)
        taken = self._settled(page, 0)
        page.context.close()
        return taken

    def _open(self, path: str) -> Page:
        page = self._browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(WATCH)
        page.goto(f"{self._url}/{path}")
        return page

    def open_page(self, path: str) -> Page:
        """A page in a browser that has seen nothing, as it stands once all is drawn."""
        page = self._open(path)
        self._settled(page, 0)
        return page

    def _settled(self, page: Page, since: float) -> float:
        """The moment, in the page's own milliseconds, of the last change after ``since``."""
        found: Any = page.wait_for_function(SETTLED, arg=[QUIET, since], polling=50, timeout=60_000)
        return float(found.json_value())

    def changes(self, runs: int) -> dict[str, list[float]]:
        """On Compare: from the choice of another indicator, or another period, until all charts are
        drawn anew.
        """
        page = self._open("compare?areas=E09000017,E09000007")
        self._settled(page, 0)
        page.evaluate(
            "addEventListener('click', () => { window.drawn.chosen = performance.now() }, true)"
        )
        taken: dict[str, list[float]] = {
            "compare, another indicator": [],
            "compare, another period": [],
        }
        self._choose(
            page, "Indicator", 1
        )  # Not counted: the list of choices is drawn for the first time.
        for run in range(runs):
            taken["compare, another indicator"].append(self._choose(page, "Indicator", 2 + run % 4))
            taken["compare, another period"].append(self._choose(page, "Period", 1 + run % 6))
        page.context.close()
        return taken

    def slides(self, runs: int) -> dict[str, list[float]]:
        """The shipped pack at the size of a projector: until its first slide is drawn, and from one
        slide to the next.
        """
        taken: dict[str, list[float]] = {"the first slide drawn": [], "the next slide": []}
        for _ in range(runs):
            page = self._open(PRESENT)
            page.set_viewport_size({"width": 1920, "height": 1080})
            page.wait_for_selector("#slide-1-head", state="visible")
            taken["the first slide drawn"].append(page.evaluate("performance.now()"))
            page.evaluate(TURN)
            for _ in range(page.locator(".slides > section").count() - 1):
                page.evaluate("window.turned = 0")
                page.keyboard.press("PageDown")
                turned = page.wait_for_function("() => window.turned", polling=50)
                taken["the next slide"].append(float(turned.json_value()))
            page.context.close()
        return taken

    def _choose(self, page: Page, box: str, option: int) -> float:
        before = page.locator("[data-testid=stMain]").inner_text()
        page.get_by_test_id("stSelectbox").filter(has_text=box).locator(
            "[role=combobox]"
        ).first.click()
        page.locator("[role=option]").nth(option).click()
        chosen = page.evaluate("window.drawn.chosen")
        end = self._settled(page, chosen)
        if page.locator("[data-testid=stMain]").inner_text() == before:
            raise SystemExit(
                "A filter of Compare was changed and nothing changed with it: see"
                " tests/bench/browser.py."
            )
        return end - chosen
