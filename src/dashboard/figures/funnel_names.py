"""Which points of a funnel are named, and where their names stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.figures.format import round_values, wrap_name
from dashboard.figures.theme import Colours, Drawing

#: Widths in pixels of what lies between the axes, from a phone to a wide screen, at which no two
#: names may meet.
_WIDTHS = np.array([215, 420, 620, 1100])
_LETTER, _LINE, _MOST_TRIED = 7.5, 17, 40
#: Chosen areas up to which each is named, whatever lies there: the wards of a chosen borough are
#: more.
_FEW = 5
#: Where a name may stand from its point, nearest first: the side on which it grows, pixels across,
#: pixels down.
_PLACES = tuple(
    (side, across, down)
    for down in (0, -18, 18, -34, 34, -50, 50, -68, 68, -90, 90)
    for side, across in (("left", 12), ("right", -12), ("center", 0))
    if down or across
)
_NAME_LETTERS = 13
_Place = tuple[str, int, int]


def name_points(
    drawing: Drawing,
    rows: pd.DataFrame,
    wide: Sequence[float],
    span: tuple[float, float],
    tall: float,
    c: Colours,
) -> None:
    """Name the chosen and the flagged points, the furthest out first, where their names meet
    nothing at any width.

    `wide` and `span` are the ends of the two axes; `tall` the height between them in pixels.
    """
    across = ((rows["size"] - wide[0]) / (wide[1] - wide[0])).to_numpy(float)
    down = ((span[1] - rows["value"]) / (span[1] - span[0]) * tall).to_numpy(float)
    boxes = np.column_stack([across, across * 0 - 5, across * 0 + 5, down - 5, down + 5])
    few = rows["chosen"].sum() <= _FEW
    order, count = _order_points(rows, few), 0
    for i in order[:_MOST_TRIED]:
        point = rows.iloc[i]
        lines = wrap_name(point["name"], _NAME_LETTERS).split("<br>")
        wider = 1.08 if point["chosen"] else 1  # bold
        size = (_LETTER * max(map(len, lines)) * wider, _LINE * len(lines))
        place = _find_place(across[i], down[i], size, tall, boxes)
        if place is None and point["chosen"] and few:
            # in a crowd it stands over points, though over no name
            place = _find_place(across[i], down[i], size, tall, boxes[len(rows) :])
        if place is None:
            continue
        boxes, count = np.vstack([boxes, place[1]]), count + 1
        _write_name(drawing, point, lines, place[0], c)
    if len(order) > count:
        _count_nameless(drawing, len(order) - count, c)


def _order_points(rows: pd.DataFrame, few: bool) -> list[int]:
    """The places in `rows` of the points to name: the chosen where they are `few`, then the flagged
    by how far out they are, of these the chosen first.
    """
    far = rows["z"].abs().fillna(0) + np.where(rows["chosen"], rows["z"].abs().max(), 0)
    rank = np.where(rows["chosen"] & few, np.inf, np.where(rows["flagged"], far, -1))
    return [i for i in np.argsort(-rank, kind="stable") if rank[i] >= 0]


def _write_name(
    drawing: Drawing, point: pd.Series, lines: Sequence[str], place: _Place, c: Colours
) -> None:
    """The name of a point with a thin line to it."""
    side, across, down = place
    drawing.write(
        "<br>".join(f"<b>{line}</b>" if point["chosen"] else line for line in lines),
        x=round_values([point["size"]], 1)[0],
        y=round_values([point["value"]])[0],
        showarrow=True,
        arrowhead=0,
        arrowwidth=1,
        standoff=5,
        arrowcolor=c.muted_mark,
        ax=across,
        ay=down,
        xanchor=side,
        yanchor="middle",
        align=side,
        borderpad=0,
        font={"size": 13, "color": c.ink},
        name="label",
    )


def _count_nameless(drawing: Drawing, count: int, c: Colours) -> None:
    """Say how many points that should be named have no place for their name."""
    drawing.write(
        f"{count} more flagged: named on hover",
        x=1,
        xref="paper",
        xanchor="right",
        y=1,
        yref="paper",
        yanchor="bottom",
        font={"size": 13, "color": c.ink},
        name="more",
    )


def _find_place(
    across: float, down: float, size: tuple[float, float], tall: float, boxes: np.ndarray
) -> tuple[_Place, np.ndarray] | None:
    """The nearest place for a name of `size` (pixels) where it is inside and meets none of `boxes`,
    if any, and its own box.

    A row of `boxes`: the point, as a share of the width; left, right, in pixels from it; top,
    bottom, in pixels.
    """
    starts = {"left": 0.0, "right": -size[0], "center": -size[0] / 2}
    for side, dx, dy in _PLACES:
        left, top = dx + starts[side], down + dy - size[1] / 2
        right, bottom = left + size[0], top + size[1]
        beside = boxes[(top < boxes[:, 4]) & (boxes[:, 3] < bottom)]
        begin, end, theirs = (
            across * _WIDTHS + left,
            across * _WIDTHS + right,
            beside[:, :1] * _WIDTHS,
        )
        meets = (begin < theirs + beside[:, 2:3]) & (theirs + beside[:, 1:2] < end)
        if (
            top >= 0
            and bottom <= tall
            and (begin >= 0).all()
            and (end <= _WIDTHS).all()
            and not meets.any()
        ):
            return (side, dx, dy), np.array([across, left, right, top, bottom])
    return None
