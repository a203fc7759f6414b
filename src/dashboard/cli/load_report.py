"""What the command 'load' tells of one file: what it covers, and what it changes of what stood
before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pandas as pd
from rich import box
from rich.table import Table

from dashboard.cli.publish import out, say
from dashboard.declared.models import LEVELS, Source
from dashboard.declared.read import Declarations
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.compare_release import Difference
from dashboard.text import period_words, plural_ending

_LEVELS = {"ward": "wards", "borough": "boroughs", "bcu": "BCUs", "mps": "MPS"}
_MOST_NAMES = 5
"""Areas that are named, and rows of a table."""
_LEAST_DIFFERENCE = 0.01
"""Part of its area below which an area drawn otherwise may only be the same border drawn with other
points.
"""


def heading(file: Path, source: Source, published: dt.date) -> None:
    """Print which file it is, and of what."""
    out.print(f"\n[bold]{source.name}[/bold], published {published}", highlight=False)
    out.print(file.name, markup=False, highlight=False)


def describe_coverage(loaded_file: LoadedFile, declarations: Declarations) -> str:
    """Rows, values, areas and periods of the file, in a sentence."""
    rows_text = f"{loaded_file.rows_read:,} row{plural_ending(loaded_file.rows_read)} read"
    if len(loaded_file.boundaries):
        return f"{rows_text}; {loaded_file.boundaries['area'].nunique():,} areas drawn."
    if len(loaded_file.plan_wards):
        plans = loaded_file.plan_wards.groupby("plan", sort=True).size()
        return f"{rows_text}; {', '.join(f'{n:,} wards of {plan}' for plan, n in plans.items())}."
    if loaded_file.facts.empty:
        return f"{rows_text}; it has no figures that can be used."
    rows = loaded_file.facts
    counts = Counter(declarations.areas[code].level for code in rows["area"].unique())
    areas = ", ".join(
        _LEVELS[x] if x == "mps" else f"{counts[x]:,} {_LEVELS[x]}" for x in LEVELS if counts[x]
    )
    ends = pd.to_datetime(rows["period_end"])
    spans = [
        period_words(r["period_start"], r["period_end"])
        for r in (rows.loc[ends.idxmin()], rows.loc[ends.idxmax()])
    ]
    number = ends.nunique()
    periods_text = f"{number} period{plural_ending(number)}"
    return (
        f"{rows_text}; {len(rows):,} value{plural_ending(len(rows))} for {areas}; {periods_text},"
        f" {' to '.join(dict.fromkeys(spans))}."
    )


def changes(
    difference: Difference, source: Source, published: dt.date, declarations: Declarations
) -> None:
    """Print what a file changes: how many values, of which areas, and the largest changes."""
    if difference.is_demonstration:
        say(
            "It takes the place of the demonstration's figures of this source, which are invented,"
            f" so no revision is counted: all {difference.additions:,} are new."
        )
        return
    if difference.is_first:
        say(f"All {difference.additions:,} are new: nothing of this source stood on {published}.")
        return
    if difference.regrouped_periods:
        say(
            f"The wards changed: {difference.regrouped_periods} periods that stood by borough, being on earlier"
            " wards, are given by ward of today. They are compared by borough, and no ward is"
            " matched by its name."
        )
    figures = source.format not in ("boundaries", "allocation_plan")
    stays = (
        " (no longer given; they go on standing as they were)"
        if difference.removals and figures
        else ""
    )
    say(
        f"{difference.additions:,} new, {difference.revisions:,} revised, {difference.removals:,} vanished{stays}."
    )
    words_new, words_gone = (
        ("drawn now and not before", "no longer drawn")
        if source.format == "boundaries"
        else ("with figures now and none before", "without any now")
    )
    for codes, words in ((difference.areas_new, words_new), (difference.areas_gone, words_gone)):
        if codes:
            names = ", ".join(
                f"{declarations.areas[code].name} ({code})" for code in codes[:_MOST_NAMES]
            )
            say(
                f"Areas {words}: {len(codes)} ({names}{', ...' if len(codes) > _MOST_NAMES else ''})."
            )
    _revisions(difference.largest_revisions, source, declarations)
    _print_redrawn(difference.redrawn_areas, declarations)
    for plan, rows in difference.plan_changes.groupby("plan", sort=True):
        _print_plan_changes(str(plan), rows, declarations)


def _revisions(rows: pd.DataFrame, source: Source, declarations: Declarations) -> None:
    if rows.empty:
        return
    table = _table(
        "Largest revisions, one a measure and area",
        "measure",
        "area",
        "period",
        "was",
        "is",
        "periods",
    )
    labels = {m.id: m.label or m.id for m in source.measure}
    for r in rows.itertuples():
        measure = labels.get(r.measure, r.measure).replace("_", " ").replace("/", ": ")
        group = f" ({r.group_name})" if r.group_name else ""
        table.add_row(
            measure + group,
            declarations.areas[r.area].name,
            period_words(r.period_start, r.period_end),
            _figure(r.before),
            _figure(r.after),
            f"{r.periods:,}",
        )
    out.print(table)


def _print_redrawn(rows: pd.DataFrame, declarations: Declarations) -> None:
    if rows.empty:
        return
    moved_areas = rows[rows["differs"] >= _LEAST_DIFFERENCE]
    slight = len(rows) - len(moved_areas)
    also = (
        f"; {slight:,} by less, which may be the same border drawn with other points"
        if slight
        else ""
    )
    say(f"Redrawn by {_LEAST_DIFFERENCE:.0%} of their area or more: {len(moved_areas):,}{also}.")
    if moved_areas.empty:
        return
    table = _table("Most redrawn", "area", "code", "sq km was", "is", "differs")
    for r in moved_areas.head(_MOST_NAMES).itertuples():
        table.add_row(
            declarations.areas[r.area].name,
            r.area,
            f"{r.km2_before:.2f}",
            f"{r.km2_after:.2f}",
            f"{r.differs:.0%}",
        )
    out.print(table)


def _print_plan_changes(plan: str, rows: pd.DataFrame, declarations: Declarations) -> None:
    wards_in_both = rows.dropna(subset=["tier_before", "tier_after"])
    moves = Counter(
        f"{r.tier_before} to {r.tier_after}"
        for r in wards_in_both.itertuples()
        if r.tier_before != r.tier_after
    )
    tiers = ", ".join(f"{n} {words}" for words, n in sorted(moves.items())) or "none moves"
    posts = [
        f"{name} posts"
        f" {_format_signed((rows[f'{kind}_after'].fillna(0) - rows[f'{kind}_before'].fillna(0)).sum())}"
        for kind, name in (("dwo", "DWO"), ("pcso", "PCSO"))
    ]
    say(
        f"Plan {plan}: of its wards {len(rows):,} differ; tiers: {tiers}; {', '.join(posts)}; other"
        f" scores of need in {int(wards_in_both['rescored'].sum()):,}."
    )
    size = sum(
        (rows[f"{kind}_after"].fillna(0) - rows[f"{kind}_before"].fillna(0)).abs()
        for kind in ("dwo", "pcso")
    )
    moved_wards = rows[
        (size > 0) | (rows["tier_before"].fillna("") != rows["tier_after"].fillna(""))
    ]
    if moved_wards.empty:
        return
    table = _table("Most changed", "ward", "tier", "DWO posts", "PCSO posts")
    for r in (
        moved_wards.loc[size[moved_wards.index].sort_values(ascending=False, kind="stable").index]
        .head(_MOST_NAMES)
        .itertuples()
    ):
        table.add_row(
            f"{declarations.areas[r.ward].name} ({r.ward})",
            _step(r.tier_before, r.tier_after),
            _step(r.dwo_before, r.dwo_after),
            _step(r.pcso_before, r.pcso_after),
        )
    out.print(table)


def _step(value_before: object, value_after: object) -> str:
    """'2 to 3', 'standard', 'none to 2' for a ward that is new."""
    words = [
        "none" if pd.isna(x) else _figure(x) if isinstance(x, float) else str(x)  # type: ignore[call-overload]
        for x in (value_before, value_after)
    ]
    return " to ".join(dict.fromkeys(words))


def _format_signed(value: float) -> str:
    return f"{value:+,.4g}" if value else "as many"


def _table(title: str, *columns: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="", pad_edge=False
    )
    for column in columns:
        right = column in ("was", "is", "periods", "sq km was", "differs")
        table.add_column(column, justify="right" if right else "left")
    return table


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
