"""Words in charts: none lies on another, none is cut, wide and on a phone."""

from pathlib import Path

import pytest

FAULTS = (Path(__file__).parent / "labels.js").read_text(encoding="utf-8")
PAGES = [
    "compare?indicator=crime_total&areas=E09000008,E09000023",
    "compare?indicator=i_median&years=4&comparator=similar&areas=E09000008",
    "compare?indicator=crime_robbery&difference=funnel",
    "compare?indicator=dwo_vacancy_rate&over_time=control&shape=hexagons",
    "compare?indicator=pcso_strength",
    "borough?area=E09000033&indicator=crime_burglary",
    "borough?area=E09000008&opened=rare_offences",
    "borough?area=E09000005&opened=ward_spells",
    "allocation",
    "allocation?area=E09000022&opened=minimum,needs,restore,fairness,moves",
    "allocation?opened=plans",
    "response?opened=projection",
    "trust",
    "trust?indicator=informed_locally&opened=contact,sample_size",
    "outcomes?opened=intake",
    "outcomes?opened=trial_periods,joiners",
    "changes",
]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_no_word_in_a_chart_lies_on_another_or_is_cut(reader, board, width, height):
    tab = reader(board, width, height)
    faults = {}
    for path in PAGES:
        tab.open(path)
        faults[path] = tab.page.evaluate(FAULTS)
    assert {path: found for path, found in faults.items() if found} == {}
