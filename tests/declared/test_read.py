"""Declarations: every fault is told in a sentence, all at once, and a new indicator is a file and
no code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.demo import attitude_survey
from dashboard.errors import DeclarationError
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = "actions/2023-04-28.toml"
TRUST = "indicators/trust.toml"
FAULTS = {
    "misspelt key": (
        TRUST,
        'short = "Trust"',
        'shrot = "Trust"',
        "indicators/trust.toml, shrot: there is no such key; did you mean 'short'?",
    ),
    "missing key": (
        TRUST,
        'better = "higher"\n',
        "",
        "indicators/trust.toml, better: the key is missing.",
    ),
    "key like no other": (
        TRUST,
        "decimals = 0",
        "decimals = 0\nzzzz = 1",
        "indicators/trust.toml, zzzz: there is no such key; remove it.",
    ),
    "value not allowed": (
        TRUST,
        'better = "higher"',
        'better = "up"',
        "indicators/trust.toml, better: Input should be 'higher', 'lower' or 'neutral'.",
    ),
    "step of a rolling year": (
        "indicators/dwo_posts.toml",
        'stock = true\nperiod = "month"',
        'period = "year"',
        (
            "indicators/dwo_posts.toml: Value error, a rolling year has no control limits that a"
            " step could begin anew"
        ),
    ),
    "step without its reason": (
        "indicators/dwo_posts.toml",
        "note = ",
        "# note = ",
        "indicators/dwo_posts.toml, step.0.note: the key is missing.",
    ),
    "trial that ends before it starts": (
        "trials.toml",
        "rolled_out = 2023-04-28",
        "end = 2022-03-31",
        "trials.toml, trial.0: Value error, 'end' is 2022-03-31, before the start on 2022-04-01.",
    ),
    "not TOML": (TRUST, 'name = "Trust', "name = Trust", "indicators/trust.toml: not a TOML file"),
    "control character": (
        ACTIONS,
        'title = "Report',
        'title = "\\u0007Report',
        (
            "actions/2023-04-28.toml, action.0.title: holds U+0007, a character that is not seen:"
            " take it out."
        ),
    ),
    "no character": (
        ACTIONS,
        'title = "Report',
        'title = "\\uFFFEReport',
        (
            "actions/2023-04-28.toml, action.0.title: holds U+FFFE, a character that is not seen:"
            " take it out."
        ),
    ),
    "direction turned": (
        "areas/wards.csv",
        "Abbey",
        "\u202eAbbey",
        "areas/wards.csv, row 2, name: holds U+202E, a character that is not seen: take it out.",
    ),
    "unit with marks": (
        TRUST,
        'unit = "per cent"',
        'unit = "<b>per cent"',
        (
            "indicators/trust.toml, unit: Value error, a unit is written in letters, digits,"
            " spaces and"
        ),
    ),
    "unknown source": (
        TRUST,
        '"pas_mps"',
        '"pas_london"',
        "indicators/trust.toml, sources: 'pas_london' is not a declared source.",
    ),
    "unknown chart": (
        ACTIONS,
        'chart = "ranking"',
        'chart = "pie"',
        "actions/2023-04-28.toml, action 4, evidence 5, chart: page 'compare' has no chart 'pie'.",
    ),
    "unknown indicator": (
        ACTIONS,
        'indicator = "confidence"',
        'indicator = "confidnce"',
        (
            "actions/2023-04-28.toml, action 7, evidence 1, indicator: 'confidnce' is not a"
            " declared indicator."
        ),
    ),
    "unknown area": (
        ACTIONS,
        'indicator = "confidence"',
        'indicator = "confidence"\narea = "E99999999"',
        "actions/2023-04-28.toml, action 7, evidence 1, area: 'E99999999' is not a declared area.",
    ),
    "elasticity outside its range": (
        "assumptions.toml",
        "value = -2.0",
        "value = -9.0",
        (
            "assumptions.toml, lever.0.share: Value error, the value -9 is not within its range, -4"
            " to -0.5."
        ),
    ),
    "lever moved to nothing": (
        "assumptions.toml",
        "low = -30",
        "low = -100",
        "assumptions.toml, lever.0: Value error, a change in per cent must stay above -100.",
    ),
    "lever twice": (
        "assumptions.toml",
        'id = "workforce"',
        'id = "demand"',
        "assumptions.toml: Value error, the lever 'demand' is declared twice.",
    ),
    "assumption without its reason": (
        "assumptions.toml",
        'note = "Change in the calls',
        'nte = "Change in the calls',
        "assumptions.toml, lever.0.note: the key is missing.",
    ),
    "unknown parent": (
        "areas/boroughs.csv",
        "Barnet,NW",
        "Barnet,XX",
        "areas/boroughs.csv: E09000003 has the unknown parent XX.",
    ),
    "alias of nowhere": (
        "areas/aliases.csv",
        "City of Westminster,E09000033",
        "City of Westminster,E09000099",
        "areas/aliases.csv, row 2, code: E09000099 is not a declared area.",
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data" / "declared", tmp_path / "data" / "declared")
    return tmp_path / "data" / "declared"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(root: Path) -> list[str]:
    with pytest.raises(DeclarationError) as told:
        declarations(root, catalogue.has_chart)
    assert str(told.value) == "\n".join(told.value.faults)
    return told.value.faults


def test_the_declarations_as_they_stand_are_sound() -> None:
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    assert sum(a.level == "borough" for a in declared.areas.values()) == 32
    assert next(iter(declared.indicators)) == "trust"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_file_and_key(root: Path, fault: str) -> None:
    file, old, new, sentence = FAULTS[fault]
    edit(root / file, old, new)
    told = faults(root)
    assert any(f.startswith(sentence) for f in told), told
    if fault not in (
        "misspelt key",
        "assumption without its reason",
    ):  # which leave the right key missing, another
        assert len(told) == 1


def test_all_faults_of_all_files_are_told_at_once(root: Path) -> None:
    edit(root / TRUST, "short =", "shrot =")
    edit(root / "indicators" / "listens.toml", 'better = "higher"\n', "")
    edit(root / "sources" / "pas_mps.toml", "publisher =", "publsher =")
    edit(root / ACTIONS, 'status = "open"', 'status = "pending"')
    told = faults(root)
    for file in (TRUST, "indicators/listens.toml", "sources/pas_mps.toml", ACTIONS):
        assert any(f.startswith(file) for f in told), file


def test_all_broken_references_are_told_at_once(root: Path) -> None:
    edit(root / TRUST, '"pas_mps"', '"pas_london"')
    edit(root / ACTIONS, 'chart = "ranking"', 'chart = "pie"')
    edit(root / ACTIONS, 'indicator = "confidence"', 'indicator = "none"\narea = "nowhere"')
    assert len(faults(root)) == 4


def test_a_missing_area_file_is_a_fault_and_not_a_traceback(root: Path) -> None:
    (root / "areas" / "wards.csv").unlink()
    assert "areas/wards.csv: the file is missing; it declares every ward." in faults(root)


def test_a_new_indicator_on_a_loaded_source_needs_a_file_and_no_code(
    root: Path, tmp_path: Path
) -> None:
    places = Places(tmp_path)
    shutil.copytree(ROOT / "queries", places.queries)
    shutil.copy(root / "indicators" / "trust.toml", root / "indicators" / "faith.toml")
    edit(root / "indicators" / "faith.toml", "Trust in the MPS", "Faith in the MPS")
    for file in attitude_survey.write(tmp_path / "files"):
        receive(places.received_folder, file.source, file.published, file.path, demonstration=True)
    build(places, declarations(root, catalogue.has_chart))
    store = open_store(places, find_database(places))
    rows = store.query("indicators").set_index("id")
    assert rows.loc["faith", "name"] == "Faith in the MPS"
    assert rows.loc["faith", "last_period"] == rows.loc["trust", "last_period"]
    new, old = (
        store.query("compare", indicator=i, period="2022-12-31")["value"]
        for i in ("faith", "trust")
    )
    assert len(new) > 32
    assert new.equals(old)
