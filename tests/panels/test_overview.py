"""The overview's panels, recomputed from the database with plain pandas."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from dashboard.panels.common.indicator_rows import trends
from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.target import target_status
from dashboard.panels.common.variation import brief, way_of, year_changes
from dashboard.panels.overview.exceptions import NO_ACTION, Exceptions
from dashboard.panels.overview.indicators import Overview, change_sentence
from dashboard.panels.overview.variation import variation_of
from dashboard.stats.estimates import change, estimate
from dashboard.stats.variation import by_year
from dashboard.view import View


@pytest.fixture
def page(store):
    return Page("overview", store, View())


def observations(store, **equal):
    words = " AND ".join(f"{k} = '{v}'" for k, v in equal.items())
    return (
        store.cursor().execute(f"SELECT * FROM observation WHERE group_type = '' AND {words}").df()
    )


def test_every_headline_with_a_figure_is_shown_once_in_agenda_order(page):
    themes = Overview(page).themes
    assert list(themes) == list(THEMES.values())
    shown = [row.indicator for rows in themes.values() for row in rows]
    held = page.indicators[page.indicators["headline"] & page.indicators["last_period"].notna()]
    assert shown == list(held.index)
    assert Overview(page).panel().table["Indicator"].tolist() == list(held["name"])


def test_a_headline_carries_the_last_figure_of_the_mps_and_its_period(page, store):
    for row in Overview(page).rows.itertuples():
        mine = (
            observations(store, indicator=row.indicator, area="MPS")
            .sort_values("period_end")
            .iloc[-1]
        )
        assert row.period_end == mine["period_end"]
        assert row.value == pytest.approx(mine["value"])


def test_better_and_worse_are_said_only_with_a_direction_and_beyond_chance():
    rows = pd.DataFrame(
        {
            "better": ["higher", "higher", "lower", "lower", "neutral", "higher", "higher"],
            "change": [1.0, -1.0, 1.0, -1.0, 1.0, 0.0, np.nan],
            "change_lower": [0.1, -3.0, 0.1, -3.0, 0.1, -1.0, np.nan],
            "change_upper": [3.0, -0.1, 3.0, -0.1, 3.0, 1.0, np.nan],
        }
    )
    rows = rows.assign(indicator=list("abcdefg"), unit="posts", decimals=0, year_value=10.0)
    rows["value"] = rows["year_value"] + rows["change"]
    rows = rows.assign(change_lower_998=-9.0, change_upper_998=9.0)
    changes = year_changes(rows)
    said = [way_of(by_year(changes[i])) for i in "abcdefg"]
    assert said == ["better", "worse", "worse", "better", "", "", ""]
    assert brief(by_year(changes["e"])) == "Higher than the year before"


def test_a_change_beyond_chance_at_both_levels_is_clearly_so_and_a_count_is_not_tested():
    rows = pd.DataFrame(
        {
            "indicator": ["a", "b", "c", "d", "e"],
            "better": "lower",
            "unit": "minutes",
            "decimals": 1,
            "change": [-1.5, -2.2, 0.1, 3.0, 0.0],
            "change_lower": [-3.0, -3.0, -1.0, np.nan, np.nan],
            "change_upper": [-0.1, -0.9, 1.0, np.nan, np.nan],
            "change_lower_998": [-4.0, -3.5, -2.0, np.nan, np.nan],
            "change_upper_998": [0.5, -0.2, 2.0, np.nan, np.nan],
        }
    )
    rows = rows.assign(year_value=10.0, value=10.0 + rows["change"])
    verdicts = {i: by_year(change) for i, change in year_changes(rows).items()}
    assert {i: brief(icons) for i, icons in verdicts.items()} == {
        "a": "Better than the year before",
        "b": "Clearly better than the year before",
        "c": "No clear change on the year",
        "d": "Worse by 3.0 minutes than the year before, not tested",
        "e": "The same as a year before",
    }
    assert [way_of(icons) for icons in verdicts.values()] == ["better", "better", "", "", ""]


def test_the_finding_counts_the_verdicts_of_its_own_rows(page):
    overview = Overview(page)
    rows = [row for rows in overview.themes.values() for row in rows]
    ways = [way_of(row.icons) or row.icons.variation.removeprefix("count_") for row in rows]
    worse, better = ways.count("worse"), ways.count("better")
    title = overview.panel().title
    assert title.startswith(f"{worse or 'None'} of {len(rows)} headline indicators")
    assert title.endswith(f"{better or 'none'} better")
    assert overview.panel().table["Verdict"].tolist() == [brief(row.icons) for row in rows]


def test_an_exception_at_99_8_has_both_its_intervals_there(page):
    made = Exceptions(page)
    sure, row = made.rows["sure"], made.panel().table["How sure"]
    assert (
        row.tolist() == sure.map({True: "clearly (99.8%)", False: "95%"}).tolist()
        and 0 < sure.sum()
    )
    for r in made.rows.itertuples():
        near, moved = (
            (r.upper_998, r.change_upper_998)
            if r.better == "higher"
            else (r.lower_998, r.change_lower_998)
        )
        sign = 1 if r.better == "higher" else -1
        assert r.sure == (sign * (near - r.comparator) < 0 and sign * moved < 0)


def test_a_change_says_why_where_it_cannot_be_compared_and_which_way_is_better_of_a_count():
    row = {
        "broken": None,
        "value": 10.0,
        "year_value": 8.0,
        "change": 2.0,
        "change_lower": np.nan,
        "change_upper": np.nan,
        "unit": "officers",
        "decimals": 0,
        "better": "lower",
    }
    assert change_sentence(pd.Series(row)) == "Up 2 officers on the year (lower is better)"
    assert change_sentence(pd.Series(row | {"better": "neutral"})) == "Up 2 officers on the year"
    broken = row | {"broken": "Question changed", "change": np.nan}
    assert (
        change_sentence(pd.Series(broken))
        == "Cannot be compared with a year before: Question changed"
    )
    assert (
        change_sentence(pd.Series(broken | {"year_value": np.nan}))
        == "No figure a year before to compare with"
    )


def test_the_change_of_a_count_is_that_of_its_verdict_in_every_row(page):
    counts = 0
    for rows in Overview(page).themes.values():
        for row in rows:
            found = re.match(r"(?:Better|Worse|Higher|Lower) by ([\d,.]*\d)", brief(row.icons))
            if found:
                counts += 1
                assert re.search(rf"\b{re.escape(found[1])}\b", row.change), (
                    brief(row.icons),
                    row.change,
                )
    assert counts > 2


def test_both_titles_count_as_worse_every_row_that_says_so(page):
    panel = variation_of(page).panel()
    said = [row for row in panel.table["Verdict"] if row.startswith(("Worse", "Clearly worse"))]
    assert panel.title.startswith(f"{len(said)} of ")


def test_a_target_is_given_with_its_date_and_the_distance_from_it(page):
    overview = Overview(page)
    row = next(r for r in overview.themes["Response"] if r.indicator == "i_within_15")
    value = overview.rows.loc["i_within_15", "value"]
    assert row.status.target == "Target 90% by 31 March 2024"
    assert row.status.aim == "90% by March 2024"
    assert row.status.words == f"Behind by {90 - value:.1f} points; due March 2024"
    trust = next(r for r in overview.themes["Trust and confidence"] if r.indicator == "trust")
    assert trust.status is None


@pytest.mark.parametrize(
    ("better", "value", "end", "kind", "words"),
    [
        ("higher", 91.0, "2024-03-31", "met", "Met: 1.0 points above it"),
        ("higher", 90.0, "2024-03-31", "met", "Met"),
        ("higher", 89.6, "2024-03-31", "missed", "Missed by 0.4 points"),
        ("lower", 89.6, "2024-06-30", "met", "Met: 0.4 points below it"),
        ("higher", 91.0, "2023-06-30", "on track", "On track: 1.0 points above it; due March 2024"),
        ("higher", 82.0, "2023-06-30", "behind", "Behind by 8.0 points; due March 2024"),
        ("lower", 91.5, "2023-06-30", "behind", "Behind by 1.5 points; due March 2024"),
    ],
)
def test_a_target_is_missed_only_on_or_after_its_date(better, value, end, kind, words):
    indicator = {"unit": "per cent", "decimals": 1, "better": better}
    target = {"date": pd.Timestamp("2024-03-31"), "value": 90.0}
    asked = (value, dt.date.fromisoformat(end), dt.date(2024, 3, 30))
    status = target_status(indicator, target, *asked)
    assert (status.kind, status.words) == (kind, words)


def test_a_target_whose_day_passed_without_a_figure_is_awaited():
    indicator = {"unit": "per cent", "decimals": 1, "better": "higher"}
    target = {"date": pd.Timestamp("2024-03-31"), "value": 90.0}
    status = target_status(indicator, target, 82.0, dt.date(2023, 12, 31), dt.date(2024, 5, 1))
    assert status.kind == "awaited" and "not published" in status.words


def test_actions_of_a_headline_are_those_whose_evidence_names_it(page, store):
    named = store.query("evidence").groupby("indicator")["action"].agg(set).to_dict()
    for rows in Overview(page).themes.values():
        for row in rows:
            assert {a.action for a in row.actions} == named.get(row.indicator, set())


def test_a_trend_does_not_cross_a_declared_break_or_a_change_of_source(page, monkeypatch):
    days = pd.to_datetime(["2020-12-31", "2021-12-31", "2022-12-31", "2023-06-30"])
    series = pd.DataFrame(
        {
            "indicator": "trust",
            "level": "mps",
            "period_end": days,
            "value": [1.0, 2.0, 3.0, 4.0],
            "source": "a",
        }
    )

    class Breaks:
        def __init__(self, *dates):
            self.rows = pd.DataFrame(
                {"indicator": "trust", "level": "mps", "date": pd.to_datetime(list(dates))}
            )

        def query(self, name):
            return self.rows

    assert trends(Page("overview", Breaks(), View()), series)["trust"] == [1, 2, 3, 4]
    assert trends(Page("overview", Breaks("2021-06-01"), View()), series)["trust"] == [2, 3, 4]
    assert trends(Page("overview", Breaks("2024-02-01"), View()), series)["trust"] == [1, 2, 3, 4]
    changed = series.assign(source=["a", "a", "b", "b"])
    assert trends(Page("overview", Breaks(), View()), changed)["trust"] == [3, 4]


def test_exceptions_hold_the_share_of_false_ones_over_all_boroughs_and_indicators(page, store):
    chances = {}

    def score(towards, at_95, at_998):
        """Standard errors, by the two limits on that side: 1.96 at the first, 3.09 at the second,
        straight between.
        """
        inner = towards / at_95
        if inner <= 1 or np.isnan(at_998):
            return 1.96 * inner
        return 1.96 + (3.0902 - 1.96) * (towards - at_95) / (at_998 - at_95)

    for indicator in page.indicators.itertuples():
        if indicator.better == "neutral" or indicator.method not in (
            "survey",
            "proportion",
            "rate",
            "published",
        ):
            continue
        boroughs = observations(store, indicator=indicator.id, level="borough")
        if boroughs.empty:
            continue
        boroughs = boroughs[boroughs["period_end"] == boroughs["period_end"].max()]
        mps = observations(store, indicator=indicator.id, area="MPS").set_index("period_end")[
            "value"
        ]
        for column in ("method", "multiplier", "design_effect"):
            boroughs[column] = getattr(indicator, column)
        sign = 1 if indicator.better == "higher" else -1
        side = "upper" if sign > 0 else "lower"
        for row in change(
            estimate(page.add_dispersion(page.add_rounding(boroughs)), twice=True)
        ).to_dict("records"):
            if not np.isnan(row[f"change_{side}"]):
                gaps = [sign * (row[f"{side}{ending}"] - row["value"]) for ending in ("", "_998")]
                moves = [
                    sign * (row[f"change_{side}{ending}"] - row["change"])
                    for ending in ("", "_998")
                ]
                gap = score(sign * (mps[row["period_end"]] - row["value"]), *gaps)
                chances[indicator.id, row["area"]] = norm.sf(
                    min(gap, score(-sign * row["change"], *moves))
                )
    order = sorted(chances, key=lambda one: chances[one])
    passed = [n for n, one in enumerate(order, 1) if chances[one] <= 0.05 * n / len(order)]
    expected = set(order[: max(passed, default=0)])
    rows = Exceptions(page).rows
    found = set(zip(rows["indicator"], rows["area"], strict=True))
    assert len(expected) > 3 and found == expected
    made = Exceptions(page)
    assert len(made.borough_figures) == len(chances)
    assert (made.rows["chance"] < 0.025).all() and made.rows["worsened"].all()
    assert "the false discovery rate held to 5%" in " ".join(made.panel().notes)
    assert "At most 5% of those listed are expected to be there by chance." in made.panel().reading


def test_exceptions_stand_in_agenda_order_the_furthest_from_the_mps_first(page):
    rows = Exceptions(page).rows
    order = list(page.indicators.index)
    keys = [(order.index(r.indicator), -abs(r.value - r.comparator)) for r in rows.itertuples()]
    assert keys == sorted(keys)


def test_an_exception_names_the_actions_that_cover_it_and_the_title_counts_those_without(
    page, store
):
    made = Exceptions(page)
    named = set(store.query("evidence")["indicator"])
    for row in made.rows.itertuples():
        assert (row.covered == NO_ACTION) == (row.indicator not in named)
    bare = int((made.rows["covered"] == NO_ACTION).sum())
    number = len(made.rows)
    assert (
        made.title
        == f"{number} worse than London and worsening, {bare or 'none'} without an action"
    )
    assert len(made.title.split()) <= 10


def test_a_finished_action_and_one_about_another_borough_cover_nothing(page):
    named = page.evidence.assign(
        indicator=Exceptions(page).rows["indicator"].iloc[0], area="", status="open"
    )
    page.__dict__["evidence"] = named
    assert Exceptions(page).rows["covered"].iloc[0].startswith("Action")
    for column, value in (("status", "closed"), ("area", "E09000001")):
        other = Page("overview", page.store, View())
        other.__dict__["evidence"] = named.assign(**{column: value})
        assert set(Exceptions(other).rows["covered"]) == {NO_ACTION}


def test_no_panel_of_the_overview_shows_a_missing_value_as_a_word(page):
    for panel in (Overview(page).panel(), Exceptions(page).panel()):
        words = (
            f"{panel.title} {panel.subtitle} {panel.reading}"
            f" {panel.table.drop(columns='Trend', errors='ignore')}"
        )
        assert not re.search(r"\b(nan|None|NaT|<NA>)\b", words)
        assert len(panel.title.split()) <= 10
        assert panel.demonstration


def test_the_list_is_narrowed_by_theme_borough_and_action_and_says_how_many_there_are(store):
    every = Exceptions(Page("overview", store, View())).rows
    theme = Page("overview", store, View()).indicators["theme"]
    themes, boroughs = Exceptions(Page("overview", store, View())).offers
    compared = Exceptions(Page("overview", store, View())).borough_figures
    assert set(themes) == set(compared["indicator"].map(theme)) > set(every["indicator"].map(theme))
    assert set(boroughs) == set(every["area"])
    area = every["area"].iloc[0]
    for view, keep in (
        (View(worse_area=area), every["area"] == area),
        (View(worse_theme="outcomes"), every["indicator"].map(theme) == "outcomes"),
        (View(covered="no"), every["covered"] == "no action"),
        (View(covered="yes"), every["covered"] != "no action"),
        (
            View(worse_area=area, covered="yes"),
            (every["area"] == area) & (every["covered"] != "no action"),
        ),
    ):
        made = Exceptions(Page("overview", store, view))
        assert len(made.filtered_rows) == int(keep.sum())
        assert set(made.filtered_rows["area"]) == set(every.loc[keep, "area"])
        assert len(made.panel().table) == int(keep.sum())
        assert len(made.panel().title.split()) <= 10
        assert f", {len(every)} " in made.panel().reading
        assert ("as chosen" in made.panel().reading) == (int(keep.sum()) < len(every))


def test_a_theme_without_a_listed_figure_says_so_and_counts_the_boroughs_worse_on_each(store):
    made = Exceptions(Page("overview", store, View(worse_theme="trust_and_confidence")))
    assert made.filtered_rows.empty
    assert made.title == "No figure of trust and confidence is both worse and worsening"
    theme = made.page.indicators["theme"]
    rows = made.borough_figures[
        made.borough_figures["indicator"].map(theme) == "trust_and_confidence"
    ]
    worse = rows[
        ((rows["better"] == "higher") & (rows["upper"] < rows["comparator"]))
        | ((rows["better"] == "lower") & (rows["lower"] > rows["comparator"]))
    ]
    assert made.worse_alone == worse.groupby("indicator").size().to_dict() != {}
    assert list(made.worse_alone) == [i for i in made.testable_indicators if i in made.worse_alone]
