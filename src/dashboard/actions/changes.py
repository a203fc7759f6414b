"""What a file of the log would change in what is declared, told before anything is written."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from dashboard.actions.files import rows
from dashboard.actions.rows import Log, LogError, log_of
from dashboard.actions.toml import update_toml
from dashboard.declared.cross_check import KnownCharts, action_faults
from dashboard.declared.meetings import Action, CarriedAction, Meeting, Update
from dashboard.declared.models import Strict
from dashboard.declared.read import Declarations
from dashboard.text import day, due_text

Kind = Literal["new", "changed", "removed"]
Part = TypeVar("Part", bound=Strict)
_WORDS = {
    "reports_to": "reports to",
    "due": "due when agreed",
    "due_words": "due in words",
    "status": "status when agreed",
    "text": "what was asked",
    "carried_from": "carried from",
}


@dataclass(frozen=True)
class Change:
    """One thing that would change."""

    kind: Kind
    what: str
    """Meeting or action, such as '2023-04-28/3'."""
    words: str
    is_kept: bool = False
    """True: the removal of what is to be kept - a meeting, an action, an update, or that it was
    carried over.
    """


def read_log(
    path: Path, declarations: Declarations, known_charts: KnownCharts | None
) -> dict[str, Meeting]:
    """The meetings of a log in ``path``, which must pass every check of the declarations.

    What they take in of the live record is not in the log, and stays as declared.

    Raises:
        InputError: the file is no log (one sentence), or is wrong in places (LogError: one for
            each, with sheet, row and column).
    """
    log = log_of(rows(path))
    if not log.faults:
        faults = action_faults(
            log.meetings,
            declarations.areas,
            declarations.indicators,
            declarations.plans,
            known_charts,
        )
        log.faults += [log.locate_fault(fault) for fault in faults]
    if not log.faults:
        log.faults += [
            *_find_overwritten(log, declarations.meetings),
            *_find_shortened(log, declarations.meetings),
        ]
    if log.faults:
        raise LogError(log.faults)
    return {
        stem: meeting.model_copy(update={"recorded_to": declarations.meetings[stem].recorded_to})
        if stem in declarations.meetings
        else meeting
        for stem, meeting in log.meetings.items()
    }


def _find_overwritten(log: Log, meetings_before: Mapping[str, Meeting]) -> Iterator[str]:
    """What a person wrote into a cell that is not read back: what never stood there, in the file or
    as declared.
    """
    ever: dict[tuple[str, str], set[object]] = {}
    for meeting in (*log.meetings.values(), *meetings_before.values()):
        said: list[tuple[str, Action | Update | CarriedAction]] = [
            (a.id, a) for a in meeting.action
        ]
        said += [(a.id, update) for a in meeting.action for update in a.update]
        said += [(c.action, c) for c in meeting.carried]
        for name, part in said:
            for key in ("status", "owner", "due", "due_words"):
                ever.setdefault((name, key), set()).add(getattr(part, key, None) or None)
    for row, name, field, value in log.iterate_shown():
        if value not in ever[name, field.key.removesuffix("_now")]:
            told = (
                f"'{value}' is not read, as it follows from the updates; put it into an update or a"
                " carried action"
            )
            yield f"{row.locate(field.key)}: {told}."


def _find_shortened(log: Log, meetings_before: Mapping[str, Meeting]) -> Iterator[str]:
    """Paragraph numbers that a spreadsheet program took for decimals when it opened a CSV file:
    2.10 became 2.1.
    """
    declared_paragraphs = {
        (stem, a.id): a.paragraph
        for stem, meeting in meetings_before.items()
        for a in meeting.action
    }
    declared_paragraphs |= {
        (stem, c.action): c.paragraph
        for stem, meeting in meetings_before.items()
        for c in meeting.carried
    }
    for row, of, paragraph in log.paragraphs():
        was = declared_paragraphs.get(of, "")
        if re.fullmatch(r"\d+\.\d+0", was) and paragraph == was.rstrip("0").rstrip("."):
            told = f"a spreadsheet program shortens {was}, which is declared, to {paragraph}"
            location = row.locate("paragraph")
            yield (
                f"{location}: {told}; write '{was} with the apostrophe, or change the log as a"
                " workbook."
            )


def changes(
    meetings_before: Mapping[str, Meeting], meetings_after: Mapping[str, Meeting]
) -> list[Change]:
    """What ``meetings_after`` has that ``meetings_before`` has not, and the other way round; an
    action is known by its id.
    """
    all_changes: list[Change] = []
    for stem in sorted({*meetings_before, *meetings_after}):
        all_changes += _meeting(stem, meetings_before.get(stem), meetings_after.get(stem))
    actions_before, actions_after = (
        {a.id: a for m in one.values() for a in m.action}
        for one in (meetings_before, meetings_after)
    )
    for name in dict.fromkeys((*actions_before, *actions_after)):
        all_changes += _action(name, actions_before.get(name), actions_after.get(name))
    return all_changes


def _meeting(
    stem: str, meeting_before: Meeting | None, meeting_after: Meeting | None
) -> Iterator[Change]:
    if meeting_before is None and meeting_after is not None:
        yield Change("new", stem, f"meeting of the {meeting_after.board}")
    elif meeting_before is not None and meeting_after is None:
        yield Change("removed", stem, f"meeting of the {meeting_before.board}", is_kept=True)
    elif (
        meeting_before is not None
        and meeting_after is not None
        and meeting_before.board != meeting_after.board
    ):
        yield Change("changed", stem, f"board: {meeting_before.board} -> {meeting_after.board}")
    if (
        meeting_before is not None
        and meeting_after is not None
        and meeting_before.demonstration != meeting_after.demonstration
    ):
        yield Change(
            "changed", stem, f"demonstration: {_flag(meeting_before)} -> {_flag(meeting_after)}"
        )
    removals, additions = _split_changes(
        meeting_before.carried if meeting_before else (),
        meeting_after.carried if meeting_after else (),
    )
    yield from (
        Change("removed", item.action, _describe_carried(stem, item), is_kept=True)
        for item in removals
    )
    yield from (Change("new", item.action, _describe_carried(stem, item)) for item in additions)
    if meeting_before is not None and meeting_after is not None:
        ids = [[action.id for action in one.action] for one in (meeting_before, meeting_after)]
        if (ids[0] != ids[1] and set(ids[0]) == set(ids[1])) or (
            meeting_before.carried != meeting_after.carried and not removals and not additions
        ):
            yield Change("changed", stem, "the order of its actions")


def _flag(meeting: Meeting) -> str:
    return "yes" if meeting.demonstration else "no"


def _action(
    name: str, action_before: Action | None, action_after: Action | None
) -> Iterator[Change]:
    if action_before is None and action_after is not None:
        due = (
            f"due {due_text(action_after.due, action_after.due_words)}"
            if action_after.due or action_after.due_words
            else "no due date set"
        )
        yield Change(
            "new",
            name,
            f"action: {action_after.title} ({action_after.owner}, {action_after.status}, {due})",
        )
        yield from (Change("new", name, _update(u)) for u in action_after.update)
        return
    if action_before is not None and action_after is None:
        yield Change("removed", name, f"action: {action_before.title}", is_kept=True)
        return
    assert action_before is not None and action_after is not None
    for key in Action.model_fields:
        was, is_now = getattr(action_before, key), getattr(action_after, key)
        if key not in ("evidence", "update") and was != is_now:
            note = (
                "; to date the change, add an update with the new status" if key == "status" else ""
            )
            yield Change(
                "changed",
                name,
                f"{_WORDS.get(key, key)}: {_describe_value(was)} -> {_describe_value(is_now)}{note}",
            )
    removals, additions = _split_changes(action_before.update, action_after.update)
    yield from (Change("removed", name, _update(u), is_kept=True) for u in removals)
    yield from (Change("new", name, _update(u)) for u in additions)
    gone_charts, new_charts = _split_changes(action_before.evidence, action_after.evidence)
    yield from (Change("removed", name, f"chart {e.page} {e.chart}: {e.note}") for e in gone_charts)
    yield from (Change("new", name, f"chart {e.page} {e.chart}: {e.note}") for e in new_charts)
    for kind, was, is_now in (
        ("updates", action_before.update, action_after.update),
        ("charts", action_before.evidence, action_after.evidence),
    ):
        if was != is_now and Counter(was) == Counter(is_now):
            yield Change("changed", name, f"the order of its {kind}")


def _split_changes(
    parts_before: Sequence[Part], parts_after: Sequence[Part]
) -> tuple[list[Part], list[Part]]:
    """What is only in ``parts_before`` and what is only in ``parts_after``, each as often as it is
    there.
    """
    was, is_now = Counter(parts_before), Counter(parts_after)
    return list((was - is_now).elements()), list((is_now - was).elements())


def _update(update: Update) -> str:
    return f"update of {day(update.date)}: {update.text}{_set(update)}"


def _describe_carried(stem: str, item: CarriedAction) -> str:
    return f"carried to {stem} as action {item.number}: {item.text}{_set(item)}"


def _set(item: Update | CarriedAction) -> str:
    words = [f"status {item.status}"] if item.status else []
    words += [f"due {day(item.due)}"] if item.due else []
    if isinstance(item, Update):
        words += [f"due {item.due_words}"] if item.due_words else []
        words += [f"owner {item.owner}"] if item.owner else []
    return f" ({', '.join(words)})" if words else ""


def _describe_value(value: object) -> str:
    return "none set" if value in (None, "") else str(value)


def write(
    folder: Path, meetings_before: Mapping[str, Meeting], meetings_after: Mapping[str, Meeting]
) -> list[Path]:
    """Write the file of each meeting that changed into ``folder`` and remove those of meetings that
    are gone.

    Each file is there whole, old or new, at any moment; the other files are not touched, and what
    does not change within a file stays as it is, comments and all. Returns what was changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for stem, meeting in meetings_after.items():
        if meetings_before.get(stem) != meeting:
            paths.append(folder / f"{stem}.toml")
            _replace(paths[-1], update_toml(_text(paths[-1]), meeting))
    for stem in meetings_before.keys() - meetings_after.keys():
        paths.append(folder / f"{stem}.toml")
        paths[-1].unlink(missing_ok=True)
    return sorted(paths)


def _text(path: Path) -> str:
    """What the file says now; '' where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _replace(path: Path, text: str) -> None:
    """One rename puts the new text in the place of the old."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
