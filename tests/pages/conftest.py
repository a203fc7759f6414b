"""Pages keep what they have worked out for a view; a test that changes what they rest on begins and
ends without.
"""

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def nothing_kept(request):
    changed = "monkeypatch" in request.fixturenames
    if changed:
        st.cache_resource.clear()
    yield
    if changed:
        st.cache_resource.clear()
