"""Colours by meaning, and the layout every figure shares.

The hues are those of the Government Analysis Function (dark blue #12436D, turquoise #28A197, dark
pink #801650, orange #F46A25) with lighter variants for the dark background.  Every mark colour has
a contrast of at least 3:1 with its background.  Show figures with st.plotly_chart(..., theme=None).
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from dashboard.figures.colours import Colours, colours
from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import wrap_name

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
CLEAR = "rgba(0,0,0,0)"
_BESIDE = dt.timedelta(days=182)
"""To either side of the only day of an axis."""
NOTHING = "No figures to show."
#: Shapes by flag, so that colour never speaks alone.
FLAG_SYMBOLS = {
    "better": "circle",
    "worse": "diamond",
    "higher": "triangle-up",
    "lower": "triangle-down",
    "similar": "square",
    "not known": "square-open",
}
SERIES_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
#: Fillings by place in a stack, so that colour never speaks alone.
STACK_PATTERNS = ("", "/", "", ".", "\\", "", "x")
SERIES_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")


def hatch_bar(colour: str, shape: str, c: Colours) -> dict[str, Any]:
    """A bar filled with a colour and, over it, a pattern of the background colour ('' for none)."""
    over = {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": c.background,
        "size": 6,
        "solidity": 0.25,
    }
    return {"color": colour, "line": {"color": c.background, "width": 1}, "pattern": over}


def faint(colour: str, opacity: float) -> str:
    """A hexadecimal colour as rgba with an opacity, for interval bands."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


@cache
def template(dark: bool = False) -> dict[str, Any]:
    """Plotly template: local sans-serif type, transparent paper, quiet axes.

    One for all figures: never changed.
    """
    c = colours(dark)
    axis = {
        "gridcolor": c.grid,
        "zeroline": False,
        "linecolor": c.muted_mark,
        "tickfont": {"color": c.ink},
        "title": {"font": {"color": c.ink, "size": 13}},
        "automargin": True,
        "fixedrange": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 13, "color": c.ink},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "colorway": list(c.series),
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": c.background,
                "bordercolor": c.muted_mark,
                "font": {"family": FONT, "size": 13, "color": c.ink},
                "align": "left",
            },
        }
    }


class Drawing:
    """Traces and layout of a figure in the making, as plain dicts.

    Plotly checks each property as it is set, which takes many times as long as to draw; here
    nothing is checked on the way, and the tests check every kind of figure instead.
    """

    def __init__(self, dark: bool, height: int) -> None:
        """Begin with the layout that every figure shares; `height` in pixels."""
        self.traces: list[Trace] = []
        self.layout: dict[str, Any] = base_layout(dark, height)

    def add(self, kind: str, **properties: Any) -> None:
        """Add a trace of a kind such as 'scatter' or 'bar', over those before it."""
        self.traces.append({"type": kind, **properties})

    def write(self, text: str, **properties: Any) -> None:
        """Add words without an arrow."""
        self.layout.setdefault("annotations", []).append(
            {"text": text, "showarrow": False, **properties}
        )

    def rule(self, **properties: Any) -> None:
        """Add a straight line between the traces and the grid, unless `layer` says otherwise."""
        shape = {"type": "line", "layer": "between", **properties}
        self.layout.setdefault("shapes", []).append(shape)

    def lay(self, **properties: Any) -> None:
        """Set properties of the layout, such as a margin or an axis; within them, those not named
        stay as they are.
        """
        for name, value in properties.items():
            old = self.layout.get(name)
            self.layout[name] = (
                {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
            )

    def figure(self) -> DrawnFigure:
        """The figure; the drawing is not to be added to after it."""
        for name, axis in self.layout.items():
            if name.startswith("xaxis") and axis.get("type") == "date" and "range" not in axis:
                self._show_only_date(axis, f"x{name.removeprefix('xaxis')}")
        return DrawnFigure(self.traces, self.layout)

    def _show_only_date(self, axis: dict[str, Any], anchor: str) -> None:
        """Where every mark of an axis is of one day, name its month, half a year to either side:
        not microseconds.
        """
        days = {
            str(x)[:10]
            for trace in self.traces
            if trace.get("xaxis", "x") == anchor
            for x in (() if trace.get("x") is None else trace["x"])
            if x is not None
        }
        if len(days) == 1:
            day = dt.date.fromisoformat(days.pop())
            axis["range"] = [str(day - _BESIDE), str(day + _BESIDE)]
            axis["tickvals"], axis["ticktext"] = [str(day)], [f"{day:%b %Y}"]


def base_layout(dark: bool, height: int) -> dict[str, Any]:
    """The layout with which every figure begins."""
    return {
        "template": template(dark),
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
    }


def bottom_legend(dark: bool, title: str = "") -> dict[str, Any]:
    """A compact key along the bottom that does not hide traces when clicked."""
    return {
        "orientation": "h",
        "yref": "container",
        "y": 0,
        "yanchor": "bottom",
        "xref": "container",
        "x": 0.01,
        "xanchor": "left",
        "title": {"text": title, "font": {"size": 13}, "side": "top"},
        "font": {"size": 13, "color": colours(dark).ink},
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": CLEAR,
    }


def empty(sentence: str = NOTHING, dark: bool = False) -> DrawnFigure:
    """A figure without marks that says in one sentence why."""
    drawing = Drawing(dark, 120)
    drawing.lay(xaxis={"visible": False}, yaxis={"visible": False})
    drawing.write(wrap_name(sentence, 44), x=0.5, y=0.5, xref="paper", yref="paper", name="empty")
    return drawing.figure()


def value_axis(drawing: Drawing, unit: str, *, top: bool = False) -> None:
    """Name the value axis by its unit; a percentage says so at each tick instead.

    ``top`` puts it above the marks, where a long list begins.
    """
    percent = unit == "%"
    axis = {"ticksuffix": "%" if percent else "", "title": {"text": "" if percent else unit}}
    drawing.lay(xaxis=axis | ({"side": "top"} if top else {}))


def reference_line(
    drawing: Drawing,
    at: float,
    label: str,
    dark: bool,
    *,
    dash: str = "dash",
    axis: str = "x",
    layer: str = "between",
    anchor: str = "center",
    above: float = 0,
) -> None:
    """A vertical line over the whole height of the figure, named ``above`` pixels over it;
    ``anchor`` is the side of its name.
    """
    ink = colours(dark).ink
    drawing.rule(
        xref=axis,
        x0=at,
        x1=at,
        y0=0,
        y1=1,
        yref="paper",
        layer=layer,
        line={"color": ink, "width": 2, "dash": dash},
        name="comparator",
    )
    drawing.write(
        label,
        xref=axis,
        x=at,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=above,
        xanchor=anchor,
        font={"color": ink},
        name="comparator",
    )


# : The points chosen in the browser do not fade the others: the page redraws with the choice
# instead.
STEADY: dict[str, Any] = {
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}
