"""What the statement says, section by section, whatever its format."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.exports.address import page_address, paper_address
from dashboard.exports.part import Cover, Part, mark_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.paper import mark_of_page
from dashboard.panels.promises.statement import Statement
from dashboard.text import count_things, day, join_names

TITLE = "What is to be published, and what is held of it"
NO_LAW = "No duty to publish is declared that was in force by then."
NO_TARGET = "No target of the board is held by then."


@dataclass(frozen=True)
class Section:
    """One heading with its sentences and figures."""

    heading: str
    sentences: tuple[str, ...]
    part: Part | None
    after: tuple[str, ...] = ()
    """Sentences below the figures."""


@dataclass(frozen=True)
class StatementContent:
    """The statement as every file says it."""

    cover: Cover
    opening: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The figures of every section, in order."""
        return tuple(section.part for section in self.sections if section.part)

    @property
    def mark(self) -> str:
        """The mark of demonstration data where any figure is such, else ''."""
        return mark_of(self.parts)


def statement_content(page: Page, day_taken: dt.date | None = None) -> StatementContent:
    """The statement as the reader of ``page`` may see it, taken away on ``day_taken`` (today for None)."""
    statement = Statement(page)
    address = paper_address(page_address("promises", page.view), mark_of_page(page))
    cover = Cover(TITLE, address, day_taken or dt.date.today())
    opening = (
        "The Elected Local Policing Bodies (Specified Information) Order, as amended in 2021 (SI"
        " 2021/547), has a policing body publish a statement on the national priorities, the"
        " latest inspection of its force and how complaints are handled.",
        "This document says of each what Ward to Board holds and what it does not, then how the"
        " board's targets stand. It is no statement in the body's own words: those are its to"
        " write.",
        cover.as_at_words(page.view.as_at),
        f"Taken away on {day(cover.day_taken)}.",
    )
    duties = tuple(
        Section(
            duty.heading,
            (duty.text, f"Asked by: {duty.source}."),
            _part(duty.panel, page),
            (duty.absent,),
        )
        for duty in statement.duties
    ) or (Section("Duties to publish", (NO_LAW,), None),)
    return StatementContent(cover, opening, (*duties, _targets(statement, page)))


def _targets(statement: Statement, page: Page) -> Section:
    panel, absent = statement.targets, statement.without_figure
    after = (
        (
            f"No figure is held for {count_things(len(absent), 'indicator')} with a target:"
            f" {join_names(absent)}.",
        )
        if absent
        else ()
    )
    return Section("The board's targets", () if panel else (NO_TARGET,), _part(panel, page), after)


def _part(panel: Panel | None, page: Page) -> Part | None:
    if panel is None:
        return None
    return Part(panel, "", (), page.view.as_at)
