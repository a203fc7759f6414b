"""The parts of a chart that python-pptx has no words for, written as DrawingML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from dashboard.exports.charts.frame import Frame
from dashboard.exports.charts.pane import Errors

_NEARLY_LEVEL = 1000
"""A sixtieth of a degree, as DrawingML counts angles."""
_SHEET = "Sheet1"
"""As python-pptx names the sheet behind a chart."""


def set_inner_layout(chart: Chart, whole: Frame, inner: Frame) -> None:
    """Put the area that is drawn on at ``inner`` within the chart's ``whole``."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    parts = {
        "x": (inner.left - whole.left) / whole.width,
        "y": (inner.top - whole.top) / whole.height,
        "w": inner.width / whole.width,
        "h": inner.height / whole.height,
    }
    sizes = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in parts.items())
    area.insert(
        0,
        parse_xml(
            f"<c:layout {nsdecls('c')}><c:manualLayout>"
            '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{sizes}</c:manualLayout></c:layout>"
        ),
    )


def place_axis_title(axis: Any, whole: Frame, inner: Frame) -> None:
    """Put the title of an axis that runs along the top over the numbers there."""
    title = axis._element.find(qn("c:title"))
    if title is None:
        return
    for old in title.findall(qn("c:layout")):
        title.remove(old)
    words = sum(len(run.text or "") for run in title.iter(qn("a:t")))
    middle = (inner.left + inner.width / 2 - words * 0.04 - whole.left) / whole.width
    layout = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>"
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{max(middle, 0):.5f}"/><c:y val="0.00500"/></c:manualLayout></c:layout>'
    )
    place = title.find(qn("c:tx"))
    place.addnext(layout)


def hide_in_legend(chart: Chart, places: Iterable[int]) -> None:
    """Leave the series at some places out of the legend."""
    legend = chart._chartSpace.chart.find(qn("c:legend"))
    if legend is None:
        return
    for at, place in enumerate(sorted(places), 1):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/>'
        legend.insert(at, parse_xml(f"{entry}</c:legendEntry>"))


def stack_first_as_areas(chart: Chart, count: int) -> None:
    """Make the first series of a line chart areas that stand on one another, behind the lines."""
    lines = chart._chartSpace.chart.plotArea.find(qn("c:lineChart"))
    areas = parse_xml(
        f'<c:areaChart {nsdecls("c")}><c:grouping val="stacked"/><c:varyColors val="0"/>'
        "</c:areaChart>"
    )
    for series in lines.findall(qn("c:ser"))[:count]:
        for name in ("c:marker", "c:smooth"):
            for part in series.findall(qn(name)):
                series.remove(part)
        areas.append(series)
    for axis in lines.findall(qn("c:axId")):
        areas.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    lines.addprevious(areas)


def set_date_axis(chart: Chart, low: int, high: int, months: int) -> None:
    """Let the days along the axis run from one to another (as serial numbers), in whole days."""
    axis = chart._chartSpace.chart.plotArea.find(qn("c:dateAx"))
    scaling = axis.find(qn("c:scaling"))
    for part in list(scaling):
        scaling.remove(part)
    scaling.append(parse_xml(f'<c:orientation {nsdecls("c")} val="minMax"/>'))
    scaling.append(parse_xml(f'<c:max {nsdecls("c")} val="{high}"/>'))
    scaling.append(parse_xml(f'<c:min {nsdecls("c")} val="{low}"/>'))
    units = ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit", "c:minorUnit", "c:minorTimeUnit")
    for name in units:
        for part in axis.findall(qn(name)):
            axis.remove(part)
    years = months % 12 == 0
    for name, value in (
        ("baseTimeUnit", "days"),
        ("majorUnit", str(months // 12 if years else months)),
        ("majorTimeUnit", "years" if years else "months"),
    ):
        axis.append(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))


def move_label(label: Any, down: float) -> None:
    """Move the words at a point downwards by a part of the chart's height."""
    element = label._dLbl
    layout = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>"
        f'<c:x val="0"/><c:y val="{down:.5f}"/></c:manualLayout></c:layout>'
    )
    element.find(qn("c:idx")).addnext(layout)


def skip_labels(chart: Chart, every: int) -> None:
    """Write only every so manieth name along an axis of names."""
    axis = chart._chartSpace.chart.plotArea.find(qn("c:catAx"))
    for part in axis.findall(qn("c:tickLblSkip")):
        axis.remove(part)
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{every}"/>')
    last = axis.find(qn("c:noMultiLvlLbl"))
    if last is None:
        axis.append(skip)
    else:
        last.addprevious(skip)


def show_every_label(chart: Chart) -> None:
    """Write every name along an axis of names: LibreOffice leaves out those that nearly touch unless
    they are said to lie level.
    """
    _turn_labels(chart, 0)


def lay_labels_level(chart: Chart) -> None:
    """Write the names along an axis of names level, each in one line: LibreOffice turns and cuts
    those of which nothing is said, and breaks those that are said to be turned by nothing at all.
    """
    _turn_labels(chart, _NEARLY_LEVEL)


def _turn_labels(chart: Chart, angle: int) -> None:
    axis = chart._chartSpace.chart.plotArea.find(qn("c:catAx"))
    for body in axis.findall(f"{qn('c:txPr')}/{qn('a:bodyPr')}"):
        body.set("rot", str(angle))
        body.set("vert", "horz")


def cross_at_days(chart: Chart) -> None:
    """Let the first and the last day stand at the very edges."""
    axis = chart._chartSpace.chart.plotArea.find(qn("c:valAx"))
    for part in axis.findall(qn("c:crossBetween")):
        part.set("val", "midCat")


def point_at_cells(series: Any, across: str, up: str, rows: range) -> None:
    """Say in which columns and rows the numbers of a series of points stand, and its name."""
    element = series._element
    element.find(f".//{qn('c:tx')}//{qn('c:f')}").text = f"{_SHEET}!${up}$1"
    for name, column in (("c:xVal", across), ("c:yVal", up)):
        where = f"{_SHEET}!${column}${rows.start}:${column}${rows.stop - 1}"
        element.find(f".//{qn(name)}//{qn('c:f')}").text = where


def add_error_bars(
    series: Any, errors: Errors, columns: Sequence[str], rows: range, way: str
) -> None:
    """Draw intervals at the points of a series; ``columns`` and ``rows`` are the cells behind them.

    ``way`` is 'y', or '' for a chart whose intervals can only stand upright.
    """
    element = series._element
    direction = f'<c:errDir val="{way}"/>' if way else ""
    below, above = (
        _cells_of(values, column, rows)
        for values, column in zip((errors.below, errors.above), columns, strict=True)
    )
    width = int(errors.stroke.width * 12700)
    bars = parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}>{direction}"
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{above}</c:plus><c:minus>{below}</c:minus>"
        f'<c:spPr><a:ln w="{width}" cap="flat"><a:solidFill><a:srgbClr val="{errors.stroke.colour}"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    for name in ("c:xVal", "c:cat", "c:val", "c:yVal"):
        if (part := element.find(qn(name))) is not None:
            part.addprevious(bars)
            return


def _cells_of(values: Sequence[float | None], column: str, rows: range) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{value:.6g}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value is not None
    )
    where = f"{_SHEET}!${column}${rows.start}:${column}${rows.stop - 1}"
    return (
        f"<c:numRef><c:f>{where}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def drop_missing_points(chart: Chart) -> None:
    """Leave out the points that have no number, so that a line breaks there."""
    for point in list(chart._chartSpace.iter(qn("c:pt"))):
        if point.findtext(qn("c:v")) == "None":
            point.getparent().remove(point)


def set_language(element: etree._Element) -> None:
    """Say of every run of words below an element that it is British English."""
    for run in element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
        run.set("lang", "en-GB")
