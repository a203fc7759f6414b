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
from dashboard.actions.toml import rewritten
from dashboard.declared.cross_check import KnownCharts, action_faults
from dashboard.declared.meetings import Action, Carried, Meeting, Update
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
    kept: bool = False
    """True: the removal of what is to be kept - a meeting, an action, an update, or that it was
    carried over.
    """


def read_log(
    path: Path, declared: Declarations, known_charts: KnownCharts | None
) -> dict[str, Meeting]:
    """The meetings of a log in ``path``, held to all that is asked of the declarations themselves.

    What they take in of the live record is no matter of the log, and stays as declared.

    Raises:
        InputError: the file is no log (one sentence), or is wrong in places (LogError: one for
            each, with sheet, row and column).
    """
    log = log_of(rows(path))
    if not log.faults:
        faults = action_faults(
            log.meetings, declared.areas, declared.indicators, declared.plans, known_charts
        )
        log.faults += [log.told(fault) for fault in faults]
    if not log.faults:
        log.faults += [*_overwritten(log, declared.meetings), *_shortened(log, declared.meetings)]
    if log.faults:
        raise LogError(log.faults)
    return {
        stem: meeting.model_copy(update={"recorded_to": declared.meetings[stem].recorded_to})
        if stem in declared.meetings
        else meeting
        for stem, meeting in log.meetings.items()
    }


def _overwritten(log: Log, before: Mapping[str, Meeting]) -> Iterator[str]:
    """What a person wrote into a cell that is not read back: what never stood there, in the file or
    as declared.
    """
    ever: dict[tuple[str, str], set[object]] = {}
    for meeting in (*log.meetings.values(), *before.values()):
        said = [(a.id, a.status, a.due) for a in meeting.action]
        said += [(a.id, u.status or a.status, a.due) for a in meeting.action for u in a.update]
        for name, status, due in (*said, *((c.action, c.status, c.due) for c in meeting.carried)):
            ever.setdefault((name, "status"), set()).add(status)
            ever.setdefault((name, "due"), set()).add(due)
    for row, name, field, value in log.shown():
        if value not in ever[name, field.key.removesuffix("_now")]:
            told = (
                f"'{value}' is not read, as it follows from the updates; put it into an update or a"
                " carried action"
            )
            yield f"{row.where(field.key)}: {told}."


def _shortened(log: Log, before: Mapping[str, Meeting]) -> Iterator[str]:
    """Paragraph numbers that a spreadsheet program took for decimals when it opened a CSV file:
    2.10 became 2.1.
    """
    declared = {
        (stem, a.id): a.paragraph for stem, meeting in before.items() for a in meeting.action
    }
    declared |= {
        (stem, c.action): c.paragraph for stem, meeting in before.items() for c in meeting.carried
    }
    for row, of, paragraph in log.paragraphs():
        was = declared.get(of, "")
        if re.fullmatch(r"\d+\.\d+0", was) and paragraph == was.rstrip("0").rstrip("."):
            told = f"a spreadsheet program shortens {was}, which is declared, to {paragraph}"
            where = row.where("paragraph")
            yield (
                f"{where}: {told}; write '{was} with the apostrophe, or change the log as a"
                " workbook."
            )


def changes(before: Mapping[str, Meeting], after: Mapping[str, Meeting]) -> list[Change]:
    """What ``after`` has that ``before`` has not, and the other way round; an action is known by
    its id.
    """
    found: list[Change] = []
    for stem in sorted({*before, *after}):
        found += _meeting(stem, before.get(stem), after.get(stem))
    old, new = ({a.id: a for m in one.values() for a in m.action} for one in (before, after))
    for name in dict.fromkeys((*old, *new)):
        found += _action(name, old.get(name), new.get(name))
    return found


def _meeting(stem: str, old: Meeting | None, new: Meeting | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change("new", stem, f"meeting of the {new.board}")
    elif old is not None and new is None:
        yield Change("removed", stem, f"meeting of the {old.board}", kept=True)
    elif old is not None and new is not None and old.board != new.board:
        yield Change("changed", stem, f"board: {old.board} -> {new.board}")
    if old is not None and new is not None and old.demonstration != new.demonstration:
        yield Change("changed", stem, f"demonstration: {_flag(old)} -> {_flag(new)}")
    gone, come = _apart(old.carried if old else (), new.carried if new else ())
    yield from (Change("removed", item.action, _carried(stem, item), kept=True) for item in gone)
    yield from (Change("new", item.action, _carried(stem, item)) for item in come)
    if old is not None and new is not None:
        ids = [[action.id for action in one.action] for one in (old, new)]
        if (ids[0] != ids[1] and set(ids[0]) == set(ids[1])) or (
            old.carried != new.carried and not gone and not come
        ):
            yield Change("changed", stem, "the order of its actions")


def _flag(meeting: Meeting) -> str:
    return "yes" if meeting.demonstration else "no"


def _action(name: str, old: Action | None, new: Action | None) -> Iterator[Change]:
    if old is None and new is not None:
        due = (
            f"due {due_text(new.due, new.due_words)}"
            if new.due or new.due_words
            else "no due date set"
        )
        yield Change("new", name, f"action: {new.title} ({new.owner}, {new.status}, {due})")
        yield from (Change("new", name, _update(u)) for u in new.update)
        return
    if old is not None and new is None:
        yield Change("removed", name, f"action: {old.title}", kept=True)
        return
    assert old is not None and new is not None
    for key in Action.model_fields:
        was, is_now = getattr(old, key), getattr(new, key)
        if key not in ("evidence", "update") and was != is_now:
            note = (
                "; to date the change, add an update with the new status" if key == "status" else ""
            )
            yield Change(
                "changed", name, f"{_WORDS.get(key, key)}: {_shown(was)} -> {_shown(is_now)}{note}"
            )
    gone, come = _apart(old.update, new.update)
    yield from (Change("removed", name, _update(u), kept=True) for u in gone)
    yield from (Change("new", name, _update(u)) for u in come)
    gone_charts, new_charts = _apart(old.evidence, new.evidence)
    yield from (Change("removed", name, f"chart {e.page} {e.chart}: {e.note}") for e in gone_charts)
    yield from (Change("new", name, f"chart {e.page} {e.chart}: {e.note}") for e in new_charts)
    for kind, was, is_now in (
        ("updates", old.update, new.update),
        ("charts", old.evidence, new.evidence),
    ):
        if was != is_now and Counter(was) == Counter(is_now):
            yield Change("changed", name, f"the order of its {kind}")


def _apart(old: Sequence[Part], new: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """What is only in ``old`` and what is only in ``new``, each as often as it is there."""
    was, is_now = Counter(old), Counter(new)
    return list((was - is_now).elements()), list((is_now - was).elements())


def _update(update: Update) -> str:
    return f"update of {day(update.date)}: {update.text}{_set(update)}"


def _carried(stem: str, item: Carried) -> str:
    return f"carried to {stem} as action {item.number}: {item.text}{_set(item)}"


def _set(item: Update | Carried) -> str:
    due = item.due if isinstance(item, Carried) else None
    words = [f"status {item.status}"] if item.status else []
    words += [f"due {day(due)}"] if due else []
    return f" ({', '.join(words)})" if words else ""


def _shown(value: object) -> str:
    return "none set" if value in (None, "") else str(value)


def write(folder: Path, before: Mapping[str, Meeting], after: Mapping[str, Meeting]) -> list[Path]:
    """Write the file of each meeting that changed into ``folder`` and remove those of meetings that
    are gone.

    Each file is there whole, old or new, at any moment; the other files are not touched, and what
    does not change within a file stays as it is, comments and all. Returns what was changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    touched = []
    for stem, meeting in after.items():
        if before.get(stem) != meeting:
            touched.append(folder / f"{stem}.toml")
            _replace(touched[-1], rewritten(_text(touched[-1]), meeting))
    for stem in before.keys() - after.keys():
        touched.append(folder / f"{stem}.toml")
        touched[-1].unlink(missing_ok=True)
    return sorted(touched)


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
