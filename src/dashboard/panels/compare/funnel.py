"""The areas compared in a funnel: which lie further from the MPS figure than their size lets chance
carry them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.funnel import funnel as drawn
from dashboard.panels.common.comparators import OWN
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.data import Compared
from dashboard.stats.comparison import NOT_KNOWN, SIMILAR
from dashboard.stats.flags import by_chance, chance_words, differs, flag_phrases
from dashboard.stats.funnel import curve, funnel
from dashboard.stats.funnel_spread import WINSORISED, Around, Spread, spread, spread_words
from dashboard.text import join_names
from dashboard.view import LEVELS

FUNNELLED = ("proportion", "survey", "rate")
"""Methods whose figures a funnel can hold: a count of events over what they are counted in."""
_MOST_NAMED = 3
_ALIKE = 1.1
"""The largest area over the smallest, below which a funnel has no breadth."""
TOO_VARIED = 10.0
"""Phi of wards beyond which a funnel names none: they differ by what they are, which no limit of
chance can tell.
"""


@dataclass(frozen=True)
class Funnel:
    """The funnel of a comparison, by borough (or BCU) or by ward.

    Made anew for each view; nothing in it is changed.
    """

    made: Compared

    @property
    def lacking(self) -> str:
        """Why no funnel can be drawn, in a sentence; '' where one can."""
        made, name = self.made, self.made.indicator["name"]
        if made.level not in ("borough", "bcu"):
            return made.level_note or ""
        if made.indicator["method"] not in FUNNELLED:
            return (
                f"A funnel needs a proportion or a rate of sampled or counted events; {name} is"
                " neither."
            )
        if made.comparator in OWN:
            return (
                "A funnel is drawn around one figure: choose the MPS or a borough to compare with."
            )
        if self.alike:
            return (
                f"The {self.noun()} have bases of about the same size, so a funnel would show no"
                " more than the ranking."
            )
        if not self.by_ward and not np.isfinite(self.around.target):
            return f"There is no figure of {name} {made.in_when} to draw a funnel around."
        return ""

    @property
    def alike(self) -> bool:
        """Whether the sizes of all areas differ by less than a tenth."""
        sizes = self.around.sizes(self.rows["denominator"].dropna())
        return len(sizes) > 1 and float(sizes.max()) < _ALIKE * float(sizes.min())

    @cached_property
    def levels(self) -> dict[str, str]:
        """What the funnel can be drawn of, of ``view.LEVELS``."""
        able = (
            self.made.level == "borough"
            and "ward" in self.made.indicator["levels_held"]
            and len(self._wards)
        )
        return LEVELS if able else {"borough": LEVELS["borough"]}

    @property
    def by_ward(self) -> bool:
        """True where wards are drawn."""
        return self.made.page.view.level == "ward" and "ward" in self.levels

    @cached_property
    def _wards(self) -> pd.DataFrame:
        return self.made.page.dispersed(
            self.made.page.store.query("ward_figures", **self.made.asked)
        )

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Columns area, name, borough, numerator, denominator and release, one row an area drawn."""
        if self.by_ward:
            return self._wards
        return self.made.areas.assign(
            borough=self.made.areas["area"], name=self.made.areas["shown"]
        )

    def noun(self, number: int = 2) -> str:
        """'ward', 'wards', 'borough' or 'boroughs'."""
        return ("ward" if number == 1 else "wards") if self.by_ward else self.made.noun(number)

    @cached_property
    def around(self) -> Around:
        """The MPS figure; all wards added up where wards are drawn, whose file need not add up to
        the MPS figure.
        """
        made = self.made.indicator
        target = self._comparator
        if target is None or np.isnan(target):
            known = self.rows.dropna(subset=["numerator", "denominator"])
            total = known["denominator"].sum()
            target = made["multiplier"] * known["numerator"].sum() / total if total else np.nan
        effect = made["design_effect"] if made["method"] == "survey" else 1.0
        return Around(
            float(target),
            made["method"],
            float(made["multiplier"]),
            float(effect),
            self._dispersion,
        )

    @property
    def _comparator(self) -> float | None:
        """The figure of the borough compared with, else of the MPS; None where wards are to be
        added up.
        """
        code = self.made.comparator
        if code and code != "mps":
            return float(self.made.areas.set_index("area")["value"].get(code, np.nan))
        return None if self.by_ward else self.made.mps

    @property
    def _dispersion(self) -> float:
        """The middle one of the areas' dispersions by their months; 1 where it is less, or none is
        known.
        """
        known = self.rows["dispersion"].median()
        return (
            max(1.0, float(known))
            if self.made.indicator["method"] == "rate" and pd.notna(known)
            else 1.0
        )

    @property
    def target_label(self) -> str:
        """'MPS', the borough compared with, or 'All wards'."""
        target = self._comparator
        if target is None or np.isnan(target):
            return f"All {self.noun()}"
        code = self.made.comparator
        return self.made.page.names[code] if code and code != "mps" else "MPS"

    @cached_property
    def found(self) -> Spread:
        """How much more the areas vary than chance gives, and what is done about it."""
        asked = self.made.page.view.limits
        return spread(
            self.rows,
            self.around,
            "none" if asked == "exact" else "additive",
            0.0 if asked == "untrimmed" else WINSORISED,
        )

    @cached_property
    def areas(self) -> pd.DataFrame:
        """``stats.funnel.funnel`` of ``rows``, with flag_level ('95', '99.8' or '')."""
        found = funnel(self.rows, self.around, self.made.better, self.found)
        if self.too_varied:
            found = found.assign(flag_95=NOT_KNOWN, flag_998=NOT_KNOWN)
        sure, some = differs(found["flag_998"]), differs(found["flag_95"])
        return found.assign(flag_level=np.select([sure, some], ["99.8", "95"], ""))

    @property
    def too_varied(self) -> bool:
        """Whether wards vary so much that lying outside the limits says nothing of a ward."""
        return self.by_ward and self.found.phi > TOO_VARIED

    @property
    def size_label(self) -> str:
        """What the size of an area is."""
        made = self.made.indicator
        if made["method"] == "survey":
            return "People asked, divided by the design effect"
        if made["method"] == "rate":
            return "Residents"
        names = self.made.page.indicators["name"]
        return str(names.get(made["demand"], "Cases"))

    def words(self) -> tuple[str, str]:
        """Title and reading."""
        if self.too_varied:
            when = self.made.in_when
            return (
                "Wards vary too much for a funnel to single out",
                (
                    f"{when[:1].upper()}{when[1:]}, wards vary {self.found.phi:.0f} times as much"
                    " as chance gives: town centres, stations and homes differ by what they are."
                    " Limits of chance cannot tell an unusual ward, so none is named;"
                    f" {self._target_words}. {spread_words(self.found, self.noun())}"
                ),
            )
        found = self.areas
        out = found[differs(found["flag_95"])]
        sure = out[out["flag_level"] == "99.8"]
        of = f"of {int((found['flag_95'] != NOT_KNOWN).sum())} {self.noun()}"
        usual = "usual spread" if self.found.used != "none" else "spread that chance gives"
        title = f"{len(out)} {of} {'stands' if len(out) == 1 else 'stand'} out from the {usual}"
        start = self.made.in_when[:1].upper() + self.made.in_when[1:]
        reading = (
            f"{start}, {len(out)} {of} {'lies' if len(out) == 1 else 'lie'} outside the 95% limits"
        )
        reading += f" and {len(sure)} outside those at 99.8%." if len(out) else "."
        if len(out):
            most = out.loc[out["z"].abs().sort_values(ascending=False).index].head(_MOST_NAMED)
            named = zip(most["name"], most["value"], strict=True)
            words = join_names(f"{name} ({self.made.text(value)})" for name, value in named)
            reading += f" Furthest out: {words}; {self._target_words}."
        return title, f"{reading} {spread_words(self.found, self.noun())}"

    @property
    def _target_words(self) -> str:
        label = self.target_label
        figure = self.made.text(self.around.target)
        if label.startswith("All "):
            return f"{label[0].lower()}{label[1:]} together have {figure}"
        return f"{'the MPS' if label == 'MPS' else label} has {figure}"

    def notes(self) -> tuple[str, ...]:
        """The rule by which an area is flagged, its inputs and its references."""
        exact = "binomial" if self.around.method != "rate" else "Poisson"
        rule = (
            f"A {self.noun(1)} is flagged where its figure lies beyond a limit and a figure at"
            " least as far out would come about in at most 2.5% (0.1%) of cases at the target; all"
            " of these are in the table."
        )
        widened = (
            "The limits are target -/+ z sqrt(s² + tau²), with s the standard error at the target"
            f" and tau {self.found.tau:.3g}"
            f" {'points' if self.made.indicator['unit'] == 'per cent' else ''}".rstrip()
            + " between areas (Spiegelhalter, 2005, appendix)."
        )
        plain = f"The limits are exact {exact} ones, interpolated (Spiegelhalter, 2005, appendix)."
        limits = widened if self.found.used != "none" else plain
        if self.around.dispersion > 1:
            limits += (
                f" Months of one area vary {self.around.dispersion:.1f} times as much as chance"
                " gives, which is in the standard error (quasi-likelihood)."
            )
        trimmed = (
            "Variation is measured by z-scores of which the lowest and highest 10% are drawn in"
            " (winsorised), and what that takes from the variance of normal scores is given back."
        )
        whole = "Variation is measured by all z-scores as they are, without winsorising."
        scores = whole if self.made.page.view.limits == "untrimmed" else trimmed
        if self.too_varied:
            return (
                limits,
                scores,
                f"No {self.noun(1)} is flagged where phi exceeds {TOO_VARIED:.0f}.",
            )
        return (rule, limits, scores, chance_words(by_chance(self.areas), self.noun()))

    def table(self) -> pd.DataFrame:
        """Every area with its figure, size, limits, z-score and flag, the furthest above first."""
        found, unit = (
            self.areas.sort_values(["z", "name"], ascending=[False, True]),
            self.made.indicator["unit"],
        )
        places = int(self.made.indicator["decimals"]) + 1
        flag = flag_phrases(found["flag_95"], found["flag_level"]).replace(
            {SIMILAR: "within limits", NOT_KNOWN: ""}
        )
        columns: dict[str, Any] = {"Ward" if self.by_ward else "Area": found["name"]}
        if self.by_ward:
            columns["Borough"] = found["borough_name"]
        columns |= {
            unit[:1].upper() + unit[1:]: found["value"].round(places),
            self.size_label: found["size"].round(),
        }
        for ending, level in (("95", "95%"), ("998", "99.8%")):
            columns |= {
                f"Lower {level}": found[f"lower_{ending}"].round(places),
                f"Upper {level}": found[f"upper_{ending}"].round(places),
            }
        columns |= {"z-score": found["z"].round(2), f"Against {self.target_label}": flag}
        return pd.DataFrame(columns).reset_index(drop=True)

    def panel(self) -> Panel:
        """The funnel; a sentence that says why where none can be drawn."""
        made, page = self.made, self.made.page
        query = "ward_figures" if self.by_ward else "compare"
        if self.lacking:
            return page.panel(
                "funnel",
                title="No funnel can be drawn",
                subtitle=made.indicator["name"],
                reading=self.lacking,
                table=pd.DataFrame({"Note": [self.lacking]}),
                indicators=[made.indicator["id"]],
                releases=(),
                query=query,
                parameters=made.asked,
            )
        title, reading = self.words()
        unit, found = made.indicator["unit"], self.areas
        figure = drawn(
            found,
            curve(self.rows, self.around, self.found),
            unit="%" if unit == "per cent" else unit,
            decimals=int(made.indicator["decimals"]),
            target=self.around.target,
            target_label=self.target_label,
            size_label=self.size_label,
            selected=set(found.loc[found["borough"].isin(made.chosen), "area"]),
            dark=page.dark,
        )
        return page.panel(
            "funnel",
            title=title,
            reading=reading,
            figure=figure,
            notes=self.notes(),
            query=query,
            parameters=made.asked,
            table=self.table(),
            indicators=[made.indicator["id"]],
            subtitle=(
                f"{made.indicator['name']}, {unit}, {len(found)} {self.noun(len(found))},"
                f" {made.when}"
            ),
            releases=found["release"].dropna().unique(),
        )
