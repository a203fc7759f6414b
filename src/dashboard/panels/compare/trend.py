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
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.reference import POOLED_CODE, Reference, reference_of
from dashboard.panels.compare.trend_text import LONDON, changes_shown, trend_words
from dashboard.text import month

_YEARS = 6


@once
def trend_panel(comparison: ComparisonData) -> Panel:
    """The chosen boroughs (every BCU where there are no boroughs), their comparator and the MPS, at
    most six years back.

    Of a count the MPS is left out beside its parts: on its scale they would lie flat.
    """
    rows = _select_series(comparison)
    breaks = cuts(comparison, rows)
    unit, reference = comparison.indicator["unit"], reference_of(comparison)
    dashed = reference.area if reference else LONDON
    drawn_rows = rows.assign(is_comparator=rows["area"] == dashed)
    if comparison.level == "bcu":
        drawn_rows = drawn_rows.assign(
            lower=float("nan"), upper=float("nan")
        )  # Bands of twelve BCUs would hide each other.
    with_changes = comparison.level != "bcu" and not rows["area"].eq(LONDON).all()
    figure = trend(
        drawn_rows,
        unit="%" if unit == "per cent" else unit,
        decimals=int(comparison.indicator["decimals"]),
        comparator_label=reference.name if reference else LONDON,
        highlight=comparison.chosen_boroughs if comparison.level == "borough" else (),
        context=LONDON if reference else None,
        changes=changes_shown(comparison) if with_changes else {},
        base=pd.Timestamp(comparison.base) if with_changes else None,
        events=events(comparison, rows, breaks),
        breaks=[(date, title) for date, title, _ in breaks],
        dark=comparison.page.dark,
    )
    title, reading = trend_words(comparison)
    return comparison.page.panel(
        "trend",
        title=title,
        subtitle=_subtitle(comparison, rows, with_changes),
        reading=reading
        + (
            _LEFT_OUT.format(comparison.text(comparison.mps)) if _leaves_mps_out(comparison) else ""
        ),
        table=_table(rows, unit, comparison.page.base_assumed(rows)),
        figure=figure,
        indicators=[comparison.indicator["id"]],
        releases=rows["release"].dropna().unique(),
        query="compare_series",
        parameters={"indicator": comparison.indicator["id"]},
        notes=(*_overlap(rows), *_pooled_note(reference), *(note for _, _, note in breaks)),
    )


_LEFT_OUT = " The MPS, {}, is not drawn: on its scale the others would lie flat."


def _leaves_mps_out(comparison: ComparisonData) -> bool:
    """Whether parts of a total are drawn, which the total would flatten."""
    parts = comparison.level == "bcu" or (
        comparison.level == "borough" and bool(comparison.chosen_boroughs)
    )
    return comparison.is_count and parts and bool(pd.notna(comparison.mps))


def _subtitle(comparison: ComparisonData, rows: pd.DataFrame, with_changes: bool) -> str:
    words = (
        f"{comparison.indicator['name']}, {comparison.indicator['unit']}, {_pace(comparison, rows)}"
    )
    return (
        f"{words}; in brackets the change since {month(comparison.base)}" if with_changes else words
    )


def _pooled_note(reference: Reference | None) -> list[str]:
    if reference is None or reference.area != POOLED_CODE:
        return []
    return [
        f"{reference.name}: their numerators added up over their denominators added up, of a"
        " published statistic the median of their figures. A borough without a figure is left out"
        " of the line; its change is shown where all of them have both figures."
    ]


def _select_series(comparison: ComparisonData) -> pd.DataFrame:
    """The series drawn, with intervals: columns of ``queries/compare_series.sql``, lower and upper."""
    series, reference = comparison.series, reference_of(comparison)
    if comparison.level == "borough":
        codes = [*comparison.chosen_boroughs, *([reference.area] if reference else [])]
        is_wanted = series["area"].isin(codes)
    else:
        is_wanted = series["level"] == "bcu"
    if not _leaves_mps_out(comparison):
        is_wanted |= series["level"] == "mps"
    since = pd.Timestamp(comparison.period) - pd.DateOffset(years=_YEARS)
    marks = comparison.page.estimates(series[is_wanted & (series["period_end"] >= since)])
    if reference is None or reference.area != POOLED_CODE:
        return marks
    pooled = reference.rows[reference.rows["period_end"] >= since]
    return pd.concat([marks, pooled.reindex(columns=marks.columns)], ignore_index=True)


Cut = tuple[pd.Timestamp, str, str]
"""Date, title and note."""


def events(
    comparison: ComparisonData, rows: pd.DataFrame, breaks: Sequence[Cut]
) -> list[tuple[pd.Timestamp, str]]:
    """Date and title of what is marked on charts within the time that rows span: no meetings, and
    no break twice.
    """
    cut = [date for date, _, _ in breaks]
    return [
        (e.date, e.title)
        for e in comparison.page.store.query("events").itertuples()
        if e.kind != "board"
        and rows["period_end"].min() < e.date <= rows["period_end"].max()
        and e.date not in cut
    ]


def cuts(comparison: ComparisonData, rows: pd.DataFrame) -> list[Cut]:
    """Date, title and note of each declared break, and of each change of source, within the series
    drawn.
    """
    breaks = comparison.page.store.query("breaks")
    here = breaks[
        (breaks["indicator"] == comparison.indicator["id"])
        & breaks["level"].isin(rows["level"].unique())
    ]
    here = here[
        (here["date"] > rows["period_end"].min()) & (here["date"] <= rows["period_end"].max())
    ]
    marks = [(b.date, b.title, b.note) for b in here.drop_duplicates("date").itertuples()]
    if rows["source"].nunique(dropna=False) > 1:
        marks += _passages(comparison, rows)
    return sorted(marks)


def _passages(comparison: ComparisonData, rows: pd.DataFrame) -> list[Cut]:
    """Date, title and note of each change of source."""
    marks = []
    ordered = rows.sort_values(["area", "period_end"])
    ordered["before"] = ordered.groupby("area")["source"].shift()
    changed = ordered[ordered["before"].notna() & (ordered["before"] != ordered["source"])]
    names = comparison.page.releases.drop_duplicates("source").set_index("source")["source_name"]
    for c in changed.drop_duplicates("period_end").itertuples():
        sentence = (
            "The series comes from two sources and is cut where it passes from one to the other: "
            f"{names.get(c.before, c.before)} until {month(c.period_end)}, then "
            f"{names.get(c.source, c.source)}."
        )
        marks.append((c.period_end, "Change of source", sentence))
    return marks


def _months(rows: pd.DataFrame) -> tuple[int, int]:
    """Months in a period, and months from one period to the next, of the last two."""
    last = rows.sort_values("period_end").iloc[-1]
    length = 12 * (last["period_end"].year - last["period_start"].year)
    length += last["period_end"].month - last["period_start"].month + 1
    ends = sorted(rows["period_end"].unique())[-2:]
    return length, 12 * (ends[-1].year - ends[0].year) + ends[-1].month - ends[0].month


def _pace(comparison: ComparisonData, rows: pd.DataFrame) -> str:
    length, _ = _months(rows)
    name = {1: "month", 3: "quarter"}.get(length, f"{length} months")
    if comparison.indicator["stock"]:
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
    marks = rows.assign(period_end=dates)[list(heads)].rename(columns=heads)
    marks = marks.assign(**base_columns(rows["base"], base_assumed)).round(2)
    return marks.dropna(axis="columns", how="all")
