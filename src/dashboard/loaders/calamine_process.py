"""Run as a program with the path of a workbook: prints its sheets as JSON, within limits of memory
and time.

It ends with 3 and a part of a sentence where it knows what is wrong, and with another number where
it does not.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import python_calamine

MOST_MEMORY = 1536 << 20
MOST_SECONDS = 100
MOST_CELLS = 20_000_000
MOST_SHEETS = 50


def main(path: str) -> int:
    """Print the sheets of the workbook at ``path``; the number with which the process ends."""
    _limit()
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        return _say("has a password: save it without one.")
    except Exception as error:
        why = (str(error).splitlines() or [""])[0][:80]
        return _say(
            f"has a password or is not a workbook that can be read ({why}): save it as XLSX without"
            " one."
        )
    sheets, cells = [], 0
    for about in book.sheets_metadata[:MOST_SHEETS]:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            return _say(f"has {cells:,} cells, and may have {MOST_CELLS:,}: save the table as CSV.")
        sheets.append(
            {
                "title": about.name,
                "hidden": about.visible != python_calamine.SheetVisibleEnum.Visible,
                "merged": [
                    [a[0] + 1, b[0] + 1, a[1] + 1, b[1] + 1]
                    for a, b in sheet.merged_cell_ranges or []
                ],
                "rows": _rows(sheet),
            }
        )
    json.dump(sheets, sys.stdout)
    return 0


def _rows(sheet: python_calamine.CalamineSheet) -> list[tuple[int, list[str]]]:
    """Number, from 1, and cells of each row that has any text, without the empty cells at its end."""
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _text(value: object) -> str:
    """One cell as a reader of the workbook would write it, without its format, which the library
    does not tell.
    """
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
    return str(value)


def _limit() -> None:
    """Hold this process to its limits, on systems that have them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(sentence: str) -> int:
    sys.stdout.write(sentence)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
