"""Workforce: officers not fully deployable, and supervision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.ranking import ranking
from dashboard.figures.stacked_bars import MOST_CATEGORIES, stacked_bars
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.outcomes.data import until
from dashboard.panels.outcomes.detections import be
from dashboard.text import day, figure_text, rounded_gap

ALL, LIMITED, SHARE = "not_fully_deployable", "limited_duties", "not_deployable_share"
RATIO = "constables_per_sergeant"
OTHERS = "All other categories"


@chart("outcomes", "deployability", order=4)
@once
def deployability(page: Page) -> Panel | None:
    """Officers not fully deployable by BCU and category, limited duties first; None where no
    figures are loaded.
    """
    parameters: dict[str, Any] = {
        "indicators": [ALL, LIMITED, SHARE],
        "until": until(page),
    }
    rows = page.store.query("bcu_categories", **parameters)
    bcus = rows[rows["level"] == "bcu"]
    if bcus.empty:
        return None
    wide = _by_area(rows)
    parts = _parts(rows)
    when = day(rows["period_end"].iloc[0].date())
    outside = _outside(wide)
    title, reading = _deployable_words(page, wide, when, outside)
    figure = stacked_bars(
        parts[parts["level"] == "bcu"], unit="officers", categories=_order(parts), dark=page.dark
    )
    return page.panel(
        "deployability",
        title=title,
        subtitle=f"Officers by category, 12 BCUs, at {when}"
        + (f"; {outside:,.0f} more serve outside them" if outside else ""),
        reading=reading + _withheld_words(page, parts),
        table=_deployable_table(wide, parts),
        figure=figure if len(parts) else None,
        indicators=[ALL, LIMITED, SHARE],
        releases=rows["release"].unique(),
        query="bcu_categories",
        parameters=parameters,
        notes=_deployable_notes(rows),
    )


def _withheld_words(page: Page, parts: pd.DataFrame) -> str:
    """How many parts of the bars are withheld and why; '' where none is."""
    count = int(((parts["level"] == "bcu") & parts["withheld"].notna()).sum())
    if not count:
        return ""
    least = int(page.indicators.loc[ALL, "withhold_below"])
    return (
        f" {count} part{'s' if count > 1 else ''} of the bars {be(count)} withheld, with fewer"
        f" than {least} officers or as they would give such a figure away."
    )


def _deployable_notes(rows: pd.DataFrame) -> list[str]:
    notes = [
        (
            "The first parts of each bar are limited duties: officers at work who can do part of"
            " the job."
        ),
        (
            "A bar shows how many; areas of different size are compared by the share of officers in"
            " the table."
        ),
    ]
    if bool(rows.loc[rows["level"] == "mps", "rolled_up"].any()):
        notes.append(
            "The MPS figure is the sum of its BCUs: officers of central commands are in it only"
            " where they are placed on a BCU."
        )
    return notes


def _by_area(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a BCU and the MPS: all, limited, share, officers and all_before (a year before), by
    code.
    """
    whole = rows[rows["category"] == ""]
    wide = whole.drop_duplicates("area").set_index("area")[["name", "level"]]
    for column, indicator, field in (
        ("all", ALL, "value"),
        ("limited", LIMITED, "value"),
        ("share", SHARE, "value"),
        ("officers", SHARE, "denominator"),
        ("all_before", ALL, "year_value"),
    ):
        wide[column] = whole[whole["indicator"] == indicator].set_index("area")[field]
    return wide.assign(is_mps=wide["level"] == "mps").sort_values(
        ["is_mps", "share"], ascending=[True, False]
    )


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    """The categories of each area, at most as many as a stack holds: limited duties first, then by
    size.
    """
    categories = rows[(rows["indicator"] == ALL) & (rows["category"] != "")]
    limited = set(rows.loc[rows["indicator"] == LIMITED, "category"])
    size = categories[categories["level"] == "bcu"].groupby("category")["value"].sum()
    order = sorted(size.index, key=lambda c: (c not in limited, -size[c]))
    if len(order) > MOST_CATEGORIES:
        kept = order[: MOST_CATEGORIES - 1]
        categories = categories.assign(
            category=categories["category"].where(categories["category"].isin(kept), OTHERS)
        )
        order = [*kept, OTHERS]
    return categories.assign(place=categories["category"].map({c: i for i, c in enumerate(order)}))


def _order(parts: pd.DataFrame) -> list[str]:
    return parts.sort_values("place")["category"].drop_duplicates().tolist()


def _deployable_words(page: Page, wide: pd.DataFrame, when: str, outside: float) -> tuple[str, str]:
    bcus = wide[wide["level"] == "bcu"].dropna(subset=["share"])
    whole = wide[wide["level"] == "mps"].dropna(subset=["all"])
    if whole.empty:
        title, reading = (
            "Officers not fully deployable, by BCU",
            f"There is no MPS total at {when}.",
        )
    else:
        mps = whole.iloc[0]
        title = f"{mps['all']:,.0f} officers are not fully deployable"
        reading = f"{mps['all']:,.0f} officers were not fully deployable at {when}"
        if pd.notna(mps["share"]):
            reading += f", {page.text(SHARE, mps['share'])} of all {mps['officers']:,.0f}"
        reading += f"; {_against_year(mps['all'], mps['all_before'], ('more', 'fewer'))}."
        if pd.notna(mps["limited"]):
            title += f", {mps['limited']:,.0f} on limited duties"
            reading += (
                f" By the narrower definition, limited duties only, {mps['limited']:,.0f} were."
            )
    if len(bcus) > 1:
        top, bottom = bcus.iloc[0], bcus.iloc[-1]
        reading += (
            f" The share not fully deployable runs from {page.text(SHARE, bottom['share'])} in"
            f" {bottom['name']} to {page.text(SHARE, top['share'])} in {top['name']}."
        )
    if outside:
        reading += (
            f" {outside:,.0f} of the {whole.iloc[0]['all']:,.0f} serve outside the BCUs drawn."
        )
    return title, reading


def _outside(wide: pd.DataFrame) -> float:
    """Officers not fully deployable who serve in no BCU; 0 where that is not known."""
    whole, counted = (wide[wide["level"] == level]["all"] for level in ("mps", "bcu"))
    if whole.empty or counted.empty or counted.isna().any():
        return 0.0
    return max(float(whole.iloc[0] - counted.sum()), 0.0)


def _against_year(now: float, before: float, words: tuple[str, str], decimals: int = 0) -> str:
    """'520 more than a year before (7,900)', a plain difference of complete counts."""
    if pd.isna(before):
        return "no figure a year before to compare with"
    held, gap = figure_text(before, "", decimals), rounded_gap(before, now, decimals)
    if gap == 0:
        return f"the same as a year before ({held})"
    return f"{abs(gap):,.{decimals}f} {words[int(gap < 0)]} than a year before ({held})"


def _deployable_table(wide: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """One row a BCU, highest share first, then the MPS; 'withheld' where the store withholds a
    figure.
    """
    table = pd.DataFrame(
        {
            "BCU": wide["name"],
            "Not fully deployable": wide["all"],
            "Of them on limited duties": wide["limited"],
            "Officers": wide["officers"],
            "Share of officers, per cent": wide["share"].round(1),
            "Change on year, officers": wide["all"] - wide["all_before"],
        }
    )
    cells = parts.groupby(["area", "category"])
    values = cells["value"].sum(min_count=1).unstack().reindex(wide.index)
    withheld = cells["withheld"].count().unstack().reindex(wide.index) > 0
    for category in _order(parts):
        table[category], hidden = values[category], withheld[category]
        if hidden.any():
            table[category] = [
                "withheld" if h else figure_text(v, "", 0)
                for v, h in zip(table[category], hidden, strict=True)
            ]
    return table.reset_index(drop=True)


@chart("outcomes", "supervision", order=5)
@once
def supervision(page: Page) -> Panel | None:
    """Constables per sergeant of each BCU against the MPS; None where no figures are loaded."""
    areas = page.store.query("areas")
    codes = areas.loc[areas["level"].isin(["bcu", "mps"]), "code"].tolist()
    parameters: dict[str, Any] = {
        "indicators": [RATIO],
        "areas": codes,
        "until": until(page),
    }
    rows = page.store.query("latest", **parameters)
    bcus = rows[rows["level"] == "bcu"].sort_values(["value", "name"], ascending=[False, True])
    if bcus["value"].isna().all():
        return None
    whole = rows[rows["level"] == "mps"]
    mps = float(whole["value"].iloc[0]) if len(whole) else float("nan")
    gap = bcus["value"] - mps
    flag = np.select([gap.isna(), gap > 0, gap < 0], ["not known", "higher", "lower"], "similar")
    bcus = bcus.assign(lower=np.nan, upper=np.nan, flag=flag)
    when = day(rows["period_end"].iloc[0].date())
    title, reading = _supervision_words(bcus, whole, when)
    unit, decimals = page.indicators.loc[RATIO, "unit"], int(page.indicators.loc[RATIO, "decimals"])
    figure = ranking(
        bcus, unit=unit, decimals=decimals, comparator_label="MPS", comparator=mps, dark=page.dark
    )
    return page.panel(
        "supervision",
        title=title,
        subtitle=f"Constables per sergeant, 12 BCUs and MPS, at {when}",
        reading=reading,
        table=_supervision_table(pd.concat([bcus, whole])),
        figure=figure,
        indicators=[RATIO],
        releases=rows["release"].unique(),
        query="latest",
        parameters=parameters,
        notes=(
            (
                "Higher and lower are plain differences from the MPS; neither is declared to be"
                " better."
            ),
        ),
    )


def _supervision_words(bcus: pd.DataFrame, whole: pd.DataFrame, when: str) -> tuple[str, str]:
    figures = bcus.dropna(subset=["value"])
    top, bottom = figures.iloc[0], figures.iloc[-1]
    title = f"Constables per sergeant run from {bottom['value']:.1f} to {top['value']:.1f}"
    reading = (
        f"{top['name']} has the most constables to a sergeant, {top['value']:.1f}, and"
        f" {bottom['name']} the fewest, {bottom['value']:.1f}, at {when}."
    )
    if len(whole) and pd.notna(whole["value"].iloc[0]):
        mps, above = whole.iloc[0], int((bcus["flag"] == "higher").sum())
        moved = _against_year(mps["value"], mps["year_value"], ("higher", "lower"), 1)
        reading += (
            f" The MPS has {mps['value']:.1f}, {moved}; {above} of {len(figures)} BCUs {be(above)}"
            " above it."
        )
    both = figures.dropna(subset=["year_value"])
    if len(both):
        rose = int((both["value"] > both["year_value"]).sum())
        reading += f" The ratio is higher than a year before in {rose} of {len(both)} BCUs."
    return title, reading


def _supervision_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "BCU": rows["name"],
            "Constables per sergeant": rows["value"].round(2),
            "A year before": rows["year_value"].round(2),
            "Change": (rows["value"] - rows["year_value"]).round(2),
            "Constables": rows["numerator"],
            "Sergeants": rows["denominator"],
        }
    ).reset_index(drop=True)
