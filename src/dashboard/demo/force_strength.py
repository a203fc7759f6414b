"""Writes releases of the strength of the MPS by month, as published: officers, staff and PCSOs.

The figures are the published ones from April 2019; what the first release gave for two months is
invented.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.areas import DECLARED_FOLDER
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import EARLIEST, FIRST, MONTHS, SECOND, write_csv

FIRST_GIVEN = {"Jan-23": -7, "Feb-23": 4}
"""Month -> by how much the first release's officer strength differed from the second's."""


def strength(column: str) -> np.ndarray:
    """Return a column of the publisher's file ('PCSO Strength') over ``MONTHS``."""
    return _table()[column].to_numpy(float)


def _table() -> pd.DataFrame:
    return pd.read_csv(DECLARED_FOLDER / "demo" / "force_strength.csv")


def write(folder: Path) -> list[DemoFile]:
    """Write the releases into ``folder``, each with the whole history."""
    second_table = _table()
    given = second_table["Date"].map(FIRST_GIVEN).fillna(0).astype(int)
    first_table = second_table.assign(
        **{"Police Officer Strength": second_table["Police Officer Strength"] + given}
    )
    first_table = first_table.head(len(MONTHS) - 3)
    earliest_table = first_table.head(len(MONTHS) - 6)
    return [
        write_csv(folder, "force_strength", published, "Police_Force_Strength", table)
        for published, table in (
            (EARLIEST, earliest_table),
            (FIRST, first_table),
            (SECOND, second_table),
        )
    ]
