"""The commands load, releases and revert: what they tell of a file, what they ask, and what they
leave.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import typer

from dashboard import catalogue, cli
from dashboard.cli import load_report as cli_told
from dashboard.declared.read import declarations
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.compare_release import Standing
from dashboard.pipeline.receive import receive
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store

ROOT = Path(__file__).resolve().parents[1]
MONTHS = {"2023-01-01": "2023-01-31", "2023-02-01": "2023-02-28", "2023-03-01": "2023-03-31"}
INDICATORS = ("calls_999", "answered_999", "abstraction_rate")


@dataclass
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        return " ".join(self.out.split())


@pytest.fixture(scope="module")
def small(small_home) -> Path:
    return small_home(*INDICATORS)


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Places:
    return Places(shutil.copytree(small, tmp_path / "own"))


@pytest.fixture
def ask(own, monkeypatch, capfd) -> Callable[..., Done]:
    monkeypatch.setenv("DASHBOARD_HOME", str(own.root))
    monkeypatch.setenv("DASHBOARD_USER", "A. Analyst")
    monkeypatch.setenv("COLUMNS", "200")

    def asked(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return asked


def refused(done: Done) -> str:
    assert done.code == 2
    assert "Traceback" not in done.out + done.err
    (said,) = done.err.strip().splitlines()
    return said


def cells(line: str) -> list[str]:
    """The cells of a row of a printed table."""
    return [cell.strip() for cell in line.strip("│ ").split("│")]


def stand(places: Places) -> dict[str, bytes]:
    folders = (places.received_folder, places.built_folder)
    return {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def calls(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of 999 calls, a number a month from January 2023; half were answered within ten
    seconds.
    """

    def written(name: str, *counts: float) -> Path:
        months = list(MONTHS.items())[: len(counts)]
        rows = [
            {"measure": m, "area_code": "MPS", "period_start": start, "period_end": end, "value": v}
            for (start, end), n in zip(months, counts, strict=True)
            for m, v in (("calls_999", n), ("calls_999_within_10s", 50))
        ]
        pd.DataFrame(rows).to_csv(tmp_path / name, index=False)
        return tmp_path / name

    return written


def figures(places: Places, as_at: dt.date | None = None) -> list[float]:
    store = open_store(places, vintages.at(places, as_at), as_at)
    return store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].tolist()


def one_ward(path: Path) -> Path:
    """A file with a warning: it has one ward of all."""
    pd.DataFrame(
        [
            {
                "measure": m,
                "area_code": "E05009317",
                "period_start": "2023-01-01",
                "period_end": "2023-01-31",
                "value": v,
            }
            for m, v in (("duty_minutes", 100), ("abstraction_minutes", 10))
        ]
    ).to_csv(path, index=False)
    return path


def test_a_first_file_is_told_to_be_all_new_and_is_kept_with_who_loaded_it(ask, own, calls) -> None:
    done = ask("load", calls("a.csv", 100, 120), "--published", "2023-05-15")
    assert (done.code, done.err) == (0, "")
    assert "4 values for MPS; 2 periods, January 2023 to February 2023." in done.flat
    assert "All 4 are new: nothing of this source stood on 2023-05-15." in done.flat
    (kept,) = select_standing(list_releases(own.received_folder))
    note = tomllib.loads((kept.path.parent / "release.toml").read_text(encoding="utf-8"))
    assert (note["publisher"], note["loaded_by"], note["rows"]) == ("MPS", "A. Analyst", 4)
    assert note["loaded_at"].utcoffset() == dt.timedelta(0)
    row = open_store(own, find_database(own)).query("releases").iloc[0]
    assert (row["publisher"], row["loaded_by"]) == ("MPS", "A. Analyst")
    assert row["loaded_at"] == note["loaded_at"].replace(tzinfo=None)


def test_a_later_file_is_told_by_what_is_new_revised_and_vanished(ask, own, calls) -> None:
    ask("load", calls("a.csv", 100, 120), "--published", "2023-05-15")
    later = calls("b.csv", 100, 144, 150)
    rows = pd.read_csv(later)
    gone = (rows["measure"] == "calls_999_within_10s") & (rows["period_end"] == "2023-01-31")
    rows[~gone].to_csv(later, index=False)
    done = ask("load", later, "--published", "2023-06-30")
    assert (done.code, done.err) == (0, "")
    assert (
        "2 new, 1 revised, 1 vanished (no longer given; they go on standing as they were)."
        in done.flat
    )
    (told,) = (line for line in done.out.splitlines() if "February 2023  " in line)
    assert re.split(r"\s{2,}", told.strip())[1:] == ["MPS", "February 2023", "120", "144", "1"]
    assert figures(own) == [100, 144, 150]
    assert figures(own, dt.date(2023, 6, 29)) == [100, 120]


def test_a_dry_run_tells_all_and_changes_nothing(ask, own, calls) -> None:
    ask("load", calls("a.csv", 100), "--published", "2023-05-15")
    before = stand(own)
    done = ask("load", calls("b.csv", 101, 102), "--published", "2023-06-30", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert "2 new, 1 revised, 0 vanished." in done.flat
    assert "Nothing was changed: --dry-run." in done.flat
    assert stand(own) == before


def test_a_file_with_errors_is_refused_whole_with_every_other_of_the_command(
    ask, own, calls, tmp_path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(calls("b.csv", 101).read_text().replace("101", "many"), encoding="utf-8")
    for extra in ([], ["--dry-run"]):
        done = ask(
            "load",
            calls("a.csv", 100),
            bad,
            "--published",
            "2023-05-15",
            "--published",
            "2023-06-30",
            *extra,
        )
        assert (
            refused(done) == "bad.csv has errors, so nothing was loaded: mend what is told above."
        )
        assert "Found: 1 error." in done.out
        assert "error row 2, value: Value 'many' is not a number" in done.flat
        assert stand(own) == {}


def test_warnings_are_asked_about_on_a_terminal_and_refused_without_one(
    ask, own, tmp_path, monkeypatch
) -> None:
    file = one_ward(tmp_path / "ward.csv")
    said = refused(ask("load", file, "--published", "2023-05-15"))
    assert (
        said == "ward.csv has 2 warnings, so nothing was loaded: read them above, then say"
        " --accept-warnings."
    )
    assert stand(own) == {}
    answers = iter((False, True))
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "confirm", lambda question: asked.append(question) or next(answers))
    assert refused(ask("load", file, "--published", "2023-05-15")) == "Nothing was changed."
    assert stand(own) == {}
    assert ask("load", file, "--published", "2023-05-15").code == 0
    assert asked == ["There are 2 warnings. Publish all the same?"] * 2
    assert [r.id for r in select_standing(list_releases(own.received_folder))] == [
        "abstraction/2023-05-15"
    ]


def test_accept_warnings_publishes_without_asking(ask, own, tmp_path) -> None:
    done = ask(
        "load", one_ward(tmp_path / "ward.csv"), "--published", "2023-05-15", "--accept-warnings"
    )
    assert (done.code, done.err) == (0, "")
    assert "Found: 2 warnings." in done.out


def test_several_files_are_taken_in_order_of_publication_each_against_the_one_before(
    ask, own, calls
) -> None:
    late, early = calls("late.csv", 110, 120), calls("early.csv", 100)
    done = ask("load", late, early, "--published", "2023-06-30", "--published", "2023-05-15")
    assert (done.code, done.err) == (0, "")
    assert done.flat.index("early.csv 2 rows read") < done.flat.index("late.csv 4 rows read")
    assert "All 2 are new" in done.flat
    assert "2 new, 1 revised, 0 vanished." in done.flat
    assert "Built the figures as they stood on 2023-05-15." in done.flat
    assert (figures(own, dt.date(2023, 6, 1)), figures(own)) == ([100], [110, 120])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--published", "2023-05-15", "--published", "2023-06-30", "--published", "2023-07-31"],
            (
                "There are 3 days of publication for 2 files: give --published once for all files,"
                " or once for each"
            ),
        ),
        (
            ["--published", "2023-05-15"],
            "More than one file would be calls_999/2023-05-15: a source has one ",
        ),
        (
            ["--published", "31/02/2023"],
            "--published is '31/02/2023', which is not a date: write it as YYYY-MM-DD.",
        ),
    ],
)
def test_days_of_publication_that_do_not_fit_are_a_sentence(
    ask, own, calls, words, sentence
) -> None:
    assert refused(ask("load", calls("a.csv", 100), calls("b.csv", 200), *words)).startswith(
        sentence
    )
    assert stand(own) == {}


def test_releases_lists_all_that_was_received_and_what_stands(ask, own, calls) -> None:
    assert (
        "No file has been received yet; run: python -m dashboard load FILE" in ask("releases").flat
    )
    ask("load", calls("a.csv", 100), "--published", "2023-05-15")
    ask("load", calls("b.csv", 110), "--published", "2023-06-30")
    ask("revert", "calls_999/2023-06-30")
    rows = [cells(line) for line in ask("releases").out.splitlines() if "999" in line]
    assert [(r[0], r[1], r[2], r[3], r[6]) for r in rows] == [
        ("calls_999/2023-06-30", "MPS", "2023-06-30", "2", "A. Analyst"),
        ("calls_999/2023-05-15", "MPS", "2023-05-15", "2", "A. Analyst"),
    ]
    assert rows[1][4] == "2023-01-31 to 2023-01-31"
    assert rows[1][8] == "yes"
    assert rows[0][8].startswith("no, since 20") and rows[0][8].endswith("(A. Analyst)")


def test_revert_takes_one_release_back_and_keeps_its_file(ask, own, calls) -> None:
    ask("load", calls("a.csv", 100), "--published", "2023-05-15")
    ask("load", calls("b.csv", 110), "--published", "2023-06-30")
    done = ask("revert", "calls_999/2023-06-30")
    assert (done.code, done.err) == (0, "")
    assert figures(own) == [100]
    gone = next(r for r in list_releases(own.received_folder) if r.reverted_at)
    assert (gone.id, gone.reverted_by) == ("calls_999/2023-06-30", "A. Analyst")
    assert gone.path.read_bytes() == calls("b.csv", 110).read_bytes()
    assert refused(ask("revert", "calls_999/2023-06-30")).startswith(
        "calls_999/2023-06-30 was taken back already, on "
    )
    assert ask("load", gone.path, "--published", "2023-06-30").code == 0
    assert figures(own) == [110]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "calls_999/2023-05-51",
            "There is no release 'calls_999/2023-05-51'; the nearest are calls_999/2023-05-15.",
        ),
        ("zzz", "There is no release 'zzz'; run: python -m dashboard releases."),
    ],
)
def test_an_unknown_release_is_told_with_the_nearest(ask, own, calls, asked, sentence) -> None:
    ask("load", calls("a.csv", 100), "--published", "2023-05-15")
    before = stand(own)
    assert refused(ask("revert", asked)) == sentence
    assert stand(own) == before


def test_a_note_of_an_older_program_still_reads(ask, own, calls) -> None:
    ask("load", calls("a.csv", 100), "--published", "2023-05-15")
    (kept,) = select_standing(list_releases(own.received_folder))
    note = kept.path.parent / "release.toml"
    old = ("source", "published", "sha256", "demonstration")
    lines = [line for line in note.read_text(encoding="utf-8").splitlines() if line.startswith(old)]
    note.write_text("\n".join(lines), encoding="utf-8")
    assert ask("build").code == 0
    assert figures(own) == [100]
    row = open_store(own, find_database(own)).query("releases").iloc[0]
    assert row["publisher"] == "MPS"
    assert pd.isna(row["loaded_at"])
    assert "calls_999/2023-05-15" in ask("releases").out


def boroughs(path: Path, east: float, code: str = "E09000017") -> Path:
    """Boundaries of all boroughs, as squares a kilometre wide; the one of ``code`` is ``east``
    kilometres wider.
    """
    table = pd.read_csv(ROOT / "data" / "declared" / "areas" / "boroughs.csv")
    features = []
    for n, row in enumerate(table.itertuples()):
        west, south = -0.4 + 0.02 * 2 * (n % 8), 51.3 + 0.02 * (n // 8)
        width = (1 + (east if row.code == code else 0)) / (111.32 * math.cos(math.radians(51.5)))
        ring = [
            (west, south),
            (west + width, south),
            (west + width, south + KM),
            (west, south + KM),
            (west, south),
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": row.code, "name": row.name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    return path


KM = 1 / 111.32
"""A kilometre northwards, in degrees."""


def test_a_second_release_of_boundaries_is_told_by_the_areas_it_redraws_and_how_far(
    ask, own, tmp_path
) -> None:
    assert (
        "All 32 are new"
        in ask("load", boroughs(tmp_path / "a.geojson", 0), "--published", "2023-05-15").flat
    )
    before = stand(own)
    again = ask(
        "load", boroughs(tmp_path / "b.geojson", 0), "--published", "2023-06-30", "--dry-run"
    )
    assert "0 new, 0 revised, 0 vanished." in again.flat
    assert "Redrawn" not in again.flat
    done = ask(
        "load", boroughs(tmp_path / "c.geojson", 0.25), "--published", "2023-06-30", "--dry-run"
    )
    assert (done.code, done.err) == (0, "")
    assert "0 new, 1 revised, 0 vanished." in done.flat
    assert "Redrawn by 1% of their area or more: 1." in done.flat
    assert "Hillingdon E09000017 1.00 1.25 25%" in done.flat
    slight = ask(
        "load", boroughs(tmp_path / "d.geojson", 0.003), "--published", "2023-06-30", "--dry-run"
    )
    words = (
        "Redrawn by 1% of their area or more: 0; 1 by less, which may be the same border drawn with"
        " other points."
    )
    assert words in slight.flat
    assert stand(own) == before


def test_a_file_without_an_areas_boundary_is_refused_and_an_unknown_area_is_told(
    ask, own, tmp_path
) -> None:
    file = boroughs(tmp_path / "a.geojson", 0)
    file.write_text(
        file.read_text(encoding="utf-8").replace("E09000017", "E09000099"), encoding="utf-8"
    )
    done = ask("load", file, "--published", "2023-05-15")
    assert refused(done) == "a.geojson has errors, so nothing was loaded: mend what is told above."
    assert "a.geojson lacks 1 of 32 areas (borough), first E09000017 Hillingdon" in done.flat
    assert (
        "(E09000099 Hillingdon) is not a borough of the MPS in areas/boroughs.csv and is left out."
        in done.flat
    )


def test_a_second_release_of_a_plan_is_told_by_tiers_posts_and_scores(capfd) -> None:
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    wards = [a for a in declared.areas.values() if a.level == "ward"][:3]

    def planned(*rows: tuple[str, float, float]) -> LoadedFile:
        posts = [
            {"plan": "april-2022", "ward": w.code, "tier": tier, "dwo_posts": n, "pcso_posts": 1.0}
            for w, (tier, n, _) in zip(wards, rows, strict=False)
        ]
        needs = [
            {"plan": "april-2022", "ward": w.code, "component": "crime", "score": s}
            for w, (*_, s) in zip(wards, rows, strict=False)
        ]
        return LoadedFile(
            "allocation_plan",
            Path("plan.csv"),
            len(rows),
            plan_wards=pd.DataFrame(posts),
            plan_needs=pd.DataFrame(needs),
        )

    standing, source = Standing(declared.areas), declared.sources["allocation_plan"]
    standing.compare(
        source, planned(("standard", 2, 50), ("priority", 3, 60), ("standard", 2, 70)), None
    )
    found = standing.compare(source, planned(("priority", 4, 50), ("priority", 3, 61)), None)
    cli_told.changes(found, source, dt.date(2023, 6, 30), declared)
    said = " ".join(capfd.readouterr().out.split())
    assert "0 new, 2 revised, 1 vanished." in said
    words = (
        "Plan april-2022: of its wards 3 differ; tiers: 1 standard to priority; DWO posts as many,"
        " PCSO posts -1; "
    )
    assert words + "other scores of need in 1." in said
    assert f"{wards[0].name} ({wards[0].code}) standard to priority 2 to 4 1" in said
    assert f"{wards[2].name} ({wards[2].code}) standard to none 2 to none 1 to none" in said


def test_published_file_takes_the_place_of_invented_figures_without_revisions(
    ask, own, calls
) -> None:
    receive(
        own.received_folder,
        "calls_999",
        dt.date(2023, 4, 1),
        calls("invented.csv", 100, 110),
        demonstration=True,
    )
    assert ask("build", "--only-current").code == 0
    said = ask(
        "load", calls("real.csv", 170_000, 180_000), "--published", "2023-05-01", "--dry-run"
    ).flat
    assert (
        "takes the place of the demonstration's figures of this source, which are invented" in said
    )
    assert "so no revision is counted: all 4 are new." in said
    assert "revised" not in said and "Largest revisions" not in said
