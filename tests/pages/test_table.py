"""What a table of the page is told: its cells as they are, its rows as areas, and what of them is
chosen.
"""

import pandas as pd
from opened import cards, page

from dashboard.ui.table import table_message


def drawn(rows: pd.DataFrame) -> dict:
    return table_message(rows, "Words.")


def test_numbers_lists_words_and_what_is_missing_are_told_as_what_they_are():
    told = drawn(
        pd.DataFrame(
            {
                "Name": ["A <b>", None],
                "Rate": [1.25, float("nan")],
                "Rank": pd.array([2, None], dtype="Int64"),
                "Trend": [[1.0, 2.0], []],
            }
        )
    )
    assert [(c["heading"], c["kind"], c["places"], c["cells"]) for c in told["columns"]] == [
        ("Name", "words", 0, ["A <b>", None]),
        ("Rate", "number", 2, [1.25, None]),
        ("Rank", "number", 0, [2, None]),
        ("Trend", "line", 0, [[1.0, 2.0], []]),
    ]
    assert told["areas"] == [] and told["alt"] == "Words."


def test_a_table_without_a_row_or_a_column_stands():
    assert drawn(pd.DataFrame())["columns"] == []
    assert [c["cells"] for c in drawn(pd.DataFrame({"Name": []}))["columns"]] == [[]]


def test_the_rows_of_the_chosen_boroughs_are_told_apart(demonstration_shown):
    told = cards(page("compare", areas="E09000017,E09000007"))["table"]["table"]
    assert sorted(told["chosen"]) == ["E09000007", "E09000017"]
    boroughs = next(c for c in told["columns"] if c["heading"] == "Borough")
    assert len(told["areas"]) == len(boroughs["cells"]) == 32
