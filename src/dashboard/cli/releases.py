"""The commands 'releases' and 'revert': what was received, and one of it taken back."""

from __future__ import annotations

import difflib
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from dashboard.access import OPERATOR
from dashboard.cli.publish import out, publish, read_declarations, strays, user
from dashboard.errors import InputError, NoDatabaseError
from dashboard.pipeline.missing_releases import missing_releases
from dashboard.pipeline.publish import Change, finish_journal
from dashboard.pipeline.receive import ReceivedRelease
from dashboard.pipeline.standing_releases import Contents, contents, list_releases, select_standing
from dashboard.settings import Places, places
from dashboard.store.connection import find_database, open_store

_PIPE_WIDTH = 400
"""Characters of a line where there is no terminal to fit: a release in a file is one line."""


def releases() -> None:
    """List every file ever received, newest first: who published and loaded it, what it covers,
    whether it stands.
    """
    home = places()
    finish_journal(home)
    received_contents = contents(home.received_folder)
    if received_contents.releases:
        _list(home, received_contents)
    else:
        out.print(
            "No file has been received yet; run: python -m dashboard load FILE, or: python -m"
            " dashboard demo."
        )
    strays(received_contents.strays)


def _list(home: Places, received_contents: Contents) -> None:
    release_list, row_by_digest = received_contents.releases, _rows_in_force(home)
    stand = {
        r.path
        for r in select_standing(
            release_list,
            real_sources=missing_releases(home.databases(), received_contents.strays).real_sources,
        )
    }
    table = Table(
        "release",
        "publisher",
        "published",
        "rows",
        "periods",
        "revised",
        "loaded by",
        "loaded at",
        "stands",
    )
    for r in reversed(release_list):
        row = row_by_digest.get(r.sha256, {})
        table.add_row(
            r.id,
            r.publisher or row.get("publisher", ""),
            str(r.published),
            _number(row.get("rows_read") if r.rows is None else r.rows),
            _periods(row),
            _number(row.get("revised")),
            r.loaded_by,
            f"{r.loaded_at:%Y-%m-%d %H:%M} UTC" if r.loaded_at else "",
            _standing(r, r.path in stand),
        )
    wide = Console(width=_PIPE_WIDTH)
    if not out.is_terminal:
        wide.print(table)
    elif wide.measure(table).maximum <= out.width:
        out.print(table)
    else:
        _one_below_another(table)


def _one_below_another(table: Table) -> None:
    """Print each row as a few lines: a terminal too narrow for the table would cut the id, which is
    to be typed.
    """
    titles = [str(column.header) for column in table.columns]
    for row in zip(*(column.cells for column in table.columns), strict=True):
        said = [f"{title} {cell}" for title, cell in zip(titles[1:], row[1:], strict=True) if cell]
        out.print(f"[bold]{row[0]}[/bold]", highlight=False)
        out.print(Padding("; ".join(said), (0, 0, 0, 4)), highlight=False)


def revert(
    release: Annotated[
        str, typer.Argument(help="Id of the release, such as pas_borough/2023-06-30.")
    ],
    only_current: Annotated[
        bool, typer.Option("--only-current", help="Build no earlier day's figures.")
    ] = False,
) -> None:
    """Take one release back and publish without it; its file stays, marked, and can be loaded
    again.
    """
    home = places()
    finish_journal(home)
    matches = [r for r in list_releases(home.received_folder) if r.id == release]
    still = sorted((r for r in matches if r.reverted_at is None), key=lambda r: r.demonstration)
    if not still:
        raise InputError(_explain_unknown(home, release, matches))
    publish(
        home,
        read_declarations(home),
        Change(reverted_releases=(still[0],), by=user()),
        only_current,
    )


def _explain_unknown(home: Places, release: str, matches: list[ReceivedRelease]) -> str:
    strays_of_release = [
        stray for stray in contents(home.received_folder).strays if stray.release == release
    ]
    if strays_of_release:
        return f"{release} cannot be taken back, as it is left out already: {strays_of_release[0].message}"
    if matches:
        return (
            f"{release} was taken back already, on {matches[-1].reverted_at:%Y-%m-%d}: there is nothing"
            " to do."
        )
    known_ids = list(
        dict.fromkeys(r.id for r in list_releases(home.received_folder) if r.reverted_at is None)
    )
    near = difflib.get_close_matches(release, known_ids, n=3, cutoff=0.5)
    if near:
        return f"There is no release '{release}'; the nearest are {', '.join(near)}."
    return f"There is no release '{release}'; run: python -m dashboard releases."


def _rows_in_force(home: Places) -> dict[str, dict]:
    """What the database in force says of each release, by SHA-256; nothing where there is none."""
    try:
        rows = open_store(home, find_database(home), reader=OPERATOR).query("releases")
    except NoDatabaseError:
        return {}
    return {row["sha256"]: row for row in rows.to_dict("records")}


def _standing(release: ReceivedRelease, stands: bool) -> str:
    if release.reverted_at:
        return f"no, since {release.reverted_at:%Y-%m-%d} ({release.reverted_by})"
    kind = " (demonstration)" if release.demonstration else ""
    return f"{'yes' if stands else 'no, published files are held'}{kind}"


def _number(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, int | float) else ""


def _periods(row: dict) -> str:
    first, last = row.get("first_period"), row.get("last_period")
    if first is None or last is None or pd.isna(first) or pd.isna(last):
        return ""
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
