"""Whatever a file holds, it is read or refused with a sentence, and a draft of it is TOML that a
person can fill in.
"""

from __future__ import annotations

import tempfile
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.declared.meetings import Meeting
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.minutes.draft import draft
from dashboard.minutes.record import read_record

INDICATORS = declarations(Path(__file__).resolve().parents[2] / "data" / "declared").indicators
PIECES = [
    "Harbour Safety Board",
    "Record of Meeting 3 May 2024",
    "31/02/2023",
    "Present:",
    "Ann Lee, Clerk",
    "Apologies:",
    "1. ",
    "1.1 ",
    "2(a) ",
    "(b) ",
    "Item 3",
    "- ",
    "# ",
    "| No | Action | Owner |\n|---|---|\n| 1 | x |",
    "(Action 2)",
    "(Actions 1 and",
    "Action 7:",
    "Action: ",
    "ACTION 4 – ",
    "**",
    "The MPS would ",
    "requested that ",
    "Clerk to row",
    "by 30 June 2023",
    ", ",
    ". ",
    "\n",
    "\n\n",
    "\f",
    "\\",
    '"',
    "'''",
    "\x00",
    "\x7f",
    "\ufeff",
    "\u2028",
    "trust",
    "999 calls",
    "be done by ",
    "Deadline: ",
]
RECORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


def outcome(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        path.write_bytes(raw)
        try:
            record = read_record(path)
        except InputError as error:
            assert str(error) and "\n" not in str(error)
            return
    text = draft(record, INDICATORS, path.name)
    for blank in ("# date = YYYY-MM-DD", "# meeting = YYYY-MM-DD"):
        text = text.replace(blank, blank[2:].replace("YYYY-MM-DD", "2024-05-03"))
    meeting = Meeting.model_validate(tomllib.loads(text))
    assert len(meeting.action) == len(record.actions)
    assert len({a.id for a in meeting.action}) == len(meeting.action)


@settings(max_examples=300, deadline=None)
@given(RECORDS)
def test_any_text_is_read_or_refused_and_its_draft_is_valid(text: str) -> None:
    head = "Harbour Safety Board\n3 May 2024\n\n1. Buoys\n\n1.1 The Clerk would row (Action 1).\n"
    outcome((head + text).encode("utf-8", "surrogatepass"))
    outcome(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, start: bytes) -> None:
    outcome(start + raw)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_mutated_file_is_read_or_refused(data: st.DataObject, samples: dict[str, bytes]) -> None:
    raw = bytearray(samples[data.draw(st.sampled_from(sorted(samples)))])
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    outcome(bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))]))


LONG = {
    "one word": "a" * 400_000,
    "capitals": "A " * 200_000,
    "brackets": "(Action 1" * 50_000,
    "commas": "Ab Cd, " * 60_000,
    "and": "MPS and " * 50_000,
    "bullets": "- " * 200_000,
    "marks": "(Action 1) " * 30_000,
    "spaces": " " * 400_000 + "x",
    "numbers": "1.1 " * 100_000,
    "lines": "1.1 The Clerk would row (Action 1).\n" * 5_000,
    "stars": "*_`" * 130_000,
    "links": "[a](" * 100_000,
    "pipes": "|" * 400_000,
    "dots": "." * 400_000,
    "dates": "3 May 2024 " * 30_000,
    "that": "requested that, " * 25_000,
    "by": "be done by " * 30_000,
    "hashes": "# " * 200_000,
    "before": "The Clerk would row before " + "a b " * 100_000 + "(Action 1)",
    "board": "to the Board " * 30_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_takes_bounded_time(text: str) -> None:
    began = time.monotonic()
    outcome(f"Harbour Safety Board\n3 May 2024\n\n1. Buoys\n\n1.1 x {text}".encode())
    assert time.monotonic() - began < 20
