"""A figure as the JSON that is sent to be drawn."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import pandas as pd
import plotly.graph_objects as go

Trace = dict[str, Any]


_OTHER_TAG = re.compile(rb'<(?!/?b>|br>|/?extra>|span style=\\"color:#[0-9A-Fa-f]{6}\\">|/span>)')


@dataclass(frozen=True)
class DrawnFigure:
    """A figure that is done: its traces and layout as plain dicts, never changed, as several
    readers share them.
    """

    traces: list[Trace]
    settings: dict[str, Any]

    @cached_property
    def plotly(self) -> go.Figure:
        """The figure as Plotly's own, for what is not the page."""
        return go.Figure(data=self.traces, layout=self.settings, _validate=False)

    @property
    def data(self) -> Any:
        """The traces as Plotly's own."""
        return self.plotly.data

    @property
    def layout(self) -> Any:
        """The layout as Plotly's own."""
        return self.plotly.layout

    @cached_property
    def json(self) -> bytes:
        """The figure as JSON, as the page draws it. A number that is not one is null.

        Plotly takes labels for HTML. Names are escaped where they are written (``format.safe``);
        here, where every figure passes, any tag but the few that figures use is made words.
        """
        told = {"data": self.traces, "layout": self.settings}
        return _OTHER_TAG.sub(
            b"&lt;", orjson.dumps(told, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)
        )


def _plain(value: Any) -> Any:
    """A column or a moment of pandas as what JSON knows."""
    if isinstance(value, (pd.Series, pd.Index)):
        return [None if pd.isna(each) else each for each in value]
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is not drawn")
