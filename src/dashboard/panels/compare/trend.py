"""The chosen boroughs over time against the MPS: cut where a series stops being comparable with
itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.trend import trend
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.data import Compared
from dashboard.panels.compare.text import moved
from dashboard.text import month

_YEARS = 6
_MOST_WORDS = 10


@once
def trend_panel(made: Compared) -> Panel:
    """The chosen boroughs (every BCU where there are no boroughs) and the MPS, at most six years
    back.
    """
    rows = _shown(made)
    breaks = cuts(made, rows)
    unit, drawn = made.indicator["unit"], rows.assign(is_comparator=rows["area"] == "MPS")
    if made.level == "bcu":
        drawn = drawn.assign(
            lower=float("nan"), upper=float("nan")
        )  # Bands of twelve BCUs would hide each other.
    figure = trend(
        drawn,
        unit=unit,
        decimals=int(made.indicator["decimals"]),
        comparator_label="MPS",
        highlight=made.chosen if made.level == "borough" else (),
        events=events(made, rows, breaks),
        breaks=[(date, title) for date, title, _ in breaks],
        dark=made.page.dark,
    )
    title, reading = _words(made, rows)
    return made.page.panel(
        "trend",
        title=title,
        subtitle=f"{made.indicator['name']}, {unit}, {_pace(made, rows)}",
        reading=reading,
        table=_table(rows, unit),
        figure=figure,
        indicators=[made.indicator["id"]],
        releases=rows["release"].unique(),
        query="compare_series",
        parameters={"indicator": made.indicator["id"]},
        notes=(*_overlap(rows), *(note for _, _, note in breaks)),
    )


def _shown(made: Compared) -> pd.DataFrame:
    """The series drawn, with intervals: columns of ``queries/compare_series.sql``, lower and upper."""
    series = made.series
    wanted = (
        series["area"].isin(made.chosen) if made.level == "borough" else series["level"] == "bcu"
    )
    since = pd.Timestamp(made.period) - pd.DateOffset(years=_YEARS)
    return made.page.estimates(
        series[(wanted | (series["level"] == "mps")) & (series["period_end"] >= since)]
    )


Cut = tuple[pd.Timestamp, str, str]
"""Date, title and note."""


def events(
    made: Compared, rows: pd.DataFrame, breaks: Sequence[Cut]
) -> list[tuple[pd.Timestamp, str]]:
    """Date and title of what is marked on charts within the time that rows span: no meetings, and
    no break twice.
    """
    cut = [date for date, _, _ in breaks]
    return [
        (e.date, e.title)
        for e in made.page.store.query("events").itertuples()
        if e.kind != "board"
        and rows["period_end"].min() < e.date <= rows["period_end"].max()
        and e.date not in cut
    ]


def cuts(made: Compared, rows: pd.DataFrame) -> list[Cut]:
    """Date, title and note of each declared break, and of each change of source, within the series
    drawn.
    """
    breaks = made.page.store.query("breaks")
    here = breaks[
        (breaks["indicator"] == made.indicator["id"]) & breaks["level"].isin(rows["level"].unique())
    ]
    here = here[
        (here["date"] > rows["period_end"].min()) & (here["date"] <= rows["period_end"].max())
    ]
    found = [(b.date, b.title, b.note) for b in here.drop_duplicates("date").itertuples()]
    if rows["source"].nunique(dropna=False) > 1:
        found += _passages(made, rows)
    return sorted(found)


def _passages(made: Compared, rows: pd.DataFrame) -> list[Cut]:
    """Date, title and note of each change of source."""
    found = []
    ordered = rows.sort_values(["area", "period_end"])
    ordered["before"] = ordered.groupby("area")["source"].shift()
    changed = ordered[ordered["before"].notna() & (ordered["before"] != ordered["source"])]
    names = made.page.releases.drop_duplicates("source").set_index("source")["source_name"]
    for c in changed.drop_duplicates("period_end").itertuples():
        sentence = (
            "The series comes from two sources and is cut where it passes from one to the other: "
            f"{names.get(c.before, c.before)} until {month(c.period_end)}, then "
            f"{names.get(c.source, c.source)}."
        )
        found.append((c.period_end, "Change of source", sentence))
    return found


def _words(made: Compared, rows: pd.DataFrame) -> tuple[str, str]:
    """Title of at most ten words, and reading."""
    short = made.indicator["short"]
    at = rows[rows["period_end"] == pd.Timestamp(made.period)].set_index("area")
    if "MPS" not in at.index:
        return f"{short}: no MPS figure {made.in_when}", f"There is no MPS figure {made.in_when}."
    way = moved(made)
    full = f"{short} across the MPS {way}"
    brief = way.replace("did not change beyond chance", "unchanged within chance").removesuffix(
        " in a year"
    )
    choices = (full, f"{short}: MPS {way}", f"{short}: MPS {brief}", f"{short}: {brief}")
    title = next((words for words in choices if len(words.split()) <= _MOST_WORDS), choices[-1])
    reading = f"The MPS figure is {made.text(made.mps)} {made.in_when}; it {way}."
    for code in made.chosen if made.level == "borough" else ():
        if code in at.index:
            row = at.loc[code]
            held = (
                "is withheld"
                if isinstance(row["withheld"], str)
                else f"has {made.text(row['value'])}"
            )
            reading += f" {row['name']} {held}."
    return title, reading


def _months(rows: pd.DataFrame) -> tuple[int, int]:
    """Months in a period, and months from one period to the next, of the last two."""
    last = rows.sort_values("period_end").iloc[-1]
    length = 12 * (last["period_end"].year - last["period_start"].year)
    length += last["period_end"].month - last["period_start"].month + 1
    ends = sorted(rows["period_end"].unique())[-2:]
    return length, 12 * (ends[-1].year - ends[0].year) + ends[-1].month - ends[0].month


def _pace(made: Compared, rows: pd.DataFrame) -> str:
    length, _ = _months(rows)
    name = {1: "month", 3: "quarter"}.get(length, f"{length} months")
    if made.indicator["stock"]:
        return f"at the end of each {name}"
    return f"rolling {name}" if length > 3 else f"by {name}"


def _overlap(rows: pd.DataFrame) -> list[str]:
    length, step = _months(rows)
    return (
        [f"Neighbouring points share {length - step} of their {length} months."]
        if 0 < step < length
        else []
    )


def _table(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The series as a table; limits and base only where there are any."""
    heads: dict[str, Any] = {
        "name": "Area",
        "period_end": "Period ends",
        "value": unit[:1].upper() + unit[1:],
        "lower": "Lower 95%",
        "upper": "Upper 95%",
        "base": "Base",
    }
    dates = rows["period_end"].dt.strftime("%Y-%m-%d")
    found = rows.assign(period_end=dates)[list(heads)].rename(columns=heads).round(2)
    return found.dropna(axis="columns", how="all")
