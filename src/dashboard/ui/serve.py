"""Start the server on this machine's own address."""

from __future__ import annotations

import socket

from dashboard.errors import InputError
from dashboard.settings import CHECKOUT


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
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import bootstrap

    # A first request that is a deep link would run its file under pages/ alone, without app.py.
    PagesManager.uses_pages_directory = False
    options = {"server_port": port, "server_address": "localhost", "server_headless": True}
    bootstrap.load_config_options(options)
    bootstrap.run(str(CHECKOUT / "app.py"), False, [], options)
