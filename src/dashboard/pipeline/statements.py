"""The statements with which a database is made: ``pipeline/sql/<module>/<name>.sql``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of ``sql/<name>.sql``; what stands in braces in it is put in by ``format``, from
    constants alone.
    """
    return files("dashboard.pipeline").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
