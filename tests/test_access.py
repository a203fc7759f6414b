"""Who a reader is: what is not known is not shown, and a readers' file at fault gives nothing away."""

import os

import pytest

from dashboard.access import OPERATOR, Reader, default_reader, find_reader, signs_in
from dashboard.errors import InputError

FILE = '[readers]\n"Ann.Example@mopac.example" = ["mopac"]\n"no@body.example" = []\n'


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """Write a readers' file and name it in the environment."""

    def write(text: str = FILE):
        path = tmp_path / "readers.toml"
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(0, hash(text) % 10**9))
        monkeypatch.setenv("DASHBOARD_READERS", str(path))
        return path

    monkeypatch.delenv("DASHBOARD_AUDIENCES", raising=False)
    return write


def test_a_reader_of_whom_nothing_is_known_sees_what_is_open_and_plans_of_demonstration_data(
    monkeypatch,
):
    monkeypatch.delenv("DASHBOARD_AUDIENCES", raising=False)
    reader = default_reader()
    assert reader.may_see(("open",), False) and reader.may_see(("mps",), True)
    assert not reader.may_see(("mps",), False) and not reader.may_see((), False)


@pytest.mark.parametrize("served", ["", "open", " , "])
def test_an_installation_that_says_whom_it_serves_shows_no_demonstration_plan_of_others(
    monkeypatch, served
):
    monkeypatch.setenv("DASHBOARD_AUDIENCES", served)
    assert default_reader() == Reader()
    assert not default_reader().may_see(("mps",), True)


def test_an_installation_serves_the_audiences_it_names_and_the_open_one(monkeypatch):
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "mopac, mps")
    assert default_reader().audiences == {"open", "mopac", "mps"}


def test_a_reader_who_signs_in_is_of_the_audiences_of_the_file_whatever_the_case_of_the_address(
    readers,
):
    readers()
    assert signs_in()
    assert find_reader(" ann.example@MOPAC.example ").audiences == {"open", "mopac"}
    for stranger in (None, "", "no@body.example", "ann.example@mopac.example.org"):
        assert find_reader(stranger) == Reader()


def test_with_sign_in_a_demonstration_plan_of_others_is_not_shown_to_whoever_comes_by(readers):
    readers()
    assert not find_reader(None).may_see(("mps",), True)


def test_a_change_of_the_readers_file_holds_at_once(readers):
    readers()
    assert "mopac" in find_reader("ann.example@mopac.example").audiences
    readers(FILE.replace('mopac"]', 'mps"]'))
    assert find_reader("ann.example@mopac.example").audiences == {"open", "mps"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "readers = 1",
        '[readers]\n"a@b" = "mopac"',
        '[readers]\n"a@b" = [1]',
        "[readers]\n[more]\n",
        "]",
    ],
)
def test_a_readers_file_at_fault_is_a_sentence_and_gives_no_audience(readers, text):
    readers(text)
    with pytest.raises(InputError, match=r"readers\.toml must hold one table, readers"):
        find_reader("ann.example@mopac.example")


def test_a_readers_file_that_is_not_there_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_READERS", str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match="cannot be read; see DASHBOARD_READERS"):
        find_reader("ann.example@mopac.example")


def test_whatever_is_kept_for_one_reader_is_kept_apart_from_what_is_kept_for_another():
    kinds = [Reader(), Reader(demonstrations=True), Reader(frozenset({"open", "mps"})), OPERATOR]
    assert len({reader.key for reader in kinds}) == len(kinds)
