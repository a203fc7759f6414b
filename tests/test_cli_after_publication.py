"""What fails once new figures are decided on is told as that, and the next command makes up for it."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dashboard import catalogue, cli
from dashboard.declared.read import declarations
from dashboard.errors import InputError, StorageError
from dashboard.pipeline import earlier_days
from dashboard.pipeline import publish as publish_module
from dashboard.pipeline import tidy_databases as upkeep
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import DRAFT, Arrival, Change
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store

ROWS = "measure,area_code,period_start,period_end,value\ncalls_999,MPS,2023-01-01,2023-01-31,{}\n"
DAYS = [dt.date(2023, month, 1) for month in (2, 3, 4)]


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        (line,) = self.err.splitlines()
        return line


@pytest.fixture(scope="module")
def drawn(small_home, tmp_path_factory) -> Places:
    """A home with files of two days."""
    where = Places(small_home("calls_999"))
    declared = declarations(where.declared_folder, catalogue.has_chart)
    for count, day in enumerate(DAYS[:2]):
        file = tmp_path_factory.mktemp("files") / "calls.csv"
        file.write_text(ROWS.format(count), encoding="utf-8")
        build(where, declared, change=Change((Arrival(file, "calls_999", day),)))
    return where


@pytest.fixture
def own(drawn: Places, tmp_path: Path, monkeypatch) -> Places:
    where = Places(Path(shutil.copytree(drawn.root, tmp_path / "own")))
    monkeypatch.setenv("DASHBOARD_HOME", str(where.root))
    monkeypatch.setenv("DASHBOARD_USER", "A. Analyst")
    return where


@pytest.fixture
def third(tmp_path: Path) -> tuple[str, ...]:
    """The command that loads a file of a third day."""
    file = tmp_path / "third.csv"
    file.write_text(ROWS.format(2), encoding="utf-8")
    return "load", str(file), "--published", str(DAYS[2])


@pytest.fixture
def ask(monkeypatch, capfd) -> Callable[..., Done]:
    def asked(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["dashboard", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return asked


def figures(where: Places, path: Path | None = None) -> list[float]:
    store = open_store(where, path or find_database(where))
    return store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].tolist()


def without_vintages(where: Places) -> None:
    for path in (where.built_folder / "vintages").iterdir():
        path.unlink()


@pytest.mark.parametrize(
    "why",
    [
        StorageError("/data could not be written (No space left on device)", "make room"),
        InputError("The check 'x' failed and nothing was changed."),
    ],
)
def test_an_earlier_day_that_cannot_be_built(
    ask, own: Places, third, monkeypatch, why: InputError
) -> None:
    without_vintages(own)

    def refuse(*args, **kwargs) -> None:
        raise why

    with monkeypatch.context() as patch:
        patch.setattr(earlier_days, "build", refuse)
        done = ask(*third)
    assert done.code == 2
    assert done.sentence.startswith("The new figures are in force, but those of ")
    assert "run: python -m dashboard build" in done.sentence
    assert f"Received third.csv as calls_999/{DAYS[2]}." in done.out
    assert figures(own) == [2]
    again = ask("build")
    assert (again.code, again.err) == (0, "")
    assert [figures(own, vintages.at(own, day)) for day in DAYS] == [[0], [1], [2]]


def test_one_earlier_day_that_cannot_be_built_keeps_no_other_from_being_built(
    ask, own, third, monkeypatch
) -> None:
    without_vintages(own)
    real = earlier_days.build

    def refuse(places, declared, tell, as_at, **others):
        if as_at == DAYS[1]:
            raise InputError(
                "The check 'x' failed and nothing was changed: a row; its first row is area MPS."
            )
        return real(places, declared, tell, as_at, **others)

    with monkeypatch.context() as patch:
        patch.setattr(earlier_days, "build", refuse)
        done = ask(*third)
    assert (
        done.code,
        f"those of {DAYS[1]} could not be built: The check 'x'" in done.sentence,
    ) == (2, True)
    assert figures(own, vintages.at(own, DAYS[0])) == [0]


def test_a_fault_of_the_program_as_an_earlier_day_is_built_keeps_its_traceback_and_is_told_as_that(
    own, third, monkeypatch, capfd
) -> None:
    without_vintages(own)

    def fail(*args, **kwargs) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setattr(earlier_days, "build", fail)
    monkeypatch.setattr(sys, "argv", ["dashboard", *third])
    with pytest.raises(RuntimeError, match="a fault of the program"):
        cli.main()
    out = " ".join(capfd.readouterr().out.split())
    assert f"Received third.csv as calls_999/{DAYS[2]}." in out
    assert "The new figures are in force and stay so." in out
    assert figures(own) == [2]


@pytest.mark.parametrize("failing", ["rename", "replace"])
def test_a_disk_that_refuses_the_renames_of_what_is_decided(
    ask, own, third, monkeypatch, failing: str
) -> None:
    real = getattr(os, failing)

    def refuse(start, end, *args, **kwargs):
        if Path(end).name in ("current.json", str(DAYS[2])):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(end))
        return real(start, end, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, failing, refuse)
        done = ask(*third)
        assert done.code == 2
        assert done.sentence.startswith(
            "The new figures are whole and kept, but not yet in force, as "
        )
        assert "No space left on device" in done.sentence
        assert figures(own) == [1]
    again = ask("check")
    assert (again.code, again.err) == (0, "")
    assert figures(own) == [2]
    assert [r.published for r in select_standing(list_releases(own.received_folder))] == DAYS
    assert not list(own.built_folder.glob(f"{DRAFT}*")) + list(
        own.built_folder.glob("publishing.json")
    )


@pytest.mark.parametrize("failing", ["replace", "unlink"])
def test_a_database_that_cannot_be_kept_for_its_day(
    ask, own: Places, third, monkeypatch, failing: str
) -> None:
    def refuse(*args, **kwargs) -> None:
        raise OSError(
            errno.EACCES, os.strerror(errno.EACCES), str(own.built_folder / "vintages" / "a.duckdb")
        )

    with monkeypatch.context() as patch:
        if failing == "replace":
            patch.setattr(upkeep, "_keep", refuse)
        else:
            for path in (own.built_folder / "vintages").iterdir():
                path.write_bytes(path.read_bytes())
                with duckdb.connect(str(path)) as con:
                    con.execute("DELETE FROM observation")
            real = Path.unlink
            patch.setattr(
                Path,
                "unlink",
                lambda path, *a, **kw: (
                    refuse() if path.parent.name == "vintages" else real(path, *a, **kw)
                ),
            )
        done = ask(*third)
    assert done.code == 2
    assert done.sentence.startswith("The new figures are in force, but ")
    assert f"Received third.csv as calls_999/{DAYS[2]}." in done.out
    assert figures(own) == [2]
    assert ask("build").code == 0
    assert [figures(own, vintages.at(own, day)) for day in DAYS] == [[0], [1], [2]]


def test_a_damaged_journal_is_told_with_what_mends_it(ask, own: Places) -> None:
    (own.built_folder / publish_module._JOURNAL).write_text('{"file": ', encoding="utf-8")
    done = ask("build")
    assert (done.code, "publishing.json is damaged: remove it" in done.sentence) == (2, True)
    (own.built_folder / publish_module._JOURNAL).unlink()
    assert ask("build").code == 0


def test_a_damaged_database_is_told_by_check_and_mended_by_build(ask, own: Places) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute("DELETE FROM held")
    done = ask("check")
    assert done.code == 2
    assert "is damaged (held has 0 rows and had 1); run: python -m dashboard build" in done.sentence
    assert ask("build").code == 0
    assert ask("check").code == 0


def test_a_file_is_not_compared_with_a_damaged_database(ask, own: Places, third) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute("DELETE FROM fact")
    done = ask(*third)
    assert (done.code, done.err) == (0, "")
    assert "It is not compared with what stood on its day: The database" in " ".join(
        done.out.split()
    )
    assert figures(own) == [2]
