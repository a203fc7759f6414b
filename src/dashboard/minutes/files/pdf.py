"""A PDF as bytes -> the lines of a record, without its page headers and footers."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter

import pypdf
from pypdf.errors import DependencyError

from dashboard.errors import InputError
from dashboard.minutes.files.document import MOST_CHARACTERS, Document, Line, clean_text

MOST_PAGES = 500
MOST_SECONDS = 60.0
"""Reading stops between pages after this time."""
_EDGE = 3
"""Lines at the top and at the foot of a page among which headers and footers are looked for."""
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;)][\"'”’)\]]*$")
_SHORT_SHARE = 0.8
"""A line that ends a sentence and is shorter than this share of a full line ends its paragraph."""


def read_pdf(file_bytes: bytes, name: str) -> Document:
    """Return the lines of the text that ``file_bytes`` holds; ``name`` is for the sentences.

    Raises:
        InputError: the file is damaged, protected by a password, too long, or holds pictures of
            pages alone.
    """
    logger = logging.getLogger("pypdf")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        pages = _pages(file_bytes, name)
    except InputError:
        raise
    except DependencyError as error:
        raise InputError(
            f"{name} is encrypted: print it to a new PDF, or save it without protection."
        ) from error
    except (
        Exception
    ) as error:  # pypdf raises many kinds, from ValueError to RecursionError, on a damaged file
        raise InputError(
            f"{name} is a damaged PDF: download it again, or save the record as DOCX or text."
        ) from error
    finally:
        logger.disabled = was_disabled
    if not any(line.text.strip() for page in pages for line in page):
        raise InputError(
            f"{name} is a scanned PDF and holds no text: have its text recognised, or give the"
            " record as DOCX or text."
        )
    lines, running = _without_running(pages)
    return Document("PDF", tuple(_with_ends(lines)), tuple(running))


def _pages(file_bytes: bytes, name: str) -> list[list[Line]]:
    reader = pypdf.PdfReader(io.BytesIO(file_bytes))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(f"{name} is protected by a password: save it without one.")
    if len(reader.pages) > MOST_PAGES:
        raise InputError(
            f"{name} has more than {MOST_PAGES} pages: give the record alone, without its annexes."
        )
    pages: list[list[Line]] = []
    characters, began = 0, time.monotonic()
    for number, page in enumerate(reader.pages, start=1):
        text = clean_text(page.extract_text())
        characters += len(text)
        if characters > MOST_CHARACTERS or time.monotonic() - began > MOST_SECONDS:
            raise InputError(f"{name} takes too long to read: save the record as DOCX or text.")
        pages.append(
            [
                Line(t.rstrip(), f"page {number}, line {n}")
                for n, t in enumerate(text.split("\n"), start=1)
            ]
        )
    return pages


def _without_running(pages: list[list[Line]]) -> tuple[list[Line], list[Line]]:
    """All lines but page headers and footers, and those: edge lines that most pages repeat, page
    numbers apart.
    """
    edges = [_edge(page) for page in pages]
    edge_counts = Counter(
        key
        for page, edge in zip(pages, edges, strict=True)
        for key in {_key(page[n].text) for n in edge}
    )
    least = max(2, (len(pages) + 1) // 2)
    body_lines: list[Line] = []
    edge_lines: dict[str, Line] = {}
    for page, edge in zip(pages, edges, strict=True):
        filled_rows = [n for n, line in enumerate(page) if line.text.strip()]
        for n, line in enumerate(page):
            if n in edge and edge_counts[_key(line.text)] >= least:
                edge_lines.setdefault(_key(line.text), line)
            elif not (
                filled_rows
                and n in (filled_rows[0], filled_rows[-1])
                and len(pages) > 1
                and _PAGE_NUMBER.match(line.text)
            ):
                # Empty lines at the edge of a page are the page's, not the paragraph's that runs
                # over it.
                if line.text.strip() or (filled_rows and filled_rows[0] < n < filled_rows[-1]):
                    body_lines.append(line)
    return body_lines, list(edge_lines.values())


def _edge(page: list[Line]) -> set[int]:
    filled = [n for n, line in enumerate(page) if line.text.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _key(text: str) -> str:
    """What a running line has in common from page to page: its words, whatever the page's number.

    A numbered paragraph is its own, or '2.1.' and '2.2.' with little text would look alike.
    """
    words = " ".join(text.split())
    return words if re.match(r"\W*\d+[.)]", words) else re.sub(r"\d+", "#", words)


def _with_ends(lines: list[Line]) -> list[Line]:
    """``lines`` with an empty one after each that ends a sentence short of the margin:

    PDF has no paragraphs.
    """
    lengths = sorted(len(line.text) for line in lines if line.text.strip())
    full = lengths[int(len(lengths) * 0.9)] if lengths else 0
    out: list[Line] = []
    for line in lines:
        out.append(line)
        if _ENDS.search(line.text) and len(line.text) < _SHORT_SHARE * full:
            out.append(Line("", line.place))
    return out
