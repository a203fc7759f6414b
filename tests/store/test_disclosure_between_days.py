"""Disclosure control over several days: whoever sets the databases of two days side by side works
out no figure.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from attacker import (
    FAMILIES,
    ROOT,
    Known,
    attack,
    drawn_facts,
    drawn_london,
    hemmed_in,
    together,
    worked_out,
)

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.settings import Places
from dashboard.store import vintages

REVISABLE = ["categories", "periods", "complements"]
SEEDS = range(2)


def revised(facts: list[tuple], seed: int, share: float = 0.1) -> list[tuple]:
    """The facts with a share of the counts revised, some of the small ones to greater ones and the
    reverse.
    """
    draw = np.random.default_rng(100 + seed)
    return [
        (
            (*fact[:6], max(0, fact[6] + int(draw.choice([-6, -3, 4, 8]))), fact[7])
            if fact[0] in ("away", "found") and draw.random() < share
            else fact
        )
        for fact in facts
    ]


def two_days(
    folder: Path, family: str, seed: int, beside: bool, later_first: bool = False
) -> list[Path]:
    """The databases of a day and of a later one with revised counts, built in turn: the second
    ``beside`` the first.
    """
    first = drawn_facts(family, seed)
    made: list[Path] = []
    order = [("earlier", first), ("later", revised(first, seed))]
    for name, facts in order[::-1] if later_first else order:
        path = folder / f"{name}.duckdb"
        drawn_london(
            family, seed, facts=facts, others=made if beside else (), path=str(path)
        ).close()
        made.append(path)
    return made


def attacked(paths: list[Path], family: str) -> Known:
    """What an attacker knows who holds all these databases."""
    known = []
    for path in paths:
        with duckdb.connect(str(path), read_only=True) as con:
            known.append(attack(con, FAMILIES[family]))
    return together(*known)


CASES = [(family, seed, seed == 1) for family in REVISABLE for seed in SEEDS]


@pytest.mark.parametrize(("family", "seed", "later_first"), CASES)
def test_no_withheld_figure_follows_from_two_days_together_in_whatever_order_they_are_built(
    tmp_path, family, seed, later_first
):
    known = attacked(two_days(tmp_path, family, seed, beside=True, later_first=later_first), family)
    assert known.sought
    assert worked_out(known) == []
    assert hemmed_in(known) == []


def test_the_same_attack_finds_figures_where_each_day_is_guarded_alone(tmp_path):
    family = "periods"
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        if worked_out(attacked(two_days(folder, family, seed, beside=False), family)):
            return
    pytest.fail("the attack finds nothing, so it shows nothing")


def test_the_days_of_the_demonstration_together_give_no_detection_rate_away(
    demonstration_home: Path,
) -> None:
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart).indicators[
        "rape_detection"
    ]
    places, days = Places(demonstration_home), []
    for day in vintages.dates(places):
        with duckdb.connect(str(vintages.at(places, day)), read_only=True) as con:
            days.append(attack(con, [declared]))
    known = together(*days)
    assert len(days) == 3 and len(known.sought) > len(days[0].sought)
    assert worked_out(known) == []
    assert hemmed_in(known) == []
