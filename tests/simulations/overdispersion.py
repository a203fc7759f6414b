"""False flags of crime counts whose months vary more than chance gives; a script prints the table
of docs/methods.md.

Thirty-two boroughs with one true rate: every flag is false. Months are drawn independently from a
negative binomial with mean and dispersion of the published file of December 2023 by borough; all
else is the project's own functions.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.declared.read import declarations
from dashboard.settings import CHECKOUT
from dashboard.stats.dispersion import MONTHS
from dashboard.stats.dispersion import dispersion as measured
from dashboard.stats.estimates import change, estimate
from dashboard.stats.flags import compare_twice, differs
from dashboard.stats.funnel import funnel
from dashboard.stats.funnel_spread import Around, spread

CASES = {
    "All offences, trend and season left in": (2317, 10.5),
    "All offences": (2317, 5.6),
    "Theft": (662, 5.5),
    "Violence": (639, 2.7),
    "Vehicle offences": (280, 3.2),
    "Burglary": (143, 2.0),
    "Robbery": (79, 2.4),
    "Criminal damage and arson": (144, 1.4),
    "Possession of weapons": (17, 1.4),
    "No more than chance": (144, 1.0),
}
"""Words -> events a month in a borough of mean size, and variance over mean."""
ENDS = pd.date_range("2021-12-31", periods=MONTHS, freq="ME")


def residents() -> np.ndarray:
    """Residents of the 32 boroughs, as declared."""
    areas = declarations(CHECKOUT / "data" / "declared").areas.values()
    return np.array([a.population for a in areas if a.level == "borough"], dtype=float)


def months(mean: float, phi: float, people: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Counts by borough and month, one rate in all, with a season of 10% and variance ``phi`` times
    the mean.
    """
    season = (
        (1 + 0.1 * np.sin(2 * np.pi * np.asarray(ENDS.month) / 12))
        * np.asarray(ENDS.days_in_month)
        / 30.4
    )
    expected = mean * people[:, None] / people.mean() * season
    if phi <= 1:
        return rng.poisson(expected).astype(float)
    return rng.negative_binomial(expected / (phi - 1), 1 / phi).astype(float)


def estimated(counts: np.ndarray, people: np.ndarray, known: bool = True) -> pd.DataFrame:
    """The last year of every borough against London and the year before; ``known``: with its
    dispersion.
    """
    phi, degrees = measured(counts, ENDS)
    now, before = counts[:, -12:].sum(axis=1), counts[:, :12].sum(axis=1)
    rows = pd.DataFrame(
        {
            "method": "rate",
            "multiplier": 1000.0,
            "design_effect": 1.0,
            "numerator": now,
            "denominator": people,
            "value": 1000 * now / people,
            "year_numerator": before,
            "year_denominator": people,
            "year_value": 1000 * before / people,
            "lower": None,
            "upper": None,
            "year_lower": None,
            "year_upper": None,
            "broken": None,
            "dispersion": phi if known else np.nan,
            "degrees": float(degrees),
            "comparator": 1000 * now.sum() / people.sum(),
        }
    )
    return compare_twice(change(estimate(rows, twice=True)), "lower")


def rates(
    mean: float, phi: float, times: int = 200, seed: int = 2023, known: bool = True
) -> dict[str, float]:
    """Per cent of boroughs flagged, all falsely: against London, on the year, and by the funnel, at
    both levels.
    """
    rng, people = np.random.default_rng(seed), residents()
    found: dict[str, list[float]] = {}
    for _ in range(times):
        rows = estimated(months(mean, phi, people, rng), people, known)
        varied = max(1.0, float(rows["dispersion"].median())) if known else 1.0
        around = Around(float(rows["comparator"].iloc[0]), "rate", 1000.0, dispersion=varied)
        drawn = funnel(rows[["numerator", "denominator"]], around, "lower", spread(rows, around))
        for ending, level in (("", "95"), ("_998", "998")):
            moved = (rows[f"change_lower{ending}"] > 0) | (rows[f"change_upper{ending}"] < 0)
            for words, flags in (
                ("London", differs(rows[f"flag_{level}"])),
                ("year", moved),
                ("funnel", differs(drawn[f"flag_{level}"])),
            ):
                found.setdefault(f"{words} {level}", []).append(float(flags.mean()))
    return {words: 100 * float(np.mean(shares)) for words, shares in found.items()}


def table() -> str:
    """The table of docs/methods.md."""
    head = (
        "counts",
        "variance / mean",
        "against London at 95%",
        "at 99.8%",
        "on the year at 95%",
        "at 99.8%",
        "funnel at 95%",
        "at 99.8%",
        "Poisson: against London at 95%, 99.8%",
    )
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for words, (mean, phi) in CASES.items():
        new, old = rates(mean, phi), rates(mean, phi, times=50, known=False)
        cells = [
            f"{new[f'{what} {level}']:.{places}f}"
            for what in ("London", "year", "funnel")
            for level, places in (("95", 1), ("998", 2))
        ]
        lines.append(
            f"| {words} | {phi} | {' | '.join(cells)} | {old['London 95']:.0f},"
            f" {old['London 998']:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
