"""A title for an action, as a person would write it: the verb, what it is about, and no half of a
phrase.

Each rule takes a part out of the request's own words, or puts the words for which 'this' stands in
its place; none adds a word of its own beyond a preposition. Where no rule makes the title short it
is left long, and ``is_long`` says so.
"""

from __future__ import annotations

import re

MOST_WORDS = 12
_MOST_CHARACTERS = 2_000
"""Characters of a request, and of what comes before it, that are looked at."""
_INITIALS = re.compile(r"^[A-Z]{2,5}\d?(?:\s*(?:/|,|&|\band\b)\s*[A-Z]{2,5}\d?){0,5}\s+(?=[a-z])")
_LEADS = re.compile(r"^(?:also|then|jointly|both|now|further|consider and)\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:,\s*|\s+)(?:particularly|including|noting|especially|such as|so that|in order to|if it"
    r" is|so as to|"
    r"as well as)\b.*$"
    r"|,\s+(?:and|with|which|who|where|given|taking|having|but|along"
    r" with)\b.*$|[;:]\s.*$|\s[–—]\s.*$|\s*\([^()]*\)",
    re.IGNORECASE,
)
_WITHOUT_OBJECT = re.compile(
    r"\s+and\s+(?:respond|report back|reply|advise|update|feed back)$", re.IGNORECASE
)
_GIVING_VERBS = r"(?:provide|give|send|share|supply|present|show|tell|brief|update|inform|furnish)"
_RECIPIENT_FIRST = re.compile(
    rf"^(?P<verb>{_GIVING_VERBS})\s+(?:the\s+)?(?:board|chair|panel|committee|members|secretariat|"
    r"[A-Z][\w'’&-]*(?:\s+(?:and\s+)?[A-Z][\w'’&-]*)*)\s+(?P<rest>(?:with|on|about|of)\s+\S.*|(?:the|a|an|its|their)\s+\S.*)$"
)
_WITH_RECIPIENT = re.compile(
    rf"^(?P<verb>{_GIVING_VERBS})\s+(?:with|to)\s+(?:the\s+)?(?:board|chair|panel|committee|[A-Z][\w'’&-]*)\s+(?P<rest>\S.*)$"
)
_AT_RECIPIENT = re.compile(
    r"\s+(?:to|with|for)\s+(?:the\s+)?(?:[A-Z]{2,5}|board|chair|panel|committee|secretariat)$"
)
_THIS = re.compile(
    r"\b(?P<on>on|for|of|to|about|with)\s+(?:this|that|these)(?:\s+(?:work|matter|issue|item|point|area|action|topic|offer))?$"
)
_TOPICS = (
    re.compile(r"\baction (?:for|on) (?:the\s+)?[A-Z][\w ]*? to \w+ (?P<topic>(?:a|an|the) .+)$"),
    re.compile(
        r"\b(?:discussion|discussed|explained|described|outlined|considered)\b.*?\b(?:of|on|about)?\s*"
        r"(?P<topic>how .+)$"
    ),
    re.compile(r"\b(?P<topic>work (?:to|on|of|in|behind) .+)$"),
    re.compile(
        r"\b(?:discussion (?:of|on|about)|(?:asked|enquired|spoke|heard) about)\s+(?P<topic>.+)$"
    ),
)
"""What a paragraph is about, by the words that open it; the first that is there is what its 'this'
stands for.
"""
_TOPIC_ENDS = re.compile(
    r"\s+(?:in light of|to assess|to see|to establish|due to|as a result|was yet|were yet|in view"
    r" of|following)\b.*$"
    r"|[.;:].*$"
)
_HOW_IT_DOES = re.compile(
    r"^how (?:the |its |their )?[\w' ’]+?\s(?:was|were|is|are)\s(?P<doing>\w+ing\b.*)$"
)
_FEASIBLE = re.compile(
    r"^(?P<verb>consider|look at|assess|review|explore|examine) the"
    r" (?:feasibility|possibility|option) of "
    r"(?:(?:the )?[\w'’ ]+?['’]s? request for )?(?P<what>.+?) (?:to be|being) (?P<done>\w+ed)\b"
)
_HAVE = re.compile(r"\bthat (?P<who>[\w+&' ’-]+?) (?:have|has) in [\w' ’]+$")
_WHAT_IS_NEEDED = re.compile(r"\bwhat is needed (?:for (?=\w+ing\b)|to (?=\w))")
_HOW_THEY = re.compile(
    r"^(?:discuss|consider|agree) how (?:they|it|both) (?:can |could |would |will |should"
    r" )?(?=\w+ )"
)
_IMPACT = re.compile(
    r"\s+and the (?:impact|effect|implications?) (?:that )?(?:it|this|they)"
    r" (?:would|will|may|might) .*$"
)
_EXTRAS = (
    re.compile(r"\s+and (?:what|how|why|when|whether|the next steps)\b.*$"),
    re.compile(
        r"\s+(?:for|in|during|over|across|throughout|between) (?:[A-Z]\w+|the|each|\d{4})\b[^,]*$"
    ),
    re.compile(r"\s+(?:where|that|which|who)\s.*$"),
)
"""What may be left out of a title that is too long, in this order, where five words remain."""
_PLURAL_THING = re.compile(r"\bthe (?P<thing>\w+s (?:where|that|which)\b)")
_NO_END = set(
    """
    of the a an on in to for with and or by at from its their back how that this which as is are
    would will be once when
""".split()
)
"""Words with which no title ends."""
_BASE = {
    "provided": "provide",
    "gave": "give",
    "shared": "share",
    "sent": "send",
    "brought": "bring",
    "wrote": "write",
    "reported": "report",
    "considered": "consider",
    "produced": "produce",
    "undertook": "undertake",
    "made": "make",
    "set": "set",
    "took": "take",
    "told": "tell",
    "met": "meet",
    "discussed": "discuss",
    "updated": "update",
    "ensured": "ensure",
    "published": "publish",
    "explained": "explain",
}
_UPDATE = re.compile(
    r"^(?:provide|give|bring|share|present) (?:an |a further |further )?updates? (?=on|about)"
)


def title(request: str, verb: int, due: str, board: str, text_before: str) -> str:
    """A title for ``request``, in which what is asked begins at ``verb``; '' where it says nothing.

    ``due`` are the words of its deadline and ``board`` another board that it goes to, which no
    title repeats; ``text_before`` is the text of the paragraph that comes before the request, to
    which 'this' may point.
    """
    text = request[verb : verb + _MOST_CHARACTERS]
    if due:
        text = text.replace(due, " ")
    if board:
        text = re.sub(rf"\b(?:to|at) the {re.escape(board)}(?: meeting)?", " ", text)
    text = " ".join(text.split()).strip(" .,;:")
    text = _shorten_request(_LEADS.sub("", _INITIALS.sub("", text)))
    pointing = _THIS.search(text)
    if pointing:
        text = _with_topic(text, pointing, text_before[-_MOST_CHARACTERS:])
    text = _PLURAL_THING.sub(r"\g<thing>", text)
    for extra in _EXTRAS:
        shorter = extra.sub("", text)
        if len(text.split()) > MOST_WORDS and len(shorter.split()) > 4:
            text = shorter
    words = text.strip(" .,;:").split()
    while len(words) > 1 and words[-1].casefold().strip(",;:.") in _NO_END | {""}:
        words.pop()
    text = " ".join(words).strip(" .,;:")
    return text[:1].upper() + text[1:]


def is_long(text: str) -> bool:
    """Whether a title has more words than one that is read at a glance."""
    return len(text.split()) > MOST_WORDS


def _shorten_request(text: str) -> str:
    """``text`` from its verb on, without asides, recipients and what follows from them."""
    first, _, rest = text.partition(" ")
    text = f"{_BASE.get(first.casefold(), first)} {rest}".strip()
    text = _UPDATE.sub("update ", text)
    for rule in (_TAIL, _IMPACT):
        text = rule.sub("", text).strip(" ,;:.")
    for rule in (_RECIPIENT_FIRST, _WITH_RECIPIENT):
        match = rule.match(text)
        if match:
            rest = re.sub(r"^with\s+", "", match["rest"])
            text = f"{match['verb']} {rest}"
    text = _WITHOUT_OBJECT.sub("", text)
    feasible = _FEASIBLE.match(text)
    if feasible:
        text = (
            f"{feasible['verb']} whether {feasible['what']} can be"
            f" {feasible['done']}{text[feasible.end() :]}"
        )
    text = _WHAT_IS_NEEDED.sub("", _HOW_THEY.sub("", text))
    text = _HAVE.sub(lambda match: f"of {match['who']}", text)
    return _AT_RECIPIENT.sub("", text)


def _with_topic(text: str, pointer: re.Match[str], text_before: str) -> str:
    """``text`` with what its last word 'this' stands for; without it where the paragraph does not
    tell.
    """
    for opening in _TOPICS:
        for sentence in reversed(re.split(r"(?<=[.!?])\s+", text_before)):
            opening_match = opening.search(sentence)
            if not opening_match:
                continue
            topic = _TOPIC_ENDS.sub("", opening_match["topic"]).strip(" ,.")
            doing = _HOW_IT_DOES.match(topic)
            if doing:
                topic = re.split(r"(?:,|\s+and)?\s+how\s|,\s", doing["doing"])[0]
            if topic.startswith("a ") or topic.startswith("an "):
                topic = "the " + topic.split(" ", 1)[1]
            return f"{text[: pointer.start()]}{pointer['on']} {topic}"
    return text
