"""What makes invented figures alike in neighbouring wards, in successive months and between
subjects.

Every ward has a standing level of deprivation and of footfall; monthly departures are first-order
autoregressions whose shocks are shared between neighbours. Kernel: squared exponential in distance
(Rasmussen and Williams, 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.demo.areas import Geography

REACH_KM = 3.0
"""Distance over which neighbouring wards are alike."""
SHARED_VARIANCE = 0.7
"""Share of a ward's variance that it has in common with its neighbours."""
CENTRE = (-0.12, 51.512)
"""Longitude and latitude of Charing Cross and Soho, where footfall is highest."""


@dataclass(frozen=True)
class Latent:
    """Standing levels of wards (mean 0, standard deviation 1) and the root of their covariance."""

    deprivation: np.ndarray
    footfall: np.ndarray
    root: np.ndarray

    def field(self, rng: np.random.Generator, periods: int, persistence: float) -> np.ndarray:
        """Return wards by ``periods`` of mean 0 and standard deviation about 1, alike in space and
        in time.
        """
        n = len(self.root)
        shocks = np.sqrt(SHARED_VARIANCE) * self.root @ rng.standard_normal((n, periods))
        return persistent(
            shocks + np.sqrt(1 - SHARED_VARIANCE) * rng.standard_normal((n, periods)), persistence
        )


def persistent(shocks: np.ndarray, persistence: float) -> np.ndarray:
    """Return the stationary autoregression along the last axis that standard normal ``shocks``
    drive.
    """
    out = shocks.copy()
    for t in range(1, shocks.shape[-1]):
        out[..., t] = persistence * out[..., t - 1] + np.sqrt(1 - persistence**2) * shocks[..., t]
    return out


def standard(values: np.ndarray) -> np.ndarray:
    """Return ``values`` with mean 0 and standard deviation 1."""
    return (values - values.mean()) / values.std()


def latent(rng: np.random.Generator, areas: Geography) -> Latent:
    """Draw the standing levels of the declared wards."""
    east = (areas.wards["longitude"].to_numpy(float) - CENTRE[0]) * 69.0
    north = (areas.wards["latitude"].to_numpy(float) - CENTRE[1]) * 111.2
    gap = (east[:, None] - east) ** 2 + (north[:, None] - north) ** 2
    covariance = np.exp(-gap / (2 * REACH_KM**2)) + 1e-6 * np.eye(len(east))
    root = np.linalg.cholesky(covariance)
    far = np.hypot(east, north)
    near, local = (root @ rng.standard_normal(len(east)) for _ in range(2))
    own, spot = (rng.standard_normal(len(east)) for _ in range(2))
    deprivation = standard(0.8 * near + 0.6 * own + 0.05 * (12 - far) + 0.02 * east - 0.01 * north)
    footfall = standard(0.5 * local + 0.9 * spot + 2.2 * np.exp(-far / 3.0) + 0.25 * deprivation)
    return Latent(deprivation, footfall, root)
