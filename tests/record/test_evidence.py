"""The address of a page as evidence, held to what is asked of declared evidence."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dashboard.declared.meetings import Evidence
from dashboard.errors import InputError
from dashboard.record.evidence import evidence_of
from dashboard.view import Choices


@dataclass(frozen=True)
class Area:
    level: str


CHOICES = Choices(
    {"trust": "Trust", "confidence": "Confidence"},
    {"E09000017": "Hillingdon", "E09000007": "Camden"},
    plans={"proposed-2023": "Proposed"},
)
AREAS = {code: Area("borough") for code in CHOICES.boroughs} | {"MPS": Area("mps")}


def read(address: str) -> Evidence:
    return evidence_of(address, CHOICES, AREAS, "Whether it falls.")


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8501/compare?indicator=trust&areas=E09000017,E09000007&period=2022-12-31#ranking",
        "https://board.example.org/board/compare?period=2022-12-31&areas=Hillingdon&indicator=trust",
        " /compare?indicator=trust&areas=E09000017&period=2022-12-31#ranking ",
        "compare?indicator=trust&area=E09000017&period=2022-12-31#ranking",
    ],
)
def test_an_address_in_any_form_names_page_chart_and_filters(address):
    assert read(address) == Evidence(
        page="compare",
        chart="ranking",
        indicator="trust",
        area="E09000017",
        period="2022-12-31",
        note="Whether it falls.",
    )


def test_an_indicator_stands_only_where_the_address_names_one():
    assert read("/compare#map").indicator == ""
    assert read("/allocation?plan=proposed-2023#plans").plan == "proposed-2023"


def test_the_first_page_and_the_first_chart_are_those_of_the_bare_address():
    assert read("http://localhost:8501/").page == "overview"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/compar?indicator=trust", "names no page with charts; did you mean compare?"),
        ("/actions", "names no page with charts"),
        ("/compare#rankin", "page 'compare' has no chart of that name"),
        ("/compare?indicator=trst", "The link's indicator 'trst' is unknown"),
        ("/compare?areas=Atlantis9", "is not a borough of the MPS"),
        ("/compare?period=yesterday", "is not a date"),
        ("/allocation?plan=secret#plans", "not available to this reader"),
        ("/compare?colour=red", "is not a filter of this page"),
        ("http://[", "that is no address"),
        ("/compare?areas=" + "x" * 3000, "over 2,000 characters"),
        ("javascript:alert(1)", "names no page with charts"),
    ],
)
def test_an_address_that_names_what_there_is_not_is_told_in_one_sentence(address, said):
    with pytest.raises(InputError) as told:
        read(address)
    assert said in str(told.value)
    assert str(told.value).startswith("Evidence")
