"""The story of one ward as HTML: its posts now and proposed, and the wards that touch it."""

from __future__ import annotations

import pandas as pd

from dashboard.markup import Html
from dashboard.panels.allocation.data import TIERS, Wards
from dashboard.panels.allocation.ward_need import neighbours
from dashboard.panels.allocation.ward_rows import TIER_WORDS, ward_rows
from dashboard.text import missing, posts_words, signed_text
from dashboard.ui.board.marks import link

_KINDS = {"dwo": "DWOs", "pcso": "PCSOs"}
_STORY = Html('<div class="story"><p>{}</p>{}</div>')
_NEIGHBOURS = Html(
    '<details><summary>{} touch it</summary><table class="ov small"><thead><tr>'
    '<th scope="col">Ward</th><th scope="col" class="num">Need now</th>'
    '<th scope="col" class="num">Proposed</th><th scope="col">Tier</th></tr></thead>'
    "<tbody>{}</tbody></table></details>"
)


def ward_story(wards: Wards, ward: str) -> Html:
    """Posts of ``ward`` and its neighbours; empty where the ward is not among those shown."""
    rows = ward_rows(wards).set_index("ward")
    if ward not in rows.index:
        return Html("")
    around = neighbours(wards, ward)
    lines = Html("").join(_neighbour(r) for r in around.itertuples())
    number = f"{len(around)} wards" if len(around) != 1 else "1 ward"
    beside = _NEIGHBOURS.format(number, lines) if len(around) else Html("")
    words = Html(" ").join(_posts(wards, rows.loc[ward], kind) for kind in _KINDS)
    return _STORY.format(words, beside)


def _posts(wards: Wards, row: pd.Series, kind: str) -> Html:
    """'DWOs: 1 of 2 posts filled, 1 below the minimum; 3 posts proposed (+1).'"""
    in_post, posts = row[f"{kind}_in_post"], row[f"{kind}_posts"]
    words = "not known"
    if not missing(in_post) and not missing(posts):
        words = f"{posts_words(in_post)} in post of {posts_words(posts)} posts"
        short = wards.least[kind] - in_post
        words += f", {posts_words(short)} below the minimum" if short > 0 else ""
    proposed_posts, change = row[f"{kind}_proposed"], row[f"{kind}_change"]
    if not missing(proposed_posts):
        moves = (
            ""
            if missing(change) or not change
            else f" ({'+' if change > 0 else '−'}{posts_words(abs(change))})"
        )
        words += f"; {posts_words(proposed_posts)} proposed{moves}"
    return Html("<b>{}</b>: {}.").format(_KINDS[kind], words)


def _neighbour(row) -> Html:
    numbers = [
        "–" if missing(n) else signed_text(n, 1).lstrip("+")
        for n in (row.index_now, row.index_proposed)
    ]
    return Html(
        '<tr><th scope="row">{}<small>{}</small></th><td class="num">{}</td><td class="num">{}</td><td>{}</td></tr>'
    ).format(
        link(row.name, "allocation", {"area": row.borough, "ward": row.ward}),
        row.borough_name,
        *numbers,
        TIER_WORDS[TIERS.get((row.tier_now, row.tier_proposed), "")],
    )
