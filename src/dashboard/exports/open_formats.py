"""Number formats of cells as OpenDocument has them, and the words a cell is shown as."""

from __future__ import annotations

import datetime as dt
import re
from xml.sax.saxutils import escape

from dashboard.exports.cells import DAY_FORMAT, Cell
from dashboard.markup import plain
from dashboard.text import day

_FORMAT = re.compile(
    r'(?P<signed>\+)?#,##0(?:\.(?P<places>0+))?(?P<percent>%)?(?:" (?P<unit>[^"]*)")?(?:;.*)?'
)


def shown_text(cell: Cell) -> str:
    """A cell as it is read: '1,204', '+2.5', '71%', '3 July 2023'."""
    if isinstance(cell.value, str):
        return plain(cell.value)
    if isinstance(cell.value, dt.date):
        return day(cell.value)
    format_ = _FORMAT.fullmatch(cell.number_format)
    if format_ is None:
        raise ValueError(f"{cell.number_format} is no format of a cell")
    value = float(cell.value) * (100 if format_["percent"] else 1)
    places = len(format_["places"] or "")
    sign = "−" if value < 0 else "+" if format_["signed"] and value > 0 else ""
    unit = f" {format_['unit']}" if format_["unit"] else format_["percent"] or ""
    return f"{sign}{abs(value):,.{places}f}{unit}"


def number_styles(name: str, number_format: str) -> list[str]:
    """The data style ``name`` of a cell's format as XML, after the styles that it leans on."""
    if number_format == DAY_FORMAT:
        return [
            f'<number:date-style style:name="{name}"><number:day/><number:text> </number:text>'
            '<number:month number:style="long" number:textual="true"/><number:text> </number:text>'
            '<number:year number:style="long"/></number:date-style>'
        ]
    format_ = _FORMAT.fullmatch(number_format)
    if format_ is None:
        raise ValueError(f"{number_format} is no format of a cell")
    kind = "percentage" if format_["percent"] else "number"
    places = len(format_["places"] or "")
    ending = "%" if format_["percent"] else f" {format_['unit']}" if format_["unit"] else ""
    number = (
        f'<number:number number:decimal-places="{places}" number:min-decimal-places="{places}"'
        ' number:min-integer-digits="1" number:grouping="true"/>'
        + (f"<number:text>{escape(ending)}</number:text>" if ending else "")
    )

    def style(of: str, sign: str, maps: str = "") -> str:
        before = f"<number:text>{sign}</number:text>" if sign else ""
        return (
            f'<number:{kind}-style style:name="{of}">{before}{number}{maps}</number:{kind}-style>'
        )

    maps = f'<style:map style:condition="value()&lt;0" style:apply-style-name="{name}n"/>'
    styles = [style(f"{name}n", "−")]
    if format_["signed"]:
        maps += f'<style:map style:condition="value()&gt;0" style:apply-style-name="{name}p"/>'
        styles.append(style(f"{name}p", "+"))
    return [*styles, style(name, "", maps)]
