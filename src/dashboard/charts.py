"""Which page holds which chart: what evidence may name and a link may open."""

PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("indicators", "variation", "exceptions"),
    "compare": ("ranking", "funnel", "hexagons", "map", "trend", "control", "table", "similar"),
    "borough": ("indicators", "wards", "hexagons"),
    "allocation": (
        "minimum",
        "abstraction",
        "restore",
        "hexagons",
        "plans",
        "robustness",
        "needs",
        "moves",
        "fairness",
        "per_need",
        "reconciliation",
        "wards",
    ),
    "response": (
        "within_target",
        "median",
        "p90",
        "demand",
        "answering",
        "projection",
        "back_test",
        "answering_projection",
        "answering_back_test",
    ),
    "trust": ("measures", "boroughs", "gaps", "contact", "gaps_over_time", "sample_size"),
    "changes": ("summary", "revisions", "figures", "actions", "releases", "definitions"),
    "outcomes": (
        "detections",
        "trial",
        "trial_periods",
        "deployability",
        "supervision",
        "recruitment",
        "joiners",
        "intake",
        "safeguarding",
    ),
}
SECTION_NAMES: dict[str, str] = {
    "projection": "Projections",
    "intake": "A faster intake",
    "restore": "What would restore the minimum everywhere?",
    "weights": "Would other weights of need give other tiers?",
    "moves": "What if posts moved between wards?",
    "fairness": "Do posts follow need from borough to borough?",
    "wards": "Do the wards add up?",
}
"""The parts of pages that are drawn when they are opened."""
SECTIONS: dict[tuple[str, str], str] = {
    ("response", "projection"): "projection",
    ("response", "back_test"): "projection",
    ("response", "answering_projection"): "projection",
    ("response", "answering_back_test"): "projection",
    ("outcomes", "intake"): "intake",
    ("allocation", "restore"): "restore",
    ("allocation", "moves"): "moves",
    ("allocation", "fairness"): "fairness",
    ("allocation", "per_need"): "fairness",
    ("allocation", "reconciliation"): "wards",
    ("allocation", "wards"): "wards",
}
"""The charts that stand in such a part, and the part: a link to them opens it."""


def known(page: str, chart: str) -> bool:
    """True where ``page`` has ``chart``."""
    return chart in PAGES.get(page, ())
