"""The team that every ward should have in post, as declared."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.panels.common.once import once
from dashboard.store.connection import Store
from dashboard.text import posts_words


@once
def least_in_post(store: Store) -> dict[str, float]:
    """'dwo' and 'pcso' -> the least that every ward should have in post; 0 where nothing is declared."""
    rows = store.query("minimum").set_index("measure")["least"]
    return {kind: float(rows.get(f"{kind}_in_post", 0.0)) for kind in ("dwo", "pcso")}


def team_words(least: Mapping[str, float]) -> str:
    """A team in words: '2 DWOs and 1 PCSO'."""
    dwo, pcso = least["dwo"], least["pcso"]
    return (
        f"{posts_words(dwo)} {'DWO' if dwo == 1 else 'DWOs'} and {posts_words(pcso)} "
        f"{'PCSO' if pcso == 1 else 'PCSOs'}"
    )
