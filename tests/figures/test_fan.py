"""The fan: what was, the bands ahead, the path to the target, and an assumption that is named as
one.
"""

import pandas as pd
import pytest
from figure_examples import SHARES, ahead, draw

from dashboard.figures.ahead import chance_text
from dashboard.figures.fan import fan


def traces(figure, meta):
    return [trace for trace in figure.data if trace.meta == meta]


def labels(figure, name):
    return [a.text for a in figure.layout.annotations if a.name == name]


def test_bands_begin_at_the_last_figure_and_lie_within_one_another():
    figure = draw("fan")
    bands = traces(figure, "band")
    assert [band.name for band in bands] == ["95%", "80%", "50%"]
    for band, half in zip(bands, (60, 36, 18), strict=True):
        assert band.x[0] == "2023-06-30" and band.y[0] == 1180
        assert (max(band.y), min(band.y)) == (1180 + half, 1180 - half)
    assert figure.layout.showlegend and figure.layout.legend.title.text == "Likely range"


def test_the_path_joins_the_last_figure_with_the_target_or_begins_at_a_baseline():
    path = traces(draw("fan_what_if"), "target")[0]
    assert (list(path.x), list(path.y)) == (["2023-06-30", "2024-03-31"], [72, 90])
    path = traces(draw("fan"), "target")[0]
    assert (list(path.x), list(path.y)) == (["2022-04-30", "2024-03-31"], [1240, 1600])
    assert labels(draw("fan"), "target") == ["Target 1,600 by Mar 2024"]


def test_a_target_whose_date_is_past_is_a_level_unless_it_has_a_baseline():
    figure = draw("fan_without_a_projection")
    assert labels(figure, "target") == ["Target 90.0%, date past"] and not traces(figure, "target")
    past = fan(
        SHARES, None, unit="%", decimals=0, target=("2022-03-31", 90), baseline=("2021-03-31", 80)
    )
    assert list(traces(past, "target")[0].x) == ["2021-03-31", "2022-03-31"]


def test_a_projection_and_an_assumption_are_named_at_their_ends_and_told_apart_without_colour():
    figure = draw("fan_what_if")
    words = " ".join(labels(figure, "label"))
    assert "Assumed<br>68.0%" in words and "Projected<br>72.0%" in words
    assumed, projected = traces(figure, "Assumed")[0], traces(figure, "Projected")[0]
    assert assumed.line.dash != projected.line.dash and assumed.line.color != projected.line.color
    assert not traces(draw("fan"), "Assumed")


def test_the_last_figure_is_named_and_hovering_tells_bands_and_chance():
    figure = draw("fan_what_if")
    assert labels(figure, "last") == ["<b>72.0%</b> Jun 2023"]
    told = traces(figure, "Projected")[0].text
    assert "50%: 69.3 to 74.7" in told[1] and told[1].endswith("Chance of the target: under 5%")


def test_nothing_is_drawn_ahead_without_a_projection():
    figure = draw("fan_without_a_projection")
    assert (
        not traces(figure, "band")
        and len(traces(figure, "history")) == 1
        and not figure.layout.showlegend
    )
    empty = fan(SHARES, ahead(72.0, 9).head(0), unit="%", decimals=1)
    assert not traces(empty, "band")


def test_a_share_keeps_to_its_scale_and_every_number_is_in_sight():
    figure = fan(
        SHARES.assign(value=97.0), ahead(97.0, 9), unit="%", decimals=1, target=("2024-03-31", 99)
    )
    low, high = figure.layout.yaxis.range
    assert low < 88 and high == 101
    low, high = draw("fan").layout.yaxis.range
    assert low < 1120 and high > 1600


def test_one_figure_alone_is_drawn():
    figure = fan(SHARES.tail(1), None, unit="%", decimals=1)
    assert list(traces(figure, "history")[0].y) == [72.0]


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "under 5%"),
        (0.049, "under 5%"),
        (0.05, "5%"),
        (0.12, "10%"),
        (0.5, "50%"),
        (0.95, "95%"),
        (1, "over 95%"),
    ],
)
def test_a_chance_claims_no_more_than_past_errors_can(chance, words):
    assert chance_text(chance) == words


@pytest.mark.parametrize(
    ("values", "target", "side"),
    [
        ([90, 88, 86, 84, 82, 80], None, "top"),  # A line that fell lies above its end.
        ([70, 72, 74, 76, 78, 80], None, "bottom"),
        # The line is above it and, of late, below.
        ([40, *[76] * 20, 75, 71, 70.5, 72, 73], 90, "foot"),
        ([40, *[80] * 12], 82, "top"),  # The target's name is above it.
    ],
)
def test_the_name_of_the_last_figure_lies_on_neither_the_line_nor_the_targets_name(
    values, target, side
):
    ends = pd.date_range("2021-06-30", periods=len(values), freq="QE")
    past = pd.DataFrame({"period_end": ends, "value": [float(v) for v in values]})
    goal = None if target is None else ("2024-03-31", target)
    figure = fan(past, None, unit="%", decimals=0, target=goal)
    (name,) = [a for a in figure.settings["annotations"] if a["name"] == "last"]
    low = figure.settings["yaxis"]["range"][0]
    found = "foot" if name["y"] == round(low, 3) else name["yanchor"]
    assert found == side
