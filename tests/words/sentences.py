"""Every sentence that pages and panels say, and what is wrong with one."""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import opened
from opened import words_of

from dashboard import catalogue
from dashboard.figures.figure_json import DrawnFigure
from dashboard.panels.borough.summary import tiles
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.data.definition import Definition
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.directory import Directory, DirectoryFilters
from dashboard.panels.outcomes.summary import first_figures
from dashboard.store.connection import Store
from dashboard.ui.borough import neighbour_table
from dashboard.ui.data import definition_drawer
from dashboard.ui.tiles import tile_list
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
    """Page and view: every page; every indicator compared at its latest period and, with another
    choice of boroughs and comparator, at one of its earlier ones; every borough; every indicator
    and period on the pages that show it alone.

    Each indicator takes periods that none before it had, so that more than thirty are read.
    """
    indicators = store.query("indicators")
    loaded = list(indicators.loc[indicators["last_period"].notna(), "id"])
    by_theme = indicators.set_index("id")["theme"]
    for page in catalogue.all_charts():
        yield page, View(area=LEWISHAM if page == "borough" else "")
    yield from _compared(store, loaded)
    for place, indicator in enumerate(loaded):
        turn = place % 3
        if by_theme[indicator] == "trust_and_confidence":
            yield "trust", View(indicator=indicator, group=("", "ethnicity", "sex")[turn])
        if by_theme[indicator] == "response":
            yield "response", View(indicator=indicator, period=dt.date(2023, 3, 31))
        if by_theme[indicator] == "outcomes":
            yield "outcomes", View(indicator=indicator)
    by_ward = [i for i in loaded if "ward" in indicators.set_index("id").loc[i, "levels_held"]]
    offences = list(choices_of(store).offences)
    for place, area in enumerate(_boroughs(store)):
        indicator, offence = by_ward[place % len(by_ward)], offences[place % len(offences)]
        yield "borough", View(area=area, indicator=indicator, offence=offence)
    yield "trust", View(period=dt.date(2021, 3, 31))
    yield "outcomes", View(period=dt.date(2022, 3, 31))
    yield "changes", View(since=dt.date(2023, 5, 15))
    yield "changes", View(since=dt.date(2023, 5, 15), largest_of="boroughs")
    yield "compare", View(level="ward", difference="funnel", indicator="crime_total")


def _boroughs(store: Store) -> list[str]:
    areas = store.query("areas")
    return list(areas.loc[areas["level"] == "borough", "code"])


def _compared(store: Store, loaded: list[str]) -> Iterator[tuple[str, View]]:
    """Views of Compare boroughs."""
    boroughs, told = _boroughs(store), set()
    for place, indicator in enumerate(loaded):
        view = View(indicator=indicator, areas=(boroughs[place % 32],)[: place % 2])
        yield "compare", replace(view, comparator=("mps", "similar", "past")[place % 3])
        periods = [p.date() for p in store.query("periods", indicator=indicator)["period_end"]]
        fresh = [p for p in periods[1:] if p not in told][: 1 + (place % 2)]
        for turn, period in enumerate(fresh or periods[1:2], place):
            told.add(period)
            chosen = (boroughs[turn % 32], boroughs[(turn * 7 + 1) % 32])
            yield (
                "compare",
                View(
                    indicator=indicator,
                    areas=chosen[: 1 + turn % 2],
                    comparator=("similar", "past", "bcu", "inner_outer")[turn % 4],
                    years=str(1 + turn % 4),
                    period=period,
                ),
            )


TELLING_PERIODS = ("ranking",)
"""The charts of Compare boroughs that are read at earlier periods: the others say little of them."""


@contextmanager
def undrawn_figures() -> Iterator[None]:
    """Panels say the same without their figures, which take half of the time."""
    empty = DrawnFigure([], {})
    replaced = [
        (module, name, value)
        for module in [m for key, m in sys.modules.items() if key.startswith("dashboard.panels.")]
        for name, value in vars(module).items()
        if getattr(value, "__module__", "").startswith("dashboard.figures.")
        and getattr(value, "__annotations__", {}).get("return") in ("Drawn", DrawnFigure)
    ]
    for module, name, _ in replaced:
        setattr(module, name, lambda *given, **named: empty)
    try:
        yield
    finally:
        for module, name, value in replaced:
            setattr(module, name, value)


def panels(store: Store) -> Iterator[Panel]:
    """Every panel of ``every_view``; that of a definition for every indicator."""
    for name in catalogue.all_charts():
        catalogue.charts_of(name)
    with undrawn_figures():
        seen: set[str] = set()
        for name, view in every_view(store):
            page = Page(name, store, view)
            for chart in catalogue.charts_of(name).values():
                # Hexagons say what the map says; a period is told by a ranking and over time.
                known = name in seen and chart.name == "hexagons"
                untold = name == "compare" and view.period and chart.name not in TELLING_PERIODS
                if not known and not untold and (panel := chart.draw(page)) is not None:
                    yield panel
            seen.add(name)


def html_texts(store: Store) -> Iterator[tuple[str, str]]:
    """Where and text: the key figures, neighbours and definitions that cards have as HTML,
    of every borough and every indicator.
    """
    for area in _boroughs(store):
        wards = once(Wards)(Page("borough", store, View(area=area)))
        for html in (tile_list(tiles(wards)), neighbour_table(wards)):
            yield from ((f"borough {area}", line) for line in lines_of(str(html)))
    of_outcomes = first_figures(Page("outcomes", store, View())).tiles()
    yield from (("outcomes", line) for line in lines_of(str(tile_list(of_outcomes))))
    reference = Reference(Page("data", store, View()))
    directory = Directory(reference, DirectoryFilters())
    for indicator in store.query("indicators")["id"]:
        definition = Definition(reference, indicator)
        drawer = definition_drawer(definition, directory, definition.panel().actions)
        yield from ((f"data {indicator}", line) for line in lines_of(str(drawer)))


PAGES = (
    ("overview", {}),
    ("compare", {"indicator": "dwo_vacancy_rate", "over_time": "control", "areas": LEWISHAM}),
    ("compare", {"indicator": "crime_total", "difference": "change", "years": "3"}),
    ("borough", {"area": WESTMINSTER, "opened": "rare_offences"}),
    ("borough", {"area": BEXLEY, "opened": "ward_spells"}),
    ("allocation", {"area": LEWISHAM, "opened": "minimum,needs,restore,fairness,moves,weights"}),
    ("response", {"opened": "projection"}),
    ("trust", {"opened": "contact"}),
    ("trust", {"opened": "sample_size"}),
    ("outcomes", {"opened": "intake,trial"}),
    ("actions", {}),
    ("actions", {"action": "2023-04-28/4"}),
    ("packs", {"pack": "2023-04-28"}),
    ("promises", {"promise": "turnaround-2023/extra-pcsos"}),
    ("changes", {}),
    ("changes", {"largest_of": "boroughs"}),
    ("data", {"indicator": "trust"}),
)
"""Pages and parameters that are opened as a reader opens them."""


RECORDS = ("actions", "packs", "promises", "data")
"""Pages of what others wrote or of formulas and files: words are read, lengths are not."""


def lines_of(html: str) -> list[str]:
    """The words of a piece of HTML, a line an element, without a statement's text."""
    words = words_of(re.sub(r"<pre\b.*?</pre>", "", html, flags=re.DOTALL))
    return [line.strip() for line in words.splitlines() if line.strip()]


def opened_texts() -> Iterator[tuple[str, str, str]]:
    """Kind, page and text of all that ``PAGES`` send: 'face' of what is read, 'cell' of choices,
    names of links and the words within figures.
    """
    for name, parameters in PAGES:
        at = opened.page(name, **parameters)
        kind = "cell" if name in RECORDS else "face"
        for line in opened.text(at).splitlines():
            yield kind, name, line.strip()
        for card in opened.cards(at).values():
            for choice in card["choices"]:
                yield from (("cell", name, words) for _, words in choice["options"])
            yield from (("cell", name, words) for words in figure_words(card["figure"]))


def figure_words(figure: dict[str, Any] | None) -> Iterator[str]:
    """The words that stand in a figure: notes, names of marks, ticks and titles of axes."""
    if figure is None:
        return
    layout = figure["layout"]
    texts = [note["text"] for note in layout.get("annotations", ())]
    texts += [trace["name"] for trace in figure["data"] if trace.get("name")]
    for key, axis in layout.items():
        if key.startswith(("xaxis", "yaxis")):
            texts += [*axis.get("ticktext", ()), (axis.get("title") or {}).get("text", "")]
    for text in texts:
        yield " ".join(lines_of(str(text).replace("<br>", " ")))


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
