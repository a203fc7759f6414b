"""Why boroughs are called similar: the features they were set beside one another by, and how far
apart they lie.
"""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.data import ComparisonData
from dashboard.text import figure_text, join_names, signed_text


@once
def similar_panel(comparison: ComparisonData) -> Panel | None:
    """The chosen boroughs, or all, with their nearest neighbours; None where there is no such
    comparison.
    """
    if comparison.level != "borough" or comparison.peers.empty:
        return None
    store, page = comparison.page.store, comparison.page
    features = store.query("similar_features")
    pairs = (
        comparison.peers[comparison.peers["area"].isin(comparison.chosen_boroughs)]
        if comparison.chosen_boroughs
        else comparison.peers
    )
    cells = _cells(store.query("similar_values"), features)
    features_shown = [i for i in features["feature"] if i in page.indicators.index]
    sources = {source for i in features_shown for source in page.indicators.loc[i, "sources"]}
    of_these = page.releases[page.releases["source"].isin(sources)]
    release_ids = of_these.sort_values("published").groupby("source")["id"].last()
    title, reading = _words(comparison, pairs, len(features))
    table, areas = _rows(comparison, pairs, cells)
    return page.panel(
        "similar",
        title=title,
        reading=reading,
        table=table,
        indicators=features_shown,
        releases=release_ids,
        subtitle=(
            f"{len(features)} features of the 32 boroughs, latest figures; in brackets standardised"
        ),
        query="similar_values",
        parameters={},
        notes=(
            (
                "Each feature is standardised over the boroughs (mean 0, standard deviation 1). A"
                " distance is the square root of the sum of the squared gaps between two boroughs"
                " on these (Euclidean; after CIPFA's nearest-neighbour model)."
            ),
            store.meta().get("similar_note", ""),
            (
                "Population density is usual residents at the Census of 2021 over hectares to mean"
                " high water."
            ),
        ),
        row_areas=areas,
    )


def _cells(values: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """'5.3 (+0.42)', by area, a column a feature in the order declared, named with its unit."""
    named = features.set_index("feature")
    heads = (
        named["name"]
        + ", "
        + named["unit"].str.replace(" residents", "").where(named["unit"] != "", "")
    )
    words = [
        f"{figure_text(v, '', 1)} ({signed_text(s, 2)})"
        for v, s in zip(values["value"], values["score"], strict=True)
    ]
    wide = values.assign(words=words).pivot(index="area", columns="feature", values="words")
    return wide[list(features["feature"])].rename(columns=heads)


def _rows(
    comparison: ComparisonData, pairs: pd.DataFrame, cells: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """The table, and the area code of each of its rows: of chosen boroughs their neighbours below
    them, else all.
    """
    names = comparison.page.names
    if comparison.chosen_boroughs:
        parts = []
        for area in comparison.chosen_boroughs:
            near = pairs[pairs["area"] == area]
            beside, at = [area, *near["similar_to"]], [0.0, *near["distance"]]
            parts.append(pd.DataFrame({"of": area, "borough": beside, "at": at}))
        rows = pd.concat(parts, ignore_index=True)
        like = rows["of"].map(names).where(rows["at"] > 0, "itself")
        table = pd.DataFrame(
            {"Borough": rows["borough"].map(names), "Like": like, "Distance": rows["at"].round(2)}
        )
    else:
        like = pairs["similar_to"].map(names) + " " + pairs["distance"].map("{:.2f}".format)
        rows = (
            like.groupby(pairs["area"])
            .agg("; ".join)
            .rename("near")
            .rename_axis("borough")
            .reset_index()
        )
        rows = rows.assign(name=rows["borough"].map(names)).sort_values("name")
        table = pd.DataFrame(
            {"Borough": rows["name"], "Nearest, with their distance": rows["near"]}
        )
    beside = cells.reindex(rows["borough"]).reset_index(drop=True)
    return pd.concat([table.reset_index(drop=True), beside], axis=1), list(rows["borough"])


def _words(comparison: ComparisonData, pairs: pd.DataFrame, features: int) -> tuple[str, str]:
    """Title and reading."""
    names = comparison.page.names
    closest = pairs.loc[pairs["distance"].idxmin()]
    first, second = names[closest["area"]], names[closest["similar_to"]]
    if not comparison.chosen_boroughs:
        reading = (
            f"On {features} features given the same weight, {first} and {second} are the most alike"
            f" of all boroughs, at a distance of {closest['distance']:.2f}. The median distance of"
            " a borough to its nearest is"
            f" {pairs.loc[pairs['position'] == 1, 'distance'].median():.2f}."
        )
        return f"{first} and {second} are most alike", reading
    sentences = [
        f"{names[area]}: "
        + join_names(f"{names[r.similar_to]} ({r.distance:.2f})" for r in near.itertuples())
        for area, near in pairs.groupby("area", sort=False)
    ]
    start = names[comparison.chosen_boroughs[0]]
    nearest = names[
        pairs.loc[
            (pairs["area"] == comparison.chosen_boroughs[0]) & (pairs["position"] == 1),
            "similar_to",
        ].iloc[0]
    ]
    return (
        f"{start} is most like {nearest}",
        f"Nearest on {features} features, with the distance. {'. '.join(sentences)}.",
    )
