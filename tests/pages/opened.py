"""A page opened through the entry point, and what it says."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from dashboard.settings import places

APP = Path(__file__).resolve().parents[2] / "app.py"


_watched: list[str] = []
_touched: list[str] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what is opened or listed of the received files while a page is drawn."""
    if (
        _watched
        and event in ("open", "os.listdir", "os.scandir")
        and isinstance(arguments[0], str | os.PathLike)
    ):
        path = os.path.abspath(os.fspath(arguments[0]))
        if path.startswith(_watched[-1]):
            _touched.append(path)


sys.addaudithook(_note)


@contextmanager
def reading_nothing_received() -> Iterator[None]:
    """Hold that nothing under the received files is opened or listed meanwhile: pages read the
    database alone.
    """
    _touched.clear()
    _watched.append(str(places().received_folder))
    try:
        yield
    finally:
        _watched.pop()
    assert not _touched, _touched


def page(name: str, **parameters: str) -> AppTest:
    """Page ``name`` at the URL's ``parameters``, which stands without an exception and reads no
    received file.
    """
    with reading_nothing_received():
        at = AppTest.from_file(str(APP), default_timeout=120).run()
        at.switch_page(f"pages/{name}.py")
        for key, value in parameters.items():
            at.query_params[key] = value
        at.run()
    assert not at.exception, [e.message for e in at.exception]
    return at


def text(at: AppTest) -> str:
    """All that the page says in words outside its charts and tables."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.info, at.error, at.warning)
    own = [read(e.value) for kind in kinds for e in kind]
    own += [words_of(e.proto.body) for e in at.get("html")]
    for board in boards(at):
        own += [board["finding"], board["note"]]
    for card in cards(at).values():
        own += [card["title"], card["sub"], card["reading"], words_of(card["html"])]
        own += [action["words"] for action in card["actions"]]
        own += [link["label"] for link in card["links"]]
        own += [choice["label"] for choice in card["choices"]]
    return "\n".join(own)


def words_of(html: str) -> str:
    """The words of a piece of HTML."""
    plain = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    plain = re.sub(r"</?(b|strong|a|span|i)\b[^>]*>", "", plain)
    words = re.sub(r"<[^>]*>", "\n", plain)
    return unescape(re.sub(r"\n\s*", "\n", words))


def boards(at: Any) -> list[dict[str, Any]]:
    """What is sent of each board of the page."""
    sent = [e.proto for e in at.get("bidi_component") if e.proto.component_name.endswith("board")]
    return [json.loads(proto.bytes) for proto in sent]


def cards(at: Any) -> dict[str, dict[str, Any]]:
    """The cards of the page's boards by the name of their chart, in their order."""
    return {
        each["card"]["name"]: each["card"]
        for board in boards(at)
        for row in board["rows"]
        for column in row
        for each in column["cards"]
    }


def titles(at: Any) -> list[str]:
    """The titles of the page's cards, in their order."""
    return [card["title"] for card in cards(at).values()]


def about(at: Any, chart: str) -> str:
    """What a card rests on, in words."""
    told = cards(at)[chart]["about"]
    return "\n".join([told["definition"], told["source"], *told["notes"], told["sql"]])


def read(markdown: str) -> str:
    """``markdown`` without what keeps its words from being taken for marks."""
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", markdown).replace("\u2060", "")


def links(at: AppTest) -> list[tuple[str, str]]:
    """Label and address of every link of the page to another of its pages."""
    own = [(e.proto.label, f"{e.proto.page}?{e.proto.query_string}") for e in at.get("page_link")]
    for card in cards(at).values():
        own += [(link["label"], link["address"]) for link in (*card["links"], *card["actions"])]
        own += [
            (unescape(words_of(label)), unescape(address))
            for address, label in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', card["html"])
        ]
    return own


def amended(at: AppTest) -> dict[str, str]:
    """What the address is to say in place of what the page was opened with; empty where it stays as
    it is.
    """
    (told,) = [
        e.proto for e in at.get("bidi_component") if e.proto.component_name.endswith("address")
    ]
    return dict(parse_qsl(json.loads(told.json)))


def tables(at: Any) -> dict[str, dict[str, list]]:
    """The tables of the page's cards: chart -> heading -> cells."""
    return {
        name: {c["heading"]: c["cells"] for c in card["table"]["columns"]}
        for name, card in cards(at).items()
    }
