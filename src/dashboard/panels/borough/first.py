"""The borough that the page opens on where none is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.panels.borough.worsening import all_exceptions
from dashboard.panels.common.page import Page


def first_borough(page: Page, chosen: Sequence[str]) -> str:
    """The first of those ``chosen`` elsewhere, else the one with most figures that are worse than
    London and getting worse, else the first by name.
    """
    names = {r.code: r.name for r in page.store.query("areas").itertuples() if r.level == "borough"}
    for code in (*page.view.areas, *chosen):
        if code in names:
            return code
    exceptions = all_exceptions(page.store)
    counts = exceptions.rows["area"].value_counts() if exceptions.testable_indicators else {}
    return min(names, key=lambda code: (-int(counts.get(code, 0)), names[code]))
