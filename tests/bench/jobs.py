"""The questions people come with, answered in a browser: presses, seconds, and whether to scroll.

    python tests/bench/jobs.py

starts a server on the database in force (``DASHBOARD_HOME``) and prints the table of
``docs/jobs.md``. A choice in a list is two presses, the list and one of its lines; looking up is
two, the key and Enter, whatever is typed between. Seconds run from the first press until the answer
stands on the screen, with nobody's thinking in them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, TimeoutError
from rich.console import Console
from rich.table import Table

from browser import Browsing
from dashboard.settings import Places, places

WIDE, HIGH, BAR = 1440, 900, 60
"""The screen, and the page's bar at its top, which stays."""
MOST_PRESSES = 3
DEPUTY, SUPERINTENDENT, CHAIR = "Deputy Mayor's office", "Superintendent of Lewisham", "Chair"


@dataclass
class Walk:
    """One reader on the way to an answer."""

    page: Page
    presses: int = 0
    hidden: str = ""
    """What was pressed and did not stand on the screen before."""

    def press(self, place: Locator, **how: bool) -> None:
        """Press a link, a button or a place on a chart."""
        self.presses += 1
        place.wait_for(state="attached")
        top, bottom, _ = place.evaluate(_BOX)
        if top < 0 or bottom > HIGH:
            self.hidden = f"yes: {place.evaluate('part => part.textContent')}"
        place.click(**how)

    def find(self, words: str) -> None:
        """Look ``words`` up, and follow the first line."""
        self.presses += 2
        self.page.keyboard.press("/")
        self.page.get_by_role("combobox", name=re.compile("^A borough, ward")).fill(words)
        self.page.locator(".search").get_by_role("option").first.wait_for()
        self.page.keyboard.press("Enter")

    def choose(self, card: str, field_name: str, words: str) -> None:
        """Choose ``words`` in the head of a card: a button, or a list and one of its lines."""
        listed = self.page.locator(f"#{card} select[data-field={field_name}]")
        if listed.count():
            self.presses += 2
            listed.select_option(label=words)
        else:
            self.press(self.page.locator(f"#{card} [data-field={field_name}]", has_text=words))

    def take(self, press: Callable[[], None]) -> None:
        """Press what gives a file, and wait for the file."""
        with self.page.expect_download() as download:
            press()
        download.value.path()


@dataclass(frozen=True)
class Job:
    """One question."""

    who: str
    question: str
    start: str
    """The page that the reader is on."""
    walk: Callable[[Walk], None]
    answer: tuple[str, ...]
    """What holds the answer, as selectors: all of each has to stand on the screen."""


@dataclass
class Outcome:
    """How a job went."""

    job: Job
    presses: int
    seconds: list[float] = field(default_factory=list)
    scrolled: str = ""
    """'no', 'the link does', or what is missed on the first screen."""

    @property
    def holds(self) -> bool:
        """Whether it took at most ``MOST_PRESSES``, and no scrolling by hand."""
        return self.presses <= MOST_PRESSES and not self.scrolled.startswith("yes")


def _similar(walk: Walk) -> None:
    walk.press(walk.page.get_by_role("link", name=re.compile("similar boroughs over four years")))
    croydon = walk.page.locator('#ranking .painted [data-area="E09000008"]').first
    walk.press(croydon, force=True)
    walk.page.get_by_text(re.compile("^Showing .*; Croydon")).first.wait_for()


def _picture(walk: Walk) -> None:
    walk.press(walk.page.locator("#trend .pmenu summary"))
    slide = walk.page.locator("#trend").get_by_role("button", name="Slide (PPTX)")
    walk.take(lambda: walk.press(slide))


def _lewisham(walk: Walk) -> None:
    walk.find("lewisham")
    walk.page.get_by_text(re.compile("^Showing Lewisham")).first.wait_for()


def _allocation(walk: Walk) -> None:
    _lewisham(walk)
    link = walk.page.get_by_role("link", name="Ward allocation of this borough")
    walk.press(link.first)
    walk.page.locator("#wards tfoot tr", has_text="Sum of 19 wards").wait_for()


def _one_page(walk: Walk) -> None:
    _lewisham(walk)
    button = walk.page.get_by_role("button", name="One page (PDF)")
    walk.take(lambda: walk.press(button))


def _look_up(words: str) -> Callable[[Walk], None]:
    return lambda walk: walk.find(words)


JOBS = (
    Job(
        DEPUTY,
        "Who is worse than London on trust and getting worse, and what is being done?",
        "",
        lambda walk: walk.choose("exceptions", "worse_theme", "Trust and confidence"),
        ("#exceptions h2",),
    ),
    Job(
        DEPUTY,
        "Croydon against similar boroughs over four years",
        "",
        _similar,
        ("#ranking h2", "#trend h2", "#trend .figure", "#trend .foot"),
    ),
    Job(
        DEPUTY,
        "A picture and the numbers for a briefing: a slide with its chart to edit",
        "compare?areas=E09000008&comparator=similar&years=4",
        _picture,
        (),
    ),
    Job(
        SUPERINTENDENT,
        "Which wards are below 2 DWOs and 1 PCSO?",
        "",
        _lewisham,
        ("#ward_strip h2", "#ward_strip tbody tr.below"),
    ),
    Job(
        SUPERINTENDENT,
        "What is worse than London and getting worse, and what is being done?",
        "",
        _lewisham,
        ("#worsening h2", "#worsening .html"),
    ),
    Job(
        SUPERINTENDENT,
        "What would the plan do, and why?",
        "",
        _allocation,
        tuple(f"#wards tbody tr:not(.group) td.{kind}" for kind in ("plan", "tier", "why")),
    ),
    Job(
        SUPERINTENDENT,
        "Do the totals add up?",
        "",
        _allocation,
        ("#wards tfoot tr:nth-child(1)", "#wards tfoot tr:nth-child(2)"),
    ),
    Job(
        SUPERINTENDENT,
        "How does the borough stand against its neighbours?",
        "",
        _lewisham,
        ("#neighbours h2", "#neighbours tbody tr:last-child"),
    ),
    Job(SUPERINTENDENT, "One page for the council's leader", "", _one_page, ()),
    *(
        Job(CHAIR, question, "outcomes" if words != "dip sample" else "data", _look_up(words), at)
        for question, words, at in (
            ("The dip sample", "dip sample", ("#safeguarding h2", "#safeguarding .rows")),
            ("Trust", "trust", ("#measures h2", "#gaps h2")),
            ("Allocation", "allocation", ("#wards h2", "#wards tbody tr:not(.group) td.plan")),
            (
                "The 999 projection",
                "999 projection",
                ("#answering_projection h2", "#answering_projection .figure"),
            ),
            ("Q3 2022-23", "Q3 2022-23", ("#answering .figure", "#within_target .figure")),
            ("The LGBTQ+ gap", "LGBTQ+ gap", ("#gaps h2", "#gaps .figure")),
        )
    ),
)

_SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
_BOX = """
(part) => {
    const main = document.querySelector('[data-testid=stMain]'), box = part.getBoundingClientRect();
    return [box.top, box.bottom, main.scrollTop];
}
"""


def measure_jobs(browsing: Browsing, runs: int) -> list[Outcome]:
    """Every job ``runs`` times, each in a browser that has seen nothing but where it starts."""
    outcomes = []
    for job in JOBS:
        outcome = Outcome(job, 0)
        for _ in range(runs):
            page = browsing.open_page(job.start)
            walk, start = Walk(page), time.perf_counter()
            try:
                job.walk(walk)
                for selector in job.answer:
                    page.locator(selector).first.wait_for()
                outcome.seconds.append(time.perf_counter() - start)
                outcome.scrolled = walk.hidden or _scrolling(page, job)
            except TimeoutError:
                outcome.scrolled = "yes: the answer was never there"
            outcome.presses = walk.presses
            page.context.close()
        outcomes.append(outcome)
    return outcomes


def _scrolling(page: Page, job: Job) -> str:
    page.wait_for_timeout(1500)  # What comes in last has moved what is above it by then.
    low = 0.0
    for selector in job.answer:
        top, bottom, _ = page.locator(selector).first.evaluate(_BOX)
        if top < BAR:
            return f"yes: {selector} is above the screen"
        low = max(low, bottom - HIGH)
    if low > 0:
        return f"yes: {low:.0f} pixels below the screen"
    return "the link does" if page.evaluate(_SCROLLED) > 0 else "no"


def outcome_table(outcomes: list[Outcome]) -> Table:
    """The outcomes, a row a job."""
    table = Table("Who", "Question", "Presses", "Seconds", "Scrolling")
    for column in table.columns[2:4]:
        column.justify = "right"
    before = ""
    for each in outcomes:
        seconds = f"{np.median(each.seconds):.1f}" if each.seconds else ""
        who = "" if each.job.who == before else each.job.who
        table.add_row(who, each.job.question, f"{each.presses}", seconds, each.scrolled)
        before = each.job.who
    return table


def main() -> None:
    """Measure every job once and print the table."""
    home: Places = places()
    root = Path(__file__).resolve().parents[2]
    with Browsing(home, root) as browsing:
        outcomes = measure_jobs(browsing, 1)
    out = Console()
    out.print(outcome_table(outcomes))
    missed = [each.job.question for each in outcomes if not each.holds]
    for question in missed:
        out.print(f"Not within {MOST_PRESSES} presses and the first screen: {question}")


if __name__ == "__main__":
    main()
