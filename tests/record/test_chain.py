"""Whatever is done to the record outside the program, the first line that is concerned is named."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.record.chain import find_break, find_lost_head
from dashboard.record.entry import FIRST, Entry, Head, canonical, chained_hash

TEXTS = st.text(max_size=12)
MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
COLUMNS = [field.name for field in fields(Entry)]


@st.composite
def records(draw, least=1) -> tuple[list[Entry], list[Head]]:
    entries: list[Entry] = []
    for sequence in range(1, draw(st.integers(least, 8)) + 1):
        said = {
            "sequence": sequence,
            "time": f"2023-04-28T09:{sequence:02d}:00.000000Z",
            "author": draw(TEXTS),
            "kind": draw(st.sampled_from(["update", "new action", "pack"])),
            "meeting": "2023-04-28",
            "action": draw(TEXTS),
            "body": canonical({"text": draw(TEXTS)}),
        }
        previous = entries[-1].hash if entries else FIRST
        entries.append(Entry(**said, previous=previous, hash=chained_hash(said, previous)))
    return entries, [Head(entry.sequence, entry.hash) for entry in entries]


def chain_anew(entries: list[Entry], start: int) -> list[Entry]:
    """``entries`` as someone would leave them who also works out every hash from ``start`` on."""
    whole = entries[:start]
    for entry in entries[start:]:
        said = entry.fields | {"sequence": len(whole) + 1}
        previous = whole[-1].hash if whole else FIRST
        whole.append(Entry(**said, previous=previous, hash=chained_hash(said, previous)))
    return whole


@MANY
@given(records(least=0))
def test_a_record_as_it_was_written_has_no_break(record):
    assert find_break(*record) is None


@MANY
@given(records(), st.data())
def test_a_change_of_any_field_of_any_line_is_found_at_that_line(record, data):
    entries, seals = record
    at = data.draw(st.integers(0, len(entries) - 1))
    column = data.draw(st.sampled_from(COLUMNS))
    old = getattr(entries[at], column)
    other = st.integers(-1, 12) if column == "sequence" else st.text(max_size=70)
    entries[at] = replace(entries[at], **{column: data.draw(other.filter(lambda v: v != old))})
    assert find_break(entries, seals).number == at + 1


@MANY
@given(records(), st.data())
def test_a_missing_line_is_found_where_it_was_also_at_the_end(record, data):
    entries, seals = record
    at = data.draw(st.integers(0, len(entries) - 1))
    del entries[at]
    broken = find_break(entries, seals)
    assert broken.number == at + 1
    assert "is missing" in broken.sentence or "is not in its place" in broken.sentence


@MANY
@given(records(least=2), st.data())
def test_lines_in_another_order_are_found_at_the_first(record, data):
    entries, seals = record
    order = data.draw(st.permutations(range(len(entries))).filter(lambda o: o != sorted(o)))
    first = next(n for n, place in enumerate(order) if n != place)
    moved = [entries[place] for place in order]
    for numbered in (moved, [replace(e, sequence=n) for n, e in enumerate(moved, 1)]):
        assert find_break(numbered, seals).number == first + 1


@MANY
@given(records(), st.data())
def test_a_line_put_in_is_found(record, data):
    entries, seals = record
    at = data.draw(st.integers(0, len(entries)))
    entries.insert(at, data.draw(st.sampled_from(entries)))
    assert find_break(entries, seals).number <= len(entries)


@MANY
@given(records())
def test_a_line_that_follows_and_has_no_seal_is_found(record):
    entries, seals = record
    said = entries[-1].fields | {"sequence": len(entries) + 1}
    entries.append(
        Entry(**said, previous=entries[-1].hash, hash=chained_hash(said, entries[-1].hash))
    )
    assert "has no seal" in find_break(entries, seals).sentence


@MANY
@given(records(), st.data())
def test_a_change_with_every_later_hash_worked_out_anew_is_found_by_the_seals(record, data):
    entries, seals = record
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries]
    changed[at] = replace(entries[at], author=entries[at].author + "x")
    assert find_break(chain_anew(changed, at), seals).number == at + 1
    shorter = chain_anew(entries[:at] + entries[at + 1 :], at)
    assert find_break(shorter, seals).number == at + 1


@MANY
@given(records(), st.data())
def test_one_who_changes_seals_too_is_found_by_a_head_that_was_noted(record, data):
    entries, seals = record
    noted = str(seals[-1])
    changed = [replace(entries[0], author=entries[0].author + "x"), *entries[1:]]
    changed = chain_anew(changed, 0)
    assert find_break(changed, [Head(e.sequence, e.hash) for e in changed]) is None
    assert find_lost_head(entries, noted, "was noted") is None
    assert find_lost_head(changed, noted, "was noted") == (
        f"The record lacks entry {noted}, which was noted."
    )
