"""Writes invented releases of the Public Attitude Survey in the publisher's own formats.

London follows the published table exactly; boroughs meet their published trust and confidence at
three dates and are interpolated between them by their gap from London. Everything else is invented,
from a seed.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.model import DemoFile
from dashboard.demo.releases import EARLIEST, FIRST, SECOND

CALIBRATION = (
    Path(__file__).resolve().parents[3] / "data" / "declared" / "demo" / "attitude_survey.csv"
)
"""Published figures that the invented ones meet: area, measure, period_end, percent."""
NAMES = {
    "confidence": '"Good Job" local',
    "contact_officer": "Contact ward officer",
    "informed": "Informed local",
    "listen": "Listen to concerns",
    "relied_on": "Relied on to be there",
    "fair": "Treat everyone fairly",
    "trust": "Trust MPS",
    "understand": "Understand issues",
}
"""Measure -> the publisher's name, in the publisher's order."""
RELEASES = ((EARLIEST, "2022-12-31"), (FIRST, "2023-03-31"), (SECOND, "2023-06-30"))
"""Date of publication and last period of each release."""
REVISIONS = {"Camden": 0.01, "Havering": -0.01, "Lambeth": 0.01, "Newham": -0.01}
"""Borough -> by how much the second release revises its trust and confidence at March 2023."""
SHARE_OF_GAP = {
    "contact_officer": 0.2,
    "informed": 0.5,
    "listen": 0.8,
    "relied_on": 0.9,
    "fair": 0.6,
    "understand": 0.7,
}
"""Measure without published borough figures -> the share of the confidence gap it follows."""
RESPELT = {"Richmond upon Thames": "Richmond Upon Thames"}
"""Spellings that the publisher changed from June 2023."""
NOISE = 0.01
PERSISTENCE = 0.6

Series = dict[tuple[str, str], np.ndarray]


def _noise(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return ``n`` values of a first-order autoregression with standard deviation ``NOISE``."""
    out = np.empty(n)
    out[0] = rng.normal(0, NOISE)
    for i in range(1, n):
        out[i] = PERSISTENCE * out[i - 1] + rng.normal(0, NOISE * np.sqrt(1 - PERSISTENCE**2))
    return out


def _history(seed: int) -> tuple[pd.DatetimeIndex, Series]:
    """Return the quarter ends and, by area and measure, the proportions at them, not yet rounded."""
    calibration = pd.read_csv(CALIBRATION, parse_dates=["period_end"])
    ends = pd.date_range("2019-03-31", RELEASES[-1][1], freq="QE")
    quarter = np.arange(len(ends), dtype=float)
    anchors: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
    for (area, measure), part in calibration.sort_values("period_end").groupby(
        ["area", "measure"], sort=False
    ):
        at = ends.get_indexer(pd.DatetimeIndex(part["period_end"]))
        anchors[str(area), str(measure)] = (at, part["percent"].to_numpy(float) / 100)
    series: Series = {("MPS", m): np.interp(quarter, *anchors["MPS", m]) for m in NAMES}
    rng = np.random.default_rng(seed)
    for borough in [a for a in calibration["area"].unique() if a != "MPS"]:
        for measure in ("trust", "confidence"):
            at, values = anchors[borough, measure]
            gap = np.interp(quarter, at, values - series["MPS", measure][at])
            noise = _noise(rng, len(ends))
            noise -= np.interp(quarter, at, noise[at])
            series[borough, measure] = series["MPS", measure] + gap + noise
        gap = series[borough, "confidence"] - series["MPS", "confidence"]
        for measure, share in SHARE_OF_GAP.items():
            own = rng.normal(0, 0.015) + _noise(rng, len(ends))
            series[borough, measure] = series["MPS", measure] + share * gap + own
    for key, values in series.items():
        series[key] = np.clip(np.round(values, 2), 0.02, 0.98)
    return ends, series


def _text(value: float) -> str:
    """Return a proportion as the publisher writes it: decimal comma, no trailing zero."""
    return f"{round(value, 2):g}".replace(".", ",")


def write(folder: Path, seed: int = 20230428) -> list[DemoFile]:
    """Write both files of both releases into ``folder`` and return them in order of publication.

    Each file holds the whole history as known at its release; the second release adds a quarter and
    revises March 2023 for a few boroughs. The same seed writes the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ends, series = _history(seed)
    boroughs = list(dict.fromkeys(area for area, _ in series if area != "MPS"))
    demo_files = []
    for published, last in RELEASES:
        table = [["Date", "Survey", "Borough", "Measure", "Proportion", "MPS", "", "", "", ""]]
        total = [["Date", "Survey", "Borough", "Measure", "Proportion"]]
        for i, end in enumerate(ends[ends <= pd.Timestamp(last)]):
            is_revised = published == RELEASES[-1][0] and end == pd.Timestamp("2023-03-31")
            for measure, name in NAMES.items():
                london = _text(series["MPS", measure][i])
                total.append([f"{end:%d/%m/%Y}", "PAS", "MPS", name, london])
                for borough in boroughs:
                    value = series[borough, measure][i]
                    if is_revised and measure in ("trust", "confidence"):
                        value += REVISIONS.get(borough, 0.0)
                    day = f"{end.day}/{end.month}/{end.year}"
                    spelt = (
                        RESPELT.get(borough, borough)
                        if end >= pd.Timestamp("2023-06-30")
                        else borough
                    )
                    table.append([day, "PAS", spelt, name, _text(value), london, "", "", "", ""])
        for source, rows, stem, delimiter, newline in (
            ("pas_borough", table, "PAS_Dashboard_Borough", ",", "\n"),
            ("pas_mps", total, "PAS_Total", ";", "\r\n"),
        ):
            path = folder / f"{published} {stem}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=delimiter, lineterminator=newline).writerows(rows)
            demo_files.append(DemoFile(source, published, path))
    return demo_files
