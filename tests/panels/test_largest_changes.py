"""The largest changes: recomputed in plain pandas on the demonstration, and on a small case that is
drawn so that a person can check it.
"""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard.panels.borough.indicators import Borough
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.largest import Largest, largest, largest_of
from dashboard.panels.changes.ranking import LEAST_PAIRS, LONDON, MOST, ChangeRanking
from dashboard.panels.changes.text import both_periods, gap_words, places_for, within_sentence
from dashboard.panels.changes.where import where_moved
from dashboard.panels.common.page import Page
from dashboard.panels.common.variation import brief
from dashboard.panels.overview.variation import variation_of
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.changes import ComparisonStore
from dashboard.store.connection import Store, file_of, open_store
from dashboard.ui.changes import largest_table
from dashboard.view import View

QUERIES = Path(__file__).resolve().parents[2] / "queries"
SINCE = dt.date(2023, 5, 15)
PERCENT = SimpleNamespace(name="Trust", unit="per cent", decimals=0, stock=False)
RATE = SimpleNamespace(name="Robbery", unit="per 1,000 residents", decimals=1, stock=False)
POSTS = SimpleNamespace(name="Posts", unit="posts", decimals=2, stock=True)


# The demonstration, recomputed from the rows of the two databases.


@pytest.fixture(scope="module")
def page(store) -> Page:
    return Page("changes", store, View(since=SINCE))


@pytest.fixture(scope="module")
def changes(page) -> Changes:
    made = Changes.of(page)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def of_boroughs(page) -> Changes:
    made = Changes.of(replace(page, view=replace(page.view, largest_of="boroughs")))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def figures(store) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every figure of a whole area now, and as it stood."""
    read = []
    for path in (file_of(store), vintages.file_on(store, SINCE)):
        with duckdb.connect(str(path), read_only=True) as con:
            rows = con.execute("SELECT * FROM observation WHERE group_type = ''").df()
        read.append(rows.assign(month=rows["period_end"].dt.to_period("M")))
    return read[0], read[1]


def recompute(
    figures: tuple[pd.DataFrame, pd.DataFrame], breaks: pd.DataFrame, level: str
) -> pd.DataFrame:
    """Indicator, area, before, now, months, usual and pairs of each newer figure, a series at a
    time.
    """
    now, before = (rows[rows["level"] == level] for rows in figures)
    last = before.groupby(["indicator", "area"])["month"].max()
    lines = []
    for key, series in now.groupby(["indicator", "area"]):
        series = series.set_index("month").sort_index()
        if key not in last.index or series.index.max() <= last[key]:
            continue
        newest, earlier = series.iloc[-1], series.loc[last[key]]
        months = (series.index.max() - last[key]).n
        mine = breaks[(breaks["indicator"] == key[0]) & (breaks["level"] == level)]["date"]
        sizes = []
        for month, later in series[series.index <= last[key]].iterrows():
            first = series.loc[month - months] if month - months in series.index else None
            if first is None or first["source"] != later["source"]:
                continue
            if any(first["period_start"] < day <= later["period_end"] for day in mine):
                continue
            sizes.append(abs(later["value"] - first["value"]))
        sizes = np.array([size for size in sizes if not np.isnan(size)])
        usual = (np.median(sizes) or sizes.mean()) if len(sizes) else np.nan
        lines.append((*key, earlier["value"], newest["value"], months, usual, len(sizes)))
    columns = ["indicator", "area", "before", "now", "months", "usual", "pairs"]
    return pd.DataFrame(lines, columns=columns)


@pytest.mark.parametrize(("asked", "level"), [("", "mps"), ("boroughs", "borough")])
def test_every_change_and_its_usual_one_are_those_of_plain_pandas(page, figures, asked, level):
    made = Changes.of(replace(page, view=replace(page.view, largest_of=asked)))
    got = ChangeRanking(made).newer.set_index(["indicator", "area"]).sort_index()
    by_hand = recompute(figures, page.store.query("breaks"), level)
    by_hand = by_hand.set_index(["indicator", "area"]).sort_index()
    assert list(got.index) == list(by_hand.index)
    for column, mine in (
        ("before_value", "before"),
        ("value", "now"),
        ("months", "months"),
        ("usual", "usual"),
        ("pairs", "pairs"),
    ):
        np.testing.assert_allclose(
            got[column].astype(float), by_hand[mine].astype(float), err_msg=column
        )


def test_the_ten_largest_of_those_that_can_be_ranked_are_listed_in_order(changes, of_boroughs):
    for made in (changes, of_boroughs):
        newer = ChangeRanking(made).newer
        change = newer["value"] - newer["before_value"]
        able = newer["pairs"].ge(LEAST_PAIRS) & newer["broken"].isna() & change.abs().gt(1e-9)
        times = (change.abs() / newer["usual"])[able].sort_values(ascending=False)
        shown = largest(made).table
        assert len(shown) == MOST
        assert list(shown["Size of change"]) == [f"{size:.1f} times usual" for size in times[:MOST]]


def test_a_row_shows_the_two_figures_their_difference_and_the_way(changes):
    for line, row in zip(
        largest_of(changes).lines, largest_of(changes).ranking.rows.itertuples(), strict=True
    ):
        declared = changes.indicators_by_id[row.indicator]
        before, now, gap = (
            float(re.sub(r"[^\d.−]", "", words.split()[0]).replace("−", "-"))
            for words in (line.before, line.now, line.difference)
        )
        assert now - before == pytest.approx(gap)
        assert abs(now - row.value) <= 0.5 * 10.0**-declared.decimals
        assert line.title == f"{declared.name} {'rose' if gap > 0 else 'fell'}"


def test_where_it_moved_most_and_how_many_went_the_same_way_are_recounted(changes, figures):
    made = largest_of(changes)
    now = figures[0].set_index(["indicator", "level", "area", "month"])["value"]
    for line, row in zip(made.lines, made.ranking.rows.itertuples(), strict=True):
        places = int(changes.indicators_by_id[row.indicator].decimals)
        ends = [pd.Period(end, "M") for end in (row.before_end, row.period_end)]
        gaps, kinds = {}, {"borough": "boroughs", "bcu": "BCUs"}
        for level in kinds:
            held = now[(now.index.get_level_values(0) == row.indicator)]
            held = held[held.index.get_level_values(1) == level].dropna().unstack("month")
            if len(held) and set(ends) <= set(held.columns):
                both = held[ends].dropna().round(places)
                gaps = (both[ends[1]] - both[ends[0]]).round(places).droplevel([0, 1]).to_dict()
                break
        if not gaps:
            assert line.place_words.most == "No figure by borough or BCU"
            continue
        same = sum(np.sign(gap) == np.sign(row.change) for gap in gaps.values())
        way = "Up" if row.change > 0 else "Down"
        number = f"all {len(gaps)}" if same == len(gaps) else f"{same} of {len(gaps)}"
        if same:
            assert line.place_words.count == f"{way} in {number} {kinds[level]}"
        else:
            assert line.place_words.count.startswith(f"{way} in no ")
        most = max(abs(gap) for gap in gaps.values())
        top = [changes.page.names[a] for a, gap in gaps.items() if abs(gap) == most]
        assert any(name in line.place_words.most for name in top)
        if len(top) > 1:
            signs = {np.sign(gap) for gap in gaps.values() if abs(gap) == most}
            if len(signs) == 1:
                assert line.place_words.most.endswith(" each")
            elif len(top) == 2:
                assert re.search(r"[+−][\d.,]+, .*[+−][\d.,]+", line.place_words.most)
            else:
                assert line.place_words.most.endswith(", up or down")


def test_each_verdict_is_the_overviews(changes, store):
    of_overview = variation_of(Page("overview", store, View())).icons
    for line in largest_of(changes).lines:
        assert brief(line.icons) == brief(of_overview[line.indicator])


def test_each_verdict_of_a_borough_is_that_of_its_page(of_boroughs, store):
    for line in largest_of(of_boroughs).lines:
        borough = Borough(Page("borough", store, View(area=line.area)))
        assert brief(line.icons) == brief(borough.icons[line.indicator])


def test_a_row_is_drawn_with_its_bar_in_ink_and_both_figures_marked(changes):
    made = largest_of(changes)
    html = str(largest_table(made))
    bars = [float(width) for width in re.findall(r'width="([\d.]+)" height="10" class="bar"', html)]
    assert len(bars) == html.count('class="dot earlier"') == len(made.lines)
    assert bars[0] == 64 and bars == sorted(bars, reverse=True)
    # The mark of the usual change is as far along as one times usual.
    usual = float(re.findall(r'd="M([\d.]+) 0V12" class="usual"', html)[0])
    assert usual == pytest.approx(64 / made.lines[0].times, abs=0.1)
    assert "Figures before are as revised since." in html


def test_the_line_holds_two_years_and_marks_the_figure_before(changes, figures):
    now = figures[0][figures[0]["area"] == LONDON]
    made = largest_of(changes)
    for line, row in zip(made.lines, made.ranking.rows.itertuples(), strict=True):
        mine = now[now["indicator"] == row.indicator].set_index("period_end")["value"]
        values = line.trend.values
        assert values[-1] == mine[row.period_end] and values[line.trend.before] == row.before_value
        first = row.period_end - pd.DateOffset(years=2)
        assert len(values) <= ((mine.index >= first) & (mine.index <= row.period_end)).sum()


def test_the_finding_names_the_two_largest_and_says_which_day_is_counted_from(changes):
    said = largest_of(changes).headline
    assert said.startswith("Since the publication of 15 May 2023: ")
    for line in largest_of(changes).lines[:2]:
        assert within_sentence(changes.indicators_by_id[line.indicator].name) in said
        assert changes.page.text(line.indicator, line.trend.values[-1]) in said
    assert len(said.split()) <= 25


def test_figures_that_share_months_say_so(changes):
    shared = [line for line in largest_of(changes).lines if line.about.endswith(" months shared")]
    assert shared and all("12 months to March 2023, then to June 2023" in s.about for s in shared)
    assert any("the same interviews" in words for words in largest_of(changes).remarks)


def test_a_borough_is_named_and_london_stands_beside_it(of_boroughs, figures):
    panel, made = largest(of_boroughs), largest_of(of_boroughs)
    assert panel.title == "The ten largest changes in any borough"
    for line in made.lines:
        assert f" in {of_boroughs.page.names[line.area]}" in line.title
        assert line.place_words.most.startswith("London: ")
    assert any("by chance alone" in note for note in panel.notes)


def test_where_nothing_is_newer_a_calm_sentence_stands_in_its_place(page):
    for asked, place in (("", "London"), ("boroughs", "any borough")):
        view = View(since=dt.date(2023, 6, 30), largest_of=asked)
        made = Changes.of(replace(page, view=view))
        panel = largest(made)
        assert panel.table.empty and panel.title == f"No figure of {place} is newer"
        assert largest_of(made).headline == made.sentence


def test_where_nothing_had_been_published_nothing_is_ranked(page):
    made = Changes.of(replace(page, view=View(since=dt.date(2022, 1, 1))))
    assert made.nothing_before and largest(made).table.empty


def test_on_an_earlier_day_only_what_was_known_by_then_is_told(demonstration_home, figures):
    places, board = Places(demonstration_home), dt.date(2023, 4, 28)
    then = open_store(places, vintages.at(places, SINCE), as_at=SINCE)
    made = Changes.of(Page("changes", then, View(since=board, as_at=SINCE)))
    last = figures[1][figures[1]["area"] == LONDON].groupby("indicator")["period_end"].max()
    rows = largest_of(made).ranking.newer
    assert len(rows) and (rows["period_end"] == rows["indicator"].map(last)).all()


# A small case.


def month_end(number: int) -> dt.date:
    return (pd.Timestamp(2020, 1, 31) + pd.offsets.MonthEnd(number)).date()


def months_of(values: list[float | None], *, source: str = "s") -> list[tuple]:
    """Rows of one figure by month from January 2020."""
    return [
        (month_end(n).replace(day=1), month_end(n), value, source) for n, value in enumerate(values)
    ]


@pytest.fixture
def drawn(tmp_path):
    """Makes the comparison of two databases of London's figures by indicator, now and before."""

    def make(now: dict[str, list], before: dict[str, list], breaks=()) -> ChangeRanking:
        for name, told in (("now", now), ("before", before)):
            with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as con:
                con.execute((QUERIES / "schema.sql").read_text(encoding="utf-8"))
                con.execute(
                    "INSERT INTO area BY NAME SELECT 'MPS' AS code, 'London' AS name, 'mps' AS"
                    " level, 1 AS population"
                )
                for indicator, rows in told.items():
                    con.execute(
                        "INSERT INTO indicator BY NAME SELECT ? AS id, ['s', 't'] AS sources",
                        [indicator],
                    )
                    con.executemany(
                        "INSERT INTO observation BY NAME SELECT ? AS indicator, 'mps' AS level,"
                        " 'MPS' AS area, ? AS period_start, ? AS period_end, '' AS group_type, ''"
                        " AS group_name, ? AS value, ? AS source, 'r' AS release, false AS"
                        " rolled_up",
                        [(indicator, *row) for row in rows],
                    )
                for day in breaks:
                    con.execute(
                        "INSERT INTO series_break VALUES ('s', ?, 'A break', '', ['mps'])", [day]
                    )
        connection = duckdb.connect(":memory:")
        for alias, name in (("board", "now"), ("before", "before")):
            connection.execute(f"ATTACH '{tmp_path / name}.duckdb' AS {alias} (READ_ONLY)")
        store = Store(connection, QUERIES, "drawn")
        both = ComparisonStore(connection, QUERIES, "drawn", store, dt.date(2021, 1, 1))
        page = SimpleNamespace(view=View(), store=both)
        declared = {indicator: PERCENT for indicator in now}
        return ChangeRanking(SimpleNamespace(page=page, both=both, indicators_by_id=declared))

    return make


def test_a_change_is_set_beside_the_median_of_earlier_ones_as_far_apart(drawn):
    # Two months apart, up to the eighth month: 3, 1, 2, 4, 2 and 2, whose median is 2.
    known = [10, 20, 13, 21, 15, 25, 17, 27]
    ranking = drawn({"a": months_of([*known, 99, 35])}, {"a": months_of(known)})
    row = ranking.newer.iloc[0]
    assert (row["months"], row["pairs"], row["usual"]) == (2, 6, 2.0)
    assert (row["change"], row["times"], row["state"]) == (8.0, 4.0, "ranked")


def test_where_half_of_them_are_zero_their_mean_is_usual(drawn):
    known = [5, 5, 5, 5, 5, 8, 8]  # One change of 3 among six: 0.5 on average.
    row = drawn({"a": months_of([*known, 9])}, {"a": months_of(known)}).newer.iloc[0]
    assert (row["usual"], row["times"]) == (0.5, 2.0)


def test_what_never_moved_before_comes_first(drawn):
    known, moved = [5] * 8, [1, 2, 1, 2, 1, 2, 1, 2]
    ranking = drawn(
        {"a": months_of([*moved, 20]), "b": months_of([*known, 6])},
        {"a": months_of(moved), "b": months_of(known)},
    )
    newer = ranking.newer.set_index("indicator")
    assert newer.loc["b", "times"] == np.inf and newer.loc["a", "times"] == 18
    assert list(newer.sort_values("times", ascending=False).index) == ["b", "a"]


def test_a_figure_revised_since_is_told_as_it_now_is_and_as_it_was_published(drawn):
    known = [1, 2, 1, 2, 1, 2, 1, 2]
    now = [*known[:-1], 4, 5]
    row = drawn({"a": months_of(now)}, {"a": months_of(known)}).newer.iloc[0]
    assert (row["before_published"], row["before_value"], row["change"]) == (2, 4, 1)


@pytest.mark.parametrize(
    ("now", "breaks", "state"),
    [
        ([1, 2, 1, 2, 3], (), "short"),
        ([1, 2, 1, 2, 1, 2, 1, 2, 2], (), "unchanged"),
        ([1, 2, 1, 2, 1, 2, 1, 2, None], (), "missing"),
        ([1, 2, 1, 2, 1, 2, 1, 2, 9], ("2020-09-01",), "broken"),
        # Of seven earlier changes two cross a break.
        ([1, 2, 1, 2, 1, 2, 1, 2, 9], ("2020-04-01", "2020-06-01"), "short"),
        ([1, 2, 1, 2, 1, 2, 1, 2, 9], (), "ranked"),
    ],
)
def test_what_cannot_be_set_beside_a_usual_change_is_not_ranked(drawn, now, breaks, state):
    ranking = drawn({"a": months_of(now)}, {"a": months_of(now[:-1])}, breaks)
    assert list(ranking.newer["state"]) == [state]
    assert ranking.names_of(state) == ["Trust"]
    if state != "ranked":
        assert ranking.rows.empty and Largest(ranking.changes).ranking.rows.empty


def test_figures_of_two_sources_are_not_compared(drawn):
    known = [1, 2, 1, 2, 1, 2, 1, 2]
    last = (month_end(8).replace(day=1), month_end(8), 9, "t")
    ranking = drawn({"a": [*months_of(known), last]}, {"a": months_of(known)})
    assert list(ranking.newer["state"]) == ["broken"]


def test_a_figure_of_the_same_period_is_a_revision_and_no_change(drawn):
    known = [1, 2, 1, 2, 1, 2, 1, 2]
    assert drawn({"a": months_of([*known[:-1], 9])}, {"a": months_of(known)}).newer.empty


# Words.


def areas(*pairs: tuple[str, float, float], level: str = "borough") -> pd.DataFrame:
    return pd.DataFrame(
        [(name, level, before, now) for name, before, now in pairs],
        columns=["name", "level", "before_value", "value"],
    )


@pytest.mark.parametrize(
    ("rows", "declared", "change", "most", "count"),
    [
        (
            areas(("Hackney", 46, 40), ("Brent", 50, 49), ("Barnet", 50, 51)),
            PERCENT,
            -2,
            "Hackney: 46% → 40%",
            "Down in 2 of 3 boroughs",
        ),
        (
            areas(("West", 18.8, 10.5), ("East", 5, 6), level="bcu"),
            SimpleNamespace(unit="per cent", decimals=1),
            0.4,
            "West BCU fell: 18.8% → 10.5%",
            "Up in 1 of 2 BCUs",
        ),
        (
            areas(("Hackney", 46, 40), ("Brent", 56, 50)),
            PERCENT,
            -2,
            "Hackney and Brent: −6 points each",
            "Down in all 2 boroughs",
        ),
        (
            areas(("Hackney", 46, 47), ("Brent", 51, 50)),
            PERCENT,
            -2,
            "Hackney +1, Brent −1 point",
            "Down in 1 of 2 boroughs",
        ),
        (
            areas(("Hackney", 46, 47), ("Brent", 51, 50), ("Barnet", 51, 50)),
            PERCENT,
            -2,
            "Hackney, Brent and 1 more: 1 point, up or down",
            "Down in 2 of 3 boroughs",
        ),
        (
            areas(("Hackney", 46.1, 46.2), ("Brent", 51.1, 51.2)),
            PERCENT,
            2,
            "No change in boroughs as rounded",
            "Up in no borough of 2",
        ),
        (areas(), PERCENT, 2, "No figure by borough or BCU", ""),
    ],
)
def test_where_it_moved_most_is_told_with_all_that_moved_alike(rows, declared, change, most, count):
    moved = where_moved(rows, declared, change)
    assert (moved.most, moved.count) == (most, count)


def row(before_start: str, before_end: str, start: str, end: str) -> SimpleNamespace:
    return SimpleNamespace(
        before_start=pd.Timestamp(before_start),
        before_end=pd.Timestamp(before_end),
        period_start=pd.Timestamp(start),
        period_end=pd.Timestamp(end),
    )


@pytest.mark.parametrize(
    ("declared", "ends", "words"),
    [
        (
            PERCENT,
            row("2022-01-01", "2022-12-31", "2022-07-01", "2023-06-30"),
            "12 months to December 2022, then to June 2023, 6 months shared",
        ),
        (
            PERCENT,
            row("2022-01-01", "2022-12-31", "2022-02-01", "2023-01-31"),
            "12 months to December 2022, then to January 2023, 11 months shared",
        ),
        (
            PERCENT,
            row("2023-01-01", "2023-03-31", "2023-04-01", "2023-06-30"),
            "January to March 2023, then April to June 2023",
        ),
        (
            PERCENT,
            row("2023-05-01", "2023-05-31", "2023-06-01", "2023-06-30"),
            "May 2023, then June 2023",
        ),
        (
            POSTS,
            row("2023-05-31", "2023-05-31", "2023-06-30", "2023-06-30"),
            "at 31 May 2023, then at 30 June 2023",
        ),
    ],
)
def test_both_periods_are_told_with_the_months_they_share(declared, ends, words):
    assert both_periods(declared, ends) == words


@pytest.mark.parametrize(
    ("declared", "before", "now", "words"),
    [
        (PERCENT, 50.0, 48.0, "−2 points"),
        (PERCENT, 50.0, 51.0, "+1 point"),
        (RATE, 27.4844, 27.9467, "+0.47"),  # Four decimals would agree; two are enough to read.
        (RATE, 27.45, 27.4501, "+0.0001"),
        (POSTS, 1117.0, 1161.0, "+44"),
        (POSTS, 1409.75, 1407.25, "−2.5"),
    ],
)
def test_a_difference_is_that_of_the_figures_shown(declared, before, now, words):
    assert gap_words(declared, before, now, places_for(declared, before, now)) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Detection rate for rape", "detection rate for rape"),
        ("Robbery", "robbery"),
        ("PCSOs in post", "PCSOs in post"),
        ("Dedicated Ward Officer posts", "Dedicated Ward Officer posts"),
        ("Immediate (I) calls attended", "Immediate (I) calls attended"),
        ("999 calls received", "999 calls received"),
    ],
)
def test_a_name_within_a_sentence_keeps_the_capitals_that_are_its_own(name, words):
    assert within_sentence(name) == words
