"""A home with 999 calls alone, of which a build takes a fraction of a second, for what is done to
it many times.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import pandas as pd

from dashboard import catalogue
from dashboard.declared.read import Declarations, declarations
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.settings import Places

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "calls_999/2023-05-15", "calls_999/2023-06-30"
BOROUGH = "E09000002"
"""Of whose wards alone the home knows, so that no time goes into the map of London."""
INDICATORS = ("calls_999.toml", "answered_999.toml")


def calls(path: Path, count: int, months: int = 2) -> Path:
    """A file of 999 calls, ``count`` in each month of 2023."""
    ends = pd.period_range("2023-01", periods=months, freq="M")
    rows = [
        {
            "measure": measure,
            "area_code": "MPS",
            "period_start": str(m.start_time.date()),
            "period_end": str(m.end_time.date()),
            "value": value,
        }
        for m in ends
        for measure, value in (("calls_999", count), ("calls_999_within_10s", count // 2))
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def drawn_home(folder: Path) -> tuple[Places, Declarations]:
    """A home in ``folder`` whose one file, published on 15 May 2023, has 1,000 calls in each of two
    months.
    """
    places = Places(folder)
    shutil.copytree(ROOT / "queries", places.queries)
    shutil.copytree(ROOT / "data" / "declared", places.declared_folder)
    shutil.rmtree(places.declared_folder / "actions")
    shutil.rmtree(places.declared_folder / "packs")
    shutil.rmtree(places.declared_folder / "plans")
    shutil.rmtree(places.declared_folder / "promises")
    for name in ("similar.toml", "trials.toml"):
        (places.declared_folder / name).unlink()
    for path in (places.declared_folder / "indicators").glob("*.toml"):
        if path.name not in INDICATORS:
            path.unlink()
    wards = places.declared_folder / "areas" / "wards.csv"
    heading, *rows = wards.read_text(encoding="utf-8").splitlines()
    wards.write_text("\n".join([heading, *(r for r in rows if BOROUGH in r), ""]), encoding="utf-8")
    declared = declarations(places.declared_folder, catalogue.has_chart)
    file = calls(places.root / "files" / "first.csv", 1000)
    build(
        places,
        declared,
        change=Change((Arrival(file, "calls_999", dt.date(2023, 5, 15)),), by="A. Analyst"),
    )
    return places, declared


def copied_home(home: Path, copy: Path) -> Places:
    """A home of its own with what is received and built in ``home``; what no command changes is
    shared with it.
    """
    (copy / "data").mkdir(parents=True, exist_ok=True)
    (copy / "queries").symlink_to(home / "queries")
    (copy / "data" / "declared").symlink_to(home / "data" / "declared")
    known: dict[int, Path] = {}

    def copied(file: str, to: str) -> None:
        """Copy a file, one under two names as one under two names, as a build leaves the database
        and its vintage.
        """
        first = known.setdefault(os.stat(file).st_ino, Path(to))
        if first == Path(to):
            shutil.copyfile(file, to)
        else:
            os.link(first, to)

    for name in ("received", "built"):
        shutil.copytree(home / "data" / name, copy / "data" / name, copy_function=copied)
    return Places(copy)
