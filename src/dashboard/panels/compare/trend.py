"""The chosen boroughs over time against their comparator and the MPS: cut where a series stops being
comparable with itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.trend import trend
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.data import Compared
from dashboard.panels.compare.reference import POOLED, Reference, reference_of
from dashboard.panels.compare.trend_text import LONDON, changes_shown, trend_words
from dashboard.text import month

_YEARS = 6


@once
def trend_panel(made: Compared) -> Panel:
    """The chosen boroughs (every BCU where there are no boroughs), their comparator and the MPS, at
    most six years back.

    Of a count the MPS is left out beside its parts: on its scale they would lie flat.
    """
    rows = _shown(made)
    breaks = cuts(made, rows)
    unit, reference = made.indicator["unit"], reference_of(made)
    dashed = reference.area if reference else LONDON
    drawn = rows.assign(is_comparator=rows["area"] == dashed)
    if made.level == "bcu":
        drawn = drawn.assign(
            lower=float("nan"), upper=float("nan")
        )  # Bands of twelve BCUs would hide each other.
    marked = made.level != "bcu" and not rows["area"].eq(LONDON).all()
    figure = trend(
        drawn,
        unit="%" if unit == "per cent" else unit,
        decimals=int(made.indicator["decimals"]),
        comparator_label=reference.name if reference else LONDON,
        highlight=made.chosen if made.level == "borough" else (),
        context=LONDON if reference else None,
        changes=changes_shown(made) if marked else {},
        base=pd.Timestamp(made.base) if marked else None,
        events=events(made, rows, breaks),
        breaks=[(date, title) for date, title, _ in breaks],
        dark=made.page.dark,
    )
    title, reading = trend_words(made)
    return made.page.panel(
        "trend",
        title=title,
        subtitle=_subtitle(made, rows, marked),
        reading=reading + (_LEFT_OUT.format(made.text(made.mps)) if _leaves_mps_out(made) else ""),
        table=_table(rows, unit, made.page.base_assumed(rows)),
        figure=figure,
        indicators=[made.indicator["id"]],
        releases=rows["release"].dropna().unique(),
        query="compare_series",
        parameters={"indicator": made.indicator["id"]},
        notes=(*_overlap(rows), *_pooled_note(reference), *(note for _, _, note in breaks)),
    )


_LEFT_OUT = " The MPS, {}, is not drawn: on its scale the others would lie flat."


def _leaves_mps_out(made: Compared) -> bool:
    """Whether parts of a total are drawn, which the total would flatten."""
    parts = made.level == "bcu" or (made.level == "borough" and bool(made.chosen))
    return made.counted and parts and bool(pd.notna(made.mps))


def _subtitle(made: Compared, rows: pd.DataFrame, marked: bool) -> str:
    words = f"{made.indicator['name']}, {made.indicator['unit']}, {_pace(made, rows)}"
    return f"{words}; in brackets the change since {month(made.base)}" if marked else words


def _pooled_note(reference: Reference | None) -> list[str]:
    if reference is None or reference.area != POOLED:
        return []
    return [
        f"{reference.name}: their numerators added up over their denominators added up, of a"
        " published statistic the median of their figures. A borough without a figure is left out"
        " of the line; its change is shown where all of them have both figures."
    ]


def _shown(made: Compared) -> pd.DataFrame:
    """The series drawn, with intervals: columns of ``queries/compare_series.sql``, lower and upper."""
    series, reference = made.series, reference_of(made)
    if made.level == "borough":
        codes = [*made.chosen, *([reference.area] if reference else [])]
        wanted = series["area"].isin(codes)
    else:
        wanted = series["level"] == "bcu"
    if not _leaves_mps_out(made):
        wanted |= series["level"] == "mps"
    since = pd.Timestamp(made.period) - pd.DateOffset(years=_YEARS)
    found = made.page.estimates(series[wanted & (series["period_end"] >= since)])
    if reference is None or reference.area != POOLED:
        return found
    pooled = reference.rows[reference.rows["period_end"] >= since]
    return pd.concat([found, pooled.reindex(columns=found.columns)], ignore_index=True)


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


def _table(rows: pd.DataFrame, unit: str, base_assumed: pd.Series) -> pd.DataFrame:
    """The series as a table; limits and base only where there are any."""
    heads: dict[str, Any] = {
        "name": "Area",
        "period_end": "Period ends",
        "value": unit[:1].upper() + unit[1:],
        "lower": "Lower 95%",
        "upper": "Upper 95%",
    }
    dates = rows["period_end"].dt.strftime("%Y-%m-%d")
    found = rows.assign(period_end=dates)[list(heads)].rename(columns=heads)
    found = found.assign(**base_columns(rows["base"], base_assumed)).round(2)
    return found.dropna(axis="columns", how="all")
