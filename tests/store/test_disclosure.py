"""Disclosure control, attacked: whoever holds everything that is published works out no withheld
figure.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
from attacker import FAMILIES, ROOT, SCHEMA, attack, drawn_london, hemmed_in, worked_out

from dashboard import catalogue
from dashboard.declared.models import Indicator
from dashboard.declared.read import declarations
from dashboard.pipeline.add_previous_year import add_previous_year
from dashboard.pipeline.compute_observations import compute_observations
from dashboard.pipeline.suppress import suppress_counts

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_no_withheld_figure_follows_from_all_that_is_published(family: str, seed: int) -> None:
    known = attack(drawn_london(family, seed), FAMILIES[family])
    assert known.sought
    assert worked_out(known) == []
    assert hemmed_in(known) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_attack_finds_figures_where_small_counts_alone_are_withheld(family: str) -> None:
    assert any(
        worked_out(attack(drawn_london(family, seed, guarded=False), FAMILIES[family]))
        for seed in SEEDS
    )


def reasons(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many observations are withheld, by reason."""
    return dict(
        con.execute("SELECT reason, count(*)::INTEGER FROM withheld_figure GROUP BY ALL").fetchall()
    )


def test_nothing_is_withheld_besides_where_nothing_is_withheld() -> None:
    shown = [i.model_copy(update={"withhold_below": 0}) for i in FAMILIES["categories"]]
    con = drawn_london("categories", 0, indicators=shown)
    assert reasons(con) == {}
    assert con.execute("SELECT count(*) FROM observation WHERE value IS NULL").fetchone() == (0,)


def test_a_withheld_figure_is_in_no_column_and_does_not_come_back_a_year_later() -> None:
    con = drawn_london("categories", 2)
    numbers = ", ".join(
        f"{c} IS NOT NULL" for c in ("numerator", "denominator", "value", "lower", "upper")
    )
    shown = (
        "SELECT count(*) FROM observation WHERE withheld IS NOT NULL AND"
        f" list_contains([{numbers}], true)"
    )
    assert con.execute(shown).fetchone() == (0,)
    copied = """
        SELECT count(*), count(o.year_value) + count(o.year_numerator) + count(o.year_denominator)
        FROM observation o JOIN withheld_figure y USING (indicator, area, group_type, group_name)
        WHERE y.period_end = o.period_end - INTERVAL 1 YEAR AND y.reason = $1
    """
    for reason in ("count", "secondary"):
        there, copies = con.execute(copied, [reason]).fetchone() or (0, 0)
        assert there > 0
        assert copies == 0


def test_the_true_counts_of_withheld_figures_are_read_by_no_query() -> None:
    con = drawn_london("categories", 0)
    kept = con.execute(
        "SELECT count(*) FROM withheld_figure WHERE numerator IS NOT NULL"
    ).fetchone()
    assert kept == (sum(reasons(con).values()),)
    for file in sorted((ROOT / "queries").rglob("*.sql")):
        assert file.name == "schema.sql" or "withheld_figure" not in file.read_text(
            encoding="utf-8"
        ), file


def test_pages_and_exports_read_no_fact_and_a_check_tells_only_of_sources_of_which_nothing_is_withheld() -> (
    None
):
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    guarded = {
        s
        for i in declared.indicators.values()
        if i.withhold_below or i.least_base
        for s in i.sources
    }
    assert guarded
    told = set()
    for file in sorted((ROOT / "queries").rglob("*.sql")):
        sql = re.sub("--.*", "", file.read_text(encoding="utf-8"))
        if file.name == "schema.sql" or not re.search(r"\bfact\b", sql):
            continue
        assert file.parent.name == "checks", f"{file.name} reads fact, in which nothing is withheld"
        if re.search(r"\bvalue\b", sql):
            named = {s for s in declared.sources if f"'{s}'" in sql}
            assert named, f"{file.name} tells values of any source"
            told |= named
    assert told and not told & guarded


@pytest.fixture(scope="module")
def demonstration(demonstration_home: Path) -> Path:
    """The demonstration's database."""
    built = demonstration_home / "data" / "built"
    return built / json.loads((built / "current.json").read_text(encoding="utf-8"))["file"]


def anew(
    path: Path, ids: list[str], least: int
) -> tuple[duckdb.DuckDBPyConnection, list[Indicator]]:
    """The demonstration's facts observed anew with counts below ``least`` withheld, not yet
    protected.
    """
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    con = duckdb.connect(":memory:")
    con.execute(f"ATTACH '{path}' AS demonstration (READ_ONLY)")
    con.execute(SCHEMA)
    con.execute("INSERT INTO area FROM demonstration.area")
    con.execute("INSERT INTO fact FROM demonstration.fact WHERE source = 'deployability'")
    stricter = [declared.indicators[i].model_copy(update={"withhold_below": least}) for i in ids]
    for each in stricter:
        compute_observations(con, each, declared.sources)
    return con, stricter


def test_what_is_withheld_besides_in_the_demonstration_is_few_and_no_total(
    demonstration: Path,
) -> None:
    with duckdb.connect(str(demonstration), read_only=True) as con:
        there = reasons(con)
        totals = con.execute(
            "SELECT count(*) FROM withheld_figure WHERE reason = 'secondary' AND level = 'mps'"
        )
        assert totals.fetchone() == (0,)
    assert 0 < there["secondary"] <= there["count"]


def test_one_word_stands_for_every_reason(demonstration: Path) -> None:
    with duckdb.connect(str(demonstration), read_only=True) as con:
        words = con.execute(
            "SELECT DISTINCT withheld FROM observation WHERE withheld IS NOT NULL"
        ).fetchall()
    assert words == [("withheld",)]


YEAR = "period_end IN (DATE '2022-03-31', DATE '2023-03-31')"
DEPLOYABILITY = ["limited_duties", "not_deployable_share", "not_fully_deployable"]


def test_the_demonstration_as_built_gives_no_detection_rate_away(demonstration: Path) -> None:
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    with duckdb.connect(str(demonstration), read_only=True) as con:
        known = attack(con, [declared.indicators["rape_detection"]])
    assert known.sought
    assert worked_out(known) == []
    assert hemmed_in(known) == []


def test_the_demonstrations_officers_by_category_stand_the_attack_with_more_of_them_withheld(
    demonstration: Path,
) -> None:
    con, stricter = anew(demonstration, DEPLOYABILITY, 20)
    assert worked_out(attack(con, stricter, YEAR))
    suppress_counts(con, {i.id: i for i in stricter})
    add_previous_year(con)
    known = attack(con, stricter, YEAR)
    assert known.sought
    assert worked_out(known) == []
    assert hemmed_in(known) == []
