"""What an entry may say of a pack and its slides."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from dashboard.declared.packs import MOST_PANELS, Address, Slide
from dashboard.record.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    AnyText,
    EntryWords,
    FullLine,
    Line,
    hold_visible,
)

MOST_SLIDES = 60


def _hold_slide(slide: Slide) -> Slide:
    limits = {"item": 12, "title": LONGEST_LINE}
    texts = (("item", slide.item), ("title", slide.title), ("finding", slide.finding or ""))
    for name, text in (*texts, ("notes", slide.notes), *(("action", a) for a in slide.actions)):
        most = limits.get(name, LONGEST_TEXT)
        if len(text) > most:
            raise ValueError(f"has a {name} of more than {most:,} characters; shorten it")
        hold_visible(text, extra_letters="\n" if name == "notes" else "")
    return slide


HeldSlide = Annotated[Slide, AfterValidator(_hold_slide)]
"""A slide whose words are of a length and kind that the record keeps."""


class NewPack(EntryWords):
    """A pack begun: empty, a copy of another, or read from a file."""

    title: FullLine
    meeting: dt.date
    as_at: dt.date | None = None
    slides: Annotated[tuple[HeldSlide, ...], Field(max_length=MOST_SLIDES)] = ()


class PackChange(EntryWords):
    """Base of what is said of a pack that was begun by an earlier entry."""

    pack: int = Field(ge=1)
    """The entry that began it."""


class PackSettings(PackChange):
    """A pack's name, meeting and day as at which it is shown, from then on."""

    title: FullLine
    meeting: dt.date
    as_at: dt.date | None = None


class PackRemoval(PackChange):
    """A pack is not shown any more; its entries stay to be read."""


class NewSlide(PackChange):
    """A slide put into a pack, after the last one whose agenda item is not later."""

    slide: HeldSlide


class SlideChange(PackChange):
    """Other words on a slide; what is absent is unchanged."""

    slide: FullLine
    """Its id, such as '41.1'."""
    item: Annotated[Line, Field(max_length=12)] | None = None
    title: FullLine | None = None
    finding: Line | None = None
    """'': the first panel's own finding."""
    panels: Annotated[tuple[Address, ...], Field(max_length=MOST_PANELS)] | None = None
    notes: AnyText | None = None
    seen: int | None = Field(default=None, ge=1)
    """The last entry of the record that its author saw: where another has since changed the same words
    it is refused.
    """


class SlideMove(PackChange):
    """A slide put before another one; to the end where that is not there."""

    slide: FullLine
    before: Line = ""


class SlideRemoval(PackChange):
    """A slide taken out of a pack."""

    slide: FullLine
