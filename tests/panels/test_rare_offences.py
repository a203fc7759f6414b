"""Rare offences by ward: counted by hand on a small drawn borough, and recomputed from the
demonstration with plain pandas.
"""

import datetime as dt
import itertools
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.panels.borough.rare_data import RareOffences
from dashboard.panels.borough.rare_offences import rare_offences, ward_spells
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.stats.rare_events import g_charts
from dashboard.store.connection import Store, find_database, open_store
from dashboard.text import month
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
KINGSTON, SUTTON = "E09000021", "E09000029"
NAMES = {a.code: a.name for a in DECLARED.areas.values() if a.level == "ward"}
MONTHS = pd.date_range("2019-04-30", "2024-01-31", freq="ME")
CUT, LOST = pd.Timestamp("2022-05-05"), pd.Timestamp("2019-12-31")
"""The break of the ward boundaries, and a month in which no ward of London has the offence."""
QUIET = ["2022-06", "2022-07", "2022-09", "2022-12", "2023-01", "2023-04", "2023-06", "2023-07"]
"""Months with an arson in the first ward of Kingston: spells of 0, 1, 2, 0, 2, 1 and 0 months."""
HOT = [*(f"2022-{m:02}" for m in range(7, 13)), *(f"2023-{m:02}" for m in range(1, 5))]
"""Ten months in a row with a business robbery in the second ward, of 21 from May 2022."""


def wards_of(borough: str) -> list[str]:
    rows = [a for a in DECLARED.areas.values() if a.level == "ward" and a.parent == borough]
    return [a.code for a in sorted(rows, key=lambda a: (a.name, a.code))]


FIRST, SECOND, *_ = wards_of(KINGSTON)


def crimes() -> pd.DataFrame:
    """Rows as the publisher has them: burglary everywhere and always, arson and business robbery in
    every month but one in a ward of Sutton and in a few months in Kingston.
    """
    rows = []
    for ward in (*wards_of(KINGSTON), *wards_of(SUTTON)):
        rows.append(("Burglary", "Domestic Burglary", ward, dict.fromkeys(MONTHS, 5)))
    other = {end: 0 if end == LOST else 2 for end in MONTHS}
    quiet = {end: int(f"{end:%Y-%m}" in QUIET) * 3 for end in MONTHS}
    hot = {end: int(f"{end:%Y-%m}" in HOT) for end in MONTHS}
    rows.append(("Arson and Criminal Damage", "Arson", wards_of(SUTTON)[0], other))
    rows.append(("Robbery", "Robbery of Business Property", wards_of(SUTTON)[0], other))
    rows.append(("Arson and Criminal Damage", "Arson", FIRST, quiet))
    rows.append(("Robbery", "Robbery of Business Property", SECOND, hot))
    table = pd.DataFrame(
        [
            {
                "MajorText": major,
                "MinorText": minor,
                "WardName": NAMES[ward],
                "WardCode": ward,
                "LookUp_BoroughName": DECLARED.areas[DECLARED.areas[ward].parent].name,
                **{f"{end:%Y%m}": count for end, count in counts.items()},
            }
            for major, minor, ward, counts in rows
        ]
    )
    return table


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Store:
    """A database of those rows alone, made by the production build."""
    places = Places(tmp_path_factory.mktemp("rare"))
    shutil.copytree(ROOT / "queries", places.queries)
    file = places.root / "crime.csv"
    crimes().to_csv(file, index=False)
    receive(places.received_folder, "mps_ward_crime", dt.date(2024, 2, 10), file)
    kept = {"crime_robbery": DECLARED.indicators["crime_robbery"]}
    build(places, replace(DECLARED, indicators=kept, plans={}, similarity=None, trials=()))
    return open_store(places, find_database(places))


def page(store: Store, **view: object) -> Page:
    return Page("borough", store, View(**{"area": KINGSTON, **view}))  # type: ignore[arg-type]


def test_only_offences_that_are_loaded_are_offered_and_the_first_declared_comes_first(drawn):
    assert choices_of(drawn).offences == {"business_robbery": "Business robbery", "arson": "Arson"}
    assert RareOffences(page(drawn)).offence_id == "business_robbery"
    assert RareOffences(page(drawn, offence="arson")).offence_id == "arson"


def test_an_absent_row_in_a_covered_month_is_none_and_a_month_without_the_category_is_not_counted(
    drawn,
):
    rows = drawn.query("ward_month_offences", offence="arson", borough=KINGSTON)
    assert set(rows["ward"]) == set(wards_of(KINGSTON))
    counted = rows.pivot(index="period_end", columns="ward", values="offences")
    assert list(counted.index) == [end for end in MONTHS if end != LOST]
    assert counted[FIRST].sum() == 3 * len(QUIET)
    assert {f"{end:%Y-%m}" for end in counted.index[counted[FIRST] > 0]} == set(QUIET)
    assert (counted.drop(columns=FIRST) == 0).all(axis=None)


def test_the_boundaries_of_2022_and_the_month_without_the_category_part_the_series(drawn):
    months = RareOffences(page(drawn, offence="arson")).months
    spans = months.groupby("segment")["period_end"].agg(["min", "max"])
    assert [(f"{a:%Y-%m}", f"{b:%Y-%m}") for a, b in spans.itertuples(index=False)] == [
        ("2019-04", "2019-11"),
        ("2020-01", "2022-04"),
        ("2022-05", "2024-01"),
    ]


def test_the_spells_of_a_ward_are_those_counted_by_hand(drawn):
    panel = ward_spells(page(drawn, offence="arson", ward=FIRST))
    table = panel.table[panel.table["To"] > ""].iloc[::-1].reset_index(drop=True)
    latest = table.tail(9)
    assert latest["Months without an offence"].tolist() == [1, 0, 1, 2, 0, 2, 1, 0, 6]
    assert latest["Length"].tolist() == ["at least", *["exact"] * 7, "at least"]
    assert latest["Ended by an offence"].tolist() == [*["yes"] * 8, "not yet"]
    assert latest["To"].tolist()[:2] == ["June 2022", "July 2022"]
    # 8 of 21 months have one: (13 / 21)^2 is 0.38 and 13 / 21 is 0.62, so half of spells are of at
    # most 1 month; (13 / 21)^15 is 0.00075 and (13 / 21)^14 is 0.0012, so the limit is 14 months.
    assert latest["Median, months"].tolist() == [1] * 9
    assert latest["Upper limit, months"].tolist() == [14] * 9
    assert "8 of 21 months from May 2022 to January 2024 had an offence." in panel.reading
    assert "The last 6 months had none" in panel.reading
    assert panel.title == f"{NAMES[FIRST]}: usual spells of arson"


def test_a_run_of_short_spells_is_worse_and_its_ward_is_named_in_title_and_reading(drawn):
    panel = rare_offences(page(drawn))
    # Ten months in a row among 21 with ten: nine spells of none, and 11 months at the ends.
    assert panel.title == f"Business robbery: unusual spells in {NAMES[SECOND]}"
    assert (
        f"{NAMES[SECOND]}: 9 spells in a row shorter than usual, August 2022 to April 2023."
        in panel.reading
    )
    assert panel.table["Ward"].iloc[0] == NAMES[SECOND]
    assert panel.table["Named"].tolist().count("yes") == 1
    worse = [t for t in panel.figure.traces if t["name"] == "Shorter than usual, worse"]
    assert len(worse) == 1 and len(worse[0]["x"]) == 9
    assert panel.figure.settings["yaxis"]["ticktext"][0] == f"<b>{NAMES[SECOND]}</b>"


def test_where_nothing_can_be_judged_the_title_says_so(drawn):
    quiet = rare_offences(page(drawn, area=SUTTON, offence="arson"))
    assert quiet.title == "Arson: too few spells to judge any ward"
    assert quiet.reading.startswith("No ward has enough spells of an offence that is rare there.")
    assert set(quiet.table["Judged"]) == {
        "no, none recorded",
        "no, more than half of months have it",
    }
    hot = ward_spells(page(drawn, area=SUTTON, offence="arson", ward=wards_of(SUTTON)[0]))
    assert hot.title.endswith(": arson is not rare")
    none = ward_spells(page(drawn, area=SUTTON, offence="arson", ward=wards_of(SUTTON)[1]))
    assert none.title.endswith(": no arson recorded")


def test_without_a_borough_or_without_such_an_offence_there_is_no_panel(drawn, store):
    for draw in (rare_offences, ward_spells):
        assert draw(page(store, area="")) is None
    bare = RareOffences(page(drawn))
    bare.__dict__["offences"] = bare.offences.head(0)
    assert bare.months.empty and bare.offence_id == ""


def test_a_ward_of_another_borough_gives_way_to_one_of_this(store):
    mine = RareOffences(page(store, ward=wards_of(SUTTON)[0]))
    assert mine.ward in wards_of(KINGSTON)


@pytest.mark.parametrize("offence", ["knife_possession", "personal_robbery"])
def test_months_and_counts_are_those_of_the_received_facts(store, offence):
    measure = next(r.measures for r in DECLARED.rare_offences if r.id == offence)[0]
    facts = (
        store.cursor()
        .execute(
            "SELECT area, period_end, value FROM fact WHERE source = 'mps_ward_crime'"
            " AND measure = $m",
            {"m": measure},
        )
        .df()
    )
    rows = store.query("ward_month_offences", offence=offence, borough=KINGSTON)
    known = facts.set_index(["area", "period_end"])["value"]
    keys = pd.MultiIndex.from_frame(rows[["ward", "period_end"]])
    assert rows["offences"].tolist() == known.reindex(keys).fillna(0).astype(int).tolist()
    ends = sorted(facts.loc[facts["value"] > 0, "period_end"].unique())
    assert [list(part["period_end"]) for _, part in rows.groupby("ward")] == [ends] * 19
    assert sorted(set(rows["ward"])) == sorted(wards_of(KINGSTON))


def test_the_table_is_recomputed_from_the_months(store):
    rare = RareOffences(page(store, offence="knife_possession"))
    panel = rare_offences(rare.page)
    months = rare.months
    for row, area in zip(panel.table.to_dict("records"), panel.row_areas, strict=True):
        part = months[(months["ward"] == area)]
        series = [month(end) for end in part["period_end"]]
        first, last = row["Months"].split(" to ")
        own = part.iloc[series.index(first) : series.index(last) + 1]
        assert own["segment"].nunique() == 1
        assert row["Offences"] == own["offences"].sum()
        assert row["Months with an offence"] == (own["offences"] > 0).sum()
        open_months = list(itertools.takewhile(lambda n: n == 0, own["offences"].iloc[::-1]))
        assert row["Months since the last"] == len(open_months)
        rate = (own["offences"] > 0).mean()
        judged = row["Judged"].startswith("yes")
        assert judged == bool(rate <= 0.5 and (own["offences"] > 0).sum() >= 7)
        if judged:
            limit = row["Upper limit, months"]
            # The chance of a spell longer than the limit, and than a month less.
            assert (1 - rate) ** (limit + 1) <= 0.001 < (1 - rate) ** limit


def test_every_borough_says_what_its_own_charts_say(store):
    for code in store.query("areas").query("level == 'borough'")["code"]:
        rare = once(RareOffences)(page(store, area=code))
        panel = rare_offences(rare.page)
        _, rows = g_charts(rare.months)
        named = rows[rows["listed"] & (rows["rule"] != "")]["ward"].unique()
        assert set(panel.table.loc[panel.table["Named"] == "yes", "Ward"]) == {
            NAMES[ward] for ward in named
        }
        assert len(panel.title.split()) <= 10 and panel.demonstration
        judged = rows[rows["chance"].notna()]
        is_past = len(judged) and judged["end"].max() < rows["end"].max()
        said = "no ward stood out to April 2022" if is_past else "no ward stands out"
        assert panel.title.endswith(said) == (not len(named) and bool(len(judged)))
        for _, series in judged.groupby("segment"):
            until = "" if series["end"].max() == rows["end"].max() else " up to April 2022"
            assert re.search(rf"\bin {len(series)}( of \d+ wards)?{until}\b", panel.reading)
        unnamed = judged[judged["rule"] != ""] if not len(named) else judged[:0]
        assert ("may be chance" in panel.reading) == bool(len(unnamed))
        assert ("None of them is unusual" in panel.reading) == (
            not len(named) and not len(unnamed) and bool(len(judged))
        )
        one = ward_spells(rare.page)
        assert one.reading.startswith(tuple("0123456789"))
        assert ("unusual" in one.title) == (rare.ward in named)


def test_both_panels_say_source_release_method_and_query(store):
    for draw in (rare_offences, ward_spells):
        panel = draw(page(store))
        assert "Recorded crime by ward, MPS, published" in panel.source
        assert "blade or point" in panel.definition
        assert any("Benneyan (2001)" in note for note in panel.notes)
        assert any("redrawn on 5 May 2022" in note for note in panel.notes)
        assert any("neither way is called better" in note for note in panel.notes)
        assert "rare_offence" in panel.sql and panel.parameters["borough"] == KINGSTON
        assert panel.csv.startswith(b"\xef\xbb\xbf# DEMONSTRATION DATA")
