"""An attacker of disclosure control, and a drawn London to attack.

The attacker's knowledge is written anew here, from the facts up: every published number is a sum of
facts that the attacker does not see, and what follows from all of them together is found by linear
algebra and linear programming.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
from scipy.optimize import linprog

from dashboard.declared.models import Indicator, Source
from dashboard.pipeline.add_previous_year import add_previous_year
from dashboard.pipeline.compute_observations import compute_observations
from dashboard.pipeline.suppress import suppress_counts

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = (ROOT / "queries" / "schema.sql").read_text(encoding="utf-8")
BOROUGHS = {f"B{n}": f"C{n % 4}" for n in range(8)}
CATEGORIES = ("Adjusted", "Recuperative", "Sickness", "Suspended")
SOURCE = Source.model_validate(
    {
        "id": "drawn",
        "name": "drawn",
        "publisher": "",
        "licence": "",
        "address": "",
        "format": "tidy",
        "frequency": "monthly",
    }
)


def indicator(name: str, **given: object) -> Indicator:
    return Indicator.model_validate(
        {
            "id": name,
            "name": name,
            "short": name,
            "theme": "workforce",
            "order": 1,
            "definition": "",
            "why": "",
            "sources": ["drawn"],
            "unit": "",
            "better": "neutral",
            "levels": ["borough", "bcu", "mps"],
            "withhold_below": 10,
        }
        | given
    )


AWAY: dict = {
    "numerator": ["away"],
    "stock": True,
    "group_types": ["category"],
    "total_over": "category",
}
SHARE: dict = {"method": "ratio", "denominator": ["officers"], "multiplier": 100}
FAMILIES = {
    "categories": [
        indicator("away", method="count", **AWAY),
        indicator("share", **AWAY, **SHARE),
        indicator("limited", method="count", only_groups=["Adjusted", "Recuperative"], **AWAY),
    ],
    "one threshold of two": [
        indicator("away", method="count", **AWAY),
        indicator("share", **AWAY | SHARE, withhold_below=0),
    ],
    "periods": [
        indicator("monthly", method="count", numerator=["found"], period="month", withhold_below=4),
        indicator(
            "quarterly", method="count", numerator=["found"], period="quarter", withhold_below=4
        ),
        indicator("yearly", method="count", numerator=["found"], period="year", withhold_below=4),
    ],
    "complements": [
        indicator(
            "rate",
            method="proportion",
            numerator=["found"],
            denominator=["cases"],
            multiplier=100,
            period="quarter",
            withhold_below=23,
        ),
        indicator(
            "rest",
            method="ratio",
            numerator=["cases", "-found"],
            denominator=["cases"],
            period="quarter",
            withhold_below=0,
        ),
        indicator("cases", method="count", numerator=["cases"], period="quarter", withhold_below=0),
    ],
    "survey": [
        indicator(
            "trust",
            method="survey",
            numerator=["agree"],
            denominator="base",
            multiplier=100,
            levels=["mps"],
            group_types=["sex", "age"],
            withhold_below=0,
            least_base=50,
        ),
    ],
}


FACT = [
    "measure",
    "area",
    "period_start",
    "period_end",
    "group_type",
    "group_name",
    "value",
    "base",
]


def month(year: int, number: int) -> tuple[dt.date, dt.date]:
    start = dt.date(year, number, 1)
    return start, (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def drawn_facts(family: str, seed: int) -> list[tuple]:
    """Measure, area, first and last day, group type, group, value and base of invented facts of the
    finest grain.
    """
    draw = np.random.default_rng(seed)
    facts: list[tuple] = []
    if family in ("categories", "one threshold of two"):
        for year in (2022, 2023):
            days = (dt.date(year, 1, 1), dt.date(year, 3, 31))
            for bcu in sorted(set(BOROUGHS.values())):
                facts.append(("officers", bcu, *days, "", "", 400, None))
                for number, name in enumerate(CATEGORIES):
                    facts.append(
                        (
                            "away",
                            bcu,
                            *days,
                            "category",
                            name,
                            draw.poisson(45 / (number + 1)),
                            None,
                        )
                    )
    elif family == "survey":
        for kind, names in (("sex", "FM"), ("age", "abcd")):
            sizes = draw.multinomial(300, [0.5, 0.5] if kind == "sex" else [0.1, 0.3, 0.3, 0.3])
            yes = (np.array([150, 150]) * 0.6).astype(int) if kind == "sex" else None
            yes = yes if yes is not None else draw.multinomial(180 - 40, np.full(4, 0.25)) + 10
            span = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
            for name, agree, asked in zip(names, yes, sizes, strict=True):
                facts.append(("agree", "MPS", *span, kind, name, int(agree), int(asked)))
        facts.append(("agree", "MPS", *span, "", "", 180, 300))
    else:
        for number in range(12):
            for borough in BOROUGHS:
                found = draw.poisson(9)
                facts.append(("found", borough, *month(2022, number + 1), "", "", found, None))
                facts.append(
                    (
                        "cases",
                        borough,
                        *month(2022, number + 1),
                        "",
                        "",
                        found + draw.poisson(15),
                        None,
                    )
                )
    return facts


def drawn_london(
    family: str,
    seed: int,
    guarded: bool = True,
    indicators: list[Indicator] | None = None,
    facts: list[tuple] | None = None,
    others: Sequence[Path] = (),
    path: str = ":memory:",
) -> duckdb.DuckDBPyConnection:
    """The drawn London's observations, settled; without ``guarded`` only small counts and bases are
    withheld.

    From ``facts`` where they are given, as a database of other days beside ``others``, in the file
    ``path``.
    """
    con = duckdb.connect(path)
    con.execute(SCHEMA)
    areas = [("MPS", "mps", None, None)] + [
        (c, "bcu", None, c) for c in sorted(set(BOROUGHS.values()))
    ]
    areas += [(b, "borough", b, c) for b, c in BOROUGHS.items()]
    con.executemany(
        "INSERT INTO area (code, name, level, borough, bcu, population) VALUES ($1, $1, $2, $3,"
        " $4, 1)",
        areas,
    )
    con.execute(
        "INSERT INTO release VALUES ('drawn/2023', 'drawn', '2023-12-31', '', '', 0, 0, 0, true,"
        " NULL, NULL, NULL, NULL, NULL)"
    )
    table = pd.DataFrame(facts or drawn_facts(family, seed), columns=FACT).assign(
        source="drawn", release="drawn/2023"
    )
    con.register("facts", table)
    con.execute("INSERT INTO fact BY NAME FROM facts")
    declared = {i.id: i for i in indicators or FAMILIES[family]}
    for each in declared.values():
        compute_observations(con, each, {"drawn": SOURCE})
    if guarded:
        suppress_counts(con, declared, others)
    add_previous_year(con)
    return con


class Known(NamedTuple):
    """What an attacker writes down: unknown facts in columns, one row a published number, and what
    is sought.
    """

    facts: list[tuple]
    """The fact of each column, with its value: a revised one is another fact."""
    matrix: np.ndarray
    right: np.ndarray
    sought: list[tuple[tuple, np.ndarray, float]]
    """Withheld observation, the facts it adds up, and the width that must be left open."""


def attack(
    con: duckdb.DuckDBPyConnection, indicators: list[Indicator], periods: str = "true"
) -> Known:
    """All that the observations of ``indicators`` publish of the facts behind them."""
    measures = sorted({m.lstrip("-") for i in indicators for m in _measures(i)})
    facts = con.execute(
        "SELECT f.*, a.borough, a.bcu FROM fact f JOIN area a ON a.code = f.area "
        f"WHERE list_contains($1, measure) AND {periods}",
        [measures],
    ).df()
    named = [i.id for i in indicators]
    rows = con.execute(
        "SELECT o.*, t.reason FROM observation o LEFT JOIN withheld_figure t "
        "USING (indicator, level, area, period_end, group_type, group_name) "
        f"WHERE list_contains($1, indicator) AND {periods}",
        [named],
    ).df()
    matrix, right, sought = [], [], []
    for row in rows.to_dict("records"):
        declared = next(i for i in indicators if i.id == row["indicator"])
        for prefix, back in (("", 0), ("year_", 1)):
            if prefix and row[f"{prefix}value"] is None:
                continue
            span = [
                pd.Timestamp(row[day]) - pd.DateOffset(years=back)
                for day in ("period_start", "period_end")
            ]
            top = added(facts, declared, declared.numerator, row, span)
            if top is None:
                continue
            numerator, denominator, value = (
                row[f"{prefix}{c}"] for c in ("numerator", "denominator", "value")
            )
            if pd.notna(value) and pd.isna(numerator):
                numerator = (
                    value * (1 if pd.isna(denominator) else denominator) / declared.multiplier
                )
            if pd.notna(numerator):
                matrix.append(top)
                right.append(numerator)
            if isinstance(declared.denominator, tuple) and pd.notna(denominator):
                bottom = added(facts, declared, declared.denominator, row, span)
                matrix.append(bottom)
                right.append(denominator)
        if row["reason"] in ("count", "base"):
            need = (
                min(declared.least_base, row["base"])
                if row["reason"] == "base"
                else declared.withhold_below
            )
            span = [pd.Timestamp(row[day]) for day in ("period_start", "period_end")]
            key = (row["indicator"], row["area"], row["period_end"], row["group_name"])
            sought.append((key, added(facts, declared, declared.numerator, row, span), need))
    for kind in set(facts["group_type"]) - {
        "",
        "category",
    }:  # groups of the survey are all the people asked
        matrix.append(
            ((facts["group_type"] == kind).astype(float) - (facts["group_type"] == "")).to_numpy()
        )
        right.append(0.0)
    each = np.unique(
        np.column_stack([np.array(matrix), np.round(right, 6)]), axis=0
    )  # said once is enough
    named = facts[[*FACT[:-1]]].itertuples(index=False, name=None)
    return Known(list(named), each[:, :-1], each[:, -1], sought)


def together(*days: Known) -> Known:
    """What an attacker writes down who holds what was published on several days, and knows what was
    not revised.
    """
    facts = list(dict.fromkeys(fact for day in days for fact in day.facts))
    at = {fact: place for place, fact in enumerate(facts)}

    def placed(day: Known, rows: np.ndarray) -> np.ndarray:
        wide = np.zeros((len(rows), len(facts)))
        wide[:, [at[fact] for fact in day.facts]] = rows
        return wide

    matrix = np.vstack([placed(day, day.matrix) for day in days])
    each = np.unique(np.column_stack([matrix, np.concatenate([day.right for day in days])]), axis=0)
    sought = [
        (key, placed(day, row[None, :])[0], need) for day in days for key, row, need in day.sought
    ]
    return Known(facts, each[:, :-1], each[:, -1], sought)


def _measures(declared: Indicator) -> tuple[str, ...]:
    below = declared.denominator if isinstance(declared.denominator, tuple) else ()
    return (*declared.numerator, *below)


def added(facts: pd.DataFrame, declared: Indicator, measures, row: dict, span) -> np.ndarray | None:
    """How often each fact is in a count of this observation's area and group in ``span``; None
    where none is.
    """
    below = {"MPS": facts["area"] != ""}.get(
        row["area"],
        (facts["area"] == row["area"])
        | (facts["bcu"] == row["area"])
        | (facts["borough"] == row["area"]),
    )
    timed = (facts["period_start"] >= span[0]) & (facts["period_end"] <= span[1])
    found = np.zeros(len(facts))
    for name in measures:
        mine = below & timed & (facts["measure"] == name.lstrip("-"))
        grouped = facts.loc[mine, "group_type"].ne("").any()
        if row["group_type"] and grouped:
            mine &= (facts["group_type"] == row["group_type"]) & (
                facts["group_name"] == row["group_name"]
            )
        elif grouped and declared.total_over:
            mine &= facts["group_name"].isin(declared.only_groups) if declared.only_groups else True
        else:
            mine &= facts["group_type"] == ""
        found += np.where(mine, -1.0 if name.startswith("-") else 1.0, 0.0)
    return found if found.any() else None


def worked_out(known: Known) -> list[tuple]:
    """The withheld observations that are a combination of published numbers, by rank alone."""
    _, sizes, directions = np.linalg.svd(known.matrix, full_matrices=False)
    seen = directions[sizes > 1e-8 * sizes.max()]
    return [
        key
        for key, facts, _ in known.sought
        if np.abs(facts - seen.T @ (seen @ facts)).max() < 1e-6
    ]


def hemmed_in(known: Known) -> list[tuple]:
    """The withheld observations whose range is narrower than it must be, when no count is below
    zero.
    """
    found = []
    for key, facts, need in known.sought:
        ends = []
        for sense in (1, -1):
            solved = linprog(
                sense * facts, A_eq=known.matrix, b_eq=known.right, bounds=(0, 1e6), method="highs"
            )
            assert solved.status == 0, solved.message
            ends.append(facts @ solved.x)
        if ends[1] - ends[0] < need - 1e-5:
            found.append((*key, *np.round(ends, 6)))
    return found
