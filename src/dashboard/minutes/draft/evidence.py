"""Which charts an action may rest on: its paragraph's words against the names and definitions of
the indicators.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.declared.meetings import Evidence
from dashboard.declared.models import Indicator

MOST = 4
_LEAST_SCORE = 2.0
_LEAST_SHARE = 0.45
"""Of the best indicator's score: one that scores less is not proposed beside it."""
_NAME, _REQUEST = 2.0, 2.0
"""What a word counts for that is in an indicator's name, and one that is in the request itself;
another counts 1.
"""
CHARTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("trust", "contact"): ("contact_officer", "informed", "engagement_standard"),
    ("allocation", "minimum"): (
        "wards_below_minimum",
        "dwo_posts",
        "dwo_in_post",
        "pcso_posts",
        "pcso_in_post",
    ),
    ("allocation", "abstraction"): ("abstraction_rate",),
    ("response", "within_target"): ("i_within_15", "s_within_60"),
    ("response", "median"): ("i_median", "s_median"),
    ("response", "p90"): ("i_p90", "s_p90"),
    ("response", "demand"): ("i_calls", "s_calls"),
    ("response", "answering"): ("answered_999", "calls_999"),
    ("outcomes", "detections"): ("rape_detection", "other_sexual_detection", "knife_detection"),
    ("outcomes", "deployability"): (
        "not_fully_deployable",
        "limited_duties",
        "not_deployable_share",
    ),
    ("outcomes", "supervision"): ("constables_per_sergeant",),
    ("outcomes", "recruitment"): ("pcso_strength",),
    ("outcomes", "safeguarding"): ("safeguarding_missed_risk",),
}
"""The chart of a page -> the indicators that it draws and no general chart shows as well."""
TOPICS: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("allocation", "plans"): (
        (),
        "allocation of wards: priority area or tier kept, gained or lost",
    ),
    ("response", "within_target"): (
        ("i_within_15", "s_within_60"),
        "response times, responding to immediate and significant calls: performance",
    ),
    ("response", "answering"): (("answered_999",), "999 calls answered in time: performance"),
    ("outcomes", "recruitment"): (("pcso_strength",), "recruitment of PCSOs accelerated"),
    ("trust", "measures"): (
        ("listens",),
        "relationship with the public: listening, serving, staying in touch",
    ),
}
"""Page and chart -> the indicators it is opened at (none: it draws no indicator), and what it is
about in words. For what no one indicator's name and definition tell: wards that keep or lose their
tier, and both grades of call.
"""
_GROUPS = {
    "sexual_orientation": ("lgbt", "lgbtq", "lgbtqia", "gay", "lesbian", "bisexual"),
    "ethnicity": ("ethnic", "ethnicity", "black", "asian", "race"),
    "sex": ("women", "men", "girl", "sex", "gender"),
    "age": ("age", "young", "youth", "older"),
    "disability": ("disabled", "disability"),
    "religion": ("religion", "religious", "faith", "muslim", "jewish"),
}
"""A breakdown -> words, as they are matched, that ask for it."""
_STOP = set(
    "a about after all also among an and any are as at be been before being below between both but"
    " by can could did do does each end for from had has have he her how i if in into is it its"
    " last later may more most much must no not of on once one only or other our out over own per"
    " same say says she should since so some such than that the their them then there these they"
    " this those to under until up upon was we were what when where whether which while who whom"
    " will with within without would you your action agree agreed ask board chair deputy discuss"
    " discussion discussed mayor meeting member mopac mps met paragraph provide provided requested"
    " share update updated month quarter year number work area london londoner police policing"
    " officer people good well need further next note noted advised said across make made take"
    " taken time way give given held hold respondent".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Match:
    """An indicator or a topic, how well it fits a paragraph, and the words that both have."""

    indicator: str
    """Id of the indicator; '' for a topic."""
    score: float
    words: tuple[str, ...]
    """Weightiest first."""
    topic: tuple[str, str] | None = None
    """Page and chart of the topic."""


def match(paragraph: str, request: str, indicators: Iterable[Indicator]) -> list[Match]:
    """Every indicator, and every topic of ``TOPICS``, that shares a telling word with
    ``paragraph``, best first.

    The score adds, for each word that both have, ``log(1 + N / n)`` (N indicators, n of them with
    the word), twice where it is in the indicator's name and twice where it is in ``request``, the
    paragraph's sentence that asks; the sum is divided by ``1 + log(words of the indicator)``. A
    topic has no name.
    """
    all_indicators = list(indicators)
    request_words = set(_words(request))
    paragraph_words = set(_words(paragraph)) | request_words
    name_words = {i.id: set(_words(f"{i.name} {i.short}")) for i in all_indicators}
    indicator_words = {i.id: name_words[i.id] | set(_words(i.definition)) for i in all_indicators}
    have = Counter(word for words in indicator_words.values() for word in words)

    def fit(name: set[str], words: set[str]) -> tuple[float, tuple[str, ...]]:
        weights = {
            word: (
                math.log(1 + len(all_indicators) / max(have[word], 1))
                * (_NAME if word in name else 1.0)
                * (_REQUEST if word in request_words else 1.0)
            )
            for word in words & paragraph_words
        }
        score = sum(weights.values()) / (1 + math.log(max(len(words), 1)))
        return score, tuple(sorted(weights, key=lambda w: (-weights[w], w)))

    matches = [
        Match(i.id, *fit(name_words[i.id], indicator_words[i.id]))
        for i in all_indicators
        if indicator_words[i.id] & paragraph_words & name_words[i.id]
    ]
    for place, (_, text) in TOPICS.items():
        words = set(_words(text))
        if len(words & paragraph_words) > 1 and words & request_words:
            matches.append(Match("", *fit(set(), words), place))
    return sorted(matches, key=lambda m: (-m.score, m.indicator, m.topic or ()))


def propose(
    paragraph: str, request: str, indicators: Mapping[str, Indicator]
) -> tuple[Evidence, ...]:
    """At most four views for ``request`` in ``paragraph``, each with the words that it matched as
    its note.
    """
    ranked = [m for m in match(paragraph, request, indicators.values()) if m.score >= _LEAST_SCORE]
    strong_matches = [m for m in ranked if m.score >= _LEAST_SHARE * ranked[0].score]
    # What a better topic's words say whole, it tells: 'ward' and 'priority' are of the plan, not of
    # engagement.
    strong_matches = [
        m
        for n, m in enumerate(strong_matches)
        if m.topic or not any(_tells(t, m) for t in strong_matches[:n])
    ]
    proposals: dict[tuple[str, str, str], Evidence] = {}
    for one in strong_matches:
        views = {
            (v.page, v.chart, v.indicator): v for v in _views(one, paragraph, request, indicators)
        }
        if len(views | proposals) <= MOST:
            proposals = proposals | {
                place: view for place, view in views.items() if place not in proposals
            }
    return tuple(proposals.values())


def _tells(topic: Match, of: Match) -> bool:
    return topic.topic is not None and set(of.words) <= set(topic.words)


def _views(
    word_match: Match, paragraph: str, request: str, indicators: Mapping[str, Indicator]
) -> tuple[Evidence, ...]:
    """The views that ``word_match`` stands for: one of its indicator, or those of its topic."""
    note = (
        f"Proposed by the words {', '.join(word_match.words)} (score {word_match.score:.1f}): say what to"
        " look for."
    )
    if word_match.topic:
        page, chart = word_match.topic
        drawn = [i for i in TOPICS[word_match.topic][0] if i in indicators] or [""]
        return tuple(Evidence(page=page, chart=chart, indicator=i, note=note) for i in drawn)
    indicator = indicators[word_match.indicator]
    group = _group(indicator, paragraph, request)
    page, chart = (
        ("trust", "gaps")
        if group and indicator.theme == "trust_and_confidence"
        else _chart(indicator)
    )
    return (Evidence(page=page, chart=chart, indicator=indicator.id, group=group, note=note),)


def _group(indicator: Indicator, paragraph: str, request: str) -> str:
    """The breakdown that the request asks for, by itself or, where it names the indicator, by its
    paragraph.
    """
    pressing = set(_words(request))
    asked = pressing | (set(_words(paragraph)) if pressing & set(_words(indicator.name)) else set())
    return next(
        (g for g, words in _GROUPS.items() if g in indicator.group_types and asked & set(words)), ""
    )


def _chart(indicator: Indicator) -> tuple[str, str]:
    """Page and chart that draw ``indicator``: its own, else the ranking of areas, else the line of
    the MPS.
    """
    for place, drawn in CHARTS.items():
        if indicator.id in drawn:
            return place
    return "compare", "ranking" if {"borough", "bcu"} & set(indicator.levels) else "trend"


def _words(text: str) -> list[str]:
    """The telling words of ``text``, each by its stem: 'priorities' and 'priority' are one word."""
    stems = (_stem(word) for word in _WORD.findall(text.casefold()))
    return [s for s in stems if s not in _STOP and len(s) > 1]


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("’s").replace("’", "'")
    if word in _STOP:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
