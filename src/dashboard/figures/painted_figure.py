"""A figure as SVG, drawn without a browser by the very script that draws it on a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import quickjs

from dashboard.figures.figure_json import DrawnFigure

_FOLDER = Path(__file__).parent / "painter"
_ON_PAPER = ("text", "ticks", "resolve", "symbols", "paint", "legend")
PAINTER = (*_ON_PAPER, "walk")
"""The painter's files in the order in which they build on one another."""
_SWATCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="16" viewBox="0 0 20 16"'
    ' color="#1d2329">{}</svg>'
)


@dataclass(frozen=True)
class Sign:
    """An entry of a figure's legend."""

    swatch: str
    """SVG of 20 by 16 pixels; '' for a word that heads the others."""
    words: str


@dataclass(frozen=True)
class PaintedFigure:
    """A figure as SVG."""

    svg: str
    width: float
    """In pixels."""
    height: float
    legend: tuple[Sign, ...]


def painter_source(names: Sequence[str] = PAINTER) -> str:
    """The painter's script, for a browser."""
    return "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)


class Painter:
    """Paints figures on paper. One thread may use it: each makes its own."""

    def __init__(self) -> None:
        """Read the painter's script."""
        self._context = quickjs.Context()
        widths = (_FOLDER / "widths.json").read_text(encoding="utf-8")
        self._context.eval(f"globalThis.WIDTHS = {widths};")
        self._context.eval(painter_source(("paper", *_ON_PAPER)))
        self._context.eval(
            "globalThis.paint = (figure, width, height) =>"
            " JSON.stringify(paintPaper(JSON.parse(figure), width, height))"
        )
        self._paint = self._context.get("paint")

    def paint(
        self, figure: DrawnFigure, width: float, height: float | None = None
    ) -> PaintedFigure:
        """``figure`` as SVG, ``width`` pixels wide and ``height`` high; as high as the page draws it
        where that is None.
        """
        painting = json.loads(self._paint(figure.json.decode(), width, height))
        legend = tuple(
            Sign(_SWATCH.format(sign["swatch"]) if sign["swatch"] else "", sign["words"])
            for sign in painting["legend"]
        )
        svg = painting["svg"].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return PaintedFigure(svg, painting["width"], painting["height"], legend)
