"""Values over time, with intervals, direct labels and the comparator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import figure_text
from dashboard.figures.theme import CLEAR, SERIES_DASHES, SERIES_SYMBOLS, base_layout, colours, faint

HEIGHT = 400
MOST_AREAS = 5
#: The marker of a line as a character, which leads its label.
_GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "x": "✕", "circle-open": "○"}
_TOP, _BOTTOM, _LABEL_GAP, _LETTER = 44, 40, 17, 8.6


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions nearest to those wanted, at least `gap` apart, kept within low..high where they fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], low, placed[-1] + gap if placed else low))
    ceiling = high
    for j in range(len(placed) - 1, -1, -1):
        placed[j] = min(placed[j], ceiling)
        ceiling = placed[j] - gap
    out = [0.0] * len(wanted)
    for i, position in zip(order, placed, strict=True):
        out[i] = position
    return out


def _pieces(rows: pd.DataFrame, breaks: Sequence[pd.Timestamp]) -> list[pd.DataFrame]:
    """The stretches of a series between breaks, in order of time."""
    rows = rows.sort_values("period_end")
    stretch = sum(((rows["period_end"] >= date).astype(int) for date in breaks), pd.Series(0, index=rows.index))
    return [piece for _, piece in rows.groupby(stretch)]


def _gapped(pieces: Sequence[pd.DataFrame], column: str) -> list[Any]:
    out: list[Any] = []
    for piece in pieces:
        out += [*piece[column].tolist(), None]
    return out[:-1]


def _dated(marks: Sequence[Any]) -> list[tuple[pd.Timestamp, str]]:
    """(date, title) pairs; a bare date has no title."""
    pairs = [mark if isinstance(mark, (tuple, list)) else (mark, "") for mark in marks]
    return [(pd.Timestamp(date), str(title)) for date, title in pairs]


def _band(piece: pd.DataFrame, colour: str) -> go.Scatter | None:
    piece = piece.dropna(subset=["lower", "upper"])
    if len(piece) < 2:
        return None
    return go.Scatter(
        x=[*piece["period_end"], *piece["period_end"][::-1]],
        y=[*piece["upper"], *piece["lower"][::-1]],
        mode="lines",
        fill="toself",
        fillcolor=faint(colour, 0.15),
        line={"width": 0, "color": CLEAR},
        hoverinfo="skip",
        meta="interval",
    )


def trend(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    highlight: str | Collection[str] | None,
    events: Sequence[tuple[Any, str]] = (),
    breaks: Sequence[Any] = (),
    target: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """Lines over time from columns area, name, period_end, value, lower, upper, is_comparator.

    The highlighted areas come first and are drawn thicker; the first five areas have colour, dash, symbol,
    interval and a direct label, any further ones are thin and muted, named on hover.  `breaks` are dates
    or (date, title) pairs across which no line is drawn; `events` are (date, title) pairs.
    """
    c = colours(dark)
    first = [highlight] if isinstance(highlight, str) else list(highlight or ())
    table = table.assign(
        period_end=pd.to_datetime(table["period_end"]), is_comparator=table["is_comparator"].astype(bool)
    )
    named_breaks = _dated(breaks)
    dates = [date for date, _ in named_breaks]
    areas = table.loc[~table["is_comparator"], "area"].unique().tolist()
    areas = [a for a in first if a in areas] + [a for a in areas if a not in first]
    figure = go.Figure()
    labels: list[tuple[float, int, str]] = []  # value, letters, text

    def line(rows: pd.DataFrame, name: str, style: dict[str, Any], label: bool, bold: bool) -> None:
        pieces = _pieces(rows, dates)
        ordered = pd.concat(pieces)
        texts = ordered.assign(
            text=[
                f"<b>{name}</b>, {date:%b %Y}: {figure_text(value, unit, decimals)}"
                for date, value in zip(ordered["period_end"], ordered["value"], strict=True)
            ]
        )
        figure.add_trace(
            go.Scatter(
                x=_gapped(pieces, "period_end"),
                y=_gapped(pieces, "value"),
                text=_gapped(_pieces(texts, dates), "text"),
                customdata=_gapped(pieces, "area"),
                hovertemplate="%{text}<extra></extra>",
                mode="lines+markers",
                name=name,
                connectgaps=False,
                **style,
            )
        )
        last = ordered.dropna(subset=["value"]).tail(1)
        if label and len(last):
            row = last.iloc[0]
            words = f"{name} {figure_text(row['value'], unit if unit == '%' else '', decimals)}"
            words = f"<b>{words}</b>" if bold else words
            glyph = f'<span style="color:{style["line"]["color"]}">{_GLYPHS[style["marker"]["symbol"]]}</span>'
            labels.append((float(row["value"]), len(f"{name} {row['value']:.{decimals}f}%"), f"{glyph} {words}"))

    for i, area in enumerate(areas[:MOST_AREAS]):
        for piece in _pieces(table[(table["area"] == area) & ~table["is_comparator"]], dates):
            band = _band(piece, c.series[i])
            if band is not None:
                figure.add_trace(band)
    for i, area in reversed(list(enumerate(areas))):
        rows = table[(table["area"] == area) & ~table["is_comparator"]]
        bold = area in first
        if i < MOST_AREAS:
            style = {
                "line": {"color": c.series[i], "width": 3.5 if bold else 2, "dash": SERIES_DASHES[i]},
                "marker": {"symbol": SERIES_SYMBOLS[i], "size": 8 if bold else 7},
            }
        else:
            style = {"line": {"color": c.muted, "width": 1}, "marker": {"size": 3, "symbol": "circle-open"}}
        line(rows, str(rows["name"].iloc[0]), style, label=i < MOST_AREAS, bold=bold)
    comparator = table[table["is_comparator"]]
    if len(comparator):
        style = {
            "line": {"color": c.ink, "width": 2, "dash": "6px,4px"},
            "marker": {"symbol": "circle-open", "size": 6},
        }
        line(comparator, comparator_label, style, label=True, bold=False)

    figure.update_layout(**base_layout(dark, HEIGHT))
    figure.update_yaxes(title={"text": unit}, ticksuffix="%" if unit == "%" else "")
    figure.update_xaxes(showgrid=False)
    _marks(figure, _dated(events), named_breaks, target, figure_text(target, unit, decimals), dark)
    _label_ends(figure, table, labels, target, areas[:MOST_AREAS])
    return figure


def _marks(
    figure: go.Figure,
    events: list[tuple[pd.Timestamp, str]],
    breaks: list[tuple[pd.Timestamp, str]],
    target: float | None,
    target_text: str,
    dark: bool,
) -> None:
    """Vertical lines of events and breaks with labels at the top, on two levels, and the target."""
    c = colours(dark)
    marks = [(*e, "dot", "event") for e in events] + [(d, t or "Break", "solid", "break") for d, t in breaks]
    for i, (date, title, dash, kind) in enumerate(sorted(marks)):
        line = {"color": c.muted, "width": 1, "dash": dash}
        figure.add_shape(type="line", x0=date, x1=date, y0=0, y1=1, yref="paper", line=line, layer="between", name=kind)
        figure.add_annotation(
            x=date,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=14 * (i % 2),
            text=title,
            showarrow=False,
            font={"size": 11, "color": c.ink},
            name=kind,
        )
    if target is not None and pd.notna(target):
        line = {"color": c.ink, "width": 1, "dash": "dot"}
        figure.add_shape(
            type="line",
            x0=0,
            x1=1,
            xref="paper",
            y0=target,
            y1=target,
            line=line,
            layer="between",
            name="target",
        )
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=target,
            yanchor="bottom",
            text=f"Target {target_text}",
            showarrow=False,
            font={"size": 11, "color": c.ink},
            name="target",
        )


def _label_ends(
    figure: go.Figure,
    table: pd.DataFrame,
    labels: list[tuple[float, int, str]],
    target: float | None,
    banded: list[str],
) -> None:
    """Fix the value axis, then write the labels at the right end, moved apart where they would overlap."""
    drawn = table[table["area"].isin(banded)]
    numbers = pd.concat([table["value"], drawn["lower"], drawn["upper"], pd.Series([target], dtype=float)]).astype(
        float
    )
    low, high = numbers.min(), numbers.max()
    if pd.isna(low):
        return
    pad = 0.06 * (high - low) or max(abs(high) * 0.1, 1)
    low, high = (0.0 if low >= 0 and low - pad < 0 else low - pad), high + pad
    widest = max((letters for _, letters, _ in labels), default=0)
    figure.update_yaxes(range=[low, high])
    figure.update_layout(margin={"l": 8, "r": int(34 + _LETTER * widest), "t": _TOP, "b": _BOTTOM})
    pixels = HEIGHT - _TOP - _BOTTOM
    wanted = [(value - low) / (high - low) * pixels for value, *_ in labels]
    for (value, _, words), at, place in zip(labels, wanted, spread(wanted, _LABEL_GAP, 0, pixels), strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=value,
            yshift=round(place - at),
            text=words,
            showarrow=False,
            name="label",
        )
