"""The colours of the light and the dark mode, named by what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """The colours of one mode, named by what they mean."""

    background: str
    ink: str  # text and the comparator
    muted_mark: str  # marks in the background of attention
    grid: str  # decoration only
    outline: str  # borough outlines
    river: str  # water on a map
    no_figure: str  # fill where there is no figure
    flags: dict[str, str]  # blue and orange judge; higher and lower are ink, told by their shapes
    series: tuple[str, ...]  # the first, what is chosen, is ink
    ramp: tuple[str, ...]  # five classes, least to most
    stack: tuple[str, ...]  # parts of a whole, neighbours far apart


_LIGHT = Colours(
    background="#ffffff",
    ink="#1d2329",
    muted_mark="#6b7280",
    grid="#e3e6e9",
    outline="#5c6670",
    river="#cfe0ee",
    no_figure="#eceeef",
    flags={
        "better": "#12436D",
        "worse": "#C2410C",
        "higher": "#1d2329",
        "lower": "#1d2329",
        "similar": "#6B7280",
        "not known": "#6e7681",
    },
    series=("#1d2329", "#28A197", "#801650", "#F46A25", "#5B4A99"),
    ramp=("#e1ebf4", "#b0c9de", "#7ba3c4", "#44739c", "#12436D"),
    stack=("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#8a63c4", "#44739c"),
)
_DARK = Colours(
    background="#12161a",
    ink="#f0f2f4",
    muted_mark="#8b949e",
    grid="#2a3038",
    outline="#aab2bb",
    river="#2f4a60",
    no_figure="#22262d",
    flags={
        "better": "#7ab2e0",
        "worse": "#ff9a66",
        "higher": "#f0f2f4",
        "lower": "#f0f2f4",
        "similar": "#8b949e",
        "not known": "#8b949e",
    },
    series=("#f0f2f4", "#28A197", "#E58AB8", "#F46A25", "#A285D1"),
    ramp=("#1b2f42", "#24496a", "#3b6f9c", "#6a9fc8", "#a9cdea"),
    stack=("#6BACE6", "#28A197", "#E58AB8", "#F46A25", "#cfd4d9", "#A285D1", "#447fb0"),
)


def colours(dark: bool = False) -> Colours:
    """The colours of the light or the dark mode."""
    return _DARK if dark else _LIGHT
