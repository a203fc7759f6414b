"""What is assumed where a reader moves the levers of "what if": never a finding, and said so
wherever it stands.
"""

from __future__ import annotations

from typing import Any

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.stats.what_if import Elasticity


@once
def levers(page: Page) -> list[Any]:
    """The levers declared for a page, as rows of ``queries/levers.sql``."""
    rows = page.store.query("levers").astype(object)
    return [row for row in rows.itertuples() if row.page == page.name]


def elasticity(lever: Any, kind: str, own_value: float | None) -> Elasticity:
    """The elasticity asked for where it is within the range declared for a kind of figure, else the
    declared one.

    A share and a time have ranges of their own, so one asked for of the other kind leaves this one
    as declared.
    """
    value, low, high = (
        float(getattr(lever, f"{kind}_{name}")) for name in ("value", "low", "high")
    )
    return Elasticity(
        value if own_value is None or not low <= own_value <= high else own_value, low, high
    )
