"""Small drawings as images within words."""

from __future__ import annotations

import base64

from dashboard.markup import Html


def image(svg: str, *, words: str, width: int, height: int) -> Html:
    """HTML image of the SVG marks `drawn`; `words` is its alternative.

    An image and not SVG within the page: Streamlit takes SVG out of what it is given as HTML.
    """
    made = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{svg}</svg>'
    data = base64.b64encode(made.encode()).decode()
    return Html('<img src="data:image/svg+xml;base64,{}" alt="{}" width="{}" height="{}">').format(
        data, words, width, height
    )
