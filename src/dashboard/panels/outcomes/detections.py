"""Outcomes: detection rates by BCU and quarter, and the safeguarding dip sample."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.figures.small_multiples import small_multiples
from dashboard.panels.common import timeline
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page, change_words, period_words
from dashboard.panels.common.panel import Panel
from dashboard.stats.flags import by_chance, chance_words, compare_twice, flag_phrases
from dashboard.text import month

DETECTIONS = ("rape_detection", "other_sexual_detection", "knife_detection")
QUARTERLY = (*DETECTIONS, "not_fully_deployable", "constables_per_sergeant")
"""The indicators of the page whose periods are those of its filter."""
_AGAINST = {
    "better": ", better than the MPS beyond chance",
    "worse": ", worse than the MPS beyond chance",
    "similar": ", not different from the MPS beyond chance",
}
_WAYS = ("rose", "fell")
SAMPLE = "safeguarding_missed_risk"
LAST_DAY = dt.date(2199, 12, 31)
"""Stands for no limit: after every figure, and within what pandas can hold as a date."""
_SOURCES = (
    (DETECTIONS, "detection rates", "detections"),
    (("not_fully_deployable",), "officers not fully deployable", "deployability"),
    (("constables_per_sergeant",), "constables per sergeant", "supervision"),
    (("pcso_strength",), "PCSOs in post", "force_strength"),
)
"""The indicators that a chart draws, their name together, and the source whose file holds them."""


def periods(page: Page) -> list[dt.date]:
    """Last days of the periods that the page can be shown at, newest first; months where nothing is
    quarterly.
    """
    held = page.with_figures(QUARTERLY) or page.with_figures(["pcso_strength"])
    return [d.date() for d in page.store.query("bcu_periods", indicators=held)["period_end"]]


def until(page: Page) -> dt.date:
    """The day up to which figures are shown: the period nearest to the one asked for, else no
    limit.
    """
    asked = page.view.period
    if asked is None:
        return LAST_DAY
    return min(periods(page), key=lambda d: abs((d - asked).days), default=asked)


def period_note(page: Page) -> str | None:
    """A sentence where the period asked for has no figures."""
    return timeline.period_note(page.view.period, until(page))


def absences(page: Page) -> list[str]:
    """A sentence for the charts that have no figures, with what to load, and for each whose first
    are later.
    """
    absent, later = [], []
    for indicators, name, source in _SOURCES:
        held = page.indicators.reindex(
            [offence(page)] if source == "detections" else list(indicators)
        )
        first = held["first_period"].min()
        if pd.isna(first):
            absent.append(f"{name} (source {source})")
        elif first.date() > until(page):
            later.append(
                f"{name[:1].upper()}{name[1:]}: the first figures are of {month(first.date())}."
            )
    if absent:
        later.insert(
            0,
            f"No figures are loaded yet for {', '.join(absent)}; load a file of each source with: "
            "python -m dashboard load FILE --source SOURCE.",
        )
    return later


def offences(page: Page) -> dict[str, str]:
    """The detection rates that have figures, id -> name."""
    return {i: str(page.indicators.loc[i, "name"]) for i in page.with_figures(DETECTIONS)}


def offence(page: Page) -> str:
    """The detection rate shown: the one that the view names, else the first; '' where none has
    figures.
    """
    held = offences(page)
    return page.view.indicator if page.view.indicator in held else next(iter(held), "")


@once
def on_trial(page: Page) -> pd.Series | None:
    """The trial that the record tells of for the offence shown, else the first of a BCU; None where
    it tells of none.

    A row of ``queries/trials.sql``.
    """
    told = page.store.query("trials")
    told = told[told["level"] == "bcu"]
    named = told["indicators"].map(lambda indicators: offence(page) in indicators)
    first = told.loc[named.sort_values(ascending=False, kind="stable").index]
    return None if first.empty else first.iloc[0]


def asked(page: Page) -> dict[str, Any]:
    """The parameters of ``queries/bcu_series.sql`` for the offence shown."""
    return {"indicator": offence(page), "until": until(page).isoformat()}


def series(page: Page) -> pd.DataFrame:
    """``queries/bcu_series.sql`` for the offence shown; empty where no detections are loaded."""
    return page.store.query("bcu_series", **asked(page)) if offence(page) else pd.DataFrame()


@once
def detections(page: Page) -> Panel | None:
    """The detection rate of each BCU over quarters against the MPS; None where no figures are
    loaded.
    """
    indicator, rows = offence(page), series(page)
    if rows.empty:
        return None
    rows, told = page.estimates(rows, twice=True), on_trial(page)
    of_mps = rows[rows["level"] == "mps"].set_index("period_end")["value"]
    better = page.indicators.loc[indicator, "better"]
    rows = compare_twice(rows.assign(comparator=rows["period_end"].map(of_mps)), better)
    rows["flag"] = rows["flag_95"].where(rows["level"] != "mps", "")
    now = rows[rows["period_end"] == rows["period_end"].max()]
    when = period_words(now["period_start"].iloc[0].date(), now["period_end"].iloc[0].date())
    hidden = rows[(rows["level"] == "bcu") & rows["withheld"].notna()]
    title, reading = _detection_words(page, indicator, now, when)
    return page.panel(
        "detections",
        title=title,
        reading=reading + _gaps(page, indicator, rows, hidden),
        subtitle=(
            f"{page.indicators.loc[indicator, 'name']}, per cent, 12 BCUs (line) and MPS (dotted),"
            f" by quarter to {month(now['period_end'].iloc[0].date())}"
        ),
        table=_detection_table(rows),
        figure=_detection_figure(page, rows),
        indicators=[indicator],
        releases=rows["release"].unique(),
        query="bcu_series",
        parameters=asked(page),
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
                if told is None
                else [f"{told['name']} is in colour because {told['title']} there."]
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
        moved = change_words(mps["change"], mps["change_lower"], mps["change_upper"], mps["unit"])
        title = f"{short} {_moved(mps)}"
        reading = (
            f"In {when} the MPS rate was {_figure(page, mps)};"
            f" {'it ' if moved[:4] in _WAYS else ''}{moved}."
        )
    above, below = int((bcus["flag"] == "better").sum()), int((bcus["flag"] == "worse").sum())
    shown, sure = int(bcus["value"].notna().sum()), int((bcus["flag_level"] == "99.8").sum())
    reading += (
        f" Of the {shown} BCUs with a figure, {above or 'none'} {be(above)} better than the MPS"
        f" beyond chance and {below or 'none'} {be(below)} worse, at 95%; {sure or 'none'} at 99.8%"
        " too."
    )
    told = on_trial(page)
    if told is not None:
        for own in bcus[bcus["area"] == told["area"]].itertuples():
            has = (
                "is withheld" if pd.isna(own.value) else f"has {_figure(page, bcus.loc[own.Index])}"
            )
            reading += f" {own.name}, where {told['title']}, {has}{_AGAINST.get(own.flag, '')}."
    return title, reading


def _figure(page: Page, row: pd.Series) -> str:
    """'8.4% (95% interval 5.2% to 13.1%; 16 detected of 191 recorded)'."""
    text = page.text(row["indicator"], row["value"])
    counts = f"{row['numerator']:,.0f} detected, {row['denominator']:,.0f} recorded"
    limits = page.interval(row["indicator"], row["lower"], row["upper"])
    return f"{text} (95% interval {limits}; {counts})" if limits else f"{text} ({counts})"


def _moved(row: pd.Series) -> str:
    """The change on the year as the end of a title."""
    if pd.isna(row["change"]):
        return f"is {row['value']:.{int(row['decimals'])}f}% across the MPS"
    if pd.isna(row["change_lower"]) or row["change_lower"] <= 0 <= row["change_upper"]:
        return "did not change beyond chance"
    return f"{'rose' if row['change'] > 0 else 'fell'} {abs(row['change']):.1f} points in a year"


def be(number: int) -> str:
    """'is', or 'are' of several."""
    return "are" if number > 1 else "is"


def _gaps(page: Page, indicator: str, rows: pd.DataFrame, hidden: pd.DataFrame) -> str:
    if hidden.empty:
        return ""
    least, all_of = (
        int(page.indicators.loc[indicator, "withhold_below"]),
        int((rows["level"] == "bcu").sum()),
    )
    return (
        f" {len(hidden)} of {all_of} BCU quarters {be(len(hidden))} withheld, with fewer than"
        f" {least} detections or because they would give such a figure away; the gaps are not"
        " zeros."
    )


def _detection_figure(page: Page, rows: pd.DataFrame) -> Any:
    """Every BCU by name.

    A panel's title gives its last figure, so a BCU without one in the last quarter says when.
    """
    drawn = rows.sort_values(["name", "period_end"])
    last = (
        drawn.dropna(subset=["value"])
        .groupby("area")["period_end"]
        .max()
        .reindex(drawn["area"])
        .to_numpy()
    )
    old = pd.notna(last) & (last < drawn["period_end"].max())
    dates = pd.Series(last, index=drawn.index).dt.strftime("%b %Y")
    drawn = drawn.assign(
        series=drawn["area"], label=drawn["name"].where(~old, drawn["name"] + ", " + dates + ":")
    )
    told = on_trial(page)
    own = None if told is None else told["area"]
    return small_multiples(
        drawn, unit="%", decimals=1, comparator="MPS", emphasised=own, dark=page.dark
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


@once
def safeguarding(page: Page) -> Panel:
    """Cases of the dip sample in which a safeguarding risk was missed; what is awaited where there
    is no file yet.
    """
    asked: dict[str, Any] = {
        "indicators": [SAMPLE],
        "areas": ["MPS"],
        "until": until(page).isoformat(),
    }
    rows = page.estimates(page.store.query("latest", **asked))
    made = _sampled(page, rows.iloc[0]) if len(rows) else _awaited(page)
    title, subtitle, reading, table = made
    return page.panel(
        "safeguarding",
        title=title,
        subtitle=subtitle,
        reading=reading,
        table=table,
        indicators=[SAMPLE],
        releases=rows["release"].unique(),
        query="latest",
        parameters=asked,
        notes=(
            (
                "A dip sample is small and chosen for learning: its share is no estimate for all"
                " cases unless the cases were drawn at random."
            ),
        ),
    )


def _awaited(page: Page) -> tuple[str, str, str, pd.DataFrame]:
    if page.with_figures([SAMPLE]):
        when = month(until(page))
        reading = (
            f"The dip sample has figures only for a later period than {when}; choose a later"
            " period."
        )
        return (
            f"No dip sample by {when}",
            f"Safeguarding dip sample, MPS, {when}",
            reading,
            _awaiting("later period"),
        )
    reading = (
        "It had not started at the time of the meeting of 28 April 2023: no figures have been"
        " received. Once the MPS sends them, fill in the tidy template (measures cases_sampled and"
        " cases_with_missed_risk, area MPS) and run: python -m dashboard load FILE --source"
        " safeguarding_dip_sample"
    )
    return (
        "No dip sample received",
        "Cases with a missed safeguarding risk, MPS",
        reading,
        _awaiting("not received"),
    )


def _awaiting(state: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Awaited": ["Cases sampled", "Cases with a missed risk"],
            "Measure in the template": ["cases_sampled", "cases_with_missed_risk"],
            "State": [state, state],
        }
    )


def _sampled(page: Page, row: pd.Series) -> tuple[str, str, str, pd.DataFrame]:
    when = period_words(row["period_start"].date(), row["period_end"].date())
    subtitle = f"Cases with a missed safeguarding risk, per cent of cases sampled, MPS, {when}"
    table = pd.DataFrame(
        {
            "Period": [when],
            "Cases sampled": [row["denominator"]],
            "Cases with a missed risk": [row["numerator"]],
            "Per cent": [row["value"]],
            "Lower 95%": [row["lower"]],
            "Upper 95%": [row["upper"]],
        }
    ).round(1)
    if pd.isna(row["value"]):
        least = int(page.indicators.loc[SAMPLE, "withhold_below"])
        reading = (
            f"The figure of the dip sample for {when} is withheld: fewer than {least} cases had a"
            " missed risk."
        )
        return (
            "The dip sample's figure is withheld",
            subtitle,
            reading,
            table[["Period"]].assign(State="withheld"),
        )
    found, cases = f"{row['numerator']:,.0f}", f"{row['denominator']:,.0f}"
    reading = (
        f"A safeguarding risk had been missed in {found} of the {cases} cases sampled,"
        f" {page.text(SAMPLE, row['value'])} (95% interval"
        f" {page.interval(SAMPLE, row['lower'], row['upper'])}), {when}."
    )
    return f"A risk was missed in {found} of {cases} cases", subtitle, reading, table
