"""The commands 'demo' and 'build': a database from demonstration files, or from the received ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.publish import check_writable, out, publish, read_declarations, user
from dashboard.pipeline.publish import Arrival, Change
from dashboard.settings import places

_OnlyCurrent = Annotated[
    bool, typer.Option("--only-current", help="Build no earlier day's figures.")
]


def demo(only_current: _OnlyCurrent = False) -> None:
    """Write demonstration files of every source in the publishers' formats, and build from them."""
    from dashboard.demo import all_sources  # Its maps take a second to import.

    home = places()
    check_writable(home)
    declarations = read_declarations(home)
    with tempfile.TemporaryDirectory() as folder:
        with out.status("Writing the demonstration files"):
            files = all_sources.write(Path(folder))
        out.print(
            f"Wrote {len(files)} demonstration files of {len({f.source for f in files})} sources."
        )
        arriving = tuple(Arrival(f.path, f.source, f.published, demonstration=True) for f in files)
        publish(home, declarations, Change(arriving, by=user()), only_current)


def build(only_current: _OnlyCurrent = False) -> None:
    """Build the database anew from the declarations and the received files, then what is missing of
    earlier days.
    """
    where = places()
    publish(where, read_declarations(where), only_current=only_current)
