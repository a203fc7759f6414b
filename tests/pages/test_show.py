"""How a panel's table and a headline's words are drawn."""

import pandas as pd
import pytest

from dashboard.ui.table import decimals


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ([3, 2, 1], 0),
        ([3.0, None, 2.0], 0),
        ([3.0, 2.5, 1.0], 1),
        ([13.6, 15.4, 12.0], 1),
        ([3.0, 2.75, 2.5], 2),
        ([0.123456, 1.0], 2),
        ([None, None], 0),
        ([], 0),
    ],
)
def test_the_numbers_of_a_column_have_as_many_decimals_as_one_another_and_at_most_two(
    numbers, places
):
    assert decimals(pd.Series(numbers, dtype=float)) == places
