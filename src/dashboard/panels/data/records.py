"""Findings, sources, received files, checks and methods as panels that stand below the table of
indicators.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from dashboard.panels.common.panel import Panel
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.text import FORMULAS, WHAT_TO_DO
from dashboard.text import count_things


def findings_panel(reference: Reference, severity: str, source: str) -> Panel:
    """What was found in the files, of a severity and a source ('' for all), with what to do."""
    every = reference.findings
    rows = reference.select_findings(severity, source)
    showing = f"Showing {len(rows)} of {count_things(len(every), 'finding')}."
    return _panel(
        reference,
        "findings",
        title=_findings_title(every),
        subtitle="What was found in the files received, and what to do about it",
        reading=showing
        if len(rows) or every.empty
        else f"{showing} Set one of the filters to All.",
        table=rows.assign(**{"What to do": rows["Severity"].map(WHAT_TO_DO)}).reset_index(
            drop=True
        ),
        query="findings",
    )


def _findings_title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "Nothing was found in the files that a reader should know"
    grave = int((rows["Severity"] != "note").sum())
    total = count_things(len(rows), "finding")
    return f"{total}, of which {grave or 'none'} {'needs' if grave == 1 else 'need'} a check"


def sources_panel(reference: Reference) -> Panel:
    """Which sources are late, and what is declared of each."""
    late = reference.freshness["State"].str.startswith("late").sum()
    total = len(reference.freshness)
    return _panel(
        reference,
        "sources",
        title=f"{int(late) or 'None'} of {count_things(total, 'source')} {'is' if late == 1 else 'are'} late",
        subtitle="Publisher, licence, frequency and the day to which each source has figures",
        reading=reference.freshness_reading,
        table=reference.freshness,
        query="freshness",
    )


def received_panel(reference: Reference) -> Panel:
    """The received files in force, newest first."""
    count = count_things(len(reference.releases), "received file is", "received files are")
    return _panel(
        reference,
        "received",
        title=f"{count[:1].upper()}{count[1:]} in force",
        subtitle="What was read of each, newest first",
        reading="A later release of a source revises an earlier one.",
        table=reference.releases,
        query="received",
    )


def coverage_panel(reference: Reference) -> Panel:
    """Periods and areas with a figure, a row an indicator and level."""
    return _panel(
        reference,
        "coverage",
        title="Periods and areas that have a figure",
        subtitle="By indicator and level",
        reading="A level without a period has no figures yet.",
        table=reference.coverage,
        query="coverage",
    )


def checks_panel(reference: Reference) -> Panel:
    """The checks of the figures and how many rows broke each in the build."""
    return _panel(
        reference,
        "checks",
        title="Checks run on the figures",
        subtitle="Each is run whenever the figures are built",
        reading=reference.checks_reading,
        table=reference.checks,
        query="findings",
    )


def methods_panel(reference: Reference) -> Panel:
    """Name and formula of each method."""
    return _panel(
        reference,
        "methods",
        title="Methods",
        subtitle="How each figure and its likely range are worked out",
        reading="Each likely range is a 95% interval unless another is named.",
        table=pd.DataFrame(FORMULAS, columns=["Method", "Formula"]),
        query="indicators",
    )


def _panel(reference: Reference, name: str, **words: Any) -> Panel:
    """A panel of the page that rests on every release and draws no indicator."""
    page = reference.page
    made = page.panel(name, indicators=(), releases=page.releases["id"], parameters={}, **words)
    return dataclasses.replace(made, source="")
