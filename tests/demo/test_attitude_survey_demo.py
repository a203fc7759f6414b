"""The invented Public Attitude Survey: the publisher's format, and the published figures where they
exist.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.read import declarations
from dashboard.demo.attitude_survey import CALIBRATION, REVISIONS, write
from dashboard.demo.model import DemoFile
from dashboard.loaders import registry

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return write(tmp_path_factory.mktemp("demo"))


def share(file: DemoFile) -> pd.Series:
    """Return the proportions of a file, read by the loader, by area, measure and end of period."""
    loaded = registry.read_file(
        file.path, DECLARED.sources[file.source], DECLARED.areas, DECLARED.aliases
    )
    assert not [f for f in loaded.findings if f.severity != "note"]
    facts = loaded.facts.assign(share=(loaded.facts["value"] / loaded.facts["base"]).round(4))
    return facts.set_index(["area", "measure", "period_end"])["share"].sort_index()


LAST = {"2023-02-03": "2022-12-31", "2023-05-15": "2023-03-31", "2023-06-30": "2023-06-30"}
"""Day of publication -> last period."""


def test_releases_in_order(files: list[DemoFile]) -> None:
    assert [(f.source, f.published.isoformat()) for f in files] == [
        (source, published) for published in LAST for source in ("pas_borough", "pas_mps")
    ]
    for file in files:
        assert registry.recognise(file.path, DECLARED.sources) == file.source
        ends = share(file).index.get_level_values("period_end")
        last = pd.Timestamp(LAST[file.published.isoformat()])
        assert ends.min() == pd.Timestamp("2019-03-31") and ends.max() == last
        assert ends.nunique() == len(pd.date_range("2019-03-31", last, freq="QE"))


def test_published_figures_are_met(files: list[DemoFile]) -> None:
    ours = pd.concat([share(files[4]), share(files[5])])
    codes = {a.name: a.code for a in DECLARED.areas.values() if a.level in ("borough", "mps")}
    with CALIBRATION.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8 * 12 + 32 * 2 * 3
    for row in rows:
        code = codes.get(row["area"]) or DECLARED.aliases[row["area"].casefold()]
        got = ours[code, row["measure"], pd.Timestamp(row["period_end"])]
        assert got == pytest.approx(float(row["percent"]) / 100), row


def test_every_quarter_has_every_area_within_range(files: list[DemoFile]) -> None:
    boroughs = share(files[4])
    assert len(boroughs) == 18 * 32 * 8
    assert boroughs.between(0.02, 0.98).all()
    december = boroughs.xs(pd.Timestamp("2022-12-31"), level="period_end").unstack("measure")
    assert december["fair"].corr(december["confidence"]) > 0.5


def test_second_release_revises_march_2023_only(files: list[DemoFile]) -> None:
    before, after = share(files[2]), share(files[4])
    changed = (after.reindex(before.index) - before).round(2)
    changed = changed[changed != 0]
    assert set(changed.index.get_level_values("period_end")) == {pd.Timestamp("2023-03-31")}
    assert set(changed.index.get_level_values("measure")) == {"trust", "confidence"}
    assert changed.index.get_level_values("area").nunique() == len(REVISIONS)
    assert share(files[5]).reindex(share(files[3]).index).equals(share(files[3]))


def test_publishers_format(files: list[DemoFile]) -> None:
    borough, mps = (files[i].path.read_bytes().decode() for i in (4, 5))
    assert borough.startswith(
        "Date,Survey,Borough,Measure,Proportion,MPS,,,,\n31/3/2019,PAS,Barking and Dag"
    )
    assert '31/12/2022,PAS,Hillingdon,"""Good Job"" local","0,59","0,49",,,,\n' in borough
    assert "30/6/2023,PAS,Richmond Upon Thames,Trust MPS," in borough
    assert mps.startswith("Date;Survey;Borough;Measure;Proportion\r\n31/03/2019;PAS;MPS;")
    assert '31/03/2023;PAS;MPS;"""Good Job"" local";0,5\r\n' in mps


def test_same_seed_same_bytes(tmp_path: Path, files: list[DemoFile]) -> None:
    again = write(tmp_path / "again")
    assert [f.path.read_bytes() for f in again] == [f.path.read_bytes() for f in files]
    other = write(tmp_path / "other", seed=1)
    assert other[0].path.read_bytes() != files[0].path.read_bytes()
    assert other[1].path.read_bytes() == files[1].path.read_bytes()
