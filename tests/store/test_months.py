"""The dispersion of crime counts in the database, worked out again from the facts."""

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from dashboard.settings import Places
from dashboard.store.connection import find_database


@pytest.fixture(scope="module")
def database(demonstration_home):
    with duckdb.connect(
        str(find_database(Places(demonstration_home))), read_only=True
    ) as connection:
        yield connection


def worked(counts: pd.Series) -> float:
    """Variance over mean of the last 24 months of one series, trend and season taken out."""
    counts = counts.sort_index().iloc[-24:]
    ends = pd.DatetimeIndex(counts.index)
    turn = 2 * np.pi * ends.month.to_numpy() / 12
    waves = [f(k * turn) for k in (1, 2) for f in (np.cos, np.sin)]
    design = (
        np.column_stack([np.ones(24), np.arange(24.0), *waves])
        * ends.days_in_month.to_numpy()[:, None]
    )
    return sm.OLS(counts.to_numpy(float), design).fit().scale / counts.mean()


def test_each_areas_dispersion_is_that_of_its_own_last_24_months(database):
    facts = database.sql(
        "SELECT f.area, a.bcu, f.period_end, sum(f.value) AS n FROM fact f JOIN area a ON a.code ="
        " f.area WHERE f.source = 'mps_borough_crime' AND f.measure LIKE 'burglary/%' GROUP BY ALL"
    ).df()
    found = database.sql(
        "SELECT area, phi, degrees FROM dispersion WHERE indicator = 'crime_burglary'"
    ).df()
    found = found.set_index("area")
    wide = facts.pivot(index="period_end", columns="area", values="n").fillna(0)
    for area in ("E09000033", "E09000007"):
        assert found.loc[area, "phi"] == pytest.approx(worked(wide[area]))
    bcu = facts[facts["bcu"] == "AW"].groupby("period_end")["n"].sum()
    assert found.loc["AW", "phi"] == pytest.approx(worked(bcu))
    assert found.loc["MPS", "phi"] == pytest.approx(worked(wide.sum(axis=1)))
    assert set(found["degrees"]) <= {
        18,
        17,
    }  # one fewer for wards, whose boundaries changed within the months


def test_only_rates_have_a_dispersion_and_every_ward_has_one(database):
    rows = database.sql(
        "SELECT DISTINCT i.method FROM dispersion d JOIN indicator i ON i.id = d.indicator"
    )
    assert rows.fetchall() == [("rate",)]
    wards = database.sql(
        "SELECT count(*) FROM dispersion d JOIN area a ON a.code = d.area "
        "WHERE d.indicator = 'crime_total' AND a.level = 'ward'"
    ).fetchone()
    assert wards == (679,)
