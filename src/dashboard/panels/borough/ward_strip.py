"""The wards of a borough against the minimum and under the plan proposed: a map, and a row a ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.geomap import category_map
from dashboard.figures.hexcategories import category_fill
from dashboard.markup import plain
from dashboard.panels.allocation.data import POSTS, Wards
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.common.maps import shapes_note
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, join_names, missing, posts_words, signed_text

KINDS = {
    "below": "below the minimum",
    "loses": "loses priority",
    "gains": "gains posts",
    "same": "no change",
}
"""What becomes of a ward, in the order of the rows -> words of the key."""
MAP_HEIGHT = 380
_MOST_NAMED = 5
"""Wards that a sentence names."""


@dataclass(frozen=True)
class WardRow:
    """One ward."""

    ward: str
    """Its code; '' for the total."""
    name: str
    kind: str
    """A key of ``KINDS``; '' for the total."""
    dwo: tuple[str, str]
    """In post, and posts; '–' where it is not known."""
    pcso: tuple[str, str]
    short: frozenset[str]
    """'dwo' and 'pcso' where fewer are in post than the minimum."""
    proposal: str
    """What the plan would change; '' where no plan is set against the one in force."""


class WardStrip:
    """The wards of the borough in the view of a page, and their map."""

    def __init__(self, page: Page) -> None:
        """Take the wards that ``page`` shows, whichever page it is."""
        self.wards = Wards(page)
        self.planned = self.wards.both
        plans = self.wards.plans.set_index("ward") if self.planned else pd.DataFrame()
        rows = self.wards.posts if self.wards.post_indicators else pd.DataFrame()
        self._table = (
            rows.join(plans[["fate", "dwo_change", "pcso_change"]], on="ward")
            if self.planned and len(rows)
            else rows
        )
        self.rows = sorted(
            (self._row(row) for row in self._table.itertuples()),
            key=lambda row: (list(KINDS).index(row.kind), row.name),
        )

    def _row(self, row: Any) -> WardRow:
        least = self.wards.least
        return WardRow(
            row.ward,
            plain(row.name),
            self.kind(row),
            (_posts(row.dwo_in_post), _posts(row.dwo_posts)),
            (_posts(row.pcso_in_post), _posts(row.pcso_posts)),
            frozenset(kind for kind in least if getattr(row, f"{kind}_in_post") < least[kind]),
            _proposal_words(row) if self.planned else "",
        )

    def kind(self, row: Any) -> str:
        """The key of ``KINDS`` of a row of posts and plans."""
        if not missing(row.below) and row.below:
            return "below"
        if not self.planned:
            return "same"
        if row.fate == "loses":
            return "loses"
        return "gains" if _gain(row) > 0 else "same"

    @property
    def kinds(self) -> list[str]:
        """The kind of each ward, in the order of the wards' posts."""
        return [self.kind(row) for row in self._table.itertuples()]

    @property
    def title(self) -> str:
        """'5 wards would lose priority and 8 would gain a post'."""
        if not self.planned:
            number = sum(row.kind == "below" for row in self.rows)
            return f"{count_things(number, 'ward is', 'wards are', none='No')} below the minimum"
        lose = int((self._table["fate"] == "loses").sum())
        gain = sum(_gain(row) > 0 for row in self._table.itertuples())
        losing = count_things(lose, "ward", none="No")
        return f"{losing} would lose priority and {gain or 'none'} would gain posts"

    @property
    def subtitle(self) -> str:
        """The minimum, the month and the plan in a sentence."""
        plan = self.wards.proposed_plan
        words = f"In post {self.wards.when}; minimum {self.wards.team}"
        if not self.planned or plan is None:
            return words
        return f"{words}; {plan['name'][:1].lower()}{plan['name'][1:]}"

    @property
    def total(self) -> WardRow:
        """All wards added up."""
        sums = {name: self._table[name].sum() for name in POSTS}
        words = {name: posts_words(value) for name, value in sums.items()}
        proposal = ""
        if self.planned:
            changes = (self._table["dwo_change"].sum(), self._table["pcso_change"].sum())
            proposal = _changes_words(*changes) or "no change"
        return WardRow(
            "",
            plain(self.wards.place),
            "",
            (words["dwo_in_post"], words["dwo_posts"]),
            (words["pcso_in_post"], words["pcso_posts"]),
            frozenset(),
            proposal,
        )

    @property
    def shapes(self) -> pd.DataFrame:
        """``queries/borough_boundaries.sql``."""
        store = self.wards.page.store
        return store.query("borough_boundaries", borough=self.wards.borough)

    def figure(
        self,
        fills: Mapping[str, str],
        height: int,
        *,
        dark: bool = False,
        with_numbers: bool = False,
    ) -> DrawnFigure | None:
        """The wards by kind, in the colours ``fills``; None where no boundary is there.

        ``with_numbers`` a ward whose name does not fit has its place among ``rows``, from 1.
        """
        shapes = self.shapes
        if shapes.empty or not self.rows:
            return None
        kinds = self.kinds
        table = pd.DataFrame(
            {"area": self._table["ward"], "name": self._table["name"], "category": kinds}
        )
        categories = {k: (words, fills[k]) for k, words in KINDS.items() if k in kinds}
        if "below" in categories:
            categories["below"] = (self.below_words(), fills["below"])
        numbers = {row.ward: n for n, row in enumerate(self.rows, 1)} if with_numbers else None
        return category_map(
            shapes, table, categories=categories, dark=dark, height=height, numbers=numbers
        )

    def below_words(self) -> str:
        """The key of the wards below the minimum, with how many of them the title counts as well:
        'below the minimum, 1 to gain posts'. Its own count stands behind it.
        """
        words = KINDS["below"]
        if not self.planned:
            return words
        below = self._table[[kind == "below" for kind in self.kinds]]
        lose = int((below["fate"] == "loses").sum())
        gain = sum(_gain(row) > 0 for row in below.itertuples() if row.fate != "loses")
        sentences = [words]
        if lose:
            sentences.append(f"{lose} to lose priority" if len(below) > 1 else "to lose priority")
        if gain:
            sentences.append(f"{gain} to gain posts" if len(below) > 1 else "to gain posts")
        return ", ".join(sentences)

    @property
    def is_approximate(self) -> bool:
        """Whether the map is drawn from the centres of wards."""
        shapes = self.shapes
        return bool(len(shapes) and shapes["approximate"].any())

    @property
    def releases(self) -> set[str]:
        """Ids of the releases behind the rows."""
        plans = self.wards.plan_releases if self.planned else set()
        return {*self._table["posts_release"].dropna(), *plans}


def _fills(dark: bool) -> dict[str, str]:
    """Kind -> its colour: below the minimum is worse, and the others are neither good nor bad."""
    meanings = {"below": "bad", "loses": "neutral_a", "gains": "more", "same": "none"}
    return {kind: category_fill(meaning, dark) for kind, meaning in meanings.items()}


@once
def strip_panel(strip: WardStrip) -> Panel | None:
    """The wards of the borough; None where no posts are loaded."""
    if not strip.rows:
        return None
    wards, every = strip.wards, [*strip.rows, strip.total]
    page = wards.page
    columns = {
        "Ward": [row.name for row in every],
        "DWOs in post": [row.dwo[0] for row in every],
        "DWO posts": [row.dwo[1] for row in every],
        "PCSOs in post": [row.pcso[0] for row in every],
        "PCSO posts": [row.pcso[1] for row in every],
    }
    if strip.planned:
        columns["Proposed"] = [row.proposal for row in every]
    columns["Minimum"] = [
        "" if row.kind == "" else "below" if row.short else "met" for row in every
    ]
    panel = page.panel(
        "ward_strip",
        title=strip.title,
        subtitle=strip.subtitle,
        reading=_reading(strip),
        figure=strip.figure(_fills(page.dark), MAP_HEIGHT, dark=page.dark),
        table=pd.DataFrame(columns),
        indicators=page.with_figures(["wards_below_minimum", *POSTS]),
        releases=strip.releases,
        query="ward_posts",
        parameters=wards.asked_posts,
        notes=(shapes_note(strip.shapes),) if len(strip.shapes) else (),
    )
    return label_tried(wards.need, panel) if strip.planned else panel


def _reading(strip: WardStrip) -> str:
    """Which wards are below the minimum, and which would lose priority."""
    below = [row.name for row in strip.rows if row.kind == "below"]
    least = f"the minimum of {strip.wards.team}"
    sentences = [
        f"Below {least}: {join_names(below, most=_MOST_NAMED)}."
        if below
        else f"Every ward has {least}."
    ]
    losing = [row.name for row in strip.rows if row.proposal.startswith(_FATES["loses"])]
    if losing:
        sentences.append(f"Would lose priority: {join_names(losing, most=_MOST_NAMED)}.")
    return " ".join(sentences)


_FATES = {"loses": "loses priority", "gains": "gains priority"}


def _posts(number: Any) -> str:
    return "–" if missing(number) else posts_words(number)


def _gain(row: Any) -> float:
    changes = [0.0 if missing(n) else float(n) for n in (row.dwo_change, row.pcso_change)]
    return max(changes)


def _proposal_words(row: Any) -> str:
    changes = _changes_words(row.dwo_change, row.pcso_change)
    return ", ".join(filter(None, (_FATES.get(row.fate, ""), changes))) or "no change"


def _changes_words(dwo: Any, pcso: Any) -> str:
    """'−1 DWO, +1 PCSO'; '' where neither changes."""
    sentences = []
    for number, name in ((dwo, "DWO"), (pcso, "PCSO")):
        if not missing(number) and round(float(number), 2):
            places = 0 if float(number).is_integer() else 2
            sentences.append(f"{signed_text(number, places)} {name}")
    return ", ".join(sentences)


@chart("borough", "ward_strip", order=10)
def ward_strip(page: Page) -> Panel | None:
    """The panel ``ward_strip`` of the borough in the view; None where none is chosen."""
    return strip_panel(once(WardStrip)(page)) if page.view.area else None
