"""The template on "Data and definitions", through the entry point."""

import shutil

import opened
import pytest
import streamlit as st
from opened import text


@pytest.fixture
def home(demonstration_home, tmp_path, monkeypatch):
    shutil.copytree(
        demonstration_home, tmp_path / "home", ignore=shutil.ignore_patterns("vintages", "received")
    )
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_template_is_offered_for_all_sources_or_for_one(home):
    at = opened.page("data")
    choice = at.selectbox(key="template_for")
    assert choice.options[0] == "All sources"
    assert "999 calls answered" in choice.options
    choice.set_value("calls_999").run()
    assert not at.exception
    assert at.selectbox(key="template_for").value == "calls_999"
    assert "Download the template as XLSX" in [e.proto.label for e in at.get("download_button")]


def test_a_fault_in_a_declaration_takes_the_template_away_and_not_the_page(home):
    st.cache_data.clear()
    (home / "data" / "declared" / "indicators" / "trust.toml").write_text(
        "name = ", encoding="utf-8"
    )
    at = opened.page("data")
    assert "The template cannot be made just now, as a declaration has a fault" in text(at)
    assert "Download the template as XLSX" not in [e.proto.label for e in at.get("download_button")]
    assert "methods" in opened.cards(at)
