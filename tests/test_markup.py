"""Words that are not ours stay words in Markdown and in HTML, and ordinary sentences stay as they
are.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard.markup import Html, Markdown, code, link, paragraphs, plain

PARSER = MarkdownIt("commonmark").enable("strikethrough").enable("table")
MARKS = st.text(st.sampled_from("\\`*_[]()<>!#+-=.:$~&|{}@/1a Bw\n\t\u202e\u200b"), max_size=30)
WORDS = st.one_of(st.text(max_size=30), MARKS)
SHOWN = {"text", "text_special", "softbreak"}


def visible_words(markdown: str) -> str:
    """The words that ``markdown`` is drawn as, where it is one paragraph of nothing but words."""
    blocks = PARSER.parse(markdown)
    assert [block.type for block in blocks] in (
        [],
        ["paragraph_open", "inline", "paragraph_close"],
    ), markdown
    inner = blocks[1].children or [] if blocks else []
    assert {token.type for token in inner} <= SHOWN, markdown
    return "".join(" " if token.type == "softbreak" else token.content for token in inner)


@given(WORDS)
@example("- a")
@example(" 1. a")
@example("![x](http://a) &lt; <b>")
def test_any_text_is_drawn_as_one_paragraph_of_its_own_words(text: str) -> None:
    assert visible_words(Markdown.escape(text)).replace("\u2060", "") == plain(text).strip()


@given(WORDS, WORDS)
def test_what_is_put_into_markdown_of_ours_leaves_its_marks_as_they_are(
    first: str, second: str
) -> None:
    made = Markdown("Before **a** {} and {}.").format(first, second)
    _, inline, _ = PARSER.parse(made)
    assert [token.type for token in inline.children if token.type not in SHOWN] == [
        "strong_open",
        "strong_close",
    ]
    words = "".join(token.content for token in inline.children).replace("\u2060", "")
    assert words == f"Before a {plain(first)} and {plain(second)}."


@given(WORDS)
def test_nothing_is_left_that_streamlit_makes_an_address_an_icon_or_a_style_of(text: str) -> None:
    words = visible_words(Markdown.escape(text))
    assert not re.search(r":[\w+\-/\[{]|https?://|www\.|[\w.+-]@[\w-]", words, re.ASCII)


@given(WORDS)
@example("\r\u202a\r")
def test_plain_words_hold_nothing_that_is_not_seen(text: str) -> None:
    assert all(
        letter == "\ufffd" or unicodedata.category(letter)[0] != "C" for letter in plain(text)
    )
    assert "  " not in plain(text)


class Parts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(WORDS, WORDS)
def test_what_is_put_into_html_is_its_words_in_an_attribute_and_between_tags(
    inside: str, between: str
) -> None:
    parts = Parts(Html('<p title="{}">{}</p>').format(inside, between))
    assert parts.tags == [("p", [("title", plain(inside))])]
    assert parts.words == plain(between)


@given(WORDS)
def test_code_is_its_words_whatever_they_are(text: str) -> None:
    if not plain(text).strip():
        return
    _, inline, _ = PARSER.parse(Markdown("x {}").format(code(text)))
    (token,) = [token for token in inline.children if token.type not in SHOWN]
    assert token.type == "code_inline"
    assert token.content.replace("\u2060", "").strip() == plain(text).strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "Trust in the MPS, 12 months to June 2023, compared with MPS; Hillingdon.",
        "Load a file of pas_borough, mps_borough_crime or response_times.",
        "The link's period 'soon' is not a date such as 2022-12-31; the latest is shown.",
        "Fell by 2.0 points (95% interval −3.1 to −0.9): Barking & Dagenham, R&D, 3.1 and -5%.",
    ],
)
def test_an_ordinary_sentence_is_not_changed(sentence: str) -> None:
    assert Markdown.escape(sentence) == sentence


@pytest.mark.parametrize(
    "address", ["https://data.london.gov.uk/dataset/a_b?c=d", "http://x.org/a)b(c[d]*e"]
)
def test_an_address_of_the_web_is_a_link_to_itself(address: str) -> None:
    _, inline, _ = PARSER.parse(link(address))
    opened, *words, _ = inline.children
    assert opened.type == "link_open" and PARSER.normalizeLink(address).startswith(
        str(opened.attrs["href"])[:12]
    )
    assert "".join(word.content for word in words).replace("\u2060", "") == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.org b", "//a.org", "data:text/html,x", "x"]
)
def test_what_is_no_address_of_the_web_is_words(address: str) -> None:
    assert visible_words(link(address)).replace("\u2060", "") == address


def test_a_line_left_empty_begins_a_new_paragraph() -> None:
    assert paragraphs("One\nline.\n\n- Two") == "One line.\n\n\\- Two"
