"""Which page holds which chart: what evidence may name and a link may open."""

PAGES: dict[str, tuple[str, ...]] = {
    "compare": ("ranking", "hexagons", "trend", "table"),
}


def known(page: str, chart: str) -> bool:
    """True where ``page`` has ``chart``."""
    return chart in PAGES.get(page, ())
