"""Which page holds which chart: what evidence may name and a link may open."""

PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("indicators", "variation", "exceptions"),
    "compare": ("ranking", "funnel", "hexagons", "map", "trend", "control", "table", "similar"),
    "borough": ("indicators", "wards", "hexagons"),
    "allocation": ("minimum", "hexagons", "plans", "needs", "reconciliation", "abstraction", "wards"),
    "response": ("within_target", "median", "p90", "demand", "answering"),
    "trust": ("measures", "boroughs", "gaps", "contact", "gaps_over_time", "sample_size"),
    "changes": ("summary", "revisions", "figures", "actions", "releases", "definitions"),
    "outcomes": ("detections", "trial", "trial_periods", "deployability", "supervision", "recruitment", "safeguarding"),
}


def known(page: str, chart: str) -> bool:
    """True where ``page`` has ``chart``."""
    return chart in PAGES.get(page, ())
