"""Which set of wards a file is on, told by its ward codes and never by names.

A ward that was redrawn has a new code, and often its old name: figures on the wards before 5 May
2022 are never put on wards of today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

EARLIER_SHARE = 0.25
"""A file with a greater share of unknown ward codes is on an earlier set of wards (that on the
wards of 2018: 0.76).
"""
_LONDON_2002 = range(26, 650)
"""Numbers after E05000 of the wards that the MPS's boroughs were given in 2002; three quarters
stood until 2022.
"""
_FEWEST_EARLIER = 100
_WARD_CODE = re.compile(r"E05[0-9]{6}")


def earlier_wards(codes: Iterable[str], wards: Collection[str]) -> tuple[int, int] | None:
    """Return how many of the ward codes among ``codes`` are none of ``wards``, and how many there
    are.

    None where so few are unknown that the file is on the wards in force.
    """
    unique = {code for code in codes if _WARD_CODE.fullmatch(code)}
    unknown = unique.difference(wards)
    return (len(unknown), len(unique)) if len(unknown) > EARLIER_SHARE * len(unique) else None


def drawn_before_2022(codes: Collection[str], wards: Collection[str]) -> int:
    """How many of the ward codes are of London's wards before May 2022, where those ``wards`` are
    not drawn; else 0.

    Wards of other places, as in a file for all of England, are of no set of London's.
    """
    missing = set(wards).difference(codes)
    earlier = {f"E05{number:06}" for number in _LONDON_2002}.intersection(codes).difference(wards)
    return (
        len(earlier)
        if len(earlier) >= _FEWEST_EARLIER and len(missing) > EARLIER_SHARE * len(wards)
        else 0
    )
