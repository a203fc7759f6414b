"""Which set of wards a file is on, told by its ward codes and never by names.

A ward that was redrawn has a new code, and often its old name: figures on the wards before 5 May 2022 are never put on
wards of today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

EARLIER_SHARE = 0.25
"""A file with a greater share of unknown ward codes is on an earlier set of wards (that on the wards of 2018: 0.76)."""
_WARD_CODE = re.compile(r"E05[0-9]{6}")


def earlier_wards(codes: Iterable[str], wards: Collection[str]) -> tuple[int, int] | None:
    """Return how many of the ward codes among ``codes`` are none of ``wards``, and how many there are.

    None where so few are unknown that the file is on the wards in force.
    """
    unique = {code for code in codes if _WARD_CODE.fullmatch(code)}
    unknown = unique.difference(wards)
    return (len(unknown), len(unique)) if len(unknown) > EARLIER_SHARE * len(unique) else None
