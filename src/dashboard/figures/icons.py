"""The icons of variation and assurance: a shape in the colour of its meaning, with a sign in it."""

from __future__ import annotations

from functools import cache

from dashboard.figures.image import image
from dashboard.figures.theme import FLAG_SYMBOLS, colours
from dashboard.markup import Html

SIZE = 40
#: Icon of variation -> its sign, and the flag whose shape and colour it has.
VARIATION = {
    "common": ("~", "similar"),
    "improving_high": ("H", "better"),
    "improving_low": ("L", "better"),
    "concerning_high": ("H", "worse"),
    "concerning_low": ("L", "worse"),
    "neither_high": ("H", "higher"),
    "neither_low": ("L", "lower"),
    "not_judged": ("…", "not known"),
    "year_better": ("Y", "better"),
    "year_worse": ("Y", "worse"),
    "year_higher": ("Y", "higher"),
    "year_lower": ("Y", "lower"),
    "year_similar": ("Y", "similar"),
    "year_not_known": ("Y", "not known"),
    "count_better": ("Y", "not known"),
    "count_worse": ("Y", "not known"),
    "count_higher": ("Y", "not known"),
    "count_lower": ("Y", "not known"),
    "count_same": ("Y", "not known"),
}
ASSURANCE = {
    "hit_and_miss": ("?", "similar"),
    "passing": ("P", "better"),
    "failing": ("F", "worse"),
    "no_target": ("–", "not known"),
    "not_judged": ("…", "not known"),
}
#: Shape -> its outline in a square of 40, and the height of the middle of the sign in it.
_OUTLINES = {
    "diamond": ('<path d="M20 2 38 20 20 38 2 20Z" {}/>', 20),
    "square": ('<path d="M4 4H36V36H4Z" {}/>', 20),
    "triangle-up": ('<path d="M20 2 39 37H1Z" {}/>', 26),
    "triangle-down": ('<path d="M20 38 1 3H39Z" {}/>', 14),
    "circle": ('<circle cx="20" cy="20" r="17" {}/>', 20),
    "square-open": ('<path d="M4 4H36V36H4Z" stroke-dasharray="5 4" {}/>', 20),
}


@cache
def icon(key: str, *, words: str, dark: bool = False) -> Html:
    """HTML image of the icon `key` of VARIATION or ASSURANCE; `words` is its alternative.

    A hollow shape: the sign stands on the ground, where it can be read in every colour, so that
    neither colour nor shape speaks alone.
    """
    sign, flag = (VARIATION | ASSURANCE)[key]
    c = colours(dark)
    outline, middle = _OUTLINES[FLAG_SYMBOLS[flag]]
    shape = outline.format(f'fill="none" stroke="{c.flags[flag]}" stroke-width="3.5"')
    shape += (
        f'<text x="20" y="{middle + 6}" text-anchor="middle" font-family="sans-serif"'
        f' font-size="17" font-weight="700" fill="{c.ink}">{sign}</text>'
    )
    return image(shape, words=words, width=SIZE, height=SIZE)
