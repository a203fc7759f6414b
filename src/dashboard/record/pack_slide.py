"""A slide as its form holds it, and the words of the record that are left of what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard import catalogue
from dashboard.declared.packs import PanelAddress, Slide, address_faults, read_address
from dashboard.errors import InputError
from dashboard.record.pack_words import NewSlide, SlideChange
from dashboard.record.packs import SLIDE_FIELDS
from dashboard.record.words import read_words
from dashboard.view import Choices
from dashboard.view.parse import read


@dataclass(frozen=True)
class SlideDraft:
    """The fields of a slide as they are typed."""

    item: str = ""
    title: str = ""
    finding: str = ""
    charts: str = ""
    """Addresses of charts, one a line."""
    day: dt.date | None = None
    """The day as at which all of them are shown; None: that of the pack, or what each names."""
    notes: str = ""

    @classmethod
    def of(cls, slide: Slide) -> SlideDraft:
        """The fields that show ``slide``: a day that all its charts name stands in one of its own."""
        addresses = [read_address(text) for text in slide.panels]
        days = {_day_of(address) for address in addresses}
        day = days.pop() if len(days) == 1 else None
        lines = [str(_on_day(address, None)) if day else str(address) for address in addresses]
        return cls(slide.item, slide.title, slide.finding or "", "\n".join(lines), day, slide.notes)

    @property
    def panels(self) -> tuple[str, ...]:
        """The charts as a slide keeps them.

        Raises:
            InputError: a line names no chart.
        """
        panels = []
        for number, line in enumerate(filter(str.strip, self.charts.splitlines()), 1):
            try:
                address = read_address(line)
            except ValueError as error:
                raise InputError(f"Charts, line {number}: {error}.") from None
            named = "as_at" in address.parameters
            panels.append(str(address if named else _on_day(address, self.day)))
        return tuple(panels)

    def values(self) -> dict[str, object]:
        """Field of a slide -> what was typed; '' for no finding.

        Raises:
            InputError: a line of the charts names none.
        """
        texts = {name: getattr(self, name) for name in ("item", "title", "finding", "notes")}
        return {**{name: text.strip() for name, text in texts.items()}, "panels": self.panels}


def slide_change(
    pack: int, id: str, before: Slide, draft: SlideDraft, last_seen: int, choices: Choices
) -> SlideChange:
    """What ``draft`` changes of the slide ``id`` of the pack that entry ``pack`` began; ``before``
    is the slide, and ``last_seen`` the last entry, as its author saw them.

    Raises:
        InputError: nothing is changed, or a field is wrong.
    """
    values = draft.values()
    old = SlideDraft.of(before).values()
    changes = {name: values[name] for name in SLIDE_FIELDS if values[name] != old[name]}
    if not changes:
        raise InputError("Nothing is changed; change a field, or close the form.")
    change = read_words(SlideChange, {"pack": pack, "slide": id, "seen": last_seen, **changes})
    check_panels(change.panels or (), choices)
    return change


def new_slide(pack: int, draft: SlideDraft, choices: Choices) -> NewSlide:
    """A slide as it was typed, for the pack that entry ``pack`` began.

    Raises:
        InputError: a field is wrong.
    """
    slide = typed_slide(draft)
    check_panels(slide.panels, choices)
    return read_words(NewSlide, {"pack": pack, "slide": slide})


def typed_slide(draft: SlideDraft) -> Slide:
    """The slide that was typed.

    Raises:
        InputError: a field is empty or a line of the charts names none.
    """
    values = draft.values()
    # Held to a slide's limits by the words of a change, which name the field that is at fault.
    words = read_words(SlideChange, {"pack": 1, "slide": "new", **values})
    return Slide(
        item=words.item or "",
        title=words.title or "",
        finding=words.finding or None,
        panels=words.panels or (),
        notes=words.notes or "",
    )


def check_panels(panels: Iterable[str], choices: Choices) -> None:
    """Check that each chart is there, at a view that this reader may have.

    Raises:
        InputError: with the first that is not.
    """
    for number, panel in enumerate(panels, 1):
        faults = address_faults(
            read_address(panel), catalogue.has_chart, lambda given: read(given, choices)[1]
        )
        for sentence in faults:
            raise InputError(f"Charts, line {number}: {sentence}")


def _day_of(address: PanelAddress) -> dt.date | None:
    try:
        return dt.date.fromisoformat(address.parameters.get("as_at", ""))
    except ValueError:
        return None


def _on_day(address: PanelAddress, day: dt.date | None) -> PanelAddress:
    """``address`` on a day; None: on none of its own."""
    others = {name: value for name, value in address.parameters.items() if name != "as_at"}
    on_day = {"as_at": day.isoformat()} if day else {}
    return replace(address, parameters={**others, **on_day})
