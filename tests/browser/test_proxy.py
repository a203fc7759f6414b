"""Behind a real nginx, as docs/hosting.md has it: below a path, over TLS, with Host rewritten or
kept.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "hosting.md"
WHOLE = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    keepalive_timeout 600s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {servers}
}}
"""
KEPT = "proxy_set_header Host $http_host;\n        proxy_http_version"
TRUSTING = ssl._create_unverified_context()


def free_ports(count):
    with_ports = [socket.socket() for _ in range(count)]
    for one in with_ports:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in with_ports]
    for one in with_ports:
        one.close()
    return ports


@pytest.fixture(scope="module")
def browser(launch):
    """A browser of this file's own: one that has opened hundreds of pages gives up on connections
    to a proxy that a new one opens at once.
    """
    own = launch()
    yield own
    own.close()


@pytest.fixture
def proxies(servers, demonstration_home, tmp_path):
    """The addresses of two proxies before one server: as documented, and with Host kept."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip(
            "no nginx or no openssl here: tests/browser/nginx.sh installs them where apt-get works"
            " as root"
        )
    ports = free_ports(2)
    origins = [f"https://localhost:{port}" for port in ports]
    behind = servers.start(
        demonstration_home,
        below="/board",
        STREAMLIT_SERVER_BASE_URL_PATH="board",
        DASHBOARD_ORIGIN=",".join(origins),
    )
    (documented,) = re.findall(
        r"```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
    )
    kept = documented.replace("proxy_http_version", KEPT)
    made = [
        each.replace("443", str(port))
        .replace("/etc/ssl", str(tmp_path))
        .replace("board.example.org", "localhost")
        .replace("127.0.0.1:8501", behind.split("/")[2].replace("localhost", "127.0.0.1"))
        for each, port in zip((documented, kept), ports, strict=True)
    ]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            str(tmp_path / "board.key"),
            "-out",
            str(tmp_path / "board.pem"),
        ],
        check=True,
        capture_output=True,
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        WHOLE.format(user=user, folder=tmp_path, servers="\n".join(made))
    )
    process = subprocess.Popen(["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", ports[1]), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield [f"{origin}/board" for origin in origins]
    finally:
        process.terminate()
        process.wait(20)


def test_behind_nginx_below_a_path_charts_draw_and_every_kind_of_link_leads_on_whether_host_is_rewritten_or_kept(
    reader, proxies
):
    for url in proxies:
        tab = reader(url)
        tab.open("compare?indicator=confidence&areas=E09000017")
        tab.showing("Confidence in local policing, .*; Hillingdon.")
        assert tab.page.locator(".chart .figure svg").count() > 2
    tab.walk("Overview")
    expect(tab.page).to_have_url(f"{url}/")
    tab.page.locator("#variation a.cell").first.click()
    tab.title("Compare boroughs")
    expect(tab.page).to_have_url(re.compile(f"^{re.escape(url)}/compare[?]"))
    tab.page.go_back()
    tab.page.locator("#indicators .mark a").first.click()
    tab.title("Board actions")
    expect(tab.page).to_have_url(re.compile(f"^{re.escape(url)}/actions[?]action="))
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "action-log.csv"


def test_behind_nginx_each_answer_has_its_headers_once_and_a_page_of_another_origin_gets_no_connection(
    proxies,
):
    for url in proxies:
        for path in ("/", "/compare", "/_stcore/health"):
            headers = urllib.request.urlopen(url + path, context=TRUSTING).headers
            for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
                assert len(headers.get_all(name)) == 1, (path, name)
        stream = f"{url.replace('https:', 'wss:')}/_stcore/stream"
        own = url.removesuffix("/board")
        with connect(stream, origin=own, ssl=TRUSTING, subprotocols=["streamlit"]) as opened:
            assert opened.response.status_code == 101
        for origin in ("https://evil.example", "https://localhost", "http://127.0.0.1:8501", None):
            with (
                pytest.raises(InvalidStatus) as refused,
                connect(stream, origin=origin, ssl=TRUSTING),
            ):
                pass
            assert refused.value.response.status_code == 403
