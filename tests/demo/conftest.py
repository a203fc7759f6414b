"""One set of demonstration files for all the tests of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.demo.all_sources import write
from dashboard.demo.model import DemoFile

FIRST, SECOND = "2023-05-15", "2023-06-30"


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return write(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="session")
def table(everything: list[DemoFile]) -> Callable[[str, str], pd.DataFrame]:
    """Read the file of a source in a release; the BCU code NA is kept as text."""
    paths = {(f.source, f.published.isoformat()): f.path for f in everything}

    def read(source: str, published: str) -> pd.DataFrame:
        return pd.read_csv(
            paths[source, published], keep_default_na=False, na_values={"value": [""], "base": [""]}
        )

    return read


@pytest.fixture(scope="session")
def known(table: Callable[[str, str], pd.DataFrame]) -> Callable[[str], pd.DataFrame]:
    """A tidy source's whole history as known after the second release."""

    def read(source: str) -> pd.DataFrame:
        first, second = table(source, FIRST), table(source, SECOND)
        return pd.concat([first[first["period_end"] < "2023-01-01"], second], ignore_index=True)

    return read
