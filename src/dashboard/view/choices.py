"""What a view may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lever:
    """How far a lever of "what if" may be moved, and its elasticities, as ranges: one a kind of
    figure, or none.
    """

    name: str
    low: float
    high: float
    elasticities: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a view may name: filled from the database by the caller. Each is code or id -> name."""

    indicators: Mapping[str, str]
    """In agenda order."""
    boroughs: Mapping[str, str]
    without_figures: Mapping[str, str] = field(default_factory=dict)
    """Indicators that are declared and have no figure yet."""
    wards: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    """Group types, such as sexual_orientation."""
    themes: Mapping[str, str] = field(default_factory=dict)
    """In agenda order."""
    plans: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, str] = field(default_factory=dict)
    """'2023-04-28' -> name of the board and its date."""
    actions: Mapping[str, str] = field(default_factory=dict)
    """'2023-04-28/2' -> title."""
    frameworks: Mapping[str, str] = field(default_factory=dict)
    """'casey-2023' -> name of a plan, review or law that promises something."""
    promises: Mapping[str, str] = field(default_factory=dict)
    """'casey-2023/vetting' -> title."""
    promisers: Mapping[str, str] = field(default_factory=dict)
    """Owners of promises."""
    promise_statuses: Mapping[str, str] = field(default_factory=dict)
    components: Mapping[str, str] = field(default_factory=dict)
    """Components of need of the plans."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Parts of a page that are drawn when they are opened."""
    offences: Mapping[str, str] = field(default_factory=dict)
    """Offences charted by their spells in wards, that have a figure."""
    levers: Mapping[str, Lever] = field(default_factory=dict)
    """What may be moved to ask "what if"."""
