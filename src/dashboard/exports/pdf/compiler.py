"""A template and its data as Typst takes them, without a network or a face of the machine."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import typst

_FOLDER = Path(__file__).parent


def compile_template(template: str, data: Any, day: dt.date) -> bytes:
    """The PDF/UA-1 of ``template``, a file beside this one, as of ``day``.

    Raises:
        typst.TypstError: the template has a fault, or no face has a letter of ``data``.
    """
    compiler = typst.Compiler(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=_faces(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(data).decode()},
    )
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template} was not set as one file")
    return pdf


@lru_cache(maxsize=1)
def _faces() -> typst.Fonts:
    """Source Sans, the face of the pages, and for signs that it lacks what Typst brings along."""
    folder = str(resources.files("font_source_sans_pro") / "files")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
