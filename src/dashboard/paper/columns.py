"""How wide the columns of a table on paper are, so that no word is broken or lies over another."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_NARROW, _WIDE = frozenset("ijlftI.,:;|'()[] "), frozenset("mwMW@%")
_HEADING = 1.1
"""How much wider a heading is, which is bold."""
_GAP = 2.5
"""The room between two columns."""
_WIDEST = 60.0
"""The room that a column of long texts asks for: what is longer runs over lines."""
_LONGEST_WORD = 26.0
"""A word that is longer, such as an address, may be broken."""
_BREAKS = re.compile(r"\s+|(?<=[-–/])")

Column = Sequence[str]
"""The words of a column, its heading first."""


def column_widths(columns: Sequence[Column], room: float) -> list[float]:
    """The widths of ``columns`` in digits, of ``room`` in all: each as its longest word needs, and
    what is left shared as their texts ask.
    """
    least = [least_width(column) for column in columns]
    asked = [max(low, _wish(column)) for low, column in zip(least, columns, strict=True)]
    left, wanted = room - sum(least), sum(asked) - sum(least)
    share = left / wanted if 0 < left < wanted else 1.0 if left > 0 else 0.0
    widths = [low + share * (high - low) for low, high in zip(least, asked, strict=True)]
    return [width * room / sum(widths) for width in widths]


def least_width(column: Column) -> float:
    """What the longest word of a column takes, with the room beside it."""
    heading, *texts = column
    words = [_HEADING * _length(word) for word in _BREAKS.split(heading)]
    words += [_length(word) for text in texts for word in _BREAKS.split(text)]
    return min(max(words), _LONGEST_WORD) + _GAP


def _wish(column: Column) -> float:
    """What the texts of a column take in one line, up to the widest that is given: the root of
    their mean square, as one long text in many short ones may run over lines.
    """
    heading, *texts = column
    lengths = [_length(text) for text in texts]
    usual = math.sqrt(sum(length**2 for length in lengths) / max(1, len(lengths)))
    return min(max(_HEADING * _length(heading) / 2, usual), _WIDEST) + _GAP


def _length(text: str) -> float:
    """How long a text is in digits of its face."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.6
    if letter in _WIDE:
        return 1.65
    return 1.3 if letter.isupper() else 1.0
