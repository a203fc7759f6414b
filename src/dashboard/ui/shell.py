"""The style of what surrounds a page's cards: menu, bar, ribbon, filters, and paper."""

from __future__ import annotations

from pathlib import Path

from dashboard.markup import Html, style_of

_LIGHT = Html(
    "<style>:root { --ground: #ffffff; --line: #d9dee3; --ink-3: #5f6873; --accent: #9c1f2e;"
    " --demo: #7a5000; --demo-ground: #fff6e0 }</style>"
)
_DARK = Html(
    "<style>:root { --ground: #12161a; --line: #39424b; --ink-3: #a4adb6; --accent: #ff8a94;"
    " --demo: #ffd27a; --demo-ground: #33280f }</style>"
)
_STYLE = style_of(Path(__file__).with_suffix(".css"))


def shell(dark: bool) -> Html:
    """The style, put on every page by ``app.py``."""
    return (_DARK if dark else _LIGHT) + _STYLE
