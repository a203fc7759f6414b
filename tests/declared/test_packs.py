"""Packs as declared: what each names is there, and a mistake is one sentence with file and slide."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.packs import item_order, packs_as_json, packs_from_json, read_address
from dashboard.declared.read import declarations
from dashboard.errors import DeclarationError

ROOT = Path(__file__).resolve().parents[2]
SLIDE = """title = "A board"
meeting = 2023-04-28

[[slides]]
item = "1.1"
title = "First"

[[slides]]
item = "2.4"
title = "Trust"
panels = ["compare?indicator=trust&areas=E09000008#ranking"]
actions = ["2023-04-28/3"]
"""
FAULTS = {
    "unknown chart": ("#ranking", "#rankings", "panel 1: page 'compare' has no chart 'rankings'."),
    "unknown indicator": (
        "indicator=trust",
        "indicator=trst",
        "panel 1: the indicator 'trst' is unknown; the nearest is Trust in the MPS.",
    ),
    "unknown borough": (
        "E09000008",
        "E09000099",
        "panel 1: the area 'E09000099' is not a borough of the MPS.",
    ),
    "unknown filter": (
        "areas=",
        "aeras=",
        "panel 1: the 'aeras' is not a filter of this page and was left out.",
    ),
    "unknown action": (
        "2023-04-28/3",
        "2023-04-28/33",
        "actions: '2023-04-28/33' is not a declared action; did you mean '2023-04-28/3'?",
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "declared", tmp_path / "declared")
    return tmp_path / "declared"


def write(root: Path, text: str, name: str = "trial") -> Path:
    path = root / "packs" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pack_is_read_in_the_order_of_its_slides(root: Path) -> None:
    write(root, SLIDE)
    pack = declarations(root, catalogue.has_chart).packs["trial"]
    assert [slide.item for slide in pack.slides] == ["1.1", "2.4"]
    assert pack.code == "trial"
    assert pack.slides[0].panels == ()
    assert pack.slides[1].finding is None
    assert packs_from_json(packs_as_json({"trial": pack})) == {"trial": pack}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_slide_names_and_is_not_there_is_told_with_file_and_slide(
    root: Path, fault: str
) -> None:
    old, new, sentence = FAULTS[fault]
    assert old in SLIDE
    write(root, SLIDE.replace(old, new))
    with pytest.raises(DeclarationError) as told:
        declarations(root, catalogue.has_chart)
    assert told.value.faults == [f"packs/trial.toml, slide 2, {sentence}"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("#ranking", "", "names no chart"),
        ("actions =", "acts =", "there is no such key"),
        ('title = "Trust"\n', "", "the key is missing"),
        (
            '"]\nactions',
            '", "trust#gaps", "trust#gaps", "trust#gaps", "trust#gaps"]\nactions',
            "at most 4 items",
        ),
    ],
)
def test_a_slide_of_another_form_is_refused_with_its_key(
    root: Path, old: str, new: str, sentence: str
) -> None:
    assert old in SLIDE
    write(root, SLIDE.replace(old, new))
    with pytest.raises(DeclarationError) as told:
        declarations(root, catalogue.has_chart)
    assert len(told.value.faults) == 1
    assert told.value.faults[0].startswith("packs/trial.toml, slides.1")
    assert sentence in told.value.faults[0]


def test_a_file_may_not_bear_the_code_of_a_recorded_pack(root: Path) -> None:
    write(root, SLIDE, "p41")
    with pytest.raises(DeclarationError, match="the live record names its packs so"):
        declarations(root, catalogue.has_chart)


def test_an_address_from_the_browser_is_kept_as_page_filters_and_chart() -> None:
    address = read_address("https://board.example.org/board/compare?indicator=trust#ranking")
    assert str(address) == "compare?indicator=trust#ranking"
    assert str(read_address(str(address))) == str(address)


def test_paragraphs_are_in_the_order_of_the_agenda() -> None:
    assert sorted(["2.10", "", "2.9", "1.1"], key=item_order) == ["1.1", "2.9", "2.10", ""]


@pytest.mark.parametrize(
    ("base", "address", "page"),
    [
        ("board", "https://board.example.org/board?indicator=trust#indicators", "overview"),
        ("board", "https://board.example.org/board/#indicators", "overview"),
        ("mops/board", "https://board.example.org/mops/board/?x=1#indicators", "overview"),
        ("board", "https://board.example.org/board/compare#ranking", "compare"),
        ("", "https://board.example.org/#indicators", "overview"),
        ("", "https://board.example.org/compare#ranking", "compare"),
        ("board", "compare#ranking", "compare"),
    ],
)
def test_an_address_below_the_path_of_the_server_names_its_page(base, address, page, monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", base)
    assert read_address(address).page == page
