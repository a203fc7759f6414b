"""What is declared of packs: the slides of a meeting in the order of its agenda."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import AfterValidator, Field, TypeAdapter

from dashboard.catalogue import PAGES
from dashboard.declared.models import Strict
from dashboard.settings import base_path
from dashboard.view import PAPER

MOST_PANELS = 4
"""Panels that a slide may have: more are too small to read across a room."""
LONGEST_ADDRESS, LONGEST_CODE = 2_000, 60
KnownCharts = Callable[[str, str], bool]
"""Whether a page has a chart of a name."""
ReadView = Callable[[Mapping[str, str]], Collection[str]]
"""Parameters of an address -> a sentence for each that cannot be honoured."""


@dataclass(frozen=True)
class PanelAddress:
    """A chart at a view, in the words of its address."""

    page: str
    chart: str
    parameters: Mapping[str, str]

    def __str__(self) -> str:
        """'compare?indicator=trust&areas=E09000008#ranking'."""
        query = urlencode(self.parameters, safe=",:>")
        return f"{self.page}{'?' if query else ''}{query}#{self.chart}"


def page_of_path(path: str, *, is_whole: bool) -> str:
    """The page that the path of an address names: 'compare' of '/board/compare'; '' for none.

    ``is_whole``: it is an address with its server, whose path may be that below which the dashboard
    is served and nothing more. Then it is the page where a reader arrives.
    """
    path = path.strip("/")
    if is_whole and path == (base_path() or ""):
        return next(iter(PAGES))
    return path.rpartition("/")[2]


def read_address(text: str) -> PanelAddress:
    """The chart that an address names: 'compare?indicator=trust#ranking', or the whole address as a
    browser has it.

    Raises:
        ValueError: it names no page or no chart.
    """
    if len(text) > LONGEST_ADDRESS:
        raise ValueError(f"the address is over {LONGEST_ADDRESS:,} characters long")
    parts = urlsplit(text.strip())
    page = page_of_path(parts.path, is_whole=bool(parts.netloc))
    if not page or not parts.fragment:
        raise ValueError(
            f"'{text}' names no chart; write it as page?filters#chart, such as"
            " compare?indicator=trust#ranking"
        )
    parameters = {name: value for name, value in parse_qsl(parts.query) if name != PAPER}
    return PanelAddress(page, parts.fragment, parameters)


def _hold_address(text: str) -> str:
    return str(read_address(text))


Address = Annotated[str, AfterValidator(_hold_address)]


class Slide(Strict):
    """One slide: a paragraph of the agenda, and the panels that answer it."""

    item: str = Field(default="", max_length=12)
    """The agenda item or paragraph, such as '2.4'; '' for none."""
    title: str = Field(min_length=1)
    finding: str | None = Field(default=None, min_length=1)
    """What the slide says, in a sentence; None: the first panel's own finding."""
    panels: tuple[Address, ...] = Field(default=(), max_length=MOST_PANELS)
    """Charts at their views: 'compare?indicator=trust&areas=E09000008#ranking'. None: the slide has
    no figure.
    """
    actions: tuple[str, ...] = ()
    """Ids of the actions that stand beside it, such as '2023-04-28/3'."""
    notes: str = ""
    """For who speaks: not on the slide."""


class Pack(Strict):
    """One ``packs/<code>.toml``: what is shown at a meeting, slide by slide."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=LONGEST_CODE)
    """As the address names it: ``/present?pack=<code>``."""
    title: str = Field(min_length=1)
    meeting: dt.date
    as_at: dt.date | None = None
    """The day on which every figure is shown as it was then known; None: as it stands."""
    slides: tuple[Slide, ...] = ()


RECORDED_CODE = re.compile(r"^p\d+$")
"""Codes of packs of the live record: no file under ``packs/`` may have one."""


def item_order(item: str) -> tuple[bool, list[tuple[int, str]]]:
    """What sorts agenda items: 2.9 before 2.10; what has no item last."""
    parts = re.findall(r"\d+|\D+", item)
    return not item, [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]


def pack_faults(
    pack: Pack,
    actions: Collection[str],
    known_charts: KnownCharts | None,
    read_view: ReadView,
) -> Iterator[str]:
    """Yield a sentence with slide and key for each thing that ``pack`` names and that is not there.

    ``actions`` are the ids of all that there are.
    """
    for number, slide in enumerate(pack.slides, 1):
        for place, panel in enumerate(slide.panels, 1):
            for sentence in address_faults(read_address(panel), known_charts, read_view):
                yield f"slide {number}, panel {place}: {sentence}"
        for action in slide.actions:
            if action not in actions:
                near = difflib.get_close_matches(action, actions, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                yield f"slide {number}, actions: '{action}' is not a declared action{hint}"


def address_faults(
    address: PanelAddress, known_charts: KnownCharts | None, read_view: ReadView
) -> Iterator[str]:
    """Yield a sentence for each thing that ``address`` names and that is not there."""
    if known_charts and not known_charts(address.page, address.chart):
        yield f"page '{address.page}' has no chart '{address.chart}'."
    # Which parts of a page are open is no matter of a slide, which shows the chart alone.
    filters = {name: value for name, value in address.parameters.items() if name != "opened"}
    for note in read_view(filters):
        wrong, _, shown = note.rstrip(".").partition("; ")
        wrong = wrong.replace("The link's ", "the ").replace("The link", "the address")
        near = re.sub(r"^the nearest (?:is|that is) (?:shown|chosen): ", "the nearest is ", shown)
        yield f"{wrong}{f'; {near}' if near != shown else ''}."


PACKS_KEY = "packs"
"""The row of ``meta`` that holds the packs, declared and recorded, that a reader may see."""
PACK_LINES_KEY = "record_packs"
"""The row of ``meta`` that tells of each recorded pack, by its code: pack (the entry that began it),
slides (their ids in order) and changes (id of a slide, '' for the pack itself -> who changed it
last, and when; newest last).
"""
_PACKS_ADAPTER = TypeAdapter(dict[str, Pack])


def packs_as_json(packs: Mapping[str, Pack]) -> str:
    """The packs in the form in which a database keeps them."""
    return _PACKS_ADAPTER.dump_json(dict(packs)).decode()


def packs_from_json(text: str) -> dict[str, Pack]:
    """What ``packs_as_json`` wrote."""
    return _PACKS_ADAPTER.validate_json(text)
