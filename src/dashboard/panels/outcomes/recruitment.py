"""PCSO recruitment: those in post against the line to the target, the net change by month, and a
faster intake.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.ahead import chance_text
from dashboard.figures.demand import demand as columns
from dashboard.figures.fan import fan
from dashboard.figures.lines import lines
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.what_if import levers
from dashboard.panels.outcomes.recruitment_data import PCSOS, Posts, posts
from dashboard.panels.outcomes.recruitment_text import (
    METHOD,
    NET,
    NO_PROJECTION,
    away_words,
    intake_words,
    joiners_words,
    projected_sentence,
    standing_words,
)
from dashboard.stats.back_test import LEVELS
from dashboard.stats.recruitment import Intake, add_joiners, compare_intakes
from dashboard.text import month
from dashboard.view.what_if import LeverSetting

_EVERY = 5
"""Joiners a month between one row of the table of faster intakes and the next."""


@chart("outcomes", "recruitment", order=6)
@once
def recruitment(page: Page) -> Panel | None:
    """PCSOs in post by month, the line to the target and the projection; None where no figures are
    loaded.
    """
    strength = posts(page)
    if strength is None:
        return None
    options: dict[str, Any] = {
        "unit": "",
        "decimals": 0,
        "events": strength.events,
        "dark": page.dark,
    }
    line, projection = strength.line, strength.projection
    if line is None or projection is None:
        table = strength.rows.assign(series=PCSOS, label="In post", lower=np.nan, upper=np.nan)
        figure = lines(table, highlight=PCSOS, **options)
        title, reading = away_words(strength.last, strength.targets)
    else:
        figure = fan(
            strength.rows[["period_end", "value"]],
            projection.ahead,
            label="In post",
            target=(line.end, line.goal),
            baseline=(line.start, line.base),
            **options,
        )
        title, reading = standing_words(strength.every, line)
        reading += projected_sentence(projection, line)
    notes = [
        *strength.targets["note"],
        NO_PROJECTION,
        *([METHOD] if projection and projection.ahead is not None else []),
    ]
    subtitle = f"PCSOs in post, full-time equivalent, {strength.months}"
    if projection and projection.ahead is not None:
        subtitle += (
            f", projected to {month(projection.ahead['period_end'].iloc[-1])} with bands of 50, 80"
            " and 95%"
        )
    return strength.panel(
        "recruitment",
        title=title,
        reading=reading,
        table=_table(strength),
        figure=figure,
        subtitle=subtitle,
        notes=notes,
    )


def _table(strength: Posts) -> pd.DataFrame:
    """One row a month: what is projected, nearest first, then what was, newest first, with the line
    and the gap.
    """
    rows = strength.rows.iloc[::-1]
    table = pd.DataFrame(
        {"Month ends": rows["period_end"].dt.strftime("%Y-%m-%d"), "PCSOs in post": rows["value"]}
    )
    if strength.line is None:
        return table.reset_index(drop=True)
    covered = rows["period_end"] <= strength.line.end
    table["Line to the target"] = (
        pd.Series(strength.line.at(rows["period_end"]), rows.index).where(covered).round(1)
    )
    table["Gap to the line"] = (table["PCSOs in post"] - table["Line to the target"]).round(1)
    ahead = strength.projection.ahead if strength.projection else None
    if ahead is None:
        return table.reset_index(drop=True)
    then = pd.DataFrame(
        {
            "Month ends": ahead["period_end"].dt.strftime("%Y-%m-%d"),
            "Figure": "projected",
            "PCSOs in post": ahead["value"].round(0),
            "Line to the target": ahead["required"].round(1),
            "Gap to the line": (ahead["value"] - ahead["required"]).round(1),
        }
    )
    for level in LEVELS:
        for side in ("lower", "upper"):
            then[f"{side.capitalize()} {level}%"] = ahead[f"{side}_{level}"].round(0)
    then["Chance of the target"] = [chance_text(chance) for chance in ahead["chance"]]
    return pd.concat([then, table.assign(Figure="observed")], ignore_index=True)


@chart("outcomes", "joiners", order=7, section="joiners")
@once
def joiners(page: Page) -> Panel | None:
    """The net change in PCSOs by month beside the pace needed; None with fewer than two months in a
    row.
    """
    strength = posts(page)
    if strength is None:
        return None
    net = _net(strength)
    if net["value"].isna().all():
        return None
    projection = strength.projection
    levels = []
    if projection and projection.needed_pace:
        levels.append((f"Needed {projection.needed_pace:+,.0f} a month", projection.needed_pace))
    if projection and projection.pace is not None:
        levels.append((f"Pace {projection.pace:+,.1f}", projection.pace))
    figure = columns(
        net.assign(series="net", label="Net change"),
        unit="PCSOs",
        decimals=0,
        levels=levels,
        events=strength.events,
        dark=page.dark,
    )
    title, reading = joiners_words(net, projection)
    table = pd.DataFrame(
        {"Month ends": net["period_end"].dt.strftime("%Y-%m-%d"), "Net change": net["value"]}
    )
    return strength.panel(
        "joiners",
        title=title,
        reading=reading,
        table=table.iloc[::-1].reset_index(drop=True),
        figure=figure,
        subtitle=f"Net change in PCSOs on the month before, {strength.months}",
        notes=[NET],
    )


def _net(strength: Posts) -> pd.DataFrame:
    """period_end and value, the change on the month before; NaN where that month has no figure."""
    rows = strength.every[["period_end", "value"]].reset_index(drop=True)
    number = 12 * rows["period_end"].dt.year + rows["period_end"].dt.month
    rows["value"] = rows["value"].diff().where(number.diff() == 1)
    return rows[rows["period_end"] >= strength.rows["period_end"].iloc[0]].iloc[
        -len(strength.rows) :
    ]


def may_ask(page: Page) -> bool:
    """Whether a faster intake may be asked about: something is projected, and levers are declared."""
    held = posts(page)
    return (
        held is not None
        and held.projection is not None
        and held.projection.ahead is not None
        and bool(levers(page))
    )


def intake(page: Page, what_if: Sequence[LeverSetting]) -> Panel | None:
    """What more joiners a month would do within the training capacity assumed; None without a
    projection.
    """
    strength, levers_by_id = posts(page), {lever.id: lever for lever in levers(page)}
    if (
        strength is None
        or strength.line is None
        or strength.projection is None
        or strength.projection.ahead is None
        or not levers_by_id
    ):
        return None
    moved = {one.lever: one.value for one in what_if}
    at = {name: float(moved.get(name, lever.value)) for name, lever in levers_by_id.items()}
    assumption = Intake(at["leavers"], at["capacity"], int(at["delay"]))
    every = compare_intakes(strength.projection, strength.line, assumption)
    most = len(every) - 1
    more = min(int(at["intake"]), most)
    ahead = strength.projection.ahead
    line = (
        ahead[["period_end"]].assign(value=add_joiners(strength.projection, more, assumption.delay))
        if more
        else None
    )
    figure = fan(
        strength.rows[["period_end", "value"]],
        ahead,
        unit="",
        decimals=0,
        label="In post",
        what_if=line,
        target=(strength.line.end, strength.line.goal),
        baseline=(strength.line.start, strength.line.base),
        dark=page.dark,
    )
    title, reading = intake_words(
        strength.projection, every, strength.line, assumption, int(at["intake"]), more
    )
    when = month(ahead["period_end"].iloc[-1])
    rows = every[(every.index % _EVERY == 0) | every.index.isin([more, most])]
    return strength.panel(
        "intake",
        title=title,
        reading=reading,
        table=_intakes(rows, when),
        figure=figure,
        subtitle=f"PCSOs in post, MPS, projected to {when}; an ASSUMPTION throughout",
        notes=[
            METHOD,
            *(
                f"Assumed: {lever.name.lower()}, {at[lever.id]:g}. {lever.note}"
                for lever in levers(page)
            ),
        ],
    )


def _intakes(rows: pd.DataFrame, when: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "More joiners a month": rows.index,
            "Joiners a month": rows["joiners"].round(1),
            "Net a month": rows["net"].round(1),
            f"In post by {when}": rows["in_post"].round(0),
            "Chance of the target": [chance_text(chance) for chance in rows["chance"]],
            "Target reached": [
                f"{d:%Y-%m-%d}" if pd.notna(d) else "not by then" for d in rows["reached"]
            ],
            "Basis": rows["basis"],
        }
    ).reset_index(drop=True)


@chart("outcomes", "intake", order=8, section="intake")
def intake_of_view(page: Page) -> Panel | None:
    """What more joiners a month would do, with the levers of the view moved."""
    return intake(page, page.view.what_if)
