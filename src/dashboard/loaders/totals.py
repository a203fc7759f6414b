"""Words by which a file names a total among its parts, which added to them would count everything
twice.
"""

from __future__ import annotations

import re

_TOTALS = frozenset(
    (
        "all",
        "everyone",
        "everybody",
        "overall",
        "subtotal",
        "tno",
        "all people",
        "all groups",
        "all respondents",
        "all offences",
        "all crime",
        "all crimes",
        "all categories",
        "both sexes",
        "all ages",
        "all persons",
    )
)


def is_total(text: str) -> bool:
    """Whether ``text`` names a total: 'Total', 'Sub-total', 'All offences', 'Robbery total', 'Total
    crime'.
    """
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return " ".join(words) in _TOTALS or bool({"total", "totals"} & {*words[:1], *words[-1:]})
