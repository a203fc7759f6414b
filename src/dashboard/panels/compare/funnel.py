"""The funnel of a comparison: its title, reading, notes, table and figure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.funnel import funnel as drawn
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.funnel_data import TOO_VARIED, Funnel
from dashboard.stats.comparison import NOT_KNOWN, SIMILAR
from dashboard.stats.flags import by_chance, chance_words, differs, flag_phrases
from dashboard.stats.funnel import curve
from dashboard.stats.funnel_spread import brief_spread_words, spread_words
from dashboard.text import capitalise, join_names

_MOST_NAMED = 3


def words(chart: Funnel) -> tuple[str, str]:
    """Title and reading."""
    if chart.too_varied:
        when = chart.comparison.in_when
        return (
            "Wards vary too much for a funnel to single out",
            (
                f"{when[:1].upper()}{when[1:]}, wards vary {chart.area_spread.phi:.0f} times as much"
                " as chance gives. Town centres, stations and homes differ by what they are."
                " Limits of chance cannot tell an unusual ward, so none is named."
                f" {capitalise(_target_words(chart))}. {brief_spread_words(chart.area_spread, chart.noun())}"
            ),
        )
    areas = chart.areas
    out = areas[differs(areas["flag_95"])]
    sure = out[out["flag_level"] == "99.8"]
    of = f"of {int((areas['flag_95'] != NOT_KNOWN).sum())} {chart.noun()}"
    usual = (
        "from the usual spread"
        if chart.area_spread.adjustment != "none"
        else "from what chance allows"
    )
    title = f"{len(out)} {of} {'stands' if len(out) == 1 else 'stand'} out {usual}"
    if len(out) and not len(sure) and len(out) <= by_chance(areas)["usual"].iloc[0]:
        title = f"{len(out)} {of} outside 95% limits, as chance gives"
    start = chart.comparison.in_when[:1].upper() + chart.comparison.in_when[1:]
    reading = (
        f"{start}, {len(out)} {of} {'lies' if len(out) == 1 else 'lie'} outside the 95% limits"
    )
    reading += f" and {len(sure)} outside those at 99.8%." if len(out) else "."
    if len(out):
        most = out.loc[out["z"].abs().sort_values(ascending=False).index].head(_MOST_NAMED)
        named = zip(most["name"], most["value"], strict=True)
        words = join_names(f"{name} ({chart.comparison.text(value)})" for name, value in named)
        reading += f" Furthest out: {words}. {capitalise(_target_words(chart))}."
    return title, f"{reading} {brief_spread_words(chart.area_spread, chart.noun())}"


def _target_words(chart: Funnel) -> str:
    label = chart.target_label
    figure = chart.comparison.text(chart.around.target)
    if label.startswith("All "):
        return f"{label[0].lower()}{label[1:]} together have {figure}"
    return f"{'the MPS' if label == 'MPS' else label} has {figure}"


def notes(chart: Funnel) -> tuple[str, ...]:
    """The rule by which an area is flagged, its inputs and its references."""
    exact = "binomial" if chart.around.method != "rate" else "Poisson"
    rule = (
        f"A {chart.noun(1)} is flagged where its figure lies beyond a limit. A figure at least as"
        " far out would then come about in at most 2.5% (0.1%) of cases at the target. All of"
        " these are in the table."
    )
    widened_limits = (
        "The limits are target -/+ z sqrt(s² + tau²), with s the standard error at the target"
        f" and tau {chart.area_spread.tau:.3g}"
        f" {'points' if chart.comparison.indicator['unit'] == 'per cent' else ''}".rstrip()
        + " between areas (Spiegelhalter, 2005, appendix)."
    )
    plain = f"The limits are exact {exact} ones, interpolated (Spiegelhalter, 2005, appendix)."
    limits = widened_limits if chart.area_spread.adjustment != "none" else plain
    if chart.around.dispersion > 1:
        limits += (
            f" Months of one area vary {chart.around.dispersion:.1f} times as much as chance"
            " gives, which is in the standard error (quasi-likelihood)."
        )
    trimmed = (
        "Variation is measured by z-scores of which the lowest and highest 10% are drawn in"
        " (winsorised). What that takes from the variance of normal scores is given back."
    )
    whole = "Variation is measured by all z-scores as they are, without winsorising."
    scores = whole if chart.comparison.page.view.limits == "untrimmed" else trimmed
    spread = spread_words(chart.area_spread, chart.noun())
    if chart.too_varied:
        return (
            spread,
            limits,
            scores,
            f"No {chart.noun(1)} is flagged where phi exceeds {TOO_VARIED:.0f}.",
        )
    return (rule, spread, limits, scores, chance_words(by_chance(chart.areas), chart.noun()))


def table(chart: Funnel) -> pd.DataFrame:
    """Every area with its figure, size, limits, z-score and flag, the furthest above first."""
    areas, unit = (
        chart.areas.sort_values(["z", "name"], ascending=[False, True]),
        chart.comparison.indicator["unit"],
    )
    places = int(chart.comparison.indicator["decimals"]) + 1
    flag = flag_phrases(areas["flag_95"], areas["flag_level"]).replace(
        {SIMILAR: "within limits", NOT_KNOWN: ""}
    )
    columns: dict[str, Any] = {"Ward" if chart.by_ward else "Area": areas["name"]}
    if chart.by_ward:
        columns["Borough"] = areas["borough_name"]
    columns |= {
        unit[:1].upper() + unit[1:]: areas["value"].round(places),
        chart.size_label: areas["size"].round(),
    }
    for ending, level in (("95", "95%"), ("998", "99.8%")):
        columns |= {
            f"Lower {level}": areas[f"lower_{ending}"].round(places),
            f"Upper {level}": areas[f"upper_{ending}"].round(places),
        }
    columns |= {"z-score": areas["z"].round(2), f"Against {chart.target_label}": flag}
    return pd.DataFrame(columns).reset_index(drop=True)


def funnel_panel(chart: Funnel) -> Panel:
    """The funnel; a sentence that says why where none can be drawn."""
    comparison, page = chart.comparison, chart.comparison.page
    query = "ward_figures" if chart.by_ward else "compare"
    if chart.lacking:
        return page.panel(
            "funnel",
            title="No funnel can be drawn",
            subtitle=comparison.indicator["name"],
            reading=chart.lacking,
            table=pd.DataFrame({"Note": [chart.lacking]}),
            indicators=[comparison.indicator["id"]],
            releases=(),
            query=query,
            parameters=comparison.parameters,
        )
    title, reading = words(chart)
    unit, areas = comparison.indicator["unit"], chart.areas
    figure = drawn(
        areas,
        curve(chart.rows, chart.around, chart.area_spread),
        unit="%" if unit == "per cent" else unit,
        decimals=int(comparison.indicator["decimals"]),
        target=chart.around.target,
        target_label=chart.target_label,
        size_label=chart.size_label,
        selected_areas=set(areas.loc[areas["borough"].isin(comparison.chosen_boroughs), "area"]),
        dark=page.dark,
    )
    return page.panel(
        "funnel",
        title=title,
        reading=reading,
        figure=figure,
        notes=notes(chart),
        query=query,
        parameters=comparison.parameters,
        table=table(chart),
        indicators=[comparison.indicator["id"]],
        subtitle=(
            f"{comparison.indicator['name']}, {unit}, {len(areas)} {chart.noun(len(areas))}, {comparison.when}"
        ),
        releases=areas["release"].dropna().unique(),
    )
