"""Overview: every indicator at the MPS, in agenda order, with its change on the year and that change's interval."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.panels.page import Page, change_words, period_words


@dataclass(frozen=True)
class Headline:
    """One indicator of the overview, in words."""

    indicator: str
    name: str
    figure: str
    """'70%, 69% to 71%, 12 months to June 2023'."""
    change: str
    actions: tuple[str, ...]
    """Ids of the board's actions that rest on it."""


def headlines(page: Page) -> list[Headline]:
    """Every headline indicator with an MPS figure, in agenda order."""
    ids = page.with_figures(page.indicators.index[page.indicators["headline"]])
    rows = page.store.query("latest", indicators=ids, areas=["MPS"], until="2100-01-01")
    rows = page.estimates(rows).set_index("indicator", drop=False).reindex(ids).dropna(subset=["area"])
    found = []
    for row in rows.itertuples():
        text = f"{page.text(row.indicator, row.value)}, {period_words(row.period_start, row.period_end)}"
        change = change_words(row.change, row.change_lower, row.change_upper, row.unit)
        found.append(Headline(row.indicator, page.indicators.loc[row.indicator, "name"], text, change,
                              tuple(a.action for a in page.actions("indicators", [row.indicator]))))  # fmt: skip
    return found
