"""The databases of other days, as disclosure control knows them: what they show of the counts that
a build is about.

Every database that was ever in force or was built for an earlier day counts, also where a release
in it was taken back since: readers have seen it. Two kinds do not: one drawn from demonstration
files that are no longer held, and one whose limits are no longer declared, which
``outdated_databases`` names so that it can be built anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.declared.models import Indicator
from dashboard.pipeline.count_sums import Form
from dashboard.pipeline.statements import statement


@dataclass(frozen=True)
class OtherDays:
    """Databases of other days beside the one that is being built."""

    shown_databases: tuple[Path, ...] = ()
    """Those that readers may set beside it."""
    outdated_databases: tuple[Path, ...] = ()
    """Those that withhold by limits that are no longer declared."""


def other_days(
    folder: Path, schema: str, indicators: Mapping[str, Indicator], digests: Collection[str]
) -> OtherDays:
    """The databases in ``folder`` that are of this ``schema`` and made of files ever received, by
    their SHA-256.

    One that cannot be read is left out: no reader can read it either.
    """
    shown_databases, outdated_databases = [], []
    for path in sorted(folder.glob("[!.]*.duckdb")):
        try:
            with duckdb.connect(str(path), read_only=True) as con:
                meta = con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
                if meta is None or meta[0] != schema:
                    continue
                files = {sha for (sha,) in con.execute("SELECT sha256 FROM release").fetchall()}
                limits = con.execute(
                    "SELECT id, withhold_below, least_base FROM indicator"
                ).fetchall()
        except duckdb.Error:
            continue
        if any(
            (i.withhold_below, i.least_base) != (below, base)
            for name, below, base in limits
            if (i := indicators.get(name))
        ):
            outdated_databases.append(path)
        elif files <= set(digests):
            shown_databases.append(path)
    return OtherDays(tuple(shown_databases), tuple(outdated_databases))


def attach(con: duckdb.DuckDBPyConnection, paths: Collection[Path]) -> list[str]:
    """Attach each database read only; the names under which they are attached."""
    names = [f"other_{number}" for number in range(len(paths))]
    for name, path in zip(names, paths, strict=True):
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
    return names


def keep_forms(
    con: duckdb.DuckDBPyConnection,
    forms: Mapping[tuple[str, str], Form],
    sources: Mapping[str, Sequence[str]],
) -> None:
    """Write what each (indicator, role) adds up, and of which sources, for the builds of other
    days.
    """
    for (indicator, role), form in forms.items():
        con.execute(
            "INSERT INTO count_form VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                indicator,
                role,
                [m for m, _ in form.parts],
                [s for _, s in form.parts],
                form.stock,
                form.total_over,
                list(form.only),
                list(sources[indicator]),
            ],
        )


def forms_of(
    con: duckdb.DuckDBPyConnection, catalog: str
) -> tuple[dict[tuple[str, str], Form], dict[str, tuple]]:
    """What ``keep_forms`` wrote in a database: (indicator, role) -> form, and indicator -> sources."""
    rows = con.execute(f"FROM {catalog}.count_form ORDER BY indicator, role").fetchall()
    forms = {
        (indicator, role): Form(
            tuple(zip(measures, signs, strict=True)), stock, total_over, tuple(only)
        )
        for indicator, role, measures, signs, stock, total_over, only, _ in rows
    }
    return forms, {row[0]: tuple(row[-1]) for row in rows}


def figures(
    con: duckdb.DuckDBPyConnection, catalog: str, indicators: Collection[str]
) -> pd.DataFrame:
    """The observations of ``indicators`` in a database with their true figures ('' is the one being
    built).

    Columns: the observation's own names, n and d (its count and what that is over), reason (''
    where shown), need (how wide a range must be left open of a withheld one, else 0) and d_hidden
    (whether d itself must not be known). Of another day's database, demonstration figures are left
    out where the source has published ones now, and the reverse.
    """
    here = f"{catalog}." if catalog else ""
    same_sources = statement("other_days/same_sources").format(here=here) if catalog else ""
    return con.execute(
        statement("other_days/figures").format(here=here, same_sources=same_sources),
        {"indicators": list(indicators)},
    ).df()
