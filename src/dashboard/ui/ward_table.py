"""The table of wards as the board draws it: posts as squares, groups, totals, ways to narrow it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.markup import plain
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.ward_rows import (
    TIER_WORDS,
    group_words,
    narrowings,
    ward_rows,
)
from dashboard.panels.allocation.ward_table import Total, totals
from dashboard.text import missing

PAGE = 40
"""Rows drawn at once: a borough's wards all, London's 679 in pages."""
_SURE = {"rarely": 3, "sometimes": 2, "often": 1}
"""How often other weights change a ward's tiers -> filled dots of three."""
_TIERS = {"loses": "down", "gains": "up"}
_KINDS = {"dwo": "DWOs", "pcso": "PCSOs"}


def ward_table(wards: Wards, alt: str) -> dict[str, Any]:
    """The message of the table of ``wards``, which ``alt`` says in words.

    A cell of posts is [posts, least, those in post] (full-time equivalents), one of a plan [posts,
    change], one of a tier [words, way], one of how sure [word, dots].
    """
    rows = ward_rows(wards)
    codes = list(rows["ward"])
    below = totals(wards)
    columns = [_names(wards, rows)]
    if wards.post_indicators:
        columns += [_posts(wards, rows, kind, below) for kind in _KINDS]
    if wards.both:
        columns += [_proposal_column(rows, kind, below) for kind in _KINDS]
        columns += [_tiers(rows), _reasons(rows), _sure(rows)]
    groups = group_words(rows) if wards.post_indicators else {}
    place = {group: at for at, group in enumerate(groups)}
    return {
        "alt": plain(alt),
        "columns": columns,
        "areas": codes,
        "chosen": [wards.page.view.ward],
        "page": PAGE,
        "noun": ["ward", "wards"],
        "find": "Find wards or boroughs; a comma between several",
        "search": [plain(f"{r.name} {r.borough_name}").casefold() for r in rows.itertuples()],
        "groups": [[plain(group), words] for group, words in groups.items()],
        "group": [place[group] for group in rows["group"]] if groups else [],
        "narrow": [
            [plain(each.words), [i for i, code in enumerate(codes) if code in each.wards]]
            for each in narrowings(wards)
        ],
        "totals": [_total(total) for total in below],
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "words": plain(total.words),
        "finding": plain(total.finding),
        "agrees": total.agrees,
    }


def _column(
    heading: str, kind: str, cells: list[Any], below: list[Any] | None = None
) -> dict[str, Any]:
    return {
        "heading": heading,
        "kind": kind,
        "places": 0,
        "wide": 0,
        "cells": cells,
        "totals": below or [],
    }


def _names(wards: Wards, rows: pd.DataFrame) -> dict[str, Any]:
    """Names of wards, with their boroughs where all London is shown."""
    boroughs = [""] * len(rows) if wards.borough else list(rows["borough_name"])
    cells = [[plain(b), plain(n)] for n, b in zip(rows["name"], boroughs, strict=True)]
    return _column("Ward", "place", cells)


def _number(value: Any) -> float | None:
    return None if missing(value) else round(float(value), 2)


def _posts(wards: Wards, rows: pd.DataFrame, kind: str, below: list[Total]) -> dict[str, Any]:
    least = wards.least[kind]
    cells = [
        None if missing(in_post) else [_number(posts), least, _number(in_post)]
        for posts, in_post in zip(rows[f"{kind}_posts"], rows[f"{kind}_in_post"], strict=True)
    ]
    sums = [
        None if each.posts[kind] is None else [each.posts[kind], 0, each.in_post[kind]]
        for each in below
    ]
    return _column(f"{_KINDS[kind]} in post / posts", "posts", cells, sums)


def _proposal_column(rows: pd.DataFrame, kind: str, below: list[Total]) -> dict[str, Any]:
    pairs = zip(rows[f"{kind}_proposed"], rows[f"{kind}_change"], strict=True)
    cells = [None if missing(n) else [_number(n), _number(change)] for n, change in pairs]
    sums = [
        None
        if each.proposed_posts[kind] is None
        else [each.proposed_posts[kind], each.change[kind]]
        for each in below
    ]
    return _column(f"{_KINDS[kind]} proposed", "plan", cells, sums)


def _tiers(rows: pd.DataFrame) -> dict[str, Any]:
    cells = [[TIER_WORDS[fate], _TIERS.get(fate, "")] for fate in rows["fate"]]
    return _column("Tier change", "tier", cells)


def _reasons(rows: pd.DataFrame) -> dict[str, Any]:
    cells = [
        [plain(words), fate in _TIERS, _number(abs(moved))] if words else None
        for words, fate, moved in zip(rows["why"], rows["fate"], rows["index_change"], strict=True)
    ]
    return _column("Need index, and what moved it", "why", cells)


def _sure(rows: pd.DataFrame) -> dict[str, Any]:
    cells = [None if missing(word) else [word, _SURE[word]] for word in rows["word"]]
    return _column("Other weights change it", "sure", cells)
