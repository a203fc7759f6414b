"""The wards of a borough as its one page shows them: a map, and a row a ward with its posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.geomap import category_map
from dashboard.figures.painted_figure import PaintedFigure, Painter
from dashboard.markup import plain
from dashboard.panels.allocation.data import Wards
from dashboard.panels.common.page import Page
from dashboard.text import count_things, missing, posts_words, signed

_KINDS = {
    "below": ("below the minimum", "#1d2329"),
    "loses": ("loses priority", "#a9adb2"),
    "gains": ("gains posts", "#cfe0ee"),
    "same": ("no change", "#eceef0"),
}
"""What becomes of a ward, in the order of the rows -> words of the key, and a grey that prints."""
_MAP_WIDTH, _MAP_HEIGHT = 400, 430


@dataclass(frozen=True)
class WardRow:
    """One ward."""

    name: str
    kind: str
    """A key of ``_KINDS``."""
    dwo: tuple[str, str]
    """In post, and posts; '–' where it is not known."""
    pcso: tuple[str, str]
    proposal: str
    """What the plan would change; '' where no plan is set against the one in force."""


class WardTable:
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
            key=lambda row: (list(_KINDS).index(row.kind), row.name),
        )

    def _row(self, row: Any) -> WardRow:
        return WardRow(
            plain(row.name),
            self._kind(row),
            (_posts(row.dwo_in_post), _posts(row.dwo_posts)),
            (_posts(row.pcso_in_post), _posts(row.pcso_posts)),
            _proposal_words(row) if self.planned else "",
        )

    def _kind(self, row: Any) -> str:
        if not missing(row.below) and row.below:
            return "below"
        if not self.planned:
            return "same"
        if row.fate == "loses":
            return "loses"
        return "gains" if _gain(row) > 0 else "same"

    def count(self, kind: str) -> int:
        """How many wards are of a kind; those that lose or gain also where they are below."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def title(self) -> str:
        """'5 wards would lose priority and 8 would gain a post'."""
        if not self.planned:
            below = count_things(self.count("below"), "ward is", "wards are", none="No")
            return f"{below} below the minimum of {self.wards.team}"
        lose = int((self._table["fate"] == "loses").sum())
        gain = sum(_gain(row) > 0 for row in self._table.itertuples())
        losing = count_things(lose, "ward", none="No")
        gaining = count_things(gain, "ward")
        return f"{losing} would lose priority and {gaining} would gain posts"

    @property
    def subtitle(self) -> str:
        """The minimum, the month and the plan in a sentence."""
        plan = self.wards.proposed_plan
        words = f"In post of posts {self.wards.when}; minimum: {self.wards.team}."
        if not self.planned or plan is None:
            return words
        return f"{words} Proposed: {plan['name']}, against the plan in force."

    @property
    def total(self) -> WardRow:
        """All wards added up."""
        sums = {name: self._table[name].sum() for name in ("dwo_in_post", "dwo_posts")}
        sums |= {name: self._table[name].sum() for name in ("pcso_in_post", "pcso_posts")}
        words = {name: posts_words(value) for name, value in sums.items()}
        proposal = ""
        if self.planned:
            changes = (self._table["dwo_change"].sum(), self._table["pcso_change"].sum())
            proposal = _changes_words(*changes) or "no change"
        return WardRow(
            plain(self.wards.place),
            "",
            (words["dwo_in_post"], words["dwo_posts"]),
            (words["pcso_in_post"], words["pcso_posts"]),
            proposal,
        )

    def draw_map(self, painter: Painter) -> PaintedFigure | None:
        """The wards by kind; None where no boundary is there."""
        store = self.wards.page.store
        shapes = store.query("borough_boundaries", borough=self.wards.borough)
        if shapes.empty or not self.rows:
            return None
        kinds = [self._kind(row) for row in self._table.itertuples()]
        table = pd.DataFrame(
            {"area": self._table["ward"], "name": self._table["name"], "category": kinds}
        )
        categories = {kind: words for kind, words in _KINDS.items() if kind in kinds}
        if "below" in categories:
            categories["below"] = (self._below_words(kinds), _KINDS["below"][1])
        figure = category_map(shapes, table, categories=categories)
        return painter.paint(figure, _MAP_WIDTH, _MAP_HEIGHT)

    def _below_words(self, kinds: list[str]) -> str:
        """The key of the wards below the minimum, with how many of them the title counts as well:
        'below the minimum, 1 of them gains posts'.
        """
        words = _KINDS["below"][0]
        if not self.planned:
            return words
        below = self._table[[kind == "below" for kind in kinds]]
        lose = int((below["fate"] == "loses").sum())
        gain = sum(_gain(row) > 0 for row in below.itertuples() if row.fate != "loses")
        said = [words]
        if lose:
            said.append(f"{lose} of them {'loses' if lose == 1 else 'lose'} priority")
        if gain:
            said.append(f"{gain} of them {'gains' if gain == 1 else 'gain'} posts")
        return ", ".join(said)

    @property
    def is_approximate(self) -> bool:
        """Whether the map is drawn from the centres of wards."""
        store = self.wards.page.store
        shapes = store.query("borough_boundaries", borough=self.wards.borough)
        return bool(len(shapes) and shapes["approximate"].any())

    @property
    def releases(self) -> set[str]:
        """Ids of the releases behind the rows."""
        return self.wards.plan_releases if self.planned else set()


def _posts(number: Any) -> str:
    return "–" if missing(number) else posts_words(number)


def _gain(row: Any) -> float:
    changes = [0.0 if missing(n) else float(n) for n in (row.dwo_change, row.pcso_change)]
    return max(changes)


def _proposal_words(row: Any) -> str:
    fate = {"loses": "loses priority", "gains": "gains priority"}.get(row.fate, "")
    changes = _changes_words(row.dwo_change, row.pcso_change)
    return ", ".join(filter(None, (fate, changes))) or "no change"


def _changes_words(dwo: Any, pcso: Any) -> str:
    """'−1 DWO, +1 PCSO'; '' where neither changes."""
    sentences = []
    for number, name in ((dwo, "DWO"), (pcso, "PCSO")):
        if not missing(number) and round(float(number), 2):
            places = 0 if float(number).is_integer() else 2
            sentences.append(f"{signed(number, places)} {name}")
    return ", ".join(sentences)
