"""What can be said of the interval of a median or a 90th percentile that a source publishes by
itself.
"""

from __future__ import annotations

import pandas as pd

from dashboard.stats.percentiles import published_words

_NO_INTERVAL_NOTE = (
    "The database holds no incident, only the source's figures, so no interval by order statistics"
    " (Conover, 1999) can be worked out here; at 99.8% none is given."
)


def of_percentiles(rows: pd.DataFrame, indicator: pd.Series) -> str:
    """A sentence or two on the intervals of ``rows`` (value, lower, base); '' where the indicator
    is no percentile.
    """
    figures = rows[rows["value"].notna()]
    if indicator["method"] != "published" or figures.empty:
        return ""
    bare = figures[figures["lower"].isna()]
    if bare.empty:
        return f"{published_words(True, None)} {_NO_INTERVAL_NOTE}"
    sentence = published_words(False, None)
    if len(bare) == len(figures):
        return f"{sentence} So no interval can be given, and no difference can be told from chance."
    return (
        f"{published_words(True, None)} {len(bare)} of {len(figures)} have none:"
        f" {sentence[:1].lower()}{sentence[1:]}"
    )
