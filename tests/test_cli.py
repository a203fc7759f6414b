"""The command line: what it does, and a mistake that ends in one sentence and exit code 2."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import dashboard.ui.serve
from dashboard import catalogue, cli
from dashboard.cli import serve as cli_serve
from dashboard.cli.commands import COMMANDS
from dashboard.demo import attitude_survey
from dashboard.errors import InputError
from dashboard.panels.common.page import Page
from dashboard.pipeline.contents import record_contents
from dashboard.pipeline.receive import receive
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store.checks import checks
from dashboard.store.connection import find_database, open_store
from dashboard.ui.serve import serve
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
HEADER = "Date,Survey,Borough,Measure,Proportion,MPS,,,,\n"
GARBAGE = {
    "binary.csv": b"\0\1\2\xff" * 100,
    "empty.csv": b"",
    "page.csv": b"<!doctype html><html></html>",
    "other.csv": b"apples,pears\n1,2\n",
    "rows.csv": f'{HEADER}31/12/2022,PAS,Atlantis,Trust MPS,"0,83","0,71",,,,\n'.encode(),
}
EXAMPLES = {name: example for name, (_, example) in COMMANDS.items() if example}
"""Of the commands that are no group of others."""


@dataclass
class Done:
    """How a command ended in this process."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A home with the demonstration of the attitude survey alone, which is built in seconds."""
    places = Places(tmp_path_factory.mktemp("home"))
    shutil.copytree(ROOT / "data" / "declared", places.declared_folder)
    shutil.copytree(ROOT / "queries", places.queries)
    for file in attitude_survey.write(tmp_path_factory.mktemp("files")):
        receive(places.received_folder, file.source, file.published, file.path, demonstration=True)
    done = run(places, "build")
    assert done.returncode == 0, done.stderr
    assert "observations" in done.stdout
    return places


@pytest.fixture
def own(small: Places, tmp_path: Path) -> Places:
    """A copy that a test may harm."""
    shutil.copytree(small.root, tmp_path / "own")
    return Places(tmp_path / "own")


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs the command line on a home, in this process."""

    monkeypatch.delenv("COLUMNS", raising=False)

    def asked(places: Places, *words: str) -> Done:
        monkeypatch.setenv("DASHBOARD_HOME", str(places.root))
        monkeypatch.setattr(sys, "argv", ["dashboard", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return asked


def run(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DASHBOARD_HOME": str(places.root), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def figures(places: Places) -> dict[str, float]:
    rows = open_store(places, find_database(places)).query(
        "compare", indicator="trust", period="2022-12-31"
    )
    return dict(zip(rows["name"], rows["value"], strict=True))


def refused(done: Done) -> str:
    """The one sentence of a run that ended with exit code 2."""
    assert done.code == 2
    assert "Traceback" not in done.out + done.err
    assert len(done.err.strip().splitlines()) == 1, done.err
    return done.err.strip()


def stand(places: Places) -> dict[str, bytes]:
    """Every received and built file."""
    folders = (places.received_folder, places.built_folder)
    return {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}


def test_demo_builds_a_database_of_every_source_that_serves(demonstration_home: Path) -> None:
    where = Places(demonstration_home)
    shown = figures(where)
    assert (shown["Hillingdon"], shown["MPS"]) == pytest.approx((83, 71))
    found = open_store(where, find_database(where)).query("releases")
    assert found["demonstration"].all()
    assert set(found["source"]) >= {
        "pas_borough",
        "mps_ward_crime",
        "neighbourhood_resources",
        "allocation_plan",
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_command_has_help_that_ends_in_an_example_of_itself(
    ask, tmp_path: Path, name: str
) -> None:
    done = ask(Places(tmp_path), name, "--help")
    assert done.code == 0
    assert EXAMPLES[name].startswith(name)
    assert f"Example: python -m dashboard {EXAMPLES[name]}" in " ".join(done.out.split())


@pytest.mark.parametrize("name", ["check", "show"])
def test_the_example_of_a_command_that_reads_can_be_run_as_it_stands(
    ask, demonstration_home: Path, name: str
) -> None:
    words = shlex.split(EXAMPLES[name])
    done = ask(Places(demonstration_home), *words)
    assert (done.code, done.err) == (0, "")


def test_check_tells_that_declarations_and_figures_are_sound(ask, small: Places) -> None:
    done = ask(small, "check")
    assert done.code == 0
    assert "sound" in done.out
    assert f"{len(checks(small.queries))} checks of the figures, 0 broken" in done.out


def test_check_looks_at_the_figures_of_an_earlier_day(ask, small: Places) -> None:
    done = ask(small, "check", "--as-at", "2023-05-20")
    number = len(checks(small.queries))
    assert (
        done.code == 0
        and f"{number} checks of the figures as they stood on 2023-05-20, 0 broken" in done.out
    )
    done = ask(small, "check", "--as-at", "2023-02-02")
    assert (done.code, done.err.count("\n")) == (2, 1) and done.err.startswith(
        "Nothing that is held was published by"
    )


def test_show_of_a_database_that_lost_rows_says_what_mends_it(ask, own: Places) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute("DELETE FROM observation WHERE rowid % 2 = 0")
    done = ask(own, "show", "overview", "indicators")
    assert done.code == 2 and done.err.count("\n") == 1
    assert "is damaged" in done.err and "run: python -m dashboard build" in done.err


def test_check_ends_with_exit_code_2_where_an_error_level_promise_is_broken(
    ask, own: Places
) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute("UPDATE observation SET numerator = denominator + 1 WHERE indicator = 'trust'")
        record_contents(con)  # so that it is whole, and only wrong
    done = ask(own, "check")
    said = refused(done)
    assert said.startswith("The figures in force break parts_within_wholes: mend the file")
    assert "A part is greater than its whole, or below zero" in done.out
    assert "trust" in done.out
    assert "The first 20 rows are shown." in done.out


def test_check_prints_a_broken_warning_and_ends_well(ask, own: Places) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute(
            "DELETE FROM observation WHERE level = 'mps' AND period_end BETWEEN '2020-01-01' AND"
            " '2022-12-31'"
        )
        record_contents(con)  # so that it is whole, and only wrong
    done = ask(own, "check")
    assert (done.code, done.err) == (0, "")
    assert "warning: periods_missing" in done.out
    assert "1 broken" in done.out


def test_check_without_a_database_tells_what_it_could_not_check(ask, own: Places) -> None:
    shutil.rmtree(own.built_folder)
    assert refused(ask(own, "check")).startswith(
        "There is no database yet; run: python -m dashboard build"
    )
    shutil.rmtree(own.received_folder)
    done = ask(own, "check")
    assert done.code == 0
    assert "There is no database yet, so no figures were checked." in done.out


@pytest.mark.parametrize("name", GARBAGE)
def test_load_of_a_file_that_cannot_be_used_says_one_sentence_and_receives_nothing(
    ask, own: Places, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(GARBAGE[name])
    before = stand(own)
    assert name in refused(ask(own, "load", str(tmp_path / name)))
    assert stand(own) == before


def test_load_tells_a_wrong_path_source_and_date(ask, own: Places, tmp_path: Path) -> None:
    before = stand(own)
    assert "There is no file" in refused(ask(own, "load", str(tmp_path / "none.csv")))
    file = next(own.received_folder.glob("pas_borough/*/*.csv"))
    assert "'pas_mars' is not a declared source" in refused(
        ask(own, "load", str(file), "--source", "pas_mars")
    )
    assert "'soon', which is not a date" in refused(
        ask(own, "load", str(file), "--published", "soon")
    )
    assert stand(own) == before


def test_load_of_the_published_files_shows_the_published_figures(ask, own: Places) -> None:
    for name in ("PAS_Dashboard_Borough.csv", "PAS_Total.csv"):
        if not (PUBLISHED / name).is_file():
            pytest.skip(f"the published file {name} is not in {PUBLISHED}")
        done = ask(own, "load", str(PUBLISHED / name), "--published", "2024-02-15")
        assert done.code == 0, done.err
    shown = figures(own)
    assert (shown["Hillingdon"], shown["MPS"]) == pytest.approx((83, 71))
    found = open_store(own, find_database(own)).query("releases")
    assert set(found["id"]) == {"pas_borough/2024-02-15", "pas_mps/2024-02-15"}
    assert not found["demonstration"].any()


@pytest.mark.parametrize("command", ["build", "demo", "load"])
def test_a_folder_that_cannot_be_written_to_is_a_sentence_that_names_it(
    ask, own, monkeypatch, command
) -> None:
    before = stand(own)
    file = str(next(own.received_folder.glob("pas_borough/*/*.csv")))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != own.built_folder)
    said = refused(ask(own, command, *([file] if command == "load" else [])))
    assert said.startswith(f"{own.built_folder} cannot be written to: give yourself the right")
    assert stand(own) == before


VIEWS_OF_SHOW = [
    View(indicator="confidence", areas=("E09000017", "E09000022"), comparator="bcu"),
    View(difference="funnel", over_time="control", limits="exact"),
    View(period=dt.date(2022, 12, 31), comparator="E09000022", points=3),
]


def shown(places: Places, chart: str, **given: object):
    return catalogue.charts_of("compare")[chart].draw(
        Page("compare", open_store(places, find_database(places)), View(**given))
    )


def test_show_prints_title_reading_table_source_and_notes_of_the_panel(ask, small: Places) -> None:
    panel = shown(small, "ranking", indicator="confidence", comparator="bcu")
    done = ask(
        small,
        "show",
        "compare",
        "ranking",
        "--set",
        "indicator=confidence",
        "--set",
        "comparator=bcu",
        "--rows",
        "3",
    )
    assert (done.code, done.err) == (0, "")
    flat = " ".join(done.out.split())
    for said in (
        panel.title,
        panel.subtitle,
        panel.reading,
        *panel.notes,
        panel.source,
        "3 of 32 rows.",
    ):
        assert said in flat
    assert flat.startswith("DEMONSTRATION DATA")
    for name in panel.table["Borough"][:3]:
        assert f"│ {name} " in done.out
    assert f"│ {panel.table['Borough'][3]} " not in done.out


def test_show_tells_the_day_as_at_which_it_shows_and_leaves_the_table_clean(
    ask, small: Places
) -> None:
    words = ("show", "compare", "ranking", "--set", "indicator=trust", "--csv")
    then, now = ask(small, *words, "--set", "as_at=2023-06-29"), ask(small, *words)
    told = "As it stood on 29 June 2023: figures and actions are those that were known by then.\n"
    assert (then.code, then.err, now.err) == (0, told, "")
    assert then.out.splitlines()[:2] == now.out.splitlines()[:2] and then.out != now.out


def test_show_as_csv_writes_what_the_page_downloads(ask, small: Places) -> None:
    panel = shown(small, "table", indicator="trust")
    done = ask(small, "show", "compare", "table", "--set", "indicator=trust", "--csv")
    assert done.out.encode() == panel.csv
    assert (
        len(ask(small, "show", "compare", "table", "--csv", "--rows", "4").out.splitlines())
        == 2 + 4
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            "indicator=trsut",
            "The indicator 'trsut' is unknown; the nearest valid choice is --set indicator=trust.",
        ),
        (
            "areas=Hilingdon",
            "The area 'Hilingdon' is not a borough of the MPS; the nearest valid choice is"
            " --set areas=E09000017.",
        ),
        (
            "comparator=france",
            "The comparator 'france' is unknown; it may be one of mps, bcu, similar, inner_outer,"
            " past or a borough.",
        ),
        (
            "period=soon",
            "The period 'soon' is not a date such as 2022-12-31; leave --set period out for the"
            " usual choice.",
        ),
        ("as_at=soon", "--set as_at is 'soon', which is not a date: write it as YYYY-MM-DD."),
        ("indicater=trust", "--set has no filter 'indicater'; the nearest is indicator."),
        (
            "trust",
            "--set 'trust' has no '=': write it as KEY=VALUE, such as --set indicator=trust.",
        ),
    ],
)
def test_show_refuses_a_wrong_key_or_value_with_the_nearest_valid_choice(
    ask, small, given, sentence
) -> None:
    done = ask(small, "show", "compare", "ranking", "--set", given)
    assert refused(done) == sentence
    assert done.out == ""


def test_show_refuses_a_filter_given_twice(ask, small) -> None:
    twice = ("--set", "indicator=trust", "--set", "indicator=confidence")
    said = refused(ask(small, "show", "compare", "ranking", *twice))
    assert said == "--set indicator is given twice; give it once."


def test_show_says_of_a_period_without_a_figure_what_the_page_says_and_stands(ask, small) -> None:
    done = ask(small, "show", "compare", "ranking", "--set", "period=2031-01-01")
    sentence = "There is no figure for January 2031; the nearest, June 2023, is shown."
    assert (done.code, done.err.strip()) == (0, sentence)
    assert "of 32 boroughs worse than the MPS" in done.out


def test_show_of_what_there_is_not_says_what_there_is(ask, small: Places) -> None:
    assert refused(ask(small, "show", "mars", "ranking")).startswith(
        "There is no page 'mars' to show; it may be "
    )
    assert "compare" in refused(ask(small, "show", "mars", "ranking"))
    said = refused(ask(small, "show", "compare", "pie"))
    assert said.startswith(
        "The page 'compare' has no chart 'pie' to show; it may be ranking, change, funnel, "
    )
    shutil.rmtree(shutil.copytree(small.root, small.root.parent / "emptied") / "data" / "built")
    emptied = Places(small.root.parent / "emptied")
    assert "There is no database yet" in refused(ask(emptied, "show", "compare", "ranking"))
    shutil.rmtree(emptied.received_folder)
    assert ask(emptied, "build").code == 0
    assert "No figures are loaded yet; run:" in refused(ask(emptied, "show", "compare", "ranking"))


@pytest.mark.parametrize("view", VIEWS_OF_SHOW, ids=lambda view: ",".join(view.parameters()))
def test_show_takes_the_parameters_of_an_address(ask, small, view: View) -> None:
    given = [word for k, v in view.parameters().items() for word in ("--set", f"{k}={v}")]
    asked = {f.name: getattr(view, f.name) for f in dataclasses.fields(view)}
    done = ask(small, "show", "compare", "table", *given, "--csv")
    assert (done.code, done.out.encode()) == (0, shown(small, "table", **asked).csv)


def test_every_registered_chart_is_drawn_as_itself(demonstration_home: Path) -> None:
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    for page, charts in catalogue.all_charts().items():
        for chart, entry in charts.items():
            panel = entry.draw(Page(page, store, View(area="E09000022")))
            if chart != "map":  # The demonstration has no boundaries.
                assert panel is not None, (page, chart)
                assert (panel.page, panel.chart) == (page, chart)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What 'serve' does in place of serving: demo and run, in order.

    No port is asked for: one may be in use here.
    """
    did: list[str] = []
    monkeypatch.setattr(dashboard.ui.serve, "port_is_free", lambda port: None)
    monkeypatch.setattr(cli_serve, "demo", lambda: did.append("demo"))
    monkeypatch.setattr(dashboard.ui.serve, "serve", lambda port: did.append(f"run {port}"))
    return did


def test_serve_leaves_a_database_that_can_be_read_as_it_is(
    ask, own: Places, served: list[str]
) -> None:
    before = stand(own)
    assert ask(own, "serve").code == 0
    assert stand(own) == before
    assert served == ["run 8501"]


@pytest.mark.parametrize("fault", ["older schema", "no pointer", "damaged", "rows lost"])
def test_serve_builds_from_the_received_files_where_no_database_can_be_read(
    ask, own, served, fault
) -> None:
    path = find_database(own)
    if fault == "older schema":
        with duckdb.connect(str(path)) as con:
            con.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    elif fault == "rows lost":
        with duckdb.connect(str(path)) as con:
            con.execute("DELETE FROM observation WHERE indicator = 'trust'")
    elif fault == "damaged":
        path.write_bytes(b"not a database" * 1000)
    else:
        (own.built_folder / "current.json").unlink()
    received = [r.id for r in select_standing(list_releases(own.received_folder))]
    done = ask(own, "serve", "--port", "8600")
    assert (done.code, done.err) == (0, "")
    assert "building it from the received files." in " ".join(done.out.split())
    assert find_database(own) != path
    assert figures(own)["Hillingdon"] == pytest.approx(83)
    assert [r.id for r in select_standing(list_releases(own.received_folder))] == received
    assert served == ["run 8600"]


def test_serve_makes_the_demonstration_where_nothing_was_received(
    ask, own: Places, served: list[str]
) -> None:
    shutil.rmtree(own.root / "data" / "received")
    shutil.rmtree(own.built_folder)
    assert ask(own, "serve").code == 0
    assert served == ["demo", "run 8501"]


def test_a_taken_port_is_a_sentence_that_names_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} is taken: .*--port {port + 1}"):
            serve(port)


def test_a_reader_that_has_enough_of_the_output_is_no_fault(demonstration_home):
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard", "show", "compare", "ranking"],
        env={**os.environ, "DASHBOARD_HOME": str(demonstration_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as ran:
        # Before anything is written: as 'head' does, and never once all is written already.
        ran.stdout.close()
        said = ran.stderr.read()
    assert (ran.returncode, said) == (141, "")
