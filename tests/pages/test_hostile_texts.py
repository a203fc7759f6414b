"""No text that is not ours is more than its words, on any page: not of a link, a declaration, a
finding or a file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from html.parser import HTMLParser
from io import BytesIO

import pyarrow as pa
import pytest
from hostile import ATTACK, HOST, UNSEEN, mark, text_fields
from markdown_it import MarkdownIt
from opened import page, text
from opened import read as words_of
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from dashboard.markup import Markdown, plain
from dashboard.panels.common.choices import choices_of
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.ui.filters import MOST_NOTES
from dashboard.ui.place import Place
from dashboard.view import View
from dashboard.view.parse import read

ADDRESSES: list[tuple[str, dict[str, str]]] = [
    ("overview", {}),
    (
        "compare",
        {
            "indicator": "confidence",
            "areas": "E09000017",
            "comparator": "similar",
            "over_time": "control",
        },
    ),
    ("compare", {"indicator": "trust", "difference": "funnel", "comparator": "bcu"}),
    ("compare", {"indicator": "dwo_posts", "over_time": "control"}),
    ("borough", {"area": "E09000022"}),
    ("borough", {}),
    ("borough", {"area": "E09000017", "opened": "rare_offences"}),
    (
        "allocation",
        {
            "area": "E09000022",
            "opened": "restore,weights,moves,fairness,wards",
            "moves": "E05014100>E05014101:dwo:1",
            "weights": "crime:40",
        },
    ),
    (
        "response",
        {
            "indicator": "s_within_60",
            "areas": "E09000017",
            "opened": "projection",
            "what_if": "demand:10",
        },
    ),
    ("trust", {"group": "sexual_orientation", "areas": "E09000017"}),
    (
        "outcomes",
        {
            "indicator": "knife_detection",
            "opened": "intake,trial",
            "what_if": "training_intake:10",
        },
    ),
    ("actions", {}),
    ("packs", {}),
    ("packs", {"pack": "2023-04-28"}),
    ("promises", {"promise": "turnaround-2023/extra-pcsos"}),
    ("changes", {"indicator": "confidence", "since": "2023-05-15"}),
    ("data", {}),
    ("present", {"pack": "2023-04-28"}),
]
PAGES = sorted({name for name, _ in ADDRESSES})
DRAWN_AS_MARKDOWN = {
    ("Alert", "body"),
    ("ButtonGroup", "label"),
    ("Button", "help"),
    ("Button", "label"),
    ("Checkbox", "label"),
    ("DownloadButton", "label"),
    ("Expandable", "label"),
    ("Heading", "body"),
    ("Markdown", "body"),
    ("MultiSelect", "label"),
    ("NumberInput", "label"),
    ("PageLink", "label"),
    ("Selectbox", "label"),
    ("Slider", "help"),
    ("Slider", "label"),
    ("ButtonGroup.Option", "content"),
}
DRAWN_AS_WORDS = {
    ("Selectbox", "options"),
    ("Selectbox", "raw_value"),
    ("MultiSelect", "options"),
    ("MultiSelect", "raw_values"),
    ("ArrowData", "alt"),
    ("Arrow", "alt"),
    ("Dataframe", "alt"),
}
NOT_SEEN = re.compile(
    r"[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
UNDRAWN = {"Measure.label", "CarriedAction.paragraph"}
"""Written into a file to fill in alone."""
PLOTLY = re.compile(r'<(?!/?(?:b|extra|span)>|br>|span style="color:#\w{6}">)|<b>qz|<br>rz')
"""A tag in a text of a figure that is none of ours, or one that is and stands in the attack."""
OURS = set(
    "a b blockquote br button circle dd details div dl dt h2 h3 h4 i img li p path polyline pre rect small"
    " span strong style summary svg table tbody td text tfoot th thead tr ul".split()
)
OUR_ADDRESS = r"(?:[a-z]+)(?:\?[\w=&%.+-]*)?(?:#[\w-]+)?$"


class Tags(HTMLParser):
    """The tags of HTML, each with its attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def messages(at: AppTest) -> Iterator[tuple[str, str, object]]:
    """Every text and every bytes of what the page sends: the kind of element, the field, the value."""

    def within(message) -> Iterator[tuple[str, str, object]]:
        kind = message.DESCRIPTOR.full_name.split(".", 1)[-1]
        kind = kind if kind == "ButtonGroup.Option" else message.DESCRIPTOR.name
        for field, value in message.ListFields():
            for each in value if field.is_repeated else [value]:
                if hasattr(each, "ListFields"):
                    yield from within(each)
                elif isinstance(each, str | bytes):
                    yield kind, field.name, each

    def every(block: Block):
        for child in block.children.values():
            if getattr(child, "proto", None) is not None:
                yield from within(child.proto)
            if isinstance(child, Block):
                yield from every(child)

    yield from every(at._tree)


def only_words(markdown: str) -> None:
    """No link, image or style in ``markdown`` is the attacker's, and nothing else than what the
    attacker wrote.
    """
    for token in MarkdownIt("commonmark").enable("strikethrough").enable("table").parse(markdown):
        for inner in token.children or [token]:
            assert inner.type not in ("image", "html_inline", "html_block", "s_open"), markdown
            assert HOST not in str(inner.attrs), markdown
            if inner.type == "code_inline":
                continue
            # What Streamlit makes of words once the marks are read: addresses, icons, emoji and
            # directives.
            assert not re.search(
                r"https?://|www\.|\w@\w|:[\w+-]+:|:\w[\w-]*\[(?!l)", _ours(inner.content)
            ), markdown
    unmarked = re.sub(r"\\.", "", markdown)
    assert "$" not in unmarked and "~" not in unmarked, markdown


def _ours(words: str) -> str:
    """``words`` without the addresses that we declare, which are links."""
    return re.sub(r":small\[|https://(?:data\.london|www\.ons|data\.police|www\.gov)\S*", "", words)


def only_words_of_a_figure(told: object) -> None:
    if isinstance(told, dict):
        for each in told.values():
            only_words_of_a_figure(each)
    elif isinstance(told, list):
        for each in told:
            only_words_of_a_figure(each)
    elif isinstance(told, str):
        assert not PLOTLY.search(told), told
        assert not NOT_SEEN.search(told), ascii(told)


def only_our_tags(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in OURS, html
        assert tag != "img" or attributes["src"].startswith("data:image/svg+xml;base64,"), html
        assert tag != "a" or re.match(OUR_ADDRESS, attributes["href"]), attributes["href"]
        assert not any(
            HOST in (attributes.get(name) or "") for name in ("style", "class", "href")
        ), html


def only_words_of_a_card(card: dict) -> None:
    """A figure's texts are looked at each; HTML is of our tags; links lead to our pages. The other
    texts are escaped in the browser, which tests/browser holds.
    """
    only_words_of_a_figure(card["figure"])
    only_our_tags(card["html"])
    for link in (*card["links"], *card["actions"]):
        assert re.match(OUR_ADDRESS, link["address"]), link


def holds_only_words(at: AppTest) -> str:
    """Assert that nothing on the page is more than its words; all that it says in one text."""
    said = []
    for kind, field, value in messages(at):
        if isinstance(value, bytes):
            value = _told(kind, value)
        if kind == "Html" and field == "body":
            only_our_tags(value)
        elif (kind, field) in DRAWN_AS_MARKDOWN:
            only_words(value)
        elif not isinstance(value, str) or (mark("")[:2] not in value and HOST not in value):
            continue
        else:
            assert (kind, field) in DRAWN_AS_WORDS | {
                ("BidiComponent", "bytes"),
                ("ArrowData", "data"),
            }, (kind, field)
        assert not NOT_SEEN.search(value.replace("\n", "")), ascii(value)
        said.append(value)
    return "\n".join(said)


def _told(kind: str, value: bytes) -> str:
    """What a table or a chart is sent, as text; of a chart each text is looked at."""
    if kind == "BidiComponent":
        told = json.loads(value)
        for row in told.get("rows", []):
            for each in (each for column in row for each in column["cards"]):
                only_words_of_a_card(each["card"])
        return json.dumps(told, ensure_ascii=False)
    try:
        return json.dumps(
            pa.ipc.open_stream(BytesIO(value)).read_all().to_pydict(),
            default=str,
            ensure_ascii=False,
        )
    except pa.ArrowInvalid:
        return ""


def test_no_text_of_a_declaration_or_of_a_file_is_more_than_its_words_on_any_page(
    hostile_home, monkeypatch
):
    monkeypatch.setenv("DASHBOARD_HOME", str(hostile_home))
    monkeypatch.setattr(
        Place, "open", property(lambda place: True)
    )  # What a chart rests on is made once it is opened.
    said = "\n".join(holds_only_words(page(name, **parameters)) for name, parameters in ADDRESSES)
    seen = {field for field in text_fields() if mark(field) in said}
    assert text_fields() - seen == UNDRAWN
    assert "![x](javascript" in said.replace("\\", ""), "the name of the file is nowhere"


PARAMETERS = [
    *(field.name for field in fields(View)),
    "severity",
    "source",
    "colour",
    f"x{ATTACK}",
    "pack",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_parameter_of_a_page_may_be_an_attack_and_is_only_words(demonstration_shown, name):
    at = page(name, **dict.fromkeys(PARAMETERS, ATTACK + UNSEEN))
    said = holds_only_words(at)
    assert len(at.info) <= MOST_NOTES + 3
    assert HOST in (said if name == "present" else text(at)), "what is wrong is told"


def test_an_attack_in_each_parameter_alone_is_told_as_only_words(
    demonstration_shown, demonstration_home
):
    where = Places(demonstration_home)
    choices = choices_of(open_store(where, find_database(where)))
    told = {
        parameter: read({parameter: ATTACK + UNSEEN}, choices)[1] for parameter in PARAMETERS[:-4]
    }
    # Of a plan it is not told whether there is one of that name, and of a move not what was
    # written.
    assert [parameter for parameter, notes in told.items() if not notes] == []
    for note in sum(told.values(), []):
        drawn = str(Markdown.escape(note))
        only_words(drawn)
        assert words_of(drawn) == plain(note)
    assert sum("![x](http" in note for note in sum(told.values(), [])) > 15


@pytest.mark.parametrize("parameter", ["areas", "weights", "moves", "what_if", "opened"])
def test_three_thousand_bad_parts_are_told_in_a_few_short_sentences(demonstration_shown, parameter):
    at = page("allocation", **{parameter: ",".join(f"{n}x" * 25 for n in range(3000))})
    told = [note.value for note in at.info if "link" in note.value]
    assert len(told) == MOST_NOTES + 1
    assert "has 3,000 parts; the first 50 are read." in told[0]
    assert re.fullmatch(r"The link has \d+ more parts that could not be honoured.", told[-1])
    assert max(map(len, told)) < 400


def test_a_link_of_many_unknown_parameters_and_letters_is_told_in_a_few_short_sentences(
    demonstration_shown,
):
    at = page("compare", indicator="x" * 300_000, **{f"p{n}" * 100: "y" for n in range(500)})
    told = [note.value for note in at.info]
    assert len(told) == MOST_NOTES + 1 and max(map(len, told)) < 400
