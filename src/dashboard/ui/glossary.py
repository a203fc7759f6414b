"""The button "?" of the bar: the words that pages use, a press away from each of them."""

from __future__ import annotations

from dashboard.glossary import ordered_terms
from dashboard.markup import Html
from dashboard.ui.place import Place

_TERM = Html("<dt>{}</dt><dd>{}</dd>")
_GLOSSARY = Html(
    '<details class="glossary"><summary title="What do these words mean?"><span aria-hidden="true">?</span>'
    '<span class="hidden">What do these words mean?</span></summary><div tabindex="0" role="region"'
    ' aria-label="Words used"><h2>Words used</h2><dl>{}</dl></div></details>'
)


def offer_glossary(place: Place) -> None:
    """Draw in ``place`` the button that opens the meanings of every term, without the server."""
    terms = Html("").join(_TERM.format(term, meaning) for term, meaning in ordered_terms())
    place.html(_GLOSSARY.format(terms))
