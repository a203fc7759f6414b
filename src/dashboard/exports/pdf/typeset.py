"""Data and a template -> a tagged PDF, whatever letters the data holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import typst

from dashboard.exports.pdf.compiler import compile_template
from dashboard.exports.pdf.letters import keep_known, replace_unseen


def typeset(template: str, data: Mapping[str, Any], day: dt.date) -> bytes:
    """The PDF/UA-1 of ``template``, a file beside this one, with ``data`` as JSON holds it.

    ``day`` is the day that the file says it was made.
    """
    settable = replace_unseen(data)
    try:
        return compile_template(template, settable, day)
    except typst.TypstError:
        # Letters that are set one by one may still be refused beside one another.
        known = keep_known(settable)
        if known == settable:
            raise
        return compile_template(template, known, day)
