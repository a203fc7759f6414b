"""What the panels of Ward allocation share: the wards of a borough or of London, their posts and
two plans of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.panels.allocation.need import Need
from dashboard.panels.common.minimum import least_in_post, team_words
from dashboard.panels.common.page import Page
from dashboard.text import day, month

POSTS = ("dwo_posts", "dwo_in_post", "pcso_posts", "pcso_in_post")
ABSTRACTION = "abstraction_rate"
TIERS = {
    ("priority", "standard"): "loses",
    ("standard", "priority"): "gains",
    ("priority", "priority"): "stays priority",
    ("standard", "standard"): "stays standard",
}
"""Tier in force and tier proposed -> what becomes of the ward."""


@dataclass(frozen=True)
class Wards:
    """The wards of one borough, or of London, at one month and under two plans.

    Made anew for each view.
    """

    page: Page

    @property
    def borough(self) -> str:
        """Code of the borough; '' for all London."""
        return self.page.view.area

    @property
    def place(self) -> str:
        """'Lambeth', or 'London'."""
        return self.page.names.get(self.borough, "London")

    @cached_property
    def post_indicators(self) -> list[str]:
        """The indicators of posts that have a figure: all four, or none where no ward resources are
        loaded.
        """
        return self.page.with_figures(POSTS)

    @cached_property
    def periods(self) -> list[dt.date]:
        """Last days of the months with posts, or else with abstraction, newest first; empty where
        none are loaded.
        """
        wanted = self.post_indicators or self.page.with_figures([ABSTRACTION])
        if not wanted:
            return []
        return [
            d.date() for d in self.page.store.query("ward_months", indicators=wanted)["period_end"]
        ]

    @cached_property
    def period(self) -> dt.date | None:
        """The month shown: the one asked for, else the nearest that has figures; None where none
        are loaded.
        """
        asked = self.page.view.period
        if not self.periods or asked is None:
            return self.periods[0] if self.periods else None
        return min(self.periods, key=lambda d: abs((d - asked).days))

    @property
    def when(self) -> str:
        """'at 30 June 2023'; '' where no month is loaded."""
        return f"at {day(self.period)}" if self.period else ""

    @cached_property
    def _plans(self) -> pd.DataFrame:
        """``queries/plans.sql``, those with wards loaded, by id."""
        plans = self.page.store.query("plans").set_index("id", drop=False)
        return plans[plans["wards"] > 0]

    @cached_property
    def in_force(self) -> pd.Series | None:
        """The plan in force, or None where its wards are not loaded."""
        plans = self._plans[self._plans["status"] == "in force"]
        return plans.iloc[-1] if len(plans) else None

    @cached_property
    def others(self) -> dict[str, str]:
        """Id -> name of every loaded plan that may be set against the one in force, proposed ones
        first.
        """
        plans = self._plans if self.in_force is None else self._plans.drop(self.in_force["id"])
        plans = plans.sort_values("status", key=lambda s: s != "proposed", kind="stable")
        return dict(zip(plans["id"], plans["name"], strict=True))

    @cached_property
    def proposed_plan(self) -> pd.Series | None:
        """The plan set against the one in force: the one asked for, else the first proposed one,
        else any other.
        """
        asked = self.page.view.plan
        chosen = asked if asked in self.others else next(iter(self.others), None)
        return None if chosen is None else self._plans.loc[chosen]

    @property
    def both(self) -> bool:
        """True where a plan in force and one to set against it are loaded."""
        return self.in_force is not None and self.proposed_plan is not None

    @property
    def planned_then(self) -> bool:
        """True where the plan in force was in force at the month shown."""
        if self.in_force is None or self.period is None:
            return False
        return self.in_force["from_date"].date() <= self.period

    @cached_property
    def least(self) -> dict[str, float]:
        """'dwo' and 'pcso' -> the least that every ward should have in post, as declared; 0 where
        nothing is.
        """
        return least_in_post(self.page.store)

    @property
    def team(self) -> str:
        """The minimum in words: '2 DWOs and 1 PCSO'."""
        return team_words(self.least)

    @cached_property
    def need(self) -> Need:
        """Need under both plans, with the weights that the view tries."""
        return Need(self.page.store, self.in_force, self.proposed_plan, self.page.view.weights)

    @property
    def asked_posts(self) -> dict[str, object]:
        """Parameters of ``queries/ward_posts.sql``."""
        return {"period": self.period, "borough": self.borough}

    @property
    def asked_plans(self) -> dict[str, str]:
        """Parameters of ``queries/plan_wards.sql``."""
        now, then = (
            "" if plan is None else str(plan["id"]) for plan in (self.in_force, self.proposed_plan)
        )
        return {"borough": self.borough, "in_force": now, "proposed": then}

    @cached_property
    def posts(self) -> pd.DataFrame:
        """``queries/ward_posts.sql``, furthest below the minimum first, then by vacancies.

        Adds dwo_vacant and pcso_vacant (posts less those in post: below zero where a ward is over
        strength), vacant (both), shortfall (DWOs and PCSOs in post short of the minimum, added up;
        NaN where either is not known), below (True, False or missing), label ('Oval', or 'Oval
        (Lambeth)' in a view of London) and mark (the label where two wards shown bear one name,
        else the name alone: what a chart has room for).
        """
        rows = self.page.store.query("ward_posts", **self.asked_posts)
        for kind in ("dwo", "pcso"):
            rows[f"{kind}_vacant"] = (rows[f"{kind}_posts"] - rows[f"{kind}_in_post"]).round(6)
        short = [
            (least - rows[name]).clip(lower=0)
            for name, least in (
                ("dwo_in_post", self.least["dwo"]),
                ("pcso_in_post", self.least["pcso"]),
            )
        ]
        rows = rows.assign(
            vacant=rows["dwo_vacant"] + rows["pcso_vacant"],
            shortfall=(short[0] + short[1]).round(6),
            label=self._labels(rows),
            mark=self._marks(rows),
        )
        rows["below"] = (rows["shortfall"] > 0).astype("boolean").mask(rows["shortfall"].isna())
        return rows.sort_values(
            ["shortfall", "vacant", "name"],
            ascending=[False, False, True],
            na_position="last",
            ignore_index=True,
        )

    @cached_property
    def plans(self) -> pd.DataFrame:
        """``queries/plan_wards.sql`` with fate (a value of ``TIERS``, or ''), differences, and
        label and mark as posts.

        Differences are the plan set against the one in force less that one: dwo_change,
        pcso_change, index_change. Where other weights are tried, tiers and need indices are those
        that they give.
        """
        rows = self.page.store.query("plan_wards", **self.asked_plans)
        for name, plan in (
            (("now", self.in_force), ("proposed", self.proposed_plan))
            if self.need.has_tried_weights
            else ()
        ):
            if plan is not None:
                found = self.need.table(plan).reindex(rows["ward"]).reset_index()
                rows[f"index_{name}"], rows[f"tier_{name}"] = found["index"], found["tier"]
        for name in ("dwo", "pcso", "index"):
            rows[f"{name}_change"] = (rows[f"{name}_proposed"] - rows[f"{name}_now"]).round(6)
        fates = [
            TIERS.get(pair, "")
            for pair in zip(rows["tier_now"], rows["tier_proposed"], strict=True)
        ]
        return rows.assign(fate=fates, label=self._labels(rows), mark=self._marks(rows))

    @cached_property
    def sure(self) -> pd.DataFrame:
        """By ward: word_now, word_proposed (how sure the tier of each plan is) and word (both tiers
        together).

        Words are those of ``stats.robustness``, None where there is no plan or no index.
        """
        plans = {"now": self.in_force, "proposed": self.proposed_plan}
        found = {
            name: self.need.tier_shares(plan)["word"]
            for name, plan in plans.items()
            if plan is not None
        }
        table = pd.DataFrame(found).rename(columns=lambda name: f"word_{name}")
        if self.in_force is not None and self.proposed_plan is not None:
            table["word"] = self.need.tier_shares(self.in_force, self.proposed_plan)["word"]
        return table.reindex(columns=["word_now", "word_proposed", "word"]).astype(object)

    @property
    def plan_releases(self) -> set[str]:
        """Ids of the releases behind both plans."""
        return {*self.plans["release_now"].dropna(), *self.plans["release_proposed"].dropna()}

    def _labels(self, rows: pd.DataFrame) -> pd.Series:
        return rows["name"] if self.borough else rows["name"] + " (" + rows["borough_name"] + ")"

    def _marks(self, rows: pd.DataFrame) -> pd.Series:
        return rows["name"].where(~rows["name"].duplicated(keep=False), self._labels(rows))

    def notes(self) -> list[str]:
        """A sentence for each thing that the page shows otherwise than the link asked."""
        notes, view = [], self.page.view
        if (
            self.period
            and view.period
            and (view.period.year, view.period.month) != (self.period.year, self.period.month)
        ):
            notes.append(
                f"There is no figure of wards for {month(view.period)}; the nearest,"
                f" {month(self.period)}, is shown."
            )
        if view.plan and view.plan not in self.others:
            notes.append(self._plan_note(view.plan))
        if self.need.fault:
            notes.append(self.need.fault)
        return notes

    def _plan_note(self, text: str) -> str:
        instead = "" if self.proposed_plan is None else f"; {self.proposed_plan['name']} is shown"
        if self.in_force is not None and text == self.in_force["id"]:
            return (
                f"{self.in_force['name']} is itself in force and cannot be set against"
                f" itself{instead}."
            )
        return f"No wards of the plan '{text}' are loaded{instead}."
