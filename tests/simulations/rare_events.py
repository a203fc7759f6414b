"""False signals of g charts under a steady rate, and how often a real change is named; a script
prints the table of docs/methods.md.

Boroughs of 20 wards whose months are drawn independently. Where the rate changes it does so half
way, in every fourth ward; all else is the project's own functions.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.stats.rare_events import g_charts

WARDS = 20
CASES = ((24, 0.4), (36, 0.25), (36, 0.4), (60, 0.15), (60, 0.25), (60, 0.4))
"""Months of a series, and share of months with an offence."""


def borough_months(
    months: int, rate: float, rng: np.random.Generator, later: float | None = None
) -> pd.DataFrame:
    """The months of a borough's wards at ``rate``; in every fourth ward at ``later`` from half way."""
    rates = np.full((WARDS, months), rate)
    if later is not None:
        rates[::4, months // 2 :] = later
    hits = rng.random((WARDS, months)) < rates
    return pd.DataFrame(
        {
            "ward": np.repeat(np.arange(WARDS), months),
            "segment": 0,
            "period_end": np.tile(pd.date_range("2019-04-30", periods=months, freq="ME"), WARDS),
            "offences": hits.ravel().astype(int),
        }
    )


def rates_of_signals(
    months: int, rate: float, times: int = 500, seed: int = 2026, later: float | None = None
) -> dict[str, float]:
    """Per cent of wards judged; of those judged, of charts with a signal and of wards named; of
    boroughs with a ward named; and, with ``later``, of changed wards that are named.
    """
    rng = np.random.default_rng(seed)
    wards = []
    for borough in range(times):
        _, rows = g_charts(borough_months(months, rate, rng, later))
        wards.append(rows.assign(borough=borough))
    every = pd.concat(wards)
    judged = every[every["chance"].notna()]
    named = judged[judged["listed"] & (judged["rule"] != "")]
    changed = every[every["ward"] % 4 == 0]
    return {
        "judged": 100 * len(judged) / len(every),
        "signal": 100 * float((judged["rule"] != "").mean()),
        "named": 100 * len(named) / len(judged),
        "boroughs": 100 * named["borough"].nunique() / times,
        "changed": 100 * float((changed["listed"] & (changed["rule"] != "")).mean()),
    }


def table() -> str:
    """The table of docs/methods.md."""
    head = (
        "months",
        "of them with an offence",
        "wards judged",
        "charts with a signal",
        "wards named",
        "boroughs with a ward named",
        "changed wards named: rate a third",
        "rate three times",
    )
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for months, rate in CASES:
        steady = rates_of_signals(months, rate)
        fell = rates_of_signals(months, rate, later=rate / 3)["changed"]
        rose = rates_of_signals(months, rate / 3, later=rate)["changed"]
        cells = [f"{steady['judged']:.0f}", f"{steady['signal']:.1f}", f"{steady['named']:.2f}"]
        cells += [f"{steady['boroughs']:.1f}", f"{fell:.1f}", f"{rose:.1f}"]
        lines.append(f"| {months} | {100 * rate:.0f}% | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
