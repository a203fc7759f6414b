"""The deck's script and style, for a page of the server and for a file that presents by itself."""

from __future__ import annotations

from pathlib import Path

from dashboard.figures.painted_figure import painter_source

_ROOM = Path(__file__).parents[1]
_PAINTER = ("text", "ticks", "resolve", "symbols", "paint", "legend")
_PARTS = (
    "board/table",
    *(
        f"deck/{name}"
        for name in ("pieces", "figures", "slide", "keys", "channel", "presenter", "deck")
    ),
)


def deck_script() -> str:
    """The script as text, to stand in one ``<script>`` or module.

    It defines ``start(message, element, host)``: show the pack of ``message`` (what
    ``dashboard.ui.deck.message.deck_message`` gives, parsed) in ``element``, a node of the page.
    Without ``host`` the slide stands behind ``#slide=`` in the address, and nothing is asked of a
    server; behind ``#presenter`` the same call shows the presenter's notes. It returns an object
    with ``update(message)`` and ``stop()``.
    """
    parts = ((_ROOM / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS)
    return "\n".join((painter_source(_PAINTER), *parts))


def deck_style() -> str:
    """The style as text; its faces are "Source Sans" and, where that is not there, the system's."""
    return (_ROOM / "deck" / "deck.css").read_text(encoding="utf-8")
