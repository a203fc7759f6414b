"""The demonstration, built once through the production build, for every test that reads it."""

import shutil
from pathlib import Path

import pytest

from dashboard import charts
from dashboard.declared.read import declarations
from dashboard.demo import attitude_survey
from dashboard.settings import Places
from dashboard.store.build import build
from dashboard.store.received import receive

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def demonstration_home(tmp_path_factory) -> Path:
    """A folder with declarations, queries, received files and the database built from them."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    shutil.copytree(ROOT / "queries", home / "queries")
    where = Places(home)
    for file in attitude_survey.write(tmp_path_factory.mktemp("demo")):
        receive(where.received, file.source, file.published, file.path, demonstration=True)
    build(where, declarations(where.declared, charts.known))
    return home
