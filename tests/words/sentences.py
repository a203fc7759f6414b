"""Every sentence that panels say over a sample of views, and what is wrong with one."""

import datetime as dt
import re
from collections.abc import Iterator

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.store.connection import Store
from dashboard.view import View

MOST_WORDS = 25
LEWISHAM, WESTMINSTER, BEXLEY = "E09000023", "E09000033", "E09000004"
ARCHAIC = ("nil", "nought", "noughts", "lest", "save for", "save where", "save that", "whilst")
FACE_ONLY = {
    "beyond chance": "clearly better or worse, or no clear difference",
    "common cause": "usual variation",
    "special cause": "better or worse than usual",
    "exceptions?": "worse than London and getting worse",
    "robust": "other weights rarely change this",
    "knife-edge": "other weights often change this",
    "winsori[sz]ed": "about this chart alone",
    "phi": "about this chart alone",
    "concentration index": "about this chart alone",
    "naive": "about this chart alone",
    "plausible rank": "could be anywhere from ... to ...",
    "draws of weights": "other weights",
    "missed consistently": "below target",
    "likely in": "probably between ... and ...",
    "below the line": "behind schedule",
}
"""What no title, reading or note says -> what it says instead; allowed in "about this chart"."""


def every_view(store: Store) -> Iterator[tuple[str, View]]:
    """Page and view: every page, each indicator on a page that shows it, and a sample of boroughs,
    periods, groups and comparators. Every third indicator is compared, from another one a page.
    """
    indicators = store.query("indicators")
    loaded = list(indicators.loc[indicators["last_period"].notna(), "id"])
    by_theme = indicators.set_index("id")["theme"]
    for page in catalogue.all_charts():
        yield page, View(area=LEWISHAM if page == "borough" else "")
    for place, indicator in enumerate(loaded):
        turn = place // 3 % 3
        if place % 3 == 0:
            yield (
                "compare",
                View(
                    indicator=indicator,
                    areas=((), (LEWISHAM,), (WESTMINSTER, BEXLEY))[turn],
                    comparator=("mps", "similar", "past")[turn],
                ),
            )
        if by_theme[indicator] == "trust_and_confidence" and place % 2:
            yield "trust", View(indicator=indicator, group=("", "ethnicity", "sex")[turn])
        if by_theme[indicator] == "response":
            yield "response", View(indicator=indicator, period=dt.date(2023, 3, 31))
        if by_theme[indicator] == "outcomes":
            yield "outcomes", View(indicator=indicator)
    for area in (WESTMINSTER, BEXLEY):
        yield "borough", View(area=area, indicator="crime_total")
    yield "trust", View(period=dt.date(2021, 3, 31))
    yield "outcomes", View(period=dt.date(2022, 3, 31))
    yield "changes", View(since=dt.date(2023, 5, 15))
    yield "compare", View(level="ward", difference="funnel", indicator="crime_total")


def panels(store: Store) -> Iterator[Panel]:
    """Every panel of ``every_view``."""
    for name, view in every_view(store):
        page = Page(name, store, view)
        for chart in catalogue.charts_of(name).values():
            if (panel := chart.draw(page)) is not None:
                yield panel


def face(panel: Panel) -> list[str]:
    """What stands on a card: its title, what it measures and its reading."""
    return [panel.title, panel.subtitle, panel.reading]


def cells(panel: Panel) -> list[str]:
    """The words of its table, headings among them."""
    values = [v for name in panel.table for v in panel.table[name] if isinstance(v, str)]
    return [*map(str, panel.table.columns), *dict.fromkeys(values)]


def about(panel: Panel) -> list[str]:
    """What stands behind "about this chart"."""
    return [panel.definition, *panel.notes]


def sentences(text: str) -> list[str]:
    """``text`` by sentences, a label before a colon apart, without brackets that hold a reference or
    an interval.
    """
    plain = re.sub(r" ?\([^()]*\d[^()]*\)", "", text)
    return [one for one in re.split(r"(?<=[.?!:])\s+(?=[A-Z‘“'\d])", plain) if one]


_SINGULAR = r"(?<![\d.,])1 (?!(?:is|was|has|across|this|less|plus|times|as|yes)\b)[a-z]+(?<!s)s\b"
PATTERNS = {
    "1 of many": _SINGULAR,
    "I calls, S calls": r"(?<!\()\b[IS] calls\b",
    "two spaces": r"  ",
    "a missing value": r"\b(?:None|nan|NaN|NaT|inf)\b(?! of\b| differs| is\b| was\b| gains\b)|<NA>",
    "marks": r"(?<!\.)\.\.(?!\.)|,,|;;| [,.;](?!\d)",
}
"""Name of a fault -> what shows it."""
CODES = r"\bE0\d{7}\b|\b[a-z]+_[a-z0-9_]+\b|\{\w*\}"
"""A code or a column's name, which belongs to tables for analysts alone."""


def faults(text: str, kind: str) -> list[str]:
    """What is wrong with ``text`` by LOOKS: ``kind`` is 'face', 'cell' or 'about'."""
    low = text.casefold()
    words = (*ARCHAIC, *(() if kind == "about" else FACE_ONLY))
    found = [f"says '{w}'" for w in words if re.search(rf"(?<![\w-]){w}(?![\w-])", low)]
    found += [name for name, pattern in PATTERNS.items() if re.search(pattern, text)]
    if kind == "cell":
        return found
    if re.search(CODES, text):
        found.append("a code or a column's name")
    lengths = [len(sentence.split()) for sentence in sentences(text)]
    return found + [f"{count} words" for count in lengths if count > MOST_WORDS]


def page_words(store: Store) -> Iterator[tuple[str, str]]:
    """Page and text: its notes where it shows other than was asked for, and its heads in the menu."""
    for name, view in (
        *every_view(store),
        ("trust", View(indicator="i_calls", period=dt.date(2010, 1, 31))),
        ("response", View(indicator="trust", period=dt.date(2010, 1, 31))),
        ("compare", View(indicator="i_median", comparator="similar", difference="funnel")),
        ("compare", View(indicator="answered_999", comparator="bcu", years="4")),
    ):
        for note in catalogue.notes_on(Page(name, store, view)):
            yield name, note
    for name, page in catalogue.PAGES.items():
        yield from ((name, text) for text in (page.title, *page.sections.values()))
