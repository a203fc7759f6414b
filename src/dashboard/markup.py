"""Words that are not ours, made safe to draw: as Markdown, as HTML, and as plain words.

A name in a declaration, a parameter of a link or the name of a file may hold an image, a link or a
style. Only what is
written in our own source is markup: a literal given to `Markdown` or `Html`. Whatever is put into
it by ``format`` or ``join`` is escaped, and so is every other text where it is drawn
(``dashboard.ui.place``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import markupsafe

_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.ASCII)
_BREAK = "\u2060"
"""A word joiner: not seen, and no pattern of letters goes on across it."""
_MARKS = re.compile(
    r"(?P<sign>(?<!\S)(?:<->|[-<~>][-=>])(?!\S))"  # Drawn as one sign, such as an arrow.
    r"|(?P<mark>[\\`*\[\]<>$~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?[A-Za-z0-9]{1,32};))"
    r"|(?:\A|(?<=\A ))(?:(?P<item>[#+=-](?=[\s#+=-]|\Z))|(?P<number>\d{1,9})(?=[.)](?:\s|\Z)))"
    # Streamlit looks for the rest once the marks are read, so that no backslash keeps it out: a
    # directive, an icon, an emoji, an address of a page or of a person.
    r"|(?P<before>:(?=[^\s:]|:\S)|(?i:(?<![A-Za-z0-9])www)(?=\.)|@(?=\S))"
)


def plain(words: object) -> str:
    """``words`` as they are read: white space as single spaces, nothing that is not seen.

    What turns the direction of writing or has no width is left out; a control character, and what
    is no character, becomes U+FFFD.
    """
    text = str(words)
    if text.isprintable() and "  " not in text:
        return text
    # First what has no width: white space on both sides of it is one space.
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(map(_visible, _SPACE.sub(" ", seen)))


def _visible(letter: str) -> str:
    return "\ufffd" if unicodedata.category(letter).startswith("C") else letter


class Markdown(markupsafe.Markup):
    """Markdown of our own. What ``format``, ``join`` and ``+`` put into it is escaped, unless it is
    Markdown too.

    Ordinary sentences stay as they are, as Streamlit gives a label to screen readers with its
    marks.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, words: Any, /) -> Markdown:
        """``words`` as Markdown that is drawn as the words themselves, in one line."""
        return words if isinstance(words, cls) else _escape_marks(plain(words))


@lru_cache(maxsize=2048)
def _escape_marks(text: str) -> Markdown:
    """``text`` with its marks escaped; most of a page's words are those of its last run."""
    return Markdown(_MARKS.sub(_escape_mark, text))


def _escape_mark(match: re.Match[str]) -> str:
    text = match[0]
    match match.lastgroup:
        case "sign":
            return _BREAK.join(f"\\{sign}" for sign in text)
        case "before":
            return text + _BREAK
        case "number":
            return text + "\\"
    return "\\" + text


def paragraphs(text: str) -> Markdown:
    """``text`` of several lines as Markdown: a line left empty begins a new paragraph."""
    return Markdown("\n\n").join(part for part in re.split(r"\n\s*\n", text) if part.strip())


def code(words: object) -> Markdown:
    """``words`` in the letters of a machine."""
    text = plain(words).replace(
        ":material/", f":{_BREAK}material/"
    )  # An icon to Streamlit, in code as well.
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return (
        Markdown(f"{fence} {text} {fence}" if "`" in text else f"`{text}`")
        if text
        else Markdown("")
    )


def link(address: str) -> Markdown:
    """``address`` as a link to itself where it is one of the web, else as words."""
    text = plain(address)
    if not _ADDRESS.fullmatch(text):
        return Markdown.escape(text)
    return Markdown("[{}]({})").format(text, Markdown(quote(text, safe=":/?#@!$&'*+,;=%~")))


class Html(markupsafe.Markup):
    """HTML of our own. What is put into it is escaped, unless it is HTML of our own too."""

    __slots__ = ()

    @classmethod
    def escape(cls, words: Any, /) -> Html:
        """``words`` as HTML that is drawn as the words themselves, within an attribute as well."""
        return words if isinstance(words, cls) else cls(markupsafe.escape(plain(words)))


def style_of(path: Path) -> Html:
    """The style sheet of our own that stands in the file ``path`` beside our source."""
    return Html(f"<style>{path.read_text(encoding='utf-8')}</style>")
