"""A pack as a file: written as a person would, and read again with one sentence where it is wrong."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Collection
from typing import Any

import tomlkit
from pydantic import ValidationError

from dashboard import catalogue
from dashboard.declared.packs import LONGEST_CODE, RECORDED_CODE, Pack, pack_faults
from dashboard.errors import InputError
from dashboard.record.pack_words import NewPack
from dashboard.record.words import read_words
from dashboard.toml_text import read_toml
from dashboard.view import Choices
from dashboard.view.parse import read

LONGEST_FILE = 400_000
"""Characters of a file that is opened: sixty full slides are fewer."""


def pack_toml(pack: Pack) -> str:
    """The pack as a file for ``data/declared/packs``, or to open again; its code is the file's name."""
    document = tomlkit.document()
    for key in ("title", "meeting", "as_at"):
        if getattr(pack, key) is not None:
            document.add(key, getattr(pack, key))
    slides = tomlkit.aot()
    for slide in pack.slides:
        table = tomlkit.table()
        for key, value in slide.model_dump(exclude_defaults=True).items():
            table.add(key, _value(value))
        slides.append(table)
    if pack.slides:
        document.add("slides", slides)
    return tomlkit.dumps(document)


def pack_file_name(pack: Pack) -> str:
    """A name for the pack's file: its own where it is declared; '2023-04-28-board.toml', by meeting
    and title, where the record has it, as no declared pack may have the record's code.
    """
    if not RECORDED_CODE.match(pack.code):
        return f"{pack.code}.toml"
    letters = unicodedata.normalize("NFKD", pack.title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", f"{pack.meeting} {letters}".casefold())
    return f"{words[:LONGEST_CODE].strip('-')}.toml"


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return tomlkit.item(list(value)).multiline(len(value) > 1)
    return value


def read_pack_file(content: bytes) -> NewPack:
    """The pack that the bytes of a file hold, in the words of the record.

    Raises:
        InputError: it is no such file; with the first thing that is wrong.
    """
    try:
        return read_pack_toml(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(
            "The file is not written in UTF-8, so it is no pack: save the pack from its page again."
        ) from None


def read_pack_toml(text: str) -> NewPack:
    """The pack that a file holds, in the words of the record.

    Raises:
        InputError: it is no such file; with the first thing that is wrong.
    """
    if len(text) > LONGEST_FILE:
        raise InputError(f"The file is longer than {LONGEST_FILE:,} characters, so it is no pack.")
    try:
        content = read_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"The file is no TOML ({error}); save the pack from its page again."
        ) from None
    content.pop("code", None)
    try:
        pack = Pack.model_validate({**content, "code": "file"})
    except ValidationError as error:
        fault = error.errors()[0]
        raise InputError(f"The file is no pack, {_where(fault['loc'])}: {fault['msg']}.") from None
    return as_words(pack, pack.title)


def as_words(pack: Pack, title: str) -> NewPack:
    """A pack of the record with the slides of ``pack``.

    Raises:
        InputError: it is too long for the record, or its day is still to come.
    """
    hold_as_at(pack.as_at)
    return read_words(
        NewPack,
        {"title": title, "meeting": pack.meeting, "as_at": pack.as_at, "slides": pack.slides},
    )


def hold_as_at(as_at: dt.date | None) -> None:
    """Check that the day of a pack's figures is not still to come.

    Raises:
        InputError: it is.
    """
    if as_at and as_at > (today := dt.date.today()):
        raise InputError(
            f"The pack's figures cannot be as at {as_at}, which is still to come: choose a day up to"
            f" today, {today}."
        )


def check_named(words: NewPack, choices: Choices, actions: Collection[str]) -> None:
    """Check that all that the slides of ``words`` name is there for this reader.

    Raises:
        InputError: with the first thing that is not, and its slide.
    """
    pack = Pack(code="file", title=words.title, meeting=words.meeting, slides=words.slides)
    faults = pack_faults(
        pack, actions, catalogue.has_chart, lambda parameters: read(parameters, choices)[1]
    )
    for sentence in faults:
        raise InputError(f"The pack, {sentence}")


def _where(place: tuple[int | str, ...]) -> str:
    """'slide 2, title', from the place that a model tells."""
    parts = [str(part) for part in place]
    if len(parts) > 1 and parts[0] == "slides" and parts[1].isdecimal():
        parts = [f"slide {int(parts[1]) + 1}", *parts[2:]]
    return ", ".join(parts)
