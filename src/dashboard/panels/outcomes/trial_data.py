"""A trial as the record has it, and the quarters of each BCU before and during it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.outcomes.data import offence, on_trial, series
from dashboard.stats.trial import Trial, trial


@dataclass(frozen=True)
class TrialComparison:
    """What the record tells of the trial, the quarters of each BCU before and during it, and how
    they compare.
    """

    trial: pd.Series
    """A row of ``queries/trials.sql``."""
    rows: pd.DataFrame
    """Rows of ``queries/bcu_series.sql``, BCUs alone, in the quarters compared; numerator is NaN
    where withheld.
    """
    late: int
    """Quarters up to the period shown that end after the last day of the comparison."""
    estimate: Trial

    @property
    def before(self) -> pd.Series:
        """Whether each row is of before the start."""
        return self.rows["period_end"] < self.trial["start"]

    @property
    def name(self) -> str:
        """Name of the BCU on trial."""
        return str(self.trial["name"])


@once
def compare_trial(page: Page) -> TrialComparison | None:
    """The trial set beside the offence chosen; None where none is recorded or no detections are
    loaded.
    """
    trial_row, rows = on_trial(page), series(page)
    if trial_row is None or rows.empty:
        return None
    rows = rows[rows["level"] == trial_row["level"]]
    first, last = _window(page, trial_row)
    start, starts, ends = trial_row["start"], rows["period_start"], rows["period_end"]
    whole = (ends < start) | (
        starts >= start
    )  # a quarter that begins before the trial and ends in it is of neither
    late = pd.Series(False, ends.index) if last is None else ends > last
    early = pd.Series(False, ends.index) if first is None else starts < first
    compared_rows = rows[whole & ~early & ~late]
    estimate = trial(compared_rows, trial_row["area"], start, last)
    return TrialComparison(trial_row, compared_rows, int(ends[late].nunique()), estimate)


def _window(page: Page, trial: pd.Series) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """From when, and until when, quarters are compared: no break of the series lies between, and no
    roll-out. None on a side without an end.
    """
    breaks = page.store.query("breaks")
    days = breaks.loc[
        (breaks["indicator"] == offence(page)) & (breaks["level"] == trial["level"]), "date"
    ]
    first = days[days <= trial["start"]].max()
    after = days[days > trial["start"]].min() - pd.Timedelta(days=1)
    ends = [d for d in (trial["end"], trial["rolled_out"], after) if pd.notna(d)]
    return None if pd.isna(first) else first, min(ends, default=None)


@once
def estimates(page: Page) -> pd.DataFrame:
    """``queries/trial_estimates.sql`` of the trial shown: the offence shown first, then the others;
    empty for none.
    """
    trial_row = on_trial(page)
    rows = page.store.query("trial_estimates")
    if trial_row is None:
        return rows.head(0)
    rows = rows[rows["area"] == trial_row["area"]]
    return rows.loc[rows["indicator"].ne(offence(page)).sort_values(kind="stable").index]
