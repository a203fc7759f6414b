"""Start the server on this machine's own address."""

from __future__ import annotations

import socket
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

from dashboard.errors import InputError
from dashboard.settings import CHECKOUT

LIBRARY = f"library/plotly-{version('plotly')}.js"
"""Path of the drawing library on this server, below its base."""


def port_is_free(port: int) -> None:
    """Return where nothing listens on ``port``.

    Raises:
        InputError: the port is taken.
    """
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise InputError(
                f"Port {port} is taken: stop what uses it, or run: python -m dashboard serve --port {port + 1}"
            )


def serve(port: int) -> None:
    """Serve ``app.py`` on http://localhost:``port`` until interrupted.

    Raises:
        InputError: the port is taken.
    """
    port_is_free(port)
    import streamlit as st
    from starlette.routing import Route
    from streamlit.runtime.pages_manager import PagesManager

    # A first request that is a deep link would run its file under pages/ alone, without app.py.
    PagesManager.uses_pages_directory = False
    app = st.App(CHECKOUT / "app.py", routes=[Route(f"/{LIBRARY}", _library)])
    app.run(config={"server.port": port, "server.address": "localhost", "server.headless": True})


async def _library(request: Request) -> FileResponse:
    """plotly.js as the plotly package brings it; its address names its version, so a browser asks for it once."""
    found = files("plotly") / "package_data" / "plotly.min.js"
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(Path(str(found)), media_type="text/javascript", headers=kept)
