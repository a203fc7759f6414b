"""Every page by deep link on a cold server, light and dark, wide and phone: its filter, its charts,
no fault.
"""

import re

import pytest
from playwright.sync_api import expect

# Link, title, what is shown, another thing that only this filter gives, and the anchors of its
# charts.
PAGES = [
    (
        "",
        "Overview",
        "headline indicators for the MPS",
        "Vacant Dedicated Ward Officer posts",
        ("exceptions",),
    ),
    (
        "compare?indicator=confidence&areas=E09000017",
        "Compare boroughs",
        "Confidence in local policing, .*, compared with MPS; Hillingdon.",
        "Confidence in local policing, per cent, 32",
        ("ranking", "map", "trend", "table"),
    ),
    (
        "borough?area=E09000022",
        "Borough",
        "Lambeth, latest period",
        "policed by",
        ("summary", "ward_strip", "worsening", "neighbours", "indicators"),
    ),
    (
        "allocation?area=E09000022&plan=proposed-2023&opened=needs,restore,weights,moves,fairness,wards",
        "Ward allocation",
        "Lambeth, 25 wards, .* proposed for 2023",
        "Every ward of Lambeth, shortfalls first",
        (
            "abstraction",
            "restore",
            "map",
            "robustness",
            "needs",
            "moves",
            "fairness",
            "per_need",
            "reconciliation",
            "wards",
        ),
    ),
    (
        "response?indicator=s_within_60&areas=E09000017&opened=projection",
        "Response times",
        "Significant \\(S\\) calls, .*; Hillingdon.",
        "Significant (S) calls",
        (
            "within_target",
            "demand",
            "median",
            "p90",
            "answering",
            "projection",
            "back_test",
            "answering_projection",
        ),
    ),
    (
        "trust?group=sexual_orientation&areas=E09000017&opened=contact,sample_size",
        "Trust and confidence",
        "Trust in the MPS, .*, by sexual orientation; Hillingdon.",
        "LGBTQ+",
        ("contact", "boroughs", "gaps", "sample_size"),
    ),
    (
        "outcomes?indicator=knife_detection&opened=trial,joiners",
        "Outcomes and workforce",
        "Detection rate for knife crime;",
        "knife crime",
        ("trial", "joiners", "deployability", "supervision", "safeguarding"),
    ),
    (
        "actions?action=2023-04-28/6",
        "Board actions",
        "9 of 9 actions; none with a date is overdue at 30 June 2023.",
        "Action 6: Update on officers not fully deployable",
        ("log", "action"),
    ),
    (
        "changes?indicator=confidence&since=2023-05-15",
        "What changed",
        (
            "what changed since the publication of 15 May 2023; revised figures of Confidence in"
            " local policing."
        ),
        "Confidence in local policing by borough as it stood on 15 May 2023",
        ("largest", "summary", "revisions", "figures", "releases"),
    ),
    (
        "data",
        "Data and definitions",
        "43 of 43 indicators.",
        "Complete counts and their ratios",
        ("indicators", "definition", "findings", "sources", "coverage", "methods", "checks"),
    ),
]
WIDE, PHONE = (1440, 900), (390, 844)


@pytest.mark.parametrize(
    ("path", "title", "shown", "also", "charts"), PAGES, ids=[page[1] for page in PAGES]
)
def test_a_deep_link_on_a_cold_server_shows_its_filter_at_first_sight_without_a_fault_or_barrier(
    reader, cold, path, title, shown, also, charts
):
    tab = reader(cold)
    found = {}
    for scheme, sizes in (("light", (WIDE, PHONE)), ("dark", (PHONE, WIDE))):
        tab.resize(*sizes[0])
        tab.page.emulate_media(color_scheme=scheme)
        tab.open(path)
        tab.title(title)
        tab.showing(shown)
        assert re.match(f"Showing {shown}", tab.page.evaluate("window.shown[0]"))
        expect(tab.page).to_have_url(f"{cold}/{path}")
        expect(tab.page.get_by_text(also).locator("visible=true").first).to_be_visible()
        for chart in charts:
            expect(tab.page.locator(f"#{chart}")).to_be_visible()
        if "areas=" in path:
            expect(tab.page.get_by_label("Remove Hillingdon")).to_be_visible()
        if charts:
            tab.about()
        for size in sizes:
            tab.resize(*size)
            found[size, scheme] = (tab.violations(), tab.sideways())
            paper = tab.page.get_by_test_id("stApp").evaluate(
                "e => getComputedStyle(e).backgroundColor"
            )
            assert (paper == "rgb(246, 247, 249)") == (scheme == "light")
    assert len(found) == 4 and found == dict.fromkeys(found, ([], 0))


def test_the_list_of_boroughs_to_choose_from_has_no_barrier_in_light_and_dark(reader, board):
    tab = reader(board)
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        tab.open("compare?areas=E09000017,E09000022")
        tab.page.get_by_role("combobox", name="Boroughs").click()
        expect(tab.page.get_by_role("option", name="Barnet")).to_be_visible()
        assert tab.violations() == []
