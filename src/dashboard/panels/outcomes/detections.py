"""Outcomes: detection rates by BCU and quarter, and the safeguarding dip sample."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.small_multiples import small_multiples
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page, change_words
from dashboard.panels.common.panel import Panel
from dashboard.panels.outcomes.data import (
    offence,
    on_trial,
    series,
    series_parameters,
)
from dashboard.stats.flags import by_chance, chance_words, compare_twice, flag_phrases
from dashboard.text import month, period_words

_AGAINST = {
    "better": ", better than the MPS",
    "worse": ", worse than the MPS",
    "similar": ", no clear difference from the MPS",
}
_WAYS = ("rose", "fell")


@chart("outcomes", "detections", order=1)
@once
def detections(page: Page) -> Panel | None:
    """The detection rate of each BCU over quarters against the MPS; None where no figures are
    loaded.
    """
    indicator, rows = offence(page), series(page)
    if rows.empty:
        return None
    rows, trial = page.estimates(rows, twice=True), on_trial(page)
    of_mps = rows[rows["level"] == "mps"].set_index("period_end")["value"]
    better = page.indicators.loc[indicator, "better"]
    rows = compare_twice(rows.assign(comparator=rows["period_end"].map(of_mps)), better)
    rows["flag"] = rows["flag_95"].where(rows["level"] != "mps", "")
    now = rows[rows["period_end"] == rows["period_end"].max()]
    when = period_words(now["period_start"].iloc[0].date(), now["period_end"].iloc[0].date())
    withheld_rows = rows[(rows["level"] == "bcu") & rows["withheld"].notna()]
    title, reading = _detection_words(page, indicator, now, when)
    return page.panel(
        "detections",
        title=title,
        reading=reading + _gaps(page, indicator, rows, withheld_rows),
        subtitle=(
            f"{page.indicators.loc[indicator, 'name']}, per cent, 12 BCUs (line, 95% band) and MPS (dotted),"
            f" by quarter to {month(now['period_end'].iloc[0].date())}"
            f"{'; gaps are withheld' if len(withheld_rows) else ''}"
        ),
        table=_detection_table(rows),
        figure=_detection_figure(page, rows),
        indicators=[indicator],
        releases=rows["release"].unique(),
        query="bcu_series",
        parameters=series_parameters(page),
        notes=(
            (
                "Detections of a quarter are set over the offences recorded in it; some of them are"
                " other offences."
            ),
            (
                "A BCU is flagged where its own 95% (99.8%) interval lies wholly above or below the"
                " MPS figure, which is taken as exact (Breslow and Day, 1987)."
            ),
            chance_words(by_chance(now[now["level"] == "bcu"]), "BCUs"),
            *(
                []
                if trial is None
                else [f"{trial['name']} is in colour because {trial['title']} there."]
            ),
        ),
    )


def _detection_words(page: Page, indicator: str, now: pd.DataFrame, when: str) -> tuple[str, str]:
    short, bcus = page.indicators.loc[indicator, "short"], now[now["level"] == "bcu"]
    whole = now[now["level"] == "mps"].dropna(subset=["value"])
    if whole.empty:
        title, reading = f"{short}: no MPS figure for {when}", f"There is no MPS figure for {when}."
    else:
        mps = whole.iloc[0]
        moved = change_words(mps)
        title = f"{short} {_change_words(mps)}"
        reading = (
            f"In {when} the MPS rate was {_figure(page, mps)};"
            f" {'it ' if moved[:4] in _WAYS else ''}{moved}."
        )
    above, below = int((bcus["flag"] == "better").sum()), int((bcus["flag"] == "worse").sum())
    shown, sure = int(bcus["value"].notna().sum()), int((bcus["flag_level"] == "99.8").sum())
    reading += (
        f" Of the {shown} BCUs with a figure, {above or 'none'} {be(above)} better than the MPS and"
        f" {below or 'none'} {be(below)} worse; {sure or 'none'} clearly so."
    )
    trial = on_trial(page)
    if trial is not None:
        for own in bcus[bcus["area"] == trial["area"]].itertuples():
            has = (
                "is withheld" if pd.isna(own.value) else f"has {_figure(page, bcus.loc[own.Index])}"
            )
            reading += f" {own.name}, where {trial['title']}, {has}{_AGAINST.get(own.flag, '')}."
    return title, reading


def _figure(page: Page, row: pd.Series) -> str:
    """'8.4% (95% interval 5.2% to 13.1%; 16 detected of 191 recorded)'."""
    text = page.text(row["indicator"], row["value"])
    counts = f"{row['numerator']:,.0f} detected, {row['denominator']:,.0f} recorded"
    limits = page.interval(row["indicator"], row["lower"], row["upper"])
    return f"{text} (95% interval {limits}; {counts})" if limits else f"{text} ({counts})"


def _change_words(row: pd.Series) -> str:
    """The change on the year as the end of a title."""
    if pd.isna(row["change"]):
        return f"is {row['value']:.{int(row['decimals'])}f}% across the MPS"
    if pd.isna(row["change_lower"]) or row["change_lower"] <= 0 <= row["change_upper"]:
        return "has no clear change"
    return f"{'rose' if row['change'] > 0 else 'fell'} {abs(row['change']):.1f} points in a year"


def be(number: int) -> str:
    """'is', or 'are' of several."""
    return "are" if number > 1 else "is"


def _gaps(page: Page, indicator: str, rows: pd.DataFrame, withheld_rows: pd.DataFrame) -> str:
    if withheld_rows.empty:
        return ""
    least, all_of = (
        int(page.indicators.loc[indicator, "withhold_below"]),
        int((rows["level"] == "bcu").sum()),
    )
    return (
        f" {len(withheld_rows)} of {all_of} BCU quarters {be(len(withheld_rows))} withheld, with fewer than"
        f" {least} detections or because they would give such a figure away. The gaps are not"
        " zeros."
    )


def _detection_figure(page: Page, rows: pd.DataFrame) -> Any:
    """Every BCU by name.

    A panel's title gives its last figure, so a BCU without one in the last quarter says when.
    """
    points = rows.sort_values(["name", "period_end"])
    last = (
        points.dropna(subset=["value"])
        .groupby("area")["period_end"]
        .max()
        .reindex(points["area"])
        .to_numpy()
    )
    old = pd.notna(last) & (last < points["period_end"].max())
    dates = pd.Series(last, index=points.index).dt.strftime("%b %Y")
    points = points.assign(
        series=points["area"], label=points["name"].where(~old, points["name"] + ", " + dates + ":")
    )
    told = on_trial(page)
    own = None if told is None else told["area"]
    return small_multiples(
        points, unit="%", decimals=1, comparator="MPS", emphasis=own, dark=page.dark
    )


def _detection_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a BCU or the MPS and quarter, newest first."""
    flag = flag_phrases(rows["flag"], rows["flag_level"].where(rows["flag"] != "", ""))
    words = flag.where(rows["withheld"].isna(), "withheld")
    return pd.DataFrame(
        {
            "Area": rows["name"],
            "Quarter ends": rows["period_end"].dt.strftime("%Y-%m-%d"),
            "Detection rate, per cent": rows["value"].round(1),
            "Lower 95%": rows["lower"].round(1),
            "Upper 95%": rows["upper"].round(1),
            "Against the MPS": words,
            "Detected": rows["numerator"],
            "Recorded": rows["denominator"],
            "Change on year, points": rows["change"].round(1),
            "Change lower 95%": rows["change_lower"].round(1),
            "Change upper 95%": rows["change_upper"].round(1),
        }
    ).reset_index(drop=True)
