"""Response beside trust, borough by borough and over a year: how far they go together, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.association import Pair, association
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.response.grades import Response
from dashboard.stats.association import Association, associate
from dashboard.text import count_things, month, signed_text

TRUST = "trust"
_YEAR = 4
"""Quarters in the twelve months of the survey."""
_NOTES = (
    "Response is that of the four quarters of the survey's twelve months, calls added up before the"
    " share is taken.",
    "Correlation is Pearson's r over boroughs with both figures, with Fisher's interval (1921): 1 is"
    " a straight line upwards, 0 none, -1 a straight line downwards.",
    "Boroughs differ in much besides. That two figures go together does not show that one moves the"
    " other. The survey's own chance draws r towards 0.",
)


@chart("response", "beside_trust", order=11, section="beside_trust", of=Response)
@once
def beside_trust(response: Response) -> Panel | None:
    """The share reached in time and trust of each borough, and their changes on the year; None
    where no twelve months have both.
    """
    if not response.periods:
        return None
    parameters = _parameters(response)
    rows = response.page.store.query("over_time", **parameters)
    table = _table(response, rows)
    if table is None:
        return None
    end, boroughs = table
    level = associate(boroughs["response"], boroughs["trust"])
    change = associate(boroughs["response_change"], boroughs["trust_change"])
    if level is None:
        return None
    grade = f"{response.grade_words} calls within {response.minutes} minutes"
    return response.page.panel(
        "beside_trust",
        title=_title(level),
        subtitle=f"{grade} and trust, {count_things(level.areas, 'borough')}, 12 months to {month(end)}",
        reading=_reading(level, change),
        table=_borough_table(response, boroughs),
        figure=association(
            boroughs,
            _pairs(response, level, change),
            chosen_areas=response.page.view.areas,
            dark=response.page.dark,
        ),
        indicators=[response.within, TRUST],
        releases=rows["release"].dropna().unique(),
        query="over_time",
        parameters=parameters,
        notes=_NOTES,
        has_own_intervals=False,
        row_areas=list(boroughs["area"]),
    )


def _parameters(response: Response) -> dict[str, Any]:
    return {
        "indicators": [response.within, TRUST],
        "levels": ["borough"],
        "areas": [],
        "until": response.period,
    }


def _table(response: Response, rows: pd.DataFrame) -> tuple[dt.date, pd.DataFrame] | None:
    """The last twelve months of the survey for which four quarters of response are known, and a row
    a borough: area, name, response, trust (per cent), response_change, trust_change (points on the
    year); None for none.
    """
    calls = _yearly(rows[rows["indicator"] == response.within])
    trust = rows[(rows["indicator"] == TRUST) & rows["value"].notna()]
    ends = sorted(set(trust["period_end"]) & set(calls["period_end"]))
    if not ends:
        return None
    end = ends[-1]
    names = trust.drop_duplicates("area").set_index("area")["name"]
    table = pd.DataFrame({"name": names})
    before = end - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
    for name, figures in (("response", calls), ("trust", trust)):
        now, then = (
            figures[figures["period_end"] == day].set_index("area")["value"]
            for day in (end, before)
        )
        table[name] = now.reindex(table.index)
        change = table[name] - then.reindex(table.index)
        table[f"{name}_change"] = change.where(~table.index.isin(_boroughs_with_break(rows, end)))
    table = table.dropna(subset=["response", "trust"]).rename_axis("area").reset_index()
    return end.date(), table.sort_values("response", ascending=False, ignore_index=True)


def _boroughs_with_break(rows: pd.DataFrame, end: pd.Timestamp) -> set[str]:
    """The boroughs of which a figure of the year to ``end`` cannot be set against the year before."""
    year = rows[rows["period_end"] > end - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)]
    year = year[year["period_end"] <= end]
    return set(year.loc[year["broken"].notna(), "area"])


def _yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """The share of four quarters in a row, calls added up: area, period_end, value (per cent)."""
    parts = []
    for area, part in rows.sort_values("period_end").groupby("area"):
        sums = part[["numerator", "denominator"]].rolling(_YEAR).sum()
        months = 12 * part["period_end"].dt.year + part["period_end"].dt.month
        whole = (months - months.shift(_YEAR - 1)) == 3 * (_YEAR - 1)
        value = (100 * sums["numerator"] / sums["denominator"]).where(whole)
        parts.append(pd.DataFrame({"area": area, "period_end": part["period_end"], "value": value}))
    columns = ["area", "period_end", "value"]
    return pd.concat(parts).dropna() if parts else pd.DataFrame(columns=columns)


def _title(level: Association) -> str:
    return {
        1: "Boroughs reached sooner tend to have higher trust",
        -1: "Boroughs reached sooner tend to have lower trust",
        0: "Response and trust do not clearly go together",
    }[level.side]


def _reading(level: Association, change: Association | None) -> str:
    words = f"Over {level.areas} boroughs response and trust have {_r_words(level)}."
    if change is None:
        return f"{words} There is no year before to compare changes with."
    together = "go together" if change.side else "do not clearly go together"
    return (
        f"{words} Changes on the year {together}: {_r_words(change)} over {change.areas} boroughs."
        " This is an association, and says nothing of a cause."
    )


def _r_words(association: Association) -> str:
    value, limits = signed_text(association.value, 2), _limits(association)
    return f"a correlation of {value} (95% interval {limits})"


def _brief_r(association: Association) -> str:
    """'r = −0.18 (−0.50 to +0.18)', over a pane."""
    return f"r = {signed_text(association.value, 2)} ({_limits(association)})"


def _limits(association: Association) -> str:
    return f"{signed_text(association.lower, 2)} to {signed_text(association.upper, 2)}"


def _pairs(response: Response, level: Association, change: Association | None) -> list[Pair]:
    reached = f"Within {response.minutes} minutes"
    title = f"Figures: {_brief_r(level)}"
    pairs = [Pair(title, "response", "trust", reached, "Trust")]
    if change is not None:
        title = f"Changes on the year: {_brief_r(change)}"
        x, y = f"{reached}, points", "Trust, points"
        pairs.append(Pair(title, "response_change", "trust_change", x, y, is_change=True))
    return pairs


def _borough_table(response: Response, boroughs: pd.DataFrame) -> pd.DataFrame:
    in_time = f"Within {response.minutes} minutes"
    table = pd.DataFrame(
        {
            "Borough": boroughs["name"],
            f"{in_time}, per cent": boroughs["response"].round(1),
            "Trust, per cent": boroughs["trust"].round(1),
            f"{in_time}, change on year": boroughs["response_change"].round(1),
            "Trust, change on year": boroughs["trust_change"].round(1),
        }
    )
    return table.dropna(axis="columns", how="all")
