"""Who the reader is: the audiences the reader belongs to, and so which allocation plans are shown
at all.

A plan declares its audiences. Without sign-in every reader is of the audiences that the
installation is set to serve; with it, of those that the readers' file gives to the reader's e-mail
address too. Whatever is not known is not shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.errors import InputError
from dashboard.settings import readers_file, served_audiences
from dashboard.toml_text import read_toml

OPEN = "open"
"""The audience that everyone belongs to."""


@dataclass(frozen=True)
class Reader:
    """What is known of a reader. Two readers of the same audiences are the same reader."""

    audiences: frozenset[str] = frozenset({OPEN})
    demonstrations: bool = False
    """Shown plans of demonstration data whatever their audience, as nothing in them is secret."""
    operator: bool = False
    """Shown everything: whoever builds the database reads the files themselves."""

    def may_see(self, audience: Iterable[str], demonstration: bool) -> bool:
        """Whether a plan for ``audience`` is for this reader; ``demonstration``: all that is loaded
        of it is such.
        """
        return (
            self.operator
            or (demonstration and self.demonstrations)
            or not self.audiences.isdisjoint(audience)
        )

    @property
    def key(self) -> str:
        """What tells one kind of reader from another wherever something is kept."""
        return f"{','.join(sorted(self.audiences))} {self.demonstrations} {self.operator}"


OPERATOR = Reader(operator=True)


def default_reader() -> Reader:
    """The reader who has not signed in, with the audiences of the installation: ``DASHBOARD_AUDIENCES``.

    Where it is not set that is the open audience, and plans of demonstration data besides.
    """
    served = served_audiences()
    if served is None:
        return Reader(demonstrations=readers_file() is None)
    return Reader(frozenset({OPEN, *served}))


def signs_in() -> bool:
    """True where readers are told apart by signing in:

    ``DASHBOARD_READERS`` names the file that gives audiences.
    """
    return readers_file() is not None


def find_reader(email: str | None) -> Reader:
    """The reader who signed in with ``email``: the installation's audiences and those of the
    readers' file.

    None is a reader who has not signed in, or whose address the provider has not verified.

    Raises:
        InputError: the readers' file is not there or is at fault.
    """
    reader, path = default_reader(), readers_file()
    if path is None or not email:
        return reader
    try:
        version = path.stat().st_mtime_ns
    except OSError:
        raise InputError(
            f"The readers' file {path} cannot be read; see DASHBOARD_READERS in the README."
        ) from None
    return Reader(
        reader.audiences | _readers(path, version).get(email.strip().casefold(), frozenset())
    )


@lru_cache(maxsize=2)
def _readers(path: Path, version: int) -> dict[str, frozenset[str]]:
    """E-mail address, casefolded -> audiences, as the file says at the time ``changed``."""
    wrong = InputError(
        f"The readers' file {path.name} must hold one table, readers, of addresses with lists of"
        ' audiences, such as "name@example.org" = ["mopac"].'
    )
    try:
        said = read_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise wrong from None
    readers = said.get("readers")
    if set(said) != {"readers"} or not isinstance(readers, dict):
        raise wrong
    for given in readers.values():
        if not isinstance(given, list) or not all(isinstance(audience, str) for audience in given):
            raise wrong
    return {email.strip().casefold(): frozenset(given) for email, given in readers.items()}
