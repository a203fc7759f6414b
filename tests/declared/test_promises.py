"""Plans and promises as declared: a mistake is told in one sentence, and nothing is invented."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.errors import DeclarationError

ROOT = Path(__file__).resolve().parents[2]
FILE = "promises/casey-2023.toml"
FAULTS = {
    "misspelt key": (
        'owner = "MPS"',
        'onwer = "MPS"',
        "promises/casey-2023.toml, promise.0.onwer: there is no such key",
    ),
    "unknown indicator": (
        '"rape_detection", "other_sexual_detection"]',
        '"rape_detecton"]',
        "promise 'womens-protection', indicators: 'rape_detecton' is not a declared indicator; did"
        " you mean 'rape_detection'?",
    ),
    "unknown chart": (
        'chart = "gaps"',
        'chart = "gasp"',
        "promise 'apology-and-consent', chart: page 'trust' has no chart 'gasp'.",
    ),
    "id used twice": (
        'id = "vetting"',
        'id = "misconduct"',
        "promise 'misconduct': the id is used twice; give each promise its own.",
    ),
    "unknown successor": (
        'name = "Baroness',
        'succeeded_by = "nothing"\nname = "Baroness',
        "promises/casey-2023.toml, succeeded_by: 'nothing' is not another declared framework.",
    ),
    "word before the framework": (
        'id = "vetting"\n',
        'id = "vetting"\nentry = [{ date = 2023-01-01, text = "T", source = "S" }]\n',
        "'vetting' has an entry of 2023-01-01, before 2023-03-21, when the framework was published",
    ),
    "promise before the framework": (
        'id = "vetting"\n',
        'id = "vetting"\nknown_from = 2023-01-01\n',
        "'vetting' is known from 2023-01-01, before 2023-03-21, when the framework was published",
    ),
    "word before the promise": (
        'id = "vetting"\n',
        'id = "vetting"\nknown_from = 2024-06-01\n'
        'entry = [{ date = 2024-01-01, text = "T", source = "S" }]\n',
        "'vetting' has an entry of 2024-01-01, before 2024-06-01, when it was made",
    ),
    "status of no list": (
        'id = "vetting"\n',
        'id = "vetting"\nentry = [{ date = 2024-01-01, text = "T", source = "S", status = "ok" }]\n',
        "promise.1.entry.0.status: Input should be 'not started', 'in progress', 'kept', 'not kept'"
        " or 'replaced'.",
    ),
    "word without a source": (
        'id = "vetting"\n',
        'id = "vetting"\nentry = [{ date = 2024-01-01, text = "T" }]\n',
        "promise.1.entry.0.source: the key is missing.",
    ),
    "address that is no page": (
        'address = "https://committees',
        'address = "javascript:alert(1)//committees',
        "promises/casey-2023.toml, address: String should match pattern",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_mistake_in_a_promise_is_one_sentence_with_its_file_and_place(case, tmp_path):
    old, new, sentence = FAULTS[case]
    shutil.copytree(ROOT / "data" / "declared", tmp_path / "declared")
    path = tmp_path / "declared" / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        declarations(tmp_path / "declared", catalogue.has_chart)
    assert any(sentence in fault for fault in caught.value.faults), caught.value.faults


def test_priorities_one_and_five_of_the_turnaround_plan_are_declared_with_indicators():
    plan = declarations(ROOT / "data" / "declared").frameworks["turnaround-2023"]
    for mark in ("Priority 1", "Priority 5"):
        assert any(p.indicators and p.entry for p in plan.promise if p.mark == mark)
