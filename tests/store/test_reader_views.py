"""A plan for others is told of nowhere: not by any panel, command, finding, release, action or
download.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Sequence

import orjson
import pytest
import streamlit as st
from opened import APP
from secret_plan import FIRST, HIDDEN, INSIDER, PLAN, STRANGER, declared, home, told
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard import catalogue, cli
from dashboard.actions.register import as_json
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.choices import choices_of, days_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.data.definitions import Reference
from dashboard.panels.packs.slides import packs_in
from dashboard.pipeline import earlier_days
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, find_database, open_store
from dashboard.store.reader_views import _names_one, _words
from dashboard.view import View
from dashboard.view.parse import read

LAMBETH = "E09000022"
ONE = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return home(tmp_path_factory.mktemp("secret"), with_secret=True)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return home(tmp_path_factory.mktemp("without"), with_secret=False)


def words_of(panel: Panel) -> str:
    """All that a page, a slide or a download could show of a panel."""
    figure = panel.figure.json.decode() if panel.figure is not None else ""
    said = (
        panel.title,
        panel.subtitle,
        panel.reading,
        panel.csv.decode("utf-8-sig"),
        panel.definition,
        panel.source,
        panel.sql,
        orjson.dumps(panel.parameters, default=str).decode(),
        *panel.notes,
        *(f"{a.action} {a.title} {a.note}" for a in panel.actions),
        figure,
    )
    return "\n".join(said)


VIEWS = (
    {},
    {"area": LAMBETH, "indicator": "rape_detection", "plan": PLAN, "since": "2023-01-01"},
    {"since": "2023-05-01"},
    {"since": "2023-05-02"},
)
"""Parameters of a URL."""


def everything(store: Store, views: Sequence[dict[str, str]] = VIEWS) -> dict[str, str]:
    """Page and chart, or place of another kind -> all that is shown there, at several views."""
    found: dict[str, str] = {}
    for number, parameters in enumerate(views):
        view, found[f"link {number}"] = read(parameters, choices_of(store))
        found[f"link {number}"] = "\n".join(found[f"link {number}"])
        for page, charts in catalogue.all_charts().items():
            asked = Page(page, store, view)
            found[f"{page} notes {number}"] = "\n".join(catalogue.notes_on(asked))
            for chart, entry in charts.items():
                panel = entry.draw(asked)
                found[f"{page} {chart} {number}"] = words_of(panel) if panel else ""
    reference, log = (
        Reference(Page("data", store, View())),
        ActionLog(Page("actions", store, View())),
    )
    for name in ("findings", "releases", "freshness", "coverage", "indicators", "checks"):
        found[f"data {name}"] = getattr(reference, name).to_csv()
    found["log"] = as_json(log.meetings) + str([log.items(action) for action in log.every["id"]])
    found["choices"] = str(choices_of(store))
    return found


def as_seen(where: Places, as_at: dt.date | None) -> Store:
    """What a reader that the plan is not for is shown of a day."""
    return open_store(where, vintages.at(where, as_at, STRANGER), as_at, STRANGER)


@pytest.mark.parametrize("as_at", [None, HIDDEN])
def test_what_a_reader_is_shown_of_any_day_is_what_it_would_be_if_there_had_never_been_such_a_plan(
    places, without, as_at
):
    views = VIEWS if as_at is None else [{"plan": PLAN, "since": str(FIRST)}]
    seen, bare = (everything(as_seen(where, as_at), views) for where in (places, without))
    assert {place for place in seen | bare if seen.get(place) != bare.get(place)} == set()
    if as_at is None:
        own_words = f" {len(VIEWS) - 1}"  # The last view names the day itself.
        assert not any(told(text) for place, text in seen.items() if not place.endswith(own_words))


def test_the_day_on_which_nothing_but_the_plan_was_published_is_offered_to_its_readers_alone(
    places, without
):
    days = [
        days_of(open_store(where, find_database(where), reader=STRANGER))
        for where in (places, without)
    ]
    boards = ("2023-01-24", "2023-02-10", "2023-03-30", "2023-04-28", "2023-06-30", "2023-08-31")
    assert days[0] == days[1] and list(days[0]) == [FIRST, *map(dt.date.fromisoformat, boards)]
    assert HIDDEN in days_of(open_store(places, find_database(places), reader=INSIDER))


def drawn(name: str, as_at: dt.date | None) -> list[str]:
    """All that the browser is sent of a page with every part of it open, as a reader of the open
    audience.
    """
    at = AppTest.from_file(str(APP), default_timeout=120)
    at.switch_page(f"pages/{name}.py")
    at.query_params["opened"] = ",".join(catalogue.SECTION_TITLES)
    if as_at is not None:
        at.query_params["as_at"] = str(as_at)
    at.run()
    assert not at.exception, [e.message for e in at.exception]
    sent = [f"{type(node).__name__} {getattr(node, 'proto', '')}" for node in at._tree]
    # Streamlit draws the id of a file that is made on a press by chance, for each session.
    return [re.sub(r'(deferred_file_id: )"[0-9a-f]{32}"', r"\1", words) for words in sent]


@pytest.mark.parametrize("as_at", [None, HIDDEN])
def test_every_page_sends_what_it_would_send_if_there_had_never_been_such_a_plan(
    places, without, monkeypatch, caplog, capfd, as_at
):
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "open")
    sent: list[dict[str, list[str]]] = []
    logged: list[list[str]] = []
    for where in (places, without):
        monkeypatch.setenv("DASHBOARD_HOME", str(where.root))
        st.cache_resource.clear()
        caplog.clear()
        with caplog.at_level(logging.INFO):
            sent.append({name: drawn(name, as_at) for name in catalogue.all_charts()})
        lines = [
            *(record.getMessage() for record in caplog.records),
            *"".join(capfd.readouterr()).splitlines(),
        ]
        logged.append(
            [line for line in lines if "missing ScriptRunContext" not in line]
        )  # This test's own.
    st.cache_resource.clear()
    for name, page in sent[0].items():
        assert page == sent[1][name], name
        assert as_at or not told("".join(page)), name
    assert logged[0] == logged[1]


def test_a_reader_of_its_audience_is_shown_the_plan(places):
    seen = everything(
        open_store(places, find_database(places), reader=INSIDER), [{"since": "2023-05-01"}]
    )
    for place, word in (
        ("choices", PLAN),
        ("data findings", PLAN),
        ("data releases", "proposed"),
        ("data checks", "broken by"),
        ("log", PLAN),
        ("allocation plans 0", "7.13"),
        ("changes releases 0", "allocation"),
    ):
        assert word in seen[place].casefold(), place


def test_slides_of_the_plan_are_in_the_packs_of_its_audience_alone_and_no_gap_tells_of_them(
    places, without
):
    packs = [
        packs_in(open_store(where, find_database(where), reader=reader))
        for where, reader in ((places, STRANGER), (without, STRANGER), (places, INSIDER))
    ]
    assert packs[0] == packs[1]
    shown, whole = ([slide.item for slide in each["2023-04-28"].slides] for each in packs[::2])
    assert [item for item in whole if item not in shown] == ["2.3", "2.3"]


def test_every_table_is_there_and_those_that_tell_of_no_plan_are_whole(places):
    shown, whole = (
        open_store(places, find_database(places), reader=r) for r in (STRANGER, INSIDER)
    )
    (names,) = {
        tuple(r[0] for r in s.cursor().execute("SHOW TABLES").fetchall()) for s in (shown, whole)
    }
    count = {
        n: [s.cursor().execute(f"SELECT count(*) FROM {n}").fetchone() for s in (shown, whole)]
        for n in names
    }
    fewer = {n for n, (few, all_) in count.items() if few != all_}
    assert fewer == {
        "plan",
        "plan_component",
        "plan_ward",
        "plan_need",
        "plan_release",
        "evidence",
        "finding",
        "release",
        "day",
    }


def test_a_link_that_names_the_plan_is_told_in_a_sentence_that_says_no_more_than_where_there_is_none(
    places, without
):
    asked = [
        choices_of(open_store(where, find_database(where), reader=STRANGER))
        for where in (places, without)
    ]
    sentences = [read({"plan": "proposed-2023"}, choices)[1] for choices in asked]
    assert sentences[0] == sentences[1]
    assert sentences[0][0].startswith(
        "The plan that the link names is not available to this reader; "
    )


def test_every_command_that_reads_figures_says_what_it_would_if_there_had_never_been_such_a_plan(
    places, without, monkeypatch
):
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "open")
    asked = [
        ["show", "allocation", "plans"],
        ["show", "allocation", "plans", "--set", f"plan={PLAN}", "--csv"],
        ["show", "allocation", "wards", "--set", f"as_at={HIDDEN}"],
        ["show", "changes", "releases"],
        ["show", "overview", "indicators", "--set", f"as_at={FIRST - ONE}"],
        ["changes", "--since", "2023-05-01", "--csv"],
        ["changes", "--since", str(HIDDEN)],
        ["changes", "--since", str(FIRST), "--as-at", str(HIDDEN)],
    ]
    for arguments in asked:
        done = []
        for where in (places, without):
            monkeypatch.setenv("DASHBOARD_HOME", str(where.root))
            ran = CliRunner().invoke(cli.app, arguments)
            done.append((ran.exit_code, ran.output, str(ran.exception)))
        assert done[0] == done[1], arguments
        assert any(str(HIDDEN) in word for word in arguments) or not told(
            done[0][1].replace(PLAN, "")
        ), arguments


def test_a_file_that_states_another_plan_too_is_told_of_without_name_digest_or_rows(
    demonstration_home,
):
    where = Places(demonstration_home)
    rows = open_store(where, find_database(where), reader=STRANGER).query("releases")
    mixed = rows[rows["source"] == "allocation_plan"].iloc[0]
    assert (mixed["file"], mixed["sha256"], mixed["rows_read"], mixed["facts"]) == (
        "allocation_plan",
        "",
        679,
        679,
    )


def test_whom_a_plan_is_for_follows_the_declaration_in_the_databases_of_earlier_days_too(places):
    path = places.declared_folder / "plans" / "april-2022.toml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(
            before.replace('audience = ["open"]', 'audience = ["mps"]'), encoding="utf-8"
        )
        earlier_days.build_missing(places, declared(places), only_record=True)
        store = open_store(places, vintages.at(places, FIRST), FIRST, STRANGER)
        assert store.query("plans").empty
        assert (
            len(open_store(places, vintages.at(places, FIRST), FIRST, INSIDER).query("plans")) == 2
        )
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "Proposed 2023 takes posts from Hillingdon",
        "The plan  proposed\u00a0for 2023",
        "PROPOSED-2023",
        "prop\u200bosed 2023",
        "Propo\u034fsed 2023",
        "propo\ufe0fsed 2023",
        "item Proposed2023",
        "pro-posed 2023",
    ],
)
def test_words_that_name_a_hidden_plan_are_known_however_they_are_written(words):
    names = {"".join(_words(name)) for name in (PLAN, "Plan proposed for 2023", "Proposed 2023")}
    assert _names_one(words, names)
    assert not _names_one("Proposed 20231, not it; unproposed 2023", names)
