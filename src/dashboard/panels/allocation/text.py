"""Words that the panels of Ward allocation share."""

from __future__ import annotations

from dataclasses import replace

from dashboard.panels.allocation.need import Need
from dashboard.panels.common.panel import Panel


def label_tried(need: Need, panel: Panel) -> Panel:
    """``panel``, which rests on the need index, marked in title, subtitle, table and notes where
    weights are tried.
    """
    if not need.has_tried_weights:
        return panel
    first, _, rest = panel.title.partition(" ")
    title = f"{first.lower() if first in _BEGINNINGS else first} {rest}".replace(
        "need index moved", "index moved"
    )
    words = f"Other weights than the plan's are being tried: {need.words}."
    return replace(
        panel,
        title=f"Other weights: {title}",
        subtitle=f"{panel.subtitle}; other weights tried",
        reading=f"With other weights than the plan's: {panel.reading}",
        notes=(words, *panel.notes),
        table=panel.table.assign(Weights=f"tried, not the plan's: {need.words}"),
    )


_BEGINNINGS = {"No", "All", "None", "Every", "Of", "Posts", "Boroughs"}


def opening(words: str) -> str:
    """The words as a sentence begins: 'At 30 June 2023'."""
    return words[:1].upper() + words[1:]
