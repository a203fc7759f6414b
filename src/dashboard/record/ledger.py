"""The record: appended to by one writer at a time, read by anyone, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.chain import find_break
from dashboard.record.database import (
    RecordError,
    create,
    engine_of,
    explain_failures,
    is_there,
    reading,
    writing,
)
from dashboard.record.entry import FIRST, Entry, Head, canonical, chained_hash, written_time
from dashboard.record.fields import EntryWords
from dashboard.record.pack_words import NewPack, PackChange
from dashboard.record.packs import PACK_KINDS, check_change
from dashboard.record.tables import ENTRY, SEAL
from dashboard.record.words import kind_of, read_author
from dashboard.settings import Places
from dashboard.text import day as text_of_day


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Record:
    """The record of one installation.

    A reader of it makes no record; beside one that is there SQLite lays a -shm file while it reads,
    which takes a little room on the disk.
    """

    engine: Engine
    clock: Callable[[], dt.datetime] = _utc_now

    def head(self) -> Head | None:
        """The last entry, by which all before it is known; None where there is none.

        Raises:
            RecordError: the record cannot be read.
        """
        if not is_there(self.engine):
            return None
        with explain_failures(), self.engine.connect() as connection:
            row = connection.execute(_LAST).first()
        return Head(row.sequence, row.hash) if row else None

    def entries(self, as_at: dt.date | None = None) -> tuple[Entry, ...]:
        """Every entry, oldest first, up to the first that is not as it was written; with an
        ``as_at`` those written by the end of that day.

        Raises:
            RecordError: the record cannot be read.
        """
        entries, seals = self.read()
        first_break = find_break(entries, seals)
        return written_by(entries[: first_break.number - 1] if first_break else entries, as_at)

    def read(self) -> tuple[tuple[Entry, ...], tuple[Head, ...]]:
        """Every entry and the seal of each, oldest first, as they stood at one moment; one that was
        damaged has whatever is in its place, for ``find_break`` to name.

        Raises:
            RecordError: the record cannot be read.
        """
        if not is_there(self.engine):
            return (), ()
        with explain_failures(), reading(self.engine) as connection:
            entries = connection.execute(select(ENTRY).order_by(ENTRY.c.sequence)).all()
            seals = connection.execute(select(SEAL).order_by(SEAL.c.sequence)).all()
        return (
            tuple(Entry(**row._mapping) for row in entries),
            tuple(Head(row.sequence, row.hash) for row in seals),
        )

    def append(
        self,
        author: str,
        words: EntryWords,
        *,
        meeting: dt.date | None = None,
        action: str = "",
        numbers: Collection[int] = (),
    ) -> Entry:
        """Write ``words`` as the next entry; once it is returned it is on the disk.

        ``action`` is the id of the action that an update speaks of. A new action is given the next
        number of its ``meeting`` after those in the record and ``numbers``, which are declared.

        Raises:
            InputError: the author is none, or what is to be corrected, withdrawn or changed cannot be.
            RecordError: it could not be written, or an entry that it rests on is not as it was
                written; then nothing was.
        """
        author = read_author(author)
        create(self.engine)
        with explain_failures(), writing(self.engine) as connection:
            return self._append(connection, author, words, meeting, action, numbers)

    def _append(
        self,
        connection: Connection,
        author: str,
        words: EntryWords,
        meeting: dt.date | None,
        action: str,
        numbers: Collection[int],
    ) -> Entry:
        row = connection.execute(_LAST).first()
        last = _as_written(row) if row else None
        day = meeting.isoformat() if meeting else ""
        if isinstance(words, NewAction):
            action = _next_id(connection, day, numbers)
        elif isinstance(words, Withdrawal | Correction):
            day, action = _find_subject(connection, words)
        elif isinstance(words, NewPack):
            day = words.meeting.isoformat()
        elif isinstance(words, PackChange):
            day = check_change(_pack_entries(connection), words).settings.meeting.isoformat()
        elif isinstance(words, ActionUpdate) and not action:
            raise InputError("The update names no action; choose one.")
        _check_due(words, day)
        now = written_time(self.clock())
        fields: dict[str, Any] = {
            "sequence": last.sequence + 1 if last else 1,
            # A clock that was put back does not put entries out of order.
            "time": max(now, last.time) if last else now,
            "author": author,
            "kind": kind_of(words),
            "meeting": day,
            "action": action,
            "body": canonical(words.model_dump(mode="json", exclude_defaults=True)),
        }
        previous = last.hash if last else FIRST
        entry = Entry(**fields, previous=previous, hash=chained_hash(fields, previous))
        connection.execute(
            ENTRY.insert().values(**fields, previous=entry.previous, hash=entry.hash)
        )
        connection.execute(SEAL.insert().values(sequence=entry.sequence, hash=entry.hash))
        return entry


def _check_due(words: EntryWords, meeting: str) -> None:
    """Check that what ``words`` set is due on the day of the ``meeting`` (as YYYY-MM-DD) or later.

    Raises:
        InputError: it is due before.
    """
    said = (words.update or words.new_action) if isinstance(words, Correction) else words
    due = said.due if isinstance(said, ActionUpdate | NewAction) else None
    if due is not None and meeting and due.isoformat() < meeting:
        raise InputError(
            f"The due date {text_of_day(due)} is before the meeting of"
            f" {text_of_day(dt.date.fromisoformat(meeting))}; give a later one."
        )


_LAST = select(ENTRY).order_by(ENTRY.c.sequence.desc()).limit(1)


def _as_written(row: Row[Any]) -> Entry:
    """The entry of a row, to write another by.

    Raises:
        RecordError: it is not as it was written.
    """
    entry = Entry(**row._mapping)
    if not entry.is_as_written:
        raise RecordError(
            "An entry of the live record on which this one rests was changed after it was written,"
            " and nothing was recorded: see python -m dashboard actions verify, and put the record"
            " back from a copy that verifies."
        )
    return entry


def written_by(entries: Sequence[Entry], as_at: dt.date | None) -> tuple[Entry, ...]:
    """Those of ``entries`` that were written by the end of a day; None: all."""
    return tuple(entry for entry in entries if as_at is None or entry.date <= as_at)


def open_record(places: Places) -> Record:
    """The record of an installation; nothing is made until something is appended.

    Raises:
        RecordError: the setting names no database that can be used.
    """
    return Record(engine_of(places))


def _next_id(connection: Connection, meeting: str, numbers: Collection[int]) -> str:
    if not meeting:
        raise InputError("The new action names no meeting; give its day.")
    rows = connection.execute(
        select(ENTRY).where(ENTRY.c.kind == "new action", ENTRY.c.meeting == meeting)
    ).all()
    taken = {int(_as_written(row).action.rpartition("/")[2]) for row in rows}
    return f"{meeting}/{max((0, *taken, *numbers)) + 1}"


def _pack_entries(connection: Connection) -> list[Entry]:
    """The entries that speak of packs, oldest first."""
    rows = connection.execute(
        select(ENTRY).where(ENTRY.c.kind.in_(PACK_KINDS)).order_by(ENTRY.c.sequence)
    ).all()
    return [_as_written(row) for row in rows]


def _find_subject(connection: Connection, words: Withdrawal | Correction) -> tuple[str, str]:
    """Meeting and action of the entry that ``words`` correct or withdraw.

    Raises:
        InputError: there is no such entry, it is of another kind, or it is withdrawn already.
    """
    row = connection.execute(select(ENTRY).where(ENTRY.c.sequence == words.entry)).first()
    entry = _as_written(row) if row else None
    if entry is None or entry.kind not in ("update", "new action"):
        raise InputError(
            f"Entry {words.entry} is no update or new action of the record; choose another."
        )
    if isinstance(words, Correction):
        right = words.update if entry.kind == "update" else words.new_action
        if right is None or (words.update is not None and words.new_action is not None):
            raise InputError(f"Entry {words.entry} is of the kind '{entry.kind}'; give such words.")
    later = connection.execute(
        select(ENTRY).where(ENTRY.c.kind == "withdrawal", ENTRY.c.action == entry.action)
    ).all()
    withdrawals = [_as_written(each).words for each in later]
    if any(isinstance(each, Withdrawal) and each.entry == words.entry for each in withdrawals):
        raise InputError(f"Entry {words.entry} is withdrawn already; record it anew.")
    return entry.meeting, entry.action
