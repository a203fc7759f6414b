"""What is chosen on the overview."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.readers import OneOf, Word, parameter

COVER_CHOICES = {"yes": "With an action", "no": "Without an action"}
"""Whether an action that is not finished covers a figure; '' stands for both."""


@dataclass(frozen=True)
class OverviewView:
    """The fields of the view that narrow the overview; promises are narrowed by ``framework`` too."""

    framework: str = parameter("", OneOf("frameworks", "all are shown"), "Framework")
    """A plan, review or law: only what it promises, and the indicators that rest on that."""
    worse_theme: str = parameter("", OneOf("themes", "all are shown"), "Theme of the list")
    """The theme of the figures listed as worse and getting worse; '' for all."""
    worse_area: str = parameter("", OneOf("boroughs", "all are shown"), "Borough of the list")
    """Code of their borough; '' for all."""
    covered: str = parameter("", Word(COVER_CHOICES, "all are shown"), "Actions of the list")
    """One of ``COVER_CHOICES``; '' for both."""
