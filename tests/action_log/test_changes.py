"""What a log changes is told line by line, and only what changed is written."""

from __future__ import annotations

import tomllib

import pytest
from logs import APRIL, JUNE, action, small

from dashboard.actions.changes import changes, write
from dashboard.actions.toml import to_toml, update_toml
from dashboard.declared.meetings import CarriedAction, Evidence, Meeting, Update


def with_april(**more) -> dict[str, Meeting]:
    """The small log with action 3 of April changed."""
    found = small()
    second, third = found["2023-04-28"].action
    changed = (second, third.model_copy(update=more))
    return found | {"2023-04-28": found["2023-04-28"].model_copy(update={"action": changed})}


def with_june(**more) -> dict[str, Meeting]:
    return small() | {"2023-06-30": small()["2023-06-30"].model_copy(update=more)}


BEGUN = Update(date="2023-05-10", text="Work has begun.", status="in progress")
DONE = Update(date="2023-07-03", text="Done.", status="complete")
CHART = Evidence(page="trust", chart="gaps", note="The gap.")
AGAIN = CarriedAction(
    action="2023-04-28/2", number=3, text="Still wanted.", status="in progress", due="2023-12-01"
)
SEPTEMBER = Meeting(date="2023-09-29", board="Board", action=(action("2023-09-29", 1, due=JUNE),))
CASES = {
    "nothing": (small(), []),
    "an update": (
        with_april(update=(BEGUN, DONE)),
        [
            ("new", "2023-04-28/3", "update of 3 July 2023: Done. (status complete)", False),
        ],
    ),
    "an update gone": (
        with_april(update=()),
        [
            (
                "removed",
                "2023-04-28/3",
                "update of 10 May 2023: Work has begun. (status in progress)",
                True,
            ),
        ],
    ),
    "an update reworded": (
        with_april(update=(DONE,)),
        [
            (
                "removed",
                "2023-04-28/3",
                "update of 10 May 2023: Work has begun. (status in progress)",
                True,
            ),
            ("new", "2023-04-28/3", "update of 3 July 2023: Done. (status complete)", False),
        ],
    ),
    "the status when agreed": (
        with_april(status="closed"),
        [
            (
                "changed",
                "2023-04-28/3",
                (
                    "status when agreed: open -> closed; to date the change, add an update with the"
                    " new status"
                ),
                False,
            ),
        ],
    ),
    "a due date": (
        with_april(due=None),
        [
            ("changed", "2023-04-28/3", "due when agreed: 2023-06-30 -> none set", False),
        ],
    ),
    "a chart": (
        with_april(evidence=(CHART,)),
        [
            ("removed", "2023-04-28/3", "chart outcomes recruitment: PCSOs in post.", False),
            ("new", "2023-04-28/3", "chart trust gaps: The gap.", False),
        ],
    ),
    "a meeting and its action": (
        small() | {"2023-09-29": SEPTEMBER},
        [
            ("new", "2023-09-29", "meeting of the Board", False),
            ("new", "2023-09-29/1", "action: Title 1 (MPS, open, due 30 June 2023)", False),
        ],
    ),
    "an action gone": (
        with_june(action=()),
        [("removed", "2023-06-30/2", "action: Title 2", True)],
    ),
    "a carry-over gone": (
        with_june(carried=()),
        [
            (
                "removed",
                "2023-04-28/3",
                (
                    "carried to 2023-06-30 as action 1: Asked for again, in writing. (due 29"
                    " September 2023)"
                ),
                True,
            ),
        ],
    ),
    "a carry-over": (
        with_june(carried=(*small()["2023-06-30"].carried, AGAIN)),
        [
            (
                "new",
                "2023-04-28/2",
                (
                    "carried to 2023-06-30 as action 3: Still wanted. (status in progress, due 1"
                    " December 2023)"
                ),
                False,
            ),
        ],
    ),
    "another board": (
        with_june(board="Another board"),
        [
            (
                "changed",
                "2023-06-30",
                "board: Performance and Risk Oversight Board -> Another board",
                False,
            ),
        ],
    ),
    "another order": (
        small()
        | {
            "2023-04-28": Meeting(
                date=APRIL,
                board=small()["2023-04-28"].board,
                action=small()["2023-04-28"].action[::-1],
            )
        },
        [("changed", "2023-04-28", "the order of its actions", False)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_change_is_one_line_and_a_loss_of_the_record_is_marked(case):
    after, expected = CASES[case]
    assert [(c.kind, c.what, c.words, c.is_kept) for c in changes(small(), after)] == expected


def test_a_meeting_that_is_gone_is_marked_with_all_that_goes_with_it():
    found = changes(small(), {"2023-04-28": small()["2023-04-28"]})
    assert [(c.what, c.is_kept) for c in found] == [
        ("2023-06-30", True),
        ("2023-04-28/3", True),
        ("2023-06-30/2", True),
    ]


@pytest.mark.parametrize("case", [case for case in CASES if case != "nothing"])
def test_whatever_is_written_was_told(case):
    after, _ = CASES[case]
    assert after != small()
    assert changes(small(), after)


def test_only_the_file_of_a_meeting_that_changed_is_written(tmp_path):
    write(tmp_path, {}, small())
    (tmp_path / "2023-04-28.toml").write_text(
        f"# A person's note.\n{to_toml(small()['2023-04-28'])}"
    )
    kept = (tmp_path / "2023-04-28.toml").read_bytes()
    touched = write(tmp_path, small(), with_june(board="Another board"))
    assert [path.name for path in touched] == ["2023-06-30.toml"]
    assert (tmp_path / "2023-04-28.toml").read_bytes() == kept
    assert tomllib.loads((tmp_path / "2023-06-30.toml").read_text())["board"] == "Another board"
    assert write(tmp_path, small(), {"2023-04-28": small()["2023-04-28"]}) == [
        tmp_path / "2023-06-30.toml"
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2023-04-28.toml"]


def by_hand() -> str:
    """The April meeting's file as a person keeps it: with comments, and some keys in an order of
    their own.
    """
    text = "# The April board; minutes approved on 30 June.\n" + to_toml(small()["2023-04-28"])
    text = text.replace(
        'owner = "MPS"\nstatus = "open"', 'status = "open"   # as minuted\nowner = "MPS"'
    )
    return text.replace("[[action.update]]", "# told by e-mail\n[[action.update]]")


def test_a_change_leaves_comments_and_order_of_all_else_in_the_file(tmp_path):
    (tmp_path / "2023-04-28.toml").write_text(by_hand(), encoding="utf-8")
    after = with_april(update=(BEGUN, DONE), due=None)
    assert write(tmp_path, small(), after) == [tmp_path / "2023-04-28.toml"]
    was, is_now = (
        by_hand().splitlines(),
        (tmp_path / "2023-04-28.toml").read_text(encoding="utf-8").splitlines(),
    )
    assert [line for line in was if line not in is_now] == ["due = 2023-06-30"]
    assert is_now[-6:] == [
        'status = "in progress"',
        "",
        "[[action.update]]",
        "date = 2023-07-03",
        'text = "Done."',
        'status = "complete"',
    ]
    assert Meeting.model_validate(tomllib.loads("\n".join(is_now))) == after["2023-04-28"]


def test_an_action_that_moves_takes_its_comments_along_and_one_that_goes_takes_them_away():
    second, third = small()["2023-04-28"].action
    turned = small()["2023-04-28"].model_copy(update={"action": (third, second)})
    text = update_toml(by_hand(), turned)
    assert text.count("#") == by_hand().count("#")
    assert Meeting.model_validate(tomllib.loads(text)) == turned
    alone = small()["2023-04-28"].model_copy(update={"action": (second,)})
    text = update_toml(by_hand(), alone)
    assert "# The April board" in text and "# told by e-mail" not in text
    assert Meeting.model_validate(tomllib.loads(text)) == alone


@pytest.mark.parametrize("text", ["", "no toml at all", "[[action]]\nid = 3", 'date = "never"'])
def test_a_file_that_cannot_be_changed_in_place_is_written_whole(text):
    assert update_toml(text, small()["2023-04-28"]) == to_toml(small()["2023-04-28"])


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    write(tmp_path, {}, small())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dashboard.actions.changes.os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, small(), with_june(board="Another board"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
