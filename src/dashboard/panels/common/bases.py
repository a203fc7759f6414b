"""The column of a table that says on how many people or incidents a figure rests."""

from __future__ import annotations

import pandas as pd

from dashboard.text import assumed_words


def base_columns(
    base: pd.Series, is_assumed: pd.Series, head: str = "Base"
) -> dict[str, pd.Series]:
    """Heading -> column: ``base`` (number of people or incidents), its heading marked where every
    base shown is assumed.

    Where some are assumed and some are not a second column says which: a number stays a number.
    """
    marked = is_assumed[base.notna()].astype(bool)
    if marked.any() and not marked.all():
        why = is_assumed.map({True: "assumed", False: "as published"}).where(base.notna(), "")
        return {head: base, f"{head} is": why}
    return {assumed_words(head, bool(marked.any())): base}
