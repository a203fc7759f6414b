"""What a trial's difference bears: beside other starts of it and offences that it was not tried
for, in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.figures.gaps import CAUTION
from dashboard.panels.common.page import Page
from dashboard.panels.outcomes.data import is_shown, offence
from dashboard.panels.outcomes.trial_data import TrialComparison
from dashboard.text import day, join_names, month, signed_text


@dataclass(frozen=True)
class Beside:
    """The estimates of a trial (rows of ``queries/trial_estimates.sql``), the offence shown first."""

    page: Page
    every: pd.DataFrame

    @property
    def rows(self) -> pd.DataFrame:
        """Those that can be told: the others would give a withheld count away."""
        return self.every[self.every["step"].notna()]

    @property
    def _untold_starts(self) -> int:
        own = (self.every["indicator"] == offence(self.page)) & (self.every["shift"] != 0)
        return int(self.every.loc[own, "step"].isna().sum())

    @property
    def _other_starts(self) -> pd.DataFrame:
        return self.rows[(self.rows["indicator"] == offence(self.page)) & (self.rows["shift"] != 0)]

    @property
    def _untried_offences(self) -> pd.DataFrame:
        """The offences not on trial, with the start as recorded."""
        own = self.rows["indicator"] == offence(self.page)
        return self.rows[~self.rows["tried"] & (self.rows["shift"] == 0) & ~own]

    def _short(self, indicator: str) -> str:
        return str(self.page.indicators.loc[indicator, "short"])

    def title(self, name: str, row: pd.Series) -> str:
        """No more than the row and all beside it bear."""
        way = "gained" if row["effect"] > 0 else "lost"
        if pd.isna(row["lower"]):
            return f"{name} differs by {signed_text(row['effect'], 1)} points, without an interval"
        if not row["beyond"]:
            return f"No clear difference between {name} and other BCUs"
        if not row["tried"]:
            return f"Not on trial, and yet {name} {way} {abs(row['effect']):.1f} points"
        if len(self._placebo_failures(row)) or len(self._unsteady(row)):
            return f"{name} {way} {abs(row['effect']):.1f} points; checks fail"
        return f"{name} {way} {abs(row['effect']):.1f} points against the other BCUs"

    def _placebo_failures(self, row: pd.Series) -> pd.DataFrame:
        """The offences not on trial that moved the same way beyond chance."""
        untried = self._untried_offences
        return untried[
            untried["beyond"].fillna(False).astype(bool) & (untried["effect"] * row["effect"] > 0)
        ]

    def _unsteady(self, row: pd.Series) -> pd.DataFrame:
        """The moved starts that tell of no difference beyond chance, or of one the other way."""
        moved = self._other_starts
        return moved[
            ~moved["beyond"].fillna(False).astype(bool) | (moved["effect"] * row["effect"] < 0)
        ]

    def reading(self, comparison: TrialComparison, row: pd.Series) -> str:
        """The estimate, what chance gives, the other starts, the other offences and what is
        assumed.
        """
        words = (
            f"{comparison.name}, where {comparison.trial['title']}, changed by {self._estimate(row)} against the"
            " other BCUs. "
        )
        if pd.isna(row["lower"]):
            words += (
                "The others all changed alike, so how much areas differ by chance cannot be seen. "
            )
        elif row["beyond"]:
            words += "That is more than chance between BCUs usually gives. "
        else:
            words += (
                "That is within chance between BCUs: it agrees with no effect as well as with one. "
            )
        words += "The estimate rests on every quarter"
        words += (
            f", the {row['withheld']} whose figures are withheld from the chart too. "
            if row["withheld"]
            else ". "
        )
        words += self._starts(row) + self._others(row) + self._past(row)
        if not is_shown(self.page, row["last_period"].date()):
            words += (
                f"It rests on all quarters to {month(row['last_period'].date())}, whatever period"
                " is shown. "
            )
        words += str(comparison.trial["note"])
        if not row["tried"]:
            of = " and ".join(self._short(i).casefold() for i in comparison.trial["indicators"])
            words += f" The record tells of the trial for {of} alone."
        return words.strip()

    def _estimate(self, row: pd.Series) -> str:
        """'+2.0 points (95% interval −0.2 to +4.2; p 0.06)'."""
        if pd.isna(row["lower"]):
            return f"{signed_text(row['effect'], 1)} points"
        p = "" if pd.isna(row["p_value"]) else f"; p {p_words(row['p_value'])}"
        return (
            f"{signed_text(row['effect'], 1)} points (95% interval {signed_text(row['lower'], 1)} to "
            f"{signed_text(row['upper'], 1)}{p})"
        )

    def _starts(self, row: pd.Series) -> str:
        starts = self._other_starts.dropna(subset=["effect"])
        if starts.empty:
            return ""
        low, high = signed_text(starts["effect"].min(), 1), signed_text(starts["effect"].max(), 1)
        beyond = int(starts["beyond"].fillna(False).sum())
        span = low if low == high else f"from {low} to {high}"
        many = f"{len(starts)} other start{'s' * (len(starts) > 1)} up to two quarters earlier or later"
        words = f"With {many} it is {span}, clear of chance with {beyond or 'none'}. "
        if untold := self._untold_starts:
            more = "One more start is" if untold == 1 else f"{untold} more starts are"
            words += f"{more} not told, as that would give a withheld count away. "
        return words

    def _others(self, row: pd.Series) -> str:
        untried = self._untried_offences.dropna(subset=["effect"])
        if untried.empty or not row["tried"]:
            return ""
        told = join_names(
            f"{self._short(r['indicator']).casefold()} by {self._estimate(r)}"
            for _, r in untried.iterrows()
        )
        words = f"Offences not on trial changed against the others as well: {told}. "
        failures = self._placebo_failures(row)
        if len(failures):
            named = join_names(self._short(i).casefold() for i in failures["indicator"])
            words += (
                f"For {named} that is more than chance gives, so the BCU differed in ways that the"
                " trial cannot explain. "
            )
        return words

    def _past(self, row: pd.Series) -> str:
        if pd.isna(row["parallel"]):
            return "Whether it moved like the others before the trial cannot be seen. "
        if row["parallel"]:
            return "Before the trial it moved no differently from the others, within chance. "
        return (
            "Before the trial it already moved differently from the others, so read this with"
            " care. "
        )

    def gap_rows(self) -> pd.DataFrame:
        """Columns of ``figures.gaps.gaps``: the start as recorded, other starts, other offences."""
        rows = pd.concat(
            [
                self.rows[
                    (self.rows["indicator"] == offence(self.page)) & (self.rows["shift"] == 0)
                ],
                self._other_starts.sort_values("shift"),
                self._untried_offences,
            ]
        )
        own = rows["indicator"] == offence(self.page)
        kind = np.select(
            [own & (rows["shift"] == 0), own], ["As recorded", "Other starts"], "Other offences"
        )
        name = [
            day(r.start.date()) if r.indicator == offence(self.page) else self._short(r.indicator)
            for r in rows.itertuples()
        ]
        beyond = rows["beyond"].fillna(False).astype(bool)
        base = np.where(
            rows["effect"].notna(), np.nan, CAUTION
        )  # nobody was asked; what is not told is no small base
        flag = np.select([~beyond, rows["effect"] > 0], ["similar", "higher"], "lower")
        return pd.DataFrame(
            {
                "group_type": kind,
                "group_name": name,
                "gap": rows["effect"],
                "lower": rows["lower"],
                "upper": rows["upper"],
                "base": base,
                "flag": flag,
            }
        )

    def table(self) -> pd.DataFrame:
        """Every estimate that can be told, with how far it is rounded."""
        rows = self.rows
        return pd.DataFrame(
            {
                "Offence": [self._short(i) for i in rows["indicator"]],
                "On trial": np.where(rows["tried"], "yes", "no"),
                "Start": rows["start"].dt.strftime("%Y-%m-%d"),
                "Quarters moved": rows["shift"],
                "Quarters before": rows["quarters_before"],
                "Quarters during": rows["quarters_during"],
                "Difference from the others, points": rows["effect"],
                "Lower 95%": rows["lower"],
                "Upper 95%": rows["upper"],
                "p": rows["p_value"].map(p_words, na_action="ignore"),
                "Rounded to": rows["step"],
            }
        ).reset_index(drop=True)


def p_words(p: float) -> str:
    """'0.03', or 'under 0.01'."""
    return f"{p:.2f}" if p >= 0.01 else "under 0.01"
