"""Codes of areas as people type them: in any case, with spaces in or around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.loaders.cells import strip_unseen
from dashboard.loaders.text import Findings


def code_of(text: str) -> str:
    """``text`` as a code is declared: capitals, without spaces and characters that cannot be seen."""
    return "".join(strip_unseen(text).split()).upper()


def note_respelt_codes(
    row_texts: Iterable[tuple[int, str]],
    known_codes: Sequence[str] | frozenset[str],
    title: str,
    findings: Findings,
) -> None:
    """Note how many rows give one of the ``known_codes`` codes in another spelling; ``row_texts``
    is row number and text.
    """
    respelt = [
        (row, text)
        for row, text in row_texts
        if text not in known_codes and code_of(text) in known_codes
    ]
    if respelt:
        row, text = respelt[0]
        what = "1 row gives" if len(respelt) == 1 else f"{len(respelt):,} rows give"
        message = (
            f"{what} a code in another spelling (first '{text}'): it is read as '{code_of(text)}'."
        )
        findings.add("another spelling of a code", message, row, title, "note")
