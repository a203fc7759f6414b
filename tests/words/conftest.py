"""The demonstration's figures, opened once for the sentences of a module."""

import pytest

from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store


@pytest.fixture(scope="module")
def store(demonstration_home) -> Store:
    where = Places(demonstration_home)
    return open_store(where, find_database(where))
