"""One figure has one verdict on every page and slide that says one, for every borough and the MPS."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.panels.actions.then_and_now import ThenAndNow
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.common.page import Page
from dashboard.panels.common.variation import brief
from dashboard.panels.compare.control import control_panel
from dashboard.panels.compare.control_data import control_of
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.panels.overview.indicators import Overview
from dashboard.panels.overview.variation import variation_of
from dashboard.panels.packs.slides import PackSlide, PackSlides, SlidePanel, packs_in
from dashboard.panels.promises.tracker import Tracker
from dashboard.view import View

WITHOUT_AREAS = ("series", "rows")
"""What a comparison works out alike whichever boroughs are chosen."""


@pytest.fixture(scope="module")
def boroughs(store) -> dict[str, Borough]:
    areas = store.query("areas")
    codes = areas.loc[areas["level"] == "borough", "code"]
    return {code: Borough(Page("borough", store, View(area=code))) for code in codes}


@pytest.fixture(scope="module")
def compared(store) -> dict[str, ComparisonData]:
    """Indicator with borough figures -> its comparison with the MPS at the latest period."""
    indicators = store.query("indicators")
    held = indicators.loc[indicators["last_period"].notna(), "id"]
    found = {i: ComparisonData(Page("compare", store, View(indicator=i))) for i in held}
    return {i: made for i, made in found.items() if made.level == "borough"}


@pytest.fixture(scope="module")
def of_london(store) -> dict[str, str]:
    """Indicator -> the verdict of the MPS figure on its control chart."""
    indicators = store.query("indicators")
    held = indicators.loc[indicators["last_period"].notna(), "id"]
    made = {i: ComparisonData(Page("compare", store, View(indicator=i))) for i in held}
    latest = variation_of(Page("overview", store, View())).latest
    ends = dict(zip(latest["indicator"], latest["period_end"], strict=True))
    return {
        i: brief(control_of(one).icons)
        for i, one in made.items()
        if one.level and i in ends and ends[i].date() == one.period
    }


def with_borough(made: ComparisonData, code: str) -> ComparisonData:
    """The comparison with a borough chosen, which keeps what does not depend on it."""
    chosen = ComparisonData(replace(made.page, view=replace(made.page.view, areas=(code,))))
    for name in WITHOUT_AREAS:
        chosen.__dict__[name] = getattr(made, name)
    return chosen


def test_each_borough_has_the_verdict_of_its_control_chart_on_its_page(boroughs, compared):
    differ, count = [], 0
    for code, borough in boroughs.items():
        for indicator in borough.rows.index.intersection(list(compared)):
            if indicator not in borough.icons:
                continue
            shown = brief(borough.icons[indicator])
            charted = brief(control_of(with_borough(compared[indicator], code)).icons)
            count += 1
            if shown != charted:
                differ.append(f"{code} {indicator}: {shown} and {charted}")
    assert count > 500
    assert differ == []


def test_each_borough_stands_against_london_alike_on_its_page_and_in_the_ranking(
    boroughs, compared
):
    differ, count = [], 0
    for indicator, made in compared.items():
        if made.is_count or not made.has_intervals:
            continue
        ranked = made.areas.set_index("area")["flag"]
        for code, borough in boroughs.items():
            if indicator in borough.rows.index:
                count += 1
                shown = borough.rows.loc[indicator, "flag"]
                if shown != ranked[code]:
                    differ.append(f"{code} {indicator}: {shown} and {ranked[code]}")
    assert count > 400
    assert differ == []


def test_what_the_overview_lists_as_worse_is_worse_in_the_ranking(store, compared):
    exceptions = Exceptions(Page("overview", store, View()))
    assert len(exceptions.rows)
    for row in exceptions.rows.itertuples():
        ranked = compared[row.indicator].areas.set_index("area")
        assert ranked.loc[row.area, "flag"] == "worse", (row.area, row.indicator)


def test_the_mps_has_one_verdict_on_overview_promises_actions_and_control_chart(store, of_london):
    overview = Page("overview", store, View())
    promises = Tracker(Page("promises", store, View()))
    actions = ThenAndNow(Page("actions", store, View()), tuple(of_london))
    shown = {
        "overview": {
            row.indicator: brief(row.icons)
            for rows in Overview(overview).themes.values()
            for row in rows
        },
        "all indicators": {i: brief(icons) for i, icons in variation_of(overview).icons.items()},
        "promises": {i: figure.verdict for i, figure in promises._figures.items()},
        "actions": {i: brief(icons) for i, icons in actions._icons.items()},
    }
    for page, verdicts in shown.items():
        common = verdicts.keys() & of_london.keys()
        assert len(common) > 5, page
        assert {i: verdicts[i] for i in common} == {i: of_london[i] for i in common}, page


@pytest.fixture(scope="module")
def slides(store) -> list[tuple[PackSlide, SlidePanel]]:
    """Every panel of every slide of every declared pack, at its own view, with today's figures."""
    return [
        (slide, panel)
        for pack in packs_in(store).values()
        for slide in PackSlides(pack, lambda day: store).slides
        for panel in slide.panels
        if panel.panel is not None
    ]


def test_what_a_slide_says_of_a_figure_is_what_its_page_says_at_that_view(slides):
    assert len(slides) > 10
    for _, shown in slides:
        page = Page(shown.page.name, shown.page.store, shown.page.view)
        own = catalogue.charts_of(shown.address.page)[shown.address.chart].draw(page)
        assert (shown.panel.title, shown.panel.reading) == (own.title, own.reading)
        pd.testing.assert_frame_equal(shown.panel.table, own.table)


def test_the_verdict_of_an_indicator_on_a_slide_is_that_of_its_page(store, of_london):
    pack = next(iter(packs_in(store).values()))
    charted = [i for i, verdict in of_london.items() if verdict][:12]
    panels = tuple(f"compare?indicator={indicator}#control" for indicator in charted)
    slide = pack.slides[0].model_copy(update={"panels": panels})
    drawn = PackSlides(pack.model_copy(update={"slides": (slide,)}), lambda day: store).slide(1)
    assert len(drawn.present_panels) == len(charted) > 5
    for indicator, shown in zip(charted, drawn.present_panels, strict=True):
        page = ComparisonData(Page("compare", store, View(indicator=indicator)))
        assert shown.reading == control_panel(page).reading
        if not control_of(page).rolling:
            assert of_london[indicator] in shown.reading, indicator
