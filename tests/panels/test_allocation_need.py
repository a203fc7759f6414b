"""Need, weights tried, how sure tiers are, the minimum, moves and fairness: recomputed with plain
pandas and numpy.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from ward_files import CAMDEN, COMPONENTS, LAMBETH, SUTTON, WARDS, allocation, home, of, plans, wide

from dashboard.panels.allocation.need import Need
from dashboard.panels.allocation.plans import FATES
from dashboard.stats.robustness import draws
from dashboard.store.connection import Store
from dashboard.view import View
from dashboard.view.allocation import Move, Weight

WEIGHTS = {
    "crime": 30,
    "antisocial_behaviour": 20,
    "vulnerability": 25,
    "footfall": 15,
    "confidence": 10,
}
TRIED = (Weight("crime", 0), Weight("footfall", 90))
NOW, THEN = "april-2022", "proposed-2023"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return home(tmp_path_factory.mktemp("need"), "neighbourhood_resources", "allocation_plan")


def file(plan: str) -> pd.DataFrame:
    rows = plans()
    return rows[rows["plan"] == plan].set_index("ward_code")


def index(plan: str, points: dict[str, float]) -> pd.Series:
    rows = file(plan)
    return sum(points[c] * rows[f"need_{c}"] for c in COMPONENTS) / sum(points.values())


def priority_drawn(plan: str, points: dict[str, float]) -> np.ndarray:
    """Ward by draw: whether it is a priority."""
    return file(plan)[[f"need_{c}" for c in COMPONENTS]].to_numpy() @ draws(points).T >= 61 - 1e-9


def test_a_change_of_tier_is_as_sure_as_the_share_of_draws_in_which_the_ward_has_both_its_tiers(
    store,
):
    table = allocation(store).robustness().table
    was, will = (file(plan)["tier"].eq("priority").to_numpy()[:, None] for plan in (NOW, THEN))
    both = ((priority_drawn(NOW, WEIGHTS) == was) & (priority_drawn(THEN, WEIGHTS) == will)).mean(
        axis=1
    )
    kept = pd.Series(100 * both, index=file(NOW).index).round(1)
    changed = WARDS.set_index("ward").assign(kept=kept)[(was != will).ravel()]
    assert len(table) == len(changed) == 4
    found = table.set_index(["Ward", "Borough"])["Both tiers kept, % of draws"]
    names = changed["borough"].map({LAMBETH: "Lambeth", SUTTON: "Sutton"})
    assert found.to_dict() == dict(
        zip(zip(changed["name"], names, strict=True), changed["kept"], strict=True)
    )
    words = ["rarely" if k >= 95 else "sometimes" if k >= 75 else "often" for k in table.iloc[:, 4]]
    assert table["The change is"].tolist() == words


def test_each_tier_of_the_ward_table_has_its_word(store):
    table = allocation(store, area=LAMBETH).wards().table.set_index("Ward")
    for head, plan in (
        ("Other weights change tier now", NOW),
        ("Other weights change tier proposed", THEN),
    ):
        tier = file(plan)["tier"].eq("priority").to_numpy()[:, None]
        share = pd.Series(
            (priority_drawn(plan, WEIGHTS) == tier).mean(axis=1), index=file(plan).index
        )
        names = WARDS.set_index("ward")["name"]
        word = {
            names[w]: "rarely" if s >= 0.95 else "sometimes" if s >= 0.75 else "often"
            for w, s in share.items()
            if w in of(LAMBETH)
        }
        assert table[head].to_dict() == word


def test_weights_that_are_tried_give_the_index_and_tier_that_they_would_and_the_plan_stays_as_it_was(
    store,
):
    made, points = (
        allocation(store, area=LAMBETH, weights=TRIED),
        WEIGHTS
        | {
            "crime": 0,
            "footfall": 90,
        },
    )
    rows = made.data.plans.set_index("ward")
    for name, plan in (("now", NOW), ("proposed", THEN)):
        expected = index(plan, points).reindex(rows.index)
        np.testing.assert_allclose(rows[f"index_{name}"], expected)
        assert (
            rows[f"tier_{name}"].tolist()
            == np.where(expected >= 61, "priority", "standard").tolist()
        )
    own = allocation(store, area=LAMBETH).data.plans.set_index("ward")
    np.testing.assert_allclose(own["index_now"], index(NOW, WEIGHTS).reindex(own.index))


def test_all_that_rests_on_weights_tried_says_so_in_title_table_and_download_and_nothing_else_does(
    store,
):
    made = allocation(store, area=LAMBETH, weights=TRIED, moves=(Move(*of(LAMBETH)[:2], "dwo", 1),))
    for chart in (
        "hexagons",
        "plans",
        "robustness",
        "needs",
        "moves",
        "fairness",
        "per_need",
        "wards",
    ):
        panel = getattr(made, chart)()
        assert panel.title.startswith("Other weights: ") and len(panel.title.split()) <= 10, (
            panel.title
        )
        assert panel.subtitle.endswith("other weights tried") and panel.reading.startswith(
            "With other weights"
        )
        read = pd.read_csv(io.BytesIO(panel.csv))
        assert set(read["Weights"]) == {f"tried, not the plan's: {made.data.need.words}"}
    for chart in ("minimum", "restore", "reconciliation"):
        panel = getattr(made, chart)()
        assert (
            "weights" not in f"{panel.title} {panel.subtitle} {panel.reading}"
            and "Weights" not in panel.table
        )
    assert "Other weights are being tried" in made.trying
    assert allocation(store, area=LAMBETH).trying is None


def test_weights_in_the_same_proportion_as_the_plans_give_the_plans_own_figures(store):
    same = tuple(Weight(c, 2 * p) for c, p in WEIGHTS.items())
    tried, own = (allocation(store, weights=w).data.plans for w in (same, ()))
    np.testing.assert_allclose(tried["index_proposed"], own["index_proposed"])
    assert tried["tier_now"].tolist() == own["tier_now"].tolist()


def test_weights_that_are_all_nought_are_told_and_the_plans_own_are_used(store):
    made = allocation(store, weights=tuple(Weight(c, 0) for c in COMPONENTS))
    assert made.notes == [
        "The link gives every component of need the weight 0; the plan's own weights are used."
    ]
    assert made.trying is None and not made.plans().title.startswith("Other")


def test_what_moved_a_ward_adds_up_to_what_its_index_moved_by(store):
    table = (
        allocation(store, area=LAMBETH, ward=of(LAMBETH)[1]).needs().table.set_index("Component")
    )
    parts, total = table.iloc[:-1], table.loc["Need index"]
    assert total["Contribution moved by"] == pytest.approx(
        (index(THEN, WEIGHTS) - index(NOW, WEIGHTS))[of(LAMBETH)[1]], abs=0.006
    )
    split = table["Of which score"] + table["Of which weight"]
    assert split.tolist() == pytest.approx(table["Contribution moved by"].tolist(), abs=0.011)
    assert parts["Contribution moved by"].sum() == pytest.approx(
        total["Contribution moved by"], abs=0.03
    )


def test_answers_are_kept_for_each_database_plan_and_weights(store):
    made = allocation(store).data
    assert made.need.tier_shares(made.in_force) is allocation(
        store, area=LAMBETH
    ).data.need.tier_shares(made.in_force)
    tried = Need(store, made.in_force, made.proposed_plan, TRIED)
    assert tried.tier_shares(made.in_force) is not made.need.tier_shares(made.in_force)


def test_posts_needed_to_restore_the_minimum_are_each_wards_gaps_added_up(store):
    panel = allocation(store, area=LAMBETH).restore()
    rows = wide().dropna(subset=["dwo_in_post", "pcso_in_post"])
    rows = rows.assign(
        dwo=(2 - rows["dwo_in_post"]).clip(lower=0), pcso=(1 - rows["pcso_in_post"]).clip(lower=0)
    )
    assert panel.table["Area"].tolist()[:2] == ["Lambeth", "London"] and len(panel.table) == 33
    for area, part in (("Lambeth", rows[rows["borough"] == LAMBETH]), ("London", rows)):
        found = panel.table.set_index("Area").loc[area]
        assert found["DWOs lacking in post"] == pytest.approx(part["dwo"].sum())
        assert found["PCSOs lacking in post"] == pytest.approx(part["pcso"].sum())
        assert found["Wards below in post"] == ((part["dwo"] > 0) | (part["pcso"] > 0)).sum()
        assert found["DWO posts lacking"] == 0
    assert "Established posts give every ward the minimum: the gap is vacancies." in panel.reading


def test_moves_keep_the_sum_and_tell_who_falls_below_the_minimum(store):
    a, b, c = of(LAMBETH)[4:7]
    made = allocation(store, area=LAMBETH, moves=(Move(a, b, "dwo", 1), Move(c, b, "pcso", 1)))
    moves, panel = made.tried_moves, made.moves()
    assert moves.after.sum().tolist() == file(THEN)[["dwo_posts", "pcso_posts"]].sum().tolist()
    table = panel.table.set_index("Ward")
    names = WARDS.set_index("ward")["name"]
    assert table["DWO posts after"].to_dict() == {names[a]: 1, names[b]: 3, names[c]: 2}
    assert table["PCSO posts after"].to_dict() == {names[a]: 1, names[b]: 2, names[c]: 0}
    assert table["Below minimum after by"].to_dict() == {names[a]: 1, names[b]: 0, names[c]: 1}
    assert panel.title == "2 moves: 2 wards below minimum, 0 before"
    need = index(THEN, WEIGHTS)[b]
    assert table.loc[names[b], "Posts for 100 points of need after"] == pytest.approx(
        500 / need, abs=0.006
    )
    drawn = {point for trace in panel.figure.data for point in trace.customdata or ()}
    assert drawn == {a, b, c}


def test_a_move_that_would_take_a_ward_below_nought_is_told_and_none_is_made(store):
    a, b, c = of(LAMBETH)[4:7]
    made = allocation(store, moves=(Move(a, b, "dwo", 1), Move(c, b, "dwo", 3)))
    (note,) = made.notes
    assert (
        "has 2 DWO posts and the moves would take 3 from it: move fewer. None of the moves is made."
        in note
    )
    assert made.tried_moves.moved_wards == [] and made.moves().title == "No posts are moved"


def test_moves_that_cancel_each_other_out_change_nothing(store):
    a, b = of(LAMBETH)[4:6]
    panel = allocation(store, moves=(Move(a, b, "dwo", 1), Move(b, a, "dwo", 1))).moves()
    assert panel.title == "No posts are moved" and "cancel each other out" in panel.reading


def test_shares_of_need_and_posts_by_borough_are_those_of_the_file(store):
    made = allocation(store, area=SUTTON)
    rows = file(THEN).assign(borough=WARDS.set_index("ward")["borough"], need=index(THEN, WEIGHTS))
    rows["posts"] = rows["dwo_posts"] + rows["pcso_posts"]
    sums = rows.groupby("borough")[["need", "posts"]].sum()
    table = made.per_need().table
    assert table["Borough"].tolist()[:2] == ["Sutton", "Sutton"]
    found = table[table["Plan"] == "Plan proposed for 2023"].set_index("Borough")
    for code, name in ((LAMBETH, "Lambeth"), (SUTTON, "Sutton"), (CAMDEN, "Camden")):
        one = sums.loc[code]
        assert found.loc[name, "Posts for each 100 points of need"] == pytest.approx(
            100 * one["posts"] / one["need"], abs=0.006
        )
        share = 100 * one["need"] / sums["need"].sum()
        assert found.loc[name, "Share of need, per cent"] == pytest.approx(share, abs=0.006)
    assert "nothing was sampled" in made.per_need().reading
    chosen = [t for t in made.fairness().figure.data if t.meta == "chosen"]
    assert len(chosen) == 2, "the borough of the page is ringed on both curves"


def test_every_title_has_at_most_ten_words_whatever_is_tried(store):
    for view in (
        View(),
        View(area=LAMBETH),
        View(area=CAMDEN),
        View(area=SUTTON, weights=TRIED),
        View(weights=TRIED),
    ):
        made = allocation(store, area=view.area, weights=view.weights)
        for chart in ("robustness", "restore", "moves", "fairness", "per_need"):
            panel = getattr(made, chart)()
            assert len(panel.title.split()) <= 10, panel.title
            assert "nan" not in f"{panel.title} {panel.reading}".casefold().split()
    assert set(FATES) == {"loses", "gains", "stays priority", "stays standard"}
