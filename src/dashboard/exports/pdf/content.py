"""Charts and slides as the plain data that the templates set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.exports.paper_table import paper_table
from dashboard.exports.part import Cover, Part, is_whole
from dashboard.exports.pdf.signs import set_signs_apart
from dashboard.figures.painted_figure import Painter
from dashboard.markup import plain
from dashboard.panels.common.panel import Panel

_WIDTH = 640
"""Pixels of a chart as wide as the paper, at which its letters are as large as the words beside it."""
SHORT_TABLE = 12
"""Rows up to which the table of a chart is set below it."""
_LONG_TABLE = 40
"""Rows of the table of a panel that has no chart."""
_DIGITS = 124
"""Digits of a table's letters that stand beside one another on the paper."""
_NO_TITLE = "Untitled"
"""In place of a title of letters that are not seen: an empty heading cannot be read aloud."""


def document_data(
    cover: Cover, mark: str, *, subject: str, opening: Sequence[str]
) -> dict[str, Any]:
    """What every document says of itself."""
    return {
        "flows": False,
        "title": plain(cover.title) or _NO_TITLE,
        "description": plain(subject),
        "keywords": ["London", "policing", "MOPAC"],
        "mark": mark,
        "opening": [plain(words) for words in opening],
        "link": cover.address if is_whole(cover.address) else "",
    }


def section_data(
    heading: str,
    panels: Iterable[Mapping[str, Any]],
    *,
    finding: str = "",
    mark: str = "",
    sentences: Sequence[str] = (),
    after: Sequence[str] = (),
    lists: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """A heading with what stands below it."""
    return {
        "heading": plain(heading) or _NO_TITLE,
        "finding": plain(finding),
        "mark": mark,
        "sentences": [plain(words) for words in sentences],
        "panels": list(panels),
        "after": [plain(words) for words in after],
        "lists": [
            (title, [plain(words) for words in paragraphs])
            for title, paragraphs in (lists or {}).items()
            if paragraphs
        ],
    }


def panel_data(
    part: Part, cover: Cover, painter: Painter, *, with_title: bool = True
) -> dict[str, Any]:
    """A panel with its chart, its table where that is short, and where it comes from."""
    panel = part.panel
    drawing = None if panel.figure is None else painter.paint(panel.figure, _WIDTH)
    chart = drawing and {
        "svg": set_signs_apart(drawing.svg),
        "width": drawing.width,
        "height": drawing.height,
        "alt": plain(part.alternative),
    }
    return {
        "title": plain(panel.title) if with_title else "",
        "subtitle": plain(panel.subtitle),
        "reading": plain(panel.reading),
        "chart": chart,
        "legend": [
            {"swatch": sign.swatch, "words": plain(sign.words)}
            for sign in (drawing.legend if drawing else ())
        ],
        "table": table_data(panel, SHORT_TABLE if drawing else _LONG_TABLE, whole=bool(drawing)),
        "source": plain(part.source_words),
        "words": plain(f"{cover.as_at_words(part.as_at)} {part.filter_words}"),
        "link": part.address if is_whole(part.address) else "",
    }


def table_data(panel: Panel, most: int, *, whole: bool) -> dict[str, Any] | None:
    """The first ``most`` rows of a panel's table; None where it has none.

    With ``whole`` also None where not every row and column of it is set.
    """
    table = paper_table(panel, most, _DIGITS)
    if table is None or (whole and not table.is_whole):
        return None
    return {
        "columns": table.headings,
        "right": table.right,
        "widths": table.widths,
        "rows": table.rows,
        "rest": table.rest,
    }
