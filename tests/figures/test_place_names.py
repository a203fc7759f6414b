"""Names on a map stand out from every fill that they may stand on."""

import pytest

from dashboard.figures.colours import colours
from dashboard.figures.hexcategories import SIGNS, category_fill
from dashboard.figures.place_names import readable


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("dark", [False, True])
def test_a_name_stands_out_from_every_fill_by_four_and_a_half_to_one(dark):
    c = colours(dark)
    fills = {*c.ramp, c.no_figure, *(category_fill(meaning, dark) for meaning in SIGNS)}
    for fill in fills:
        low, high = sorted(map(luminance, (fill, readable(fill, (c.background, c.ink)))))
        assert (high + 0.05) / (low + 0.05) >= 4.5, fill
