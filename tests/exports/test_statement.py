"""The statement read back: every duty, what is held of it and what is not, and every target."""

from __future__ import annotations

import datetime as dt
import io
from urllib.parse import parse_qsl, urlsplit

import docx
import pandas as pd
import pikepdf
import pytest
from read_back import kinds_of, same, squeeze, text_of

from dashboard.exports.part import DEMONSTRATION
from dashboard.exports.statement.content import statement_content
from dashboard.exports.statement.files import STATEMENT_FORMATS, export_statement
from dashboard.markup import plain
from dashboard.panels.common.page import Page
from dashboard.panels.common.paper import PaperMark, read_mark
from dashboard.panels.promises.statement import (
    NO_INTERVAL,
    NOTHING_HELD,
    PRIORITIES,
    Statement,
)
from dashboard.stats.estimates import WITH_INTERVAL
from dashboard.view import View

TAKEN = dt.date(2023, 7, 3)


@pytest.fixture(scope="module")
def page(store) -> Page:
    return Page("promises", store, View())


@pytest.fixture(scope="module")
def content(page):
    return statement_content(page, TAKEN)


@pytest.fixture(scope="module")
def files(page):
    return {kind: export_statement(page, kind, day=TAKEN) for kind in STATEMENT_FORMATS}


def test_the_address_of_the_statement_says_which_figures_its_paper_has(content, page):
    mark = read_mark(dict(parse_qsl(urlsplit(content.cover.address).query))["paper"])
    assert mark == PaperMark(pd.to_datetime(page.releases["published"]).max().date())


def test_every_duty_of_the_order_is_named_and_each_says_what_is_not_held(page):
    duties = Statement(page).duties
    assert [duty.heading[:12] for duty in duties] == [f"Paragraph 7{n}" for n in "ABC"]
    assert [duty.panel is None for duty in duties] == [False, True, True]
    assert all(duty.absent for duty in duties)
    table = duties[0].panel.table
    assert list(dict.fromkeys(table["National priority"])) == list(PRIORITIES)
    empty = table[table["Held"] == NOTHING_HELD]
    assert set(empty["National priority"]) == {k for k, held in PRIORITIES.items() if not held}
    for priority in empty["National priority"]:
        assert priority in duties[0].absent


def test_the_figures_are_the_last_ones_of_the_mps(page, store):
    held = [i for names in PRIORITIES.values() for i in names]
    rows = store.query("latest", indicators=held, areas=["MPS"], until=None)
    values = rows.set_index("indicator")["value"]
    table = Statement(page).duties[0].panel.table.set_index("Held")["Latest MPS figure"]
    for indicator in held:
        name = page.indicators.loc[indicator, "name"]
        assert float(table[name].split()[0]) == pytest.approx(values[indicator], abs=0.051)


def test_each_figure_stands_with_its_interval_or_says_that_it_has_none(page):
    statement = Statement(page)
    methods = page.indicators.set_index("name")["method"]
    told = set()
    for panel, names in ((statement.duties[0].panel, "Held"), (statement.targets, "Indicator")):
        for row in panel.table.to_dict("records"):
            if row[names] == NOTHING_HELD or row["Latest MPS figure"] in ("withheld", "no figure"):
                continue
            sampled = methods[row[names]] in WITH_INTERVAL
            assert (" to " in row["95% interval"]) == sampled, row
            assert (row["95% interval"] == NO_INTERVAL) != sampled, row
            told.add(sampled)
    assert told == {True, False}


def test_every_declared_target_stands_with_its_figure_or_is_said_to_have_none(page, store):
    statement = Statement(page)
    wanted = set(store.query("targets")["indicator"])
    named = {*statement.targets.indicators}
    absent = {
        page.indicators.index[page.indicators["name"] == n][0] for n in statement.without_figure
    }
    assert named | absent == wanted and not named & absent
    assert all(statement.targets.table["Against target"])


@pytest.mark.parametrize("kind", STATEMENT_FORMATS)
def test_every_word_and_figure_is_in_the_file(content, files, kind):
    if kind == "pdf":
        text = text_of(files[kind])
    else:
        document = docx.Document(io.BytesIO(files[kind]))
        cells = [
            [[tc.xpath("string(.)") for tc in tr.tc_lst] for tr in table._element.tr_lst]
            for table in document.tables
        ]
        for rows, part in zip(cells, content.parts, strict=True):
            given = part.panel.table.itertuples(index=False, name=None)
            for texts, values in zip(rows[1:], given, strict=True):
                assert all(map(same, texts, values))
        text = squeeze("\n".join(p.text for p in document.paragraphs))
    for words in content.opening:
        assert squeeze(words) in text
    for section in content.sections:
        for words in (section.heading, *section.sentences, *section.after):
            assert squeeze(plain(words)) in text
    for part in content.parts:
        assert squeeze(part.source_words) in text
        if kind == "pdf":
            for row in part.panel.table.itertuples(index=False, name=None):
                assert squeeze("".join(map(plain, row))) in text


def test_the_document_is_tagged_and_marked(files):
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert pdf.Root.Lang == "en-GB" and pdf.Root.MarkInfo.Marked
        kinds = kinds_of(pdf)
    assert kinds.count("/Table") == 2 and kinds.count("/H1") == 5
    document = docx.Document(io.BytesIO(files["docx"]))
    assert DEMONSTRATION in [p.text for p in document.paragraphs]


def test_before_the_order_and_the_figures_the_statement_says_that_there_is_nothing(page):
    class Bare(Statement):
        duties = []
        targets = None
        without_figure = []

    import dashboard.exports.statement.content as content

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "Statement", Bare)
        sections = statement_content(page, TAKEN).sections
    assert [s.sentences for s in sections] == [(content.NO_LAW,), (content.NO_TARGET,)]
