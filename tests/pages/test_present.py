"""Presenting: what is kept of a pack's slides is that of the databases of its days as they stand."""

import json
import os
from pathlib import Path

from opened import page


def linked(demonstration_home: Path, root: Path) -> Path:
    """An installation of its own on the demonstration's files, whose folder of earlier days may be
    taken away.
    """
    (root / "data").mkdir(parents=True)
    for name in ("queries", "data/declared"):
        (root / name).symlink_to(demonstration_home / name)
    built = demonstration_home / "data" / "built"
    for file in built.rglob("*"):
        copy = root / "data" / "built" / file.relative_to(built)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            os.link(file, copy)
    return root


def deck(slide: str) -> str:
    """All that is sent of the deck of the shipped pack."""
    at = page("present", pack="2023-04-28", slide=slide)
    (sent,) = [e.proto for e in at.get("bidi_component") if e.proto.component_name.endswith("deck")]
    return sent.bytes.decode()


def test_slides_of_a_day_that_was_not_built_yet_are_drawn_once_it_is(
    demonstration_home, tmp_path, monkeypatch
):
    home = linked(demonstration_home, tmp_path / "home")
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    vintages, away = home / "data" / "built" / "vintages", tmp_path / "away"
    vintages.rename(away)
    assert "as they stood on 2023-04-28 are not built" in deck("3")
    away.rename(vintages)
    assert "are not built" not in deck("3")


def test_an_action_on_a_slide_is_due_against_the_day_of_the_slide(demonstration_shown):
    slides = json.loads(deck("17"))["message"]["slides"]
    due = {action["id"]: action["due"] for slide in slides for action in slide["actions"]}
    assert due["2023-04-28/6"] == "30 June 2023"
    assert not any("due today" in words for words in due.values())
