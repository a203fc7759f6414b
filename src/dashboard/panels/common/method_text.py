"""How routine variation is told from a real change, in words."""

from __future__ import annotations

from dashboard.stats.control_chart import REFERENCE, RULES, TO_LIMIT

HOW = (
    f"Limits: the mean less and plus {TO_LIMIT} times the mean moving range (the difference of two"
    " figures in a row), kept within the scale. Rules: "
    + "; ".join(RULES.values())
    + f". The first of these that a figure meets decides its sign. {REFERENCE}.",
    (
        "The season is not taken out, and figures of one workforce or caseload are alike from one"
        " period to the next, which draws limits closer: a rule that is met is a reason to look,"
        " not a finding."
    ),
)


HOW_YEARS = (
    (
        "The interval of the difference joins the limits of the two figures (MOVER; Zou and Donner,"
        " 2008); better or worse where it lies wholly on one side of nil. No change is shown across"
        " a declared break or a change of source."
    ),
)
