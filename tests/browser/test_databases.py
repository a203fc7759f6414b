"""A database that is rebuilt under a reader, and one that is not there, too old or damaged."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import duckdb
import pytest
from playwright.sync_api import expect

from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database

PAGES = (
    "",
    "compare",
    "borough",
    "allocation",
    "response",
    "trust",
    "outcomes",
    "actions",
    "packs",
    "changes",
    "data",
)
RUN = "run: python -m dashboard build (or: python -m dashboard demo, for demonstration data)."


@pytest.fixture
def home(demonstration_home, tmp_path):
    """A home of its own with the survey alone, not built yet."""
    shutil.copytree(demonstration_home / "data" / "declared", tmp_path / "data" / "declared")
    shutil.copytree(demonstration_home / "queries", tmp_path / "queries")
    for source in ("pas_mps", "pas_borough"):
        kept = demonstration_home / "data" / "received" / source
        shutil.copytree(kept, tmp_path / "data" / "received" / source)
    return tmp_path


def build(home):
    made = subprocess.run(
        [sys.executable, "-m", "dashboard", "build"],
        env=os.environ | {"DASHBOARD_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr


def test_a_reader_moves_to_a_database_built_meanwhile_at_the_next_click(reader, servers, home):
    build(home)
    tab = reader(servers.start(home))
    tab.open("")
    trust = tab.page.locator("#indicators .big").first
    expect(trust).to_have_text("70%")
    tab.walk("Board actions")

    received = home / "data" / "received"
    (old,) = received.glob("pas_mps/2023-06-30*/*.csv")
    changed = home / old.name
    text = old.read_bytes()
    assert text.count(b"30/06/2023;PAS;MPS;Trust MPS;0,7\r\n") == 1
    changed.write_bytes(
        text.replace(
            b"30/06/2023;PAS;MPS;Trust MPS;0,7\r\n", b"30/06/2023;PAS;MPS;Trust MPS;0,55\r\n"
        )
    )
    receive(received, "pas_mps", dt.date(2023, 6, 30), changed, demonstration=True)
    build(home)

    tab.walk("Overview")
    expect(trust).to_have_text("55%")


def test_every_page_stands_on_a_database_with_the_survey_alone(reader, servers, home):
    build(home)
    tab = reader(servers.start(home))
    for path in PAGES:
        tab.open(path)
        expect(tab.page.get_by_text("DEMONSTRATION DATA").first).to_be_visible()
        expect(tab.page.get_by_test_id("stException")).to_have_count(0)


def no_database(home):
    return f"There is no database yet; {RUN}"


def older_schema(home):
    build(home)
    path = find_database(Places(home))
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    return f"The database {path.name} is of an older schema; {RUN}"


def damaged_file(home):
    (home / "data" / "built").mkdir(parents=True)
    (home / "data" / "built" / "dashboard-1.duckdb").write_bytes(b"not a database" * 1000)
    (home / "data" / "built" / "current.json").write_text(
        json.dumps({"file": "dashboard-1.duckdb"})
    )
    return f"The database dashboard-1.duckdb cannot be read; {RUN}"


@pytest.mark.parametrize("make", [no_database, older_schema, damaged_file])
def test_every_page_says_what_to_run_where_the_database_cannot_be_read(reader, servers, home, make):
    sentence = make(home)
    tab = reader(servers.start(home))
    for path in PAGES:
        tab.open(path)
        tab.title("Ward to Board")
        expect(tab.page.get_by_test_id("stAlert")).to_have_text(sentence)
        expect(tab.page.get_by_test_id("stException")).to_have_count(0)
    assert tab.violations() == []


BROKEN = """
import dashboard.panels.response.grades as grades

def fail(*_):
    raise RuntimeError("a mistake of ours")

grades.Response.periods = property(fail)
from dashboard.ui.serve import serve; serve({port})
"""


def test_a_mistake_of_ours_is_told_calmly_and_its_traceback_is_in_the_log_alone(
    reader, servers, demonstration_home, tmp_path
):
    for part in ("data", "queries"):
        (tmp_path / part).symlink_to(demonstration_home / part)
    tab = reader(servers.start(tmp_path, BROKEN))
    tab.page.goto(f"{tab.url}/response")
    fault = tab.page.get_by_test_id("stException")
    expect(fault).to_have_count(1)
    said = fault.evaluate("e => getComputedStyle(e, '::after').content")
    assert "This part of the page cannot be shown" in said
    assert "Streamlit" not in tab.page.locator("body").inner_text()
    tab.walk("Trust and confidence")
    (log,) = tmp_path.glob("server-*.log")
    assert "a mistake of ours" in log.read_text() and "Traceback" in log.read_text()
