"""A plan for others is told of nowhere: not by any panel, command, finding, release, action or download."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import orjson
import pandas as pd
import pytest
from typer.testing import CliRunner

from dashboard import charts, cli
from dashboard.access import Reader
from dashboard.action_log.standing import as_json
from dashboard.declared.read import declarations
from dashboard.panel import Panel
from dashboard.panels.actions import ActionLog
from dashboard.panels.choices import choices_of
from dashboard.panels.data import Reference
from dashboard.panels.page import Page
from dashboard.panels.registry import NOTES, PANELS
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.build import build
from dashboard.store.connection import Store, current, open_store
from dashboard.store.received import receive
from dashboard.view import View, read

ROOT = Path(__file__).resolve().parents[2]
STRANGER, INSIDER = Reader(), Reader(frozenset({"open", "mps"}))
SECRET = ("plan proposed for 2023", "proposed-2023", "proposed 2023", "83.17", "7.13", "5.29")
"""Its names, and the need index and posts of each of its wards."""
FIRST, SECOND, THIRD = dt.date(2023, 1, 10), dt.date(2023, 5, 2), dt.date(2023, 5, 10)
LAMBETH = "E09000022"


def plan(name: str, wards: list[str], score: float, posts: tuple[float, float]) -> pd.DataFrame:
    table = pd.DataFrame({"plan": name, "ward_code": wards, "tier": "priority" if score >= 61 else "standard"})
    for part in ("crime", "antisocial_behaviour", "vulnerability", "footfall", "confidence"):
        table[f"need_{part}"] = score
    return table.assign(dwo_posts=posts[0], pcso_posts=posts[1])


def home(root: Path, *, with_secret: bool) -> Places:
    """Posts of wards and the plan in force; and the secret plan in a file of its own, with rows that are warned of."""
    places = Places(root)
    shutil.copytree(ROOT / "queries", places.queries)
    shutil.copytree(ROOT / "data" / "declared", places.declared)
    if not with_secret:
        (places.declared / "plans" / "proposed-2023.toml").unlink()
        path = places.declared / "actions" / "2023-04-28.toml"
        parts = re.split(r"\n(?=\[\[action)", path.read_text(encoding="utf-8"))
        path.write_text("\n".join(part for part in parts if "proposed-2023" not in part), encoding="utf-8")
    declared = declarations(places.declared, charts.known)
    wards = sorted(a.code for a in declared.areas.values() if a.level == "ward")
    posts = pd.DataFrame(
        [(m, w, "2023-06-01", "2023-06-30", v) for w in wards for m, v in
         (("dwo_posts", 2.5), ("dwo_in_post", 1.5), ("pcso_posts", 1.0), ("pcso_in_post", 1.0))],
        columns=["measure", "area_code", "period_start", "period_end", "value"],
    )  # fmt: skip
    in_force = plan("april-2022", wards, 60, (2, 1))
    files = [("neighbourhood_resources", FIRST, posts), ("allocation_plan", FIRST, in_force)]
    if with_secret:
        files.append(("allocation_plan", SECOND, plan("proposed-2023", wards[1:], 83.17, (7.13, 5.29))))
    for source, published, table in files:
        path = root / f"{'proposed-2023' if published == SECOND else source}.csv"
        table.to_csv(path, index=False)
        receive(places.received, source, published, path)
    build(places, declared)
    vintages.build_missing(places, declared)
    return places


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return home(tmp_path_factory.mktemp("secret"), with_secret=True)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return home(tmp_path_factory.mktemp("without"), with_secret=False)


def words_of(panel: Panel) -> str:
    """All that a page, a slide or a download could show of a panel."""
    figure = panel.figure.json.decode() if panel.figure is not None else ""
    said = (panel.title, panel.subtitle, panel.reading, panel.csv.decode("utf-8-sig"), panel.definition, panel.source,
            panel.sql, orjson.dumps(panel.parameters, default=str).decode(), *panel.notes,
            *(f"{a.action} {a.title} {a.note}" for a in panel.actions), figure)  # fmt: skip
    return "\n".join(said)


VIEWS = (
    {}, {"area": LAMBETH}, {"plan": "proposed-2023"}, {"since": "2023-01-01"}, {"since": "2023-05-01"},
    {"since": "2023-05-02"},
)  # fmt: skip
"""Parameters of a URL."""


def everything(store: Store) -> dict[str, str]:
    """Page and chart, or place of another kind -> all that is shown there, at several views."""
    found: dict[str, str] = {}
    for number, parameters in enumerate(VIEWS):
        view, found[f"link {number}"] = read(parameters, choices_of(store))
        found[f"link {number}"] = "\n".join(found[f"link {number}"])
        for page, panels in PANELS.items():
            asked = Page(page, store, view)
            found[f"{page} notes {number}"] = "\n".join(NOTES[page](asked)) if page in NOTES else ""
            for chart, draw in panels.items():
                panel = draw(asked)
                found[f"{page} {chart} {number}"] = words_of(panel) if panel else ""
    reference, log = Reference(Page("data", store, View())), ActionLog(Page("actions", store, View()))
    for name in ("findings", "releases", "freshness", "coverage", "indicators"):
        found[f"data {name}"] = getattr(reference, name).to_csv()
    found["log"] = as_json(log.meetings) + str([log.items(action) for action in log.every["id"]])
    found["choices"] = str(choices_of(store))
    return found


def told(text: str) -> list[str]:
    return [word for word in SECRET if word in text.casefold()]


def test_what_a_reader_is_shown_is_what_it_would_be_if_the_plan_of_others_were_not_there(places, without):
    seen = everything(open_store(places, current(places), reader=STRANGER))
    assert {place: told(text) for place, text in seen.items() if told(text)} == {}
    bare = everything(open_store(without, current(without), reader=STRANGER))
    bare["log"] = seen["log"] if told(bare["log"]) == [] else bare["log"]
    assert {place for place in seen if seen[place] != bare[place]} == set()


def test_a_reader_of_its_audience_is_shown_the_plan(places):
    seen = everything(open_store(places, current(places), reader=INSIDER))
    for place, word in (
        ("choices", "proposed-2023"), ("data findings", "proposed-2023"), ("data releases", "proposed"),
        ("log", "proposed-2023"), ("allocation plans 0", "7.13"), ("changes releases 4", "allocation"),
    ):  # fmt: skip
        assert word in seen[place].casefold(), place


def test_on_an_earlier_day_and_since_one_the_plan_is_as_hidden_as_it_is_now(places):
    store = open_store(places, vintages.at(places, FIRST), FIRST, STRANGER)
    assert {place: told(text) for place, text in everything(store).items() if told(text)} == {}


def test_every_table_is_there_and_those_that_tell_of_no_plan_are_whole(places):
    shown, whole = (open_store(places, current(places), reader=r) for r in (STRANGER, INSIDER))
    (names,) = {tuple(r[0] for r in s.cursor().execute("SHOW TABLES").fetchall()) for s in (shown, whole)}
    count = {n: [s.cursor().execute(f"SELECT count(*) FROM {n}").fetchone() for s in (shown, whole)] for n in names}
    fewer = {n for n, (few, all_) in count.items() if few != all_}
    assert fewer == {
        "plan", "plan_component", "plan_ward", "plan_need", "plan_release", "evidence", "finding", "release", "day",
    }  # fmt: skip


def test_a_link_that_names_the_plan_is_told_in_a_sentence_that_says_no_more_than_where_there_is_none(places, without):
    asked = [choices_of(open_store(where, current(where), reader=STRANGER)) for where in (places, without)]
    sentences = [read({"plan": "proposed-2023"}, choices)[1] for choices in asked]
    assert sentences[0] == sentences[1]
    assert sentences[0][0].startswith("The plan that the link names is not available to this reader; ")


@pytest.mark.parametrize("command", [["show"], ["changes"]])
def test_no_command_that_reads_figures_tells_of_the_plan(places, monkeypatch, command):
    monkeypatch.setenv("DASHBOARD_HOME", str(places.root))
    monkeypatch.setenv("DASHBOARD_AUDIENCES", "open")
    asked = [["changes", "--since", "2023-05-01"], ["changes", "--since", "2023-05-01", "--csv"]]
    if command == ["show"]:
        asked = [["show", p, c, *more] for p, c in
                 (("allocation", "plans"), ("allocation", "wards"), ("allocation", "reconciliation"),
                  ("changes", "releases"), ("overview", "indicators"))
                 for more in ([], ["--plan", "proposed-2023", "--csv"])]  # fmt: skip
    for arguments in asked:
        done = CliRunner().invoke(cli.app, arguments)
        output = done.output.casefold().replace("--plan proposed-2023", "")
        assert not told(output), (arguments, done.output)


def test_a_file_that_states_another_plan_too_is_told_of_without_name_digest_or_rows(demonstration_home):
    where = Places(demonstration_home)
    rows = open_store(where, current(where), reader=STRANGER).query("releases")
    mixed = rows[rows["source"] == "allocation_plan"].iloc[0]
    assert (mixed["file"], mixed["sha256"], mixed["rows_read"], mixed["facts"]) == ("allocation_plan", "", 679, 679)


def test_whom_a_plan_is_for_follows_the_declaration_in_the_databases_of_earlier_days_too(places):
    path = places.declared / "plans" / "april-2022.toml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before.replace('audience = ["open"]', 'audience = ["mps"]'), encoding="utf-8")
        vintages.build_missing(places, declarations(places.declared, charts.known))
        store = open_store(places, vintages.at(places, FIRST), FIRST, STRANGER)
        assert store.query("plans").empty
        assert len(open_store(places, vintages.at(places, FIRST), FIRST, INSIDER).query("plans")) == 2
    finally:
        path.write_text(before, encoding="utf-8")
