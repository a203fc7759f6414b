"""The QR code of an address, as a picture."""

from __future__ import annotations

import io
from urllib.parse import urlsplit, urlunsplit

import segno


def draw_qr(address: str) -> bytes:
    """PNG of the QR code of ``address``; of the page alone where the address is too long for one."""
    try:
        code = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError:
        bare = urlunsplit(urlsplit(address)._replace(query="", fragment=""))
        code = segno.make(bare, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=5, border=2)
    return out.getvalue()
