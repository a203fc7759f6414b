"""Names on a map: whole where they fit the area, else in two lines, else short, else a number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.figures.format import safe
from dashboard.figures.theme import Drawing, colours

Ring = tuple[list[int], list[int]]
"""The points of a ring, eastings and northings in steps of the map's grid."""
SHORT = {
    "Barking and Dagenham": "B&amp;D",
    "Hammersmith and Fulham": "H&amp;F",
    "Kensington and Chelsea": "K&amp;C",
    "Kingston upon Thames": "Kingston",
    "Richmond upon Thames": "Richmond",
}
"""Names that are known by a shorter one."""
_SIZE = 13
MOST_NAMED = 60
"""Areas above which no name would fit."""
_WARD = "E05"
"""How the codes of wards begin: three letters of a ward's name tell a reader nothing."""
_NUMBER = "#"
"""The form of a name that is a number on the map and stands in a list beside it."""
_HEIGHTS, _PART = 4, 8
"""Heights at which the room of a name is measured: its middle, and steps of an eighth of the area."""
_TRIED, _APART, _PULL = 4, 20, 0.12
"""Heights tried on either side of an area's middle, in twentieths of its height, and the share of
its room that a name may lose for each by which it is nearer to the middle.
"""


@dataclass(frozen=True)
class Room:
    """Where the name of an area stands and how much room it has there, in steps of the map's grid."""

    x: float
    y: float
    widths: list[int]
    """At the height of its middle, and at one to three steps above and below it."""
    step: int


def place_names(
    drawing: Drawing,
    shapes: Any,
    names: Mapping[Hashable, str],
    fills: Mapping[Hashable, str],
    chosen_areas: Collection[Hashable],
    dark: bool,
    numbers: Mapping[Any, int] | None = None,
) -> None:
    """Write the name of each area in its middle; the page takes the first of its forms that fits
    (``painter/resolve.js``), so that no name lies on another.

    ``shapes`` has the room of each area (``geomap.Shapes``); ``fills`` is the colour under each name;
    ``numbers`` those of a table beside the map, for names that do not fit.
    """
    if len(names) > MOST_NAMED:
        return
    c = colours(dark)
    begins = Counter(name[:3] for name in names.values())
    for area, name in names.items():
        room = shapes.rooms[area]
        colour = readable(fills[area], (c.background, c.ink))
        is_ward = str(area).startswith(_WARD)
        letters = begins[name[:3]] == 1 and not is_ward
        forms = [safe(name), *_shorter(name, letters), *_last_form(area, numbers)]
        drawing.write(
            forms[0],
            x=room.x,
            y=room.y,
            xanchor="center",
            yanchor="middle",
            font={"size": _SIZE, "color": colour},
            name=_label(forms, area in chosen_areas, room),
        )


def _last_form(area: Hashable, numbers: Mapping[Any, int] | None) -> list[str]:
    """What stands for a name that does not fit: its number in a table, or in the list of the page."""
    if numbers is not None:
        return [str(numbers[area])] if area in numbers else []
    return [_NUMBER]


def _label(forms: list[str], is_chosen: bool, room: Room) -> str:
    """The forms and their room, for ``painter/resolve.js``: 'place 120,110,90,60/45 Barnet|Bar', the
    room in the middle and at one to three steps of 45 above and below it.
    """
    words = [form.replace("|", " ") for form in forms]
    return f"place {','.join(map(str, room.widths))}/{room.step} " + "|".join(
        f"<b>{w}</b>" if is_chosen and w != _NUMBER else w for w in words
    )


def _shorter(name: str, letters: bool) -> list[str]:
    """Forms of a name, longest first: two lines, its short form, and with ``letters`` its first
    three.
    """
    short = SHORT.get(name)
    words = name.replace(" and ", " & ").split(" ")
    forms = []
    if len(words) > 1:
        cut = min(
            range(1, len(words)),
            key=lambda k: max(len(" ".join(words[:k])), len(" ".join(words[k:]))),
        )
        forms.append(f"{safe(' '.join(words[:cut]))}<br>{safe(' '.join(words[cut:]))}")
    if len(words) == 3:
        forms.append("<br>".join(map(safe, words)))
    if short:
        forms.append(short)
    first = name[:3].strip()
    return [*forms, safe(first)] if letters and len(first) == 3 else forms


def find_room(rings: list[Ring], middle: float) -> Room:
    """Where a name of one line has most room in an area, the nearer to the height ``middle`` the
    better.
    """
    heights = [up for _, ups in rings for up in ups]
    tall = max(heights) - min(heights)
    step = max(1, tall // _PART)

    def worth(k: int) -> float:
        return _room_at(rings, middle + k * tall / _APART, step).widths[1] * (1 - _PULL * abs(k))

    # Of heights that are worth the same the one nearest to the middle.
    best = max(sorted(range(-_TRIED, _TRIED + 1), key=abs), key=worth)
    return _room_at(rings, middle + best * tall / _APART, step)


def _room_at(rings: list[Ring], y: float, step: int) -> Room:
    """The room about the middle of the widest part of an area at the height ``y``."""
    y = math.floor(y) + 0.5  # No point of the grid lies there.
    width, middle = max(((b - a, (a + b) / 2) for a, b in _parts(rings, y)), default=(0.0, 0.0))
    rooms = [width]
    for k in range(1, _HEIGHTS):
        sides = [_side(rings, y + way * k * step, middle) for way in (-1, 1)]
        rooms.append(min(rooms[-1], 2 * min(sides)))
    return Room(round(middle, 1), y, [round(room) for room in rooms], step)


def _side(rings: list[Ring], y: float, middle: float) -> float:
    """How far the area reaches to both sides of ``middle`` at the height ``y``; 0 outside it."""
    return max(
        (min(middle - a, b - middle) for a, b in _parts(rings, y) if a < middle < b), default=0
    )


def _parts(rings: list[Ring], y: float) -> list[tuple[float, float]]:
    """Where an area begins and ends at the height ``y``, from west to east."""
    crossings: list[float] = []
    for xs, ys in rings:
        for i in range(len(xs)):
            (x0, y0), (x1, y1) = (xs[i - 1], ys[i - 1]), (xs[i], ys[i])
            if (y0 > y) != (y1 > y):
                crossings.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


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
