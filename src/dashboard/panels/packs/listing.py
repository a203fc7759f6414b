"""The packs that a reader may see, and one of them slide by slide, as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import catalogue
from dashboard.declared.packs import Pack, PanelAddress, Slide, read_address
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.packs.slides import packs_in
from dashboard.record.overlay import PackLine, pack_lines
from dashboard.text import count_things, day
from dashboard.view import showing


@dataclass(frozen=True)
class ListedPack:
    """A pack, and what the live record tells of it."""

    pack: Pack
    line: PackLine | None
    """None: it is declared in a file."""

    @property
    def by(self) -> str:
        """Who changed it last, and when; the file that declares it."""
        return self.line.by if self.line else "Declared in a file"

    @property
    def as_at(self) -> str:
        """The day that freezes its figures, in words."""
        return day(self.pack.as_at) if self.pack.as_at else "As it stands"

    @property
    def about(self) -> str:
        """'28 April 2023 · figures as at 28 April 2023 · 17 slides'."""
        figures = f"figures as at {self.as_at}" if self.pack.as_at else "figures as they stand"
        slides = count_things(len(self.pack.slides), "slide")
        return f"Meeting of {day(self.pack.meeting)} · {figures} · {slides}"

    def slide_of(self, id: str) -> Slide | None:
        """The slide of an id of the record; None where its reader sees none."""
        if self.line is None or id not in self.line.slides:
            return None
        return self.pack.slides[self.line.slides.index(id)]


@dataclass(frozen=True)
class PanelLink:
    """A chart of a slide as a link to its live page."""

    label: str
    page: str
    """'' where there is no such chart any more."""
    parameters: Mapping[str, str]
    chart: str


@dataclass(frozen=True)
class PackList:
    """The packs of a page's reader."""

    page: Page

    @cached_property
    def packs(self) -> dict[str, ListedPack]:
        """Code -> pack, that of the latest meeting first."""
        lines = pack_lines(self.page.store.meta())
        packs = packs_in(self.page.store).values()
        newest = sorted(packs, key=lambda pack: (pack.meeting, pack.code), reverse=True)
        return {pack.code: ListedPack(pack, lines.get(pack.code)) for pack in newest}

    @property
    def finding(self) -> str:
        """'3 packs of slides: 1 declared in a file, 2 in the live record'."""
        recorded = sum(each.line is not None for each in self.packs.values())
        return (
            f"{count_things(len(self.packs), 'pack', none='No')} of slides:"
            f" {len(self.packs) - recorded} declared in a file, {recorded} in the live record"
        )

    def list_panel(self) -> Panel:
        """A row a pack: title, meeting, day, slides, who changed it last."""
        rows = [
            {
                "Pack": each.pack.title,
                "Code": code,
                "Meeting": f"{each.pack.meeting:%Y-%m-%d}",
                "Figures as at": each.as_at,
                "Slides": len(each.pack.slides),
                "Changed last": each.by,
            }
            for code, each in self.packs.items()
        ]
        return self._panel(
            "packs", pd.DataFrame(rows), self.finding, "Slides of meetings, newest meeting first"
        )

    def slides_panel(self, pack: ListedPack) -> Panel:
        """A row a slide: item, title, finding, charts, actions and notes."""
        rows = [
            {
                "Slide": number,
                "Item": slide.item,
                "Title": slide.title,
                "Finding": slide.finding or "",
                "Charts": " | ".join(slide.panels),
                "Actions": " | ".join(slide.actions),
                "Notes": slide.notes,
            }
            for number, slide in enumerate(pack.pack.slides, 1)
        ]
        by = f"changed last by {pack.by}" if pack.line else "declared in a file"
        reading = f"{pack.about} · {by}"
        return self._panel("slides", pd.DataFrame(rows), pack.pack.title, reading)

    def _panel(self, name: str, table: pd.DataFrame, title: str, reading: str) -> Panel:
        return Panel(
            page=self.page.name,
            chart=name,
            indicators=(),
            title=title,
            subtitle=reading,
            reading=reading,
            table=table,
            figure=None,
            definition="A pack is the slides of a meeting, in the order of its agenda.",
            source="Files of data/declared/packs, and the live record",
            sql="",
            parameters={},
            notes=(),
            demonstration=False,
            actions=(),
        )

    def link_of(self, address: str, pack: Pack) -> PanelLink:
        """A chart that a slide names, at the slide's view and day."""
        panel = read_address(address)
        if not catalogue.has_chart(panel.page, panel.chart):
            return PanelLink(f"{address} (no such chart)", "", {}, "")
        day_of = {"as_at": pack.as_at.isoformat()} if pack.as_at else {}
        parameters = {**showing(panel.chart), **day_of, **panel.parameters}
        section = catalogue.section_of(panel.page, panel.chart)
        if section:
            parameters["opened"] = section
        return PanelLink(self._label(panel), panel.page, parameters, panel.chart)

    def _label(self, panel: PanelAddress) -> str:
        chart = re.sub(r"_+", " ", panel.chart)
        page = catalogue.PAGES[panel.page].title
        names = self.page.indicators["name"]
        indicator = panel.parameters.get("indicator", "")
        return f"{names[indicator] if indicator in names.index else page}: {chart}"
