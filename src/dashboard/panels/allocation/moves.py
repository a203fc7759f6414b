"""What if posts moved between wards: the sum is kept, no ward goes below nought, and nothing is
saved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.figures.change import plan_change
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.fairness import UNIT, moved_words, of_plan
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.common.panel import Panel
from dashboard.stats.fairness import concentration
from dashboard.stats.need import move
from dashboard.text import count_things, join_names, posts_words

_DEFINITION = (
    "Posts that a plan gives a ward, full-time equivalents, as they would be if the moves tried"
    " here were made. The plan itself is not changed, and the moves are kept in the address alone."
)


@dataclass(frozen=True)
class Moves:
    """The moves of the view, made on the plan set against the one in force, or on that one where it
    is alone.
    """

    wards: Wards

    @property
    def plan(self) -> pd.Series:
        """The plan whose posts are moved."""
        proposed = self.wards.proposed_plan
        plan = self.wards.in_force if proposed is None else proposed
        assert plan is not None, "posts are moved only where a plan is shown"
        return plan

    @cached_property
    def before(self) -> pd.DataFrame:
        """Every ward of the plan by code, as ``Need.table`` has it, with label, 'Oval (Lambeth)'."""
        rows = self.wards.need.table(self.plan)
        return rows.assign(label=rows["name"] + " (" + rows["borough_name"] + ")")

    @cached_property
    def _moved_posts(self) -> pd.DataFrame | str:
        asked = self.wards.page.view.moves
        table = pd.DataFrame(
            [(m.start, m.end, m.kind, m.posts) for m in asked],
            columns=["from_ward", "to_ward", "kind", "posts"],
        )
        rows = self.before.reset_index()
        return move(rows.assign(name=rows["label"])[["ward", "name", "dwo", "pcso"]], table)

    @property
    def fault(self) -> str:
        """Why the moves cannot be made, in a sentence; '' where they can."""
        return (
            f"{self._moved_posts} None of the moves is made."
            if isinstance(self._moved_posts, str)
            else ""
        )

    @cached_property
    def after(self) -> pd.DataFrame:
        """Posts by ward, dwo and pcso, once all moves are made; as they were where they cannot be."""
        made = self._moved_posts
        after = (
            self.before[["dwo", "pcso"]]
            if isinstance(made, str)
            else made.set_index("ward")[["dwo", "pcso"]]
        )
        for kind in ("dwo", "pcso"):
            assert abs(after[kind].sum() - self.before[kind].sum()) < 1e-6, (
                "moves keep the sum of posts"
            )
        return after

    @cached_property
    def moved_wards(self) -> list[str]:
        """Codes of the wards whose posts another, in the order of the moves."""
        codes = [code for m in self.wards.page.view.moves for code in (m.start, m.end)]
        same = (self.after == self.before[["dwo", "pcso"]]).all(axis=1)
        return [code for code in dict.fromkeys(codes) if code in same.index and not same[code]]

    @cached_property
    def move_words(self) -> list[str]:
        """Each move in words: '1 DWO post from Oval (Lambeth) to Stockwell West (Lambeth)'."""
        names = self.before["label"]
        return [
            f"{posts_words(m.posts)} {m.kind.upper()} {'post' if m.posts == 1 else 'posts'} from "
            f"{names.get(m.start, m.start)} to {names.get(m.end, m.end)}"
            for m in self.wards.page.view.moves
        ]

    @cached_property
    def choices(self) -> dict[str, str]:
        """Code -> name of the wards between which posts may be moved: those of the page's borough,
        else of London.
        """
        rows, borough = self.before, self.wards.borough
        rows = (rows[rows["borough"] == borough] if borough else rows).sort_values("label")
        return dict(zip(rows.index, rows["name" if borough else "label"], strict=True))

    def below(self, posts: pd.DataFrame) -> pd.Series:
        """By ward: how many posts it lacks of the minimum, of both kinds together."""
        least = self.wards.least
        gaps = [(least[kind] - posts[kind]).clip(lower=0) for kind in ("dwo", "pcso")]
        return (gaps[0] + gaps[1]).round(6)

    def panel(self) -> Panel:
        """Wards that the moves touch, before and after; the wards of the page where there are none."""
        wards, plan = self.wards, self.plan
        panel = wards.page.panel(
            "moves",
            title=self._title,
            reading=self._reading,
            table=self._table,
            figure=self._figure,
            subtitle=(
                f"DWO and PCSO posts of wards before and after the moves tried, {plan['name']}, "
                f"{'London' if self.moved_wards else wards.place}"
            ),
            indicators=(),
            releases=wards.plan_releases,
            query="plan_wards",
            parameters={
                **wards.asked_plans,
                "borough": "",
                "moves": ",".join(map(str, wards.page.view.moves)),
            },
            notes=(
                (
                    f"The moves start from {plan['name']}. All moves are made together, so their"
                    " order does not matter."
                ),
                (
                    "Tier and need stay as they are: they rest on scores and weights, and not on"
                    " posts."
                ),
            ),
        )
        return label_tried(wards.need, replace(panel, definition=_DEFINITION))

    @property
    def _title(self) -> str:
        if not self.moved_wards:
            return "No posts are moved"
        before, after = (int((self.below(posts) > 0).sum()) for posts in (self.before, self.after))
        number = count_things(len(self.move_words), "move", "moves")
        if before == after:
            return f"{number}: wards below the minimum stay {before}"
        return f"{number}: {count_things(after, 'ward', 'wards')} below minimum, {before} before"

    @property
    def _reading(self) -> str:
        if self.fault:
            return self.fault
        if not self.moved_wards:
            same = " The moves of the link cancel each other out." if self.move_words else ""
            return f"No posts are moved: {self.plan['name']} stands as it is.{same}"
        sums = " and ".join(
            f"{posts_words(self.after[kind].sum())} {kind.upper()}" for kind in ("dwo", "pcso")
        )
        words = f"{'; '.join(self.move_words)}. The sum stays {sums} posts."
        before, after = self.below(self.before), self.below(self.after)
        fallen = list(self.before.loc[(after > before + 1e-9) & (after > 0), "label"])
        raised = list(self.before.loc[(before > 0) & (after == 0), "label"])
        if fallen:
            words += f" Further below the minimum: {join_names(fallen)}."
        if raised:
            words += f" Brought up to the minimum: {join_names(raised)}."
        indices = [
            concentration(of_plan(self.wards, self.plan, posts))
            for posts in (self.before, self.after)
        ]
        return words + moved_words(*indices)

    @property
    def _figure(self) -> Any:
        rows = [
            {
                "area": code,
                "name": f"{self.before.loc[code, 'label']}: {kind.upper()}",
                "before": self.before.loc[code, kind],
                "after": self.after.loc[code, kind],
            }
            for code in self.moved_wards
            for kind in ("dwo", "pcso")
        ]
        if not rows:
            return None
        drawn = pd.DataFrame(rows)
        whole = (drawn[["before", "after"]].stack() % 1 == 0).all()
        return plan_change(
            drawn,
            unit="posts",
            decimals=0 if whole else 2,
            before_label="Before the moves",
            after_label="After the moves",
            dark=self.wards.page.dark,
        )

    @property
    def _table(self) -> pd.DataFrame:
        borough = self.wards.borough
        here = self.before.index[(self.before["borough"] == borough) | (borough == "")]
        before = self.before.loc[self.moved_wards or list(here)]
        after = self.after.loc[before.index]
        need = before["index"].where(before["index"] > 0)
        return pd.DataFrame(
            {
                "Ward": before["name"],
                "Borough": before["borough_name"],
                "DWO posts before": before["dwo"],
                "DWO posts after": after["dwo"],
                "PCSO posts before": before["pcso"],
                "PCSO posts after": after["pcso"],
                "Below minimum before by": self.below(before),
                "Below minimum after by": self.below(after),
                "Tier": before["tier"],
                "Need index": before["index"].round(1),
                f"Posts for {UNIT} points of need before": (
                    (UNIT * (before["dwo"] + before["pcso"]) / need).round(2)
                ),
                f"Posts for {UNIT} points of need after": (
                    (UNIT * (after["dwo"] + after["pcso"]) / need).round(2)
                ),
            }
        ).reset_index(drop=True)
