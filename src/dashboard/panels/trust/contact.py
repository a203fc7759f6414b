"""Contact with ward officers: how to reach one and feeling informed, beside officers in post."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.panes import panes
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import change_sentence, figure_words, in_words
from dashboard.panels.trust.attitudes import CONTACT, OVERLAP, Attitudes, attitudes_of, pane_rows
from dashboard.text import capitalise, month, period_words

BESIDE = (
    "The measures are drawn beside each other, each on an axis of its own that need not begin at"
    " zero. Compare movement within a pane, not heights between panes. The chart does not show that"
    " one moves another."
)
_DOING = {"contact_officer": "know how to contact a ward officer"}
_TEMPLATES = {"dwo_in_post": "neighbourhood_resources", "engagement_standard": "engagement"}


@chart("trust", "contact", order=4, section="contact", of=attitudes_of)
@once
def contact(attitudes: Attitudes) -> Panel | None:
    """Knowing how to reach an officer and feeling informed, beside officers in post and
    engagement.
    """
    rows = attitudes.rows(CONTACT) if attitudes.periods else attitudes.every
    indicators = [i for i in CONTACT if len(rows) and (rows["indicator"] == i).any()]
    if not {"contact_officer", "informed"} & set(indicators):
        return None
    first = attitudes.at(indicators[0])
    doing = _DOING.get(indicators[0], "feel informed locally")
    absent = [
        f"{attitudes.page.indicators.loc[i, 'name']} is not loaded: load the template of the source"
        f" {source}."
        for i, source in _TEMPLATES.items()
        if i not in indicators
    ]
    emphasis = attitudes.indicator if attitudes.indicator in indicators else None
    return attitudes.page.panel(
        "contact",
        title=f"{attitudes.page.text(indicators[0], first['value'])} {doing}",
        subtitle=f"{', '.join(rows['label'].unique())}, each in its own unit, MPS, to "
        f"{month(attitudes.survey_period)}",
        reading=_contact_reading(attitudes, indicators, absent),
        table=_contact_table(attitudes, indicators),
        figure=panes(pane_rows(rows), emphasis=emphasis, dark=attitudes.page.dark),
        indicators=indicators,
        releases=rows["release"].unique(),
        query="over_time",
        parameters=attitudes.parameters,
        notes=(OVERLAP, BESIDE),
    )


def _contact_reading(attitudes: Attitudes, indicators: Sequence[str], absent: Sequence[str]) -> str:
    words = []
    for indicator in indicators:
        row, declared = attitudes.at(indicator), attitudes.page.indicators.loc[indicator]
        when = in_words(row, bool(declared["stock"]))
        words.append(
            f"{declared['name']}: {figure_words(attitudes.page, row)} {when}. {change_sentence(row)}"
        )
    return " ".join([*words, *absent])


def _contact_table(attitudes: Attitudes, indicators: Sequence[str]) -> pd.DataFrame:
    rows = [(attitudes.at(i), attitudes.page.indicators.loc[i]) for i in indicators]
    return pd.DataFrame(
        {
            "Measure": [declared["name"] for _, declared in rows],
            "Figure": [round(r["value"], 1) for r, _ in rows],
            "Unit": [declared["unit"] for _, declared in rows],
            "Lower 95%": [round(r["lower"], 1) for r, _ in rows],
            "Upper 95%": [round(r["upper"], 1) for r, _ in rows],
            "Change on year": [round(r["change"], 1) for r, _ in rows],
            "Period": [_period(r, bool(d["stock"])) for r, d in rows],
        }
    )


def _period(row: pd.Series, stock: bool) -> str:
    return capitalise(period_words(row["period_start"].date(), row["period_end"].date(), stock))
