"""Files of ward posts, abstraction and plans drawn here, and the page of a database built from
them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd

from dashboard import catalogue
from dashboard.access import Reader
from dashboard.declared.read import declarations
from dashboard.panels.allocation.allocation import Allocation
from dashboard.panels.common.page import Page
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
WARDS = pd.DataFrame(
    [
        {"ward": a.code, "name": a.name, "borough": a.parent}
        for a in DECLARED.areas.values()
        if a.level == "ward"
    ]
)
MOPAC = Reader(frozenset({"open", "mopac"}))
LAMBETH, SUTTON, CAMDEN = "E09000022", "E09000029", "E09000007"
MAY, JUNE = dt.date(2023, 5, 31), dt.date(2023, 6, 30)
COMPONENTS = ("crime", "antisocial_behaviour", "vulnerability", "footfall", "confidence")


def of(borough: str) -> list[str]:
    return sorted(WARDS.loc[WARDS["borough"] == borough, "ward"])


def resources() -> pd.DataFrame:
    """Two months: a ward of Lambeth without its officers, five short, one over; Camden short of
    nothing in June.
    """
    table = WARDS.assign(
        dwo_posts=2.0, dwo_in_post=2.0, pcso_posts=1.0, pcso_in_post=1.0
    ).set_index("ward")
    short = [(0.5, 0.25), (1.0, 1.0), (2.0, 0.5), (1.75, 1.0), (1.5, 0.75)]
    for ward, (dwo, pcso) in zip(of(LAMBETH), short, strict=False):
        table.loc[ward, ["dwo_in_post", "pcso_in_post"]] = [dwo, pcso]
    table.loc[of(LAMBETH)[5], ["dwo_posts", "dwo_in_post"]] = [4.0, 2.0]
    table.loc[of(LAMBETH)[6], "pcso_in_post"] = 2.0
    table.loc[of(SUTTON)[0], "dwo_in_post"] = 1.0
    june = (
        table.reset_index()
        .melt(["ward", "name", "borough"], var_name="measure")
        .assign(period_end=JUNE)
    )
    june = june[~((june["ward"] == of(LAMBETH)[-1]) & (june["measure"] == "dwo_in_post"))]
    may = june.assign(
        period_end=MAY,
        value=june["measure"].map({"dwo_posts": 2.0, "dwo_in_post": 2.0}).fillna(1.0),
    )
    return pd.concat([may, june])


def abstraction() -> pd.DataFrame:
    parts = []
    for place, ward in enumerate(WARDS["ward"]):
        parts += [
            (ward, "duty_minutes", 20000.0),
            (ward, "abstraction_minutes", 1000.0 + 3.0 * place),
        ]
    return (
        pd.DataFrame(parts, columns=["ward", "measure", "value"])
        .assign(period_end=JUNE)
        .merge(WARDS, on="ward")
    )


def tidy(rows: pd.DataFrame, path: Path) -> Path:
    ends = pd.to_datetime(rows["period_end"])
    pd.DataFrame(
        {
            "measure": rows["measure"],
            "area_code": rows["ward"],
            "area_name": rows["name"],
            "period_start": ends.dt.strftime("%Y-%m-01"),
            "period_end": ends.dt.strftime("%Y-%m-%d"),
            "value": rows["value"],
        }
    ).to_csv(path, index=False)
    return path


def plan(
    name: str, scores: dict[str, float], posts: dict[str, tuple[float, float]]
) -> pd.DataFrame:
    """Wards with one score for every component (50 where none is given), tier by the threshold of
    61.
    """
    score = WARDS["ward"].map(scores).fillna(50.0)
    table = pd.DataFrame(
        {
            "plan": name,
            "ward_code": WARDS["ward"],
            "ward_name": WARDS["name"],
            "tier": ["priority" if s >= 61 else "standard" for s in score],
        }
    )
    for place, component in enumerate(COMPONENTS):
        table[f"need_{component}"] = (score + (place - 2) * (score != 50)).round(1)
    table["dwo_posts"] = [posts.get(w, (2.0, 1.0))[0] for w in WARDS["ward"]]
    table["pcso_posts"] = [posts.get(w, (2.0, 1.0))[1] for w in WARDS["ward"]]
    return table


def plans() -> pd.DataFrame:
    """Lambeth: two wards lose priority, one gains it; Sutton: one loses it, none gains; Camden: no
    ward changes.
    """
    a, b, c, d = of(LAMBETH)[:4]
    s = of(SUTTON)[0]
    now = plan("april-2022", {a: 70, b: 80, d: 75, s: 65}, {a: (3, 2), b: (3, 2), d: (3, 1)})
    then = plan(
        "proposed-2023", {a: 55, b: 58, c: 66, d: 75, s: 40}, {b: (2, 3), c: (3, 1), d: (4, 1)}
    )
    return pd.concat([now, then])


def home(root: Path, *sources: str) -> Store:
    """A database built from the sources named, through the loaders."""
    places = Places(root)
    shutil.copytree(ROOT / "queries", places.queries)
    made = {"neighbourhood_resources": resources, "abstraction": abstraction}
    for source in sources:
        path = root / f"{source}.csv"
        if source == "allocation_plan":
            plans().to_csv(path, index=False)
        elif source == "one_plan":
            plan("april-2022", {}, {}).to_csv(path, index=False)
        else:
            tidy(made[source](), path)
        receive(
            places.received_folder,
            source.replace("one_plan", "allocation_plan"),
            dt.date(2023, 7, 10),
            path,
        )
    build(places, DECLARED)
    return open_store(places, find_database(places), reader=MOPAC)


def allocation(store: Store, **view: object) -> Allocation:
    return Allocation(Page("allocation", store, View(**view)))  # type: ignore[arg-type]


def wide(period: dt.date = JUNE) -> pd.DataFrame:
    """The resources file as plain pandas reads it, one row a ward, furthest below the minimum
    first.
    """
    rows = resources()
    table = (
        rows[rows["period_end"] == period]
        .pivot(index="ward", columns="measure", values="value")
        .reset_index()
    )
    table = table.merge(WARDS, on="ward")
    table["short"] = (2 - table["dwo_in_post"]).clip(lower=0) + (1 - table["pcso_in_post"]).clip(
        lower=0
    )
    table["vacant"] = (
        table["dwo_posts"] - table["dwo_in_post"] + table["pcso_posts"] - table["pcso_in_post"]
    )
    return table.sort_values(
        ["short", "vacant", "name"], ascending=[False, False, True], ignore_index=True
    )
