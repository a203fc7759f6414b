"""The sheets of panels as an OpenDocument workbook (ODS): in content the same as the XLSX."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element

from dashboard.exports.cells import Cell
from dashboard.exports.open_formats import number_styles, shown_text
from dashboard.exports.part import Cover, Part, mark_of
from dashboard.exports.sheets import Line, Sheet, sheets_of
from dashboard.markup import plain

_FACE = 'style:font-name="Arial" fo:font-family="Arial"'
_LETTER_CM = 0.22
"""Width of a letter at 12 points, in centimetres."""
_LOOKS = {
    "words": ("", 'fo:font-size="12pt"'),
    "wrapped": ('fo:wrap-option="wrap"', 'fo:font-size="12pt"'),
    "title": ("", 'fo:font-size="16pt" fo:font-weight="bold"'),
    "section": ("", 'fo:font-size="13pt" fo:font-weight="bold"'),
    "mark": ('fo:background-color="#FFF3CD"', 'fo:font-size="12pt" fo:font-weight="bold"'),
    "heading": (
        'fo:wrap-option="wrap" style:vertical-align="middle" fo:background-color="#12436D"',
        'fo:font-size="12pt" fo:font-weight="bold" fo:color="#FFFFFF"',
    ),
    "cell": ('fo:wrap-option="wrap"', 'fo:font-size="12pt"'),
}
"""Kind of cell -> how the cell and its text look."""

_PAPER = {
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
"""A4 on its side, as wide as its paper and as long as it needs."""


def write_open_workbook(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as ODS."""
    return write_open_sheets(cover, parts, sheets_of(cover, parts))


def write_open_sheets(cover: Cover, parts: Sequence[Part], sheets: Sequence[Sheet]) -> bytes:
    """``sheets``, which hold the panels of ``parts``, as ODS."""
    document = Document("spreadsheet")
    _describe(document, cover, parts)
    writer = _Writer()
    body = document.body
    body.clear()
    for number, sheet in enumerate(sheets):
        body.append(Element.from_tag(writer.table(sheet, number)))
    body.append(Element.from_tag(_table_names(sheets)))
    (automatic,) = document.content.get_elements("//office:automatic-styles")
    for style in writer.styles():
        automatic.append(Element.from_tag(style))
    _freeze(document, sheets)
    with io.BytesIO() as out:
        document.save(out)
        return out.getvalue()


def _describe(document: Document, cover: Cover, parts: Sequence[Part]) -> None:
    """Give the file its title, subject, language and day."""
    meta = document.meta
    meta.title = cover.title
    meta.set_subject("; ".join(part.panel.title for part in parts)[:250])
    meta.set_description(f"{mark_of(parts)} {cover.address}".strip())
    meta.set_initial_creator("Ward to Board")
    meta.set_creator("Ward to Board")
    meta.set_generator("Ward to Board")
    taken = dt.datetime.combine(cover.day_taken, dt.time())
    meta.set_creation_date(taken)
    meta.set_modification_date(taken)
    document.set_language("en-GB")
    document.del_part("Thumbnails/thumbnail.png")  # It shows an empty sheet.
    for paper in document.styles.get_elements("//style:page-layout-properties"):
        for name, value in _PAPER.items():
            paper.set_attribute(name, value)


class _Writer:
    """Writes sheets as XML, and keeps the styles that they use."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._columns: dict[float, str] = {}

    def table(self, sheet: Sheet, number: int) -> str:
        """One sheet as a table of OpenDocument."""
        widths = list(sheet.columns.values()) or [sheet.width or 100]
        columns = "".join(
            f'<table:table-column table:style-name="{self._column(width)}"/>' for width in widths
        )
        lines = "".join(f"<table:table-row>{_line(line)}</table:table-row>" for line in sheet.lines)
        heading = "".join(_text(words, "heading") for words in sheet.columns)
        head = (
            f"<table:table-header-rows><table:table-row>{heading}</table:table-row>"
            "</table:table-header-rows>"
            if heading
            else ""
        )
        rows = "".join(
            f"<table:table-row>{self._row(row, sheet.leads[n] if sheet.leads else '')}"
            "</table:table-row>"
            for n, row in enumerate(sheet.rows)
        )
        return (
            f"<table:table table:name={quoteattr(sheet.name)} table:style-name="
            f'"ta1">{columns}{lines}{head}{rows}</table:table>'
        )

    def _row(self, row: Sequence[Cell], lead: str) -> str:
        cells = [self._cell(cell) for cell in row]
        if lead:
            cells[0] = _text(lead, "words", f"#'{lead}'.A1")
        return "".join(cells)

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell.value, str):
            return _text(cell.value, "cell")
        style = self._numbers.setdefault(cell.number_format, f"n{len(self._numbers)}")
        if isinstance(cell.value, dt.date):
            value = f'office:value-type="date" office:date-value="{cell.value.isoformat()}"'
        else:
            kind = "percentage" if "%" in cell.number_format else "float"
            value = f'office:value-type="{kind}" office:value="{cell.value!r}"'
        text = escape(shown_text(cell))
        return (
            f'<table:table-cell table:style-name="{style}" {value}><text:p>{text}</text:p>'
            "</table:table-cell>"
        )

    def _column(self, letters: float) -> str:
        return self._columns.setdefault(letters, f"w{len(self._columns)}")

    def styles(self) -> Iterable[str]:
        """The styles of all that has been written."""
        for name, (cell, text) in _LOOKS.items():
            yield _cell_style(name, cell, text)
        for letters, name in self._columns.items():
            yield (
                f'<style:style style:name="{name}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{letters * _LETTER_CM:.2f}cm"/>'
                "</style:style>"
            )
        for number_format, name in self._numbers.items():
            yield from number_styles(f"d{name}", number_format)
            yield _cell_style(name, "", 'fo:font-size="12pt"', f'style:data-style-name="d{name}"')


def _cell_style(name: str, cell: str, text: str, more: str = "") -> str:
    colour = "" if "fo:color" in text else 'fo:color="#1D2329"'
    across = '<style:paragraph-properties fo:text-align="end"/>' if more else ""
    middle = "" if "vertical-align" in cell else 'style:vertical-align="top"'
    return (
        f'<style:style style:name="{name}" style:family="table-cell" {more}>'
        f"<style:table-cell-properties {cell} {middle}/>{across}"
        f"<style:text-properties {_FACE} {colour} {text}/></style:style>"
    )


def _line(line: Line) -> str:
    return _text(line.text, line.style, f"#'{line.sheet}'.A1" if line.sheet else line.link)


def _text(words: str, style: str, link: str = "") -> str:
    text = escape(plain(words))
    if link:
        text = f'<text:a xlink:type="simple" xlink:href={quoteattr(link)}>{text}</text:a>'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def _table_names(sheets: Sequence[Sheet]) -> str:
    """A name for the cells of each table, as a workbook in XLSX gives them."""
    ranges = []
    for sheet in sheets:
        if not sheet.columns:
            continue
        first, last = len(sheet.lines) + 1, len(sheet.lines) + 1 + len(sheet.rows)
        place = f"'{sheet.name}'.A{first}:'{sheet.name}'.{_letters(len(sheet.columns))}{last}"
        ranges.append(
            f"<table:database-range table:name={quoteattr(sheet.table)}"
            f" table:target-range-address={quoteattr(place)}/>"
        )
    return f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"


def _letters(column: int) -> str:
    """The letters of a column counted from 1: 'A', 'Z', 'AA'."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _freeze(document: Document, sheets: Sequence[Sheet]) -> None:
    """Keep the headings of each table in sight."""
    item = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
    entries = ""
    for sheet in sheets:
        if not sheet.columns:
            continue
        row = len(sheet.lines) + 1
        values = (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", row),
            ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", row),
        )
        items = "".join(item.format(*value) for value in values)
        entries += (
            f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{items}"
            "</config:config-item-map-entry>"
        )
    view = (
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        + item.format("ActiveTable", "string", "Cover")
        + f'<config:config-item-map-named config:name="Tables">{entries}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set>"
    )
    (settings,) = document.settings.get_elements("//office:settings")
    settings.clear()
    settings.append(Element.from_tag(view))
