"""Data and a template -> a tagged PDF, without a network or a face of the machine."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import typst

_FOLDER = Path(__file__).parent
_NO_LETTER = re.compile(r'the text `?"(?P<text>.+?)"`? could not be displayed', re.DOTALL)
"""How Typst says that no face has a letter, which a reader who listens could not be told."""
_LIKE = {"✕": "×"}
"""A sign that no face has -> one that looks like it; any other becomes ``_UNKNOWN``."""
_UNKNOWN = "\ufffd"
_MOST_TRIES = 20
_LAST_OF_LATIN = "\u02ff"
_BEYOND_FACES = re.compile(r"[^\x00-\u2bff\ufffd]")
"""Letters of scripts and signs that the faces have few of."""


def typeset(template: str, data: Mapping[str, Any], day: dt.date) -> bytes:
    """The PDF/UA-1 of ``template``, a file beside this one, with ``data`` as JSON holds it.

    ``day`` is the day that the file says it was made.
    """
    words = orjson.dumps(data).decode()
    for _ in range(_MOST_TRIES):
        try:
            return _compile(template, words, day)
        except typst.TypstError as error:
            replaced = _replace_unseen(words, str(error))
            if replaced == words:
                raise
            words = replaced
    return _compile(template, _BEYOND_FACES.sub(_UNKNOWN, words), day)


def _compile(template: str, words: str, day: dt.date) -> bytes:
    compiler = typst.Compiler(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=_faces(),
        ignore_system_fonts=True,
        sys_inputs={"data": words},
    )
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template} was not set as one file")
    return pdf


def _replace_unseen(words: str, error: str) -> str:
    """``words`` without the letters that ``error`` says no face has; as they are where it says
    anything else.
    """
    unseen = _NO_LETTER.search(error)
    letters = [letter for letter in unseen["text"] if letter > _LAST_OF_LATIN] if unseen else []
    replaced = words
    for letter in letters:
        replaced = replaced.replace(letter, _LIKE.get(letter, _UNKNOWN))
    return replaced


@lru_cache(maxsize=1)
def _faces() -> typst.Fonts:
    """Source Sans, the face of the pages, and for signs that it lacks what Typst brings along."""
    folder = str(resources.files("font_source_sans_pro") / "files")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
