"""A pack and a reader -> its slides with their panels, titles and actions, for whatever shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from dashboard import catalogue
from dashboard.declared.packs import (
    PACKS_KEY,
    Pack,
    PanelAddress,
    Slide,
    packs_from_json,
    read_address,
)
from dashboard.errors import InputError
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.store.connection import Store
from dashboard.view import Choices, View, showing
from dashboard.view.parse import read

OpenAt = Callable[[dt.date | None], Store]
"""The day on which everything is shown as it then stood -> the database, as its reader may see it.

Raises ``InputError`` where there is none of that day.
"""
NO_FIGURE = "No figure is held for this paragraph."
"""What a slide says that names no panel and no finding."""
KNOWN_LATER = "Known only after this meeting"
"""What a slide says whose charts are shown as of a day after its meeting."""
NOTHING_LOADED = "Nothing is loaded that this chart could show at this view; load its file."


@dataclass(frozen=True)
class SlidePanel:
    """A chart that a slide names: its panel, or the sentence that says why there is none."""

    address: PanelAddress
    page: Page | None
    """The page at the slide's view, whose store is that of the slide's day; None: no such view."""
    panel: Panel | None
    sentence: str
    """Why there is no panel; '' where there is one."""

    @property
    def as_at(self) -> dt.date | None:
        """The day on which it is shown as it then stood; None: as it stands."""
        return self.page.view.as_at if self.page else None


@dataclass(frozen=True)
class SlideAction:
    """An action that stands beside a slide, as it stood on the slide's day."""

    link: ActionLink
    owner: str
    due_words: str
    """The minuted words of a deadline that is no date; '' for none."""


@dataclass(frozen=True)
class PackSlide:
    """A slide of a pack with all that it shows."""

    number: int
    """From 1."""
    slide: Slide
    panels: tuple[SlidePanel, ...]
    actions: tuple[SlideAction, ...]
    days: tuple[dt.date | None, ...]
    """The days on which its charts are shown as they then stood, each once (None: as they stand);
    the pack's own for a slide without a chart.
    """
    meeting: dt.date

    @property
    def later_words(self) -> str:
        """That the board could not know this when it met; '' where it could."""
        return KNOWN_LATER if any(each and each > self.meeting for each in self.days) else ""

    @property
    def present_panels(self) -> tuple[Panel, ...]:
        """The panels that there are."""
        return tuple(each.panel for each in self.panels if each.panel is not None)

    @property
    def finding(self) -> str:
        """What the slide says: its own finding, else the title of its first panel, else why it has
        none.
        """
        if self.slide.finding:
            return self.slide.finding
        if self.present_panels:
            return self.present_panels[0].title
        return self.panels[0].sentence if self.panels else NO_FIGURE


@dataclass(frozen=True)
class PackSlides:
    """The slides of a pack for one reader. A slide is made when it is first asked for."""

    pack: Pack
    open_at: OpenAt
    dark: bool = False

    @cached_property
    def slides(self) -> tuple[PackSlide, ...]:
        """Every slide, in order."""
        return tuple(self.slide(number) for number in range(1, len(self.pack.slides) + 1))

    def slide(self, number: int) -> PackSlide:
        """The slide ``number``, from 1.

        Raises:
            IndexError: there is no such slide.
        """
        slide = self.pack.slides[number - 1]
        panels = tuple(self._panel(read_address(text)) for text in slide.panels)
        days = tuple(dict.fromkeys(panel.as_at for panel in panels if panel.panel))
        if not panels:
            days = (self.pack.as_at,)
        return PackSlide(number, slide, panels, self._actions(slide), days, self.pack.meeting)

    @cached_property
    def _stores(self) -> dict[dt.date | None, tuple[Store, Choices]]:
        return {}

    def _store(self, day: dt.date | None) -> tuple[Store, Choices]:
        if day not in self._stores:
            store = self.open_at(day)
            self._stores[day] = store, choices_of(store)
        return self._stores[day]

    def _panel(self, address: PanelAddress) -> SlidePanel:
        try:
            page = self._page(address)
        except InputError as error:
            return SlidePanel(address, None, None, str(error))
        chart = catalogue.charts_of(address.page)[address.chart]
        panel = chart.draw(page)
        if panel is not None:
            return SlidePanel(address, page, panel, "")
        notes = catalogue.notes_on(page)
        return SlidePanel(address, page, None, notes[0] if notes else NOTHING_LOADED)

    @cached_property
    def _pages(self) -> dict[tuple[str, str], Page]:
        return {}

    def _page(self, address: PanelAddress) -> Page:
        """The page at the view that ``address`` names: one for all its panels, as what a page has
        worked out is kept in it.

        Raises:
            InputError: there is none: another view's figure is not shown in its place.
        """
        if not catalogue.has_chart(address.page, address.chart):
            raise InputError(f"There is no chart '{address.chart}' on a page '{address.page}'.")
        store, choices = self._store(day_of(address, self.pack))
        view = view_at(address, self.pack, choices)
        # Its parameters hold the day, which says the store.
        key = address.page, str(view.parameters())
        return self._pages.setdefault(key, Page(address.page, store, view, self.dark))

    def _actions(self, slide: Slide) -> tuple[SlideAction, ...]:
        if not slide.actions:
            return ()
        try:
            store, _ = self._store(self.pack.as_at)
        except InputError:
            return ()  # Each panel says why; the day has no actions either.
        rows = {row.id: row for row in store.query("actions").itertuples()}
        return tuple(
            SlideAction(ActionLink.of(rows[id], id, ""), rows[id].owner, rows[id].due_words)
            for id in slide.actions
            if id in rows
        )


def day_of(address: PanelAddress, pack: Pack) -> dt.date | None:
    """The day on which a panel is shown as it then stood: its own, else its pack's.

    Raises:
        InputError: its own is no date.
    """
    given = address.parameters.get("as_at")
    try:
        return dt.date.fromisoformat(given) if given else pack.as_at
    except ValueError:
        raise InputError(f"The slide's as_at '{given}' is not a date such as 2022-12-31.") from None


def days_of_pack(pack: Pack) -> set[dt.date]:
    """The days on which the panels and actions of a pack are shown as they then stood."""
    days = {pack.as_at}
    for slide in pack.slides:
        for text in slide.panels:
            with suppress(InputError):  # The slide says that it is no date.
                days.add(day_of(read_address(text), pack))
    return {day for day in days if day is not None}


def view_at(address: PanelAddress, pack: Pack, choices: Choices) -> View:
    """The view that ``address`` names, at the day of its pack.

    Raises:
        InputError: a part of it cannot be shown.
    """
    parameters: Mapping[str, str] = showing(address.chart) | dict(address.parameters)
    day = day_of(address, pack)
    view, notes = read(
        {
            **{name: value for name, value in parameters.items() if name != "opened"},
            **({"as_at": day.isoformat()} if day else {}),
        },
        choices,
    )
    if notes:
        sentence = notes[0].partition("; ")[0].rstrip(".").replace("The link", "The slide")
        raise InputError(f"{sentence}, so nothing is shown.")
    return view


def packs_in(store: Store) -> dict[str, Pack]:
    """Code -> every pack, declared and recorded, as the reader of ``store`` may see it, by day of
    the meeting.
    """
    return packs_from_json(store.meta().get(PACKS_KEY, "{}"))


def find_pack(store: Store, code: str) -> Pack:
    """The pack ``code`` as the reader of ``store`` may see it.

    Raises:
        InputError: there is none.
    """
    packs = packs_in(store)
    if code not in packs:
        raise InputError(f"There is no pack '{code[:60]}'; choose one on the page Packs.")
    return packs[code]
