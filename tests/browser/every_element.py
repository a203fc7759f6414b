"""A page with each of the elements that pages draw, once for each piece of an attack."""

import streamlit as st
from hostile import PIECES

from dashboard.markup import Markdown, code
from dashboard.ui.place import here

MARKED = ("Before {} after", ":small[{}]", "**{}**", "- {}", "[{}](#ours)")


def every(n: int, piece: str) -> None:
    """Every element, in a place whose class names the piece and the element."""

    def place(kind: str):
        return here.container(key=f"drawn_{kind}_{n}")

    place("markdown").markdown(piece)
    for i, marked in enumerate(MARKED):
        place(f"marked{i}").markdown(Markdown(marked).format(piece))
    place("code").markdown(Markdown("Code {}").format(code(piece)))
    for kind in ("info", "warning", "error", "title", "header", "subheader"):
        getattr(place(kind), kind)(piece)
    place("html").html(piece)
    place("expander").expander(piece)
    place("button").button(piece, key=f"button{n}", help=piece)
    place("download").download_button(piece, b"", key=f"download{n}")
    place("toggle").toggle(piece, key=f"toggle{n}")
    place("selectbox").selectbox(piece, [1], lambda option: piece, key=f"selectbox{n}")
    place("multiselect").multiselect(
        piece, [1], lambda option: piece, key=f"multiselect{n}", default=[1]
    )
    place("segmented").segmented_control(piece, [1], lambda option: piece, key=f"segmented{n}")
    place("slider").slider(piece, 0, 9, key=f"slider{n}")
    place("number").number_input(piece, 0, 9, 1, key=f"number{n}")
    place("link").page_link(PAGE, piece)
    place("text").text_input(piece, key=f"text{n}")
    place("area").text_area(piece, key=f"area{n}")
    place("date").date_input(piece, key=f"date{n}")
    with place("submit"), here.form(key=f"form{n}"):
        here.form_submit_button(piece)


def page() -> None:
    """All of it."""
    here.title("Every element")
    for n, piece in enumerate(PIECES):
        every(n, piece)


PAGE = st.Page(page, title="Every element", default=True)
st.navigation([PAGE]).run()
