"""TOML read from a file of anyone's: whatever is wrong with it is one kind of error."""

from __future__ import annotations

import tomllib
from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """The tables that ``text`` holds.

    Raises:
        TOMLDecodeError: it is no TOML, nests deeper than Python reads, or holds a number of more
            digits than Python takes.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("its brackets nest too deeply") from None
    except ValueError:
        raise tomllib.TOMLDecodeError("a number in it has too many digits") from None
