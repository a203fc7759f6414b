"""A small line without axes that carries its last value, its target and its usual range."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.markup import Html

WIDTH, HEIGHT = 150, 30
_LINE = 100
"""Pixels across of the line; the rest is for the figure at its end."""
_EDGE = 4


def spark(
    values: Sequence[float],
    *,
    words: str,
    last: str,
    way: str = "",
    band: tuple[float, float] | None = None,
    target: float | None = None,
    before: int | None = None,
) -> Html:
    """SVG of ``values``, oldest first, with ``last`` written at its end; '' with fewer than two.

    ``words`` is its alternative; ``way`` ('better', 'worse' or '') the verdict in whose colour the
    last stands; ``band`` the limits of usual variation; ``target`` a dashed line; ``before`` the
    place in ``values`` of an earlier one that is marked too. Colours are those of the page around it.
    """
    if len(values) < 2:
        return Html("")
    ends = [*values, *(band or ()), *([] if target is None else [target])]
    least, most = min(ends), max(ends)

    def up(value: float) -> float:
        share = (value - least) / (most - least) if most > least else 0.5
        return round(_EDGE + (HEIGHT - 2 * _EDGE) * (1 - share), 1)

    across = [round(2 + (_LINE - 4) * i / (len(values) - 1), 1) for i in range(len(values))]
    points = " ".join(f"{x},{up(value)}" for x, value in zip(across, values, strict=True))
    y = up(values[-1])
    parts = []
    if band:
        top, bottom = up(band[1]), up(band[0])
        rect = Html('<rect x="0" y="{}" width="{}" height="{}" class="band"/>')
        parts.append(rect.format(top, _LINE, round(bottom - top, 1)))
    if target is not None:
        parts.append(Html('<path d="M0,{}H{}" class="aim"/>').format(up(target), _LINE))
    parts.append(Html('<polyline points="{}" class="line"/>').format(points))
    if before is not None:
        since = Html('<polyline points="{}" class="line since"/>')
        parts.append(since.format(" ".join(points.split(" ")[before:])))
        earlier = Html('<circle cx="{}" cy="{}" r="3" class="dot earlier"/>')
        parts.append(earlier.format(across[before], up(values[before])))
    dot = Html('<circle cx="{}" cy="{}" r="3.5" class="dot {}"/>')
    parts.append(dot.format(across[-1], y, way))
    label = Html('<text x="{}" y="{}" class="{}">{}</text>').format(
        _LINE + 6, min(max(y + 4.5, 11), HEIGHT - 1), way, last
    )
    width = WIDTH if last or before is None else _LINE + _EDGE
    return Html(
        '<svg class="spark" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">{}{}</svg>'
    ).format(words, width, HEIGHT, width, HEIGHT, Html("").join(parts), label)
