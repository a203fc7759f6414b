"""Who a sentence asks to do something: only a person, role or organisation that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.minutes.phrases.deadlines import MONTHS

_TOKEN = re.compile(r"[^\W_](?:[\w'’/+&-]*[\w+])?|&|[^\w\s]|_")
_PREDICATE = re.compile(
    r"(?<=\s)(?P<modal>would|will|shall|should|must|(?:(?:has|have|had)\s+)?(?:agreed|undertook|undertaken|committed|"
    r"offered)\s+to|(?:is|are|was|were)\s+(?:(?:asked|requested|invited|required|tasked|due)\s+)?to|to)\s+"
    r"(?:(?:also|then|jointly|both|now|therefore)\s+)?(?P<verb>[^\W\d_]+)(?:\s+(?P<next>[^\W\d_]+))?"
)
_THAT = re.compile(
    r"\b(?:requested|asked|recommended|proposed|required|agreed|directed)\s+that\s*,?\s+"
)
_BY = re.compile(r"\bby\s+")
_PASSIVE = re.compile(r"\b(?:be|being)\s+(?:\w+ly\s+)?(\w+)")
_IRREGULAR_PARTICIPLES = set(
    """
    given brought held sent shared made done kept set taken put shown told drawn written built
    led known seen fed found sought undertaken
""".split()
)
_REQUEST_PARTICIPLES = {"asked", "requested", "invited", "required", "tasked"}
_WISHES = set(
    """
    like welcome appreciate prefer expect hope wish ask request have not
""".split()
)
_NO_VERB = set(
    """
    the a an its their his her our this that these those all each every any which date and be
""".split()
) - {"be"}
_BEFORE_TO = set(
    """
    that and asked ask requested request required require invited invite tasked wanted directed
    instructed urged for by , : ; ( [ - – — . expected encouraged
""".split()
)
_ROLES = set(
    """
    secretariat secretary chair chairman chairwoman chairperson clerk commissioner treasurer
    members board panel committee office team teams lead leads colleagues representatives
    director directors officers force
""".split()
)
_JOINS = {"and", "&", "of", "for", "/"}
_ARTICLES = {"the", "a", "an"}
_PRONOUNS = {"he", "she", "they", "we", "i", "you", "who"}
_NO_NAME = (
    _ARTICLES
    | _PRONOUNS
    | set(MONTHS)
    | set(
        """
    in on at following after before however therefore for it this that these those there when if
    as and but to by with from once while although since until also then work paper papers
    report reports update updates action actions discussion discussions item items meeting
    meetings note notes minutes data figures analysis further consideration plan plans progress
    detail details what which how both no not information monday tuesday wednesday thursday
    friday agreed noted need slides draft letter presentation proposal proposals results each
    next q1 q2 q3 q4 owner request recommendation recommendations review outcome
""".split()
    )
)
_MOST_TOKENS = 14


@dataclass(frozen=True)
class Owner:
    """Who is asked, as the text names them, and where what they are asked begins."""

    name: str
    verb: int
    """Position in the sentence of the verb of the request."""


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In small letters; 'HE' and 'IT' in capitals are somebody's initials and an office, and
        stay as they are.
        """
        low = self.text.casefold()
        return self.text if self.text in ("HE", "IT", "WE") else low

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper() or self.low in _ROLES


def owner(sentence: str) -> Owner | None:
    """Who ``sentence`` asks, or None where it names nobody.

    In order: 'requested that ..., the MPS provided'; 'the MPS would provide', 'MPS to provide',
    'the MPS is to provide', 'MOPAC agreed to provide'; 'will be provided by the MPS'. Pronouns and
    things are nobody.
    """
    tokens = [_Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    place = {token.start: n for n, token in enumerate(tokens)}
    for candidate in (
        _after_that(sentence, tokens),
        _before_verb(sentence, tokens, place),
        _by(sentence, tokens),
    ):
        if candidate:
            return candidate
    return None


def plain_name(text: str) -> str | None:
    """``text`` as a name where it is nothing else, as in a column 'Owner' or '(Action 2:

    MPS)'; else None.
    """
    name = text.strip(" .;:,()[]–—-")
    tokens = [_Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(name)]
    allowed = _JOINS | {"/", ",", "the", ".", "(", ")", "'", "’"}
    if not tokens or len(tokens) > _MOST_TOKENS or tokens[0].low in _NO_NAME - {"the"}:
        return None
    return name if all(t.is_name or t.low in allowed for t in tokens) else None


def names_in_words(name: str) -> str:
    """'HE / HF' as 'HE and HF'; a name without a stroke as it is."""
    names = [part.strip() for part in name.split("/")]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else name


def _after_that(sentence: str, tokens: list[_Token]) -> Owner | None:
    """The subject after 'requested that', with or without a clause before it up to the first comma."""
    for match in list(_THAT.finditer(sentence))[:5]:
        comma = sentence.find(",", match.end())
        for start in (match.end(), comma + 1 if comma > 0 else -1):
            if start < 0:
                continue
            ahead = [t for t in tokens if t.start >= start][: _MOST_TOKENS + 1]
            if ahead and ahead[0].low == "the":
                ahead = ahead[1:]
            upto = next(
                (
                    n
                    for n, t in enumerate(ahead)
                    if not (t.is_name or t.low in _JOINS or t.low == "the")
                ),
                0,
            )
            if upto and _is_name(ahead[:upto]) and not _is_passive(sentence[ahead[upto - 1].end :]):
                verb = _PREDICATE.match(sentence, ahead[upto].start)
                return Owner(
                    _words(sentence, ahead[:upto]),
                    verb.start("verb") if verb else ahead[upto].start,
                )
    return None


def _is_passive(rest: str) -> bool:
    """Whether the verb that ``rest`` begins with is 'would be shared', 'be told': its subject does
    nothing.
    """
    found = re.match(r"\s*(?:(?:would|will|shall|should|must|to)\s+)?be\s+(\w+)", rest)
    return bool(found) and _passive(found[1] if found else "")


def _passive(word: str) -> bool:
    word = word.casefold()
    return (
        word.endswith("ed") or word in _IRREGULAR_PARTICIPLES
    ) and word not in _REQUEST_PARTICIPLES


def _before_verb(sentence: str, tokens: list[_Token], place: dict[int, int]) -> Owner | None:
    for match in _PREDICATE.finditer(sentence):
        at = place.get(match.start())
        verb, following = match["verb"], match["next"] or ""
        if at is None or at == 0 or verb.casefold() in _WISHES:
            continue
        if verb.casefold() == "be" and _passive(following):
            continue
        is_infinitive = match["modal"] == "to"
        if is_infinitive and (not verb.islower() or verb in _NO_VERB):
            continue
        subject = _subject(tokens, at)
        if not subject:
            if tokens[at - 1].low in _PRONOUNS:
                return None
            continue
        first = place[subject[0].start]
        before = first - 1
        while before >= 0 and tokens[before].low in _ARTICLES:
            before -= 1
        if is_infinitive and before >= 0 and tokens[before].low not in _BEFORE_TO:
            continue
        return Owner(_words(sentence, subject), match.start("verb"))
    return None


def _subject(tokens: list[_Token], at: int) -> list[_Token]:
    """The name that ends before token ``at``; empty where there is none."""
    start = at
    while start > 0 and at - start < _MOST_TOKENS:
        token = tokens[start - 1]
        joins = token.low in _JOINS or token.low == "the"
        is_bridged = (
            joins
            and start > 1
            and start < at
            and (tokens[start - 2].is_name or tokens[start - 2].low in _JOINS)
        )
        if not ((token.is_name and token.low not in _ARTICLES) or is_bridged):
            break
        start -= 1
    list_start = start
    # 'MPS, MOPAC and the Brigade to': commas belong only to a list that opens its sentence or
    # clause.
    while (
        list_start > 1
        and tokens[list_start - 1].text == ","
        and tokens[list_start - 2].is_name
        and at - list_start < _MOST_TOKENS
    ):
        list_start -= 2
        while (
            list_start > 0
            and tokens[list_start - 1].is_name
            and tokens[list_start - 1].low not in _ARTICLES
        ):
            list_start -= 1
    opens = list_start == 0 or tokens[list_start - 1].low in {"that", ":"}
    if list_start < start and opens and any(t.low in ("and", "&") for t in tokens[start:at]):
        start = list_start
    name = tokens[start:at]
    while name and name[0].low in _NO_NAME | _JOINS:
        name = name[1:]
    return name if _is_name(name) else []


def _is_name(name: list[_Token]) -> bool:
    return (
        bool(name)
        and name[0].low not in _NO_NAME
        and name[-1].low not in _NO_NAME
        and len(name) <= _MOST_TOKENS
    )


def _by(sentence: str, tokens: list[_Token]) -> Owner | None:
    """The agent after 'by' in 'an update will be provided to the Board by the MPS'."""
    passive = next((m for m in _PASSIVE.finditer(sentence) if _passive(m[1])), None)
    for match in _BY.finditer(sentence, passive.end()) if passive else ():
        ahead = [t for t in tokens if t.start >= match.end()][: _MOST_TOKENS + 1]
        if ahead and ahead[0].low == "the":
            ahead = ahead[1:]
        upto = next(
            (n for n, t in enumerate(ahead) if not (t.is_name or t.low in _JOINS)), len(ahead)
        )
        while upto and ahead[upto - 1].low in _JOINS:
            upto -= 1
        name = ahead[:upto]
        if _is_name(name) and not re.match(r"(?:end|next|\d)", name[0].low) and passive:
            return Owner(_words(sentence, name), passive.start(1))
    return None


def _words(sentence: str, tokens: list[_Token]) -> str:
    return sentence[tokens[0].start : tokens[-1].end]
