"""Any text in a PDF: what no face has is set as U+FFFD, the rest as it stands."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from read_back import squeeze, text_of

from dashboard.exports.part import Cover
from dashboard.exports.pdf import letters
from dashboard.exports.pdf.content import document_data, section_data
from dashboard.exports.pdf.letters import replace_unseen
from dashboard.exports.pdf.typeset import typeset

DAY = dt.date(2023, 7, 3)
UNKNOWN = "\ufffd"
UNSEEN = {
    "a keycap": ("1\ufe0f\u20e3", 1),
    "a sign in a keycap": ("*\ufe0f\u20e3", 1),
    "a family": ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
    "a hand with a colour": ("\U0001f44d\U0001f3fd", 1),
    "two flags": ("\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7", 2),
    "the flag of England": ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f", 1),
    "Tamil": ("\u0ba4\u0bae\u0bbf\u0bb4\u0bcd", 3),
    "Thai": ("\u0e44\u0e17\u0e22\u0e17\u0e35\u0e48", 4),
    "a letter in a ring": ("a\u20dd", 1),
    "a sign of Arabic numbers": ("\u0600", 1),
    "no character": ("\ufffe", 1),
    "half a pair": ("\ud83d", 1),
    "a control character": ("\x07", 1),
}
"""What it is -> the text and how many letters a reader takes it for."""
SEEN = "Caf\u00e9 \u2265 \u00a35 \u2013 \u20ac6 \u201cquoted\u201d \u0416\u03a9"


def document(words: str, title: str = "Title {}", heading: str = "Heading {}") -> bytes:
    """A document that has ``words`` wherever a reader's own words may stand."""
    cover = Cover(title.format(words), "", DAY)
    data = document_data(cover, words, subject=words, opening=[])
    data["opening"] = data["contents"] = [words, f"Before {words} after"]
    data["link-words"] = ""
    section = section_data(heading.format(words), [], finding=words, lists={"Notes": [words]})
    data["sections"] = [section | {"after": [words]}]
    return typeset("handout.typ", data, DAY)


@pytest.mark.parametrize(("words", "count"), UNSEEN.values(), ids=UNSEEN)
def test_a_letter_that_no_face_has_is_one_replacement(words, count):
    text = text_of(document(f"{SEEN} {words} First point"))
    assert squeeze(f"Before {SEEN} {UNKNOWN * count} First point after") in text


def test_a_mark_on_markup_of_a_drawing_leaves_the_markup():
    seen = replace_unseen({"svg": "<text a='\u20e3'>\u0bcd &amp;\u0bcd)\u20e3 \u0bcd</text>"})
    assert ET.fromstring(seen["svg"]).text == f"{UNKNOWN} &{UNKNOWN}{UNKNOWN} {UNKNOWN}"


def test_text_of_thousands_of_unseen_letters_is_set_in_time():
    text = text_of(document("".join(map(chr, range(0x4E00, 0x5E00))) + " end"))
    assert "end" in text and UNKNOWN in text and "\u4e00" not in text


def test_a_title_that_is_not_seen_is_set_as_untitled():
    text = text_of(document("\u200b", title="{}", heading="{}"))
    assert text.count("Untitled") == 2


@settings(max_examples=40, deadline=None)
@given(words=st.text(st.characters(), max_size=30))
@example(words="\u0644\u0627\u064e\u0600\u0661")
@example(words="\U0001f468\u200d")
@example(words="\u200d\u20e3")
def test_every_text_is_set(words):
    assert document(words).startswith(b"%PDF")


def test_the_letters_kept_at_last_are_set(monkeypatch):
    monkeypatch.setattr(letters, "_unseen", lambda clusters: frozenset())
    known = "".join(filter(str.isprintable, map(chr, range(0x20, 0x180)))) + "–—‘’“”•…€≤≥−"
    text = text_of(document(f"{known} \u0ba4\u0bae\u0bbf 1\ufe0f\u20e3 end"))
    assert squeeze(f"{known} {UNKNOWN * 3} 1{UNKNOWN * 2} end after") in text
