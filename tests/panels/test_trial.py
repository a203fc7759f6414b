"""Did the trial work: the panels are worked out again from the files, and nothing withheld can be
got from them.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from outcome_files import BCUS, at, built, rows
from scipy.stats import t as student
from statsmodels.stats.proportion import proportion_confint

from dashboard.demo import outcomes as demo
from dashboard.panels.common.page import Page
from dashboard.panels.outcomes import data as outcomes_data
from dashboard.panels.outcomes import detections as outcomes
from dashboard.panels.outcomes import trial
from dashboard.pipeline import estimate_trials
from dashboard.pipeline.statements import statement
from dashboard.settings import Places
from dashboard.stats.trial_worlds import compare, worlds
from dashboard.store.connection import find_database, open_store
from dashboard.text import signed_text
from dashboard.view import View

BEFORE = ("2021-09-30", "2021-12-31", "2022-03-31")
DURING = ("2022-06-30", "2022-09-30")


@pytest.fixture(scope="module")
def demonstration(demonstration_home) -> Page:
    places = Places(demonstration_home)
    return Page("outcomes", open_store(places, find_database(places)), View())


@pytest.fixture(scope="module")
def cells(demonstration) -> pd.DataFrame:
    """Every quarter of a BCU until the roll-out with its true counts, from the facts in the
    database.
    """
    sql = """
        SELECT f.area, f.period_end, split_part(f.measure, '_detected', 1) AS offence, withheld, sum(f.value) AS x,
            any_value(r.value) AS n
        FROM fact f JOIN (SELECT area, period_end, measure, value FROM fact WHERE measure LIKE '%_recorded') r
            ON r.area = f.area AND r.period_end = f.period_end
            AND r.measure = replace(f.measure, '_detected', '_recorded')
        JOIN observation o ON o.area = f.area AND o.period_end = f.period_end
            AND o.indicator = replace(f.measure, '_detected', '_detection')
        WHERE f.measure LIKE '%_detected' AND o.level = 'bcu' AND f.period_end <= '2023-04-28' GROUP BY ALL
    """
    return demonstration.store.cursor().execute(sql).df()


def worked(cells: pd.DataFrame, offence: str, start: str) -> tuple[float, float, float]:
    """South's difference from the others and its 95% interval, in points, from true counts."""
    mine = cells[cells["offence"] == offence].assign(during=lambda t: t["period_end"] >= start)
    sums = mine.groupby(["area", "during"])[["x", "n"]].sum()
    share = (100 * sums["x"] / sums["n"]).unstack()
    change = share[True] - share[False]
    others = change.drop("SN")
    gap, half = (
        change["SN"] - others.mean(),
        student.ppf(0.975, 10) * others.std() * np.sqrt(1 + 1 / 11),
    )
    return gap, gap - half, gap + half


STARTS = {-2: "2021-10-01", -1: "2022-01-01", 0: "2022-04-01", 1: "2022-07-01", 2: "2022-10-01"}


def test_every_estimate_is_that_of_the_true_counts_rounded_as_the_table_says(demonstration, cells):
    rows = demonstration.store.query("trial_estimates")
    assert (
        set(rows["indicator"]) == set(outcomes_data.DETECTIONS)
        and (rows.groupby("indicator").size() == 5).all()
    )
    assert cells["withheld"].notna().sum() == rows["withheld"].max() > 0
    told = rows[rows["step"].notna()]
    assert len(told) >= 13 and (told["step"] == np.where(told["withheld"], 0.5, 0.1)).all()
    for row in told.itertuples():
        wanted = worked(cells, row.indicator.removesuffix("_detection"), STARTS[row.shift])
        assert (row.effect, row.lower, row.upper) == pytest.approx(wanted, abs=row.step / 2 + 1e-6)


def test_no_world_that_tells_the_same_would_have_been_rounded_otherwise(demonstration, monkeypatch):
    con, written = demonstration.store.cursor(), []
    monkeypatch.setattr(estimate_trials, "_insert", lambda con, rows, _: written.append(rows))
    every = con.execute(statement("estimate_trials/trials")).df()
    (one,) = every[every["indicator"] == "rape_detection"].itertuples()
    asked = {key: getattr(one, key) for key in ("indicator", "level", "first_day", "last_day")}
    asked = {key: None if pd.isna(value) else value for key, value in asked.items()}
    rows = con.execute(statement("estimate_trials/counts"), asked).df()
    estimate_trials._estimate(con, one, rows)
    quarters, periods = estimate_trials._quarters(rows, one)
    alike = np.ones(len(counts := worlds(quarters, estimate_trials.WORLDS)), dtype=bool)
    for _, start, _, _, step, *figures in written[0]:
        sides = (
            (periods["period_end"] < start).to_numpy(),
            (periods["period_start"] >= start).to_numpy(),
        )
        tried = estimate_trials._round_estimates(compare(counts, quarters, *sides), step)
        alike &= (tried[:, :3] == figures[:3]).all(axis=1)
    others = counts[alike][1:5]
    assert alike[0] and len(others) == 4
    for world in others:
        small = (world >= 1) & (world < quarters.limit)
        reasons = np.where(quarters.reasons == "", "", np.where(small, "count", "secondary"))
        other = replace(quarters, numerators=world, reasons=reasons)
        monkeypatch.setattr(estimate_trials, "_quarters", lambda *_, other=other: (other, periods))
        estimate_trials._estimate(con, one, rows)
        assert pd.DataFrame(written[-1]).equals(pd.DataFrame(written[0]))


def test_the_headline_claims_no_more_than_the_interval_the_starts_and_the_other_offences_bear(
    demonstration, cells
):
    gap, low, high = worked(cells, "rape", STARTS[0])
    assert low < 0 < high and worked(cells, "other_sexual", STARTS[0])[1] > 0
    panel = trial.difference(demonstration)
    assert panel.title == "No clear difference between South and other BCUs"
    main = demonstration.store.query("trial_estimates").query("shift == 0").set_index("indicator")
    row = main.loc["rape_detection"]
    lower, upper = signed_text(row["lower"], 1), signed_text(row["upper"], 1)
    words = f"+{row['effect']:.1f} points (95% interval {lower} to {upper}) against"
    assert words in panel.reading and abs(gap - row["effect"]) < row["step"] / 2
    assert "it agrees with no effect as well as with one" in panel.reading
    hidden = int(cells["withheld"].notna().sum())
    assert (
        hidden > 0
        and f"every quarter, the {hidden} whose figures are withheld from the chart too."
        in panel.reading
    )
    assert "asked" not in str(panel.figure.json)
    assert "clear of chance with none" in panel.reading
    other = main.loc["other_sexual_detection"]
    assert f"other sexual detection by +{other['effect']:.1f} points (95% interval" in panel.reading
    assert (
        other["beyond"] and "For other sexual detection that is more than chance" in panel.reading
    )
    assert "the BCU differed in ways that the trial cannot explain" in panel.reading
    starts = demonstration.store.query("trial_estimates").query("indicator == 'rape_detection'")
    untold = int(starts.loc[starts["shift"] != 0, "effect"].isna().sum())
    assert ("more start" in panel.reading) == bool(untold)
    assert panel.demonstration and panel.indicators == ("rape_detection",)
    assert len(panel.table) == len(
        demonstration.store.query("trial_estimates").dropna(subset=["step"])
    )


def test_a_gain_that_other_offences_share_is_not_claimed_for_the_trial(demonstration, monkeypatch):
    query = type(demonstration.store).query

    def surer(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "trial_estimates":
            own = found["indicator"] == "rape_detection"
            found = found.assign(
                lower=found["lower"].mask(own, 0.5), beyond=found["beyond"].mask(own, True)
            )
        return found

    monkeypatch.setattr(type(demonstration.store), "query", surer)
    main = demonstration.store.query("trial_estimates").query("shift == 0").set_index("indicator")
    effect = main["effect"].map("{:.1f}".format)
    own, other = "rape_detection", "other_sexual_detection"
    title = trial.difference(at(demonstration)).title
    assert title == f"South gained {effect[own]} points; checks fail"
    title = trial.difference(at(demonstration, indicator=other)).title
    assert title == f"Not on trial, and yet South gained {effect[other]} points"


def test_the_table_holds_every_numerator_and_denominator_and_what_is_withheld(demonstration, cells):
    table = trial.before_and_during(demonstration).table.set_index("BCU")
    assert (
        table.index[0] == "South (on trial)"
        and table.index[-1] == "Mean of the other 11"
        and len(table) == 13
    )
    cells = cells[cells["offence"] == "rape"]
    east, mine = table.loc["East"], cells[cells["area"] == "EA"]
    shown = mine[mine["withheld"].isna()]
    for side, part in (
        ("before", shown[shown["period_end"] < "2022-04-01"]),
        ("during", shown[shown["period_end"] >= "2022-04-01"]),
    ):
        x, n = part["x"].sum(), part["n"].sum()
        low, high = proportion_confint(x, n, method="wilson")
        assert (east[f"Detected {side}"], east[f"Recorded {side}"]) == (x, n)
        assert east[f"{side.capitalize()}, 95% interval"] == f"{100 * low:.1f} to {100 * high:.1f}"
    assert east["Withheld"] == mine["withheld"].notna().sum()
    hidden = cells["withheld"].notna()
    words = (
        f"{hidden.sum()} of {len(cells)} BCU quarters are withheld and left out, none of them"
        " South's."
    )
    reading = trial.before_and_during(demonstration).reading
    assert words in reading
    assert (
        "A later quarter is left out: by 28 April 2023 every BCU was being given the approach."
        in reading
    )


def test_another_offence_is_compared_and_told_not_to_be_the_trials(demonstration):
    panel = trial.difference(at(demonstration, indicator="knife_detection"))
    assert "Detection rate for knife crime" in panel.subtitle
    assert panel.reading.endswith("The record tells of the trial for rape detection alone.")
    assert "tells of the trial for" not in trial.difference(demonstration).reading


def test_a_period_before_the_last_quarter_compared_is_told(demonstration):
    panel = trial.difference(at(demonstration, period=dt.date(2022, 12, 31)))
    assert "It rests on all quarters to March 2023, whatever period is shown." in panel.reading


def test_every_title_has_at_most_ten_words_and_no_reading_claims_a_cause(demonstration):
    for offence in outcomes_data.DETECTIONS:
        for period in (None, dt.date(2022, 12, 31), dt.date(2022, 6, 30), dt.date(2021, 3, 31)):
            page = at(demonstration, indicator=offence, period=period)
            for panel in filter(None, (trial.difference(page), trial.before_and_during(page))):
                assert len(panel.title.split()) <= 10, panel.title
                words = f"{panel.title} {panel.reading} {' '.join(panel.notes)}".casefold()
                assert not [
                    w for w in ("caused", "because", "due to", "led to", "thanks to") if w in words
                ]
                assert "nan" not in words.split() and "none," not in words


def test_the_demonstration_puts_its_invented_lead_where_the_trial_is_declared(demonstration):
    told = outcomes_data.on_trial(demonstration)
    assert told["area"] == demo.TRIAL_BCU
    assert demo.QUARTERS[demo.TRIAL][0].start_time == told["start"] == pd.Timestamp("2022-04-01")


def quarters(
    detected: dict[str, list[float]], ends: tuple[str, ...] = (*BEFORE, *DURING)
) -> list[dict]:
    """Rape detections of some quarters, 200 recorded in each: 20 detected in every BCU but where
    told otherwise.
    """
    found = []
    for n, end in enumerate(ends):
        found += rows("rape_recorded", end, dict.fromkeys(BCUS, 200))
        found += rows(
            "rape_detected",
            end,
            {a: 20 + i % 3 for i, a in enumerate(BCUS)}
            | {a: values[n] for a, values in detected.items()},
        )
    return found


def test_an_attacker_who_tries_every_value_of_a_withheld_count_finds_all_of_them_possible(tmp_path):
    """Two counts of a quarter are withheld and their sum is known: each split of it would be told
    alike.
    """
    page = built(
        tmp_path / "home",
        detections=quarters({"SN": [20, 21, 20, 40, 42], "WA": [20, 2, 19, 20, 22]}),
    )
    store = page.store
    hidden = (
        store.cursor()
        .execute(
            "SELECT area, period_end, numerator FROM withheld_figure WHERE indicator ="
            " 'rape_detection' AND level = 'bcu'"
        )
        .fetchall()
    )
    assert len(hidden) == 2 and len({end for _, end, _ in hidden}) == 1
    total = sum(count for *_, count in hidden)
    facts = (
        store.cursor()
        .execute(
            "SELECT area, period_end, value AS x, 200.0 AS n, 'rape' AS offence FROM fact WHERE"
            " measure = 'rape_detected'"
        )
        .df()
    )
    told = store.query("trial_estimates").dropna(subset=["step"])
    assert told["shift"].tolist()[0] == 0 and (told["indicator"] == "rape_detection").all()
    other = next(area for area, *_ in hidden if area != "WA")
    for count in range(1, 5):
        world, quarter = facts.copy(), facts["period_end"] == pd.Timestamp(hidden[0][1])
        world.loc[quarter & (world["area"] == "WA"), "x"] = count
        world.loc[quarter & (world["area"] == other), "x"] = total - count
        for row in told.itertuples():
            found = np.array(worked(world, "rape", STARTS[row.shift]))
            rounded = np.round(found / row.step) * row.step
            assert np.allclose(rounded, [row.effect, row.lower, row.upper]), (count, row.shift)


def test_all_withheld_gives_a_sentence_and_the_quarters_that_there_are(tmp_path):
    page = built(
        tmp_path / "home", detections=quarters({a: [2] * 5 for a in BCUS[1:]} | {BCUS[0]: [40] * 5})
    )
    panel = trial.difference(page)
    assert panel.title == "The trial cannot be compared yet" and panel.figure is None
    assert "could work out a count that is withheld" in panel.reading
    assert set(panel.table["Quarters before with a figure"]) == {0} and set(
        panel.table["Quarters withheld"]
    ) == {5}
    assert trial.before_and_during(page) is None


def test_others_that_all_changed_alike_leave_no_interval_and_the_title_claims_none(tmp_path):
    page = built(
        tmp_path / "home",
        detections=quarters({a: [20] * 5 for a in BCUS} | {"SN": [20, 20, 20, 30, 30]}),
    )
    panel = trial.difference(page)
    assert panel.title == "South differs by +5.0 points, without an interval"
    assert (
        "The others all changed alike, so how much areas differ by chance cannot be seen."
        in panel.reading
    )


def test_without_detections_or_a_recorded_trial_there_is_no_panel(
    tmp_path, demonstration, monkeypatch
):
    strength = (
        "Date,Police Officer Strength,Police Staff Strength,PCSO"
        " Strength\nFeb-23,34350,10253,1196\n"
    )
    assert trial.difference(built(tmp_path / "home", force_strength=strength)) is None
    query = type(demonstration.store).query
    monkeypatch.setattr(
        type(demonstration.store),
        "query",
        lambda self, name, **p: query(self, name, **p)[: 0 if name == "trials" else None],
    )
    page = at(demonstration)
    assert trial.difference(page) is None and trial.before_and_during(page) is None
    told = outcomes.detections(page)
    assert "were tried" not in told.reading and not [
        t for t in told.figure.data if t.meta == "bold"
    ]


def test_a_quarter_that_straddles_the_start_or_a_break_of_the_series_is_in_neither_side(
    demonstration, monkeypatch
):
    query = type(demonstration.store).query

    def other(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "trials":
            found = found.assign(start=pd.Timestamp("2022-05-15"))
        if name == "breaks":
            one = {
                "indicator": "rape_detection",
                "level": "bcu",
                "title": "New counting",
                "note": "Counted anew.",
            }
            found = pd.DataFrame(
                [one | {"date": pd.Timestamp(d)} for d in ("2020-07-01", "2023-01-01")]
            )
        return found

    monkeypatch.setattr(type(demonstration.store), "query", other)
    panel = trial.before_and_during(at(demonstration))
    assert "Before: 7 quarters to March 2022; during: 2 quarters to December 2022." in panel.reading


def test_before_the_meeting_nobody_is_told_of_the_trial(demonstration_home):
    places = Places(demonstration_home)
    store = open_store(places, find_database(places), dt.date(2023, 4, 27))
    assert store.query("trials").empty
    assert len(open_store(places, find_database(places), dt.date(2023, 4, 28)).query("trials")) == 1
