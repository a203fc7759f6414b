"""Which page holds which chart: what evidence may name and a link may open."""

PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("indicators", "variation", "exceptions"),
    "compare": ("ranking", "funnel", "hexagons", "map", "trend", "control", "table", "similar"),
    "borough": ("indicators", "wards", "hexagons"),
    "allocation": ("minimum", "hexagons", "plans", "needs", "reconciliation", "abstraction", "wards"),
    "response": ("within_target", "median", "p90", "demand", "answering", "projection", "back_test",
                 "answering_projection", "answering_back_test"),
    "trust": ("measures", "boroughs", "gaps", "contact", "gaps_over_time", "sample_size"),
    "changes": ("summary", "revisions", "figures", "actions", "releases", "definitions"),
    "outcomes": ("detections", "trial", "trial_periods", "deployability", "supervision", "recruitment", "joiners",
                 "intake", "safeguarding"),
}

SECTION_NAMES: dict[str, str] = {"projection": "Projections", "intake": "A faster intake"}
"""The parts of pages that are drawn when they are opened."""
SECTIONS: dict[tuple[str, str], str] = {
    ("response", "projection"): "projection", ("response", "back_test"): "projection",
    ("response", "answering_projection"): "projection", ("response", "answering_back_test"): "projection",
    ("outcomes", "intake"): "intake",
}  # fmt: skip
"""The charts that stand in such a part, and the part: a link to them opens it."""


def known(page: str, chart: str) -> bool:
    """True where ``page`` has ``chart``."""
    return chart in PAGES.get(page, ())
