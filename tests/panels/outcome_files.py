"""Pages of outcomes on a database of exactly the files that a test writes."""

import datetime as dt
from pathlib import Path

import pandas as pd

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.panels.common.page import Page
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
BCUS = [a.code for a in DECLARED.areas.values() if a.level == "bcu"]
PUBLISHED = dt.date(2023, 5, 15)


def rows(measure: str, end: str, values: dict[str, float], group: str = "") -> list[dict]:
    last = pd.Timestamp(end)
    first = (last - pd.DateOffset(months=2)).replace(day=1)
    return [
        {
            "measure": measure,
            "area_code": area,
            "period_start": f"{first:%Y-%m-%d}",
            "period_end": end,
            "group_type": "category" if group else "",
            "group": group,
            "value": value,
        }
        for area, value in values.items()
    ]


def built(home: Path, **files: list[dict] | str) -> Page:
    """A page on a database of exactly these files: tidy rows, or the text of a force strength file."""
    home.mkdir(exist_ok=True)
    (home / "data").mkdir()
    (home / "data" / "declared").symlink_to(ROOT / "data" / "declared")
    (home / "queries").symlink_to(ROOT / "queries")
    places = Places(home)
    for source, content in files.items():
        path = home / f"{source}.csv"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            pd.DataFrame(content).to_csv(path, index=False)
        receive(
            places.received_folder,
            source,
            max(PUBLISHED, last_day(content) + dt.timedelta(15)),
            path,
        )
    made = build(places, DECLARED)
    assert not [f for _, f in made.findings if f.severity == "error"]
    return Page("outcomes", open_store(places, find_database(places)), View())


def last_day(content: list[dict] | str) -> dt.date:
    """The last day that a file tells of: none is published before it has ended."""
    if isinstance(content, str):
        months = [line.partition(",")[0] for line in content.splitlines()[1:]]
        return (
            pd.to_datetime(pd.Series(months), format="%b-%y").max() + pd.offsets.MonthEnd(0)
        ).date()
    return max(dt.date.fromisoformat(row["period_end"]) for row in content)


def at(page: Page, **view) -> Page:
    return Page(page.name, page.store, View(**view))


def strength(**months: int) -> str:
    """A force strength file: PCSOs by month, named like Mar_23."""
    lines = [f"{name.replace('_', '-')},34000,10000,{pcsos}" for name, pcsos in months.items()]
    return (
        "\n".join(["Date,Police Officer Strength,Police Staff Strength,PCSO Strength", *lines])
        + "\n"
    )
