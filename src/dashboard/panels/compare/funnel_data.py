"""The areas compared in a funnel: which lie further from the MPS figure than their size lets chance
carry them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.panels.common.comparators import OWN
from dashboard.panels.compare.data import ComparisonData
from dashboard.stats.comparison import NOT_KNOWN
from dashboard.stats.flags import differs
from dashboard.stats.funnel import funnel
from dashboard.stats.funnel_spread import WINSORISED_SHARE, Around, Spread, spread
from dashboard.text import assumed_words
from dashboard.view.compare import LEVELS

FUNNEL_METHODS = ("proportion", "survey", "rate")
"""Methods whose figures a funnel can hold: a count of events over what they are counted in."""
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

    comparison: ComparisonData

    @property
    def lacking(self) -> str:
        """Why no funnel can be drawn, in a sentence; '' where one can."""
        comparison, name = self.comparison, self.comparison.indicator["name"]
        if comparison.level not in ("borough", "bcu"):
            return comparison.level_note or ""
        if comparison.indicator["method"] not in FUNNEL_METHODS:
            return (
                f"A funnel needs a proportion or a rate of sampled or counted events; {name} is"
                " neither."
            )
        if comparison.comparator in OWN:
            return (
                "A funnel is drawn around one figure: choose the MPS or a borough to compare with."
            )
        if self.alike:
            return (
                f"The {self.noun()} have bases of about the same size, so a funnel would show no"
                " more than the ranking."
            )
        if not self.by_ward and not np.isfinite(self.around.target):
            return f"There is no figure of {name} {comparison.in_when} to draw a funnel around."
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
            self.comparison.level == "borough"
            and "ward" in self.comparison.indicator["levels_held"]
            and len(self._wards)
        )
        return LEVELS if able else {"borough": LEVELS["borough"]}

    @property
    def by_ward(self) -> bool:
        """True where wards are drawn."""
        return self.comparison.page.view.level == "ward" and "ward" in self.levels

    @cached_property
    def _wards(self) -> pd.DataFrame:
        return self.comparison.page.add_dispersion(
            self.comparison.page.store.query("ward_figures", **self.comparison.parameters)
        )

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Columns area, name, borough, numerator, denominator and release, one row an area drawn."""
        if self.by_ward:
            return self._wards
        return self.comparison.areas.assign(
            borough=self.comparison.areas["area"], name=self.comparison.areas["shown"]
        )

    def noun(self, number: int = 2) -> str:
        """'ward', 'wards', 'borough' or 'boroughs'."""
        return (
            ("ward" if number == 1 else "wards") if self.by_ward else self.comparison.noun(number)
        )

    @cached_property
    def around(self) -> Around:
        """The MPS figure; all wards added up where wards are drawn, whose file need not add up to
        the MPS figure.
        """
        comparison = self.comparison.indicator
        target = self._comparator
        if target is None or np.isnan(target):
            known = self.rows.dropna(subset=["numerator", "denominator"])
            total = known["denominator"].sum()
            target = (
                comparison["multiplier"] * known["numerator"].sum() / total if total else np.nan
            )
        effect = comparison["design_effect"] if comparison["method"] == "survey" else 1.0
        return Around(
            float(target),
            comparison["method"],
            float(comparison["multiplier"]),
            float(effect),
            self._dispersion,
        )

    @property
    def _comparator(self) -> float | None:
        """The figure of the borough compared with, else of the MPS; None where wards are to be
        added up.
        """
        code = self.comparison.comparator
        if code and code != "mps":
            return float(self.comparison.areas.set_index("area")["value"].get(code, np.nan))
        return None if self.by_ward else self.comparison.mps

    @property
    def _dispersion(self) -> float:
        """The middle one of the areas' dispersions by their months; 1 where it is less, or none is
        known.
        """
        known = self.rows["dispersion"].median()
        return (
            max(1.0, float(known))
            if self.comparison.indicator["method"] == "rate" and pd.notna(known)
            else 1.0
        )

    @property
    def target_label(self) -> str:
        """'MPS', the borough compared with, or 'All wards'."""
        target = self._comparator
        if target is None or np.isnan(target):
            return f"All {self.noun()}"
        code = self.comparison.comparator
        return self.comparison.page.names[code] if code and code != "mps" else "MPS"

    @cached_property
    def area_spread(self) -> Spread:
        """How much more the areas vary than chance gives, and what is done about it."""
        limits = self.comparison.page.view.limits
        return spread(
            self.rows,
            self.around,
            "none" if limits == "exact" else "additive",
            0.0 if limits == "untrimmed" else WINSORISED_SHARE,
        )

    @cached_property
    def areas(self) -> pd.DataFrame:
        """``stats.funnel.funnel`` of ``rows``, with flag_level ('95', '99.8' or '')."""
        found = funnel(self.rows, self.around, self.comparison.better, self.area_spread)
        if self.too_varied:
            found = found.assign(flag_95=NOT_KNOWN, flag_998=NOT_KNOWN)
        sure, some = differs(found["flag_998"]), differs(found["flag_95"])
        return found.assign(flag_level=np.select([sure, some], ["99.8", "95"], ""))

    @property
    def too_varied(self) -> bool:
        """Whether wards vary so much that lying outside the limits says nothing of a ward."""
        return self.by_ward and self.area_spread.phi > TOO_VARIED

    @property
    def size_label(self) -> str:
        """What the size of an area is."""
        comparison = self.comparison.indicator
        if comparison["method"] == "survey":
            is_assumed = bool(self.comparison.page.base_assumed(self.rows).any())
            return f"{assumed_words('People asked', is_assumed)}, divided by the design effect"
        if comparison["method"] == "rate":
            return "Residents"
        names = self.comparison.page.indicators["name"]
        return str(names.get(comparison["demand"], "Cases"))
