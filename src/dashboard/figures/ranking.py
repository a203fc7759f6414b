"""Areas as dots with 95% intervals, one row each."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import NO_FIGURE, figure_text
from dashboard.figures.theme import FLAG_SYMBOLS, base_layout, bottom_legend, colours

ROW_HEIGHT = 22
_ABOVE, _BELOW = 28, 78


def _hover(row: pd.Series, unit: str, decimals: int, comparator_label: str) -> str:
    words = f"<b>{row['name']}</b>: {figure_text(row['value'], unit, decimals)}"
    if pd.notna(row["lower"]) and pd.notna(row["upper"]):
        words += f"<br>95% interval {row['lower']:,.{decimals}f} to {figure_text(row['upper'], unit, decimals)}"
    return f"{words}<br>{_flag_words(row['flag'], comparator_label)}"


def _flag_words(flag: str, comparator_label: str) -> str:
    if flag == "not known":
        return "Comparison not known"
    return f"{flag.capitalize()} {'to' if flag == 'similar' else 'than'} {comparator_label}"


def ranking(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    comparator: float | None,
    selected: Collection[str] = (),
    dark: bool = False,
) -> go.Figure:
    """Horizontal dot plot in the order of the table (first at the top).

    Columns: area (code), name, value, lower, upper, flag.  One trace per flag and highlight; with areas
    selected the others are muted.  Each point carries its area code as customdata.
    """
    c = colours(dark)
    rows = table.reset_index(drop=True)
    rows = rows.assign(
        place=range(len(rows)),
        chosen=rows["area"].isin(list(selected)),
        flag=rows["flag"].fillna("not known"),
    )
    some_chosen = bool(rows["chosen"].any())
    figure = go.Figure()
    shown = rows[rows["value"].notna()]
    named: set[str] = set()
    for chosen in (False, True):  # the highlighted are drawn last, on top
        for flag, symbol in FLAG_SYMBOLS.items():
            part = shown[(shown["chosen"] == chosen) & (shown["flag"] == flag)]
            if part.empty:
                continue
            colour = c.muted if some_chosen and not chosen else c.flags[flag]
            if chosen and flag in ("similar", "not known"):
                colour = c.ink  # their grey would not stand out from the muted
            figure.add_trace(
                go.Scatter(
                    x=part["value"].tolist(),
                    y=part["place"].tolist(),
                    mode="markers",
                    name=_flag_words(flag, comparator_label),
                    legendgroup=flag,
                    showlegend=flag not in named,
                    customdata=part["area"].tolist(),
                    text=[_hover(row, unit, decimals, comparator_label) for _, row in part.iterrows()],
                    hovertemplate="%{text}<extra></extra>",
                    marker={
                        "symbol": symbol,
                        "color": colour,
                        "size": 12 if chosen else 9,
                        "line": {"color": c.ink if chosen else colour, "width": 1.5 if chosen else 1},
                    },
                    error_x={
                        "type": "data",
                        "symmetric": False,
                        "array": (part["upper"] - part["value"]).tolist(),
                        "arrayminus": (part["value"] - part["lower"]).tolist(),
                        "color": colour,
                        "thickness": 3 if chosen else 1.5,
                        "width": 0,
                    },
                    selected={"marker": {"opacity": 1}},
                    unselected={"marker": {"opacity": 1}},
                )
            )
            named.add(flag)
    for place in rows.loc[rows["value"].isna(), "place"]:
        figure.add_annotation(
            x=0,
            xref="paper",
            y=place,
            text=NO_FIGURE,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": c.ink},
        )
    height = _ABOVE + _BELOW + ROW_HEIGHT * max(len(rows), 1)
    figure.update_layout(**base_layout(dark, height))
    figure.update_layout(showlegend=bool(named), legend=bottom_legend(dark), margin={"t": _ABOVE, "b": _BELOW})
    figure.update_yaxes(
        tickmode="array",
        tickvals=rows["place"].tolist(),
        ticktext=[
            f"<b>{r.name_}</b>" if r.chosen else r.name_ for r in rows.rename(columns={"name": "name_"}).itertuples()
        ],
        range=[max(len(rows), 1) - 0.5, -0.5],
        showgrid=False,
        ticks="",
    )
    percent = unit == "%"
    figure.update_xaxes(ticksuffix="%" if percent else "", title={"text": "" if percent else unit})
    if comparator is not None and pd.notna(comparator):
        figure.add_shape(
            type="line",
            x0=comparator,
            x1=comparator,
            y0=0,
            y1=1,
            yref="paper",
            layer="between",
            line={"color": c.ink, "width": 2, "dash": "dash"},
            name="comparator",
        )
        figure.add_annotation(
            x=comparator,
            y=1,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            text=f"{comparator_label} {figure_text(comparator, unit, decimals)}",
            font={"color": c.ink},
        )
    return figure
