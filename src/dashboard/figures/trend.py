"""One indicator over time for chosen areas against the comparator."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.lines import MOST_COLOURED, lines

HEIGHT = 260


def trend(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    highlight: str | Collection[str] | None,
    context: str | None = None,
    changes: Mapping[str, str] | None = None,
    base: Any = None,
    events: Sequence[tuple[Any, str]] = (),
    breaks: Sequence[Any] = (),
    target: float | None = None,
    dark: bool = False,
) -> DrawnFigure:
    """Lines over time from columns area, name, period_end, value, lower, upper, is_comparator.

    The highlighted areas come first and are drawn thicker; the first five areas have colour, dash,
    symbol, interval and a direct label, any further ones are thin and muted, named on hover.
    `context` is an area drawn in grey behind them, named too;
    `changes` are words in brackets after the name of an area; `base` is a date that is marked.
    `breaks` are dates or (date, title) pairs across which no line is drawn; `events` are (date,
    title) pairs.
    """
    against = table["is_comparator"].astype(bool)
    series = table.rename(columns={"area": "series", "name": "label"})
    series["label"] = series["label"].where(~against, comparator_label)
    codes = series.loc[against, "series"].unique().tolist()
    others = [s for s in series.loc[~against, "series"].unique().tolist() if s != context]
    first = [highlight] if isinstance(highlight, str) else list(highlight or ())
    coloured_series = ([s for s in first if s in others] + [s for s in others if s not in first])[
        :MOST_COLOURED
    ]
    return lines(
        series,
        unit=unit,
        decimals=decimals,
        highlight=first,
        comparator=codes[0] if codes else None,
        context=context,
        changes=changes,
        base=base,
        target=target,
        bands=coloured_series,
        colour_others=True,
        events=events,
        breaks=breaks,
        height=HEIGHT,
        dark=dark,
    )
