"""Estimates of a trial are told on one day alone where two days would narrow a withheld count."""

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import NoDatabaseError
from dashboard.pipeline.other_days import attach
from dashboard.pipeline.statements import statement
from dashboard.store.connection import _explain_damage

SCHEMA = (Path(__file__).resolve().parents[2] / "queries" / "schema.sql").read_text("utf-8")
ROW = (
    "INSERT INTO trial_estimate BY NAME SELECT 'SN' AS area, '{indicator}' AS indicator,"
    " true AS tried, 0 AS shift, DATE '2022-04-01' AS start, DATE '2023-03-31' AS last_period,"
    " 12 AS quarters_before, 4 AS quarters_during, 12 AS areas, {withheld} AS withheld,"
    " 0.1 AS step, {effect} AS effect, -0.2 AS lower, 4.5 AS upper, 0.07 AS p_value, false AS beyond"
)


def filled(con: duckdb.DuckDBPyConnection, **effects: tuple[float, int]) -> None:
    con.execute(SCHEMA)
    for indicator, (effect, withheld) in effects.items():
        con.execute(ROW.format(indicator=indicator, effect=effect, withheld=withheld))


def test_what_another_day_tells_otherwise_is_not_told_again(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as con:
        filled(con, rape=(2.1, 27), knife=(3.1, 0), other=(4.5, 3))
    con = duckdb.connect()
    filled(con, rape=(2.2, 27), knife=(3.2, 0), other=(4.5, 3), new=(1.0, 2))
    for name in attach(con, [tmp_path / "other.duckdb"]):
        con.execute(statement("estimate_trials/tell_once").format(other=name))
    told = dict(con.execute("SELECT indicator, effect FROM trial_estimate").fetchall())
    # Nothing is withheld of knife crime, and of the other offence both days tell the same.
    assert told == {"rape": None, "knife": 3.2, "other": 4.5, "new": 1.0}


def test_a_block_that_is_damaged_is_told_with_what_mends_it() -> None:
    with pytest.raises(NoDatabaseError, match=r"dashboard-1 is damaged; run: python -m dashboard"):
        with _explain_damage("dashboard-1"):
            raise duckdb.IOException("IO Error: Corrupt database file: computed checksum")
    with pytest.raises(duckdb.IOException), _explain_damage("dashboard-1"):
        raise duckdb.IOException("IO Error: something else")
