"""What no face has, out of the data of a document: Typst refuses to set what it could not tell a
reader who listens.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import typst

from dashboard.exports.pdf.compiler import compile_template

_UNKNOWN = "\ufffd"
_LIKE = {"✕": "×"}
"""A sign that no face has -> one that looks like it; any other becomes ``_UNKNOWN``."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What neither JSON nor a drawing may hold."""
_STRANGE = re.compile(r"[\s\S]?[^\t\n\r\x20-\x7e\xa0-\u02ff]+")
"""A run of letters that a face may lack, with what its first may be a mark on."""
_MARKUP = frozenset("<>&;\"'= \t\n\r")
"""What stays where a mark on it is replaced, as it may be markup of a drawing."""
_BEYOND_KNOWN = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u017f–—‘’“”•…€≤≥−\ufffd]")
"""All but the letters, digits and signs that the faces are known to have."""
_JOINER = "\u200d"
_COLOURS = range(0x1F3FB, 0x1F400)
"""Of the skin in the emoji before it."""
_TAGS = range(0xE0020, 0xE0080)
"""The letters, not seen, that make a flag that of a region."""
_FLAGS = range(0x1F1E6, 0x1F200)
"""Letters that in pairs are a flag."""
_MOST_ASKED = 300
"""Clusters of a document that Typst is asked about, which takes a few seconds at most."""
_ANY_DAY = dt.date(2000, 1, 1)


def replace_unseen(data: Any) -> Any:
    """``data`` with U+FFFD, or a sign like it, for each letter with its marks that no face has."""
    valid = _change_texts(data, lambda text: _NO_TEXT.sub(_UNKNOWN, text))
    clusters: set[str] = set()
    for text in _texts(valid):
        for run in _STRANGE.findall(text):
            clusters.update(filter(_BEYOND_KNOWN.search, _clusters(run)))
    if not clusters:
        return valid
    # In order, so that a script that no face has stands together, and is the last to be asked for.
    ordered = sorted(clusters)
    unseen = _unseen(tuple(ordered[:_MOST_ASKED])).union(ordered[_MOST_ASKED:])

    def replace(run: re.Match[str]) -> str:
        return "".join(
            _replacement(cluster) if cluster in unseen else cluster for cluster in _clusters(run[0])
        )

    return _change_texts(valid, lambda text: _STRANGE.sub(replace, text))


def _replacement(cluster: str) -> str:
    kept = cluster[0] if cluster[0] in _MARKUP else ""
    return kept + _LIKE.get(cluster[0], _UNKNOWN)


def keep_known(data: Any) -> Any:
    """``data`` with U+FFFD for all but what the faces are known to have."""
    return _change_texts(data, lambda text: _BEYOND_KNOWN.sub(_UNKNOWN, text))


@lru_cache(maxsize=1024)
def _unseen(clusters: tuple[str, ...]) -> frozenset[str]:
    """Those of ``clusters`` that no face has: halved until each half is set, or is one."""
    try:
        compile_template("letters.typ", clusters, _ANY_DAY)
    except typst.TypstError:
        if len(clusters) == 1:
            return frozenset(clusters)
        middle = len(clusters) // 2
        return _unseen(clusters[:middle]) | _unseen(clusters[middle:])
    return frozenset()


def _clusters(run: str) -> Iterator[str]:
    """The letters of ``run``, each with its marks and with what is joined to it."""
    cluster = ""
    for letter in run:
        if cluster and not _goes_on(cluster, letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _goes_on(cluster: str, letter: str) -> bool:
    """Whether ``letter`` is seen as a part of ``cluster``."""
    code = ord(letter)
    if code in _FLAGS:
        return len(cluster) == 1 and ord(cluster) in _FLAGS
    return (
        letter == _JOINER
        or unicodedata.category(letter) in {"Mn", "Mc", "Me"}
        or code in _COLOURS
        or code in _TAGS
        or cluster[-1] == _JOINER
    )


def _texts(data: Any) -> Iterator[str]:
    """Every text in ``data``, as JSON nests them."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _texts(value)


def _change_texts(data: Any, change: Callable[[str], str]) -> Any:
    """``data`` with each of its texts as ``change`` gives it back."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: _change_texts(value, change) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [_change_texts(value, change) for value in data]
    return data
