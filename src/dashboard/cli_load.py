"""The command 'load': what a published file says, what it changes, and whether it is taken in."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from dashboard import cli_told
from dashboard.cli_publish import declared_in, findings, plural, publish, say, user, writable
from dashboard.declared.models import Source
from dashboard.declared.read import Declarations
from dashboard.errors import InputError, NoDatabaseError
from dashboard.loaders.model import Loaded
from dashboard.loaders.named import NamedFile, named_file, readable
from dashboard.loaders.registry import read, recognise
from dashboard.settings import Places, places
from dashboard.store import vintages
from dashboard.store.arriving import Standing
from dashboard.store.contents import hold_whole
from dashboard.store.publish import Arrival, Change
from dashboard.store.received import digest_of


@dataclass(frozen=True)
class _Offered:
    """One file of the command line, read."""

    file: NamedFile
    source: Source
    published: dt.date
    loaded: Loaded
    sha256: str

    @property
    def id(self) -> str:
        return f"{self.source.id}/{self.published}"


def load(
    files: Annotated[list[Path], typer.Argument(help="Files as they were published.")],
    source: Annotated[str | None, typer.Option(help="Id of the source, where the content does not tell.")] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(help="Day of publication, YYYY-MM-DD: one for all files or one for each; today where absent."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    accept_warnings: Annotated[
        bool, typer.Option("--accept-warnings", help="Publish without asking, warnings or not.")
    ] = False,
) -> None:
    """Say what published files change and what is wrong with them, keep them unchanged, and publish.

    With an error in any nothing is loaded; with a warning you are asked. Several are taken in order of publication.
    """
    where = places()
    declared = declared_in(where)
    offered = _read_all(files, source, _days(published or [], len(files)), declared)
    _tell_all(where, declared, offered)
    wrong = [o.file.name for o in offered if o.loaded.refused]
    if wrong:
        raise InputError(f"{' and '.join(wrong)} has errors, so nothing was loaded: mend what is told above.")
    if dry_run:
        say("Nothing was changed: --dry-run.")
        return
    writable(where)
    warnings = sum(f.severity == "warning" for o in offered for f in o.loaded.findings)
    if warnings and not accept_warnings:
        _ask(warnings, offered)
    arriving = tuple(Arrival(o.file, o.source.id, o.published, False, o.loaded, o.sha256) for o in offered)
    publish(where, declared, Change(arriving=arriving, by=user()))


def _days(published: list[str], files: int) -> list[dt.date]:
    if len(published) > 1 and len(published) != files:
        raise InputError(
            f"There are {len(published)} days of publication for {files} files: give --published once for all files, "
            "or once for each, in the same order."
        )
    try:
        days = [dt.date.fromisoformat(text) for text in published] or [dt.date.today()]
    except ValueError:
        wrong = next(text for text in published if not _is_day(text))
        raise InputError(f"--published is '{wrong}', which is not a date: write it as YYYY-MM-DD.") from None
    return days if len(days) == files else days * files


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_all(files: list[Path], source: str | None, days: list[dt.date], declared: Declarations) -> list[_Offered]:
    """Each file as it reads, in order of publication."""
    offered = []
    for file, day in zip(map(named_file, files), days, strict=True):
        if not file.is_file():
            raise InputError(f"There is no file {readable(str(file))}: check the path.")
        known = source or recognise(file, declared.sources)
        if known not in declared.sources:
            raise InputError(f"'{known}' is not a declared source; it may be one of {', '.join(declared.sources)}.")
        digest = digest_of(file)
        loaded = read(file, declared.sources[known], declared.areas, declared.aliases)
        offered.append(_Offered(file, declared.sources[known], day, loaded, digest))
    twice = [id for id, n in Counter(o.id for o in offered).items() if n > 1]
    if twice:
        raise InputError(
            f"More than one file would be {twice[0]}: a source has one file a day of publication, so give each its "
            "--published."
        )
    return sorted(offered, key=lambda o: o.published)


def _ask(warnings: int, offered: list[_Offered]) -> None:
    many = f"{warnings} warning{plural(warnings)}"
    if not sys.stdin.isatty():
        names = " and ".join(o.file.name for o in offered if any(f.severity == "warning" for f in o.loaded.findings))
        raise InputError(f"{names} has {many}, so nothing was loaded: read them above, then say --accept-warnings.")
    if not typer.confirm(f"There {'are' if warnings > 1 else 'is'} {many}. Publish all the same?"):
        raise InputError("Nothing was changed.")


def _tell_all(where: Places, declared: Declarations, offered: list[_Offered]) -> None:
    standing = Standing(declared.areas)
    for o in offered:
        cli_told.heading(o.file, o.source, o.published)
        say(cli_told.covered(o.loaded, declared))
        findings([("", f) for f in o.loaded.findings])
        if not o.loaded.refused:
            base, why_not = _base(where, o.published)
            if why_not:
                say(f"It is not compared with what stood on its day: {why_not}")
            else:
                cli_told.changes(standing.compare(o.source, o.loaded, base), o.source, o.published, declared)


def _base(where: Places, published: dt.date) -> tuple[Path | None, str]:
    """The database that stood on a day, None where nothing had been published; and why it cannot be had."""
    days = vintages.dates(where)
    if not days or published < days[0]:
        return None, ""
    try:
        base = vintages.at(where, published)
        hold_whole(base)
        return base, ""
    except NoDatabaseError as error:
        return None, str(error)
