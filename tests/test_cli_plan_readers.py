"""A file of plans is not loaded where that would tell readers of a plan that is not for them."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from secret_plan import PLAN, ROOT, declared, plan

from dashboard import cli
from dashboard.pipeline.receive import receive
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places

OPEN_PLAN = "april-2022"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    places = Places(tmp_path / "home")
    shutil.copytree(ROOT / "queries", places.queries)
    shutil.copytree(ROOT / "data" / "declared", places.declared_folder)
    monkeypatch.setenv("DASHBOARD_HOME", str(places.root))
    monkeypatch.setenv("COLUMNS", "400")
    return places


@pytest.fixture
def wards(places: Places) -> list[str]:
    return sorted(a.code for a in declared(places).areas.values() if a.level == "ward")


def write(path: Path, *plans: pd.DataFrame) -> Path:
    pd.concat(plans).to_csv(path, index=False)
    return path


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd) -> Callable[..., tuple[int, str]]:
    """Runs a command; its exit code and all that it says."""

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        output = capfd.readouterr()
        return int(end.value.code or 0), " ".join((output.out + output.err).split())

    return run


@pytest.fixture
def load(ask) -> Callable[[Path], tuple[int, str]]:
    return lambda file: ask("load", file, "--published", "2023-05-02", "--dry-run")


def test_a_file_that_mixes_plans_for_all_and_for_some_is_refused(load, wards, tmp_path) -> None:
    file = write(
        tmp_path / "plans.csv", plan(OPEN_PLAN, wards, 60, (2, 1)), plan(PLAN, wards, 70, (3, 1))
    )
    code, words = load(file)
    assert code == 2
    assert (
        f"The file states '{PLAN}' for some readers only and '{OPEN_PLAN}' for everyone, who would"
        " see that there is more: give each a file of its own."
    ) in words
    for name in (OPEN_PLAN, PLAN):
        alone = write(tmp_path / f"{name}.csv", plan(name, wards, 60, (2, 1)))
        assert load(alone)[0] == 0


def test_a_plan_for_some_does_not_take_the_place_of_the_demonstrations_for_all(
    ask, load, places, wards, tmp_path
) -> None:
    invented = write(tmp_path / "invented.csv", plan(OPEN_PLAN, wards, 60, (2, 1)))
    day = dt.date(2022, 4, 1)
    receive(places.received_folder, "allocation_plan", day, invented, demonstration=True)
    real = write(tmp_path / "real.csv", plan(PLAN, wards, 70, (3, 1)))
    code, words = load(real)
    assert code == 2
    assert (
        "first take the demonstration's back, by python -m dashboard revert for"
        " allocation_plan/2022-04-01."
    ) in words
    assert load(write(tmp_path / "open.csv", plan(OPEN_PLAN, wards, 61, (2, 1))))[0] == 0
    assert ask("revert", "allocation_plan/2022-04-01")[0] == 0
    assert [r.reverted_at is None for r in list_releases(places.received_folder)] == [False]
    assert load(real)[0] == 0
