"""Guard: what stands before Streamlit. Who is answered, what is answered at all, and with which
headers.

Streamlit opens its WebSocket to every page on the reader's own machine, asks an outside host for
the machine's address where it does not know the caller, and answers questions of operators and
programs that no reader has.
"""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from collections.abc import Collection, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from dashboard.catalogue import PAGES
from dashboard.markup import plain
from dashboard.ui.front_page import front_page
from dashboard.view.parts import quotation

LOCAL = ("localhost", "127.0.0.1", "::1")
"""Names of this machine."""
_OPEN = {"_stcore": ("health", "host-config", "stream"), "component": (), "app": ()}
"""Of Streamlit's folders, what a page asks for.

Closed: metrics, uploads, the agent API and components of others.
"""
_MOST_REFUSALS = 20
"""Most origins that the log names."""
_log = logging.getLogger(__name__)


def policy(page: bytes, ancestors: Sequence[str]) -> str:
    """The Content-Security-Policy: nothing from another host, and no script in ``page`` but those
    that stand there.

    Scripts from ``blob:`` are our own components, whose source Streamlit sends and the browser then
    loads so. Styles within the page are how Streamlit and Plotly style everything. ``ancestors``
    may show the dashboard in a frame.
    """
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts
    )
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {' '.join(ancestors) or chr(39) + 'none' + chr(39)}",
        )
    )


class Guard:
    """An ASGI application that answers for ``app``, which is Streamlit's, below ``base``.

    ``origins`` are the addresses that readers use besides this machine's own names:
    'https://board.example.org'.
    """

    def __init__(
        self, app: ASGIApp, base: str, origins: Collection[str], ancestors: Sequence[str]
    ) -> None:
        """``ancestors``: addresses of pages that may show the dashboard in a frame."""
        self._app, self._base, self._origins = app, base, frozenset(origins)
        self._hosts = {*LOCAL, *(urlsplit(origin).hostname for origin in origins)}
        self._page = front_page(base)
        self._headers = {
            "Content-Security-Policy": policy(self._page, ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }
        self._refusals: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let Streamlit answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._answer(scope, receive, self._sender(scope, send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _host(HTTPConnection(scope).headers) not in self._hosts:
            refusal = PlainTextResponse(
                "The dashboard is not served under this name; see DASHBOARD_ORIGIN.", 421
            )
            await refusal(scope, receive, send)
        elif self._is_closed(scope["path"]):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif known := self._page_address(scope["path"]):
            query = scope.get("query_string", b"").decode("latin-1")
            address = f"{known}?{query}" if query else known
            await RedirectResponse(address, 308)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open a WebSocket for a page of ours alone, and show it to Streamlit as one of the same
        origin.
        """
        headers = HTTPConnection(scope).headers
        origin, host = headers.get("origin", ""), headers.get("host", "")
        scheme = {"ws": "http", "wss": "https"}.get(scope.get("scheme", "ws"), "http")
        served = origin == f"{scheme}://{host}" and _host(headers) in LOCAL
        ours = origin in self._origins or served
        if not ours or not self._streams(scope["path"]):
            if not ours:
                self._log_refusal(origin)
            refusal = PlainTextResponse("Forbidden", 403, headers=self._headers)
            await WebSocket(scope, receive, send).send_denial_response(refusal)
            return
        raw = [
            (name, _netloc(origin).encode() if name == b"host" else value)
            for name, value in scope["headers"]
        ]
        await self._app({**scope, "headers": raw}, receive, send)

    def _page_address(self, path: str) -> str:
        """The path of the page that ``path`` names in another way: in other letters, as '/Compare',
        or the first page by its name, as '/overview'; '' where it is the page's own or none's.
        """
        base = f"/{self._base}" if self._base else ""
        name = path.removeprefix(f"{base}/")
        lower = name.casefold()
        if lower == next(iter(PAGES)):
            return f"{base}/"
        return f"{base}/{lower}" if lower in PAGES and name != lower else ""

    def _streams(self, path: str) -> bool:
        """Whether a path is that of Streamlit's one WebSocket."""
        return path == f"{'/' + self._base if self._base else ''}/_stcore/stream"

    def _is_closed(self, path: str) -> bool:
        below = path.removeprefix(f"/{self._base}") if self._base else path
        folder, _, rest = below.strip("/").partition("/")
        return folder in _OPEN and rest not in _OPEN[folder]

    def _log_refusal(self, origin: str) -> None:
        if origin not in self._refusals and len(self._refusals) < _MOST_REFUSALS:
            self._refusals.add(origin)
            _log.warning(
                "A page at %s asked for a connection and was refused. Where readers use that"
                " address, set DASHBOARD_ORIGIN to it.",
                quotation(plain(origin)),
            )

    def _sender(self, scope: Scope, send: Send) -> Send:
        """``send`` with our headers, and with our page where Streamlit's own is sent."""
        page = b"" if scope["method"] == "HEAD" else self._page
        with_page = False

        async def send_on(message: Message) -> None:
            nonlocal with_page
            if message["type"] == "http.response.start":
                with_page = self._start(message)
            elif with_page:
                if message.get("more_body"):
                    return
                message = {"type": "http.response.body", "body": page}
            await send(message)

        return send_on

    def _start(self, message: Message) -> bool:
        """Put our headers into the start of an answer; whether it is Streamlit's page, for which
        ours is sent.
        """
        headers = MutableHeaders(scope=message)
        headers.update(self._headers)
        if message["status"] != 200 or not headers.get("content-type", "").startswith("text/html"):
            return False
        for name in ("etag", "last-modified", "accept-ranges", "content-encoding"):
            del headers[name]
        headers["content-length"] = str(len(self._page))
        return True


def _host(headers: Headers) -> str | None:
    """The name under which a request asks for the server, without its port."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return None


def _netloc(origin: str) -> str:
    """Host and port of an origin; '' where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
