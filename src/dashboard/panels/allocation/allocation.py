"""Ward allocation: posts against the minimum, what a plan would change, why, and whether the wards
add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.access import OPEN
from dashboard.catalogue import chart, page_notes
from dashboard.markup import Markdown
from dashboard.panels.allocation import fairness as allocation_fairness
from dashboard.panels.allocation import plans as allocation_plans
from dashboard.panels.allocation import posts as allocation_posts
from dashboard.panels.allocation import restore as allocation_restore
from dashboard.panels.allocation import robustness as allocation_robustness
from dashboard.panels.allocation import totals as allocation_totals
from dashboard.panels.allocation import ward_need as allocation_needs
from dashboard.panels.allocation import ward_table
from dashboard.panels.allocation.data import ABSTRACTION, Wards
from dashboard.panels.allocation.moves import Moves
from dashboard.panels.common.maps import in_shape_asked
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, join_names

NO_POSTS = (
    "No posts of wards are loaded: load the template of the source neighbourhood_resources "
    "(ward DWO and PCSO posts and those in post, by month)."
)
NO_ABSTRACTION = (
    "No abstraction of DWOs is loaded: load the template of the source abstraction (minutes on duty"
    " by ward and month)."
)
NO_PLANS = (
    "{} to compare: load the template of the source allocation_plan (tier, need and posts by ward,"
    " for the plan in force and a proposed one)."
)


def _allocation(page: Page) -> Allocation:
    return Allocation(page)


@dataclass(frozen=True)
class Allocation:
    """The page's panels at one view; each is None where nothing of it is loaded.

    Made anew for each view.
    """

    page: Page

    @cached_property
    def data(self) -> Wards:
        """What the panels share."""
        return Wards(self.page)

    @property
    def notes(self) -> list[str]:
        """A sentence for each thing that is shown otherwise than the link asked."""
        faults = [self.tried_moves.fault] if self.tried_moves and self.page.view.moves else []
        return [*self.data.notes(), *(fault for fault in faults if fault)]

    @property
    def trying(self) -> Markdown | None:
        """The sentence that says that other weights are being tried; None where none are."""
        if not self.data.need.has_tried_weights:
            return None
        return Markdown(
            "**Other weights are being tried**: {}. Tiers, need and all that rests on them are"
            " worked out with these and are not what any plan says; posts are the plans' own."
        ).format(self.data.need.words)

    @cached_property
    def lacking(self) -> list[str]:
        """A sentence for each template that is not loaded, and what it would show."""
        sentences = [] if self.data.post_indicators else [NO_POSTS]
        if not self._has_abstraction:
            sentences.append(NO_ABSTRACTION)
        if not self.data.both:
            lone = self.data.in_force is not None or self.data.proposed_plan is not None
            sentences.append(
                NO_PLANS.format(
                    "Only one plan is loaded and none" if lone else "No plans are loaded"
                )
            )
        return sentences

    @property
    def showing(self) -> str:
        """What the filters say, in words: borough, date and plans."""
        data = self.data
        words = f"{data.place}, {count_things(len(data.posts), 'ward', 'wards')}"
        words += f", {data.when}" if data.when else ""
        if data.in_force is not None and data.proposed_plan is not None:
            words += f"; {data.proposed_plan['name']} set against {data.in_force['name']}"
        return f"{words}."

    @cached_property
    def finding(self) -> str:
        """'2 of Lewisham's 19 wards are below the minimum, and 5 would lose priority'."""
        data, parts = self.data, []
        if data.periods and data.post_indicators:
            parts.append(allocation_posts.minimum_title(data))
        if self._has_plan_to_compare:
            fates = data.plans["fate"]
            lose, gain = int((fates == "loses").sum()), int((fates == "gains").sum())
            parts.append(f"{lose or 'none'} would lose priority and {gain or 'none'} gain it")
        where = data.place
        return f"{where}: {'; '.join(parts)}" if parts else where

    @property
    def proposal(self) -> str | None:
        """The sentence that says how to treat a plan that is not decided; None where it is."""
        plan = self.data.proposed_plan
        if plan is None or plan["status"] != "proposed":
            return None
        told = f"{plan['name']} is a proposal and not a decision."
        if OPEN in plan["audience"]:
            return told
        return f"{told} You may read it as one of those it is for: {join_names(list(plan['readers']))}."

    def borough_of(self, code: str | None) -> str:
        """The borough of a ward, or the borough itself; '' for any other code."""
        if code is None or code in self.page.names:
            return code if code in self.page.names and code != "MPS" else ""
        boroughs = dict(zip(self.data.posts["ward"], self.data.posts["borough"], strict=True))
        return boroughs.get(code, "")

    @property
    def _has_abstraction(self) -> bool:
        return bool(self.page.with_figures([ABSTRACTION]))

    @chart("allocation", "minimum", order=1, section="minimum", of=_allocation)
    def minimum(self) -> Panel | None:
        """Posts and those in post in each ward against the minimum."""
        return allocation_posts.minimum(self.data) if self.data.post_indicators else None

    @chart("allocation", "hexagons", order=4, of=_allocation)
    def hexagons(self) -> Panel | None:
        """Wards as cells by what becomes of their tier."""
        return allocation_plans.hexagons(self.data) if self._has_plan_to_compare else None

    @chart("allocation", "map", order=13, of=_allocation)
    def map(self) -> Panel | None:
        """Wards in their shapes by what becomes of their tier; None without boundaries."""
        return allocation_plans.ward_map(self.data) if self._has_plan_to_compare else None

    def chosen_map(self) -> Panel | None:
        """The wards on a map, in the shape asked for."""
        return in_shape_asked(self.page.view, self.map, self.hexagons)

    @chart("allocation", "plans", order=5, section="plans", of=_allocation)
    def plans(self) -> Panel | None:
        """Posts of wards in both plans."""
        return allocation_plans.plans(self.data) if self._has_plan_to_compare else None

    @chart("allocation", "needs", order=7, section="needs", of=_allocation)
    @once
    def needs(self) -> Panel | None:
        """Components of need of one ward in both plans."""
        return (
            allocation_needs.needs(self.data, self.page.view.ward)
            if self._has_plan_to_compare
            else None
        )

    @chart("allocation", "robustness", order=6, of=_allocation)
    def robustness(self) -> Panel | None:
        """How sure the changes of tier are when weights vary."""
        return allocation_robustness.robustness(self.data) if self._has_plan_to_compare else None

    @chart("allocation", "restore", order=3, section="restore", of=_allocation)
    def restore(self) -> Panel | None:
        """Posts and officers needed to bring every ward up to the minimum."""
        return allocation_restore.restore(self.data) if self.data.post_indicators else None

    @cached_property
    def tried_moves(self) -> Moves | None:
        """The moves of posts that the view tries; None where no plan is shown."""
        data = self.data
        return Moves(data) if data.in_force is not None or data.proposed_plan is not None else None

    @chart("allocation", "moves", order=8, section="moves", of=_allocation)
    @once
    def moves(self) -> Panel | None:
        """Posts of wards before and after the moves that the view tries."""
        return self.tried_moves.panel() if self.tried_moves else None

    @chart("allocation", "fairness", order=9, section="fairness", of=_allocation)
    def fairness(self) -> Panel | None:
        """The concentration curve of posts over need across boroughs."""
        return allocation_fairness.fairness(self.data)

    @chart("allocation", "per_need", order=10, section="fairness", of=_allocation)
    def per_need(self) -> Panel | None:
        """Boroughs by posts for each unit of need."""
        return allocation_fairness.per_need(self.data)

    @chart("allocation", "reconciliation", order=11, section="wards", of=_allocation)
    def reconciliation(self) -> Panel | None:
        """Ward posts added up, against the borough total and the plan in force."""
        return allocation_totals.reconciliation(self.data) if self.data.post_indicators else None

    @chart("allocation", "abstraction", order=2, of=_allocation)
    def abstraction(self) -> Panel | None:
        """Abstraction of wards or boroughs against the MPS."""
        return allocation_posts.abstraction(self.data) if self._has_abstraction else None

    @chart("allocation", "wards", order=12, of=_allocation)
    def wards(self) -> Panel | None:
        """Every ward with all that the page knows of it."""
        return (
            ward_table.wards_table(self.data)
            if self.data.post_indicators or self.data.both
            else None
        )

    @property
    def _has_plan_to_compare(self) -> bool:
        return self.data.both and not self.data.plans.empty


@page_notes("allocation")
def _notes(page: Page) -> list[str]:
    allocation = Allocation(page)
    return [*allocation.notes, *allocation.lacking]
