"""The two series of the page that are projected."""

from __future__ import annotations

from dataclasses import replace

from dashboard.panels.common.once import once
from dashboard.panels.response.grades import Response
from dashboard.panels.response.heading import ANSWERED_999, Heading


@once
def of_grade(response: Response) -> Heading | None:
    """The measure of the grade that the view names, else the share in time, of the first borough
    chosen or the MPS.
    """
    if not response.periods:
        return None
    asked = response.page.view.indicator
    indicator = asked if asked in response.time_indicators else response.within
    share = response.heading
    return share if indicator == share.indicator else replace(share, indicator=indicator)


@once
def of_calls(response: Response) -> Heading:
    """999 calls answered in time, of the MPS, up to the period shown."""
    until = response.period if response.periods else response.page.view.period
    return Heading(response.page, ANSWERED_999, "MPS", until)
