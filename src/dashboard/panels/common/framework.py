"""The indicators that rest on what a plan, a review or a law promises."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page


@once
def framework_indicators(page: Page) -> pd.DataFrame:
    """The indicators that a promise of the view's framework names, in agenda order; all of them
    where no framework is chosen (``queries/indicators.sql`` by id).
    """
    rows = page.indicators
    if not page.view.framework:
        return rows
    promises = page.store.query("promises")
    chosen = promises[promises["framework"] == page.view.framework]
    wanted = {name for names in chosen["indicators"] for name in names}
    return rows[rows.index.isin(wanted)]


@once
def framework_name(page: Page) -> str:
    """The short name of the view's framework; '' where none is chosen."""
    promises = page.store.query("promises")
    rows = promises[promises["framework"] == page.view.framework]
    return str(rows["framework_short"].iloc[0]) if len(rows) else ""
