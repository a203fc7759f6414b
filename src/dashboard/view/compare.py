"""What is chosen on Compare boroughs."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.choices import Choices
from dashboard.view.parts import quotation
from dashboard.view.readers import LinkText, Names, Reader, Word, borough_of, parameter

COMPARATORS = {
    "mps": "MPS",
    "bcu": "own BCU",
    "similar": "similar boroughs",
    "inner_outer": "inner or outer London",
    "past": "a year before",
}
"""What areas are set against, besides one borough, which is named by its code."""
DIFFERENCES = {"ranking": "Ranking", "change": "Change", "funnel": "Funnel"}
"""What tells which areas differ: their figures, how these changed, or figures by size."""
YEARS = {"1": "1 year", "2": "2 years", "3": "3 years", "4": "4 years"}
"""Over how many years a change is taken, up to the period shown."""
OVER_TIME = {"trend": "Trend", "control": "Control chart"}
"""What tells how figures move over time."""
LEVELS = {"borough": "Boroughs", "ward": "Wards"}
"""What a funnel is drawn of."""
LIMITS = {"widened": "Widened", "untrimmed": "Not winsorised", "exact": "Exact"}
"""How a funnel's limits take account of areas that vary more than chance gives."""


class ComparatorReader(Reader):
    """One of ``COMPARATORS``, or a borough by code or name."""

    def names(self, choices: Choices) -> Names:
        """The comparators and the boroughs."""
        return {**choices.boroughs, **COMPARATORS}

    def read(self, link: LinkText) -> str:
        """The comparator given, else the default."""
        if not link.text or link.text in COMPARATORS:
            return link.text or str(link.default)
        code = borough_of(link.text, link.choices)
        if code is None:
            link.notes.append(
                f"The link's comparator {quotation(link.text)} is unknown; the MPS is used. It may"
                f" be one of {', '.join(COMPARATORS)} or a borough."
            )
        return code or str(link.default)


@dataclass(frozen=True)
class CompareView:
    """The fields of the view that Compare boroughs alone uses."""

    comparator: str = parameter("mps", ComparatorReader(), "Compared with")
    """One of ``COMPARATORS``, or the code of a borough."""
    difference: str = parameter(
        "ranking", Word(DIFFERENCES, "the ranking is shown"), "Differences as"
    )
    """One of ``DIFFERENCES``."""
    level: str = parameter("borough", Word(LEVELS, "boroughs are shown"), "Level")
    """One of ``LEVELS``."""
    limits: str = parameter(
        "widened",
        Word(LIMITS, "limits are widened where areas vary more than chance gives"),
        "Limits",
    )
    """One of ``LIMITS``."""
    years: str = parameter("1", Word(YEARS, "the change in a year is shown"), "Change over")
    """One of ``YEARS``."""
    over_time: str = parameter("trend", Word(OVER_TIME, "the trend is shown"), "Over time as")
    """One of ``OVER_TIME``."""
