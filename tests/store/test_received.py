"""Received files: kept unchanged, and never lost to a later mistake."""

import datetime as dt

import pytest

from dashboard.errors import InputError
from dashboard.store.received import receive, recorded, unchanged

DAY = dt.date(2023, 6, 30)


def test_a_received_file_may_be_received_again_from_where_it_stands(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("figures")
    received = tmp_path / "received"
    first = receive(received, "pas_mps", DAY, file)
    receive(received, "pas_mps", DAY, first.path)
    (kept,) = recorded(received)
    assert kept.path.read_text() == "figures"


def test_a_changed_file_is_told_in_a_sentence(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("figures")
    kept = receive(tmp_path / "received", "pas_mps", DAY, file)
    kept.path.write_text("other figures")
    with pytest.raises(InputError, match="has changed since it was received"):
        unchanged(*recorded(tmp_path / "received"))
