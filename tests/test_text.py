"""Words that all layers share."""

import pytest

from dashboard.text import figure_text, rounded_change, shown_change


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        (1, "posts", 0, "1 post"),
        (-1, "minutes", 0, "-1 minute"),
        (1, "minutes", 1, "1.0 minutes"),
        (2, "posts", 0, "2 posts"),
        (1, "%", 0, "1%"),
        (1, "per 1,000 residents", 0, "1 per 1,000 residents"),
        (1, "", 0, "1"),
    ],
)
def test_a_single_one_has_its_unit_in_the_singular(value, unit, decimals, words):
    assert figure_text(value, unit, decimals) == words


def test_a_change_of_one_point_is_a_point():
    assert rounded_change(49.0, 48.0, "%", 0).words == "down 1 point"
    assert shown_change(48.0, 49.0, "%", 0).words == "up 1 point"
    assert shown_change(47.0, 49.0, "%", 0).words == "up 2 points"
