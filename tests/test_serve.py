"""What the server answers, to whom, with which headers and settings, wherever it is started."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard.errors import InputError
from dashboard.settings import base_path, frame_ancestors, served_origins
from dashboard.ui.guard import Guard
from dashboard.ui.serve import LIBRARY

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"'none'", "'self'", "data:", "blob:"}


@dataclass
class Server:
    """A server, and the log that it writes."""

    port: int
    log: Path

    def ask(self, method: str, path: str, **headers: str) -> HTTPResponse:
        """The answer to one request, its body read."""
        with closing(HTTPConnection("localhost", self.port, timeout=30)) as connection:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer

    def open(self, origin: str | None, path: str = "_stcore/stream", **headers: str) -> Any:
        """A WebSocket asked for by a page at ``origin``."""
        address = f"ws://localhost:{self.port}/{path}"
        return connect(
            address,
            origin=origin,
            subprotocols=["streamlit"],
            additional_headers=headers,
            max_size=None,
        )

    def messages(self, page: str) -> list[ForwardMsg]:
        """All that the server sends to a reader who opens ``page``."""
        wanted, answers = BackMsg(), []
        wanted.rerun_script.page_name = page
        with self.open(f"http://localhost:{self.port}") as socket:
            socket.send(wanted.SerializeToString())
            while not answers or answers[-1].WhichOneof("type") != "script_finished":
                answers.append(ForwardMsg.FromString(socket.recv(timeout=60)))
        return answers


@pytest.fixture(scope="module")
def server(demonstration_home, tmp_path_factory) -> Iterator[Server]:
    """A server started from the root of the disk; the query of freshness is gone, so that one page
    is at fault.
    """
    home = tmp_path_factory.mktemp("served")
    (home / "data").symlink_to(demonstration_home / "data")
    shutil.copytree(demonstration_home / "queries", home / "queries")
    (home / "queries" / "freshness.sql").unlink()
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = os.environ | {"DASHBOARD_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, cwd="/", env=env, stdout=log, stderr=log)
    started = Server(port, home / "log")
    for _ in range(300):
        try:
            started.ask("GET", "/_stcore/health")
            break
        except OSError:
            time.sleep(0.1)
    yield started
    process.terminate()
    process.wait(20)


def test_the_settings_are_the_same_wherever_it_is_started_and_whatever_a_file_there_says(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        '[browser]\ngatherUsageStats = true\n[client]\nshowErrorDetails = "full"\ntoolbarMode ='
        ' "developer"\nshowErrorLinks = true\n[runner]\nmagicEnabled ='
        ' true\n[theme.light]\nprimaryColor = "#00ff00"\n[server]\nfileWatcherType ='
        ' "auto"\nenableCORS = false\nenableAgentApi = true\naddress ='
        ' "0.0.0.0"\nenableStaticServing = true\nenableXsrfProtection = false\nbaseUrlPath ='
        ' "below"\n[global]\ndevelopmentMode = true\n'
    )
    said = {
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "client.allowedOrigins": [],
        "runner.magicEnabled": False,
        "runner.postScriptGC": False,
        "server.address": "localhost",
        "server.headless": True,
        "server.enableCORS": True,
        "server.fileWatcherType": "none",
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "global.developmentMode": False,
        "theme.light.primaryColor": "#9c1f2e",
        "theme.dark.primaryColor": "#ff8a94",
        # What belongs to the place where it is served, and not to the program.
        "server.baseUrlPath": "below",
        "server.port": 8777,
    }
    script = (
        "import json, sys, streamlit as st\nfrom streamlit.web.server.starlette.starlette_server"
        " import UvicornRunner\nUvicornRunner.run = lambda self: print(json.dumps({n:"
        f" st.get_option(n) for n in {list(said)!r}}}))\nfrom dashboard.ui.serve import"
        " serve\nserve(8777)\n"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == said


def test_started_from_the_root_of_the_disk_it_tells_nobody_and_has_its_own_colours(server):
    (session,) = [
        message.new_session
        for message in server.messages("")
        if message.WhichOneof("type") == "new_session"
    ]
    assert session.config.gather_usage_stats is False
    assert session.config.toolbar_mode == session.config.ToolbarMode.Value("MINIMAL")
    themes = {session.custom_theme.light.primary_color, session.custom_theme.dark.primary_color}
    assert themes == {"#9c1f2e", "#ff8a94"}


def test_a_fault_of_a_page_shows_no_path_and_no_words_of_the_program(server):
    exceptions = [
        message.delta.new_element.exception
        for message in server.messages("data")
        if message.WhichOneof("type") == "delta" and message.delta.new_element.HasField("exception")
    ]
    (shown,) = exceptions
    assert list(shown.stack_trace) == []
    assert "/" not in shown.message and "sql" not in shown.message
    assert "freshness" in server.log.read_text()


ANSWERS = [
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("GET", "/compare?indicator=trust", 200),
    ("GET", "/no-such-page", 200),
    ("GET", "/compare/", 301),
    ("GET", f"/{LIBRARY}", 200),
    ("GET", "/favicon.png", 200),
    ("GET", "/_stcore/health", 200),
    ("OPTIONS", "/_stcore/health", 204),
    ("GET", "/_stcore/host-config", 200),
    ("GET", "/media/none.csv", 404),
    ("POST", "/", 405),
    ("DELETE", "/compare", 405),
    ("GET", "//evil.example", 400),
]
CLOSED = [
    ("GET", "/_stcore/metrics"),
    ("GET", "/_stcore/metrics?families=cache_memory_bytes"),
    ("PUT", "/_stcore/upload_file/session/file"),
    ("OPTIONS", "/_stcore/upload_file/session/file"),
    ("GET", "/_stcore/script-health-check"),
    ("GET", "/_stcore/agent/openapi.json"),
    ("POST", "/_stcore/agent/interact"),
    ("POST", "/_stcore/agent/mcp"),
    ("GET", "/_stcore/bidi-components/x/y.js"),
    ("GET", "/_stcore"),
    ("GET", "/component/x/index.html"),
    ("GET", "/app/static/x.js"),
    ("GET", "/_stcore%2Fmetrics"),
]


def check_headers(answer: HTTPResponse) -> None:
    """The answer has every header that keeps a reader's browser to this server."""
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.get_all("Referrer-Policy") == ["same-origin"]
    (policy,) = answer.headers.get_all("Content-Security-Policy")
    rules = {
        name: sources.split()
        for name, _, sources in (rule.strip().partition(" ") for rule in policy.split(";"))
    }
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    assert rules.pop("style-src") == ["'self'", "'unsafe-inline'"]
    for sources in rules.values():
        assert {source for source in sources if not source.startswith("'sha256-")} <= KEYWORDS
    assert set(rules) == {
        "default-src",
        "script-src",
        "img-src",
        "font-src",
        "connect-src",
        "form-action",
        "base-uri",
        "frame-ancestors",
    }


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_keeps_the_browser_to_this_server(server, method, path, status):
    answer = server.ask(method, path)
    assert answer.status == status
    check_headers(answer)


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_no_reader_asks_for_is_not_answered(server, method, path):
    answer = server.ask(method, path)
    assert (answer.status, answer.body) == (404, b"Not Found")
    check_headers(answer)


def test_the_page_is_sent_whole_and_alike_to_whoever_asks(server):
    page = server.ask("GET", "/")
    for answer in (
        server.ask("GET", "/compare"),
        server.ask("GET", "/", **{"Accept-Encoding": "gzip"}),
    ):
        assert (answer.body, answer.headers["Content-Encoding"]) == (page.body, None)
    assert {len(page.body)} == {
        int(server.ask(method, "/").headers["Content-Length"]) for method in ("GET", "HEAD")
    }
    assert page.body.startswith(b"<!--") and page.body.rstrip().endswith(b"</html>")
    assert page.headers["ETag"] is None


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:{port}", "", "[", "0.0.0.0"]
)
def test_a_name_that_is_not_the_servers_is_not_answered(server, host):
    answer = server.ask("GET", "/", Host=host.format(port=server.port))
    assert answer.status in (400, 421)
    assert b"<html" not in answer.body


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"]
)
def test_each_name_of_this_machine_is_answered(server, host):
    assert server.ask("GET", "/", Host=host.format(port=server.port)).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://localhost:{other}",
        "http://127.0.0.1:{port}",
        "http://localhost.evil.example:{port}",
        "http://localhost:{port}@evil.example",
        "file://",
        "",
        "http://[",
        "https://localhost:{port}",
        "http://localhost:{port}/path",
    ],
)
def test_a_page_of_another_origin_gets_no_connection(server, origin):
    given = origin and origin.format(port=server.port, other=server.port + 1)
    with pytest.raises(InvalidStatus) as refused, server.open(given):
        pass
    answer = refused.value.response
    assert (answer.status_code, answer.body) == (403, b"Forbidden")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "frame-ancestors" in str(
        answer.headers
    )


def test_a_page_of_a_host_that_leads_to_this_machine_gets_no_connection(server):
    evil = f"evil.example:{server.port}"
    with pytest.raises(InvalidStatus) as refused, server.open(f"http://{evil}", Host=evil):
        pass
    assert refused.value.response.status_code in (400, 403)


def test_the_log_says_what_to_set_where_a_page_was_refused(server):
    with pytest.raises(InvalidStatus), server.open("https://board.example.org"):
        pass
    said = "A page at 'https://board.example.org' asked for a connection and was refused."
    assert said in server.log.read_text() and "DASHBOARD_ORIGIN" in server.log.read_text()


def run_guard(
    origins: tuple[str, ...], ancestors: tuple[str, ...], scope: dict[str, Any]
) -> tuple[list, list]:
    """What Streamlit would be asked, and what is answered, of a guard with these settings."""
    asked, answered = [], []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope)
        await send({"type": "http.response.start", "status": 500, "headers": []})

    async def send(message: Any) -> None:
        answered.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    whole = {"path": "/", "method": "GET", "extensions": {"websocket.http.response": {}}, **scope}
    guarded = Guard(app, "", origins, ancestors)(whole, receive, send)
    # In a thread of its own: a browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, guarded).result()
    return asked, answered


@pytest.mark.parametrize("host", [b"localhost:8501", b"board.example.org"])
def test_behind_a_proxy_the_address_that_readers_use_gets_a_connection_whatever_the_proxy_writes_as_host(
    host,
):
    def let_through(origin: bytes) -> list[Any]:
        headers = [(b"host", host), (b"origin", origin)]
        scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
        return run_guard(("https://board.example.org",), (), scope)[0]

    (scope,) = let_through(b"https://board.example.org")
    # So that Streamlit, which compares the two, finds them alike.
    assert scope["headers"] == [
        (b"host", b"board.example.org"),
        (b"origin", b"https://board.example.org"),
    ]
    for other in (
        b"http://board.example.org",
        b"https://board.example.org:8443",
        b"https://evil.example",
    ):
        assert let_through(other) == []


def test_a_frame_is_allowed_to_the_addresses_set_and_to_no_other():
    scope = {"type": "http", "headers": [(b"host", b"localhost")]}
    for ancestors, said in (
        ((), "'none'"),
        (("https://a.org", "https://b.org"), "https://a.org https://b.org"),
    ):
        start, *_ = run_guard((), ancestors, scope)[1]
        policy = dict(start["headers"])[b"content-security-policy"].decode()
        assert policy.endswith(f"; frame-ancestors {said}")
        assert start["status"] == 500


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("DASHBOARD_ORIGIN", "board.example.org"),
        ("DASHBOARD_ORIGIN", "https://a.org/board"),
        ("DASHBOARD_ORIGIN", "*"),
        ("DASHBOARD_FRAME_ANCESTORS", "https://*.org"),
        ("DASHBOARD_FRAME_ANCESTORS", "https://a.org; script-src *"),
        ("STREAMLIT_SERVER_BASE_URL_PATH", "a b"),
        ("STREAMLIT_SERVER_BASE_URL_PATH", "https://a.org"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence_that_names_it(monkeypatch, variable, given):
    monkeypatch.setenv(variable, given)
    with pytest.raises(InputError, match=f"^{variable} .*, which is not a"):
        _ = served_origins(), frame_ancestors(), base_path()


def test_settings_are_read_as_they_are_meant(monkeypatch):
    monkeypatch.setenv("DASHBOARD_ORIGIN", "https://Board.example.org/, http://10.0.0.1:8080")
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/a/b/")
    assert served_origins() == ("https://board.example.org", "http://10.0.0.1:8080")
    assert (frame_ancestors(), base_path()) == ((), "a/b")
    monkeypatch.delenv("STREAMLIT_SERVER_BASE_URL_PATH")
    assert base_path() is None


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/Compare?indicator=trust", "/compare?indicator=trust"),
        ("/ALLOCATION", "/allocation"),
        ("/overview?framework=trial", "/?framework=trial"),
        ("/Overview", "/"),
    ],
)
def test_a_page_named_in_another_way_leads_to_the_page(server, asked, leads_to):
    answer = server.ask("GET", asked)
    assert (answer.status, answer.headers["location"]) == (308, leads_to)


def test_a_wrong_path_of_a_connection_is_refused_without_a_word_of_origins(server):
    origin = f"http://localhost:{server.port}"
    with pytest.raises(InvalidStatus) as refused, server.open(origin, "_stcore/streams"):
        pass
    assert refused.value.response.status_code == 403
    assert f"A page at '{origin}'" not in server.log.read_text()
