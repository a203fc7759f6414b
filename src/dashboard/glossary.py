"""The words that pages use and a reader may not know, each with its meaning: the one place of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

TERMS: Mapping[str, str] = {
    "abstraction": "A ward officer's time spent on other duties, as a share of time on duty.",
    "action": "What the board asked for, with an owner, a date and the charts on which it rests.",
    "as at": "A day: everything on the page is shown as it was known on that day.",
    "assumed": "Not published: we chose the number, and say so beside it.",
    "base": "The people asked, or the calls or crimes counted, on which a figure rests.",
    "BCU": "Basic Command Unit: the part of the MPS that polices two to four boroughs. There are 12.",
    "below the minimum": "A ward with fewer than 2 DWOs or no PCSO in post.",
    "borough": "One of the 32 London boroughs that the MPS polices.",
    "break": "A date from which a series cannot be compared with what it was before.",
    "clearly": "Beyond what chance gives in 998 of 1,000 cases.",
    "comparator": "What a figure is set against: the MPS, similar boroughs, or its own past.",
    "control chart": "A line over time with the limits of its usual variation.",
    "DEMONSTRATION": "Figures that were generated to show the dashboard: do not act on them.",
    "direction": "Whether higher or lower is better. Without one a figure is only higher or lower.",
    "dispersion": "How much more counts vary than chance alone gives.",
    "DWO": "Dedicated Ward Officer: a constable who works for one ward.",
    "funnel": "Areas by their size, with limits within which most lie if only chance sets them apart.",
    "gap": "A group's figure less London's.",
    "Immediate (I)": "The most urgent calls, to be reached within 15 minutes.",
    "interval": "The range in which the true figure probably lies, 95% of the time.",
    "LGBTQ+": "Lesbian, gay, bisexual, trans, queer and others.",
    "limit": "The edge of usual variation: few figures lie beyond it by chance.",
    "median": "The middle one: half are lower and half are higher.",
    "MOPAC": "The Mayor's Office for Policing and Crime.",
    "MPS": "The Metropolitan Police Service, which polices London but for the City.",
    "need index": "A score of 0 to 100 for how much policing a ward needs, worked out from several others.",
    "PCSO": "Police Community Support Officer.",
    "percentile": "The 90th percentile is the time within which 9 of 10 are reached.",
    "priority": "A ward that a plan ranks high by its need. The others are standard.",
    "projection": "Where figures lead if what moved them so far goes on. It is never a target.",
    "release": "A file published on one day. A later one may revise it.",
    "reporting date": "The day against which anything counts as due or overdue.",
    "Significant (S)": "Urgent calls that are to be reached within 60 minutes.",
    "spell": "The months in a row without an offence, between two months that had one.",
    "similar boroughs": "The five boroughs most alike by people living there and recorded crime.",
    "tier": "Priority or standard: how a plan ranks a ward by its need.",
    "usual variation": "Ups and downs that the figure has had all along, and that call for no reason.",
    "vacancies": "Posts that a plan gives and nobody fills.",
    "ward": "The smallest area with figures. There are 679 since May 2022.",
    "withheld": "Not shown, as it rests on too few people or would give such a figure away.",
    "CIPFA": "Chartered Institute of Public Finance and Accountancy, whose way of finding alike areas is used.",
    "CPS": "Crown Prosecution Service.",
    "MOVER": "A way to work out the interval of a difference from those of two figures.",
    "NHS": "National Health Service, whose rules for control charts are used.",
}
"""Term as pages write it -> its meaning, in sentences of at most 25 words."""


def _pattern(term: str) -> re.Pattern[str]:
    ending = "" if term.endswith((")", "+")) else r"(?:s|es)?(?!\w)"
    flags = re.NOFLAG if term != term.lower() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(term)}{ending}", flags)


_PATTERNS = {term: _pattern(term) for term in TERMS}


def ordered_terms() -> list[tuple[str, str]]:
    """Term and meaning of every term, by the alphabet whatever its capitals."""
    return sorted(TERMS.items(), key=lambda one: one[0].casefold())


def terms_in(text: str) -> list[tuple[str, str]]:
    """Term and meaning of every term that ``text`` uses, alone or in the plural, by the alphabet."""
    return [one for one in ordered_terms() if _PATTERNS[one[0]].search(text)]
