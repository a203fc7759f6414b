"""What a generator of demonstration data hands back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DemoFile:
    """One invented release of a source, written in the publisher's own format."""

    source: str
    """Id of the source it is a release of."""
    published: dt.date
    path: Path
