"""The one HTML page that every address is answered with: Streamlit's own, told where its server is,
and what stands in it before Streamlit's script is there and once its server is gone.
"""

from __future__ import annotations

from pathlib import Path

import orjson
import streamlit

_OWN = Path(__file__)
_BODY = """
<p class="waiting" role="status" hidden>Preparing the slides… Keys pressed now count once they are here.</p>
<p class="away" role="status" hidden></p>
<script>{script}</script>
</body>"""


def front_page(base: str) -> bytes:
    """The page, told that its server is below ``base`` ('' or 'board').

    Left to itself it looks for the server below the address of each page first, and finds nothing
    there.
    """
    html = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    where = orjson.dumps(f"/{base}").decode()
    script = (
        f"<script>window.__streamlit = {{BACKEND_BASE_URL: location.origin + {where}}}</script>"
    )
    style = f"<style>{_OWN.with_suffix('.css').read_text(encoding='utf-8')}</style>"
    body = _BODY.format(script=_OWN.with_suffix(".js").read_text(encoding="utf-8"))
    html = html.replace("<head>", f"<head>{script}{style}", 1)
    html = html.replace("<title>Streamlit</title>", "<title>Ward to Board</title>", 1)
    return html.replace("</body>", body, 1).encode()
