"""What the panels of Outcomes and workforce share: the quarter shown, the offence chosen, its series and trial."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.catalogue import page_notes
from dashboard.panels.common import timeline
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.text import month

DETECTIONS = ("rape_detection", "other_sexual_detection", "knife_detection")


QUARTERLY = (*DETECTIONS, "not_fully_deployable", "constables_per_sergeant")
"""The indicators of the page whose periods are those of its filter."""


_SOURCES = (
    (DETECTIONS, "detection rates", "detections"),
    (("not_fully_deployable",), "officers not fully deployable", "deployability"),
    (("constables_per_sergeant",), "constables per sergeant", "supervision"),
    (("pcso_strength",), "PCSOs in post", "force_strength"),
)
"""The indicators that a chart draws, their name together, and the source whose file holds them."""


def periods(page: Page) -> list[dt.date]:
    """Last days of the periods that the page can be shown at, newest first; months where nothing is
    quarterly.
    """
    held = page.with_figures(QUARTERLY) or page.with_figures(["pcso_strength"])
    return [d.date() for d in page.store.query("bcu_periods", indicators=held)["period_end"]]


def until(page: Page) -> dt.date | None:
    """The day up to which figures are shown: the period nearest to the one asked for; None where
    all are.
    """
    asked = page.view.period
    if asked is None:
        return None
    return min(periods(page), key=lambda d: abs((d - asked).days), default=asked)


def is_shown(page: Page, day: dt.date) -> bool:
    """Whether ``day`` is among those up to which figures are shown."""
    last = until(page)
    return last is None or day <= last


def period_note(page: Page) -> str | None:
    """A sentence where the period asked for has no figures."""
    shown = until(page)
    return None if shown is None else timeline.period_note(page.view.period, shown)


def absences(page: Page) -> list[str]:
    """A sentence for the charts that have no figures, with what to load, and for each whose first
    are later.
    """
    absent, later = [], []
    for indicators, name, source in _SOURCES:
        held = page.indicators.reindex(
            [offence(page)] if source == "detections" else list(indicators)
        )
        first = held["first_period"].min()
        if pd.isna(first):
            absent.append(f"{name} (source {source})")
        elif not is_shown(page, first.date()):
            later.append(
                f"{name[:1].upper()}{name[1:]}: the first figures are of {month(first.date())}."
            )
    if absent:
        later.insert(
            0,
            f"No figures are loaded yet for {', '.join(absent)}; an analyst loads a file of each"
            " source.",
        )
    return later


def offences(page: Page) -> dict[str, str]:
    """The detection rates that have figures, id -> name."""
    return {i: str(page.indicators.loc[i, "name"]) for i in page.with_figures(DETECTIONS)}


def offence(page: Page) -> str:
    """The detection rate shown: the one that the view names, else the first; '' where none has
    figures.
    """
    held = offences(page)
    return page.view.indicator if page.view.indicator in held else next(iter(held), "")


@once
def on_trial(page: Page) -> pd.Series | None:
    """The trial that the record tells of for the offence shown, else the first of a BCU; None where
    it tells of none.

    A row of ``queries/trials.sql``.
    """
    told = page.store.query("trials")
    told = told[told["level"] == "bcu"]
    named = told["indicators"].map(lambda indicators: offence(page) in indicators)
    first = told.loc[named.sort_values(ascending=False, kind="stable").index]
    return None if first.empty else first.iloc[0]


def series_parameters(page: Page) -> dict[str, Any]:
    """The parameters of ``queries/bcu_series.sql`` for the offence shown."""
    return {"indicator": offence(page), "until": until(page)}


def series(page: Page) -> pd.DataFrame:
    """``queries/bcu_series.sql`` for the offence shown; empty where no detections are loaded."""
    return (
        page.store.query("bcu_series", **series_parameters(page))
        if offence(page)
        else pd.DataFrame()
    )


@page_notes("outcomes")
def notes(page: Page) -> list[str]:
    """The sentences above the page's charts: another period than asked, and what is not loaded."""
    return [note for note in (period_note(page), *absences(page)) if note]
