"""The columns of a file in the tidy template: text to numbers, dates and positions of measures and
areas.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.declared.models import Area, Source
from dashboard.loaders.codes import code_of, note_respelt_codes
from dashboard.loaders.columns import MARKS, Column, Sheet
from dashboard.loaders.model import Severity
from dashboard.loaders.text import MOST_OF_A_KIND, Findings, find_columns, plain
from dashboard.loaders.vintage import earlier_wards

COLUMNS = (
    "measure",
    "area_code",
    "area_name",
    "period_start",
    "period_end",
    "group_type",
    "group",
    "value",
    "base",
    "lower",
    "upper",
)
NUMBERS = ("value", "base", "lower", "upper")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FEWEST_WARDS = 5
"""Ward codes from which a file's set of wards can be told."""
_NUMBER = r"^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"


@dataclass
class Table:
    """The file's columns by canonical name, and the findings on them."""

    source: Source
    sheet: Sheet
    places: dict[str, int]
    findings: Findings
    faulty: np.ndarray
    """True for each row with an error."""

    def __contains__(self, name: str) -> bool:
        """Whether the file has the column."""
        return name in self.places

    def column(self, name: str) -> Column:
        """The column; where the file has none, one that is empty throughout."""
        if name in self.places:
            return self.sheet.columns[self.places[name]]
        return Column(np.zeros(len(self.sheet.rows), int), pa.array([""]))

    def title(self, name: str) -> str:
        """The header that the column bears in this file; its own name where the file has none."""
        return self.sheet.header[self.places[name]].strip() if name in self.places else name

    def tell(
        self,
        kind: str,
        where: np.ndarray,
        sentence: Callable[[int], str],
        column: str,
        severity: Severity = "error",
    ) -> None:
        """Add a finding for each row of ``where``; past the most that are told, only their number."""
        if severity == "error":
            self.faulty |= where
        at = np.flatnonzero(where)
        title = self.title(column)
        for i in at[:MOST_OF_A_KIND]:
            self.findings.add(kind, sentence(int(i)), int(self.sheet.rows[i]), title, severity)
        if len(at) > MOST_OF_A_KIND:
            self.findings.count[kind, severity] += len(at) - MOST_OF_A_KIND


def places_of(header: list[str], source: Source) -> dict[str, int]:
    """Return template column -> position in ``header``, by the template's names and those
    ``source`` declares.
    """
    columns = {name: (*source.columns.get(name, ()), name.replace("_", " ")) for name in COLUMNS}
    return find_columns(header, source.model_copy(update={"columns": columns}))


def missing_of(places: Mapping[str, int]) -> list[str]:
    """Return the columns that a file of the template must have and ``places`` lacks."""
    missing = [
        name for name in ("measure", "period_start", "period_end", "value") if name not in places
    ]
    return missing if "area_code" in places or "area_name" in places else [*missing, "area_code"]


def measures_of(source: Source) -> dict[str, int]:
    """Return each name that a measure has borne (``plain``) -> its position among the source's
    measures.
    """
    return {plain(name): i for i, m in enumerate(source.measure) for name in (m.id, *m.aliases)}


def rows_of(
    table: Table, areas: list[Area], aliases: Mapping[str, str], published: dt.date | None = None
) -> pd.DataFrame:
    """Return the file's rows as numbers (positions of measure and area, -1 where unknown), faults
    told.

    ``whole`` is true where the row is of no group; ``given``, where it has a figure.
    """
    rows = pd.DataFrame({"measure": _measure(table), "area": _area(table, areas, aliases)})
    for name in ("period_start", "period_end"):
        rows[name] = _days(table, name)
    backward = (rows["period_start"] > rows["period_end"]).to_numpy()
    starts, ends = table.column("period_start"), table.column("period_end")
    text = "The period starts on {} and ends before, on {}."
    table.tell(
        "period that ends early",
        backward,
        lambda i: text.format(starts[i], ends[i]),
        "period_start",
    )
    _refuse_later(table, rows["period_end"], published)
    kinds, groups = table.column("group_type"), table.column("group")
    for name, column in (("kind", kinds), ("group", groups)):
        rows[name], _ = pd.factorize(np.array(column.words.to_pylist(), object)[column.codes])
    typed, grouped = ~kinds.among([""]), ~groups.among([""])
    alone = "has no group_type: say what it is a group by"
    table.tell(
        "group without a type",
        grouped & ~typed,
        lambda i: f"Group '{groups[i]}' {alone}.",
        "group_type",
    )
    bare = "has no group: name it, or leave both empty"
    table.tell(
        "group type without a group",
        typed & ~grouped,
        lambda i: f"Group type '{kinds[i]}' {bare}.",
        "group",
    )
    rows["whole"] = ~typed & ~grouped
    for name in NUMBERS:
        rows[name] = _number(table, name)
    rows["given"] = ~table.column("value").among(MARKS)
    return rows


def _refuse_later(table: Table, ends: pd.Series, published: dt.date | None) -> None:
    if published is None:
        return
    later = (ends > pd.Timestamp(published)).to_numpy()
    text = (
        f"The period ends on {{}}, after the day of publication, {published}: correct it, or give"
        " --published as the"
    )
    text += " day on which the file was published."
    table.tell(
        "period that ends after publication",
        later,
        lambda i: text.format(ends[i].date()),
        "period_end",
    )


def _measure(table: Table) -> np.ndarray:
    column, known = table.column("measure"), measures_of(table.source)
    found = np.array([known.get(plain(word), -1) for word in column.words.to_pylist()], int)[
        column.codes
    ]
    text = f"is not declared in sources/{table.source.id}.toml"
    table.tell("unknown measure", found < 0, lambda i: f"Measure '{column[i]}' {text}.", "measure")
    return found


def _spelling(text: str) -> str:
    return " ".join(text.split()).casefold()


def _area(table: Table, areas: list[Area], aliases: Mapping[str, str]) -> np.ndarray:
    """Return the position of each row's area in ``areas`` by its code, else by its name."""
    codes, names, level = table.column("area_code"), table.column("area_name"), table.source.level
    what = {None: "an area the dashboard knows", "mps": "the MPS"}.get(
        level, f"a {level} the dashboard knows"
    )
    by_code = {a.code: i for i, a in enumerate(areas) if level in (None, a.level)}
    by_name: dict[str, list[int]] = {}
    for i in by_code.values():
        by_name.setdefault(areas[i].name.casefold(), []).append(i)
    for spelling, code in aliases.items():
        if code in by_code:
            by_name.setdefault(spelling.casefold(), [by_code[code]])
    coded = np.array([by_code.get(code_of(word), -1) for word in codes.words.to_pylist()], int)[
        codes.codes
    ]
    meant = [by_name.get(_spelling(word), []) for word in names.words.to_pylist()]
    named = np.array([m[0] if len(m) == 1 else -1 for m in meant], int)[names.codes]
    many = np.array([len(m) > 1 for m in meant], bool)[names.codes]
    uncoded = codes.among([""])

    def ambiguous(i: int) -> str:
        places = meant[names.codes[i]]
        codes = ", ".join(areas[place].code for place in places[:5])
        return f"'{names[i]}' is the name of {len(places)} areas ({codes}): give the area_code."

    def other(i: int) -> str:
        return f"'{names[i]}' is not the name of {codes[i]}, which is {areas[coded[i]].name}."

    text, todo = (
        f"is not the code of {what}: see areas/*.csv",
        "correct it or add it to areas/aliases.csv",
    )
    if not _refuse_earlier_wards(
        table, codes, [code for code in by_code if areas[by_code[code]].level == "ward"]
    ):
        table.tell(
            "unknown area code",
            ~uncoded & (coded < 0),
            lambda i: f"'{codes[i]}' {text}.",
            "area_code",
        )
    table.tell("ambiguous area name", uncoded & many, ambiguous, "area_name")
    unknown = uncoded & ~many & (named < 0)
    table.tell(
        "unknown area", unknown, lambda i: f"'{names[i]}' is not {what}: {todo}.", "area_name"
    )
    clash = (coded >= 0) & (named >= 0) & (coded != named)
    table.tell("code and name of different areas", clash, other, "area_name")
    _note_of_codes(table, codes, frozenset(by_code))
    _note_of_spellings(table, areas, coded, names)
    _warn_of_named_wards(
        table, uncoded & np.array([a.level == "ward" for a in areas] + [False])[named], names
    )
    return np.where(uncoded, named, coded)


def _refuse_earlier_wards(table: Table, codes: Column, wards: list[str]) -> bool:
    """Whether the file is on earlier wards, which is told once and not for each of its rows."""
    earlier = earlier_wards(map(code_of, codes.words.to_pylist()), wards) if wards else None
    if earlier is None or earlier[1] < _FEWEST_WARDS:
        return False
    unknown = np.array([code_of(word) not in wards for word in codes.words.to_pylist()], bool)[
        codes.codes
    ]
    old = codes.matching("(?i)^E05[0-9]{6}$") & unknown
    first = int(np.flatnonzero(old)[0]) if old.any() else 0
    text = (
        f"The file is on an earlier set of wards: {earlier[0]:,} of its {earlier[1]:,} ward codes"
        " are not in force "
    )
    text += (
        f"since 5 May 2022 (first '{codes[first]}'). Ask for it on the wards of 2022, or by"
        " borough."
    )
    table.faulty |= ~codes.among([""])
    table.findings.add("earlier wards", text, int(table.sheet.rows[first]), "area_code")
    return True


def _note_of_codes(table: Table, codes: Column, known: frozenset[str]) -> None:
    respelt = np.array(
        [w not in known and code_of(w) in known for w in codes.words.to_pylist()], bool
    )[codes.codes]
    if respelt.any():
        given = ((int(table.sheet.rows[i]), codes[int(i)]) for i in np.flatnonzero(respelt))
        note_respelt_codes(given, known, table.title("area_code"), table.findings)


def _warn_of_named_wards(table: Table, where: np.ndarray, names: Column) -> None:
    if where.any():
        first = int(np.flatnonzero(where)[0])
        text = (
            f"{int(where.sum()):,} rows name a ward without its code (first '{names[first]}'): they"
            " are read as of "
        )
        text += (
            "the wards since 5 May 2022. Give the code, as an earlier ward of the name may have"
            " other boundaries."
        )
        table.findings.add(
            "ward by name", text, int(table.sheet.rows[first]), "area_name", "warning"
        )


def _note_of_spellings(table: Table, areas: list[Area], coded: np.ndarray, names: Column) -> None:
    pairs = pd.Series(1, index=[coded, names.codes]).groupby(level=[0, 1]).size()
    words = names.words.to_pylist()
    other = {
        (words[word], areas[area].name): int(n)
        for (area, word), n in pairs.items()
        if area >= 0 and words[word] and _spelling(words[word]) != _spelling(areas[area].name)
    }
    if other:
        listed = ", ".join(
            f"'{was}' for {name} ({n:,})"
            for (was, name), n in sorted(other.items())[:MOST_OF_A_KIND]
        )
        text = f"{sum(other.values()):,} rows give another name than the declared one: {listed}."
        table.findings.add("other spelling", text, column="area_name", severity="note")


def _day(text: str) -> dt.date | str:
    """Return the date, or the fault that the text has as one."""
    if not _DATE.fullmatch(text):
        return "is not a date written YYYY-MM-DD"
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return "is not a day of the calendar"
    return date if 2000 <= date.year <= 2100 else "is outside the years 2000 to 2100"


def _days(table: Table, name: str) -> np.ndarray:
    column = table.column(name)
    days = [_day(word) for word in column.words.to_pylist()]
    found = np.array([None if isinstance(day, str) else day for day in days], "datetime64[us]")[
        column.codes
    ]
    table.tell(
        f"bad {name}",
        np.isnat(found),
        lambda i: f"Date '{column[i]}' {days[column.codes[i]]}.",
        name,
    )
    return found


def _number(table: Table, name: str) -> np.ndarray:
    """Return the column's numbers, NaN where there is a mark or nothing; marks that hide a figure
    are noted.
    """
    column = table.column(name)
    good = pc.match_substring_regex(column.words, _NUMBER)
    found = (
        pc.if_else(good, column.words, None)
        .cast(pa.float64())
        .to_numpy(zero_copy_only=False)[column.codes]
    )
    marked = column.among(MARKS)
    bad = ~np.isfinite(found) & ~marked
    percent = pc.match_substring(column.words, "%").to_numpy(zero_copy_only=False)[column.codes]
    title, digits = name.capitalize(), "write digits and a decimal point alone"
    count = "is a percentage: give the figure without a percent sign"
    table.tell("percentage", bad & percent, lambda i: f"{title} '{column[i]}' {count}.", name)
    wrong = bad & ~percent
    table.tell(
        f"bad {name}", wrong, lambda i: f"{title} '{column[i]}' is not a number: {digits}.", name
    )
    hidden = marked if name == "value" else marked & ~column.among([""])
    if hidden.any():
        at = np.flatnonzero(hidden)
        seen = Counter(f"'{word}'" if word else "empty" for word in (column[int(i)] for i in at))
        marks = ", ".join(f"{mark}: {n:,}" for mark, n in seen.most_common())
        effect = "they are left out" if name == "value" else "they are read without it"
        first = ", ".join(f"{table.sheet.rows[i]:,}" for i in at[:5])
        text = f"{len(at):,} rows have no {name} ({marks}): {effect}. The first are rows {first}."
        table.findings.add(f"no {name}", text, int(table.sheet.rows[at[0]]), name, "note")
    return np.where(np.isfinite(found), found, np.nan)
