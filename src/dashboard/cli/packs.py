"""The commands 'packs list', 'export' and 'import': the slides of meetings, declared and recorded."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dashboard.cli.actions import lay_record
from dashboard.cli.log import write_file
from dashboard.cli.publish import user
from dashboard.declared.check_packs import declared_choices
from dashboard.declared.packs import Pack
from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.file_names import escape_text
from dashboard.record.laying import LaidRecord
from dashboard.record.ledger import open_record
from dashboard.record.pack_file import (
    LONGEST_FILE,
    check_named,
    pack_file_name,
    pack_toml,
    read_pack_file,
)
from dashboard.record.packs import recorded_packs
from dashboard.settings import places
from dashboard.text import count_things
from dashboard.view import Choices

packs = typer.Typer(
    no_args_is_help=True,
    help="List the packs of slides, take one out as a file, and open a file as a new one.",
)
_PIPE_WIDTH = 400
"""Characters of a line where there is no terminal to fit: a pack in a file is one line."""
_MOST_BYTES = 4 * LONGEST_FILE
"""Of a file that is read at all: a letter has four bytes at most."""


@dataclass(frozen=True)
class _SourcedPack:
    """A pack, and who keeps it."""

    pack: Pack
    by: str
    """Author and time of the last change; the file where it is declared."""


@packs.command("list", epilog="Example: python -m dashboard packs list")
def list_packs() -> None:
    """List every pack, declared and recorded, by day of the meeting."""
    entries = list(_every(*lay_record(places())))
    if not entries:
        print("There is no pack yet: put a file into data/declared/packs, or import one.")
        return
    table = Table("code", "title", "meeting", "as at", "slides", "last changed by")
    for each in sorted(entries, key=lambda one: (one.pack.meeting, one.pack.code)):
        pack = each.pack
        day = pack.as_at.isoformat() if pack.as_at else "now"
        cells = (pack.code, pack.title, str(pack.meeting), day, str(len(pack.slides)), each.by)
        table.add_row(*(escape(cell) for cell in cells))
    fits = sys.stdout.isatty() or "COLUMNS" in os.environ
    Console(highlight=False, width=None if fits else _PIPE_WIDTH).print(table)


@packs.command("export", epilog="Example: python -m dashboard packs export 2023-04-28")
def export(
    code: Annotated[
        str, typer.Argument(help="Code of the pack, as 'packs list' has it.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="File to write; named by the pack if absent.", show_default=False),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Write a pack as a file for data/declared/packs, or to import elsewhere."""
    where = places()
    packs_by_code = {each.pack.code: each.pack for each in _every(*lay_record(where))}
    if code not in packs_by_code:
        near = difflib.get_close_matches(code, packs_by_code, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "see: python -m dashboard packs list"
        raise InputError(f"There is no pack '{escape_text(code[:60])}'; {hint}")
    pack = packs_by_code[code]
    file = output or Path(pack_file_name(pack))
    write_file(file, pack_toml(pack).encode(), force)
    print(
        f"Wrote {count_things(len(pack.slides), 'slide')} to {escape_text(str(file))}. To declare the"
        f" pack, put the file into {where.declared_folder / 'packs'} and run: python -m dashboard build"
    )


@packs.command("import", epilog="Example: python -m dashboard packs import 2023-07-14.toml")
def import_pack(
    file: Annotated[
        Path,
        typer.Argument(help="A pack as 'packs export' or the page writes it.", show_default=False),
    ],
) -> None:
    """Open a file as a new pack of the live record; nothing is kept where anything in it is wrong."""
    where = places()
    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{escape_text(str(file))} cannot be read: {error.strerror or error}."
        ) from None
    words = read_pack_file(content)
    choices = _choices(*lay_record(where))
    check_named(words, choices, choices.actions)
    entry = open_record(where).append(user(), words)
    print(
        f"Opened as pack p{entry.sequence} with {count_things(len(words.slides), 'slide')}; to show"
        f" it: /present?pack=p{entry.sequence}&slide=1"
    )


def _every(declarations: Declarations, laid_record: LaidRecord) -> Iterator[_SourcedPack]:
    """Yield every pack, those declared first."""
    for pack in declarations.packs.values():
        yield _SourcedPack(pack, f"data/declared/packs/{pack.code}.toml")
    for each in recorded_packs(laid_record.entries).values():
        yield _SourcedPack(each.pack, f"{each.last.author}, {each.last.when}")


def _choices(declarations: Declarations, laid_record: LaidRecord) -> Choices:
    """What a slide may name: all that is declared, and the actions of the record."""
    return declared_choices(
        declarations.areas,
        declarations.sources,
        declarations.indicators,
        laid_record.meetings,
        declarations.plans,
        declarations.levers,
        declarations.frameworks,
    )
