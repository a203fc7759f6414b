"""Whose figure it is, in the words of a title."""

from __future__ import annotations

from typing import Any

from dashboard.text import choose_title

_PLAIN = ("trust", "confidence")
"""Short names of attitudes that stand in a sentence as they are."""
_GROUPS = {
    "Female": "Women’s",
    "Male": "Men’s",
    "Mixed": "Londoners of mixed ethnicity’s",
    "Other": "Londoners of other ethnicity’s",
    "White other": "Other White Londoners’",
    "No religion": "Londoners without religion’s",
    "Other religion": "Londoners of other religions’",
    "65 and over": "Over-64s’",
}
"""Name of a group -> whose figure it is, where its name before 'Londoners' will not do."""


def group_words(group_type: str, name: str) -> str:
    """'Black Londoners’', '16-24-year-olds’', 'Women’s'."""
    if group_type == "age" and name not in _GROUPS:
        return f"{name}-year-olds’"
    return _GROUPS.get(name, f"{name} Londoners’")


def gap_title(row: Any, short: str, size: str) -> str:
    """'Black Londoners’ trust is 14 points below the London average', in at most ten words where it
    can be: ``row`` has group_type and group_name, ``short`` is the attitude's short name in lower
    case and ``size`` '14 points below'.
    """
    figure = short if short in _PLAIN else "figure"
    start = f"{group_words(row['group_type'], row['group_name'])} {figure} is {size}"
    return choose_title(f"{start} the London average", f"{start} London")
