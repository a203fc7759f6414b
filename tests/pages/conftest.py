"""Pages keep what they have worked out for a view; a test that changes what they rest on begins and
ends without.
"""

import pytest
import streamlit as st

from dashboard.ui import live


@pytest.fixture(autouse=True)
def nothing_kept(request):
    changed = "monkeypatch" in request.fixturenames
    if changed:
        st.cache_resource.clear()
    yield
    if changed:
        st.cache_resource.clear()


@pytest.fixture
def demonstration_shown(demonstration_home):
    """The demonstration is what pages show. What they keep of it serves the next test as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_HOME", str(demonstration_home))
        yield demonstration_home


@pytest.fixture
def home(demonstration_home, tmp_path):
    """The demonstration's database, with a record of the test's own beside it."""
    (tmp_path / "data").mkdir()
    for name in ("queries", "data/built", "data/declared"):
        (tmp_path / name).symlink_to(demonstration_home / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_HOME", str(tmp_path))
        for name in ("DASHBOARD_RECORD", "DASHBOARD_RECORDERS", "DASHBOARD_READERS"):
            patch.delenv(name, raising=False)
        yield tmp_path


@pytest.fixture
def at_the_machine(home):
    """The same, for a reader who may record."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "is_at_the_machine", lambda: True)
        yield home
