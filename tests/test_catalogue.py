"""The catalogue: pages, charts and sections are declared once, and every name that a link or an
action's evidence has used goes on naming the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard import catalogue

ROOT = Path(__file__).resolve().parents[1]
CHARTS = {
    "overview": "indicators variation exceptions due",
    "compare": "ranking change funnel hexagons map trend control table similar",
    "borough": "indicators wards hexagons map summary neighbours rare_offences ward_spells worsening"
    " ward_strip",
    "allocation": "minimum abstraction restore hexagons plans robustness needs moves fairness"
    " per_need reconciliation wards map",
    "response": "within_target median p90 demand answering projection back_test"
    " answering_projection answering_back_test flattening beside_trust",
    "trust": "measures boroughs gaps contact gaps_over_time sample_size engagement baseline",
    "changes": "largest summary revisions figures actions releases definitions",
    "outcomes": "summary detections trial trial_periods deployability supervision recruitment joiners"
    " intake safeguarding officers_demand",
    "promises": "log",
}
"""Links and records of boards name these, in the order of each page; a chart may be added, and none
renamed.
"""
SECTIONS = {
    ("response", "projection"): "projection",
    ("response", "back_test"): "projection",
    ("response", "answering_projection"): "projection",
    ("response", "answering_back_test"): "projection",
    ("response", "flattening"): "flattening",
    ("response", "beside_trust"): "beside_trust",
    ("outcomes", "officers_demand"): "officers_demand",
    ("outcomes", "intake"): "intake",
    ("outcomes", "joiners"): "joiners",
    ("outcomes", "trial"): "trial",
    ("outcomes", "trial_periods"): "trial_periods",
    ("trust", "contact"): "contact",
    ("trust", "sample_size"): "sample_size",
    ("trust", "engagement"): "engagement",
    ("trust", "baseline"): "baseline",
    ("allocation", "restore"): "restore",
    ("allocation", "moves"): "moves",
    ("allocation", "fairness"): "fairness",
    ("allocation", "per_need"): "fairness",
    ("allocation", "reconciliation"): "wards",
    ("borough", "wards"): "ward_table",
    ("borough", "hexagons"): "ward_map",
    ("borough", "map"): "ward_map",
    ("borough", "rare_offences"): "rare_offences",
    ("borough", "ward_spells"): "ward_spells",
    ("allocation", "minimum"): "minimum",
    ("allocation", "plans"): "plans",
    ("allocation", "needs"): "needs",
}


def chart_faults(declared: Mapping[str, list[str]], listed: Mapping[str, list[str]]) -> list[str]:
    """What to do, a sentence each, where the charts declared differ from those of ``listed`` (page
    -> charts in their order).
    """
    faults = []
    for page in [*listed, *(page for page in declared if page not in listed)]:
        charts, names = declared.get(page, []), listed.get(page, [])
        if page not in declared:
            faults.append(f"CHARTS has the page '{page}', which the catalogue lacks: keep its name")
        elif page not in listed:
            faults.append(f"CHARTS lacks the page '{page}': add it, with '{' '.join(charts)}'")
        else:
            faults += [
                f"CHARTS has {page} '{name}', which no chart declares: links and records name it, so"
                " keep its name"
                for name in names
                if name not in charts
            ]
            faults += [
                f"{page} has '{name}', which CHARTS lacks: add it {place_of(name, charts)}"
                for name in charts
                if name not in names
            ]
            order = [name for name in charts if name in names]
            if order != [name for name in names if name in charts]:
                faults.append(
                    f"the charts of {page} come as '{' '.join(order)}' by their order=, and otherwise in"
                    " CHARTS: make the two alike"
                )
    return faults


def place_of(name: str, names: list[str]) -> str:
    """Where among ``names`` it is to be written."""
    at = names.index(name)
    if at == len(names) - 1:
        return "at the end"
    return f"after '{names[at - 1]}'" if at else "at the beginning"


def test_every_chart_that_links_and_evidence_name_is_declared_in_the_pages_order() -> None:
    declared = {page: list(charts) for page, charts in catalogue.all_charts().items()}
    faults = chart_faults(declared, {page: names.split() for page, names in CHARTS.items()})
    assert not faults, "\n".join(faults)


def test_a_chart_that_is_listed_otherwise_is_told_with_what_to_do() -> None:
    listed = {"compare": ["ranking", "map"]}
    assert chart_faults(listed, listed) == []
    assert chart_faults({"compare": ["ranking", "map", "gap"]}, listed) == [
        "compare has 'gap', which CHARTS lacks: add it at the end"
    ]
    assert chart_faults({"compare": ["new", "ranking", "gap", "map"]}, listed) == [
        "compare has 'new', which CHARTS lacks: add it at the beginning",
        "compare has 'gap', which CHARTS lacks: add it after 'ranking'",
    ]
    assert chart_faults({"compare": ["map", "ranking"]}, listed) == [
        "the charts of compare come as 'map ranking' by their order=, and otherwise in CHARTS: make"
        " the two alike"
    ]
    assert chart_faults({"compare": ["map"]}, listed) == [
        "CHARTS has compare 'ranking', which no chart declares: links and records name it, so keep"
        " its name"
    ]
    assert chart_faults({"mars": ["a", "b"]}, listed) == [
        "CHARTS has the page 'compare', which the catalogue lacks: keep its name",
        "CHARTS lacks the page 'mars': add it, with 'a b'",
    ]


def test_a_link_to_a_chart_within_a_section_opens_it_and_no_other_link_does() -> None:
    held = {
        (page, name): chart.section
        for page, charts in catalogue.all_charts().items()
        for name, chart in charts.items()
        if chart.section
    }
    faults = [
        f"{page} '{name}' is in the section '{held.get((page, name), '')}', and in"
        f" '{SECTIONS.get((page, name), '')}' by SECTIONS: make the two alike ('' is none)"
        for page, name in held | SECTIONS
        if held.get((page, name)) != SECTIONS.get((page, name))
    ]
    assert not faults, "\n".join(faults)
    assert all(catalogue.section_of(*key) == section for key, section in SECTIONS.items())
    assert catalogue.section_of("compare", "ranking") == catalogue.section_of("mars", "x") == ""


def test_every_page_of_the_catalogue_has_its_file_and_its_folder_of_panels() -> None:
    # A pack is presented by a page that stands in no menu.
    files = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"present"}
    panels = {path.parent.name for path in ROOT.glob("src/dashboard/panels/*/__init__.py")}
    panels -= {"common", "search"}
    pages = set(catalogue.PAGES)
    faults = [
        *(f"add pages/{name}.py, as the catalogue has '{name}'" for name in pages - files),
        *(
            f"add src/dashboard/panels/{name}/__init__.py, as the catalogue has '{name}'"
            for name in pages - panels
        ),
        *(f"add '{name}' to PAGES of catalogue.py" for name in (files | panels) - pages),
    ]
    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("page", ["mars", "common", "actions", "../ui", ""])
def test_what_is_no_charted_page_has_no_chart(page: str) -> None:
    assert catalogue.charts_of(page) == {}
    assert not catalogue.has_chart(page, "indicators")


def test_a_chart_declared_twice_or_on_what_is_not_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="'compare ranking' is declared by .* and by "):
        catalogue.charts_of("compare")
        catalogue.chart("compare", "ranking", order=1)(lambda page: None)
    with pytest.raises(ValueError, match="page 'mars', which the catalogue lacks"):
        catalogue.chart("mars", "ranking", order=1)
    with pytest.raises(ValueError, match="unlisted section 'moves'"):
        catalogue.chart("compare", "new", order=9, section="moves")


def test_reading_the_catalogue_imports_no_panel_and_a_page_only_its_own() -> None:
    code = (
        "import sys; from dashboard import catalogue;"
        " assert not [m for m in sys.modules if m.startswith('dashboard.panels')];"
        " catalogue.charts_of('trust');"
        " assert 'dashboard.panels.allocation' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
