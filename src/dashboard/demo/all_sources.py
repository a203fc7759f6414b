"""Writes every demonstration file: both invented releases of each source."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dashboard.demo import (
    allocation,
    attitude_survey,
    characteristics,
    engagement,
    force_strength,
    neighbourhood,
    outcomes,
    recorded_crime,
    response,
    workforce,
)
from dashboard.demo.areas import geography
from dashboard.demo.latent import latent
from dashboard.demo.model import DemoFile


def write(folder: Path, seed: int = 20230428) -> list[DemoFile]:
    """Write all files into ``folder`` and return them in order of publication, then of source.

    The same seed writes the same bytes. Each subject draws from a stream of its own, so that a
    change to one leaves the others as they were. There is no file of the safeguarding dip sample,
    which had not begun, nor of boundaries.
    """
    areas = geography()
    names = (
        "latent",
        "crime",
        "plans",
        "posts",
        "revised",
        "away",
        "response",
        "calls",
        "detections",
        "officers",
        "deployable",
        "supervision",
        "engagement",
        "characteristics",
    )
    streams = np.random.SeedSequence(seed).spawn(len(names))
    rng = {name: np.random.default_rng(stream) for name, stream in zip(names, streams, strict=True)}
    latent_traits = latent(rng["latent"], areas)
    crimes = recorded_crime.counts(rng["crime"], areas, latent_traits)
    allocations = allocation.plans(rng["plans"], areas, latent_traits, crimes)
    posts = neighbourhood.resources(rng["posts"], areas, latent_traits, allocations[0])
    officers = workforce.officers(rng["officers"], areas)
    files = [
        *attitude_survey.write(folder, seed),
        *recorded_crime.write(folder, areas, crimes),
        *force_strength.write(folder),
        *response.write(folder, rng["response"], areas, latent_traits),
        *response.write_calls(folder, rng["calls"]),
        *neighbourhood.write_resources(folder, rng["revised"], areas, posts),
        *neighbourhood.write_abstraction(folder, rng["away"], areas, latent_traits, posts),
        *allocation.write(folder, areas, allocations),
        *outcomes.write(folder, rng["detections"], areas, crimes),
        *workforce.write_deployability(folder, rng["deployable"], areas, officers),
        *workforce.write_supervision(folder, rng["supervision"], areas, officers),
        *engagement.write(folder, rng["engagement"], areas, latent_traits, posts),
        *characteristics.write(folder, rng["characteristics"]),
    ]
    return sorted(files, key=lambda file: (file.published, file.source))
