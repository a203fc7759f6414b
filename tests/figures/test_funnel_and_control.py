"""What funnels, control charts and icons promise, read from what the page draws."""

import base64
import json
import re
import warnings

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.control_chart import NO_FIGURES, control_chart
from dashboard.figures.funnel import NO_TARGET, funnel
from dashboard.figures.icons import ASSURANCE, VARIATION, icon
from dashboard.figures.theme import FLAG_SYMBOLS, colours
from dashboard.figures.years import years
from dashboard.stats import control_chart as xmr
from dashboard.stats import funnel as around
from dashboard.stats import funnel_spread, variation

SURVEY = funnel_spread.Around(66.0, "survey", 100.0, 1.5)
RATE = funnel_spread.Around(20.0, "rate", 1000.0)
BOROUGHS = ["Hammersmith and Fulham", "Barking and Dagenham", *(f"Borough {i}" for i in range(30))]
MONTHS = pd.date_range("2019-04-30", periods=30, freq="ME")
LEVEL = [84.0, 86, 83, 85, 84, 86, 85, 83, 84, 86, 85, 84, 83, 85, 86]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def areas(names=BOROUGHS, between=0.06):
    random = np.random.default_rng(3)
    n = random.integers(350, 900, len(names))
    share = np.clip(0.66 + random.normal(0, between, len(names)), 0.05, 0.95)
    return pd.DataFrame(
        {
            "area": [f"E{i}" for i in range(len(names))],
            "name": names,
            "numerator": random.binomial(n, share),
            "denominator": n,
        }
    )


def placed(table=None, **more):
    table = areas() if table is None else table
    found = funnel_spread.spread(table, SURVEY, "none")
    made, lines = around.funnel(table, SURVEY, "higher", found), around.curve(table, SURVEY, found)
    given = {
        "unit": "%",
        "decimals": 0,
        "target": 66.0,
        "target_label": "MPS",
        "size_label": "People asked",
    } | more
    return made, funnel(made, lines, **given)


def charted(values, **more):
    steps = more.get("steps", ())
    table = pd.DataFrame({"period_end": MONTHS[: len(values)], "value": values})
    made = xmr.control_chart(table, "higher", steps=[date for date, _ in steps], bounds=(0, 100))
    return control_chart(made, **{"unit": "%", "decimals": 0, "rules": xmr.RULES} | more)


FIGURES = {
    "funnel": lambda dark=False: placed(selected_areas=["E4"], dark=dark)[1],
    "control": lambda dark=False: charted(
        [*LEVEL, 97, *(v - 8 for v in LEVEL[:12])],
        target=90,
        steps=[("2020-12-31", "New shifts")],
        dark=dark,
    ),
    "control_target": lambda dark=False: charted(
        LEVEL, target=[("2019-04-30", 80), ("2020-06-30", 90)], dark=dark
    ),
    "years": lambda dark=False: years(apart(), unit="%", decimals=0, dark=dark),
}


def drawn(figure):
    return json.loads(figure.json)


def written(figure, name=None):
    return [
        a["text"] for a in figure.settings.get("annotations", ()) if name in (None, a.get("name"))
    ]


def marked(figure):
    return [trace for trace in figure.traces if "markers" in trace["mode"]]


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_finds_nothing_unknown_and_would_draw_the_same(name):
    told = drawn(FIGURES[name]())
    checked = json.loads(go.Figure(told).to_json())
    checked["layout"].pop("template"), told["layout"].pop("template")
    assert checked == told


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", FIGURES)
def test_every_mark_has_a_colour_of_the_theme_and_words_are_large_enough(name, dark):
    c, told = colours(dark), drawn(FIGURES[name](dark=dark))
    known = {c.ink, c.muted_mark, c.background, *c.flags.values()}
    for trace in told["data"]:
        for part in (
            trace.get("line", {}),
            trace.get("marker", {}),
            trace.get("marker", {}).get("line", {}),
        ):
            used = part.get("color", c.ink)
            assert set([used] if isinstance(used, str) else used) <= known
    assert all(
        a["font"]["size"] >= 13 for a in told["layout"].get("annotations", ()) if "font" in a
    )
    assert "NaN" not in json.dumps(told)


def test_names_are_never_read_as_markup():
    table = areas().assign(name="A<i>&B")
    figure = placed(table, selected_areas=["E1"])[1]
    assert "A&lt;i&gt;&amp;B" in figure.json.decode() and "<i>" not in figure.json.decode()


def test_each_area_is_one_point_with_its_code_and_its_flags_shape():
    made, figure = placed()
    symbols = {
        area: trace["marker"]["symbol"] for trace in marked(figure) for area in trace["customdata"]
    }
    assert len(symbols) == 32 == sum(len(trace["customdata"]) for trace in marked(figure))
    for row in made.itertuples():
        hollow = "-open" if row.flag_95 != "similar" and row.flag_998 == "similar" else ""
        assert symbols[row.area] == FLAG_SYMBOLS[row.flag_95] + hollow
    assert {"diamond", "diamond-open", "square", "circle"} <= set(symbols.values())


def test_both_sets_of_limits_and_the_target_are_drawn_and_named():
    _, figure = placed()
    lines = [
        (trace["meta"], trace["line"]["dash"])
        for trace in figure.traces
        if trace["mode"] == "lines"
    ]
    assert sorted(lines) == [("limit 95", "dash")] * 2 + [("limit 998", "solid")] * 2
    assert [shape["y0"] for shape in figure.settings["shapes"]] == [66.0]
    ends = [a["text"].strip() for a in figure.settings["annotations"] if a.get("xref") == "paper"]
    assert {"MPS 66%", "95%", "99.8%"} <= set(ends)


def boxes(figure, wide, tall, letter=6.2):
    """Where each name beside a point lies at a width of what is between the axes, in pixels."""
    (left, right), (low, high) = (
        figure.settings["xaxis"]["range"],
        figure.settings["yaxis"]["range"],
    )
    for a in figure.settings["annotations"]:
        if a.get("showarrow"):
            lines = a["text"].replace("<b>", "").replace("</b>", "").split("<br>")
            size = letter * max(map(len, lines))
            x = (a["x"] - left) / (right - left) * wide + a["ax"]
            x -= {"left": 0, "center": size / 2, "right": size}[a["xanchor"]]
            y = (high - a["y"]) / (high - low) * tall + a["ay"]
            yield x, x + size, y - 8 * len(lines), y + 8 * len(lines)


@pytest.mark.parametrize("wide", [215, 300, 420, 620, 900, 1100])
@pytest.mark.parametrize("between", [0.03, 0.06, 0.12])
def test_names_of_flagged_areas_meet_neither_one_another_nor_the_edges(wide, between):
    _, figure = placed(areas(between=between))
    tall = (
        figure.settings["height"] - figure.settings["margin"]["t"] - figure.settings["margin"]["b"]
    )
    found = list(boxes(figure, wide, tall))
    assert len(found) >= 2
    for i, (left, right, top, bottom) in enumerate(found):
        assert left >= 0 and right <= wide and top >= -1 and bottom <= tall + 1
        for a, b, c, d in found[:i]:
            assert right <= a or b <= left or bottom <= c or d <= top


def test_flagged_areas_are_named_and_those_that_cannot_be_are_counted():
    made, figure = placed()
    flagged = made.loc[made["flag_95"].ne("similar"), "name"]
    named = [
        a["text"].replace("<br>", " ") for a in figure.settings["annotations"] if a.get("showarrow")
    ]
    assert set(named) <= set(flagged) and len(named) == len(set(named))
    left = len(flagged) - len(named)
    assert written(figure, "more") == ([f"{left} more flagged: named on hover"] if left else [])
    assert flagged[made["z"].abs().idxmax()] in named  # the furthest out first


def test_a_selected_area_is_named_in_bold_even_where_it_is_not_flagged():
    made, _ = placed()
    plain = made[made["flag_95"] == "similar"].iloc[0]
    _, figure = placed(selected_areas=[plain["area"]])
    assert f"<b>{plain['name']}</b>" in [
        text.replace("</b><br><b>", " ") for text in written(figure)
    ]
    outlined = [trace for trace in marked(figure) if trace["marker"]["line"]["width"] == 2.5]
    assert [trace["customdata"] for trace in outlined] == [[plain["area"]]]


def test_the_key_names_each_kind_of_point_once():
    figure = placed(selected_areas=["E0", "E1", "E2", "E3"])[1]
    keyed = [trace["name"] for trace in marked(figure) if trace["showlegend"]]
    assert sorted(keyed) == sorted({trace["name"] for trace in marked(figure)})
    assert "Better, 99.8%" in keyed and "Similar" in keyed


def test_every_ward_fits_in_a_small_figure():
    random = np.random.default_rng(2)
    residents = random.integers(3000, 18000, 679)
    wards = pd.DataFrame({"denominator": residents, "numerator": random.poisson(residents / 50)})
    wards = wards.assign(
        area=[f"E05{i:06}" for i in range(679)], name=[f"Ward of name {i}" for i in range(679)]
    )
    found = funnel_spread.spread(wards, RATE)
    made = around.funnel(wards, RATE, "lower", found)
    figure = funnel(
        made,
        around.curve(wards, RATE, found),
        unit="per 1,000 residents",
        decimals=1,
        target=20.0,
        target_label="MPS",
        size_label="Residents",
    )
    assert sum(len(trace["customdata"]) for trace in marked(figure)) == 679
    assert len(figure.json) < 120_000


@pytest.mark.parametrize(
    ("table", "target", "sentence"),
    [
        (areas().head(0), 66.0, "No figures to show."),
        (areas().assign(numerator=np.nan), 66.0, "No figures to show."),
        (areas().assign(denominator=0), 66.0, "No figures to show."),
        (areas(), np.nan, NO_TARGET),
    ],
)
def test_a_funnel_without_figures_or_target_says_so(table, target, sentence):
    spec = funnel_spread.Around(target, "survey", 100.0, 1.5)
    found = funnel_spread.spread(table, spec)
    figure = funnel(
        around.funnel(table, spec, "higher", found),
        around.curve(table, spec, found),
        unit="%",
        decimals=0,
        target=target,
        target_label="MPS",
        size_label="People asked",
    )
    assert not figure.traces and written(figure) == [sentence]


@pytest.mark.parametrize("numerators", [[300], [300] * 6])
def test_one_area_or_areas_all_alike_are_drawn(numerators):
    table = pd.DataFrame(
        {
            "area": [f"E{i}" for i in range(len(numerators))],
            "name": "Barnet",
            "numerator": numerators,
            "denominator": 400,
        }
    )
    made, figure = placed(table)
    assert sum(len(trace["customdata"]) for trace in marked(figure)) == len(made)


def test_figures_that_meet_a_rule_have_their_own_shape_colour_and_words():
    figure = charted([*LEVEL, 97])
    common, special = marked(figure)
    assert (common["name"], special["name"]) == ("Usual variation", "Better than usual")
    assert common["marker"]["symbol"] != special["marker"]["symbol"]
    assert common["marker"]["color"] != special["marker"]["color"]
    assert special["customdata"] == ["2020-07-31"] and "beyond a limit" in special["text"][0]


def lines(figure, meta):
    return [trace for trace in figure.traces if trace.get("meta") == meta]


def test_mean_and_limits_are_drawn_by_segment_and_trial_limits_are_dashed():
    figure = charted([*LEVEL, *(v - 8 for v in LEVEL[:8])], steps=[(MONTHS[15], "New shifts")])
    assert [trace["line"]["dash"] for trace in lines(figure, "upper limit")] == ["solid", "dash"]
    stretches = [["2019-04-30", "2020-06-30"], ["2020-07-31", "2021-02-28"]]
    assert [trace["x"] for trace in lines(figure, "mean")] == stretches
    assert [len(trace["x"]) for trace in lines(figure, "line")] == [
        15,
        8,
    ]  # no line crosses the step
    assert "New shifts" in written(figure)
    assert "trial limits" in marked(figure)[-1]["text"][-1]


def test_the_target_is_drawn_and_named_whether_level_or_dated():
    level, dated = (
        charted(LEVEL, target=90),
        charted(LEVEL, target=[("2019-04-30", 80), ("2020-06-30", 90)]),
    )
    assert [s["y0"] for s in level.settings["shapes"] if s["name"] == "target"] == [90]
    assert "Target 90%" in [text.strip() for text in written(level)]
    assert lines(dated, "target")[0]["y"] == [80, 90] and "Target 90%" in written(dated)
    assert not [
        s for s in charted(LEVEL, target=np.nan).settings.get("shapes", ()) if s["name"] == "target"
    ]


def test_mean_and_limits_are_named_at_the_right():
    table = pd.DataFrame({"period_end": MONTHS[:15], "value": LEVEL})
    made = xmr.control_chart(table, "higher", bounds=(0, 100)).iloc[0]
    assert [text.strip() for text in written(charted(LEVEL), "label")] == [
        f"Limit {made['upper']:.0f}%",
        f"Mean {made['mean']:.0f}%",
        f"Limit {made['lower']:.0f}%",
    ]


@pytest.mark.parametrize("values", [[84.0], [84.0, 85, 86], [84.0] * 14])
def test_figures_without_limits_are_drawn_hollow_and_never_as_common_cause(values):
    (only,) = marked(charted(values))
    assert (only["name"], only["marker"]["symbol"]) == ("No limits to judge by", "square-open")
    assert len(only["x"]) == len(values) and not lines(charted(values), "mean")


@pytest.mark.parametrize(
    ("values", "sentence"), [([], "No figures to show."), ([np.nan] * 9, NO_FIGURES)]
)
def test_a_control_chart_without_figures_says_so(values, sentence):
    figure = charted(values)
    assert not figure.traces and written(figure) == [sentence]


def apart():
    ends = pd.date_range("2020-06-30", periods=4, freq=pd.DateOffset(years=1))
    value = pd.Series([84.0, 79, 72, 72.5])
    return pd.DataFrame(
        {
            "period_end": ends,
            "value": value,
            "lower": value - 1,
            "upper": value + 1.5,
            "change": value.diff(),
            "flag": ["not known", "worse", "worse", "similar"],
        }
    )


def test_years_apart_are_points_with_their_intervals_shapes_and_words_and_no_line_between():
    figure = years(apart(), unit="%", decimals=0)
    assert all("lines" not in trace["mode"] for trace in figure.traces)
    named = {trace["meta"]: trace for trace in figure.traces}
    assert (
        set(named) == {"not known", "worse", "similar"}
        and named["worse"]["name"] == "Worse than the year before"
    )
    assert len({(t["marker"]["symbol"], t["marker"]["color"]) for t in figure.traces}) == 3
    assert named["worse"]["text"] == ["79%", "72%"] and named["worse"]["error_y"]["array"] == [
        1.5,
        1.5,
    ]
    assert (
        "−7.0" in named["worse"]["hovertext"][1]
        and "95% interval" in named["worse"]["hovertext"][1]
    )


def test_years_without_interval_or_figure_are_drawn_or_say_so():
    bare = apart().assign(lower=np.nan, upper=np.nan, change=np.nan, flag="not known").head(1)
    figure = years(bare, unit="%", decimals=0)
    assert "NaN" not in figure.json.decode() and len(figure.traces[0]["x"]) == 1
    for gone in (apart().head(0), apart().assign(value=np.nan)):
        assert written(years(gone, unit="%", decimals=0)) == ["No figures to show."]


def told(image):
    return base64.b64decode(re.search('base64,([^"]+)', image)[1]).decode()


@pytest.mark.parametrize("dark", [False, True])
def test_every_icon_is_an_image_with_words_for_an_alternative_in_a_colour_of_the_theme(dark):
    known = {*variation.VARIATION, *variation.YEARS, *variation.ASSURANCE}
    assert set(VARIATION) | set(ASSURANCE) == known
    for key in known:
        made = icon(key, words="Special cause: <concerning>", dark=dark)
        assert 'alt="Special cause: &lt;concerning&gt;"' in made and made.startswith("<img ")
        assert set(re.findall("#[0-9A-Fa-f]{6}", told(made))) <= {
            colours(dark).ink,
            *colours(dark).flags.values(),
        }


def test_icons_differ_in_sign_or_shape_and_so_not_in_colour_alone():
    # Complete counts are not tested, so their icons are one; their words tell which way they went.
    tested = {key: look for key, look in VARIATION.items() if not key.startswith("count_")}
    for icons in (tested, ASSURANCE):
        looks = [(sign, FLAG_SYMBOLS[flag]) for sign, flag in icons.values()]
        assert len(set(looks)) == len(looks)
