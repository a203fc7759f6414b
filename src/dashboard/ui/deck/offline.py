"""A pack as one HTML file that presents itself from disk: message, script, style and face in it."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path

import orjson
from markupsafe import escape

from dashboard.exports.address import address_of
from dashboard.markup import plain
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.packs.slides import PackSlides
from dashboard.settings import served_origins
from dashboard.ui.deck.message import deck_message
from dashboard.ui.deck.script import deck_script, deck_style

MIME = "text/html"
_FACE = "SourceSansVF-Upright*.woff2"
"""The face of the pages, as Streamlit ships it; where it is not there the system's takes its place."""
_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Ward to Board">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="stage"></main>
<noscript>These slides are drawn by the browser: allow scripts in this file.</noscript>
<script type="application/json" id="pack">{message}</script>
<script>{script}</script>
</body>
</html>
"""


def offline_file(slides: PackSlides, log: ActionLog) -> bytes:
    """The pack of ``slides`` as HTML that needs no server and asks for nothing from a network.

    ``log`` is the page of actions as it stands now. The slides lead to their live pages where the
    installation names an address for its readers (``DASHBOARD_ORIGIN``), and nowhere otherwise.
    """
    message = orjson.loads(deck_message(slides, log, dark=False))
    message["live"] = address_of("") if served_origins() else ""
    style = f"{_face()}html, body {{ margin: 0 }}\n{deck_style()}"
    alone = Path(__file__).with_name("alone.js").read_text(encoding="utf-8")
    script = f"{{\n{deck_script()}\n{alone}\n}}"
    return _PAGE.format(
        policy=_policy(script, style),
        title=escape(plain(slides.pack.title)),
        style=style,
        message=_in_script(message),
        script=script,
    ).encode()


def _in_script(message: object) -> str:
    """JSON that no text in it can end: '<' is written as its number."""
    return orjson.dumps(message).decode().replace("<", "\\u003c")


def _policy(script: str, style: str) -> str:
    """What the file may do: run its own script, use its own style and face, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(script)}",
            f"style-src-elem {_digest(style)}",
            "style-src-attr 'unsafe-inline'",  # The script sets sizes and places of what it draws.
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _face() -> str:
    """The rule that gives the file its face; '' where the face is not there."""
    folder = Path(str(resources.files("streamlit"))) / "static" / "static" / "media"
    file = next(iter(sorted(folder.glob(_FACE))), None)
    if file is None:
        return ""
    data = base64.b64encode(file.read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: {source} }}\n'
