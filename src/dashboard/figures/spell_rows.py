"""The months with an offence in each ward, a row a ward, and how long there has been none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import round_values, safe
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import FLAG_SYMBOLS, STEADY, Drawing, colours, empty

ROW_HEIGHT = 24
_ABOVE, _ROOM = 44, 0.15
_RIGHT = 58
"""Pixels for the numbers at the ends of rows."""
_MOST_YEARS = 3
"""Named at the axis, so that on a phone none lies on another."""


def spell_rows(
    months: pd.DataFrame,
    stretches: pd.DataFrame,
    *,
    signals: dict[str, str],
    breaks: Sequence[tuple[pd.Timestamp, str]] = (),
    dark: bool = False,
) -> DrawnFigure:
    """One row a ward in the order of the table, a mark a month with an offence, and a line over the
    months since the last one, with their number.

    ``months``: area (ward code), name, period_end, offences, one row a ward and month in order of time.
    ``stretches``: area, start, end (last days of months), signal (a key of ``signals``: id ->
    words), what stands out in the wards that are named, whose names are bold.  ``breaks``: (date,
    title), as vertical lines.  The axis counts in years.  customdata = ward code.
    """
    if months.empty:
        return empty(dark=dark)
    months = months.assign(period_end=pd.to_datetime(months["period_end"]))
    wards = months.drop_duplicates("area")
    place = {ward: n for n, ward in enumerate(wards["area"])}
    drawing = row_drawing(len(place), ROW_HEIGHT, dark, above=_ABOVE)
    _add_open(drawing, months, place, dark)
    hits = months[months["offences"] > 0]
    signal = _signal_of(hits, stretches)
    for key, words in {"": "Month with an offence", **signals}.items():
        part = hits[signal == key]
        if len(part):
            drawing.add("scatter", **_marks(part, place, key, words, dark))
    named = set(stretches["area"])
    names = [
        f"<b>{safe(row.name)}</b>" if row.area in named else safe(row.name)
        for row in wards.itertuples(index=False)
    ]
    row_axis(drawing, names)
    first, last = months["period_end"].min(), months["period_end"].max()
    _add_breaks(drawing, [mark for mark in breaks if first < mark[0] <= last], dark)
    low = _start_of(first)
    years = [year for year in range(first.year, last.year + 1) if year >= low - _ROOM]
    years = years[:: -(-len(years) // _MOST_YEARS) or 1]
    drawing.lay(
        margin={"r": _RIGHT},
        xaxis={
            "range": [round(low - _ROOM, 2), round(_end_of(last) + _ROOM, 2)],
            "tickvals": years,
            "ticktext": [str(year) for year in years],
            "showgrid": True,
        },
    )
    return drawing.figure()


def _start_of(end: pd.Timestamp) -> float:
    """Where the month that ends on ``end`` begins, in years."""
    return float(end.year + (end.month - 1) / 12)


def _end_of(end: pd.Timestamp) -> float:
    return float(end.year + end.month / 12)


def _signal_of(hits: pd.DataFrame, stretches: pd.DataFrame) -> pd.Series:
    """The signal of the stretch that each month lies in, '' for none."""
    signal = pd.Series("", index=hits.index, dtype=object)
    for row in stretches.itertuples():
        inside = (
            (hits["area"] == row.area)
            & (hits["period_end"] >= row.start)
            & (hits["period_end"] <= row.end)
        )
        signal[inside] = row.signal
    return signal


def _marks(part: pd.DataFrame, place: dict[str, int], signal: str, words: str, dark: bool) -> Trace:
    c = colours(dark)
    upright = {"symbol": "line-ns-open", "size": 11, "color": c.ink}
    marker: dict[str, Any] = (
        {"symbol": FLAG_SYMBOLS[signal], "size": 9, "color": c.flags[signal]}
        if signal
        else upright | {"line": {"width": 2, "color": c.ink}}
    )
    return {
        "x": round_values(((_start_of(end) + _end_of(end)) / 2 for end in part["period_end"]), 2),
        "y": [place[ward] for ward in part["area"]],
        "mode": "markers",
        "name": words,
        "meta": signal or "month",
        "marker": marker,
        "text": [
            f"{safe(row.name)}, {row.period_end:%b %Y}: {int(row.offences)}"
            for row in part.itertuples(index=False)
        ],
        "customdata": part["area"].tolist(),
        "hovertemplate": "%{text} recorded<extra></extra>",
        "cliponaxis": False,
        **STEADY,
    }


def _add_open(drawing: Drawing, months: pd.DataFrame, place: dict[str, int], dark: bool) -> None:
    """A line a ward over the months since the last one with an offence, and their number."""
    c = colours(dark)
    xs: list[float | None] = []
    ys: list[float | None] = []
    codes: list[str | None] = []
    last = _end_of(months["period_end"].max())
    for ward, part in months.groupby("area", sort=False):
        hits = part.loc[part["offences"] > 0, "period_end"]
        number = len(part) if hits.empty else int((part["period_end"] > hits.iloc[-1]).sum())
        start = _start_of(part["period_end"].iloc[0]) if hits.empty else _end_of(hits.iloc[-1])
        row = place[str(ward)]
        if number:
            xs += [round(start, 3), round(last, 3), None]
            ys += [row, row, None]
            codes += [str(ward), str(ward), None]
        drawing.write(
            str(number),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=row,
            font={"size": 13, "color": c.ink},
            name="last",
        )
    drawing.write(
        "Months<br>since",
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=1,
        yref="paper",
        yanchor="bottom",
        font={"size": 13, "color": c.ink},
        name="heading",
    )
    drawing.add(
        "scatter",
        x=xs,
        y=ys,
        mode="lines",
        name="Months since the last",
        meta="open",
        line={"color": c.muted_mark, "width": 4},
        customdata=codes,
        hoverinfo="skip",
        connectgaps=False,
    )


def _add_breaks(drawing: Drawing, breaks: Sequence[tuple[pd.Timestamp, str]], dark: bool) -> None:
    c = colours(dark)
    for date, title in breaks:
        at = round(_start_of(date), 3)
        line = {"color": c.muted_mark, "width": 1.5, "dash": "dash"}
        drawing.rule(x0=at, x1=at, y0=0, y1=1, yref="paper", line=line, name="break")
        drawing.write(
            safe(title),
            x=at,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right",
            font={"size": 13, "color": c.ink},
            name="break",
        )
