"""Answers of the database that are kept, as nothing in an open database changes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

_MOST_ANSWERS, _MOST_ROWS = 128, 10_000
"""Answers kept, and the rows of the longest that is kept: every period of every borough is a
quarter of them.
"""
_OF_THE_RECORD = re.compile(r"\b(action|action_update|evidence|finding|meta)\b")
"""In the text of a query: it may read what the live record is laid over."""


class Answers:
    """The answers asked for last; a question that was asked before has the same answer."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Hashable) -> pd.DataFrame | None:
        """A copy of the answer kept, which may be changed in any way."""
        with self._lock:
            answer = self._answers.get(question)
            if answer is None:
                return None
            self._answers.move_to_end(question)
            return answer.copy()

    def keep(self, question: Hashable, answer: pd.DataFrame) -> None:
        """Keep an answer, and forget the one that was asked for longest ago where there are too
        many.
        """
        if len(answer) > _MOST_ROWS:
            return
        with self._lock:
            self._answers[question] = answer.copy()
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)


def reads_record(sql: str) -> bool:
    """Whether the query ``sql`` may have another answer once something is recorded."""
    return bool(_OF_THE_RECORD.search(sql))


def as_question(parameters: Mapping[str, Any]) -> Hashable:
    """The parameters of a query as part of a question, whatever their order."""
    return tuple((key, _hashable(value)) for key, value in sorted(parameters.items()))


def _hashable(value: Any) -> Hashable:
    """A parameter as part of a question: what is many as a tuple, each with its type, as 1 is not
    True.
    """
    if isinstance(value, (list, tuple, np.ndarray, pd.Series, pd.Index)):
        return tuple(_hashable(each) for each in value)
    return type(value), value
