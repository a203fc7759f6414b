"""Rare offences by ward: the months with one, how long there has been none, and the wards whose
spells are unusual; and the g chart of one ward.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.control_chart import SIGNALS, control_chart
from dashboard.figures.spell_rows import spell_rows
from dashboard.panels.borough.rare_data import SIGN_WORDS, RareOffences
from dashboard.panels.borough.rare_text import (
    METHOD,
    STATUS_WORDS,
    board_reading,
    board_title,
    rule_sentence,
    ward_reading,
    ward_title,
)
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.stats.rare_events import RULES
from dashboard.text import capitalise, month


@once
def rare_panel(rare: RareOffences) -> Panel | None:
    """Every ward of the borough; None where no rare offence is loaded, or no ward."""
    if rare.months.empty:
        return None
    rows, name = rare.series, rare.offence["name"]
    named_wards = rows[rows["named"]]
    order = {ward: n for n, ward in enumerate(rare.wards)}
    figure = spell_rows(
        rare.months.sort_values("ward", key=lambda codes: codes.map(order), kind="stable").rename(
            columns={"ward": "area"}
        ),
        named_wards[["ward", "since", "until", "signal"]].rename(
            columns={"ward": "area", "since": "start", "until": "end"}
        ),
        signals={signal: SIGN_WORDS[signal] for signal in dict.fromkeys(named_wards["signal"])},
        breaks=list(zip(rare.crossed_breaks["date"], rare.crossed_breaks["title"], strict=True)),
        dark=rare.page.dark,
    )
    return _panel(
        rare,
        "rare_offences",
        title=board_title(rare),
        subtitle=f"{name} in {len(rare.wards)} wards of {_place(rare)}, by month, {rare.span}",
        reading=board_reading(rare),
        table=_board_table(rows),
        figure=figure,
        row_areas=list(rows["ward"]),
    )


@once
def spells_panel(rare: RareOffences) -> Panel | None:
    """The g chart of one ward; None where no rare offence is loaded, or no ward."""
    if rare.months.empty:
        return None
    ward, name = rare.ward, rare.offence["name"]
    rows, place = rare.series[rare.series["ward"] == ward], rare.ward_names[ward]
    own = rare.spells[rare.spells["ward"] == ward]
    judged_rows = own["limit"].notna()
    figure = control_chart(
        pd.DataFrame(
            {
                "period_end": own["end"],
                "value": own["months"],
                "segment": own["segment"],
                "mean": own["median"],
                "lower": np.where(judged_rows, 0.0, np.nan),
                "upper": own["limit"],
                "no_limit": "low",  # The shortest spell, of no month, is common.
                "status": own["status"],
                "rule": own["rule"],
                "signal": own["signal"],
                "at_least": own["at_least"],
            }
        ),
        unit="months",
        decimals=0,
        rules=RULES,
        centre="Median",
        signals={**SIGNALS, **SIGN_WORDS, "": "Usual spell", "not known": "Not judged"},
        breaks=list(zip(rare.crossed_breaks["date"], rare.crossed_breaks["title"], strict=True)),
        dark=rare.page.dark,
    )
    return _panel(
        rare,
        "ward_spells",
        title=ward_title(place, name, rows),
        subtitle=f"Months without {_low(name)} in {place}, {_place(rare)}, {rare.span}",
        reading=ward_reading(rows),
        table=_spell_table(own),
        figure=figure,
    )


def _panel(rare: RareOffences, name: str, **words: Any) -> Panel:
    notes = (*METHOD, *([rare.offence["note"]] if rare.offence["note"] else ()))
    panel = rare.page.panel(
        name,
        indicators=(),
        releases=rare.months["release"].dropna().unique(),
        query="ward_month_offences",
        parameters=rare.parameters,
        notes=(*notes, *rare.crossed_breaks["note"]),
        **words,
    )
    return replace(panel, definition=rare.offence["definition"])


def _place(rare: RareOffences) -> str:
    return rare.page.names[rare.page.view.area]


def _low(name: str) -> str:
    return name[:1].lower() + name[1:]


def _board_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a ward and series, in the order of ``RareOffences.series``."""
    return pd.DataFrame(
        {
            "Ward": rows["name"],
            "Months": [f"{month(r.start)} to {month(r.end)}" for r in rows.itertuples(index=False)],
            "Months with an offence": rows["events"],
            "Offences": rows["offences"],
            "Months since the last": rows["open"],
            "Judged": rows["status"].map(STATUS_WORDS),
            "Median spell, months": rows["median"].astype("Int64"),
            "Upper limit, months": rows["limit"].astype("Int64"),
            "What stands out": [
                capitalise(rule_sentence(r)) if r.rule else "" for r in rows.itertuples(index=False)
            ],
            "Named": ["yes" if named else "" for named in rows["named"]],
        }
    )


def _spell_table(own: pd.DataFrame) -> pd.DataFrame:
    """One row a spell of one ward, the newest first."""
    rows = own.iloc[::-1].reset_index(drop=True)
    is_cut = rows["open"] & (rows["end"] < rows["end"].max())
    ended_words = np.where(is_cut, "no, cut at a break", "not yet")
    return pd.DataFrame(
        {
            "From": [month(day) for day in rows["start"]],
            "To": [month(day) for day in rows["end"]],
            "Months without an offence": rows["months"],
            "Length": np.where(rows["at_least"], "at least", "exact"),
            "Ended by an offence": np.where(rows["open"], ended_words, "yes"),
            "Rule met": [capitalise(RULES[rule]) if rule else "" for rule in rows["rule"]],
            "Median, months": rows["median"].astype("Int64"),
            "Upper limit, months": rows["limit"].astype("Int64"),
        }
    )


@chart("borough", "rare_offences", order=7, section="rare_offences")
def rare_offences(page: Page) -> Panel | None:
    """The panel ``rare_offences`` of the borough in the view; None where none is chosen or nothing
    is loaded.
    """
    return rare_panel(once(RareOffences)(page)) if page.view.area else None


@chart("borough", "ward_spells", order=8, section="ward_spells")
def ward_spells(page: Page) -> Panel | None:
    """The panel ``ward_spells`` of the borough in the view; None where none is chosen or nothing is
    loaded.
    """
    return spells_panel(once(RareOffences)(page)) if page.view.area else None
