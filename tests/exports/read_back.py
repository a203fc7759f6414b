"""What the tests read out of a file: the words and points of its slides, and the cells of a table."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import pikepdf
import pypdf
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.markup import plain

EPOCH = dt.date(1899, 12, 30)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def words_of(slide) -> str:
    texts = [s.text_frame.text for s in every_shape(slide.shapes) if s.has_text_frame]
    return "\n".join(texts)


def every_shape(shapes) -> Iterator:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every_shape(shape.shapes)


def described(shape) -> str:
    return shape._element.xpath(".//p:cNvPr")[0].get("descr", "")


def charts_of(slide) -> list:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def points_of(chart) -> set[tuple[float, float]]:
    """Every point of a chart, an axis of days as serial numbers, a row by its place."""
    points = set()
    for plot in chart.plots:
        for series in plot.series:
            element = series._element
            x = (
                element.find(f"{C}xVal")
                if element.find(f"{C}xVal") is not None
                else element.find(f"{C}cat")
            )
            y = (
                element.find(f"{C}yVal")
                if element.find(f"{C}yVal") is not None
                else element.find(f"{C}val")
            )
            across = {p.get("idx"): p.findtext(f"{C}v") for p in x.iter(f"{C}pt")}
            for point in y.iter(f"{C}pt"):
                given = across[point.get("idx")]
                place = (
                    float(given)
                    if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", given)
                    else float(point.get("idx"))
                )
                points.add((round(place, 4), round(float(point.findtext(f"{C}v")), 4)))
    return points


def drawn_points(figure) -> set[tuple[float, float]]:
    """Every point that the figure's lines and marks have, as its traces give them."""
    points = set()
    for trace in figure.traces:
        if trace["type"] != "scatter" or trace.get("fill"):
            continue
        for x, y in zip(list(trace["x"]), list(trace["y"]), strict=True):
            if x is None or y is None or x != x or y != y:
                continue
            day = isinstance(x, str)
            place = (dt.date.fromisoformat(x[:10]) - EPOCH).days if day else float(x)
            points.add((round(float(place), 4), round(float(y), 4)))
    return points


def rows_of(chart) -> dict[int, str]:
    """Place -> name of each row of a chart; none for a chart without rows."""
    plot = chart.plots[0]
    if plot._element.tag == f"{C}barChart":
        is_lying = plot._element.find(f"{C}barDir").get("val") == "bar"
        return dict(enumerate(map(str, plot.categories))) if is_lying else {}
    named = next((series for series in plot.series if series.name == "Rows"), None)
    if named is None:
        return {}
    return {
        int(label.find(f"{C}idx").get("val")): "".join(t.text for t in label.iter(f"{A}t"))
        for label in named._element.iter(f"{C}dLbl")
    }


def row_points(chart, *, intervals: bool = False) -> set[tuple[float, str]]:
    """(number, name of its row) of every mark and bar of a chart of rows, or of the ends of its
    intervals.
    """
    names, plot = rows_of(chart), chart.plots[0]
    if plot._element.tag == f"{C}barChart":
        held = [(v, names[n]) for one in plot.series for n, v in enumerate(one.values)]
        return {(round(v, 4), name) for v, name in held if v is not None}
    points = set()
    for series in plot.series:
        if series.name == "Rows" or series.name.endswith(": 95% interval") != intervals:
            continue
        across = dict(_values(series, "xVal"))
        for n, y in _values(series, "yVal"):
            if float(y) in names:
                points.add((round(float(across[n]), 4), names[int(float(y))]))
    return points


def _values(series, name: str) -> list[tuple[str, str]]:
    part = series._element.find(f"{C}{name}")
    return [(p.get("idx"), p.findtext(f"{C}v")) for p in part.iter(f"{C}pt")]


def smallest_words(slide) -> dict[str, float]:
    """Name of a shape -> the smallest size in points that is said of its words."""
    sizes: dict[str, float] = {}
    for shape in every_shape(slide.shapes):
        elements = [shape._element] + ([shape.chart._chartSpace] if shape.has_chart else [])
        for element in elements if shape.shape_type != MSO_SHAPE_TYPE.GROUP else ():
            for run in element.iter(f"{A}rPr", f"{A}defRPr", f"{A}endParaRPr"):
                if run.get("sz"):
                    size = int(run.get("sz")) / 100
                    sizes[shape.name] = min(size, sizes.get(shape.name, size))
    return sizes


def left_out(slide) -> list[int]:
    """How many rows each sentence of a slide says are not drawn."""
    said = re.findall(
        r"(\d+) rows? between (?:is|are) not drawn: (?:it is|they are) in the workbook and on the"
        r" live page\.",
        words_of(slide),
    )
    return [int(count) for count in said]


def same(text: str, value: object) -> bool:
    """Whether the words of a cell say a value of the panel's table."""
    if value is None or str(value) == "<NA>" or value != value:
        return text == ""
    if isinstance(value, str):
        return text == plain(value)
    return float(text.replace(",", "")) == pytest.approx(float(value), abs=6e-4)


def squeeze(text: str) -> str:
    """Words without white space or hyphens, as lines break where they may."""
    return re.sub(r"[\s\-\u00ad\u2010\u2011]+", "", text)


def text_of(data: bytes) -> str:
    """The words of a PDF without white space, and without the head and foot of each page, over
    which a sentence may run on.
    """
    reader = pypdf.PdfReader(io.BytesIO(data))
    foot = re.escape(squeeze(str(reader.metadata.title)))
    pages = (squeeze(page.extract_text()) for page in reader.pages)
    head = r"^WardtoBoard(·DEMONSTRATIONDATA(in\d+of\d+charts?|on\d+of\d+slides?)?)?"
    return "".join(re.sub(rf"{foot}Page\d+of\d+$", "", re.sub(head, "", page)) for page in pages)


def tags_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the structure, in order."""
    pending = [pdf.Root.StructTreeRoot]
    while pending:
        element = pending.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        yield element
        children = element.get("/K", [])
        children = children if isinstance(children, pikepdf.Array) else [children]
        pending += reversed(list(children))


def kinds_of(pdf: pikepdf.Pdf) -> list[str]:
    return [str(tag.S) for tag in tags_of(pdf) if "/S" in tag]


def alternatives_of(pdf: pikepdf.Pdf) -> list[str]:
    return [
        str(tag["/Alt"]) for tag in tags_of(pdf) if tag.get("/S") == "/Figure" and "/Alt" in tag
    ]
