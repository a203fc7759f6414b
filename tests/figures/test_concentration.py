"""What the concentration curve promises."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.concentration import PROPORTION, concentration
from dashboard.figures.theme import colours

pytestmark = pytest.mark.filterwarnings("error")
NAMES = ["", "Kingston <upon> Thames", "Barnet", "Croydon & Sutton", "Lambeth"]


def plans(*names):
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "plan": name,
                    "area": ["", "E1", "E2", "E3", "E4"],
                    "name": NAMES,
                    "need_share": [0, 0.1, 0.3, 0.6, 1.0],
                    "post_share": [0, 0.05 + 0.01 * n, 0.2, 0.55, 1.0],
                }
            )
            for n, name in enumerate(names)
        ],
        ignore_index=True,
    )


def traces(figure, meta):
    return [t for t in json.loads(figure.json)["data"] if t.get("meta") == meta]


def test_an_empty_table_and_one_without_shares_give_a_sentence():
    for table, told in (
        (plans("A").head(0), "No figures to show."),
        (
            plans("A").assign(need_share=None, post_share=None),
            "There is no need or there are no posts to<br>compare.",
        ),
    ):
        drawn = json.loads(concentration(table).json)
        assert not drawn["data"]
        assert [a["text"] for a in drawn["layout"]["annotations"]] == [told]


def test_each_plan_is_a_curve_in_per_cent_beside_the_diagonal_told_apart_by_more_than_colour():
    figure = concentration(plans("In force", "Proposed"), posts="DWO posts")
    diagonal = traces(figure, "proportion")
    assert [(t["x"], t["y"], t["name"]) for t in diagonal] == [([0, 100], [0, 100], PROPORTION)]
    curves = traces(figure, "curve")
    assert [c["name"] for c in curves] == ["In force", "Proposed"]
    assert curves[0]["x"] == [0, 10, 30, 60, 100] and curves[1]["y"] == [0, 6, 20, 55, 100]
    assert (
        len({c["line"]["dash"] for c in curves})
        == len({c["marker"]["symbol"] for c in curves})
        == 2
    )
    layout = json.loads(figure.json)["layout"]
    assert layout["showlegend"] and layout["yaxis"]["title"]["text"] == "Share of DWO posts"


def test_the_chosen_area_is_ringed_on_every_curve_and_named_once():
    figure = concentration(plans("In force", "Proposed"), highlight="E2")
    assert [(t["x"], t["y"]) for t in traces(figure, "chosen")] == [([30], [20])] * 2
    named = [
        a["text"] for a in json.loads(figure.json)["layout"]["annotations"] if a["name"] == "label"
    ]
    assert named == ["<b>Barnet</b>"]
    assert not traces(concentration(plans("A"), highlight="E9"), "chosen")


def test_every_point_carries_its_area_and_reads_without_markup():
    (curve,) = traces(concentration(plans("A <b>")), "curve")
    assert curve["customdata"] == ["", "E1", "E2", "E3", "E4"]
    assert curve["text"][0] == ""
    assert (
        curve["text"][1]
        == "A &lt;b&gt;, up to <b>Kingston &lt;upon&gt; Thames</b>:<br>10% of need, 5% of posts"
    )


@pytest.mark.parametrize("dark", [False, True])
def test_plotly_knows_every_property(dark):
    figure = concentration(plans("In force", "Proposed"), highlight="E3", dark=dark)
    drawn = json.loads(figure.json)
    assert json.loads(go.Figure(drawn).to_json()) == drawn
    assert drawn["data"][0]["line"]["color"] == colours(dark).ink
