"""How long the dashboard takes: build, queries, charts, files to take away, and pages and slides in
a browser. Run by ``make bench``.

Everything is measured on the demonstration, and on a database of twenty times as many observations:
the demonstration's rows and 19 copies of them under the names of other indicators, sorted as the
build sorts. Figures are medians and 95th percentiles in milliseconds, and of a file of a million
rows seconds and memory; with fewer than twenty runs the 95th percentile is the slowest run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from jobs import measure_jobs
from million import loadings
from playwright.sync_api import TimeoutError
from rich.console import Console
from rich.table import Table
from scale import multiply

from browser import Browsing
from dashboard import catalogue
from dashboard.cli.build import demo
from dashboard.declared.read import declarations
from dashboard.pipeline.build import build
from dashboard.settings import Places
from exports import exports_of
from store import charts_of, queries_of

ROOT = Path(__file__).resolve().parents[2]
COPIES = 19
QUICK = 4
"""Runs of a query or a chart for each run of a page: they take a hundredth of the time."""


@dataclass
class Timings:
    """Milliseconds by what was done and on which data."""

    taken: dict[tuple[str, str], dict[str, list[float]]] = field(default_factory=dict)

    def add(self, kind: str, name: str, data: str, milliseconds: list[float]) -> None:
        """Keep the runs of one thing."""
        self.taken.setdefault((kind, name), {})[data] = milliseconds

    def table(self, datas: list[str]) -> Table:
        """Median and 95th percentile of everything, one row a thing."""
        made = Table(
            "", "What", *(f"{data}\n{word}" for data in datas for word in ("median", "p95"))
        )
        for column in made.columns[2:]:
            column.justify = "right"
        before = ""
        for (kind, name), by_data in self.taken.items():
            cells = [text for data in datas for text in _figures(by_data.get(data, []))]
            made.add_row("" if kind == before else kind, name, *cells)
            before = kind
        return made


def _figures(runs: list[float]) -> tuple[str, str]:
    if not runs:
        return "", ""
    p95 = np.percentile(runs, 95, method="higher")
    return tuple(
        f"{value:,.1f}" if value < 100 else f"{value:,.0f}" for value in (np.median(runs), p95)
    )


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Milliseconds of each of ``runs`` runs."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def main() -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(
        description="Time the build, every query, every chart and every page."
    )
    parser.add_argument(
        "--runs", type=int, default=4, help="runs of each page; of the rest in proportion"
    )
    parser.add_argument("--builds", type=int, default=1, help="builds after the first")
    given = parser.parse_args()
    out, timings, began = Console(), Timings(), time.perf_counter()
    unasked: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        out.print("Loading a million rows.")
        loaded = loadings(Path(folder), ROOT)
        homes, rows = _homes(Path(folder), out, timings, given.builds)
        for data, places in homes.items():
            out.print(f"Measuring on {data} observations.")
            unasked = _time_store(places, data, timings, given.runs)
            if places is homes[next(iter(homes))]:  # The multiple has not the days of the pack.
                _time_meeting(places, data, timings, given.runs)
            unasked += _time_pages(places, data, timings, given.runs)
    width = None if out.is_terminal else 120
    shown = Console(width=width)
    shown.print(timings.table(list(homes)))
    shown.print(
        f"Milliseconds. {rows[0]:,} observations of the demonstration; {rows[1]:,} are those and"
        f" {COPIES} copies under other indicators' names, sorted as the build sorts.\nRuns:"
        f" {given.runs} of a page, {2 * given.runs} of a filter change, {QUICK * given.runs} of a"
        f" query or chart, {1 + given.builds} of a build; {os.cpu_count()} processors, load"
        f" {os.getloadavg()[0]:.1f} at the end; {time.perf_counter() - began:,.0f} seconds in all."
    )
    for loading in loaded:
        shown.print(loading.sentence)
    for sentence in unasked:
        shown.print(sentence)


def _time_store(places: Places, data: str, timings: Timings, runs: int) -> list[str]:
    """Time every query and chart; a sentence for each query that could not be asked."""
    queries, unasked = queries_of(places)
    for kind, works in (("query", queries), ("chart", charts_of(places))):
        for name, work in works.items():
            # The first run reads the file into memory, as the first reader of the day does.
            work()
            timings.add(kind, name, data, timed(work, QUICK * runs))
    return unasked


def _time_meeting(places: Places, data: str, timings: Timings, runs: int) -> None:
    """Time the files to take away, and the shipped pack on a projector."""
    for name, work in exports_of(places).items():
        work()
        timings.add("export", name, data, timed(work, runs))
    with Browsing(places, ROOT) as browsing:
        for name, taken in browsing.slides(runs).items():
            timings.add("present", name, data, taken)
        for each in measure_jobs(browsing, 1):
            taken = [1000 * seconds for seconds in each.seconds]
            timings.add("job", f"{each.job.who}: {each.job.question}", data, taken)


def _time_pages(places: Places, data: str, timings: Timings, runs: int) -> list[str]:
    """Time every page and filter change; a sentence for each page that was never drawn."""
    undrawn = []
    with Browsing(places, ROOT) as browsing:
        for name, work in browsing.loads().items():
            try:
                timings.add("first load", name, data, [work() for _ in range(runs)])
            except TimeoutError:
                undrawn.append(
                    f"The page {name} was not drawn within a minute, so it was not timed."
                )
        for name, taken in browsing.changes(2 * runs).items():
            timings.add("filter change", name, data, taken)
    return undrawn


def _homes(
    folder: Path, out: Console, timings: Timings, builds: int
) -> tuple[dict[str, Places], tuple[int, int]]:
    """The demonstration and its multiple, each in a home of its own, with the number of their
    observations.
    """
    small, large = Places(folder / "small"), Places(folder / "large")
    for places in (small, large):
        shutil.copytree(ROOT / "data" / "declared", places.declared_folder)
        shutil.copytree(ROOT / "queries", places.queries)
    os.environ["DASHBOARD_HOME"] = str(small.root)
    out.print("Writing and building the demonstration.")
    whole = timed(demo, 1)
    declared = declarations(small.declared_folder, catalogue.has_chart)
    again = timed(lambda: build(small, declared), 1 + builds)
    out.print("Multiplying it.")
    shutil.copytree(small.built_folder, large.built_folder)
    began = time.perf_counter()
    rows = multiply(large, COPIES)
    names = tuple(f"{n / 1e6:.1f} M" for n in rows)
    timings.add("build", "demonstration files and build", names[0], whole)
    timings.add("build", "build from received files", names[0], again)
    timings.add("build", "copy, sort and write", names[1], [1000 * (time.perf_counter() - began)])
    return dict(zip(names, (small, large), strict=True)), rows


if __name__ == "__main__":
    main()
