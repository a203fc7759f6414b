"""Names on a map: whole where they fit the area, else in two lines, else short, else none."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

from dashboard.figures.format import safe
from dashboard.figures.theme import Drawing, colours

SHORT = {
    "Barking and Dagenham": "B&amp;D",
    "Hammersmith and Fulham": "H&amp;F",
    "Kensington and Chelsea": "K&amp;C",
    "Kingston upon Thames": "Kingston",
    "Richmond upon Thames": "Richmond",
}
"""Names that are known by a shorter one."""
_SIZE = 12
_MOST = 60
"""Areas above which no name would fit."""


def place_names(
    drawing: Drawing,
    shapes: Any,
    names: Mapping[Hashable, str],
    fills: Mapping[Hashable, str],
    chosen: Collection[Hashable],
    dark: bool,
) -> None:
    """Write the name of each area in its middle; the page takes the first of its forms that fits
    (``painter/resolve.js``), so that no name lies on another.

    ``shapes`` has rings and middles (``geomap.Shapes``); ``fills`` is the colour under each name.
    """
    if len(names) > _MOST:
        return
    c = colours(dark)
    for area, name in names.items():
        y = shapes.middles[area][1] + 0.5
        x, room = _widest(shapes.rings[area], y)
        colour = readable(fills[area], (c.background, c.ink))
        forms = [safe(name), *_shorter(name)]
        drawing.write(
            forms[0],
            x=x,
            y=y,
            xanchor="center",
            yanchor="middle",
            font={"size": _SIZE, "color": colour},
            name=_label(forms, area in chosen, room),
        )


def _label(forms: list[str], is_chosen: bool, room: int) -> str:
    """The forms and their room, for ``painter/resolve.js``: 'place 120 Barnet|Bar'."""
    words = [form.replace("|", " ") for form in forms]
    return f"place {room} " + "|".join(f"<b>{w}</b>" if is_chosen else w for w in words)


def _shorter(name: str) -> list[str]:
    """Forms of a name, longest first: two lines, its short form, three letters."""
    short = SHORT.get(name)
    words = name.replace(" and ", " & ").split(" ")
    forms = []
    if len(words) > 1:
        cut = min(
            range(1, len(words)),
            key=lambda k: max(len(" ".join(words[:k])), len(" ".join(words[k:]))),
        )
        forms.append(f"{safe(' '.join(words[:cut]))}<br>{safe(' '.join(words[cut:]))}")
    if short:
        forms.append(short)
    letters = name[:3].strip()
    return [*forms, safe(letters)] if len(letters) == 3 else forms


def _widest(rings: list[tuple[list[int], list[int]]], y: float) -> tuple[float, int]:
    """The middle and the width of the widest part of an area at the height ``y``, in steps of its
    grid.
    """
    crossings: list[float] = []
    for xs, ys in rings:
        for i in range(len(xs)):
            (x0, y0), (x1, y1) = (xs[i - 1], ys[i - 1]), (xs[i], ys[i])
            if (y0 > y) != (y1 > y):
                crossings.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    crossings.sort()
    parts = [(b - a, (a + b) / 2) for a, b in zip(crossings[::2], crossings[1::2], strict=False)]
    width, middle = max(parts, default=(0.0, 0.0))
    return round(middle, 1), round(width)


def readable(fill: str, inks: tuple[str, str]) -> str:
    """Of two inks the one that stands out more from the colour ``fill`` ('#rrggbb').

    Reference: contrast ratio of the Web Content Accessibility Guidelines 2.2.
    """
    ground = _luminance(fill)

    def ratio(ink: str) -> float:
        low, high = sorted((ground, _luminance(ink)))
        return (high + 0.05) / (low + 0.05)

    return max(inks, key=ratio)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
