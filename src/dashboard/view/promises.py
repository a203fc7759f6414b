"""What is chosen on Plans and promises."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.readers import OneOf, parameter


@dataclass(frozen=True)
class PromisesView:
    """The fields of the view that Plans and promises alone uses."""

    promise: str = parameter(
        "", OneOf("promises", "all promises are shown", is_exact=True), "Promise"
    )
    """One promise, opened alone."""
    promiser: str = parameter(
        "", OneOf("promisers", "all are shown", is_exact=True), "Owner of the promise"
    )
    """The owner of promises."""
    promise_status: str = parameter(
        "", OneOf("promise_statuses", "all are shown", is_exact=True), "Status of the promise"
    )
