"""Which offences are charted by their spells in each ward: ``rare_offences.toml``."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from pydantic import Field

from dashboard.declared.cross_check import match_measures
from dashboard.declared.models import Indicator, Source, Strict

SENSITIVE = ("sexual_offences/", "violence_against_the_person/homicide")
"""How measures begin of which one mark, by month and ward, would stand for one person's case."""


class RareOffence(Strict):
    """An offence of which many wards have none in most months."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    """In a few words, as a title begins: 'Knife possession'."""
    definition: str = Field(min_length=1)
    """What is counted, in a sentence."""
    source: str
    """A source by ward and month in which an absent row is a zero."""
    measures: tuple[str, ...] = Field(min_length=1)
    """Measures of the source, added up."""
    better: Literal["lower", "neutral"]
    """neutral: what is recorded hangs on what is searched for."""
    note: str = ""


class RareOffences(Strict):
    """``rare_offences.toml``: the offences, the first of which a page shows first."""

    offence: tuple[RareOffence, ...] = ()


def check_rare_offences(
    offences: Iterable[RareOffence],
    sources: Mapping[str, Source],
    indicators: Collection[Indicator],
    faults: list[str],
) -> None:
    """Add to ``faults`` a sentence for each name that nothing declares, each id used twice, and
    each measure that is too sensitive to be shown by month and ward, or that an indicator withholds
    where it is small.
    """
    ids: set[str] = set()
    for n, offence in enumerate(offences, 1):
        location = f"rare_offences.toml, offence {n}"
        if offence.id in ids:
            faults.append(f"{location}, id: '{offence.id}' is used twice; keep one.")
        ids.add(offence.id)
        source = sources.get(offence.source)
        if source is None or source.level != "ward" or not source.sparse:
            faults.append(
                f"{location}, source: '{offence.source}' is not a declared source by ward in which"
                " an absent row is a zero."
            )
            continue
        measure_ids = [measure.id for measure in source.measure]
        for measure in offence.measures:
            if measure.startswith(SENSITIVE):
                faults.append(
                    f"{location}, measures: '{measure}' is not charted by month and ward, as one"
                    " mark would stand for one person's case; take it out."
                )
            elif by := _withholding_indicator(measure, indicators):
                faults.append(
                    f"{location}, measures: '{measure}' is withheld where it is small, by"
                    f" indicators/{by.id}.toml; take it out."
                )
            elif measure not in measure_ids:
                near = difflib.get_close_matches(measure, measure_ids, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                faults.append(
                    f"{location}, measures: '{measure}' is not a measure of {offence.source}{hint}"
                )


def _withholding_indicator(measure: str, indicators: Iterable[Indicator]) -> Indicator | None:
    """An indicator that withholds small counts of ``measure``, of whatever source: wards add up to the
    borough of another. None where none does.
    """
    return next((i for i in indicators if i.withhold_below and _names(i, measure)), None)


def _names(indicator: Indicator, measure: str) -> bool:
    """Whether ``measure`` is counted in the numerator or the denominator of ``indicator``."""
    below = indicator.denominator if isinstance(indicator.denominator, tuple) else ()
    patterns = (*indicator.numerator, *below)
    return any(match_measures(pattern, [measure]) for pattern in patterns)
