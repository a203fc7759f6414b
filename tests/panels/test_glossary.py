"""Every abbreviation that a page uses is in the glossary."""

import re
from pathlib import Path

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.view import View

ROOT = Path(__file__).resolve().parents[2]
NO_ABBREVIATIONS = {"ASSUMED", "ASSUMPTION", "DEMONSTRATION", "DATA"}
"""Words set in capitals to be seen."""
LEWISHAM = "E09000023"


def test_every_abbreviation_on_a_page_is_in_the_glossary(store):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = set(re.findall(r"[A-Z][A-Z&+]+", " ".join(re.findall(r"^\| (.*?) \|", glossary, re.M))))
    used = {}
    for name, charts in catalogue.all_charts().items():
        page = Page(name, store, View(area=LEWISHAM if name == "borough" else ""))
        for chart in charts.values():
            panel = chart.draw(page)
            if panel is None:
                continue
            words = [panel.title, panel.subtitle, panel.reading, panel.definition, *panel.notes]
            for word in re.findall(r"\b[A-Z][A-Z&+]+(?=s?\b)", " ".join(words)):
                used.setdefault(word, f"{name} {panel.chart}")
    assert len(used) > 5
    missing = used.keys() - terms - NO_ABBREVIATIONS
    assert {word: used[word] for word in missing} == {}
