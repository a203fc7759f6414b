"""Where the panes of a figure of many stand, and how their axes lean on one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures.theme import Drawing

Axis = Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """Rows and columns of panes, numbered from 0 along each row from the top left.

    `across` and `down` are the space between panes, as shares of the whole width and height. Where
    `shared`, the panes of a column have one time axis, written under the last row, and those of a
    row one value axis, at its left.
    """

    rows: int
    columns: int
    across: float
    down: float
    shared_axes: bool = False

    def axes(self, pane: int) -> dict[str, str]:
        """The axes on which the traces of a pane are drawn."""
        return {"xaxis": _pane_axis("x", pane), "yaxis": _pane_axis("y", pane)}

    def lay(
        self,
        drawing: Drawing,
        titles: Sequence[str],
        xs: Sequence[Axis],
        ys: Sequence[Axis],
        ink: str,
    ) -> None:
        """Give each pane its place, its title above it, and the properties of its axes in `xs` and
        `ys`.
        """
        for pane in range(self.rows * self.columns):
            wide, high = self._place(pane)
            drawing.lay(
                **{
                    _pane_axis("xaxis", pane): {
                        "anchor": _pane_axis("y", pane),
                        "domain": wide,
                        **self._time(pane),
                        **xs[pane],
                    },
                    _pane_axis("yaxis", pane): {
                        "anchor": _pane_axis("x", pane),
                        "domain": high,
                        **self._value(pane),
                        **ys[pane],
                    },
                }
            )
            if pane < len(titles) and titles[pane]:
                drawing.write(
                    titles[pane],
                    x=sum(wide) / 2,
                    xref="paper",
                    xanchor="center",
                    y=high[1],
                    yref="paper",
                    yanchor="bottom",
                    font={"size": 13, "color": ink},
                    align="center",
                )

    def _place(self, pane: int) -> tuple[list[float], list[float]]:
        """The stretch across and the stretch up of a pane, from 0 to 1."""
        row, column = divmod(pane, self.columns)
        return _stretch(column, self.columns, self.across), _stretch(
            self.rows - 1 - row, self.rows, self.down
        )

    def _time(self, pane: int) -> dict[str, Any]:
        last = (self.rows - 1) * self.columns + pane % self.columns
        return (
            {"matches": _pane_axis("x", last), "showticklabels": False}
            if self.shared_axes and pane != last
            else {}
        )

    def _value(self, pane: int) -> dict[str, Any]:
        first = pane - pane % self.columns
        return (
            {"matches": _pane_axis("y", first), "showticklabels": False}
            if self.shared_axes and pane != first
            else {}
        )


def _stretch(place: int, places: int, space: float) -> list[float]:
    """From where to where one of some equal places lies, from 0 to 1, with a space between each and
    the next.
    """
    size = (1 - space * (places - 1)) * (1 / places)
    start = sum([size] * place) + place * space
    return [start, min(start + size, 1)]


def _pane_axis(axis: str, pane: int) -> str:
    return f"{axis}{pane + 1 if pane else ''}"
