"""A folder whose names are to be on the disk before anything rests on them."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(path: Path) -> None:
    """Return once the names in ``path`` are on the disk; on Windows, where a folder cannot be
    synced, at once.

    Raises:
        OSError: they could not be written.
    """
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
