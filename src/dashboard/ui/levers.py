"""Levers: what a reader may assume, as sliders that write the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.markup import Markdown
from dashboard.ui import filter_widgets, filters
from dashboard.ui.place import here
from dashboard.view.what_if import LeverSetting


def draw_levers(levers: Sequence[Any], kind: str = "") -> tuple[LeverSetting, ...]:
    """Draw a slider for each of ``levers`` (rows of ``queries/levers.sql``), and say what the URL
    then assumes.

    With a ``kind`` of figure ('share', 'duration') a second slider holds the elasticity assumed for
    it. A lever that stands where it is declared to stand stays out of the URL.
    """
    here.markdown(
        Markdown(
            "**What if?** :small[Every number below is an ASSUMPTION, declared and not measured;"
            " move it to ask.]"
        )
    )
    last = {one.lever: one for one in filters.session_view().what_if}
    for place, lever in zip(here.columns(len(levers)), levers, strict=True):
        with place:
            _lever(lever, kind, last.get(lever.id), levers)
    here.button(
        "Reset every assumption",
        key="reset_levers",
        on_click=_reset,
        args=(levers,),
        disabled=not any(lever.id in last for lever in levers),
    )
    return filters.session_view().what_if


def _lever(lever: Any, kind: str, assumption: LeverSetting | None, levers: Sequence[Any]) -> None:
    """The slider of one lever, and of its elasticity."""
    key = f"lever_{lever.id}"
    change = kind != ""
    filter_widgets.mirror(key, assumption.value if assumption else lever.value)
    here.slider(
        f"{lever.name}, change in %" if change else lever.name,
        lever.low,
        lever.high,
        step=lever.step,
        key=key,
        format="%+.0f%%" if change else "%.0f",
        help=lever.note,
        on_change=_lever_changed,
        args=(levers, kind),
    )
    if not change:
        return
    declared, low, high = (getattr(lever, f"{kind}_{name}") for name in ("value", "low", "high"))
    value = assumption.elasticity if assumption else None
    shown = value if value is not None and low <= value <= high else declared
    filter_widgets.mirror(f"{key}_elasticity", shown)
    here.slider(
        f"Elasticity assumed for {lever.name.lower()}",
        low,
        high,
        step=0.1,
        key=f"{key}_elasticity",
        format="%.1f",
        help=getattr(lever, f"{kind}_note"),
        on_change=_lever_changed,
        args=(levers, kind),
    )


def _lever_changed(levers: Sequence[Any], kind: str) -> None:
    """Write where the levers stand; those of other pages stay as they are."""
    here = []
    for lever in levers:
        value = round(float(st.session_state[f"lever_{lever.id}"]), 6)
        own_value = None
        if kind:
            at = round(float(st.session_state[f"lever_{lever.id}_elasticity"]), 6)
            own_value = None if at == getattr(lever, f"{kind}_value") else at
        if value != lever.value or own_value is not None:
            here.append(LeverSetting(lever.id, value, own_value))
    _write(levers, here)


def _reset(levers: Sequence[Any]) -> None:
    _write(levers, [])


def _write(levers: Sequence[Any], here: Sequence[LeverSetting]) -> None:
    view, ours = filters.session_view(), {lever.id for lever in levers}
    filters.write(
        replace(view, what_if=(*(one for one in view.what_if if one.lever not in ours), *here))
    )
