"""A file of a million rows, loaded and published into an empty home by a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.declared.read import declarations

SOURCE = "neighbourhood_resources"
MONTHS = 369
"""Of 679 wards and four measures: 1,002,204 rows, every one of which is a figure of a ward."""
_LOADED = """
import sys, time
from pathlib import Path
from dashboard import cli
began = time.perf_counter()
try:
    cli.main()
except SystemExit as ended:
    assert not ended.code, ended.code
status = Path("/proc/self/status")
peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB") \\
    if status.exists() else "VmHWM: 0 kB"
print(time.perf_counter() - began, time.process_time(), int(peak.split()[1]) / 1024)
"""
"""The peak of memory is the process's own: what getrusage tells begins with the size of the one
that started it.
"""


@dataclass(frozen=True)
class Loading:
    """What one file took; ``sentence`` says it."""

    kind: str
    rows: int
    seconds: float
    processor_seconds: float
    megabytes: float

    @property
    def sentence(self) -> str:
        """'1,002,204 rows as CSV were loaded and published in 20.1 s (19.0 s of processor time),
        1,420 MB at most.'
        """
        return (
            f"{self.rows:,} rows as {self.kind} were loaded and published in {self.seconds:.1f} s"
            f" ({self.processor_seconds:.1f} s of processor time), {self.megabytes:,.0f} MB of"
            " memory at most."
        )


def figures(declared: Path, months: int = MONTHS) -> pd.DataFrame:
    """Posts and officers of every ward in each of ``months`` months from January 2000, drawn at
    random.
    """
    known = declarations(declared)
    wards = [area.code for area in known.areas.values() if area.level == "ward"]
    measures = [measure.id for measure in known.sources[SOURCE].measure]
    days = pd.period_range("2000-01", periods=months, freq="M")
    of = np.unravel_index(
        np.arange(months * len(wards) * len(measures)), (months, len(wards), len(measures))
    )
    return pd.DataFrame(
        {
            "measure": np.array(measures)[of[2]],
            "area_code": np.array(wards)[of[1]],
            "period_start": days.start_time.strftime("%Y-%m-%d").to_numpy()[of[0]],
            "period_end": days.end_time.strftime("%Y-%m-%d").to_numpy()[of[0]],
            "value": np.random.default_rng(1).integers(0, 60, len(of[0])),
        }
    )


def loadings(folder: Path, root: Path) -> list[Loading]:
    """Load the million rows as CSV and as Parquet, each into a home of its own under ``folder``."""
    rows = figures(root / "data" / "declared")
    rows.to_csv(folder / "million.csv", index=False)
    rows.to_parquet(folder / "million.parquet")
    made = []
    for kind, name in (("CSV", "million.csv"), ("Parquet", "million.parquet")):
        home = folder / f"million-{kind}"
        shutil.copytree(root / "data" / "declared", home / "data" / "declared")
        shutil.copytree(root / "queries", home / "queries")
        words = ["load", str(folder / name), "--published", "2024-01-01", "--accept-warnings"]
        ended = subprocess.run(
            [sys.executable, "-c", _LOADED, *words],
            env={**os.environ, "DASHBOARD_HOME": str(home)},
            capture_output=True,
            text=True,
            check=True,
        )
        made.append(
            Loading(
                kind, len(rows), *(float(part) for part in ended.stdout.splitlines()[-1].split())
            )
        )
    return made
