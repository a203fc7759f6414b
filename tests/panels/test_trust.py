"""The panels of trust and confidence, their figures worked out again from the facts in the
database.
"""

import datetime as dt

import duckdb
import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportion_effectsize,
)

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.panels.common.page import Page
from dashboard.panels.trust import gaps_over_time
from dashboard.panels.trust.attitudes import CONTACT, Attitudes
from dashboard.panels.trust.contact import contact
from dashboard.panels.trust.gaps import Gaps
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

DEFF = 1.5
ROUNDED = 1.959964 / np.sqrt(12)  # points: London's figures are whole per cents


@pytest.fixture(scope="module")
def groups(demonstration_home):
    with duckdb.connect(
        str(find_database(Places(demonstration_home))), read_only=True
    ) as connection:
        return connection.sql(
            "SELECT measure, group_type, group_name, value, base FROM fact "
            "WHERE source = 'attitudes_by_characteristic' AND period_end = '2023-06-30'"
        ).df()


def made(store, **view) -> Attitudes:
    return Attitudes(Page("trust", store, View(**view)))


def test_the_eight_measures_have_a_pane_each_with_an_interval_and_are_never_merged(store):
    panel = made(store).measures()
    assert len(panel.table) == 8
    names = [trace.name for trace in panel.figure.data if trace.name]
    assert len(names) == len(set(names)) == 8
    assert sum(trace.meta == "interval" for trace in panel.figure.data) == 8
    assert any("never added together" in note for note in panel.notes)


def test_the_title_counts_the_measures_that_moved_beyond_chance(store):
    panel = made(store).measures()
    fell = int((panel.table["Change upper 95%"] < 0).sum())
    rose = int((panel.table["Change lower 95%"] > 0).sum())
    assert panel.title == f"{fell} of 8 measures fell, {rose} rose in a year"
    assert any("neighbouring points share" in note for note in panel.notes)


def test_a_gap_is_the_group_less_london_with_the_interval_of_the_difference(store, groups):
    panel = Gaps(made(store, indicator="confidence", group="sexual_orientation")).panel()
    row = groups[(groups["measure"] == "confidence") & (groups["group_name"] == "LGBTQ+")].iloc[0]
    share, london, asked = row["value"] / row["base"], 0.48, 19_200
    rest = asked - row["base"]
    low, high = confint_proportions_2indep(
        row["value"] / DEFF,
        row["base"] / DEFF,
        (london * asked - row["value"]) / DEFF,
        rest / DEFF,
        method="newcomb",
        compare="diff",
    )
    gap, lower, upper = 100 * (share - london), 100 * low * rest / asked, 100 * high * rest / asked
    lower, upper = gap - np.hypot(gap - lower, ROUNDED), gap + np.hypot(upper - gap, ROUNDED)
    found = panel.table.set_index("Group").loc["LGBTQ+"]
    assert [found["Points from London"], found["Gap lower 95%"], found["Gap upper 95%"]] == [
        pytest.approx(round(x, 1)) for x in (gap, lower, upper)
    ]
    assert panel.title == "LGBTQ+ Londoners’ confidence is 8 points below the London average"
    assert f"on {row['base']:,.0f} asked" in panel.reading
    assert any(
        "part of London's figure, so its gap is set against everybody else" in n
        for n in panel.notes
    )
    assert 7 in [action.number for action in panel.actions]


def test_londons_interval_and_change_hold_the_rounding_of_whole_per_cents(store):
    page = made(store).page
    rows = page.estimates(
        page.store.query("latest", indicators=["trust"], areas=["MPS"], until="2023-06-30")
    )
    now, before = 0.70, 0.72  # of 19,200 asked
    n = 19_200 / DEFF
    ends = confint_proportions_2indep(now * n, n, before * n, n, method="newcomb", compare="diff")
    change, low, high = -2.0, *(100 * end for end in ends)
    found = rows.iloc[0]
    assert found["value"] == pytest.approx(70) and found["change"] == pytest.approx(change)
    wilson = 100 * np.array(proportion_confint(now * n, n, method="wilson"))
    assert found["lower"] == pytest.approx(70 - np.hypot(70 - wilson[0], ROUNDED))
    assert found["upper"] == pytest.approx(70 + np.hypot(wilson[1] - 70, ROUNDED))
    assert found["change_upper"] == pytest.approx(
        change + np.hypot(high - change, np.sqrt(2) * ROUNDED), abs=1e-6
    )
    assert found["change_lower"] == pytest.approx(
        change - np.hypot(change - low, np.sqrt(2) * ROUNDED), abs=1e-6
    )


def test_a_gap_has_no_borough_breakdown_and_says_so(store):
    assert "there is no borough breakdown by characteristic" in Gaps(made(store)).panel().reading


def test_the_characteristic_in_the_view_is_honoured_and_an_unknown_one_is_told(store):
    assert set(Gaps(made(store, group="sex")).panel().table["Group"]) == {"Female", "Male"}
    every = Gaps(made(store, group="category"))
    assert (
        every.note == "Trust in the MPS has no figures by category; every characteristic is shown."
    )
    assert every.panel().table["Characteristic"].nunique() == 6


def test_a_measure_without_groups_names_those_that_have_them(store):
    found = Gaps(made(store, indicator="listens"))
    assert found.panel() is None
    assert found.note.endswith(
        "no figures by protected characteristic; choose Confidence in local policing or "
        "Trust in the MPS."
    )


def test_small_bases_are_withheld_or_marked_for_caution(store, monkeypatch):
    query = type(store).query

    def few(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "gaps":
            sikh, mixed = (found["group_name"] == group for group in ("Sikh", "Mixed"))
            found.loc[sikh, ["numerator", "denominator", "value"]] = np.nan
            found.loc[sikh, "base"], found.loc[mixed, "base"] = 41.0, 80.0
        return found

    monkeypatch.setattr(type(store), "query", few)
    panel = Gaps(made(store)).panel()
    notes = panel.table.set_index("Group")["Note"]
    assert (notes["Sikh"], notes["Mixed"], notes["Black"]) == (
        "fewer than 50 asked",
        "caution: small base",
        "",
    )
    assert "Withheld, as fewer than 50 were asked: Sikh." in panel.reading
    assert any(a.text == "withheld: fewer than 50 asked" for a in panel.figure.layout.annotations)


def test_the_boroughs_of_the_chosen_measure_are_ranked_and_are_this_pages_chart(store):
    panel = made(store, indicator="confidence", period=dt.date(2022, 12, 31)).boroughs()
    assert (panel.page, panel.chart, len(panel.table)) == ("trust", "boroughs", 32)
    assert (
        panel.subtitle
        == "Confidence in local policing, per cent, 32 boroughs, 12 months to December 2022"
    )


def test_contact_is_drawn_in_panes_of_their_own_with_no_second_axis_and_no_cause(store):
    panel = contact(made(store))
    assert panel.indicators == CONTACT
    axes = [(trace.xaxis, trace.yaxis) for trace in panel.figure.data if trace.meta != "interval"]
    assert len(set(axes)) == 4
    assert not [axis for axis in panel.figure.plotly.select_yaxes() if axis.overlaying]
    assert any("beside each other" in note for note in panel.notes)
    told = " ".join([panel.title, panel.reading]).casefold()
    assert not [
        word for word in ("because", "caused", "due to", "leads to", "driven") if word in told
    ]
    assert 4 in [action.number for action in panel.actions]


def test_contact_without_officers_or_engagement_names_the_templates_and_the_rest_stands(
    store, monkeypatch
):
    query = type(store).query

    def without(self, name, **parameters):
        found = query(self, name, **parameters)
        return found[~found["indicator"].isin(CONTACT[2:])] if name == "over_time" else found

    monkeypatch.setattr(type(store), "query", without)
    panel = contact(made(store))
    assert panel.indicators == CONTACT[:2]
    assert "load the template of the source neighbourhood_resources." in panel.reading
    assert "load the template of the source engagement." in panel.reading


def test_another_indicator_or_period_is_told_in_a_sentence(store):
    assert made(store, indicator="i_calls").notes == [
        "Immediate (I) calls attended is not an attitude of the survey; Trust in the MPS is shown."
    ]
    assert made(store, period=dt.date(2001, 1, 1)).notes == [
        "There is no figure for January 2001; the nearest, March 2019, is shown."
    ]


def test_a_first_period_stands_without_a_year_before(store):
    page = made(store, period=dt.date(2019, 3, 31))
    panel = page.measures()
    assert panel.title == "There is no figure a year before to compare with"
    assert Gaps(page).panel() is None
    assert contact(page).title.endswith("know how to contact a ward officer")


def test_every_panel_is_marked_as_demonstration_and_has_a_title_of_at_most_ten_words(store):
    for indicator in made(store).options:
        page = made(store, indicator=indicator)
        for panel in filter(
            None, (page.measures(), page.boroughs(), Gaps(page).panel(), contact(page))
        ):
            assert panel.demonstration
            assert len(panel.title.split()) <= 10
            assert "nan" not in panel.reading.casefold().split()


@pytest.fixture(scope="module")
def years(demonstration_home):
    """Every year to June of confidence: numerator and base by group, and London's."""
    with duckdb.connect(
        str(find_database(Places(demonstration_home))), read_only=True
    ) as connection:
        rows = connection.sql(
            "SELECT group_type, group_name, period_end, numerator, base FROM observation WHERE"
            " indicator = 'confidence' AND level = 'mps' AND month(period_end) = 6 AND period_end"
            " >= '2020-06-30'"
        ).df()
    return rows.assign(p=rows["numerator"] / rows["base"])


def test_gaps_by_year_and_their_slope_are_those_of_the_counts_worked_out_again(store, years):
    panel = gaps_over_time.over_time(
        Gaps(made(store, indicator="confidence", group="sexual_orientation"))
    )
    own = years[years["group_name"] == "LGBTQ+"].set_index("period_end").sort_index()
    london = years[years["group_type"] == ""].set_index("period_end").sort_index()
    gap = 100 * (own["p"] - london["p"])
    low, high = zip(
        *(
            [
                100 * limit * (1 - o.base / w.base)
                for limit in confint_proportions_2indep(
                    o.numerator / DEFF,
                    o.base / DEFF,
                    (w.numerator - o.numerator) / DEFF,
                    (w.base - o.base) / DEFF,
                    method="newcomb",
                    compare="diff",
                )
            ]
            for o, w in zip(own.itertuples(), london.itertuples(), strict=True)
        ),
        strict=True,
    )
    low, high = (
        gap - np.hypot(gap - np.array(low), ROUNDED),
        gap + np.hypot(np.array(high) - gap, ROUNDED),
    )
    fitted = sm.WLS(
        gap.to_numpy(), sm.add_constant(np.arange(4.0)), weights=(np.array(high) - low) ** -2
    ).fit()
    row = panel.table.set_index("Group").loc["LGBTQ+"]
    assert [row[f"Gap {year}, points"] for year in range(2020, 2024)] == pytest.approx(
        list(gap.round(1))
    )
    assert row["Points a year"] == pytest.approx(fitted.params[1], abs=0.005)
    trace = next(t for t in panel.figure.data if t.name == "LGBTQ+")
    assert list(trace.error_y.array) == pytest.approx(list(np.array(high) - gap), abs=1e-3)
    assert row["Change"] == "no clear change"
    assert (
        "LGBTQ+ respondents: −8.0 points from London in the 12 months to June 2023" in panel.reading
    )
    assert 7 in [action.number for action in panel.actions]


def test_without_a_characteristic_the_groups_furthest_from_london_are_drawn_and_the_table_holds_all(
    store,
):
    panel = gaps_over_time.over_time(Gaps(made(store, indicator="confidence")))
    last = panel.table.set_index("Group")["Gap 2023, points"].abs()
    drawn = [trace.name for trace in panel.figure.data]
    assert len(drawn) == 8 and last[drawn].min() >= last.drop(drawn).max() and "LGBTQ+" in drawn
    assert len(panel.table) == 25 and "the 8 of 25 groups furthest from London" in panel.subtitle


def test_a_gap_that_widens_beyond_chance_is_counted_in_the_title_and_named(store, monkeypatch):
    query = type(store).query

    def widening(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "gaps_over_time":
            black = found["group_name"] == "Black"
            found["numerator"] = found["numerator"].astype(float)
            found.loc[black, "numerator"] -= (
                found.loc[black, "base"] * 0.04 * (found.loc[black, "period_end"].dt.year - 2020)
            )
        return found

    monkeypatch.setattr(type(store), "query", widening)
    panel = gaps_over_time.over_time(Gaps(made(store, group="ethnicity")))
    assert panel.title == "1 of 6 gaps widened since 2020, none narrowed"
    assert panel.reading.endswith("Of 6 groups, widening: Black.")


def test_one_year_alone_has_gaps_and_says_that_there_is_nothing_to_compare_with(store):
    found = Gaps(made(store, period=dt.date(2020, 6, 30)))
    panel = gaps_over_time.over_time(found)
    assert panel.title == "No gap has an earlier year to compare with"
    assert panel.reading.endswith(" There is no earlier year to set beside it.")
    assert "nan" not in f"{panel.reading} {panel.title}".casefold()


def test_all_withheld_leaves_no_chart_of_gaps_over_time_and_no_sample_size(store, monkeypatch):
    query = type(store).query

    def none(self, name, **parameters):
        found = query(self, name, **parameters)
        if name.startswith("gaps") and name != "gaps_held":
            group = found["group_type"] != ""
            found.loc[group, ["numerator", "value"]], found.loc[group, "base"] = np.nan, 41.0
        return found

    monkeypatch.setattr(type(store), "query", none)
    found = Gaps(made(store))
    assert gaps_over_time.over_time(found) is None and gaps_over_time.sample_size(found) is None


@pytest.mark.parametrize("points", [1, 5, 12])
def test_the_number_to_ask_is_that_of_statsmodels_for_the_points_in_the_view(store, years, points):
    panel = gaps_over_time.sample_size(Gaps(made(store, indicator="confidence", points=points)))
    own = years[(years["group_name"] == "LGBTQ+") & (years["period_end"] == "2023-06-30")].iloc[0]
    size = min(
        abs(proportion_effectsize(own["p"] + move, own["p"]))
        for move in (points / 100, -points / 100)
    )
    needed = np.ceil(NormalIndPower().solve_power(size, alpha=0.05, power=0.8) * DEFF)
    row = panel.table.set_index("Group").loc["LGBTQ+"]
    column = f"Needed for {points} point{'' if points == 1 else 's'}"
    assert row[[column, "Asked"]].tolist() == [needed, own["base"]]
    assert row["Enough"] == ("yes" if own["base"] >= needed else "no")
    assert f"{needed:,.0f} people must be asked in each year. Now 1,152 are" in panel.reading
    few = int((panel.table["Enough"] == "no").sum())
    assert panel.title == (
        f"{points}-point change: too few asked in {few} of 25 groups"
        if few
        else f"Enough are asked to see a {points}-point change in every group"
    )
    assert 7 in [action.number for action in panel.actions] and len(panel.title.split()) <= 10


def test_what_the_present_base_could_show_is_the_change_that_it_is_enough_for(store):
    panel = gaps_over_time.sample_size(Gaps(made(store, indicator="confidence")))
    row = panel.table.set_index("Group").loc["LGBTQ+"]
    size = proportion_effectsize(0.4 + row["Could show, points"] / 100, 0.4)
    assert NormalIndPower().power(size, row["Asked"] / DEFF, 0.05) == pytest.approx(0.8, abs=0.01)


@pytest.fixture(scope="module")
def newer_groups(small_home):
    """A system in which figures by characteristic run a quarter beyond the survey's."""
    home = small_home("trust")
    places = Places(home)
    survey, by_group = home / "survey.csv", home / "groups.csv"
    survey.write_text(
        "date,measure,proportion\nMar-23,Trust in the MPS,66\nJun-23,Trust in the MPS,64\n"
    )
    rows = ["measure,area_code,period_start,period_end,group_type,group,value,base"]
    for start, end in (("2022-07-01", "2023-06-30"), ("2022-10-01", "2023-09-30")):
        for kind, group, value, base in (
            ("sex", "Female", 6800, 10000),
            ("sex", "Male", 5900, 9000),
            ("disability", "Disabled", 1300, 2400),
        ):
            rows.append(f"trust,MPS,{start},{end},{kind},{group},{value},{base}")
    by_group.write_text("\n".join(rows) + "\n")
    receive(places.received_folder, "pas_mps", dt.date(2023, 7, 20), survey)
    receive(places.received_folder, "attitudes_by_characteristic", dt.date(2023, 10, 20), by_group)
    return open_store(
        places, build(places, declarations(places.declared_folder, catalogue.has_chart)).path
    )


def test_figures_by_characteristic_newer_than_the_survey_can_be_chosen_and_say_so(newer_groups):
    page = made(newer_groups, indicator="trust")
    assert page.periods == [dt.date(2023, 9, 30), dt.date(2023, 6, 30), dt.date(2023, 3, 31)]
    assert page.period == dt.date(2023, 9, 30) and page.survey_period == dt.date(2023, 6, 30)
    assert page.notes == [
        "Figures by characteristic are of the 12 months to September 2023; the survey's own of this"
        " measure are loaded to June 2023."
    ]
    panel = Gaps(page).panel()
    london = 100 * (6800 + 5900) / 19000
    table = panel.table.set_index("Group")
    assert table.loc["Disabled", "Points from London"] == pytest.approx(
        100 * 1300 / 2400 - london, abs=0.06
    )
    assert "September 2023" in panel.subtitle
    assert any("everybody asked who is in a group" in note for note in panel.notes)
    assert "June 2023" in page.measures().subtitle
    assert gaps_over_time.over_time(Gaps(page)) is not None


def test_the_surveys_own_london_figure_is_used_where_there_is_one(newer_groups):
    page = made(newer_groups, indicator="trust", period=dt.date(2023, 6, 30))
    panel = Gaps(page).panel()
    assert not page.notes and not any(
        "everybody asked who is in a group" in note for note in panel.notes
    )
    disabled = panel.table.set_index("Group").loc["Disabled", "Points from London"]
    assert disabled == pytest.approx(100 * 1300 / 2400 - 64, abs=0.06)
