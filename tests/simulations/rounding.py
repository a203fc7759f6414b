"""Coverage and false flags of survey figures that their publisher rounds; a script prints the table
of docs/methods.md.

Everything is worked out by the project's own functions on figures drawn here: nothing of the answer
is assumed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.stats.estimates import change, estimate

DESIGN_EFFECT = 1.5
CASES = {
    "London, whole per cents": (19_200, 1.0),
    "London, tenths": (19_200, 0.1),
    "London until 2021, whole per cents": (12_800, 1.0),
    "A borough, whole per cents": (600, 1.0),
    "A borough, tenths": (600, 0.1),
}
"""Words -> people asked, and the step to which the per cents are rounded."""


def drawn(
    asked: int, step: float, years: int, seed: int, known: bool = True
) -> tuple[pd.DataFrame, np.ndarray]:
    """Pairs of years with one true share each (40 to 80%), published rounded, estimated; and the
    true per cents.

    ``known``: whether the estimates are told of the rounding.
    """
    rng = np.random.default_rng(seed)
    true = rng.uniform(40, 80, years)
    effective = round(asked / DESIGN_EFFECT)

    def published() -> np.ndarray:
        return np.round(100 * rng.binomial(effective, true / 100) / effective / step) * step

    now, before = published(), published()
    rows = pd.DataFrame(
        {
            "method": "survey",
            "multiplier": 100.0,
            "design_effect": DESIGN_EFFECT,
            "denominator": float(asked),
            "numerator": now * asked / 100,
            "value": now,
            "year_numerator": before * asked / 100,
            "year_denominator": float(asked),
            "year_value": before,
            "lower": None,
            "upper": None,
            "year_lower": None,
            "year_upper": None,
            "broken": None,
            "rounding": step / np.sqrt(12) if known else 0.0,
        }
    )
    return change(estimate(rows, twice=True)), true


def rates(
    asked: int, step: float, years: int = 200_000, seed: int = 2023, known: bool = True
) -> dict[str, float]:
    """Per cent of intervals that hold the true share, and of years without a change that are
    flagged, by level.
    """
    rows, true = drawn(asked, step, years, seed, known)
    found = {}
    for words, ending in (("95%", ""), ("99.8%", "_998")):
        within = (rows[f"lower{ending}"] <= true) & (rows[f"upper{ending}"] >= true)
        found[f"covers, {words}"] = 100 * float(within.mean())
        moved = (rows[f"change_lower{ending}"] > 0) | (rows[f"change_upper{ending}"] < 0)
        found[f"flags, {words}"] = 100 * float(moved.mean())
    return found


def table() -> str:
    """The table of docs/methods.md."""
    head = (
        "figure",
        "covered at 95%",
        "at 99.8%",
        "changes flagged at 95%",
        "at 99.8%",
        "covered without rounding",
    )
    lines = [f"| {' | '.join(head)} |", "|---|---|---|---|---|---|"]
    for words, (asked, step) in CASES.items():
        found, plain = rates(asked, step), rates(asked, step, known=False)
        lines.append(
            f"| {words} | {found['covers, 95%']:.1f} | {found['covers, 99.8%']:.1f} |"
            f" {found['flags, 95%']:.1f} | {found['flags, 99.8%']:.2f} |"
            f" {plain['covers, 95%']:.1f}, {plain['covers, 99.8%']:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
