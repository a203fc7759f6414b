"""What a reader may try on Ward allocation: other weights of need, and posts moved between wards.

Nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.markup import Markdown
from dashboard.ui import filter_widgets, filters
from dashboard.ui.place import here
from dashboard.view import View
from dashboard.view.allocation import KINDS, MOST_MOVES, MOST_POSTS, MOST_WEIGHT, Move, Weight

_KIND_WORDS = {"dwo": "DWO", "pcso": "PCSO"}


def weights(
    view: View, points: Mapping[str, int], labels: Mapping[str, str], shares: str, *, on_trial: bool
) -> None:
    """Draw a slider a component of need, which writes the weights of all of them into the URL, and
    the way back.
    """

    def keep_weight() -> None:
        found = tuple(
            Weight(component, int(st.session_state[f"weight_{component}"])) for component in points
        )
        filters.write(replace(view, weights=found))

    for column, (component, shown) in zip(here.columns(len(points)), points.items(), strict=True):
        filter_widgets.mirror(f"weight_{component}", shown)
        column.slider(
            labels[component], 0, MOST_WEIGHT, key=f"weight_{component}", on_change=keep_weight
        )
    here.markdown(Markdown(":small[Only shares count. Used now: {}.]").format(shares))
    here.button(
        "Back to the plan's own weights",
        key="weights_reset",
        disabled=not on_trial,
        on_click=lambda: filters.write(replace(view, weights=())),
    )


def moves(view: View, wards: Mapping[str, str], sentences: Sequence[str]) -> None:
    """Draw the moves of the view in words (``told``), each with the way to take it back, and a form
    for one more.
    """
    for number, words in enumerate(sentences):
        left, right = here.columns([6, 1], vertical_alignment="center")
        left.markdown(Markdown("{}. {}").format(number + 1, words))
        rest = tuple(move for at, move in enumerate(view.moves) if at != number)
        right.button(
            "Remove",
            key=f"move_remove_{number}",
            on_click=filters.write,
            args=(replace(view, moves=rest),),
            help=f"Take back move {number + 1}",
        )
    if len(view.moves) >= MOST_MOVES:
        here.info(f"At most {MOST_MOVES} moves are tried at once: remove one to try another.")
    else:
        _form(view, wards)
    if view.moves:
        here.button(
            "Remove all moves",
            key="moves_reset",
            on_click=filters.write,
            args=(replace(view, moves=()),),
        )


def _form(view: View, wards: Mapping[str, str]) -> None:
    columns = here.columns([4, 4, 2, 2, 2], vertical_alignment="bottom")
    codes = list(wards)
    start = columns[0].selectbox(
        "From ward", codes, format_func=wards.__getitem__, key="move_start"
    )
    ends = [code for code in codes if code != start]
    end = columns[1].selectbox("To ward", ends, format_func=wards.__getitem__, key="move_end")
    kind = columns[2].selectbox(
        "Kind of post", KINDS, format_func=_KIND_WORDS.__getitem__, key="move_kind"
    )
    posts = columns[3].number_input(
        "Posts", 0.25, float(MOST_POSTS), 1.0, step=0.25, key="move_posts", format="%g"
    )

    def add() -> None:
        filters.write(replace(view, moves=(*view.moves, Move(start, end, kind, posts))))

    columns[4].button("Try this move", key="move_add", on_click=add, disabled=not start or not end)
