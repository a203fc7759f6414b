"""Baseline and comparison of a new offer, to be named before it begins: the boroughs chosen beside
those most like them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.lines import lines
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.trust.attitudes import Attitudes, attitudes_of
from dashboard.stats.baseline import COMPARISON, OFFER, sum_areas, yearly_differences
from dashboard.stats.sample_size import smallest_change
from dashboard.text import (
    assumed_words,
    count_things,
    day,
    figure_text,
    join_names,
    month,
    shown_change,
    signed_text,
)

LONDON = "MPS"
WORDS = {OFFER: "Offer begins here", COMPARISON: "To compare with", LONDON: LONDON}
NO_AREA = (
    "No area is named yet: choose the boroughs in which the offer is to begin. Those most like them"
    " are then set beside them."
)
_NOTES = (
    "The comparison is every borough that is most like one of those chosen and is not chosen itself."
    " Figures of several boroughs are added up, never averaged.",
    "An evaluation sets the later difference of the two against the differences before. So areas,"
    " comparison, measure and day are to be named before the offer begins: this view, kept in a pack,"
    " does so.",
    "The smallest change is that which the present numbers asked would show four times in five"
    " (Cohen, 1988). The two years share no interview, and the rounding of both figures counts.",
    "A difference is Newcombe's (1998).",
)


@dataclass(frozen=True)
class Baseline:
    """The survey's figures of the boroughs chosen, of those to compare with, and of London."""

    attitudes: Attitudes

    @property
    def areas(self) -> dict[str, list[str]]:
        """``OFFER`` and ``COMPARISON`` -> codes of boroughs; empty where none is chosen."""
        chosen = list(self.attitudes.page.view.areas)
        if not chosen:
            return {}
        pairs = self.attitudes.page.store.query("similar")
        near = pairs.loc[pairs["area"].isin(chosen) & ~pairs["similar_to"].isin(chosen)]
        return {OFFER: chosen, COMPARISON: sorted(set(near["similar_to"]))}

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/over_time.sql``."""
        return {
            "indicators": [self.attitudes.indicator],
            "levels": ["borough", "mps"],
            "areas": [],
            "until": self.attitudes.survey_period,
        }

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``queries/over_time.sql`` of every borough and London."""
        rows = self.attitudes.page.store.query("over_time", **self.parameters)
        page = self.attitudes.page
        return page.add_rounding(rows).assign(base_assumed=page.base_assumed(rows))

    @cached_property
    def survey_design(self) -> dict[str, float]:
        """The survey's design effect and multiplier."""
        row = self.attitudes.page.indicators.loc[self.attitudes.indicator]
        return {
            "design_effect": float(row["design_effect"]),
            "multiplier": float(row["multiplier"]),
        }

    @cached_property
    def sums(self) -> dict[str, pd.DataFrame]:
        """``OFFER``, ``COMPARISON`` and London -> ``stats.baseline.sum_areas``; none without a
        figure.
        """
        parts = {**self.areas, LONDON: [LONDON]}
        sums = {
            name: sum_areas(self.rows, areas, **self.survey_design) for name, areas in parts.items()
        }
        return {name: rows for name, rows in sums.items() if len(rows)}

    @property
    def is_assumed(self) -> bool:
        """Whether the numbers asked are assumed."""
        return bool(self.rows["base_assumed"].any())

    @cached_property
    def differences(self) -> pd.DataFrame:
        """The offer's areas less those to compare with, by year."""
        if not {OFFER, COMPARISON} <= set(self.sums):
            return pd.DataFrame(columns=["period_end", "value", "lower", "upper"])
        return yearly_differences(self.sums[OFFER], self.sums[COMPARISON], **self.survey_design)

    def smallest(self, name: str) -> float:
        """The change that the numbers last asked would show, in points; NaN for none."""
        last, multiplier = self.sums[name].iloc[-1], self.survey_design["multiplier"]
        (change,) = smallest_change(
            last["value"] / multiplier,
            last["base"],
            design_effect=self.survey_design["design_effect"],
            rounding=last["rounding"] / multiplier,
        )
        return float(multiplier * change)


@chart("trust", "baseline", order=8, section="baseline", of=attitudes_of)
@once
def baseline(attitudes: Attitudes) -> Panel | None:
    """The baseline of the boroughs chosen beside those most like them, over time; London's alone
    where none is chosen; None without a figure.
    """
    one = Baseline(attitudes)
    if not one.sums or (one.areas and OFFER not in one.sums):
        return None
    first = next(iter(one.sums))
    end = one.sums[first]["period_end"].iloc[-1]
    name = attitudes.options[attitudes.indicator]
    return attitudes.page.panel(
        "baseline",
        title=_title(one, first),
        subtitle=f"{name}, per cent, rolling 12 months to {month(end)}",
        reading=_reading(one, first),
        table=_table(one),
        figure=_figure(one, first),
        indicators=[attitudes.indicator],
        releases=one.rows["release"].dropna().unique(),
        query="over_time",
        parameters=one.parameters,
        notes=_NOTES,
    )


def _value(one: Baseline, name: str) -> str:
    """The last figure: of areas set side by side with the decimals that explain their difference."""
    value = one.sums[name]["value"].iloc[-1]
    if COMPARISON not in one.sums:
        return one.attitudes.page.text(one.attitudes.indicator, value)
    return figure_text(value, "per cent", _places(one))


def _places(one: Baseline) -> int:
    offer, beside = (one.sums[name]["value"].iloc[-1] for name in (OFFER, COMPARISON))
    return shown_change(beside, offer, "per cent", 1).decimals


def _title(one: Baseline, first: str) -> str:
    if first == LONDON:
        return f"London's baseline is {_value(one, LONDON)}; no area is named yet"
    if COMPARISON not in one.sums:
        return f"The baseline is {_value(one, OFFER)}; no area is like it"
    return f"The baseline is {_value(one, OFFER)}, against {_value(one, COMPARISON)} to compare"


def _reading(one: Baseline, first: str) -> str:
    last = one.sums[first].iloc[-1]
    people_asked = assumed_words(f"{last['base']:,.0f} people asked", one.is_assumed)
    interval = one.attitudes.page.interval(one.attitudes.indicator, last["lower"], last["upper"])
    names = one.attitudes.page.names
    where = "London" if first == LONDON else join_names([names[code] for code in one.areas[OFFER]])
    words = [
        f"Up to {day(last['period_end'].date())} the figure of {where} is {_value(one, first)}"
        f" (95% interval {interval}), on {people_asked}."
    ]
    if first == LONDON:
        words.append(NO_AREA)
    elif COMPARISON in one.sums:
        beside = [names[code] for code in one.areas[COMPARISON]]
        words.append(f"Set beside it: {join_names(beside, most=6)}.")
        words += _difference_words(one)
    smallest = one.smallest(first)
    if np.isfinite(smallest):
        words.append(f"As many asked again would show a change of {smallest:.1f} points.")
    return " ".join(words)


def _difference_words(one: Baseline) -> list[str]:
    """How far the two lay apart in the last year and in the years before."""
    rows = one.differences
    if rows.empty:
        return []
    last, before = rows.iloc[-1], rows.iloc[:-1]
    interval = f"95% interval {signed_text(last['lower'], 1)} to {signed_text(last['upper'], 1)}"
    words = [f"The difference is {signed_text(last['value'], _places(one))} points ({interval})."]
    if len(before):
        low, high = before["value"].min(), before["value"].max()
        words.append(
            f"In {count_things(len(before), 'earlier year')} it lay between {signed_text(low, 1)} and"
            f" {signed_text(high, 1)} points."
        )
    return words


def _table(one: Baseline) -> pd.DataFrame:
    """One row a set of areas and period, newest first, then the differences by year."""
    parts = []
    for name, rows in one.sums.items():
        newest = rows.iloc[::-1]
        parts.append(
            pd.DataFrame(
                {
                    "Areas": WORDS[name],
                    "12 months to": newest["period_end"].dt.strftime("%Y-%m-%d"),
                    "Per cent": newest["value"].round(1),
                    "Lower 95%": newest["lower"].round(1),
                    "Upper 95%": newest["upper"].round(1),
                    **base_columns(
                        newest["base"].round().astype("Int64"),
                        pd.Series(one.is_assumed, index=newest.index),
                        "Asked",
                    ),
                }
            )
        )
    if len(one.differences):
        newest = one.differences.iloc[::-1]
        parts.append(
            pd.DataFrame(
                {
                    "Areas": "Difference of the two, points",
                    "12 months to": newest["period_end"].dt.strftime("%Y-%m-%d"),
                    "Per cent": newest["value"].round(1),
                    "Lower 95%": newest["lower"].round(1),
                    "Upper 95%": newest["upper"].round(1),
                }
            )
        )
    return pd.concat(parts, ignore_index=True).rename(columns={"Per cent": "Figure"})


def _figure(one: Baseline, first: str) -> Any:
    series = pd.concat(
        [rows.assign(series=name, label=WORDS[name]) for name, rows in one.sums.items()]
    )
    return lines(
        series,
        unit="%",
        decimals=int(one.attitudes.page.indicators.loc[one.attitudes.indicator, "decimals"]),
        highlight=first,
        comparator=LONDON if first != LONDON else None,
        colour_others=True,
        bands=[name for name in one.sums if name != LONDON or first == LONDON],
        dark=one.attitudes.page.dark,
    )
