"""Whatever is wrong with TOML of anyone's is one kind of error, for every reader of such a file."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from secret_plan import ROOT, calls

from dashboard import catalogue
from dashboard.access import Reader, find_reader
from dashboard.declared.read import declarations
from dashboard.errors import DeclarationError, InputError
from dashboard.pipeline.receive import receive
from dashboard.pipeline.standing_releases import contents
from dashboard.record.pack_file import read_pack_toml
from dashboard.toml_text import read_toml

BROKEN = {
    "deep": f"title = {'[' * 3000}{']' * 3000}",
    "long number": f"title = {'9' * 5000}",
    "no TOML": "title =",
}


@pytest.fixture(params=list(BROKEN))
def broken(request: pytest.FixtureRequest) -> str:
    return BROKEN[request.param]


def test_it_is_a_decode_error(broken) -> None:
    import tomllib

    with pytest.raises(tomllib.TOMLDecodeError):
        read_toml(broken)


def test_a_file_of_a_pack_is_refused_in_a_sentence(broken) -> None:
    with pytest.raises(InputError, match="The file is no TOML"):
        read_pack_toml(broken)


def test_a_declaration_is_named_with_its_fault(broken, tmp_path) -> None:
    folder = tmp_path / "declared"
    shutil.copytree(ROOT / "data" / "declared", folder)
    (folder / "actions" / "2024-01-01.toml").write_text(broken)
    with pytest.raises(DeclarationError, match=r"2024-01-01\.toml: not a TOML file"):
        declarations(folder, catalogue.has_chart)


def test_the_note_of_a_release_leaves_that_release_out_alone(broken, tmp_path) -> None:
    file = tmp_path / "calls.csv"
    calls(100).to_csv(file, index=False)
    received = tmp_path / "received"
    for day in (dt.date(2023, 2, 1), dt.date(2023, 3, 1)):
        receive(received, "calls_999", day, file)
    note = next(received.glob("calls_999/2023-03-01*/release.toml"))
    note.write_text(broken)
    whole = contents(received)
    assert [release.published for release in whole.releases] == [dt.date(2023, 2, 1)]
    assert [stray.release for stray in whole.strays] == ["calls_999/2023-03-01"]


def test_the_readers_file_is_told_of(broken, tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "readers.toml"
    file.write_text(broken)
    monkeypatch.setenv("DASHBOARD_READERS", str(file))
    with pytest.raises(InputError, match=r"readers\.toml must hold one table"):
        assert isinstance(find_reader("a@example.org"), Reader)
