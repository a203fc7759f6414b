"""The packs of the record: what its entries leave of each, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.declared.packs import Pack, Slide, item_order
from dashboard.errors import InputError
from dashboard.record.entry import Entry
from dashboard.record.pack_words import (
    MOST_SLIDES,
    NewPack,
    NewSlide,
    PackChange,
    PackRemoval,
    PackSettings,
    SlideChange,
    SlideMove,
    SlideRemoval,
)
from dashboard.record.words import FIELD_NAMES

PACK_KINDS = (
    "new pack",
    "pack settings",
    "pack removal",
    "new slide",
    "slide change",
    "slide move",
    "slide removal",
)
"""The kinds of entries that speak of packs."""


@dataclass(frozen=True)
class RecordedSlide:
    """A slide of a recorded pack."""

    id: str
    """The entry that put it there and its place in that entry: '41.1'."""
    slide: Slide
    by: Entry
    """The last entry that put or changed it."""


@dataclass(frozen=True)
class RecordedPack:
    """A pack as the record leaves it."""

    first: Entry
    last: Entry
    """The last entry that changed it."""
    settings: NewPack | PackSettings
    slides: tuple[RecordedSlide, ...]
    changes: Mapping[str, Entry] = field(default_factory=dict)
    """Id of a slide, '' for the pack itself -> the last entry that spoke of it, newest last."""

    @property
    def code(self) -> str:
        """'p41', by the entry that began it."""
        return f"p{self.first.sequence}"

    @property
    def pack(self) -> Pack:
        """The pack in the form in which it is declared."""
        return Pack(
            code=self.code,
            title=self.settings.title,
            meeting=self.settings.meeting,
            as_at=self.settings.as_at,
            slides=tuple(each.slide for each in self.slides),
        )

    def apply_entry(self, entry: Entry, words: PackChange) -> RecordedPack:
        """The pack once ``entry`` has said ``words`` of it; what they name and is gone is passed
        over.
        """
        slides, about = self.slides, getattr(words, "slide", "")
        settings = self.settings
        match words:
            case PackSettings():
                settings = words
            case NewSlide():
                slide = RecordedSlide(f"{entry.sequence}.1", words.slide, entry)
                slides, about = _insert(slides, slide), slide.id
            case SlideChange():
                slides = tuple(
                    _reword_slide(each, entry, words) if each.id == words.slide else each
                    for each in slides
                )
            case SlideMove():
                slides = _move_slide(slides, words)
            case SlideRemoval():
                slides = tuple(each for each in slides if each.id != words.slide)
        others = {id: each for id, each in self.changes.items() if id != about}
        return replace(
            self,
            settings=settings,
            slides=slides,
            last=entry,
            changes={**others, about: entry},
        )


def recorded_packs(entries: Iterable[Entry]) -> dict[int, RecordedPack]:
    """The entry that began it -> every pack that is not removed, as ``entries`` leave it."""
    packs: dict[int, RecordedPack] = {}
    for entry in entries:
        words = entry.words
        if isinstance(words, NewPack):
            slides = tuple(
                RecordedSlide(f"{entry.sequence}.{place}", slide, entry)
                for place, slide in enumerate(words.slides, 1)
            )
            packs[entry.sequence] = RecordedPack(entry, entry, words, slides, {"": entry})
        elif isinstance(words, PackRemoval):
            packs.pop(words.pack, None)
        elif isinstance(words, PackChange) and words.pack in packs:
            packs[words.pack] = packs[words.pack].apply_entry(entry, words)
    return packs


def check_change(entries: Iterable[Entry], words: PackChange) -> RecordedPack:
    """The pack that ``words`` speak of, as it stands.

    Raises:
        InputError: it or the slide was removed meanwhile, another changed the same words of the
            slide, or the pack can take no more slides.
    """
    entries = list(entries)
    pack = recorded_packs(entries).get(words.pack)
    if pack is None:
        raise InputError("The pack was removed meanwhile; choose another.")
    if isinstance(words, NewSlide) and len(pack.slides) >= MOST_SLIDES:
        raise InputError(f"The pack has {MOST_SLIDES} slides and can take no more; remove one.")
    slide = getattr(words, "slide", None)
    if isinstance(slide, str) and slide not in {each.id for each in pack.slides}:
        raise InputError("The slide was removed meanwhile; open the pack again.")
    if isinstance(words, SlideChange):
        _check_unchanged(entries, words)
    return pack


SLIDE_FIELDS = ("item", "title", "finding", "panels", "notes")
"""What of a slide an entry may change."""


def _check_unchanged(entries: Iterable[Entry], words: SlideChange) -> None:
    """Check that nobody has changed what ``words`` change since its author saw the slide.

    Raises:
        InputError: somebody has.
    """
    for entry in entries:
        other = entry.words
        if (
            words.seen is not None
            and entry.sequence > words.seen
            and isinstance(other, SlideChange)
            and other.slide == words.slide
        ):
            for name in SLIDE_FIELDS:
                theirs, ours = getattr(other, name), getattr(words, name)
                if None not in (theirs, ours) and theirs != ours:
                    raise InputError(
                        f"{entry.author} changed the {FIELD_NAMES[name].lower()} of this slide at"
                        f" {entry.clock:%H:%M}, so yours was not kept; open the slide again."
                    )


def _insert(slides: Sequence[RecordedSlide], slide: RecordedSlide) -> tuple[RecordedSlide, ...]:
    """``slides`` with one more, in the order of the agenda."""
    order = item_order(slide.slide.item)
    earlier = [n for n, each in enumerate(slides, 1) if item_order(each.slide.item) <= order]
    place = max(earlier, default=0)
    return (*slides[:place], slide, *slides[place:])


def _move_slide(slides: Sequence[RecordedSlide], words: SlideMove) -> tuple[RecordedSlide, ...]:
    moved = [each for each in slides if each.id == words.slide]
    others = [each for each in slides if each.id != words.slide]
    place = next((n for n, each in enumerate(others) if each.id == words.before), len(others))
    return (*others[:place], *moved, *others[place:])


def _reword_slide(slide: RecordedSlide, entry: Entry, words: SlideChange) -> RecordedSlide:
    words_by_field = {
        name: getattr(words, name) for name in SLIDE_FIELDS if getattr(words, name) is not None
    }
    if words.finding is not None:
        words_by_field["finding"] = words.finding or None
    return RecordedSlide(slide.id, slide.slide.model_copy(update=words_by_field), entry)
