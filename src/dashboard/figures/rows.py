"""What charts with one row an area or group share: names at the left, heights, notes in place of marks."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.theme import base_layout, bottom_legend, colours

ABOVE, BELOW = 28, 78


def row_axis(figure: go.Figure, labels: Sequence[str]) -> None:
    """One label a row, the first at the top; labels are already safe for Plotly."""
    count = max(len(labels), 1)
    figure.update_yaxes(
        tickmode="array", tickvals=list(range(len(labels))), ticktext=list(labels), range=[count - 0.5, -0.5],
        showgrid=False, ticks="", zeroline=False,
    )  # fmt: skip


def row_layout(
    figure: go.Figure, rows: int, row_height: int, dark: bool, *, above: int = ABOVE, below: int = BELOW,
    legend: bool = True,
) -> None:  # fmt: skip
    """Height by the number of rows, so that a row is as high in a short list as in a long one."""
    figure.update_layout(**base_layout(dark, above + below + row_height * max(rows, 1)))
    figure.update_layout(showlegend=legend, legend=bottom_legend(dark), margin={"t": above, "b": below})


def row_note(figure: go.Figure, place: int, text: str, dark: bool) -> None:
    """Words at the left of a row that has no mark."""
    figure.add_annotation(
        x=0, xref="paper", y=place, text=text, showarrow=False, xanchor="left", xshift=6,
        font={"color": colours(dark).ink}, name="note",
    )  # fmt: skip
