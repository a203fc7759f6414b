"""Place: where a page draws. Everything a page says goes through it, and every word that is not
ours is escaped there.

Streamlit takes what it is given for Markdown: an image in a link's parameter would be asked for, a
link in the name of an area drawn as one. A test holds that no other file draws with Streamlit
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.markup import Html, Markdown, paragraphs, plain


class Place:
    """Streamlit's elements in one place of a page.

    Words are escaped unless they are ``Markdown`` or ``Html``.
    """

    def __init__(self, streamlit: Any) -> None:
        """``streamlit``: what Streamlit draws in, such as a column."""
        self._streamlit = streamlit

    def __enter__(self) -> Place:
        """Let ``here`` stand for this place."""
        self._streamlit.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let ``here`` stand for what it did before."""
        self._streamlit.__exit__(kind, error, trace)

    def columns(self, widths: int | Sequence[int], **layout: Any) -> list[Place]:
        """Places side by side."""
        return [Place(column) for column in self._streamlit.columns(widths, **layout)]

    def container(self, **layout: Any) -> Place:
        """A place of its own."""
        return Place(self._streamlit.container(**layout))

    def expander(self, label: str, **options: Any) -> Place:
        """A place that the reader folds and opens."""
        return Place(self._streamlit.expander(_words(label), **options))

    @property
    def open(self) -> bool:
        """Whether the reader has opened this place, of an expander."""
        return bool(self._streamlit.open)

    def title(self, words: str) -> None:
        """The name of the page."""
        self._streamlit.title(_words(words))

    def header(self, words: str, **options: Any) -> None:
        """The name of a part of the page."""
        self._streamlit.header(_words(words), **options)

    def subheader(self, words: str, **options: Any) -> None:
        """The name of a thing within a part."""
        self._streamlit.subheader(_words(words), **options)

    def markdown(self, words: str) -> None:
        """Sentences, in paragraphs where ``words`` leave a line empty."""
        self._streamlit.markdown(
            str(words) if isinstance(words, Markdown) else str(paragraphs(words))
        )

    def info(self, words: str) -> None:
        """A sentence to know."""
        self._streamlit.info(_words(words))

    def warning(self, words: str) -> None:
        """A sentence to heed."""
        self._streamlit.warning(_words(words))

    def error(self, words: str) -> None:
        """A sentence on what went wrong."""
        self._streamlit.error(_words(words))

    def html(self, words: str) -> None:
        """HTML of our own; other words are drawn as they are."""
        self._streamlit.html(str(Html.escape(words)))

    def code(self, words: str) -> None:
        """Lines in the letters of a machine."""
        # Colours of a language are too pale to read, and a box that scrolls sideways is out of the
        # keyboard's reach.
        self._streamlit.code(words, language=None, wrap_lines=True)

    def page_link(self, page: str, label: str, **options: Any) -> None:
        """A link to a page of ours."""
        self._streamlit.page_link(page, label=_words(label), **options)

    def button(self, label: str, **options: Any) -> bool:
        """A button; whether it was pressed."""
        return bool(self._streamlit.button(_words(label), **_with_help(options)))

    def download_button(
        self, label: str, data: bytes | Callable[[], bytes], **options: Any
    ) -> None:
        """A button that gives the reader a file; a function is called once it is pressed."""
        self._streamlit.download_button(_words(label), data, **options)

    def toggle(self, label: str, **options: Any) -> bool:
        """A switch; whether it is on."""
        return bool(self._streamlit.toggle(_words(label), **_with_help(options)))

    def selectbox(
        self, label: str, options: Sequence[Any], format_func: Callable[[Any], str], **rest: Any
    ) -> Any:
        """A choice among many; its options are drawn as plain words by Streamlit."""
        return self._streamlit.selectbox(
            _words(label), options, format_func=_plain_options(format_func), **rest
        )

    def multiselect(
        self, label: str, options: Sequence[Any], format_func: Callable[[Any], str], **rest: Any
    ) -> None:
        """A choice of several among many; its options are drawn as plain words by Streamlit."""
        self._streamlit.multiselect(
            _words(label), options, format_func=_plain_options(format_func), **rest
        )

    def segmented_control(
        self, label: str, options: Sequence[Any], format_func: Callable[[Any], str], **rest: Any
    ) -> None:
        """A choice among few, side by side; its options are Markdown to Streamlit."""
        self._streamlit.segmented_control(
            _words(label), options, format_func=lambda option: _words(format_func(option)), **rest
        )

    def slider(self, label: str, low: float, high: float, **options: Any) -> None:
        """A number from ``low`` to ``high`` by hand."""
        self._streamlit.slider(_words(label), low, high, **_with_help(options))

    def number_input(
        self, label: str, low: float, high: float, value: float, **options: Any
    ) -> Any:
        """A number from ``low`` to ``high`` in figures."""
        return self._streamlit.number_input(_words(label), low, high, value, **options)

    def form(self, key: str) -> Place:
        """A place whose fields are sent together, by its button, or by Enter or Ctrl+Enter in one.

        What was typed stays until the page itself empties it.
        """
        return Place(self._streamlit.form(key, clear_on_submit=False, border=False))

    def form_submit_button(self, label: str, **options: Any) -> bool:
        """The button that sends a form; whether it was pressed."""
        return bool(self._streamlit.form_submit_button(_words(label), **_with_help(options)))

    def text_input(self, label: str, **options: Any) -> str:
        """One line of words by the reader."""
        return str(self._streamlit.text_input(_words(label), **_with_help(options)))

    def text_area(self, label: str, **options: Any) -> str:
        """Some lines of words by the reader."""
        return str(self._streamlit.text_area(_words(label), **_with_help(options)))

    def date_input(self, label: str, **options: Any) -> Any:
        """A day, or None, by the reader."""
        return self._streamlit.date_input(_words(label), **_with_help(options))

    def dataframe(self, rows: pd.DataFrame, alt: str, **options: Any) -> None:
        """``rows`` as a table that scrolls, in words ``alt``; cells are drawn as plain words by
        Streamlit.
        """
        words = rows.select_dtypes(include=["object", "string"]).columns
        plain_rows = rows.assign(
            **{name: rows[name].map(plain, na_action="ignore") for name in words}
        )
        self._streamlit.dataframe(plain_rows.rename(columns=plain), alt=plain(alt), **options)


def _words(words: str) -> str:
    return str(Markdown.escape(words))


def _plain_options(format_func: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda option: plain(format_func(option))


def _with_help(options: Mapping[str, Any]) -> dict[str, Any]:
    """``options`` with the help that is shown beside an element escaped."""
    return {**options, "help": _words(options["help"])} if options.get("help") else dict(options)


here = Place(st)
"""The page, or the place that ``with`` has opened."""
