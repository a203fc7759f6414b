"""What is worked out once for a page, however many readers ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

One = TypeVar("One")
Answer = TypeVar("Answer")


def once(make: Callable[[One], Answer]) -> Callable[[One], Answer]:
    """``make``, whose answer is kept in what it is made of: the page, or what stands on it.

    A page shows one view of one database and nothing in it is changed, so the same question has the
    same answer. ``once(Comparison)(page)`` may stand wherever it is needed: the first makes the
    page's comparison, and every other, of another module too, is given that one.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make, updated=())
    def answer_once(one: One) -> Answer:
        held: dict[str, Any] = one.__dict__
        if name not in held:
            held[name] = make(one)
        return held[name]

    return answer_once
