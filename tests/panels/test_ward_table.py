"""The table of wards: rows, groups, totals and neighbours, recomputed from files made here."""

from __future__ import annotations

import pandas as pd
import pytest
from ward_files import CAMDEN, LAMBETH, SUTTON, WARDS, allocation, home, of, plans, wide

from dashboard.panels.allocation.ward_need import neighbours
from dashboard.panels.allocation.ward_rows import narrowings, ward_rows
from dashboard.panels.allocation.ward_table import totals
from dashboard.store.connection import Store
from dashboard.ui.ward_table import ward_table

NOW, THEN = "april-2022", "proposed-2023"
POSTS = ("dwo_posts", "dwo_in_post", "pcso_posts", "pcso_in_post")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return home(
        tmp_path_factory.mktemp("all"), "neighbourhood_resources", "abstraction", "allocation_plan"
    )


def planned(plan: str, borough: str) -> pd.DataFrame:
    """The rows of a plan's file of one borough, by ward."""
    rows = plans()[plans()["plan"] == plan].set_index("ward_code")
    return rows[rows.index.isin(of(borough))]


@pytest.mark.parametrize("borough", [SUTTON, LAMBETH, CAMDEN])
def test_the_totals_are_the_sums_of_the_files_and_say_whether_they_agree(store, borough):
    summed, own, plan = totals(allocation(store, area=borough).data)
    file = wide()[wide()["borough"] == borough]
    assert summed.in_post == {
        kind: pytest.approx(file[f"{kind}_in_post"].sum()) for kind in ("dwo", "pcso")
    }
    assert summed.posts == {kind: file[f"{kind}_posts"].sum() for kind in ("dwo", "pcso")}
    now, then = planned(NOW, borough), planned(THEN, borough)
    assert summed.proposed_posts == {kind: then[f"{kind}_posts"].sum() for kind in ("dwo", "pcso")}
    assert summed.change == {
        kind: then[f"{kind}_posts"].sum() - now[f"{kind}_posts"].sum() for kind in ("dwo", "pcso")
    }
    before, after = ((each["tier"] == "priority").sum() for each in (now, then))
    assert summed.finding == f"Priority wards: {before} now, {after} proposed."
    whole = bool(file[list(POSTS)].notna().all(axis=None))
    assert own.agrees is (True if whole else None)
    differs = file.set_index("ward")[["dwo_posts", "pcso_posts"]].ne(
        now[["dwo_posts", "pcso_posts"]].reindex(file["ward"])
    )
    names = set(file.set_index("ward")["name"][differs.any(axis=1)])
    assert plan.agrees is not bool(names)
    if names:
        assert plan.finding.startswith("Differs in ")
        assert sum(name in plan.finding for name in names) == min(3, len(names))
    else:
        assert plan.finding == "Agrees, ward by ward."


def test_wards_below_the_minimum_come_first_then_vacant_posts_then_the_rest(store):
    rows = ward_rows(allocation(store, area=LAMBETH).data)
    file = wide().set_index("ward")
    for row in rows.itertuples():
        held = file.loc[row.ward]
        if held[["dwo_in_post", "pcso_in_post"]].isna().any():
            expected = "No figure of those in post"
        elif held["dwo_in_post"] < 2 or held["pcso_in_post"] < 1:
            expected = "Below the minimum"
        elif held["dwo_posts"] + held["pcso_posts"] > held["dwo_in_post"] + held["pcso_in_post"]:
            expected = "Posts vacant, minimum met"
        else:
            expected = "Every post filled"
        assert row.group == expected, row.name
    order = list(dict.fromkeys(rows["group"]))
    groups = (
        "Below the minimum",
        "Posts vacant, minimum met",
        "Every post filled",
        "No figure of those in post",
    )
    assert order == [group for group in groups if group in order] and len(order) >= 3


def test_each_way_to_narrow_the_table_keeps_the_wards_that_it_names(store):
    data = allocation(store).data
    kept = {each.words: each.wards for each in narrowings(data)}
    now, then = (plans()[plans()["plan"] == p].set_index("ward_code")["tier"] for p in (NOW, THEN))
    assert kept["All"] == set(WARDS["ward"])
    assert kept["Lose priority"] == set(now.index[(now == "priority") & (then == "standard")])
    assert kept["Gain priority"] == set(now.index[(now == "standard") & (then == "priority")])
    file = wide()
    short = (file["dwo_in_post"] < 2) | (file["pcso_in_post"] < 1)
    known = file[["dwo_in_post", "pcso_in_post"]].notna().all(axis=1)
    assert kept["Below the minimum"] == set(file.loc[short & known, "ward"])


def test_a_ward_that_changes_tier_says_which_component_of_need_moved_its_index(store):
    made = allocation(store, area=LAMBETH)
    rows = ward_rows(made.data).set_index("ward")
    changed = rows[rows["fate"].isin(["loses", "gains"])]
    assert len(changed) == 3
    for ward, row in changed.iterrows():
        parts = made.data.need.parts(str(ward))
        most = parts.loc[parts["moved"].abs().idxmax()]
        assert row["component"] == most["label"]
        assert f"most by {most['label'].lower()}" in row["why"]
        assert row["why"].startswith(f"{row['index_now']:.1f} to {row['index_proposed']:.1f}")


def test_wards_that_touch_each_other_are_each_others_neighbours(store):
    data = allocation(store, area=LAMBETH).data
    ward = of(LAMBETH)[0]
    around = neighbours(data, ward)
    assert 3 <= len(around) <= 12 and ward not in set(around["ward"])
    for other in around["ward"]:
        assert ward in set(neighbours(data, other)["ward"])


def test_the_table_that_is_drawn_has_a_cell_a_ward_in_every_column_and_all_of_london(store):
    drawn = ward_table(allocation(store).data, "Every ward")
    assert len(drawn["areas"]) == len(drawn["search"]) == len(drawn["group"]) == len(WARDS) == 679
    for column in drawn["columns"]:
        assert len(column["cells"]) == 679, column["heading"]
    held = dict(zip(drawn["areas"], drawn["columns"][1]["cells"], strict=True))
    for row in wide().dropna(subset=["dwo_in_post"]).itertuples():
        assert held[row.ward] == [row.dwo_posts, 2, row.dwo_in_post]
