"""The areas of a file in the tidy template: codes first, then names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.declared.models import Area
from dashboard.loaders.codes import code_of, note_respelt_codes
from dashboard.loaders.columns import Column
from dashboard.loaders.text import MOST_OF_A_KIND
from dashboard.loaders.tidy_table import Table, spelling_of
from dashboard.loaders.vintage import earlier_wards

_FEWEST_WARDS = 5
"""Ward codes from which a file's set of wards can be told."""


def read_areas(table: Table, areas: list[Area], aliases: Mapping[str, str]) -> np.ndarray:
    """Return the position of each row's area in ``areas`` by its code, else by its name."""
    codes, names, level = table.column("area_code"), table.column("area_name"), table.source.level
    what = {None: "an area the dashboard knows", "mps": "the MPS"}.get(
        level, f"a {level} the dashboard knows"
    )
    by_code, by_name = _index_areas(areas, level, aliases)
    place_by_code = np.array(
        [by_code.get(code_of(word), -1) for word in codes.words.to_pylist()], int
    )[codes.codes]
    candidates = [by_name.get(spelling_of(word), []) for word in names.words.to_pylist()]
    place_by_name = np.array([m[0] if len(m) == 1 else -1 for m in candidates], int)[names.codes]
    is_ambiguous = np.array([len(m) > 1 for m in candidates], bool)[names.codes]
    has_no_code = codes.among([""])
    if not _refuse_earlier_wards(
        table, codes, [code for code in by_code if areas[by_code[code]].level == "ward"]
    ):
        table.tell(
            "unknown area code",
            ~has_no_code & (place_by_code < 0),
            lambda i: f"'{codes[i]}' is not the code of {what}: see areas/*.csv.",
            "area_code",
        )
    table.tell(
        "ambiguous area name",
        has_no_code & is_ambiguous,
        lambda i: _describe_ambiguous(names[i], [areas[k] for k in candidates[names.codes[i]]]),
        "area_name",
    )
    table.tell(
        "unknown area",
        has_no_code & ~is_ambiguous & (place_by_name < 0),
        lambda i: f"'{names[i]}' is not {what}: correct it or add it to areas/aliases.csv.",
        "area_name",
    )
    _tell_of_clash(table, areas, place_by_code, place_by_name)
    _note_of_codes(table, codes, frozenset(by_code))
    _note_of_spellings(table, areas, place_by_code, names)
    _warn_of_named_wards(
        table,
        has_no_code & np.array([a.level == "ward" for a in areas] + [False])[place_by_name],
        names,
    )
    return np.where(has_no_code, place_by_name, place_by_code)


def _index_areas(
    areas: list[Area], level: str | None, aliases: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Where in ``areas`` those of the level are: by code, and by name and alias in small letters."""
    by_code = {a.code: i for i, a in enumerate(areas) if level in (None, a.level)}
    by_name: dict[str, list[int]] = {}
    for i in by_code.values():
        by_name.setdefault(areas[i].name.casefold(), []).append(i)
    for spelling, code in aliases.items():
        if code in by_code:
            by_name.setdefault(spelling.casefold(), [by_code[code]])
    return by_code, by_name


def _describe_ambiguous(name: str, areas: list[Area]) -> str:
    """The sentence on a name that several areas have."""
    codes = ", ".join(area.code for area in areas[:5])
    return f"'{name}' is the name of {len(areas)} areas ({codes}): give the area_code."


def _tell_of_clash(
    table: Table, areas: list[Area], place_by_code: np.ndarray, place_by_name: np.ndarray
) -> None:
    """Tell of rows whose code is one area's and whose name is another's."""
    codes, names = table.column("area_code"), table.column("area_name")
    table.tell(
        "code and name of different areas",
        (place_by_code >= 0) & (place_by_name >= 0) & (place_by_code != place_by_name),
        lambda i: (
            f"'{names[i]}' is not the name of {codes[i]}, which is {areas[place_by_code[i]].name}."
        ),
        "area_name",
    )


def _refuse_earlier_wards(table: Table, codes: Column, wards: list[str]) -> bool:
    """Whether the file is on earlier wards, which is told once and not for each of its rows."""
    ward_counts = earlier_wards(map(code_of, codes.words.to_pylist()), wards) if wards else None
    if ward_counts is None or ward_counts[1] < _FEWEST_WARDS:
        return False
    unknown = np.array([code_of(word) not in wards for word in codes.words.to_pylist()], bool)[
        codes.codes
    ]
    is_old = codes.matches("(?i)^E05[0-9]{6}$") & unknown
    first_row = int(np.flatnonzero(is_old)[0]) if is_old.any() else 0
    text = (
        f"The file is on an earlier set of wards: {ward_counts[0]:,} of its {ward_counts[1]:,} ward codes"
        " are not in force "
    )
    text += (
        f"since 5 May 2022 (first '{codes[first_row]}'). Ask for it on the wards of 2022, or by"
        " borough."
    )
    table.faulty |= ~codes.among([""])
    table.findings.add("earlier wards", text, int(table.sheet.rows[first_row]), "area_code")
    return True


def _note_of_codes(table: Table, codes: Column, known_codes: frozenset[str]) -> None:
    respelt = np.array(
        [w not in known_codes and code_of(w) in known_codes for w in codes.words.to_pylist()], bool
    )[codes.codes]
    if respelt.any():
        given = ((int(table.sheet.rows[i]), codes[int(i)]) for i in np.flatnonzero(respelt))
        note_respelt_codes(given, known_codes, table.title("area_code"), table.findings)


def _warn_of_named_wards(table: Table, is_named: np.ndarray, names: Column) -> None:
    if is_named.any():
        first_row = int(np.flatnonzero(is_named)[0])
        text = (
            f"{int(is_named.sum()):,} rows name a ward without its code (first '{names[first_row]}'): they"
            " are read as of "
        )
        text += (
            "the wards since 5 May 2022. Give the code, as an earlier ward of the name may have"
            " other boundaries."
        )
        table.findings.add(
            "ward by name", text, int(table.sheet.rows[first_row]), "area_name", "warning"
        )


def _note_of_spellings(
    table: Table, areas: list[Area], place_by_code: np.ndarray, names: Column
) -> None:
    pairs = pd.Series(1, index=[place_by_code, names.codes]).groupby(level=[0, 1]).size()
    words = names.words.to_pylist()
    spelling_counts = {
        (words[word], areas[area].name): int(n)
        for (area, word), n in pairs.items()
        if area >= 0 and words[word] and spelling_of(words[word]) != spelling_of(areas[area].name)
    }
    if spelling_counts:
        listed = ", ".join(
            f"'{was}' for {name} ({n:,})"
            for (was, name), n in sorted(spelling_counts.items())[:MOST_OF_A_KIND]
        )
        text = f"{sum(spelling_counts.values()):,} rows give another name than the declared one: {listed}."
        table.findings.add("other spelling", text, column="area_name", severity="note")
