"""No panel, no download and no "About this chart" knows more of a withheld figure than the
observations tell.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, find_database, open_store
from dashboard.view import View

TRUE = ("fact", "withheld_figure", "count_form")
"""The tables in which nothing is withheld."""
EVERY = [(page, chart) for page, charts in catalogue.all_charts().items() for chart in charts]
INDICATOR = "rape_detection"


@pytest.fixture(scope="module")
def bare(demonstration_home: Path, tmp_path_factory) -> Places:
    """The demonstration's databases of both days, with nothing in the tables in which nothing is
    withheld.
    """
    whole, places = Places(demonstration_home), Places(tmp_path_factory.mktemp("bare"))
    (places.built_folder / "vintages").mkdir(parents=True)
    places.queries.symlink_to(whole.queries)
    places.received_folder.symlink_to(whole.received_folder)
    (places.built_folder / "current.json").write_text(
        (whole.built_folder / "current.json").read_text()
    )
    for path in {find_database(whole), *(vintages.at(whole, day) for day in vintages.dates(whole))}:
        copy = places.built_folder / path.relative_to(whole.built_folder)
        shutil.copyfile(path, copy)
        with duckdb.connect(str(copy)) as con:
            for table in TRUE:
                con.execute(f"DELETE FROM {table}")
    return places


def on_each_day(places: Places) -> Iterator[Store]:
    """The databases of the first day and of now."""
    first = vintages.dates(places)[0]
    yield open_store(places, vintages.at(places, first), first)
    yield open_store(places, find_database(places))


def true_rates(places: Places) -> pd.DataFrame:
    """The withheld detection rates of the database in force: area, period_end, year_ago, rate and
    mps, in per cent.
    """
    with duckdb.connect(str(find_database(places)), read_only=True) as con:
        return con.execute(f"""
            WITH held AS (
                SELECT area, period_end, 100 * max(value) FILTER (WHERE measure = 'rape_detected')
                    / max(value) FILTER (WHERE measure = 'rape_recorded') AS rate
                FROM fact WHERE source = 'detections' GROUP BY ALL
            )
            SELECT o.area, o.period_end, h.rate, y.rate AS year_ago, mps.value AS mps
            FROM observation o JOIN held h USING (area, period_end)
            LEFT JOIN held y ON y.area = o.area AND y.period_end = last_day((o.period_end - INTERVAL 1 YEAR)::DATE)
            LEFT JOIN observation mps ON mps.indicator = o.indicator AND mps.area = 'MPS'
                AND mps.period_end = o.period_end
            WHERE o.indicator = '{INDICATOR}' AND o.withheld IS NOT NULL AND h.rate > 0""").df()


def numbers(panel: Panel) -> np.ndarray:
    """Every number in the table, the figure and the parameters of a panel."""
    found: list[float] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple | np.ndarray | pd.Series):
            for each in value:
                walk(each)
        elif isinstance(value, int | float | np.number) and not isinstance(value, bool):
            found.append(float(value))

    walk([panel.table[column].tolist() for column in panel.table])
    walk(panel.parameters)
    if panel.figure is not None:
        walk(json.loads(panel.figure.json))
    return np.array(found)


def drawn(
    store: Store, view: View, pages: tuple[str, ...] = tuple(catalogue.all_charts())
) -> Iterator[Panel]:
    """Every panel of the registry that has something to show at ``view``."""
    for page, chart in EVERY:
        if (
            page in pages
            and (panel := catalogue.charts_of(page)[chart].draw(Page(page, store, view)))
            is not None
        ):
            yield panel


def told(panel: Panel) -> tuple[object, ...]:
    """All that a reader has of a panel, on the page, in its download and in 'About this chart'."""
    figure = panel.figure.json if panel.figure is not None else b""
    return (
        panel.title,
        panel.subtitle,
        panel.reading,
        panel.notes,
        panel.definition,
        panel.source,
        panel.sql,
        panel.parameters,
        panel.csv,
        figure,
    )


def test_every_panel_of_every_day_is_the_same_without_the_true_figures(
    bare: Places, demonstration_home: Path
) -> None:
    view = View(indicator=INDICATOR, area="E09000022", plan="proposed-2023")
    for whole, less in zip(on_each_day(Places(demonstration_home)), on_each_day(bare), strict=True):
        panels = list(drawn(whole, view))
        assert len(panels) > 30
        assert [told(panel) for panel in panels] == [told(panel) for panel in drawn(less, view)]


def test_no_panel_holds_a_withheld_rate_nor_its_complement_gap_or_change(
    demonstration_home: Path,
) -> None:
    places = Places(demonstration_home)
    rates = true_rates(places)
    assert len(rates) > 5
    apart = [
        rates["rate"],
        100 - rates["rate"],
        rates["rate"] - rates["mps"],
        rates["rate"] - rates["year_ago"],
    ]
    sought = pd.concat([*apart, -apart[2], -apart[3]]).dropna()
    # A number of one decimal is told by many others: estimates are rounded so.
    sought = sought[(sought - sought.round(1)).abs() > 1e-9].to_numpy()
    store = open_store(places, find_database(places))
    for period in pd.to_datetime(rates["period_end"]).dt.date.unique():
        for panel in drawn(
            store, View(indicator=INDICATOR, period=period), ("outcomes", "compare", "changes")
        ):
            held = numbers(panel)
            told = [value for value in sought if np.isclose(held, value, rtol=1e-9, atol=0).any()]
            assert told == [], f"{panel.page} {panel.chart} at {period}"


def test_a_withheld_rate_is_empty_in_each_column_of_the_download_and_so_is_the_change_from_it(
    demonstration_home: Path,
) -> None:
    places = Places(demonstration_home)
    rates, store = true_rates(places), open_store(places, find_database(places))
    panel = catalogue.charts_of("outcomes")["detections"].draw(
        Page("outcomes", store, View(indicator=INDICATOR))
    )
    assert panel is not None
    names = dict(zip(*(store.query("areas")[c] for c in ("code", "name")), strict=True))
    rows = panel.table.set_index([panel.table[c].astype(str) for c in ("Area", "Quarter ends")])
    for row in rates.itertuples():
        told = rows.loc[[(names[row.area], f"{row.period_end:%Y-%m-%d}")]]
        assert told.select_dtypes("number").isna().all(axis=None)
        after = (names[row.area], f"{row.period_end + pd.DateOffset(years=1):%Y-%m-%d}")
        if after in rows.index:
            assert rows.loc[[after]].filter(like="Change").isna().all(axis=None)
