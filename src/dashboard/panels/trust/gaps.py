"""Gaps: how far each group by protected characteristic lies from the London figure of the same
period.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.gaps import gaps as gaps_figure
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import figure_words, in_words
from dashboard.panels.trust.attitudes import Attitudes, attitudes_of
from dashboard.panels.trust.group_words import gap_title
from dashboard.panels.trust.summed_london import sum_london
from dashboard.stats.comparison import compare
from dashboard.stats.flags import expected_by_chance
from dashboard.stats.gaps_over_time import gaps as gaps_from_whole
from dashboard.text import assumed_words, capitalise, signed_text

FEWEST, CAUTION = 50, 100
"""Below the first number asked a figure is withheld; below the second it is to be read with
caution.
"""
PART_OF_LONDON = (
    "A group's respondents are part of London's figure, so its gap is set against everybody else."
    " The interval is Newcombe's of the group less the rest of London, times the rest's share of"
    " those asked."
)
LONDON_ONLY = (
    "It is measured for London as a whole: there is no borough breakdown by characteristic."
)
LONDON_NOTE = (
    "The survey's London figure of these 12 months is not loaded: London is everybody asked who is"
    " in a group of the characteristic that most gave."
)
BASES = (
    f"Hollow marks rest on {FEWEST} to {CAUTION - 1} people asked; below {FEWEST} the figure is"
    " withheld."
)


def gaps_of(page: Page) -> Gaps | None:
    """The gaps that a page's view asks for; None where no wave is loaded."""
    attitudes = attitudes_of(page)
    return Gaps(attitudes) if attitudes else None


@dataclass(frozen=True)
class Gaps:
    """The gaps of one attitude at one period. Made anew for each view; nothing in it is changed."""

    attitudes: Attitudes

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/gaps.sql``."""
        return {"indicator": self.attitudes.indicator, "until": self.attitudes.period.isoformat()}

    @cached_property
    def every(self) -> pd.DataFrame:
        """``queries/gaps.sql`` with intervals: every group, and London itself where group_type is
        ''.
        """
        return self.attitudes.page.estimates(
            self.with_london(self.attitudes.page.store.query("gaps", **self.parameters))
        )

    def with_london(self, rows: pd.DataFrame) -> pd.DataFrame:
        """``rows`` with a London figure (group_type '') at each period: of all asked by the fullest
        characteristic.

        Those are the people of the characteristic that most were asked by, none of whose groups is
        withheld.
        """
        multiplier = float(
            self.attitudes.page.indicators.loc[self.attitudes.indicator, "multiplier"]
        )
        known = rows[(rows["group_type"] == "") & rows["value"].notna()]
        stands = [
            part for end, part in rows.groupby("period_end") if end not in set(known["period_end"])
        ]
        made = [row for part in stands if (row := sum_london(part, multiplier)) is not None]
        return pd.concat([rows, *made], ignore_index=True) if made else rows

    @cached_property
    def london_is_summed(self) -> bool:
        """Whether the London figure of the period is added up from a characteristic, as the
        survey's is not loaded.
        """
        return self.attitudes.survey_period != self.every["period_end"].max().date()

    @cached_property
    def types(self) -> dict[str, str]:
        """Group type -> its words, for those that the attitude has figures by; empty where it has
        none.
        """
        return {g: _words(g) for g in self.every["group_type"].unique() if g}

    @property
    def type(self) -> str:
        """The characteristic chosen; '' for all."""
        asked = self.attitudes.page.view.group
        return asked if asked in self.types else ""

    @property
    def note(self) -> str | None:
        """A sentence where nothing is loaded by characteristic, or the one asked for is not known."""
        name, group = (
            self.attitudes.options[self.attitudes.indicator],
            self.attitudes.page.view.group,
        )
        if not self.types:
            others = [
                self.attitudes.options[i] for i in self._with_groups if i in self.attitudes.options
            ]
            if others:
                return (
                    f"{name} has no figures by protected characteristic; choose"
                    f" {' or '.join(others)}."
                )
            return (
                "No attitudes by protected characteristic are loaded: load the template of the"
                " source attitudes_by_characteristic."
            )
        if self.london is None:
            return (
                f"There is no London figure of {name} to set its groups beside: load the file of"
                " the source pas_mps."
            )
        if group and not self.type:
            return (
                f"{name} has no figures by {_words(group).casefold()}; every characteristic is"
                " shown."
            )
        return None

    @cached_property
    def _with_groups(self) -> list[str]:
        rows = self.attitudes.page.store.query("gaps_held")
        return list(rows["indicator"])

    @cached_property
    def london(self) -> pd.Series | None:
        """The London figure of the same period; None where none is loaded."""
        rows = self.every[(self.every["group_type"] == "") & self.every["value"].notna()]
        return None if rows.empty else rows.iloc[0]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a group of the characteristic chosen, with gap, gap_lower, gap_upper and flag
        against London.
        """
        rows = self.every[self.every["group_type"] != ""]
        if self.type:
            rows = rows[rows["group_type"] == self.type]
        assert self.london is not None
        apart = self.apart(pd.concat([self.london.to_frame().T, rows]))
        tested = (
            apart[["gap", "lower", "upper"]].rename(columns={"gap": "value"}).assign(comparator=0.0)
        )
        flag = compare(tested, self.london["better"])["flag"]
        sentences = {
            "gap": apart["gap"],
            "gap_lower": apart["lower"],
            "gap_upper": apart["upper"],
            "flag": flag,
        }
        return rows.assign(**{name: column.to_numpy() for name, column in sentences.items()})

    def apart(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The groups' rows with gap, lower and upper (``stats.gaps_over_time.gaps``), from rows
        with London's own.
        """
        declared = self.attitudes.page.indicators.loc[self.attitudes.indicator]
        return gaps_from_whole(
            rows, design_effect=declared["design_effect"], multiplier=declared["multiplier"]
        )

    @property
    def london_note(self) -> tuple[str, ...]:
        """The note on a London figure that is added up; none where it is the survey's own."""
        return (LONDON_NOTE,) if self.london_is_summed else ()

    @chart("trust", "gaps", order=3, of=gaps_of)
    @once
    def panel(self) -> Panel | None:
        """Each group's difference from London with its interval; None where none is loaded."""
        if not self.types or self.london is None:
            return None
        page, rows = self.attitudes.page, self.rows
        title, reading = self._finding()
        drawn = rows[["group_type", "group_name", "gap", "base", "base_assumed", "flag"]].assign(
            lower=rows["gap_lower"], upper=rows["gap_upper"]
        )
        figure = gaps_figure(
            drawn, unit="points", decimals=int(self.london["decimals"]), dark=page.dark
        )
        which = self.types[self.type].casefold() if self.type else "protected characteristic"
        return page.panel(
            "gaps",
            title=title,
            reading=reading,
            table=self._table(),
            figure=figure,
            subtitle=(
                f"{self.attitudes.options[self.attitudes.indicator]} by {which}, points from the London"
                f" figure, {in_words(self.london).removeprefix('in the ').removeprefix('in ')}"
            ),
            indicators=[self.attitudes.indicator],
            releases=self.every["release"].dropna().unique(),
            query="gaps",
            parameters=self.parameters,
            notes=(PART_OF_LONDON, LONDON_ONLY, BASES, *self.london_note),
        )

    def _finding(self) -> tuple[str, str]:
        """Title and reading: the group furthest below London beyond chance, else furthest above,
        else none.
        """
        page, london = self.attitudes.page, self.london
        assert london is not None
        figures = self.rows.dropna(subset=["gap"])
        below = figures[figures["gap_upper"] < 0].sort_values("gap")
        above = figures[figures["gap_lower"] > 0].sort_values("gap", ascending=False)
        short = page.indicators.loc[self.attitudes.indicator, "short"].casefold()
        name = self.attitudes.options[self.attitudes.indicator]
        words = f"{capitalise(in_words(london))}, London has {figure_words(page, london)}."
        are = "is" if len(below) == 1 else "are"
        ends = f"{len(below) or 'None'} of {len(figures)} groups {are} below London "
        ends += (
            f"and {len(above) or 'none'} above, each beyond its 95% interval; chance alone would give"
            f" about {expected_by_chance(len(figures)):.1f}. {LONDON_ONLY}"
        )
        first = below if len(below) else above
        if first.empty:
            plain = f"{name}: {words[:1].lower()}{words[1:]} {ends}{self._withheld_sentence()}"
            return "No group differs from London beyond its interval", plain
        row = first.iloc[0]
        places = int(london["decimals"])
        size, side = f"{abs(row['gap']):.{places}f}", "below" if row["gap"] < 0 else "above"
        asked = assumed_words(f"{row['base']:,.0f} asked", bool(row["base_assumed"]))
        reading = (
            f"{name}: {row['group_name']} respondents have {figure_words(page, row)}, on"
            f" {asked}. That is {abs(row['gap']):.1f} points {side} London (95% interval"
            f" of the difference {signed_text(row['gap_lower'], 1)} to {signed_text(row['gap_upper'], 1)})."
            f" {words}{self._before(row)} {ends}{self._withheld_sentence()}"
        )
        points = "point" if size == "1" else "points"
        return gap_title(row, short, f"{size} {points} {side}"), reading

    def _before(self, row: pd.Series) -> str:
        """The same gap a year before, where both figures are known and can be compared."""
        assert self.london is not None
        gap = row["year_value"] - self.london["year_value"]
        if pd.isna(gap) or isinstance(row["broken"], str) or isinstance(self.london["broken"], str):
            return ""
        return f" A year before the gap was {signed_text(gap, 1)} points."

    def _withheld_sentence(self) -> str:
        few = self.rows[self.rows["value"].isna()]
        names = ", ".join(few["group_name"])
        return f" Withheld, as fewer than {FEWEST} were asked: {names}." if len(few) else ""

    def _table(self) -> pd.DataFrame:
        r = self.rows.sort_values(["group_type", "gap"], kind="stable")
        few = r["base"].lt(CAUTION) & r["value"].notna()
        table = pd.DataFrame(
            {
                "Characteristic": r["group_type"].map(self.types),
                "Group": r["group_name"],
                "Per cent": r["value"].round(1),
                "Lower 95%": r["lower"].round(1),
                "Upper 95%": r["upper"].round(1),
                "Points from London": r["gap"].round(1),
                "Gap lower 95%": r["gap_lower"].round(1),
                "Gap upper 95%": r["gap_upper"].round(1),
                "Against London": r["flag"].where(r["value"].notna(), "withheld"),
                **base_columns(r["base"].round().astype("Int64"), r["base_assumed"]),
                "Note": np.select(
                    [r["value"].isna(), few],
                    [f"fewer than {FEWEST} asked", "caution: small base"],
                    "",
                ),
            }
        )
        return table.reset_index(drop=True)


def _words(group_type: str) -> str:
    return group_type.replace("_", " ").capitalize()
