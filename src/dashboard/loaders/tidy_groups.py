"""Groups of a file in the tidy template under their declared names; totals among them are left out."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from dashboard.loaders.cells import strip_unseen
from dashboard.loaders.columns import Column
from dashboard.loaders.text import MOST_OF_A_KIND
from dashboard.loaders.tidy_table import Table
from dashboard.loaders.totals import is_total

_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]\s*|(?<=\d)\s+to\s+(?=\d)")
_MONTH_NAMES = {
    name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_AS_DATE = re.compile(r"(\d{1,2})[-\s]([a-z]{3})|([a-z]{3})[-\s](\d{1,2})")


def plain_group(text: str) -> str:
    """How names of groups are matched: without regard to case, spaces, kinds of dash, '&' for
    'and', '+' for 'over'.
    """
    text = unicodedata.normalize("NFKC", strip_unseen(text)).casefold().replace("&", " and ")
    text = re.sub(r"(?<=\d)\s*\+", " and over", _DASHES.sub("-", text).replace("_", " "))
    return " ".join(text.split())


def with_known_groups(table: Table) -> tuple[Table, np.ndarray]:
    """Return ``table`` with types and names of groups as its source declares them, and True for
    each row of a total.

    Another spelling is a note and an unknown group a warning that names the nearest known one.
    """
    none = np.zeros(len(table.sheet.rows), bool)
    if "group" not in table or "group_type" not in table:
        return table, none
    kinds, groups = table.column("group_type"), table.column("group")
    pairs = np.stack([kinds.codes, groups.codes], axis=1)
    unique, first_rows, back = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    back = back.reshape(-1)
    declared_kinds = {plain_group(kind): kind for kind in table.source.groups}
    declared_pairs: list[tuple[str, str]] = []
    total = np.zeros(len(unique), bool)
    for n, at in enumerate(first_rows):
        kind, group = kinds[int(at)], groups[int(at)]
        known_kind = declared_kinds.get(plain_group(kind), kind)
        known_groups = _names(table.source.groups.get(known_kind, {}))
        found = known_groups.get(plain_group(group), "")
        total[n] = bool(group) and not found and is_total(group)
        declared_pairs.append((known_kind, found or group))
        if group and not found and not total[n]:
            _warn_of_group(
                table, int(at), int((back == n).sum()), known_kind, list(known_groups.values())
            )
    _note(table, kinds, groups, declared_pairs, first_rows, back)
    left_out = total[back] if len(unique) else none
    if left_out.any():
        at = int(np.flatnonzero(left_out)[0])
        many = int(left_out.sum())
        rows = "1 row is" if many == 1 else f"{many:,} rows are"
        text = (
            f"{rows} of a total and not of a group (first '{groups[at]}' of '{kinds[at]}') and left"
            " out."
        )
        table.findings.add(
            "total of groups", text, int(table.sheet.rows[at]), table.title("group"), "note"
        )
    columns = list(table.sheet.columns)
    for i, name in enumerate(("group_type", "group")):
        columns[table.places[name]] = Column(
            back, pa.array([pair[i] for pair in declared_pairs], pa.string())
        )
    return replace(table, sheet=replace(table.sheet, columns=columns)), left_out


def _names(groups: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """How a group may be spelt (``plain_group``) -> its declared name."""
    return {
        plain_group(spelling): name
        for name, others in groups.items()
        for spelling in (name, *others)
    }


def _warn_of_group(
    table: Table, at: int, row_count: int, kind: str, known_groups: list[str]
) -> None:
    """Warn of a group that is not declared; of a source that declares none of its type nothing is
    said.
    """
    if not table.source.groups:
        return
    group = table.column("group")[at]
    if not known_groups:
        declared = ", ".join(f"'{name}'" for name in table.source.groups)
        text = (
            f"Group type '{kind}' is not declared in sources/{table.source.id}.toml (it has"
            f" {declared})"
        )
    else:
        names = list(dict.fromkeys(known_groups))
        near = difflib.get_close_matches(_undo_date(group), names, 1, 0.0) or names[:1]
        text = f"Group '{group}' of '{kind}' is not declared in sources/{table.source.id}.toml; "
        text += f"the nearest is '{near[0]}'"
        if _undo_date(group) != group:
            text += f", and a spreadsheet program may have made a date of '{_undo_date(group)}'"
    rows = "1 row" if row_count == 1 else f"{row_count:,} rows, the first here"
    message = f"{text}: it would stand as a group of its own ({rows})."
    table.findings.add(
        "undeclared group", message, int(table.sheet.rows[at]), table.title("group"), "warning"
    )


def _undo_date(group: str) -> str:
    """'10-12' for 'Oct-12' and '12-Oct', which is what spreadsheet programs make of it; else the
    text itself.
    """
    match = _AS_DATE.fullmatch(group.casefold())
    if not match:
        return group
    day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
    if month not in _MONTH_NAMES:
        return group
    low, high = sorted((int(day), _MONTH_NAMES[month]))
    return f"{low}-{high}"


def _note(
    table: Table,
    kinds: Column,
    groups: Column,
    declared_pairs: list[tuple[str, str]],
    first_rows: np.ndarray,
    back: np.ndarray,
) -> None:
    respelt = {
        n: (
            f"'{groups[int(at)]}' as '{declared_pairs[n][1]}'"
            if groups[int(at)] != declared_pairs[n][1]
            else f"'{kinds[int(at)]}' as '{declared_pairs[n][0]}'"
        )
        for n, at in enumerate(first_rows)
        if (kinds[int(at)], groups[int(at)]) != declared_pairs[n]
    }
    if respelt:
        many = int(np.isin(back, list(respelt)).sum())
        listed = ", ".join(list(dict.fromkeys(respelt.values()))[:MOST_OF_A_KIND])
        rows = "1 row gives" if many == 1 else f"{many:,} rows give"
        text = f"{rows} a group in another spelling, read as declared: {listed}."
        row = int(table.sheet.rows[min(int(first_rows[n]) for n in respelt)])
        table.findings.add("other spelling of a group", text, row, table.title("group"), "note")
