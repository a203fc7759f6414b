"""Posts needed to bring every ward up to the minimum, by borough and in London."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.stacked_bars import stacked_bars
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.text import opening
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.stats.need import to_minimum
from dashboard.text import count_things, join_names, posts_words

_KINDS = {"dwo": "DWO", "pcso": "PCSO"}


@once
def restore(wards: Wards) -> Panel:
    """What every ward lacks of the minimum, in post and as established, whatever borough the page
    is about.
    """
    parameters = {"period": wards.period, "borough": ""}
    rows = wards.page.store.query("ward_posts", **parameters)
    need = [
        _posts_needed(wards, rows, held).add_suffix(f"_{held}") for held in ("in_post", "posts")
    ]
    table = need[0].join(need[1])
    names = dict(zip(rows["borough"], rows["borough_name"], strict=True)) | {"all": "London"}
    table.insert(0, "name", [names[code] for code in table.index])
    return wards.page.panel(
        "restore",
        title=_title(table.loc["all"]),
        reading=_reading(wards, table),
        table=_table(wards, table),
        subtitle=(
            f"Officers and posts that wards lack of the minimum of {wards.team}, full-time"
            f" equivalents, boroughs of London, {wards.when}"
        ),
        figure=_figure(wards, table),
        indicators=wards.page.with_figures(("wards_below_minimum",)),
        releases=set(rows["posts_release"].dropna()),
        query="ward_posts",
        parameters=parameters,
        notes=(
            (
                "Each ward's gap to the minimum is added up, of DWOs and PCSOs apart. What one ward"
                " has to spare is not set against what another lacks."
            ),
            (
                "In post: people; established: posts, filled or vacant. Where established posts"
                " lack nothing, filling vacancies alone would restore the minimum."
            ),
        ),
    )


def _posts_needed(wards: Wards, rows: pd.DataFrame, in_post: str) -> pd.DataFrame:
    """``need.to_minimum`` of those in post, or of posts, by borough and 'all'."""
    kinds = pd.DataFrame(
        {"borough": rows["borough"], **{kind: rows[f"{kind}_{in_post}"] for kind in wards.least}}
    )
    return to_minimum(kinds, wards.least).set_index("borough")


def _words(row: pd.Series, in_post: str) -> str:
    parts = []
    for kind, name in _KINDS.items():
        number = posts_words(row[f"needed_{kind}_{in_post}"])
        if number != "0":
            parts.append(f"{number} {name}{'' if number == '1' else 's'}")
    return join_names(parts) or "nothing"


def _title(london: pd.Series) -> str:
    if not london["wards_in_post"]:
        return "No ward has a figure for this month"
    if not london["below_in_post"]:
        return "Every ward of London has the minimum in post"
    return f"London lacks {_words(london, 'in_post')} of the minimum"


def _reading(wards: Wards, table: pd.DataFrame) -> str:
    london = table.loc["all"]
    if not london["wards_in_post"]:
        return f"No ward of London has a figure of those in post {wards.when}."
    words = (
        f"{opening(wards.when)}, {count_things(int(london['below_in_post']), 'ward', 'wards')} of"
        f" {int(london['wards_in_post'])} in London are below {wards.team} in post. They lack"
        f" {_words(london, 'in_post')}."
    )
    if london["below_posts"]:
        words += (
            f" {int(london['below_posts'])} lack posts as established: {_words(london, 'posts')}."
        )
    elif london["wards_posts"]:
        words += " Established posts give every ward the minimum: the gap is vacancies."
    boroughs = table.drop(index="all")
    size = boroughs["needed_dwo_in_post"] + boroughs["needed_pcso_in_post"]
    if wards.borough in table.index:
        words += f" {wards.place} lacks {_words(table.loc[wards.borough], 'in_post')}."
    elif size.max() > 0:
        words += (
            f" {boroughs.loc[size.idxmax(), 'name']} lacks most,"
            f" {_words(boroughs.loc[size.idxmax()], 'in_post')}."
        )
    if london["unknown_in_post"]:
        words += (
            f" {count_things(int(london['unknown_in_post']), 'ward has', 'wards have')} no figure."
        )
    return words


def _figure(wards: Wards, table: pd.DataFrame) -> Any:
    rows = table.drop(index="all")
    rows = rows[rows["below_in_post"] > 0]
    if rows.empty:
        return None
    bars = pd.concat(
        [
            pd.DataFrame(
                {
                    "area": rows.index,
                    "name": rows["name"],
                    "category": f"{name} lacking in post",
                    "value": rows[f"needed_{kind}_in_post"],
                }
            )
            for kind, name in _KINDS.items()
        ]
    )
    return stacked_bars(
        bars,
        unit="full-time equivalents",
        decimals=2,
        selected_areas=[wards.borough] if wards.borough else [],
        dark=wards.page.dark,
    )


def _table(wards: Wards, table: pd.DataFrame) -> pd.DataFrame:
    first = [code for code in (wards.borough, "all") if code in table.index]
    rest = table.drop(index=first)
    rest = rest.sort_values(["below_in_post", "name"], ascending=[False, True])
    heads = {
        "name": "Area",
        "wards_in_post": "Wards with a figure",
        "below_in_post": "Wards below in post",
        "needed_dwo_in_post": "DWOs lacking in post",
        "needed_pcso_in_post": "PCSOs lacking in post",
        "below_posts": "Wards below as established",
        "needed_dwo_posts": "DWO posts lacking",
        "needed_pcso_posts": "PCSO posts lacking",
    }
    return (
        pd.concat([table.loc[first], rest])[list(heads)]
        .rename(columns=heads)
        .round(2)
        .reset_index(drop=True)
    )
