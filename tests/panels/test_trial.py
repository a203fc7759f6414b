"""Did the trial work: the panels are worked out again from the files, and nothing withheld can be got from them."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from outcome_files import BCUS, at, built, rows
from scipy.stats import t as student
from statsmodels.stats.proportion import proportion_confint

from dashboard.demo import outcomes as demo
from dashboard.panels import outcomes, trial
from dashboard.panels.page import Page
from dashboard.settings import Places
from dashboard.store.connection import current, open_store
from dashboard.view import View

BEFORE = ("2021-09-30", "2021-12-31", "2022-03-31")
DURING = ("2022-06-30", "2022-09-30")


@pytest.fixture(scope="module")
def demonstration(demonstration_home) -> Page:
    places = Places(demonstration_home)
    return Page("outcomes", open_store(places, current(places)), View())


@pytest.fixture(scope="module")
def cells(demonstration) -> pd.DataFrame:
    """Every quarter of a BCU that is shown of rape detection until the roll-out, from the database itself."""
    sql = ("SELECT area, period_end, numerator AS x, denominator AS n, withheld FROM observation "
           "WHERE indicator = 'rape_detection' AND level = 'bcu' AND period_end <= '2023-04-28'")  # fmt: skip
    return demonstration.store.cursor().execute(sql).df()


def test_the_difference_and_its_interval_are_those_of_the_counts_worked_out_again(demonstration, cells):
    shown = cells.dropna(subset=["x"]).assign(during=cells["period_end"] >= "2022-04-01")
    sums = shown.groupby(["area", "during"])[["x", "n"]].sum()
    share = (100 * sums["x"] / sums["n"]).unstack()
    change = share[True] - share[False]
    others = change.drop("SN")
    gap, half = change["SN"] - others.mean(), student.ppf(0.975, 10) * others.std() * np.sqrt(1 + 1 / 11)
    panel = trial.difference(demonstration)
    assert f"a difference of +{gap:.1f} (95% interval +{gap - half:.1f} to +{gap + half:.1f})" in panel.reading
    assert panel.title == f"South gained {gap:.1f} points against the other BCUs"
    table = panel.table.set_index("BCU")["Difference from the others, points"]
    for code, value in change.items():
        wanted = value - change.drop(code).mean()
        assert table[demonstration.names[code]] == pytest.approx(wanted, abs=0.005)
    assert panel.demonstration and panel.indicators == ("rape_detection",)
    own = next(trace for trace in panel.figure.data if trace.name.startswith("On trial"))
    assert list(own.customdata) == ["SN"]


def test_the_table_holds_every_numerator_and_denominator_and_what_is_withheld(demonstration, cells):
    table = trial.before_and_during(demonstration).table.set_index("BCU")
    assert table.index[0] == "South (on trial)" and table.index[-1] == "Mean of the other 11" and len(table) == 13
    east, mine = table.loc["East"], cells[cells["area"] == "EA"]
    for side, part in (("before", mine[mine["period_end"] < "2022-04-01"]),
                       ("during", mine[mine["period_end"] >= "2022-04-01"])):  # fmt: skip
        x, n = part["x"].sum(), part["n"].sum()
        low, high = proportion_confint(x, n, method="wilson")
        assert (east[f"Detected {side}"], east[f"Recorded {side}"]) == (x, n)
        assert east[f"{side.capitalize()}, 95% interval"] == f"{100 * low:.1f} to {100 * high:.1f}"
    assert east["Withheld"] == mine["withheld"].notna().sum()
    hidden = cells["withheld"].notna()
    words = f"{hidden.sum()} of {len(cells)} BCU quarters are withheld and left out, none of them South's."
    for panel in (trial.difference(demonstration), trial.before_and_during(demonstration)):
        assert words in panel.reading
    assert "A later quarter is left out: by 28 April 2023 every BCU was being given the approach." in panel.reading


def test_another_offence_is_compared_and_told_not_to_be_the_trials(demonstration):
    panel = trial.difference(at(demonstration, indicator="knife_detection"))
    assert "Detection rate for knife crime" in panel.subtitle
    assert panel.reading.endswith("The record tells of the trial for rape detection alone.")
    assert "alone." not in trial.difference(demonstration).reading.replace("demonstration alone.", "")


def test_every_title_has_at_most_ten_words_and_no_reading_claims_a_cause(demonstration):
    for offence in outcomes.DETECTIONS:
        for period in (None, dt.date(2022, 12, 31), dt.date(2022, 6, 30), dt.date(2021, 3, 31)):
            page = at(demonstration, indicator=offence, period=period)
            for panel in filter(None, (trial.difference(page), trial.before_and_during(page))):
                assert len(panel.title.split()) <= 10, panel.title
                words = f"{panel.title} {panel.reading} {' '.join(panel.notes)}".casefold()
                assert not [w for w in ("caused", "because", "due to", "led to", "thanks to") if w in words]
                assert "nan" not in words.split() and "none," not in words


def test_the_demonstration_puts_its_invented_lead_where_the_trial_is_declared(demonstration):
    told = outcomes.on_trial(demonstration)
    assert told["area"] == demo.TRIAL_BCU
    assert demo.QUARTERS[demo.TRIAL][0].start_time == told["start"] == pd.Timestamp("2022-04-01")


def quarters(detected: dict[str, list[float]], ends: tuple[str, ...] = (*BEFORE, *DURING)) -> list[dict]:
    """Rape detections of some quarters, 200 recorded in each: 20 detected in every BCU but where told otherwise."""
    found = []
    for n, end in enumerate(ends):
        found += rows("rape_recorded", end, dict.fromkeys(BCUS, 200))
        found += rows("rape_detected", end, {a: 20 + i % 3 for i, a in enumerate(BCUS)}
                      | {a: values[n] for a, values in detected.items()})  # fmt: skip
    return found


def test_what_a_withheld_quarter_holds_cannot_be_got_from_either_panel(tmp_path):
    """The same files but for a count of 1 or of 4 in one quarter: all that is shown of the trial is the same."""
    told = []
    for name, count in (("one", 1), ("four", 4)):
        page = built(tmp_path / name, detections=quarters({"SN": [20, 21, 20, 40, 42], "WA": [20, count, 19, 20, 22]}))
        panels = (trial.difference(page), trial.before_and_during(page))
        told.append([(p.title, p.reading, p.csv, p.figure and p.figure.json) for p in panels])
        withheld = panels[1].table.set_index("BCU")["Withheld"]
        assert withheld["West"] >= 1
    assert told[0] == told[1]


def test_all_withheld_gives_a_sentence_and_the_quarters_that_there_are(tmp_path):
    page = built(tmp_path / "home", detections=quarters({a: [2] * 5 for a in BCUS}))
    panel = trial.difference(page)
    assert panel.title == "The trial cannot be compared yet" and panel.figure is None
    assert "The area on trial has no figure before, or none during" in panel.reading
    assert set(panel.table["Quarters before with a figure"]) == {0} and set(panel.table["Quarters withheld"]) == {5}
    assert trial.before_and_during(page) is None


def test_others_that_all_changed_alike_leave_no_interval_and_the_title_claims_none(tmp_path):
    page = built(tmp_path / "home", detections=quarters({a: [20] * 5 for a in BCUS} | {"SN": [20, 20, 20, 30, 30]}))
    panel = trial.difference(page)
    assert panel.title == "South differs by +5.0 points, without an interval"
    assert "no interval, as the others all changed alike" in panel.reading
    assert not [shape for shape in panel.figure.layout.shapes if shape.name == "interval"]


def test_without_detections_or_a_recorded_trial_there_is_no_panel(tmp_path, demonstration, monkeypatch):
    strength = "Date,Police Officer Strength,Police Staff Strength,PCSO Strength\nFeb-23,34350,10253,1196\n"
    assert trial.difference(built(tmp_path / "home", force_strength=strength)) is None
    query = type(demonstration.store).query
    monkeypatch.setattr(type(demonstration.store), "query",
                        lambda self, name, **p: query(self, name, **p)[: 0 if name == "trials" else None])  # fmt: skip
    page = at(demonstration)
    assert trial.difference(page) is None and trial.before_and_during(page) is None
    told = outcomes.detections(page)
    assert "were tried" not in told.reading and not [t for t in told.figure.data if t.meta == "bold"]


def test_a_quarter_that_straddles_the_start_or_a_break_of_the_series_is_in_neither_side(demonstration, monkeypatch):
    query = type(demonstration.store).query

    def other(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "trials":
            found = found.assign(start=pd.Timestamp("2022-05-15"))
        if name == "breaks":
            one = {"indicator": "rape_detection", "level": "bcu", "title": "New counting", "note": "Counted anew."}
            found = pd.DataFrame([one | {"date": pd.Timestamp(d)} for d in ("2020-07-01", "2023-01-01")])
        return found

    monkeypatch.setattr(type(demonstration.store), "query", other)
    panel = trial.before_and_during(at(demonstration))
    assert "Before: 7 quarters to March 2022; during: 2 quarters to December 2022." in panel.reading


def test_before_the_meeting_nobody_is_told_of_the_trial(demonstration_home):
    places = Places(demonstration_home)
    store = open_store(places, current(places), dt.date(2023, 4, 27))
    assert store.query("trials").empty
    assert len(open_store(places, current(places), dt.date(2023, 4, 28)).query("trials")) == 1
