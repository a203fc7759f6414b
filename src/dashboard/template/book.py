"""The template as a workbook: a sheet to fill in with drop-downs, a worked example, the rules, and
the lists.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.declared.models import Area, Source
from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.template.example import rows as example_rows
from dashboard.template.words import COLUMNS, RULES
from dashboard.workbook_style import GREY, TOP, column_list, head, words, workbook_bytes

FIGURES, EXAMPLE, RULES_SHEET, LISTS = "Figures", "Worked example", "Rules", "Lists"
_ROWS = 20_000
"""Rows that have drop-downs: a quarter of every ward in seven measures is 4,753."""
_NAMES = tuple(name for name, *_ in COLUMNS)
_DATES = ("period_start", "period_end")
_EXAMPLE = (
    "DEMONSTRATION DATA: the figures on this sheet are invented, and the sheet is not read when the"
    " file is loaded."
)


def sources_of(declarations: Declarations) -> dict[str, str]:
    """Id -> name of each source that comes in the template."""
    return {
        source.id: source.name
        for source in declarations.sources.values()
        if source.format == "tidy"
    }


def as_xlsx(declarations: Declarations, source: str = "") -> bytes:
    """The template as XLSX: for one source its own measures and areas, else those of every source
    that it is for.

    Raises InputError where ``source`` is not one that comes in the template.
    """
    may = sources_of(declarations)
    if source and source not in may:
        why = (
            "is published in a form of its own"
            if source in declarations.sources
            else "is not a declared source"
        )
        raise InputError(
            f"'{source}' {why}, so there is no template for it; there is one for {', '.join(may)}."
        )
    chosen_sources = [declarations.sources[one] for one in ([source] if source else may)]
    areas = _areas(declarations, chosen_sources)
    kinds = {one.id: _group_types(declarations, one) for one in chosen_sources}
    book = Workbook()
    book.properties.creator, book.properties.title = (
        "Ward to Board",
        "Ward to Board: template for figures",
    )
    figures = book.active
    assert isinstance(figures, Worksheet)
    figures.title = FIGURES
    _example(book.create_sheet(EXAMPLE), declarations, chosen_sources, kinds)
    _rules(book.create_sheet(RULES_SHEET))
    ranges = _lists(
        book.create_sheet(LISTS),
        chosen_sources,
        areas,
        declarations,
        list(dict.fromkeys(kind for of_one in kinds.values() for kind in of_one)),
    )
    _figures(figures, ranges)
    return workbook_bytes(book)


def _areas(declarations: Declarations, sources: Sequence[Source]) -> list[Area]:
    """The areas that any of ``sources`` may name, the MPS first and the wards last."""
    levels = {source.level for source in sources}
    return [area for area in declarations.areas.values() if None in levels or area.level in levels]


def _group_types(declarations: Declarations, source: Source) -> list[str]:
    """The breakdowns that indicators of ``source`` may be shown by."""
    of_source = [i for i in declarations.indicators.values() if source.id in i.sources]
    return list(dict.fromkeys(kind for indicator in of_source for kind in indicator.group_types))


def _figures(sheet: Worksheet, ranges: dict[str, str]) -> None:
    """The sheet to fill in: the loader's own headings, and under them drop-downs and what to write."""
    head(sheet, _NAMES, [width for *_, width in COLUMNS])
    for n, (name, what, need_text, _) in enumerate(COLUMNS, 1):
        place = sheet.column_dimensions[get_column_letter(n)]
        place.number_format = (
            "yyyy-mm-dd" if name in _DATES else "@" if name in ranges else "General"
        )
        rule = _rule(name, ranges)
        rule.promptTitle, rule.prompt = name, f"{what} Needed: {need_text}."
        rule.showInputMessage = True
        rule.add(f"{get_column_letter(n)}2:{get_column_letter(n)}{_ROWS + 1}")
        sheet.add_data_validation(rule)


def _rule(name: str, ranges: dict[str, str]) -> DataValidation:
    if name in ranges:
        rule = DataValidation(
            type="list", formula1=ranges[name], allow_blank=True, showErrorMessage=True
        )
        rule.errorTitle, rule.error = (
            "Not in the list",
            f"Choose the {name} from the list on the sheet {LISTS}.",
        )
        # A name that is declared as another spelling, or a breakdown not yet shown, is for the
        # loader to judge.
        rule.errorStyle = "stop" if name in ("measure", "area_code") else "warning"
        return rule
    if name in _DATES:
        rule = DataValidation(
            type="date",
            operator="between",
            formula1="DATE(2000,1,1)",
            formula2="DATE(2100,12,31)",
            allow_blank=True,
            showErrorMessage=True,
        )
        rule.errorTitle, rule.error = (
            "Not a date",
            "Write a date from 2000 to 2100, such as 2023-06-30.",
        )
        return rule
    return DataValidation(allow_blank=True)


def _example(
    sheet: Worksheet,
    declarations: Declarations,
    sources: Sequence[Source],
    kinds: dict[str, list[str]],
) -> None:
    """Rows as they would stand on the sheet to fill in, under headings by which no loader takes
    them for figures.
    """
    sheet.cell(1, 1, _EXAMPLE).font = Font(bold=True)
    head(
        sheet,
        [*(f"example: {name}" for name in _NAMES), "in words"],
        [*(width for *_, width in COLUMNS), 70],
        row=3,
    )
    sheet.freeze_panes = "A4"
    most = None if len(sources) == 1 else 2
    examples = [
        each
        for one in sources
        for each in example_rows(one, _areas(declarations, [one]), kinds[one.id])[:most]
    ]
    for number, (row, said) in enumerate(examples, 4):
        for n, value in enumerate([*(row.get(name) for name in _NAMES), said], 1):
            cell = sheet.cell(number, n, value)
            cell.alignment = TOP
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
        sheet.cell(number, len(_NAMES) + 1).fill = GREY


def _rules(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 110
    below = words(sheet, RULES) + 1
    columns = [("The columns of the sheet Figures", True)]
    columns += [(f"{name} (needed: {needed}). {what}", False) for name, what, needed, _ in COLUMNS]
    words(sheet, columns, below)


def _lists(
    sheet: Worksheet,
    sources: Sequence[Source],
    areas: Sequence[Area],
    declarations: Declarations,
    kinds: Sequence[str],
) -> dict[str, str]:
    """Write what may be chosen, with what it means; return the range of each drop-down by its
    column.
    """
    measures = [(m, source) for source in sources for m in source.measure]
    names = Counter(area.name for area in areas)
    boroughs = [_borough(area, declarations) for area in areas]
    drop_downs: tuple[tuple[str, str, Sequence[str | float | None], int], ...] = (
        ("measure", "measure", [m.id for m, _ in measures], 26),
        ("", "what it is", [m.label for m, _ in measures], 46),
        ("", "source", [s.name for _, s in measures], 36),
        ("", "id of the source", [s.id for _, s in measures], 26),
        ("", "areas", [s.level or "any level" for _, s in measures], 10),
        ("", "how often", [s.frequency for _, s in measures], 26),
        ("", "least", [m.least for m, _ in measures], 9),
        ("", "most", [m.most for m, _ in measures], 11),
        ("area_code", "code of the area", [a.code for a in areas], 13),
        ("", "its name", [a.name for a in areas], 34),
        ("", "its level", [a.level for a in areas], 10),
        ("", "its borough", boroughs, 24),
        (
            "area_name",
            "names that stand for one area",
            [a.name for a in areas if names[a.name] == 1],
            34,
        ),
        ("group_type", "group_type", list(kinds), 20),
    )
    ranges = {
        key: column_list(sheet, n, heading, found)
        for n, (key, heading, found, _) in enumerate(drop_downs, 1)
    }
    head(sheet, [heading for _, heading, _, _ in drop_downs], [width for *_, width in drop_downs])
    return {key: place for key, place in ranges.items() if key and (key != "group_type" or kinds)}


def _borough(area: Area, declarations: Declarations) -> str:
    return (
        declarations.areas[area.parent].name
        if area.level == "ward" and area.parent in declarations.areas
        else ""
    )
