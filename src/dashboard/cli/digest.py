"""The command 'digest': what changed since a day of what someone watches, as HTML and a letter."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.log import check_free, write_file
from dashboard.cli.show import say_as_at
from dashboard.cli.stores import day_of, store_at
from dashboard.errors import InputError
from dashboard.exports.digest import write_digest, write_letter
from dashboard.loaders.file_names import escape_text
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.watch import Watch, watch_list
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.settings import places
from dashboard.store.connection import Store
from dashboard.text import day, join_names
from dashboard.view import View
from dashboard.view.parts import nearest


def digest(
    indicators: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator", help="Id of an indicator to watch; those of the overview if absent."
        ),
    ] = None,
    areas: Annotated[
        list[str] | None,
        typer.Option("--area", help="Borough or ward to watch, by name or code; London if absent."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Day changes are counted from, YYYY-MM-DD; the last board.")
    ] = None,
    as_at: Annotated[
        str | None, typer.Option(help="Tell what had changed by that day, YYYY-MM-DD; now.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="E-mail address the letter is for.")
    ] = None,
    sender: Annotated[str, typer.Option("--from", help="E-mail address the letter is from.")] = "",
    output: Annotated[
        Path, typer.Option(help="Folder for digest.html and digest.eml.", show_default="here")
    ] = Path(),
    always: Annotated[
        bool, typer.Option("--always", help="Write also where nothing that is watched changed.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over files that are there.")
    ] = False,
) -> None:
    """Write what changed since a day of the indicators and areas that you watch: digest.html to
    read, and digest.eml for a mailer to send.
    """
    _check_addresses([*(to or []), *([sender] if sender else [])])
    files = [output / name for name in ("digest.html", "digest.eml")]
    if not output.is_dir():
        raise InputError(
            f"There is no folder {escape_text(str(output))}: make it, or name another."
        )
    for file in files:
        check_free(file, force)
    view = View(since=day_of("--since", since), as_at=day_of("--as-at", as_at))
    watch = _watch(store_at(places(), as_at), view, indicators or [], areas or [])
    say_as_at(view)
    for note in watch.changes.notes:
        print(note, file=sys.stderr)
    if watch.is_unchanged and not always:
        print(
            f"Nothing that is watched changed since {watch.changes.since_words}; nothing was written."
        )
        return
    title = f"What changed since {day(watch.changes.since)}"
    contents = (write_digest(watch, title), write_letter(watch, title, to or [], sender))
    for file, content in zip(files, contents, strict=True):
        write_file(file, content, force)
    print(f"{watch.sentence} Wrote {join_names(escape_text(str(file)) for file in files)}.")


def _watch(store: Store, view: View, indicators: Sequence[str], areas: Sequence[str]) -> Watch:
    """What is watched of ``store``, the words of the command line being looked up.

    Raises:
        InputError: nothing is loaded, or a word names nothing or several things.
    """
    changes = Changes.of(Page("changes", store, view))
    if changes is None:
        raise InputError(
            "No figures are loaded yet; run: python -m dashboard demo, or load a published file."
        )
    choices, names = choices_of(store), dict(changes.page.indicators["name"])
    return watch_list(
        changes,
        [_find("indicator", words, names) for words in indicators],
        [_find("area", words, {**choices.wards, **choices.boroughs}) for words in areas],
    )


_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
"""RFC 5322's dot-atom at a host, without '=' and '?': of them a mailer reads encoded words, which may
hold the end of a line and so another header.
"""


def _check_addresses(addresses: Sequence[str]) -> None:
    """Check that each is one e-mail address and nothing else.

    Raises:
        InputError: one is not.
    """
    for address in addresses:
        if not _ADDRESS.fullmatch(address):
            raise InputError(
                f"'{escape_text(address)}' is no e-mail address: write one as name@example.org, and"
                " give --to again for another."
            )


def _find(kind: str, words: str, names: Mapping[str, str]) -> str:
    """The code that ``words`` say, as the code itself or a name of one alone.

    Raises:
        InputError: none, or several, are called so.
    """
    if words in names:
        return words
    codes = [code for code, name in names.items() if name.casefold() == words.casefold()]
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise InputError(
            f"--{kind} '{escape_text(words)}' is the name of {len(codes)}: give the code, one of"
            f" {join_names(codes, 'or')}."
        )
    near = nearest(words, [*names, *names.values()])
    advice = f"did you mean {near}?" if near else "see Data and definitions for what there is."
    raise InputError(f"There is no {kind} '{escape_text(words)}': {advice}")
