"""Signs of a drawing that the face of the words lacks, apart from the words beside them.

Where a face lacks one letter of a label, the typesetter takes another face for all of the label.
"""

from __future__ import annotations

import re

_LIKES = str.maketrans("▸", "▶")
"""Signs -> their like in Source Sans."""
_LABEL = re.compile(
    r'<text [^>]*font-size="(?P<size>[\d.]+)" text-anchor="start"[^>]*>.*?</text>', re.DOTALL
)
_SIGN = re.compile(
    r'(?P<sign><tspan x="(?P<x>-?[\d.]+)" dy="[^"]*"><tspan[^>]*>[○●┄]</tspan>)'
    r"<tspan>\s</tspan>(?P<words><tspan)"
)
_STEP = 0.8
"""How far behind a sign its words begin, in parts of their size."""


def set_signs_apart(svg: str) -> str:
    """A drawing whose words are all set in the face of the page, whatever sign stands before them."""
    return _LABEL.sub(_part_label, svg.translate(_LIKES))


def _part_label(label: re.Match[str]) -> str:
    step = _STEP * float(label["size"])
    return _SIGN.sub(lambda m: f'{m["sign"]}{m["words"]} x="{float(m["x"]) + step:g}"', label[0])
