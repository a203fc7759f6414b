"""What is declared of allocation plans, and of those whom they are for."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from dashboard.declared.models import Strict


class Plan(Strict):
    """One ``plans/<id>.toml``: a plan for the allocation of DWOs and PCSOs to wards.

    A ward's need index is ``sum(weight * score) / sum(weights)`` over ``weights``; scores run from
    0 to 100.
    """

    id: str
    name: str
    short: str
    """At most 24 characters."""
    status: Literal["in force", "proposed", "withdrawn", "superseded"]
    audience: tuple[str, ...] = Field(min_length=1)
    """Whom it is for: ids of ``audiences.toml``; with 'open' it is for everyone.

    Nobody else is shown it.
    """
    from_date: dt.date
    """Day from which it is, or would be, in force."""
    weights: dict[str, float] = Field(min_length=1)
    """Component of need -> its weight."""
    labels: dict[str, str] = {}
    """Component of need -> its name for a reader."""
    threshold: float
    """Need index at or above which a ward is a priority."""
    note: str = ""
    """Where the weights and the threshold come from, in a sentence."""


class Audience(Strict):
    """Readers whom a plan may be for, beside 'open', which is everyone."""

    id: str = Field(pattern="^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=1)
    """As a sentence would name them: 'the MPS'."""


class Audiences(Strict):
    """``audiences.toml``: those whom a plan may be for."""

    audience: tuple[Audience, ...] = ()
