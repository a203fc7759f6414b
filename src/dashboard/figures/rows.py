"""What charts with one row an area or group share: names at the left, heights, notes in place of
marks.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.figures.theme import Drawing, bottom_legend, colours

ABOVE, BELOW = 28, 78


def row_axis(drawing: Drawing, labels: Sequence[str]) -> None:
    """One label a row, the first at the top; labels are already safe for Plotly."""
    count = max(len(labels), 1)
    drawing.lay(
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(labels))),
            "ticktext": list(labels),
            "range": [count - 0.5, -0.5],
            "showgrid": False,
            "ticks": "",
            "zeroline": False,
        }
    )


def row_drawing(
    rows: int,
    row_height: int,
    dark: bool,
    *,
    above: int = ABOVE,
    below: int = BELOW,
    legend: bool = True,
) -> Drawing:
    """A drawing as high as its number of rows asks, so that a row is as high in a short list as in
    a long one.
    """
    drawing = Drawing(dark, above + below + row_height * max(rows, 1))
    drawing.lay(showlegend=legend, legend=bottom_legend(dark), margin={"t": above, "b": below})
    return drawing


def row_note(drawing: Drawing, place: int, text: str, dark: bool) -> None:
    """Words at the left of a row that has no mark."""
    drawing.write(
        text,
        x=0,
        xref="paper",
        y=place,
        xanchor="left",
        xshift=6,
        font={"color": colours(dark).ink},
        name="note",
    )
