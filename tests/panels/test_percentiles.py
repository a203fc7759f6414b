"""What is said of the interval of a median: the source's own, or none and why."""

import numpy as np
import pandas as pd

from dashboard.panels.common.percentiles import of_percentiles

MEDIAN, SHARE = pd.Series({"method": "published"}), pd.Series({"method": "proportion"})


def rows(*lower):
    return pd.DataFrame({"value": 9.0, "lower": lower})


def test_the_sources_own_intervals_are_said_to_be_so_and_that_no_incident_is_held():
    said = of_percentiles(rows(8.0, 8.5), MEDIAN)
    assert said.startswith(
        "The figure and its interval are the source's own. The database holds no incident"
    )
    assert "at 99.8% none is given" in said


def test_without_intervals_it_is_said_that_none_can_be_given_and_why():
    said = of_percentiles(rows(np.nan, np.nan), MEDIAN)
    assert "without its incidents, from which alone an interval could be worked out" in said
    assert said.endswith("So no interval can be given, and no difference can be told from chance.")
    assert "1 of 2 have none: the source gives the figure without" in of_percentiles(
        rows(8.0, np.nan), MEDIAN
    )


def test_of_other_figures_and_of_nothing_nothing_is_said():
    assert of_percentiles(rows(8.0), SHARE) == ""
    assert of_percentiles(rows(8.0).assign(value=np.nan), MEDIAN) == ""
