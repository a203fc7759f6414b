"""Two installations: one with a plan for others, published on a day of its own, and one that never
had it.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import catalogue
from dashboard.access import Reader
from dashboard.declared.read import Declarations, declarations
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.settings import Places

ROOT = Path(__file__).resolve().parents[2]
STRANGER, INSIDER = Reader(), Reader(frozenset({"open", "mps"}))
PLAN = "proposed-2023"
SECRET = ("plan proposed for 2023", PLAN, "proposed 2023", "2023-05-02", "2 may 2023")
"""Its names, and the day on which it was published."""
FIRST, HIDDEN, THIRD = dt.date(2023, 1, 10), dt.date(2023, 5, 2), dt.date(2023, 5, 10)
"""Days of publication; on the second one nothing but the secret plan was published."""


def plan(name: str, wards: list[str], score: float, posts: tuple[float, float]) -> pd.DataFrame:
    table = pd.DataFrame(
        {"plan": name, "ward_code": wards, "tier": "priority" if score >= 61 else "standard"}
    )
    for part in ("crime", "antisocial_behaviour", "vulnerability", "footfall", "confidence"):
        table[f"need_{part}"] = score
    return table.assign(dwo_posts=posts[0], pcso_posts=posts[1])


def posts(wards: list[str], days: list[str], in_post: float) -> pd.DataFrame:
    """Posts of every ward at month ends; of the wards, the last tenth have fewer in post than the
    rest.
    """
    table = pd.MultiIndex.from_product([wards, days], names=["area_code", "period_end"]).to_frame(
        index=False
    )
    few = np.where(table["area_code"] >= wards[-len(wards) // 10], 0.5, 0.0)
    table = table.assign(
        dwo_posts=2.5, dwo_in_post=in_post - few, pcso_posts=1.0, pcso_in_post=1.0 - few
    )
    table = table.melt(["area_code", "period_end"], var_name="measure")
    return table.assign(period_start=table["period_end"].str[:8] + "01")


def detections(bcus: list[str], counts: dict[str, int]) -> pd.DataFrame:
    """Of each BCU and quarter, 150 rapes and some detected, two of them few enough to be withheld."""
    return pd.DataFrame(
        [
            {
                "measure": measure,
                "area_code": bcu,
                "period_start": f"{end[:5]}{start}",
                "period_end": end,
                "value": value,
            }
            for end, start in (("2022-09-30", "07-01"), ("2022-12-31", "10-01"))
            for n, bcu in enumerate(bcus)
            for measure, value in (
                ("rape_detected", counts.get(bcu, 7 + n)),
                ("rape_recorded", 150),
            )
        ]
    )


def calls(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "measure": m,
                "area_code": "MPS",
                "period_start": "2022-12-01",
                "period_end": "2022-12-31",
                "value": v,
            }
            for m, v in (("calls_999", count), ("calls_999_within_10s", count // 2))
        ]
    )


def declared(places: Places) -> Declarations:
    return declarations(places.declared_folder, catalogue.has_chart)


def home(root: Path, *, with_secret: bool) -> Places:
    """An installation that was loaded day by day, each time through the build that a load makes."""
    places = Places(root)
    shutil.copytree(ROOT / "queries", places.queries)
    shutil.copytree(ROOT / "data" / "declared", places.declared_folder)
    if not with_secret:
        forget(places)
    said = declared(places)
    wards = sorted(a.code for a in said.areas.values() if a.level == "ward")[::6]
    bcus = sorted(a.code for a in said.areas.values() if a.level == "bcu")
    published: dict[dt.date, dict[str, pd.DataFrame]] = {
        FIRST: {
            "neighbourhood_resources": posts(wards, ["2022-12-31"], 1.5),
            "allocation_plan": plan("april-2022", wards, 60, (2, 1)),
            "detections": detections(bcus, {bcus[0]: 2, bcus[1]: 3}),
            "calls_999": calls(1000),
        },
        HIDDEN: {"allocation_plan": plan(PLAN, wards[1:], 83.17, (7.13, 5.29))},
        THIRD: {
            "neighbourhood_resources": posts(wards, ["2022-12-31", "2023-04-30"], 1.25),
            "detections": detections(bcus, {bcus[0]: 2, bcus[1]: 3, bcus[2]: 4}),
            "calls_999": calls(1010),
        },
    }
    for day, tables in published.items():
        if day == HIDDEN and not with_secret:
            continue
        arriving = []
        for source, table in tables.items():
            path = root / f"{PLAN if day == HIDDEN else source}.csv"
            table.to_csv(path, index=False)
            arriving.append(Arrival(path, source, day))
        build(places, said, change=Change(tuple(arriving), by="A. Analyst"))
    earlier_days.build_missing(places, said)
    return places


def forget(places: Places) -> None:
    """Take the secret plan out of the declarations, with the evidence and slides that name it."""
    (places.declared_folder / "plans" / f"{PLAN}.toml").unlink()
    for folder, table in (("actions", "action"), ("packs", "slides")):
        path = places.declared_folder / folder / "2023-04-28.toml"
        parts = re.split(rf"\n(?=\[\[{table})", path.read_text(encoding="utf-8"))
        path.write_text("\n".join(part for part in parts if PLAN not in part), encoding="utf-8")


def told(text: str) -> list[str]:
    """What of the secret is in ``text``."""
    return [word for word in SECRET if word in text.casefold()]
