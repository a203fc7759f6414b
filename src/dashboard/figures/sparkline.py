"""A small line without axes, to stand in a row of words."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.figures.image import image
from dashboard.figures.theme import colours
from dashboard.markup import Html

WIDTH, HEIGHT = 150, 40
_EDGE = 4


def sparkline(values: Sequence[float], *, words: str, dark: bool = False) -> Html:
    """HTML image of `values`, oldest first, its last marked; '' with fewer than two.

    `words` is its alternative.
    """
    if len(values) < 2:
        return Html("")
    c, least, most = colours(dark), min(values), max(values)
    across, up = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    points = [
        (
            round(_EDGE + across * i / (len(values) - 1), 1),
            round(_EDGE + up * (1 - (v - least) / (most - least) if most > least else 0.5), 1),
        )
        for i, v in enumerate(values)
    ]
    line, (x, y) = " ".join(f"{x},{y}" for x, y in points), points[-1]
    drawn = (
        f'<polyline points="{line}" fill="none" stroke="{c.series[0]}" stroke-width="2"'
        f' stroke-linejoin="round"/><circle cx="{x}" cy="{y}" r="3.5" fill="{c.series[0]}"/>'
    )
    return image(drawn, words=words, width=WIDTH, height=HEIGHT)
