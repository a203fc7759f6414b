"""Every abbreviation that a page uses is in the glossary."""

import re

from dashboard import catalogue
from dashboard.glossary import TERMS, terms_in
from dashboard.panels.common.page import Page
from dashboard.view import View

NO_ABBREVIATIONS = {"ASSUMED", "ASSUMPTION", "DEMONSTRATION", "DATA"}
"""Words set in capitals to be seen."""
LEWISHAM = "E09000023"


def test_every_abbreviation_on_a_page_is_in_the_glossary(store):
    terms = set(re.findall(r"[A-Z][A-Z&+]+", " ".join(TERMS)))
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


def test_a_term_is_found_alone_and_in_the_plural_and_not_within_another_word():
    found = [term for term, _ in terms_in("Two BCUs and a ward lie below; Limits are drawn.")]
    assert found == ["BCU", "limit", "ward"]
    assert terms_in("forwards, Nhs and wardrobe") == []
    assert [term for term, _ in terms_in("Immediate (I) calls are reached")] == ["Immediate (I)"]


def test_every_meaning_is_a_short_sentence_and_every_term_stands_once():
    assert len({term.casefold() for term in TERMS}) == len(TERMS)
    for term, meaning in TERMS.items():
        assert meaning.endswith(".") and meaning[0].isupper() and "  " not in meaning, term
        assert all(len(part.split()) <= 25 for part in meaning.split(". ")), term
