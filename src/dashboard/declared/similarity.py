"""By what boroughs are called similar: ``similar.toml``."""

from __future__ import annotations

from pydantic import Field

from dashboard.declared.models import Strict

DENSITY = "population_density"
"""The feature that is no indicator: residents at the Census of 2021 over the declared hectares."""


class Similarity(Strict):
    """``similar.toml``: by what boroughs are called similar."""

    features: tuple[str, ...] = Field(min_length=1)
    """Indicators whose latest borough figures are standardised and compared, and ``DENSITY``."""
    neighbours: int = Field(default=5, ge=1, le=15)
    note: str = ""
