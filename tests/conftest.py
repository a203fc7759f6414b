"""The demonstration, built once through the command that builds it, for every test that reads it."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import scan_component_manifests

from dashboard.cli.build import demo

ROOT = Path(__file__).resolve().parents[1]


LONGEST = (
    "store/test_crashes.py",
    "store/test_full_disk.py",
    "browser/",
    "test_published_in_order.py",
    "store/test_reader_views.py",
    "store/test_disclosure.py",
    "test_cli",
    "test_serve.py",
)
"""How the paths begin of the files that take longest: begun first, none is waited for at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(ROOT / "tests").as_posix()
        return next((n for n, start in enumerate(LONGEST) if path.startswith(start)), len(LONGEST))

    items.sort(key=place)


@pytest.fixture(autouse=True, scope="session")
def _components() -> Iterator[None]:
    """Streamlit reads what every installed package says of itself at each start of an AppTest: once
    is enough.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def demonstration_home(tmp_path_factory) -> Path:
    """A folder with declarations, queries, received files and the database built from them: to be
    read only.

    Workers of one run share it: the first builds, the others wait. DASHBOARD_TEST_HOME names one
    that is built already, for a quick run of a few tests.
    """
    if ready := os.environ.get("DASHBOARD_TEST_HOME"):
        return Path(ready)
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, built = base / "demonstration", base / "demonstration-is-built"
    with FileLock(base / "demonstration-lock"):
        if not built.exists():
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
            shutil.copytree(ROOT / "queries", home / "queries")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("DASHBOARD_HOME", str(home))
                demo()
            built.touch()
    return home


@pytest.fixture(scope="session")
def small_home(tmp_path_factory) -> Callable[..., Path]:
    """Makes a folder with the queries and the declarations of a few indicators, so that a build
    takes a moment.
    """

    def made(*indicators: str) -> Path:
        home = tmp_path_factory.mktemp("small")
        shutil.copytree(ROOT / "queries", home / "queries")
        shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
        for folder in ("actions", "packs", "plans", "promises"):
            shutil.rmtree(home / "data" / "declared" / folder)
        for file in ("similar.toml", "trials.toml"):
            (home / "data" / "declared" / file).unlink()
        for path in (home / "data" / "declared" / "indicators").glob("*.toml"):
            if path.stem not in indicators:
                path.unlink()
        return home

    return made


@pytest.fixture(scope="session")
def hostile_home(demonstration_home, tmp_path_factory) -> Path:
    """An installation in which every text of a declaration, and the name of a file, is an attack;
    to be read only.

    Its largest sources are left out, so that it is built in a moment. Workers of one run share it.
    """
    import hostile

    from dashboard.cli.publish import publish, read_declarations
    from dashboard.pipeline.publish import Arrival, Change
    from dashboard.settings import Places

    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home, built = base / "hostile", base / "hostile-is-built"
    with FileLock(base / "hostile-lock"):
        if not built.exists():
            shutil.rmtree(home, ignore_errors=True)
            received = demonstration_home / "data" / "received"
            left_out = shutil.ignore_patterns(
                "abstraction", "calls_999", "engagement", "mps_ward_crime"
            )
            shutil.copytree(received, home / "data" / "received", ignore=left_out)
            shutil.copytree(ROOT / "queries", home / "queries")
            hostile.declare(ROOT / "data" / "declared", home / "data" / "declared")
            last = max((received / "calls_999").glob("*/*.csv"))
            named = Path(shutil.copy(last, base / hostile.NAME))
            arriving = Arrival(named, "calls_999", dt.date(2023, 6, 30), demonstration=True)
            wards = base / "ward_crime.csv"
            hostile.write_rare_offence(received / "mps_ward_crime", wards)
            crimes = Arrival(wards, "mps_ward_crime", dt.date(2023, 6, 30), demonstration=True)
            where = Places(home)
            publish(
                where,
                read_declarations(where),
                Change((arriving, crimes), by="a test"),
                only_current=True,
            )
            built.touch()
    return home
