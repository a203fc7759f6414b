"""Whatever is missing on whichever day, a database is built, and no small count is in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
from attacker import FAMILIES, drawn_facts, drawn_london
from hypothesis import given, settings
from hypothesis import strategies as st

GAPS = st.sets(
    st.sampled_from(
        [
            ("area", "C0"),
            ("area", "C1"),
            ("area", "B0"),
            ("area", "B5"),
            ("group", "Suspended"),
            ("group", "Adjusted"),
            ("year", "2022"),
            ("year", "2023"),
            ("month", "01"),
            ("month", "12"),
            ("measure", "officers"),
            ("measure", "cases"),
        ]
    ),
    max_size=4,
)


def left_of(facts: list[tuple], gaps: set[tuple[str, str]]) -> list[tuple]:
    """The facts that no gap takes away; one at least, as a file has a row."""

    def gone(fact: tuple) -> bool:
        told = {
            ("measure", fact[0]),
            ("area", fact[1]),
            ("year", f"{fact[2]:%Y}"),
            ("month", f"{fact[2]:%m}"),
            ("group", fact[5]),
        }
        return bool(told & gaps)

    return [fact for fact in facts if not gone(fact)] or facts[:1]


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(["categories", "periods", "complements"]), st.integers(0, 50), GAPS, GAPS)
def test_two_days_with_any_gaps_are_built_in_either_order_and_show_no_small_count(
    family, seed, first, second
):
    facts, small = drawn_facts(family, seed), FAMILIES[family]
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        for name, gaps in (("later", second), ("earlier", first), ("later again", second)):
            path = Path(folder) / f"{name}.duckdb"
            con = drawn_london(
                family, seed, facts=left_of(facts, gaps), others=paths, path=str(path)
            )
            for declared in small:
                shown = con.execute(
                    "SELECT count(*) FROM observation WHERE indicator = ? AND numerator > 0 AND"
                    " numerator < ?",
                    [declared.id, declared.withhold_below],
                ).fetchone()
                assert shown == (0,)
            con.close()
            with duckdb.connect(str(path), read_only=True) as again:
                assert again.execute("SELECT count(*) FROM meta").fetchone() is not None
            paths.append(path)
