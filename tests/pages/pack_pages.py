"""Packs of a test's own record, and the form at the side of a page."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from dashboard.declared.packs import Slide
from dashboard.record.database import engine_of
from dashboard.record.ledger import Record, open_record
from dashboard.record.pack_words import NewPack
from dashboard.record.packs import recorded_packs
from dashboard.settings import places

DAY = dt.date(2023, 4, 28)
TRUST = "compare?indicator=trust#ranking"


def record() -> Record:
    return Record(engine_of(places()))


def begin(*items: str) -> str:
    slides = tuple(Slide(item=item, title=f"Item {item}", panels=(TRUST,)) for item in items)
    words = NewPack(title="Public board", meeting=DAY, slides=slides)
    return f"p{record().append('B. Jones', words).sequence}"


def stands(code: str):
    return recorded_packs(open_record(places()).entries())[int(code[1:])]


def field(at: AppTest, name: str):
    """A field of the form at the side."""
    (one,) = [
        e
        for kind in (at.text_input, at.text_area, at.date_input)
        for e in kind
        if e.key.startswith("side_") and e.key.endswith(f"_{name}")
    ]
    return one


def save(at: AppTest, author: str = "") -> AppTest:
    if author:
        field(at, "author").set_value(author)
    (button,) = [b for b in at.button if b.key.endswith("_save")]
    button.click().run()
    assert not at.exception, [e.message for e in at.exception]
    return at


def is_open(at: AppTest) -> bool:
    return any(b.key == "side_close" for b in at.button)
