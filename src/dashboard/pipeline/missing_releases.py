"""Releases that are left out as they cannot be read: what databases knew of them, and what a new
one says of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.declared.models import Source
from dashboard.pipeline.release_folders import Stray


@dataclass(frozen=True)
class FormerRelease:
    """A release that an earlier database was made of."""

    id: str
    source: str
    published: dt.date
    sha256: str
    demonstration: bool


@dataclass(frozen=True)
class Omissions:
    """What a build goes on without."""

    strays: tuple[Stray, ...] = ()
    """Everything under the received files that is no release, whether or not a release is left out
    for it.
    """
    releases: frozenset[FormerRelease] = frozenset()
    """Releases that are left out and that an earlier database was made of, so that figures change
    without them.
    """

    @property
    def digests(self) -> set[str]:
        """SHA-256 of the files that are left out."""
        return {release.sha256 for release in self.releases}

    @property
    def real_sources(self) -> set[str]:
        """Sources of which a published file is left out: demonstration data must not come back in
        its place.
        """
        return {release.source for release in self.releases if not release.demonstration}


def missing_releases(databases: Iterable[Path], strays: Sequence[Stray]) -> Omissions:
    """What is left out for ``strays``, by what ``databases`` were made of; one that cannot be read
    knows nothing.

    A folder that was never a release of any database has changed no figure: nothing is known of it.
    """
    strays_of_source = [stray for stray in strays if stray.source]
    former_releases: set[FormerRelease] = set()
    for path in databases if strays_of_source else ():
        try:
            with duckdb.connect(str(path), read_only=True) as con:
                rows = con.execute(
                    "SELECT id, source, published, sha256, demonstration FROM release"
                ).fetchall()
        except duckdb.Error:
            continue
        former_releases |= {
            release
            for row in rows
            if any(_is_of(release := FormerRelease(*row), stray) for stray in strays_of_source)
        }
    return Omissions(tuple(strays), frozenset(former_releases))


def _is_of(release: FormerRelease, stray: Stray) -> bool:
    """Whether ``release`` is what is left out for ``stray``: one release, or all of a source; never
    where none is.
    """
    if not stray.release:
        return release.source == stray.source
    return (release.id, release.demonstration) == (stray.release, stray.demonstration)


def fill_missing(
    con: duckdb.DuckDBPyConnection,
    omissions: Omissions,
    sources: Mapping[str, Source],
    as_at: dt.date | None,
) -> None:
    """Write every stray for the operator, and for readers which release is missing, without a path
    or a name of a file.

    Of a source that may state a plan readers are told nothing, as what cannot be read may be for
    others.
    """
    for stray in omissions.strays:
        ids: list[str | None] = [*sorted({r.id for r in omissions.releases if _is_of(r, stray)})]
        for release in ids or [None]:
            con.execute(
                "INSERT INTO stray VALUES (?, ?, ?)", [str(stray.path), release, stray.message]
            )
    omitted_releases = {
        (r.source, r.id, r.published)
        for r in omissions.releases
        if as_at is None or r.published <= as_at
    }
    for source, release, published in sorted(omitted_releases):
        if source in sources and sources[source].format != "allocation_plan":
            message = (
                f"What was received as published on {published} cannot be read any more and is left"
                " out."
            )
            con.execute(
                "INSERT INTO finding VALUES (?, ?, NULL, 'warning', NULL, NULL, ?)",
                [source, release, message],
            )


def missing_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Ids of the releases that the database of ``con`` was built without, as they could not be
    read.
    """
    rows = con.execute(
        "SELECT DISTINCT release FROM stray WHERE release IS NOT NULL ORDER BY ALL"
    ).fetchall()
    return [release for (release,) in rows]
