"""The command 'check': whether declarations are sound, and the figures keep every promise."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
import typer
from rich.table import Table

from dashboard.access import OPERATOR
from dashboard.cli.publish import MOST_ROWS, out, read_declarations, strays
from dashboard.cli.stores import store_at
from dashboard.errors import InputError, NoDatabaseError
from dashboard.pipeline.contents import hold_whole
from dashboard.pipeline.missing_releases import missing_ids
from dashboard.pipeline.publish import finish_journal
from dashboard.pipeline.standing_releases import contents
from dashboard.settings import places
from dashboard.store.changes import file_of
from dashboard.store.checks import BrokenCheck, checks, find_broken


def check(
    as_at: Annotated[
        str | None, typer.Option(help="Check the figures as they stood on that day, YYYY-MM-DD.")
    ] = None,
) -> None:
    """Check every declaration and, where there is a database, every promise of its figures, without
    building.
    """
    home = places()
    finish_journal(home)
    declarations, received_contents = read_declarations(home), contents(home.received_folder)
    out.print(
        f"{len(declarations.areas)} areas, {len(declarations.indicators)} indicators,"
        f" {len(declarations.sources)} sources: sound."
    )
    strays(received_contents.strays)
    try:
        store = store_at(home, as_at, reader=OPERATOR, with_record=False)
        hold_whole(file_of(store))
    except NoDatabaseError:
        if as_at or received_contents.releases:
            raise
        out.print("There is no database yet, so no figures were checked.")
        return
    if missing := missing_ids(store.cursor()):
        out.print(
            f"The figures in force were built without {', '.join(missing)}, which could not be read"
            " then: mend what is told above, then run: python -m dashboard build",
            markup=False,
            soft_wrap=True,
        )
    broken_checks = find_broken(store.cursor(), store.queries)
    for item in broken_checks:
        _print_broken(item)
    which = f"figures as they stood on {as_at}" if as_at else "figures"
    out.print(f"{len(checks(store.queries))} checks of the {which}, {len(broken_checks)} broken.")
    failed_names = [item.check.name for item in broken_checks if item.check.severity == "error"]
    if failed_names:
        raise InputError(
            f"The {which if as_at else 'figures in force'} break {', '.join(failed_names)}: mend the file"
            " that the rows above come from, load it again, and do not use the figures until then."
        )


def _print_broken(item: BrokenCheck) -> None:
    table = Table(
        *item.rows.columns,
        title=f"{item.check.severity}: {item.check.name}",
        title_justify="left",
        caption=f"{item.check.sentence} ({len(item.rows):,} rows).",
        caption_justify="left",
    )
    for row in item.rows.head(MOST_ROWS).itertuples(index=False):
        table.add_row(
            *(
                value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
                for value in row
            )
        )
    out.print(table)
    if len(item.rows) > MOST_ROWS:
        out.print(f"The first {MOST_ROWS} rows are shown.")
