"""What is chosen on Borough."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.readers import OneOf, parameter


@dataclass(frozen=True)
class BoroughView:
    """The fields of the view that Borough alone uses."""

    offence: str = parameter("", OneOf("offences", "the page's own choice is shown"), "Offence")
    """A rare offence, charted by its spells in wards; '' for the page's own choice."""
