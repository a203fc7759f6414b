"""The record: appended to by one writer at a time, read by anyone, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select

from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.database import (
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


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Record:
    """The record of one installation. A reader of it makes no file."""

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
        """Every entry, oldest first; with an ``as_at`` those written by the end of that day.

        Raises:
            RecordError: the record cannot be read.
        """
        return written_by(self.read()[0], as_at)

    def read(self) -> tuple[tuple[Entry, ...], tuple[Head, ...]]:
        """Every entry and the seal of each, oldest first, as they stood at one moment.

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
            RecordError: it could not be written; then nothing was.
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
        last = connection.execute(_LAST).first()
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


_LAST = select(ENTRY.c.sequence, ENTRY.c.time, ENTRY.c.hash).order_by(ENTRY.c.sequence.desc())
_LAST = _LAST.limit(1)


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
        select(ENTRY.c.action).where(ENTRY.c.kind == "new action", ENTRY.c.meeting == meeting)
    ).all()
    taken = {int(row.action.rpartition("/")[2]) for row in rows}
    return f"{meeting}/{max((0, *taken, *numbers)) + 1}"


def _pack_entries(connection: Connection) -> list[Entry]:
    """The entries that speak of packs, oldest first."""
    rows = connection.execute(
        select(ENTRY).where(ENTRY.c.kind.in_(PACK_KINDS)).order_by(ENTRY.c.sequence)
    ).all()
    return [Entry(**row._mapping) for row in rows]


def _find_subject(connection: Connection, words: Withdrawal | Correction) -> tuple[str, str]:
    """Meeting and action of the entry that ``words`` correct or withdraw.

    Raises:
        InputError: there is no such entry, it is of another kind, or it is withdrawn already.
    """
    row = connection.execute(select(ENTRY).where(ENTRY.c.sequence == words.entry)).first()
    if row is None or row.kind not in ("update", "new action"):
        raise InputError(
            f"Entry {words.entry} is no update or new action of the record; choose another."
        )
    if isinstance(words, Correction):
        right = words.update if row.kind == "update" else words.new_action
        if right is None or (words.update is not None and words.new_action is not None):
            raise InputError(f"Entry {words.entry} is of the kind '{row.kind}'; give such words.")
    later = connection.execute(
        select(ENTRY.c.body).where(ENTRY.c.kind == "withdrawal", ENTRY.c.action == row.action)
    ).all()
    if _withdraws([each.body for each in later], words.entry):
        raise InputError(f"Entry {words.entry} is withdrawn already; record it anew.")
    return row.meeting, row.action


def _withdraws(bodies: Sequence[str], entry: int) -> bool:
    return any(json.loads(body).get("entry") == entry for body in bodies)
