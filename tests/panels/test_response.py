"""The panels of response times, their figures added up again from the facts in the database."""

import datetime as dt

import duckdb
import pandas as pd
import pytest
from outcome_files import built

from dashboard.panels.common.page import Page
from dashboard.panels.response.calls import answering, demand
from dashboard.panels.response.grades import MISSING, Response
from dashboard.panels.response.headings import of_calls, of_grade
from dashboard.panels.response.projection import projection
from dashboard.panels.response.year_ahead import YearAhead, year_ahead
from dashboard.settings import Places
from dashboard.stats.intervals import wilson
from dashboard.store.connection import find_database
from dashboard.view import View

NEWHAM = "E09000025"


@pytest.fixture(scope="module")
def facts(demonstration_home):
    with duckdb.connect(
        str(find_database(Places(demonstration_home))), read_only=True
    ) as connection:
        found = connection.sql(
            "SELECT * FROM fact WHERE source IN ('response_times', 'calls_999')"
        ).df()
    return found[found["period_start"].dt.year >= 2019]


def made(store, **view) -> Response:
    return Response(Page("response", store, View(**view)))


def quarter(facts, measure, boroughs=None, year=2023):
    days = facts["period_end"].between(f"{year}-04-01", f"{year}-06-30")
    rows = facts[(facts["measure"] == measure) & days]
    return float((rows if boroughs is None else rows[rows["area"].isin(boroughs)])["value"].sum())


@pytest.mark.parametrize(("indicator", "stem", "minutes"), [("trust", "i", 15), ("s_p90", "s", 60)])
def test_the_share_in_time_is_calls_in_time_over_calls_of_every_borough(
    store, facts, indicator, stem, minutes
):
    panel = made(store, indicator=indicator).within_target()
    inside, calls = quarter(facts, f"{stem}_within_{minutes}"), quarter(facts, f"{stem}_calls")
    low, high = (100 * float(x[0]) for x in wilson(inside, calls))
    grade = {"i": "Immediate (I)", "s": "Significant (S)"}[stem]
    assert (
        panel.title
        == f"{100 * inside / calls:.1f}% of {grade} calls were reached within {minutes} minutes"
    )
    assert f"(95% interval {low:.1f}% to {high:.1f}%), on {calls:,.0f} calls." in panel.reading
    row = panel.table.set_index("Area").loc["MPS"]
    assert (row["Per cent"], row["Base"]) == (round(100 * inside / calls, 2), calls)


def test_the_best_and_the_worst_bcu_are_named_by_the_declared_direction(store, facts):
    for panel, rising in ((made(store).within_target(), True), (made(store).p90(), False)):
        table = panel.table[panel.table["Area"].str.endswith(" BCU")].sort_values(
            panel.table.columns[1]
        )
        assert len(table) == 12
        worst, best = table["Area"].iloc[[0, -1]] if rising else table["Area"].iloc[[-1, 0]]
        assert f"Best of the BCUs: {best.removesuffix(' BCU')}," in panel.reading
        assert f"Worst: {worst.removesuffix(' BCU')}," in panel.reading


def test_the_median_and_the_90th_percentile_are_the_published_ones_with_their_own_interval(
    store, facts
):
    page = made(store, indicator="s_within_60", areas=(NEWHAM,))
    for panel, measure in ((page.median(), "s_median_minutes"), (page.p90(), "s_p90_minutes")):
        for area, name in (("MPS", "MPS"), (NEWHAM, "Newham"), ("EA", "East BCU")):
            fact = (
                facts[(facts["measure"] == measure) & (facts["area"] == area)]
                .sort_values("period_end")
                .iloc[-1]
            )
            row = panel.table.set_index("Area").loc[name]
            published = [round(fact[column], 1) for column in ("value", "lower", "upper")]
            assert [row["Minutes"], row["Lower 95%"], row["Upper 95%"]] == published
            assert row["Base"] == fact["base"]


def test_a_target_is_drawn_where_one_is_declared_and_its_absence_is_said(store):
    i, s = made(store).within_target(), made(store, indicator="s_within_60").within_target()
    assert "points below the target of 90.0% by March 2024." in i.reading
    drawn = next(trace for trace in i.figure.data if trace.meta == "target")
    assert (list(drawn.y), drawn.x[-1]) == ([90, 90], "2024-03-31")
    assert not [trace for trace in s.figure.data if trace.meta == "target"]
    assert "target" not in s.reading
    assert "No target is declared for this measure, so none is drawn." in s.notes


def test_chosen_boroughs_are_drawn_in_front_and_told_with_their_intervals(store, facts):
    panel = made(store, areas=(NEWHAM,)).within_target()
    share = 100 * quarter(facts, "i_within_15", [NEWHAM]) / quarter(facts, "i_calls", [NEWHAM])
    assert f"Newham: {share:.1f}% (95% interval" in panel.reading
    widths = {trace.name: trace.line.width for trace in panel.figure.data if trace.name}
    assert max(widths, key=widths.get) == "Newham"


def test_events_of_reports_and_changes_are_marked_and_meetings_are_not(store):
    marked = [
        a.text for a in made(store).within_target().figure.layout.annotations if a.name == "event"
    ]
    assert marked == ["New ward boundaries", "Casey review"]


def test_demand_is_a_count_beside_the_share_in_time_with_no_interval(store, facts):
    panel = demand(made(store))
    calls, before = quarter(facts, "i_calls"), quarter(facts, "i_calls", year=2022)
    rise = 100 * (calls / before - 1)
    assert panel.title == f"Immediate (I) calls rose {rise:.1f}% in a year to {calls:,.0f}"
    assert "interval" not in panel.reading
    assert [round(bar) for bar in panel.figure.data[0].y][-1] == calls
    assert not [word for word in ("because", "drives", "due to") if word in panel.reading]


def test_demand_of_chosen_boroughs_is_drawn_from_zero(store):
    figure = demand(made(store, areas=(NEWHAM,))).figure
    assert [trace.name for trace in figure.data] == ["Newham"]
    assert figure.layout.yaxis.range[0] == 0


def test_999_answering_is_of_the_mps_alone_and_says_so(store, facts):
    panel = answering(made(store, areas=(NEWHAM,)))
    last = facts[facts["period_end"] == facts["period_end"].max()].set_index("measure")["value"]
    share = 100 * last["calls_999_within_10s"] / last["calls_999"]
    assert panel.title == f"{share:.1f}% of 999 calls were answered within 10 seconds"
    assert (
        "It is measured for the MPS alone, never by borough, so no chosen borough is drawn."
        in panel.reading
    )
    lines = [t for t in panel.figure.data if t.name and t.meta not in ("target", "band")]
    assert {line.name for line in lines} == {"MPS"}


def test_the_two_published_months_are_marked_and_are_what_is_drawn(store):
    panel = answering(made(store))
    months = panel.table.set_index("Month ends")["Answered within 10 seconds, per cent"]
    assert (months["2022-06-30"], months["2022-09-30"]) == (57.3, 63.9)
    assert any("June 2022 (57.3%) and September 2022 (63.9%)" in note for note in panel.notes)
    key = next(a.text for a in panel.figure.layout.annotations if a.name == "key")
    assert "57.3% published, Jun 2022" in key and "63.9% published, Sep 2022" in key


def test_a_first_quarter_stands_without_a_year_before(store):
    page = made(store, period=dt.date(2019, 6, 30))
    for panel in (page.within_target(), page.median(), page.p90(), demand(page), answering(page)):
        assert "There is no figure a year before to compare with." in panel.reading
        assert (
            "nan"
            not in f"{panel.title} {panel.reading} {panel.subtitle}".casefold()
            .replace("finance", "")
            .split()
        )


def test_another_indicator_or_period_is_told_in_a_sentence(store):
    assert made(store, indicator="confidence").notes == [
        "Confidence in local policing is not a response time; Immediate (I) calls are shown."
    ]
    assert made(store, period=dt.date(2031, 1, 1)).notes == [
        "There is no figure for January 2031; the nearest, June 2023, is shown."
    ]
    assert made(store, indicator="answered_999").notes == []


def test_every_panel_is_marked_as_demonstration_and_has_a_title_of_at_most_ten_words(store):
    for view in ({}, {"indicator": "s_within_60", "areas": (NEWHAM,)}):
        page = made(store, **view)
        for panel in (
            page.within_target(),
            page.median(),
            page.p90(),
            demand(page),
            answering(page),
        ):
            assert panel.demonstration
            assert len(panel.title.split()) <= 10


def test_actions_rest_on_the_charts_that_their_evidence_names(store):
    page = made(store, indicator="s_p90")
    assert [a.number for a in page.p90().actions] == [5]
    assert [a.number for a in demand(made(store)).actions] == [5]
    assert [a.number for a in answering(page).actions] == [5]


def test_without_response_times_one_sentence_names_the_template(store, monkeypatch):
    monkeypatch.setattr(type(store), "query", _without(type(store).query, "response_times"))
    page = made(store)
    assert page.notes == [MISSING]
    assert page.within_target() is page.median() is page.p90() is demand(page) is None
    assert answering(page) is not None


def _without(query, source):
    """The store's query as it would answer in a build without ``source``."""

    def answered(self, name, **parameters):
        found = query(self, name, **parameters)
        return (
            found[found["source"] != source] if "source" in found and name != "releases" else found
        )

    return answered


def answered(tmp_path, shares) -> Response:
    """The page on 999 calls alone: of 100,000 a month to March 2023, the share answered in time."""
    ends = pd.date_range(end="2023-03-31", periods=len(shares), freq="ME")
    figures = [
        {
            "measure": measure,
            "area_code": "MPS",
            "period_start": f"{end.replace(day=1):%Y-%m-%d}",
            "period_end": f"{end:%Y-%m-%d}",
            "value": value,
        }
        for end, share in zip(ends, shares, strict=True)
        for measure, value in (("calls_999", 100_000), ("calls_999_within_10s", 1_000 * share))
    ]
    page = built(tmp_path / "home", calls_999=figures)
    return Response(Page("response", page.store, View()))


def ahead_traces(panel):
    return [trace for trace in panel.figure.data if trace.meta in ("band", "Projected")]


def test_the_year_ahead_of_the_first_charts_is_that_of_the_projections_below(store):
    response = made(store)
    grade, calls = of_grade(response), of_calls(response)
    for panel, below, when in (
        (response.within_target(), projection(grade, (), "projection"), "April to June 2024"),
        (answering(response), projection(calls, (), "answering_projection"), "June 2024"),
    ):
        rows = below.table[below.table["Figure"] == "projected"]
        wide, narrow, middle = ahead_traces(panel)
        assert (wide.name, narrow.name) == ("80%", "50%")
        steps = len(rows)
        for band, level in ((wide, 80), (narrow, 50)):
            assert list(band.y)[1 : steps + 1] == pytest.approx(rows[f"Upper {level}%"], abs=0.01)
            assert list(band.y)[::-1][: steps + 1][1:] == pytest.approx(
                rows[f"Lower {level}%"], abs=0.01
            )
        assert list(middle.y)[1:] == pytest.approx(rows["Per cent"], abs=0.01)
        end = rows.iloc[-1]
        low, high = end["Lower 80%"], end["Upper 80%"]
        sentence = panel.reading[panel.reading.index("Projected for ") :]
        assert sentence.startswith(f"Projected for {when}, MPS: ")
        assert sentence.count(".") == 4  # Three figures with a decimal, and one end.
        assert f"probably between {low:.1f}% and {high:.1f}% (80 in 100 cases)." in sentence
        assert panel.subtitle.endswith(" to June 2023, projected to June 2024")


def test_the_year_ahead_of_a_small_series_is_the_year_before_where_that_missed_least(tmp_path):
    # 70 and 80 in turn but for one month of 75: the year before misses by 5 once or twice, the last
    # figure by 10 in most months. So the next months are 80 and 70 in turn, as the last was 70.
    shares = [80, 70] * 15
    shares[7] = 75
    panel = answering(answered(tmp_path, shares))
    *_, middle = ahead_traces(panel)
    assert list(middle.y) == pytest.approx([70, *[80, 70] * 6], abs=0.05)
    assert (middle.x[0], middle.x[1], middle.x[-1]) == ("2023-03-31", "2023-04-30", "2024-03-31")
    assert "Projected for March 2024, MPS: 70.0%, probably between " in panel.reading


@pytest.mark.parametrize("shares", [[80, 70, 75], [80, 70] * 15])
def test_without_a_projection_nothing_is_drawn_or_said_of_the_year_ahead(tmp_path, shares):
    # Three months are too few; where the year before never missed, no band can be read.
    panel = answering(answered(tmp_path, shares))
    assert ahead_traces(panel) == []
    assert not panel.figure.layout.showlegend
    assert "rojected" not in panel.reading + panel.subtitle
    assert not [note for note in panel.notes if "projection" in note]


def test_a_line_whose_last_figure_is_withheld_has_no_year_ahead(store):
    heading = of_calls(made(store))
    last = heading.rows["period_end"].iloc[-1]
    assert year_ahead(heading, last).bands is not None
    assert year_ahead(heading, last + pd.offsets.MonthEnd(1)) == YearAhead()


def test_the_year_ahead_is_of_the_first_borough_chosen(store):
    panel = made(store, areas=(NEWHAM,)).within_target()
    assert "Projected for April to June 2024, Newham: " in panel.reading
    own = next(trace for trace in panel.figure.data if trace.name == "Newham")
    middle = ahead_traces(panel)[-1]
    assert (middle.x[0], middle.y[0]) == (own.x[-1], own.y[-1])
    assert middle.line.color == own.line.color
