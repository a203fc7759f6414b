"""The command 'load': what a published file says, what it changes, and whether it is taken in."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import load_report
from dashboard.cli.plan_readers import find_plans_told
from dashboard.cli.plausibility import check_ids, check_sql, findings_to_accept
from dashboard.cli.publish import check_writable, findings, publish, read_declarations, say, user
from dashboard.declared.models import Source
from dashboard.declared.read import Declarations
from dashboard.errors import InputError, NoDatabaseError
from dashboard.loaders.file_names import NamedFile, escape_text, named_file
from dashboard.loaders.model import Finding, LoadedFile
from dashboard.loaders.registry import read_file, recognise
from dashboard.pipeline.compare_release import Standing
from dashboard.pipeline.contents import hold_whole
from dashboard.pipeline.publish import Arrival, Change
from dashboard.pipeline.receive import digest_of
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places, places
from dashboard.store import vintages
from dashboard.text import plural_ending


@dataclass(frozen=True)
class _OfferedFile:
    """One file of the command line, read."""

    file: NamedFile
    source: Source
    published: dt.date
    loaded_file: LoadedFile
    sha256: str
    acceptable_findings: tuple[Finding, ...] = ()
    """Warnings that are accepted by their ids: implausible figures and wild revisions."""

    @property
    def findings(self) -> list[Finding]:
        return [*self.loaded_file.findings, *self.acceptable_findings]

    @property
    def id(self) -> str:
        return f"{self.source.id}/{self.published}"

    def arrival(self, why: str) -> Arrival:
        """The file as it is to be taken in; ``why`` says why what is accepted of it is right."""
        return Arrival(
            self.file,
            self.source.id,
            self.published,
            False,
            self.loaded_file,
            self.sha256,
            tuple(f.id for f in self.acceptable_findings),
            why,
        )


def load(
    files: Annotated[list[Path], typer.Argument(help="Files as they were published.")],
    source: Annotated[
        str | None, typer.Option(help="Id of the source, where the content does not tell.")
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "Day of publication, YYYY-MM-DD: one for all files or one for each; today where"
                " absent."
            )
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    accept_warnings: Annotated[
        bool, typer.Option("--accept-warnings", help="Publish without asking, warnings or not.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            help="Id of a finding that is right as it stands; may be given several times."
        ),
    ] = None,
    why: Annotated[
        str, typer.Option(help="Why what is accepted is right: kept with the release.")
    ] = "",
) -> None:
    """Say what published files change and what is wrong with them, keep them unchanged, and
    publish.

    With an error in any nothing is loaded; with a warning you are asked. Several are taken in order
    of publication.
    Implausible figures have an id: what is accepted is kept with the release, with who and why, and
    not asked again.
    """
    home = places()
    declarations = read_declarations(home)
    offered_files = _read_all(
        files, source, _days(published or [], len(files)), declarations, home.received_folder
    )
    offered_files = _tell_all(home, declarations, offered_files)
    _refuse_errors(offered_files)
    if dry_run:
        say("Nothing was changed: --dry-run.")
        return
    check_ids(accept or [], [f for o in offered_files for f in o.acceptable_findings])
    check_writable(home)
    warning_counts = {o.file.name: n for o in offered_files if (n := _warnings(o, accept or []))}
    if warning_counts and not accept_warnings:
        _ask(warning_counts)
    arrivals = tuple(o.arrival(why) for o in offered_files)
    publish(home, declarations, Change(arrivals=arrivals, by=user()))


def _refuse_errors(offered_files: list[_OfferedFile]) -> None:
    """Check that no file has errors.

    Raises:
        InputError: one has.
    """
    refused_names = [o.file.name for o in offered_files if o.loaded_file.is_refused]
    if refused_names:
        raise InputError(
            f"{' and '.join(refused_names)} has errors, so nothing was loaded: mend what is told above."
        )


def _days(published: list[str], files: int) -> list[dt.date]:
    if len(published) > 1 and len(published) != files:
        raise InputError(
            f"There are {len(published)} days of publication for {files} files: give --published"
            " once for all files, or once for each, in the same order."
        )
    try:
        days = [dt.date.fromisoformat(text) for text in published] or [dt.date.today()]
    except ValueError:
        wrong = next(text for text in published if not _is_day(text))
        raise InputError(
            f"--published is '{wrong}', which is not a date: write it as YYYY-MM-DD."
        ) from None
    return days if len(days) == files else days * files


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_all(
    files: list[Path],
    source: str | None,
    days: list[dt.date],
    declarations: Declarations,
    received_folder: Path,
) -> list[_OfferedFile]:
    """Each file as it reads, in order of publication."""
    offered_files = []
    for file, day in zip(map(named_file, files), days, strict=True):
        if not file.is_file():
            raise InputError(f"There is no file {escape_text(str(file))}: check the path.")
        source_id = source or recognise(file, declarations.sources)
        if source_id not in declarations.sources:
            raise InputError(
                f"'{source_id}' is not a declared source; it may be one of"
                f" {', '.join(declarations.sources)}."
            )
        digest = digest_of(file)
        loaded_file = read_file(
            file, declarations.sources[source_id], declarations.areas, declarations.aliases, day
        )
        loaded_file.findings += find_plans_told(loaded_file, declarations, received_folder)
        offered_files.append(
            _OfferedFile(file, declarations.sources[source_id], day, loaded_file, digest)
        )
    twice = [id for id, n in Counter(o.id for o in offered_files).items() if n > 1]
    if twice:
        raise InputError(
            f"More than one file would be {twice[0]}: a source has one file a day of publication,"
            " so give each its --published."
        )
    return sorted(offered_files, key=lambda o: o.published)


def _warnings(offered_file: _OfferedFile, accept: list[str]) -> int:
    """How many warnings of a file are not accepted by their ids."""
    return sum(
        f.severity == "warning" and not (f.id and f.id in accept) for f in offered_file.findings
    )


def _ask(warning_counts: dict[str, int]) -> None:
    """Ask whether to publish in spite of warnings: name of each file and their number."""
    warnings = sum(warning_counts.values())
    count_text = f"{warnings} warning{plural_ending(warnings)}"
    if not sys.stdin.isatty():
        names = " and ".join(warning_counts)
        raise InputError(
            f"{names} has {count_text}, so nothing was loaded: read them above, then say"
            " --accept-warnings."
        )
    if not typer.confirm(
        f"There {'are' if warnings > 1 else 'is'} {count_text}. Publish all the same?"
    ):
        raise InputError("Nothing was changed.")


def _tell_all(
    home: Places, declarations: Declarations, offered_files: list[_OfferedFile]
) -> list[_OfferedFile]:
    """Say what each file holds, what is wrong with it and what it changes; the files, with what is
    implausible.
    """
    standing = Standing(declarations.areas)
    checked_files = []
    for o in offered_files:
        load_report.heading(o.file, o.source, o.published)
        say(load_report.describe_coverage(o.loaded_file, declarations))
        difference = None
        why_not = ""
        if not o.loaded_file.is_refused:
            base, why_not = _base(home, o.published)
            difference = None if why_not else standing.compare(o.source, o.loaded_file, base)
        if difference is not None:
            implausible = standing.implausible(o.source, check_sql(home.queries))
            o = replace(
                o,
                acceptable_findings=tuple(
                    findings_to_accept(difference, implausible, o.source, declarations)
                ),
            )
        findings([("", f) for f in o.findings])
        if difference is not None:
            load_report.changes(difference, o.source, o.published, declarations)
        elif why_not:
            say(f"It is not compared with what stood on its day: {why_not}")
        checked_files.append(o)
    return checked_files


def _base(home: Places, published: dt.date) -> tuple[Path | None, str]:
    """The database that stood on a day, None where nothing had been published; and why it cannot be
    had.
    """
    try:
        days = vintages.dates(home)
        if not days or published < days[0]:
            return None, ""
        base = vintages.at(home, published)
        hold_whole(base)
        return base, ""
    except NoDatabaseError as error:
        return None, str(error) if list_releases(home.received_folder) else ""
