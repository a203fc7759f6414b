"""The digest: what changed of what someone watches, recomputed, and as files for any mailer."""

from __future__ import annotations

import datetime as dt
import email
import re
import sys
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import cli
from dashboard.cli.digest import _ADDRESS
from dashboard.exports.digest import write_digest, write_letter
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.watch import Watch, watch_list
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, find_database, open_store
from dashboard.view import View

LEWISHAM, SINCE = "E09000023", dt.date(2023, 4, 28)
WATCHED = ("trust", "i_within_15", "wards_below_minimum")


@pytest.fixture(scope="module")
def places(demonstration_home: Path) -> Places:
    return Places(demonstration_home)


@pytest.fixture(scope="module")
def store(places: Places) -> Store:
    return open_store(places, find_database(places))


@pytest.fixture(scope="module")
def watch(store: Store) -> Watch:
    changes = Changes.of(Page("changes", store, View(since=SINCE)))
    assert changes is not None
    return watch_list(changes, WATCHED, [LEWISHAM])


def newest(store: Store, indicator: str) -> pd.Series:
    """The newest row of an indicator in Lewisham, of all of its figures."""
    rows = store.query("series", indicators=[indicator], areas=[LEWISHAM])
    return rows.sort_values("period_end").iloc[-1]


def test_each_figure_is_the_newest_now_beside_the_newest_before(places, store, watch) -> None:
    before = open_store(places, vintages.at(places, SINCE), SINCE)
    rows = watch.rows[watch.rows["area"] == LEWISHAM].set_index("indicator")
    assert sorted(rows.index) == sorted(WATCHED)
    for indicator in WATCHED:
        now, was = newest(store, indicator), newest(before, indicator)
        row = rows.loc[indicator]
        assert (row["period_end"], row["value"]) == (now["period_end"], now["value"])
        assert (row["before_end"], row["before_value"]) == (was["period_end"], was["value"])
        assert row["new"] == (now["period_end"] > was["period_end"])
    table = watch.figures().table
    trust = table[table["Indicator"] == "Trust in the MPS"].iloc[0]
    assert trust["Now"].startswith(f"{newest(store, 'trust')['value']:.0f}% (95% interval ")
    assert trust["Before"].startswith(f"{newest(before, 'trust')['value']:.0f}% (95% interval ")


def test_every_estimate_of_a_digest_carries_its_interval(watch) -> None:
    table = watch.figures().table.set_index("Indicator")
    for name in ("Trust in the MPS", "Immediate (I) calls reached in 15 minutes"):
        row = table.loc[name]
        for column in ("Now", "London now", "Before"):
            assert " (95% interval " in row[column], (name, column)
    assert re.search(
        r" \(no interval: \d+ months? (is|are) in both\)$", table.loc["Trust in the MPS", "Change"]
    )
    quarters = table.loc["Immediate (I) calls reached in 15 minutes", "Change"]
    assert re.search(r" \(95% interval [−+]?[\d.]+ to [−+]?[\d.]+\)$", quarters)
    assert "interval" not in table.loc["Wards below the minimum team", "Now"]


def test_without_names_the_overviews_indicators_are_watched_in_london_alone(watch) -> None:
    whole = watch_list(watch.changes, [], [])
    indicators = watch.changes.page.indicators
    assert list(whole.indicators) == list(indicators.index[indicators["headline"]])
    assert set(whole.changed_figures["area"]) == {"MPS"}
    assert "London now" not in whole.figures().table


def test_the_page_is_one_file_that_asks_for_nothing_and_holds_words_of_others_as_words(
    watch,
) -> None:
    page = write_digest(watch, "<img src=x> & what changed").decode()
    assert "<img" not in page and "&lt;img src=x&gt; &amp; what changed" in page
    assert (
        "default-src 'none'" in page
        and "<script" not in page
        and " src=" not in page.replace("&lt;img src=x&gt;", "")
    )
    assert "DEMONSTRATION DATA" in page and watch.sentence in page
    for cell in watch.figures().table.iloc[0]:
        assert cell in page


def test_the_letter_holds_the_same_words_plain_and_as_html(watch) -> None:
    content = write_letter(watch, "What changed", ["a@example.org", "b@example.org"], "")
    letter = email.message_from_bytes(content, policy=default)
    assert letter["To"] == "a@example.org, b@example.org" and letter["From"] is None
    assert letter["Subject"] == "DEMONSTRATION DATA: What changed"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert html.get_content().rstrip() == write_digest(watch, "What changed").decode()
    for words in (watch.sentence, *watch.figures().table.iloc[0]):
        assert words in plain.get_content()


@pytest.fixture
def ask(places, monkeypatch, capfd):
    monkeypatch.setenv("DASHBOARD_HOME", str(places.root))

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dashboard", "digest", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        output = capfd.readouterr()
        return int(end.value.code or 0), " ".join((output.out + output.err).split())

    return run


def test_the_command_writes_both_files_and_not_over_others(ask, tmp_path) -> None:
    words = ("--area", "lewisham", "--indicator", "trust", "--since", SINCE, "--output", tmp_path)
    code, answer = ask(*words, "--to", "a@example.org")
    assert code == 0 and answer.startswith("Since the board of 28 April 2023: 1 figure is new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digest.eml", "digest.html"]
    assert ask(*words)[0] == 2
    assert ask(*words, "--force")[0] == 0


def test_nothing_is_written_where_nothing_watched_changed(ask, tmp_path) -> None:
    words = ("--indicator", "trust", "--since", "2023-06-30", "--output", tmp_path)
    code, answer = ask(*words)
    assert code == 0 and "; nothing was written." in answer and not list(tmp_path.iterdir())
    assert ask(*words, "--always")[0] == 0
    assert "No figure that is watched is new or revised." in (tmp_path / "digest.html").read_text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--indicator", "trsut"), "There is no indicator 'trsut': did you mean "),
        (("--area", "Lewishham"), "There is no area 'Lewishham': did you mean "),
        (("--to", "a@b.org\nBcc: c@d.org"), "is no e-mail address"),
        (("--to", "x@=?utf-8?q?example.org=0d=0aBcc:e@example.net?="), "is no e-mail address"),
        (("--from", "=?utf-8?q?a=0d=0aBcc:e@b.org?=@b.org"), "is no e-mail address"),
        (("--to", "a@[b"), "'a@[b' is no e-mail address"),
        (("--to", "a..b@example.org"), "is no e-mail address"),
        (("--to", "nobody"), "'nobody' is no e-mail address: write one as name@example.org"),
        (("--output", "/no/such/folder"), "There is no folder /no/such/folder"),
        (("--since", "soon"), "--since is 'soon', which is not a date"),
    ],
)
def test_a_mistake_is_one_sentence(ask, words, sentence) -> None:
    code, answer = ask(*words)
    assert code == 2 and sentence in answer and "Traceback" not in answer


@settings(deadline=None)
@given(address=st.from_regex(_ADDRESS, fullmatch=True))
def test_an_address_that_is_taken_stands_in_the_letter_as_it_was_given_and_adds_no_header(address):
    letter = EmailMessage(policy=SMTP)
    letter["To"] = [Address(addr_spec=address)]
    again = BytesParser(policy=SMTP).parsebytes(letter.as_bytes())
    assert again.keys() == ["To"] and again["To"].addresses[0].addr_spec == address
