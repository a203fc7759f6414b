"""How intervals are found, and how routine variation is told from a real change, in words."""

from __future__ import annotations

from dashboard.stats.control_chart import REFERENCE, TO_LIMIT
from dashboard.stats.control_rules import RULES
from dashboard.text import capitalise

METHODS = {
    "survey": (
        "95% Wilson intervals on the base divided by the design effect. Where the publisher rounds,"
        " the variance of rounding, r²/12 for steps of r, is added to a figure's and to a change's"
        " (Sheppard, 1898)."
    ),
    "proportion": "95% Wilson intervals.",
    "rate": (
        "95% intervals: exact Poisson below 10 events, Byar from 10. They are widened by how much"
        " more the area's own months vary than chance gives, trend and season taken out"
        " (quasi-likelihood; McCullagh and Nelder, 1989)."
    ),
    "published": "95% intervals as the source states them.",
    "count": "A complete count: nothing was sampled, so there is no interval.",
    "ratio": "A ratio of complete counts: nothing was sampled, so there is no interval.",
    "areas_below": "A complete count of wards: nothing was sampled, so there is no interval.",
}
"""How the interval of a figure is found, by the indicator's method (``dashboard.stats.estimates``).
"""
VISITORS = (
    "Crimes are counted where they happen and divided by those who live there. Where visitors"
    " outnumber residents, as in the West End, a rate says how much happens in a place. It does not"
    " say how likely a resident is to meet it."
)
"""What is said beside every rate of residents."""


HOW = (
    f"Limits: the mean less and plus {TO_LIMIT} times the mean moving range (the difference of two"
    " figures in a row). Where a limit would lie beyond the end of the scale there is none on that"
    " side, and no rule that rests on it. Rules. "
    + ". ".join(capitalise(words) for words in RULES.values())
    + f". The first of these that a figure meets decides its sign. {REFERENCE}.",
    (
        "The season is not taken out. Figures of one workforce or caseload are alike from one"
        " period to the next, which draws limits closer. A rule that is met is a reason to look,"
        " not a finding."
    ),
)


HOW_YEARS = (
    (
        "The interval of the difference joins the limits of the two figures (MOVER; Zou and Donner,"
        " 2008). Better or worse where it lies wholly on one side of 0. No change is shown across"
        " a declared break or a change of source."
    ),
)
