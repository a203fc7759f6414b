"""What a reader may type to find a chart, and words that mean the same: ``words.toml``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from pydantic import Field

from dashboard.catalogue import section_of
from dashboard.declared.models import Strict
from dashboard.view import showing

_FILE = Path(__file__).parent / "words.toml"


class Synonyms(Strict):
    """Words that stand for one another."""

    words: tuple[str, ...] = Field(min_length=2)

    def beside(self, text: str) -> tuple[str, ...]:
        """All of the words where ``text`` uses one of them, alone or in the plural; else none."""
        folded = text.casefold()
        used = any(
            re.search(rf"(?<!\w){re.escape(word.casefold())}(?:s|es)?(?!\w)", folded)
            for word in self.words
        )
        return self.words if used else ()


class PageName(Strict):
    """What else a reader may call a page."""

    page: str
    also: tuple[str, ...] = Field(min_length=1)


class ChartName(Strict):
    """What the search calls a chart at a view, and what else a reader may call it."""

    page: str
    chart: str
    label: str = Field(min_length=3, max_length=60)
    also: tuple[str, ...] = ()
    view: Mapping[str, str] = {}
    """Parameters of the address, without the section that the chart is in."""

    @property
    def query(self) -> str:
        """The view that shows it, in its place and with its section open, as the address has it."""
        section = section_of(self.page, self.chart)
        opened = {"opened": section} if section else {}
        return urlencode({**showing(self.chart), **self.view, **opened})


class SearchWords(Strict):
    """The whole file."""

    same: tuple[Synonyms, ...]
    page: tuple[PageName, ...]
    chart: tuple[ChartName, ...]


@cache
def search_words() -> SearchWords:
    """The declared words of the search."""
    return SearchWords.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def synonyms_in(text: str) -> tuple[str, ...]:
    """Every word that means the same as one that ``text`` uses, those it uses themselves included."""
    return tuple(word for group in search_words().same for word in group.beside(text))
