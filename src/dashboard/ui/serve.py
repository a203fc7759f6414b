"""Start the server on this machine's own address, with the settings that every start of it has."""

from __future__ import annotations

import gzip
import socket
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from dashboard.catalogue import PAGES, charts_of
from dashboard.errors import InputError
from dashboard.settings import CHECKOUT, base_path, frame_ancestors, places, served_origins
from dashboard.ui.guard import Guard

LIBRARY = f"library/plotly-{version('plotly')}.js"
"""Path of the drawing library on this server, below its base."""
CONFIG: dict[str, Any] = {
    # Nothing is told to anyone, and a fault is told in the log alone.
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.allowedOrigins": [],
    "global.developmentMode": False,
    # Open to readers' browsers alone, and as few doors as there are.
    "server.address": "localhost",
    "server.headless": True,
    "server.enableCORS": True,
    "server.corsAllowedOrigins": [],
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    # Some 60 ms less at every run of a page.
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    # A card is white on a pale ground, or near black on a dark one.
    "theme.light.primaryColor": "#9c1f2e",
    "theme.light.backgroundColor": "#f6f7f9",
    "theme.light.secondaryBackgroundColor": "#ffffff",
    "theme.light.textColor": "#1d2329",
    "theme.light.borderColor": "#d9dee3",
    "theme.dark.primaryColor": "#ff8a94",
    "theme.dark.backgroundColor": "#1a2026",
    "theme.dark.secondaryBackgroundColor": "#12161a",
    "theme.dark.textColor": "#eef1f4",
    "theme.dark.borderColor": "#39424b",
}
"""Streamlit's settings.

They are here and not in a file, which would be looked for where the server is started.
"""


class Board(st.App):
    """The dashboard as an ASGI application: Streamlit's, behind our ``Guard``."""

    _guard: Guard | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the first comes once Streamlit's settings are read."""
        if self._guard is None:
            base = st.get_option("server.baseUrlPath").strip("/")
            self._guard = Guard(super().__call__, base, served_origins(), frame_ancestors())
        await self._guard(scope, receive, send)


def port_is_free(port: int) -> None:
    """Return where nothing listens on ``port``.

    Raises:
        InputError: the port is taken.
    """
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise InputError(
                f"Port {port} is taken: stop what uses it, or run: python -m dashboard serve --port"
                f" {port + 1}"
            )


def streamlit_config(port: int) -> dict[str, Any]:
    """Streamlit's settings for this start: ours, and what the environment says.

    Sign-in is configured in the checkout, or in the folder of the installation where that is
    another.

    Raises:
        InputError: a setting of the environment is at fault.
    """
    secrets = [
        str(folder / ".streamlit" / "secrets.toml")
        for folder in dict.fromkeys((CHECKOUT, places().root))
    ]
    base = base_path()
    # A fault in what the guard asks for is told now, and not at the first reader's request.
    served_origins(), frame_ancestors()
    place = {} if base is None else {"server.baseUrlPath": base}
    return {**CONFIG, **place, "server.port": port, "secrets.files": secrets}


def serve(port: int) -> None:
    """Serve ``app.py`` on http://localhost:``port`` until interrupted.

    Raises:
        InputError: the port is taken, or a setting of the environment is at fault.
    """
    port_is_free(port)
    config = streamlit_config(port)
    _import_panels()
    # A first request that is a deep link would run its file under pages/ alone, without app.py.
    PagesManager.uses_pages_directory = False
    # Below whatever base: it is not known until Streamlit has read its settings.
    app = Board(CHECKOUT / "app.py", routes=[Route(f"/{{base:path}}{LIBRARY}", _library)])
    app.run(config=config)


def _import_panels() -> None:
    """Import what draws every chart, so that no reader waits for it. Not beside the first pages, as
    two threads that import one another's modules in turn may be given half of one.
    """
    for page in PAGES:
        charts_of(page)


@cache
def _library_bytes() -> tuple[bytes, bytes]:
    """plotly.js as the plotly package brings it, and the same compressed: 4.7 and 1.4 MB."""
    plain = (files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    return plain, gzip.compress(plain, 6, mtime=0)


async def _library(request: Request) -> Response:
    """plotly.js; its address names its version, so a browser asks for it once."""
    plain, compressed = await run_in_threadpool(_library_bytes)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(plain, media_type="text/javascript", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(compressed, media_type="text/javascript", headers=headers)
