"""A borough on one page of A4 (tagged PDF), to print or to send."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import segno

from dashboard.errors import InputError
from dashboard.exports.part import DEMONSTRATION, Cover, is_whole
from dashboard.exports.pdf.borough_standing import standing_data
from dashboard.exports.pdf.content import document_data
from dashboard.exports.pdf.typeset import typeset
from dashboard.figures.painted_figure import Painter
from dashboard.figures.spark import spark
from dashboard.markup import plain
from dashboard.panels.borough.summary import borough_summary, tiles
from dashboard.panels.borough.ward_strip import WardRow, WardStrip
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.panels.common.tiles import Tile
from dashboard.text import capitalise

_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)
"""Points of the words: the first at which all of it stands on one page."""
_SPARK_STYLE = "<style>.line{fill:none;stroke:#1d2329;stroke-width:2.5}.dot{fill:#1d2329}</style>"
_VERDICTS = (
    "“Worse”: the whole 95% interval lies on the worse side of London’s figure; “clearly”: the"
    " 99.8% interval does too."
)
_PRINT_FILLS = {"below": "#1d2329", "loses": "#a9adb2", "gains": "#cfe0ee", "same": "#eceef0"}
"""What becomes of a ward -> a grey that prints."""
_MAP_WIDTH, _MAP_HEIGHT = 400, 430
_NUMBERS = "A number on the map is that of the ward in the table."
_APPROXIMATE = "Map drawn from ward centres: borders are approximate."


def write_borough_page(page: Page, cover: Cover) -> bytes:
    """The borough that the view of ``page`` names, as a PDF of one page.

    Raises:
        InputError: no borough is named, or nothing is loaded for it.
    """
    if not page.view.area:
        raise InputError("Choose the borough to write, such as --set area=Lambeth.")
    wards = Wards(page)
    summary = borough_summary(wards)
    if summary is None:
        name = wards.borough.name
        raise InputError(f"Nothing is loaded that a page of {name} could show; load its files.")
    data = borough_data(wards, summary, cover)
    for size in _SIZES:
        pdf = typeset("borough.typ", data | {"size": size}, cover.day_taken)
        if len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1:
            break
    return pdf


def borough_data(wards: Wards, summary: Panel, cover: Cover) -> dict[str, Any]:
    """All that the page of a borough says."""
    page, borough = wards.page, wards.borough
    strip = WardStrip(page)
    panels = [panel for panel in (summary, wards.table(), borough.indicators()) if panel]
    mark = DEMONSTRATION if any(panel.demonstration for panel in panels) else ""
    title = f"{borough.name} on one page"
    subject = f"{summary.title}. {cover.as_at_words(page.view.as_at)}"
    data = document_data(
        Cover(title, cover.address, cover.day_taken), mark, subject=subject, opening=()
    )
    return data | {
        "name": plain(borough.name),
        "as-at": cover.as_at_words(page.view.as_at),
        "bcu": plain(f"{page.names[borough.bcu]} Basic Command Unit (BCU)"),
        "finding": plain(capitalise(summary.title.removeprefix(f"{borough.name}: "))),
        "tiles": [_tile_data(tile) for tile in tiles(wards)],
        "wards": _wards_data(strip) if strip.rows else None,
        **standing_data(wards),
        "actions": _actions(panels),
        "sources": "; ".join(_sources(panels)),
        "method": f"{_VERDICTS} {_APPROXIMATE if strip.is_approximate else ''}".strip(),
        "qr": _qr(cover.address) if is_whole(cover.address) else "",
    }


def _tile_data(tile: Tile) -> dict[str, Any]:
    number, _, unit = tile.figure.partition(" ")
    words = "" if len(tile.trend) < 2 else str(spark(tile.trend, words="", last="", way=tile.way))
    svg = words.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    svg = svg.replace('width="150"', 'width="106"', 1).replace("0 0 150 30", "0 0 106 30", 1)
    return {
        "name": plain(tile.name),
        "number": plain(number),
        "unit": plain(unit),
        "verdict": plain(tile.verdict),
        "way": tile.way or ("same" if tile.verdict else ""),
        "note": plain(tile.note),
        "interval": plain(tile.interval),
        "spark": svg.replace(">", f">{_SPARK_STYLE}", 1) if svg else "",
    }


def _wards_data(strip: WardStrip) -> dict[str, Any]:
    figure = strip.figure(_PRINT_FILLS, _MAP_HEIGHT, with_numbers=True)
    drawing = None if figure is None else Painter().paint(figure, _MAP_WIDTH, _MAP_HEIGHT)
    return {
        "title": plain(strip.title),
        "subtitle": plain(strip.subtitle),
        "planned": strip.planned,
        "numbers": _NUMBERS if drawing else "",
        "rows": [_row_data(row) for row in strip.rows],
        "total": _row_data(strip.total),
        "map": drawing
        and {
            "svg": drawing.svg,
            "width": drawing.width,
            "height": drawing.height,
            "alt": plain(f"Map of the wards of {strip.wards.place}. {strip.title}."),
        },
        "legend": [
            {"swatch": sign.swatch, "words": plain(sign.words)}
            for sign in (drawing.legend if drawing else ())
        ],
    }


def _row_data(row: WardRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "dwo": row.dwo,
        "pcso": row.pcso,
        "proposed": row.proposal,
    }


def _actions(panels: list[Panel]) -> list[dict[str, str]]:
    """The actions that rest on the figures and are not finished, each once."""
    actions: dict[str, ActionLink] = {a.action: a for panel in panels for a in panel.actions}
    return [
        {"number": f"Action {a.number}", "words": plain(f"{a.title} ({a.status})")}
        for a in sorted(actions.values(), key=lambda a: (a.meeting, a.number))
    ]


def _sources(panels: list[Panel]) -> list[str]:
    """The releases behind the page, without their licences, each once."""
    releases = (part for panel in panels for part in panel.source.split("; ") if part)
    return list(dict.fromkeys(plain(part.partition(" (")[0]) for part in releases))


def _qr(address: str) -> str:
    """The QR code of the page as SVG."""
    return str(segno.make(address, error="m", micro=False).svg_inline(border=1, scale=4))
