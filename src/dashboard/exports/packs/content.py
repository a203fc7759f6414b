"""The slides of a pack with all that a file says of each, whatever its format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.errors import InputError
from dashboard.exports.address import (
    address_of,
    chart_address,
    describe_filters,
    page_address,
    paper_address,
)
from dashboard.exports.part import DEMONSTRATION, Cover, Part, sources_of
from dashboard.markup import plain
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.paper import mark_of_panel
from dashboard.panels.packs.slides import PackSlide, PackSlides, SlideAction, SlidePanel
from dashboard.text import count_things, due_text
from dashboard.view import Choices, View

NO_PANEL = "The board asked for this, and no figure is held that answers it."
"""What stands in the place of the charts of a slide that names none."""
NO_NOTES = "No notes."


@dataclass(frozen=True)
class SlideContent:
    """One slide as every file says it."""

    number: int
    """From 1."""
    item: str
    """The agenda item, such as '2.4'; '' for none."""
    title: str
    finding: str
    panels: tuple[Part | str, ...]
    """A chart at its view, or the sentence that says why there is none."""
    actions: tuple[str, ...]
    """'Action 3: … (open). Owner: …. Due: ….', as they stood on the slide's day."""
    notes: str
    """For who speaks; '' for none."""
    address: str
    """Of this slide in the presentation."""
    later_words: str
    """That the board could not know this when it met; '' where it could."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The charts that there are."""
        return tuple(panel for panel in self.panels if isinstance(panel, Part))

    def says_title_of(self, part: Part) -> bool:
        """Whether the finding is the title of ``part`` and stands right above it, so that the title
        is not to be written again.
        """
        first = self.panels[0] if self.panels else None
        return part is first and plain(part.panel.title) == plain(self.finding)

    @property
    def heading(self) -> str:
        """'Item 2.4 · Can PCSO recruitment be faster?', and whether it was known only later."""
        item = f"Item {self.item}" if self.item else ""
        return " · ".join(filter(None, (item, self.title, self.later_words)))

    @property
    def mark(self) -> str:
        """The mark of demonstration data where any of its charts is such, else ''."""
        return DEMONSTRATION if any(part.panel.demonstration for part in self.parts) else ""

    @property
    def source_words(self) -> str:
        """'Source: …; …': every release behind its charts; '' where there is none."""
        releases = "; ".join(sources_of(self.parts))
        return f"Source: {releases}." if releases else ""

    @property
    def filter_words(self) -> str:
        """'Filters: …' once where its charts have the same; else of each chart in turn; '' for no
        chart.
        """
        if len({part.filters for part in self.parts}) < 2:
            return next((part.filter_words for part in self.parts), "")
        filters = (
            f"chart {n} {'; '.join(panel.filters) or 'none set'}"
            for n, panel in enumerate(self.panels, 1)
            if isinstance(panel, Part)
        )
        return f"Filters of {' | '.join(filters)}."

    def as_at_words(self, cover: Cover) -> str:
        """The days on which its charts are shown as they then stood, in sentences; '' for none."""
        return " ".join(dict.fromkeys(cover.as_at_words(part.as_at) for part in self.parts))


@dataclass(frozen=True)
class PackContent:
    """A pack as every file says it."""

    code: str
    cover: Cover
    slides: tuple[SlideContent, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The charts of every slide, in order."""
        return tuple(part for slide in self.slides for part in slide.parts)

    @property
    def mark(self) -> str:
        """The mark of demonstration data, with how many slides have such; '' where none has."""
        marked = sum(bool(slide.mark) for slide in self.slides)
        if not marked or marked == len(self.slides):
            return DEMONSTRATION if marked else ""
        return f"{DEMONSTRATION} on {marked} of {count_things(len(self.slides), 'slide')}"


def pack_content(slides: PackSlides, day: dt.date | None = None) -> PackContent:
    """What a file says of the pack of ``slides``, taken away on ``day`` (today for None)."""
    pack = slides.pack
    cover = Cover(pack.title, present_address(pack.code), day or dt.date.today())
    choices_by_day: dict[dt.date | None, Choices] = {}
    log = _action_log(slides)
    return PackContent(
        pack.code,
        cover,
        tuple(_slide_content(slide, pack.code, choices_by_day, log) for slide in slides.slides),
    )


def present_address(code: str, slide: int = 1) -> str:
    """The address of a slide (from 1) of the pack ``code`` in the presentation."""
    return address_of("present", urlencode({"pack": code, "slide": slide}))


def _slide_content(
    slide: PackSlide,
    code: str,
    choices_by_day: dict[dt.date | None, Choices],
    log: ActionLog | None,
) -> SlideContent:
    return SlideContent(
        slide.number,
        slide.slide.item,
        slide.slide.title,
        slide.finding,
        tuple(_part(panel, choices_by_day) for panel in slide.panels),
        tuple(_action_words(action, log) for action in slide.actions),
        slide.slide.notes,
        present_address(code, slide.number),
        slide.later_words,
    )


def _part(slide_panel: SlidePanel, choices_by_day: dict[dt.date | None, Choices]) -> Part | str:
    """A chart of a slide at its view; ``known`` are the choices of each day so far."""
    if slide_panel.panel is None or slide_panel.page is None:
        return slide_panel.sentence
    view = slide_panel.page.view
    if slide_panel.as_at not in choices_by_day:
        choices_by_day[slide_panel.as_at] = choices_of(slide_panel.page.store)
    address = paper_address(
        chart_address(page_address(slide_panel.address.page, view), slide_panel.panel),
        mark_of_panel(slide_panel.page, slide_panel.panel),
    )
    return Part(
        slide_panel.panel,
        address,
        describe_filters(view, choices_by_day[slide_panel.as_at], slide_panel.panel),
        slide_panel.as_at,
    )


def _action_log(slides: PackSlides) -> ActionLog | None:
    """The actions as they stand now, from which their figures are told; None where no slide has an
    action, or nothing is loaded.
    """
    if not any(slide.slide.actions for slide in slides.slides):
        return None
    try:
        return ActionLog(Page("actions", slides.open_at(None), View()))
    except InputError:
        return None


def _action_words(action: SlideAction, log: ActionLog | None) -> str:
    link, due = action.link, due_text(action.link.due, action.due_words)
    words = (
        f"Action {link.number}: {link.title} ({link.status}). Owner: {action.owner}. Due: {due}."
    )
    items = log.items(link.action) if log else []
    figures = dict.fromkeys(f"{item.label}: {item.pair.words}." for item in items if item.pair)
    return " ".join([words, *figures])


def places_of(slides: Sequence[SlideContent]) -> list[range]:
    """For each slide the places, from 0, that its charts have among the charts of all."""
    places, first = [], 0
    for slide in slides:
        places.append(range(first, first + len(slide.parts)))
        first += len(slide.parts)
    return places
