"""The registry: every format has a loader, and a file is known by its content."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from dashboard.declared.models import Source
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
DRAWN = Path(__file__).parent / "drawn"
"""Small files of our own in the same forms."""
DECLARED = declarations(ROOT / "data" / "declared")
CALLS = pd.DataFrame(
    {
        "measure": ["calls_999", "calls_999_within_10s"],
        "area_code": "MPS",
        "period_start": "2023-01-01",
        "period_end": "2023-01-31",
        "value": [180000, 150000],
    }
)


def test_every_format_that_may_be_declared_has_a_loader() -> None:
    assert set(registry.READERS) == set(get_args(Source.model_fields["format"].annotation))
    assert {s.format for s in DECLARED.sources.values()} <= set(registry.READERS)


@pytest.mark.parametrize("folder", [DRAWN, PUBLISHED], ids=["drawn", "published"])
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("2022-10 MPS Ward Level Crime (most recent 24 months).csv", "mps_ward_crime"),
        ("2023-12 MPS Ward Level Crime.csv", "mps_ward_crime"),
        ("2025-04 MPS Ward Level Crime (most recent 24 months).csv", "mps_ward_crime"),
        ("2023-12 MPS Borough Level Crime.csv", "mps_borough_crime"),
        ("PAS_Dashboard_Borough.csv", "pas_borough"),
        ("PAS_Total.csv", "pas_mps"),
        ("Police_Force_Strength.csv", "force_strength"),
        ("london_wards_2025_mps.geojson", "boundaries_ward"),
        ("london_boroughs_from_wards_2025.geojson", "boundaries_borough"),
    ],
)
def test_a_published_file_is_known_whatever_its_name(
    tmp_path: Path, folder: Path, name: str, source: str
) -> None:
    if not (folder / name).exists():
        pytest.skip(f"the published file {folder / name} is not here")
    path = tmp_path / "download"
    path.write_bytes((folder / name).read_bytes())
    assert registry.recognise(path, DECLARED.sources) == source
    loaded = registry.read_file(path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases)
    assert not loaded.is_refused
    assert len(loaded.facts) or len(loaded.boundaries)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_template_is_known_as_text_and_as_a_table(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"calls.{kind}"
    write(CALLS, path)
    assert registry.recognise(path, DECLARED.sources) == "calls_999"


def write(table: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_excel(path, index=False)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_table_that_fits_no_source_is_told_by_its_headers(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"other.{kind}"
    write(pd.DataFrame({"a": ["x"], "b": ["y"]}), path)
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert (
        str(caught.value)
        == f"other.{kind} fits no declared source (its headers are 'a', 'b'): name the source."
    )


def test_long_headers_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"column {i}" for i in range(500)) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert str(caught.value).endswith(" ...): name the source.")
    assert len(str(caught.value)) < 300


def test_a_file_that_fits_two_sources_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write(CALLS, path)
    source = DECLARED.sources["calls_999"]
    twin = source.model_copy(update={"id": "calls_999_again"})
    with pytest.raises(InputError) as caught:
        registry.recognise(path, {s.id: s for s in (source, twin)})
    assert (
        str(caught.value)
        == "calls.csv fits more than one declared source ('calls_999', 'calls_999_again'): name the"
        " source."
    )


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "x.csv cannot be read: No such file or directory."),
        (b"", "x.csv is empty: download it again."),
        (b" \r\n", "x.csv is empty: download it again."),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "x.csv is a Git LFS pointer and not the file itself: run 'git lfs pull'.",
        ),
        (b"a,b\0\n", "x.csv is not text (it holds NUL bytes): save it as CSV UTF-8."),
        (
            b"a,\x81\x8d\n",
            "x.csv is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8.",
        ),
        (
            b"<!DOCTYPE html><html></html>",
            "x.csv is a web page and not a CSV file: download the file itself.",
        ),
        (b"PAR1\0\0", "x.csv is not a Parquet file that can be read: "),
        (
            b"PK\x03\x04\0\0",
            "x.csv is a workbook or zip file that is damaged or cut short: download it again.",
        ),
    ],
)
def test_unreadable_file_is_told_in_a_sentence(
    tmp_path: Path, raw: bytes | None, sentence: str
) -> None:
    path = tmp_path / "x.csv"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_format_without_a_loader_is_refused(tmp_path: Path) -> None:
    source = DECLARED.sources["calls_999"].model_copy(update={"format": "unheard_of"})
    with pytest.raises(InputError) as caught:
        registry.read_file(tmp_path / "x.csv", source, DECLARED.areas, DECLARED.aliases)
    assert (
        str(caught.value)
        == "Source 'calls_999' has format 'unheard_of', for which there is no loader."
    )
