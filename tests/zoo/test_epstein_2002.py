"""Claims about cops, rebels and what they see, beyond the model's targets."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.epstein_2002.theory import outbursts, share_active
from contested.zoo.kit.policed_torus import EXACT, FLOOR, ROUND, arrest_chance
from contested.zoo.kit.torus_sight import (
    GUESSES,
    SHAPES,
    beside,
    count_around,
    empty_around,
    empty_guessed,
    find_around,
    guesses,
    line,
    sight,
)
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.kit.turn_order import everybody_once, with_replacement
from tests.laws import assert_chance, assert_law, assert_same_mean

REBELLION = zoo.load("epstein-2002")
NETLOGO = REBELLION.presets["netlogo"]
SWITCHES = {
    "neighbourhood": SHAPES,
    "ratio": ("exact", "round", "floor"),
    "self_count": ("once", "twice"),
    "turn": ("move-act", "act-move"),
    "activation": ("each-once", "with-replacement", "by-block"),
    "term": ("to-max", "below-max", "life"),
    "movement": ("all", "cops", "none"),
    "placement": ("counts", "by-site"),
}
JAILS = (
    {"jailed": "off-grid", "pursuit": "stays"},
    {"jailed": "off-grid", "pursuit": "takes-place"},
    {"jailed": "under-foot", "pursuit": "takes-place"},
    {"jailed": "in-place"},
    {"jailed": "in-place", "release": "own-turn"},
)


def after(steps, seed=1, state=None, first=0, **chosen):
    model = REBELLION.model(chosen)
    state = state if state is not None else model.init(model.params, seed)
    for t in range(first, first + steps):
        model.step(state, model.params, Tick(t, seed))
    return state


def distances(shape, dx, dy):
    return {"diamond": abs(dx) + abs(dy), "disc": math.hypot(dx, dy), "moore": max(abs(dx), abs(dy))}.get(
        shape, max(abs(dx), abs(dy)) if dx * dy == 0 else math.inf
    )


@pytest.mark.parametrize("preset", [None, "netlogo", "mesa", "mesa-pre-2024", "run-1", "punctuated", "salami", "jump"])
def test_it_keeps_the_promises_of_a_model(preset):
    check_model(REBELLION.model(preset=preset))


@given(st.fixed_dictionaries({k: st.sampled_from(v) for k, v in SWITCHES.items()}), st.sampled_from(JAILS),
       st.integers(1, 10_000))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_what_is_kept_is_what_is_there(chosen, jail, seed):
    side = 14
    s = after(9, seed, side=side, citizen_vision=3.2, cop_vision=2, legitimacy=0.6, cop_density=0.08, max_jail=4,
              **chosen, **jail)  # fmt: skip
    free = s["jail"] == -1
    on = s["site"] >= 0
    assert on[free].all()
    assert (on[~free] == (jail["jailed"] != "off-grid")).all()
    stands = free if jail["jailed"] != "in-place" else on
    assert (np.bincount(s["site"][stands], minlength=side**2) + np.bincount(s["cop"], minlength=side**2)
            == s["standing"]).all()  # fmt: skip
    if jail["jailed"] != "under-foot":
        assert s["standing"].max() <= 1
    active = s["active"] == 1
    assert free[active].all()
    assert (np.bincount(s["site"][active], minlength=side**2) == s["actives_here"]).all()
    eye = sight(chosen["neighbourhood"], 3.2, side)
    cops_here = np.bincount(s["cop"], minlength=side**2)
    for at in range(side**2):
        assert count_around(s["actives_here"], side, at, eye) == s["actives_seen"][at]
        assert count_around(cops_here, side, at, eye) == s["cops_seen"][at]
    stacked = np.zeros(len(free), bool)
    for at in range(side**2):
        i = s["here"][at]
        while i >= 0:
            assert s["site"][i] == at
            stacked[i] = True
            i = s["beneath"][i]
    assert (stacked == on).all()
    seen = REBELLION.model(chosen | jail | {"side": side, "citizen_vision": 3.2, "cop_vision": 2}).observe(s)
    assert seen["active"] == active.sum()
    assert seen["jailed"] == (~free).sum()
    assert seen["quiet"] == free.sum() - active.sum()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("vision", [1, 1.7, 3, 5.5])
def test_a_shape_holds_the_sites_within_its_distance(shape, vision):
    side = 15
    eye = sight(shape, vision, side)
    square = range(-6, 7)
    for x in range(side):
        for y in (0, 1, 7, side - 2, side - 1):
            at = y * side + x
            seen = [beside(side * side, at, eye, line(side, at, eye), k) for k in range(eye.shape[1])]
            assert len(set(seen)) == len(seen)
            assert seen[len(seen) // 2] == at
            near = [(dy, dx) for dy in square for dx in square if distances(shape, dx, dy) <= vision]
            assert seen == [(y + dy) % side * side + (x + dx) % side for dy, dx in near]


@pytest.mark.parametrize(("shape", "sites"), [("diamond", 113), ("disc", 149), ("moore", 225), ("cross", 29)])
def test_vision_seven_takes_in_so_many_sites(shape, sites):
    assert sight(shape, 7.0, 40).shape[1] == sites


def test_the_ratio_is_read_in_three_ways():
    chances = [arrest_chance(c, 2, 2.3, ratio) for ratio in (EXACT, ROUND, FLOOR) for c in (1, 2, 3, 5)]
    assert [-math.log(1 - p) / 2.3 for p in chances] == pytest.approx([0.5, 1, 1.5, 2.5, 0, 1, 2, 2, 0, 1, 1, 2])
    assert arrest_chance(0, 1, 2.3, EXACT) == 0
    assert arrest_chance(1, 1, 2.3, EXACT) == pytest.approx(0.9, abs=3e-4)


@given(st.integers(1, 5000), st.floats(0, 0.85))
@settings(max_examples=30, deadline=None)
def test_one_citizen_before_one_cop_expects_arrest_nine_times_in_ten(seed, legitimacy):
    chosen = {"side": 3, "neighbourhood": "moore", "citizen_vision": 1, "cop_vision": 1, "citizen_density": 0.112,
              "cop_density": 0.112, "movement": "none", "legitimacy": legitimacy}  # fmt: skip
    model = REBELLION.model(chosen)
    s = model.init(model.params, seed)
    assert (len(s["active"]), len(s["cop"])) == (1, 1)
    model.step(s, model.params, Tick(0, seed))
    acts = s["hardship"][0] * (1 - legitimacy) - s["aversion"][0] * (1 - math.exp(-2.3)) > 0.1
    # whoever acted before the cop's turn was arrested in it
    assert s["active"][0] + s["tally"][2] == acts


def test_counting_oneself_twice_emboldens_only_those_who_act():
    bold = {"side": 3, "neighbourhood": "moore", "citizen_vision": 1, "cop_vision": 1, "citizen_density": 0.112,
            "cop_density": 0.112, "movement": "none", "legitimacy": 0.0, "ratio": "floor",
            "threshold": 0.0}  # fmt: skip
    stays = {}
    for count in ("once", "twice"):
        model = REBELLION.model({**bold, "self_count": count})
        kept = 0
        for seed in range(1, 60):
            s = model.init(model.params, seed)
            s["hardship"][:], s["aversion"][:] = 0.5, 0.9
            s["active"][:] = s["actives_here"][s["site"][0]] = 1
            s["actives_seen"][:] = 1
            s["cop"] = np.empty(0, np.int32)  # seen, but not there to arrest
            s["cops"][0] = 0
            s["tally"][0] = 1
            model.step(s, model.params, Tick(0, seed))
            kept += int(s["active"][0])
        stays[count] = kept
    assert stays == {"once": 0, "twice": 59}


def test_nobody_acts_at_a_legitimacy_of_nine_tenths():
    for ratio in ("exact", "floor"):
        model = REBELLION.model({"legitimacy": 0.9, "ratio": ratio, "cop_density": 0.0})
        assert trajectory(model, steps=30)["active"].max() == 0


def test_never_more_than_are_aggrieved_enough():
    able = (after(0)["hardship"] * 0.18 > 0.1).sum()
    assert trajectory(REBELLION.model({"cop_density": 0.0}), steps=3, seed=1)["active"][-1] == able
    assert 200 < trajectory(REBELLION.model({**NETLOGO, "max_jail": 5}), steps=300, seed=1)["active"].max() <= able


@given(st.floats(0, 0.89), st.floats(0, 1), st.floats(0, 0.3))
@settings(max_examples=60, deadline=None)
def test_the_share_active_is_what_counting_gives(legitimacy, chance, threshold):
    h, r = np.meshgrid((np.arange(1000) + 0.5) / 1000, (np.arange(1000) + 0.5) / 1000)
    counted = np.mean(h * (1 - legitimacy) - r * chance > threshold)
    assert share_active(legitimacy, chance, threshold) == pytest.approx(counted, abs=3e-3)


# terms of jail --------------------------------------------------------------------------------------------------------

BUSY = {"legitimacy": 0.3, "cop_density": 0.1, "citizen_density": 0.6, "ratio": "floor", "side": 60}


def test_terms_are_uniform_from_nothing_to_the_maximum():
    s = after(1, 3, **{**BUSY, "side": 400}, max_jail=9, jailed="off-grid")
    left = s["jail"][s["jail"] >= 0]
    arrested = int(s["tally"][2])
    # terms 0 and 1 are over by the end of the step; the others are one shorter
    assert set(left.tolist()) == set(range(1, 9))
    assert_chance(len(left), arrested, 0.8, detects=0.06)
    assert_law(left, lambda x: np.clip(np.floor(x), 0, 8) / 8, detects=0.08)


def test_terms_below_the_maximum_never_reach_it():
    s = after(1, 3, **BUSY, max_jail=9, term="below-max", jailed="in-place")
    assert set(s["jail"][s["jail"] >= 0].tolist()) == set(range(1, 8))


@pytest.mark.parametrize(
    ("most", "term"), [(0, "to-max"), (1, "to-max"), (1, "below-max"), (0, "below-max"), (2, "below-max")]
)
def test_short_terms_end_with_the_step_of_the_arrest(most, term):
    seen = trajectory(REBELLION.model({**BUSY, "max_jail": most, "term": term}), steps=5)
    assert seen["arrests"].min() > 0
    assert seen["jailed"].max() == 0


def test_life_is_for_life():
    seen = trajectory(REBELLION.model({**BUSY, "term": "life"}), steps=30)
    assert (seen["jailed"] == np.cumsum(seen["arrests"])).all()


def test_at_ones_own_turn_a_term_of_three_costs_three_turns():
    model = REBELLION.model({"side": 5, "jailed": "in-place", "release": "own-turn", "cop_density": 0.0,
                             "citizen_vision": 1, "cop_vision": 1, "legitimacy": 0.9})  # fmt: skip
    s = model.init(model.params, 1)
    s["jail"][0] = 3
    s["tally"][1] = 1
    left = []
    for t in range(5):
        model.step(s, model.params, Tick(t, 1))
        left.append(int(s["jail"][0]))
    assert left == [2, 1, 0, -1, -1]
    assert model.observe(s)["jailed"] == 0


def test_a_cop_takes_the_place_of_whom_it_arrests_if_so_told():
    for pursuit, apart in (("takes-place", 0), ("stays", 1)):
        chosen = {**BUSY, "movement": "none", "max_jail": 20, "pursuit": pursuit, "jailed": "under-foot", "side": 20}
        before = after(0, 2, **chosen)["cop"].copy()
        s = after(1, 2, **chosen)
        assert s["tally"][2] > 5
        moved = (s["cop"] != before).sum()
        assert (moved > 5) == (apart == 0)
        assert (moved == 0) == (apart == 1)


# who moves, and in which order ----------------------------------------------------------------------------------------


def test_only_those_move_who_may():
    for who, citizens, cops in (("none", True, True), ("cops", True, False), ("all", False, False)):
        chosen = {"movement": who, "side": 20, "legitimacy": 0.95}
        s, now = after(0, 4, **chosen), after(3, 4, **chosen)
        assert (s["site"] == now["site"]).all() == citizens
        assert (s["cop"] == now["cop"]).all() == cops


def test_a_move_stays_within_vision():
    side = 30
    chosen = {"side": side, "citizen_vision": 2.0, "cop_vision": 4.0, "neighbourhood": "disc", "legitimacy": 0.95}
    s, now = after(0, 4, **chosen), after(1, 4, **chosen)
    for column, vision in (("site", 2), ("cop", 4)):
        dx, dy = ((now[column] % side - s[column] % side + 15) % side - 15,
                  (now[column] // side - s[column] // side + 15) % side - 15)  # fmt: skip
        assert (dx**2 + dy**2 <= vision**2).all()
        assert (dx**2 + dy**2).max() > (vision - 1) ** 2


@pytest.mark.parametrize("shape", ["diamond", "moore"])
@pytest.mark.parametrize("vision", [1.0, 3.0])
def test_every_empty_site_in_sight_is_as_likely(shape, vision):
    side, at = 9, 4
    eye = sight(shape, vision, side)
    standing = np.ones(side * side, np.uint8)
    sites = sorted(beside(side * side, at, eye, line(side, at, eye), k) for k in range(eye.shape[1]))
    sites.remove(at)
    empty = np.array(sites[:: 3 if vision > 1 else 2])
    standing[empty] = 0
    found = np.array([empty_around(standing, side, at, eye, 5, 1000, row, 0) for row in range(20_000)])
    assert set(found.tolist()) == set(empty.tolist())
    place = np.searchsorted(empty, found)
    assert_law(place, lambda x: np.clip(np.floor(x) + 1, 0, len(empty)) / len(empty), detects=0.05)


@given(st.integers(0, 10_000), st.sampled_from(SHAPES), st.sampled_from([0.2, 0.9, 1.0]))
@settings(max_examples=40, deadline=None)
def test_guesses_made_ahead_are_the_same(seed, shape, full):
    side = 11
    rng = np.random.default_rng(seed)
    standing = (rng.random(side * side) < full).astype(np.uint8)
    eye = sight(shape, 3.5, side)
    rows = rng.permutation(50).astype(np.int32)
    words = np.zeros((2 * GUESSES, 50), np.uint64)
    guesses(seed, 1000, rows, 3, words)
    for t, row in enumerate(rows):
        at = int(rng.integers(side * side))
        to = empty_guessed(standing, side, at, eye, words, t)
        found = empty_around(standing, side, at, eye, seed, 1000, row, 3)
        assert to in (found, -1)
        assert to == found or full > 0.2


def test_where_all_is_full_nobody_moves():
    eye = sight("moore", 2.0, 5)
    assert empty_around(np.ones(25, np.uint8), 5, 7, eye, 1, 1000, 0, 0) == -1


@given(st.integers(0, 10_000), st.sampled_from(SHAPES), st.integers(0, 48))
@settings(max_examples=60, deadline=None)
def test_marks_are_found_one_by_one(seed, shape, at):
    marks = np.random.default_rng(seed).integers(0, 3, 49)
    eye = sight(shape, 2.5, 7)
    total = count_around(marks, 7, at, eye)
    found = [find_around(marks, 7, at, eye, k) for k in range(total)]
    assert find_around(marks, 7, at, eye, total)[0] == -1
    for place in {p for p, _ in found}:
        assert [skip for p, skip in found if p == place] == list(range(marks[place]))


def test_everybody_has_one_turn_in_any_order():
    orders = np.array([everybody_once(6, 9, t) for t in range(8_000)])
    assert (np.sort(orders, axis=1) == np.arange(6)).all()
    rank = np.argsort(orders, axis=1)
    for i in range(6):
        assert_law(rank[:, i], lambda x: np.clip(np.floor(x) + 1, 0, 6) / 6, detects=0.08)
    assert_chance(int((rank[:, 0] < rank[:, 5]).sum()), len(orders), 0.5, detects=0.08)
    code = orders @ (7 ** np.arange(6))
    assert len(np.unique(code)) == 720


def test_with_replacement_many_have_no_turn():
    people = 20_000
    turns = with_replacement(people, 3, 5)
    without = people - len(np.unique(turns))
    assert without / people == pytest.approx(math.exp(-1), abs=0.02)


def test_blocks_play_the_same_on_any_number_of_cores():
    chosen = {"side": 140, "activation": "by-block", "citizen_vision": 2, "cop_vision": 3, "ratio": "floor"}
    ends = []
    had = numba.get_num_threads()
    for threads in (1, had):
        numba.set_num_threads(threads)
        ends.append(after(6, 5, **chosen))
    assert all((ends[0][k] == ends[1][k]).all() for k in ends[0])


def test_blocks_change_no_outcome():
    found = {}
    for way in ("each-once", "by-block"):
        model = REBELLION.model({"side": 130, "activation": way, "citizen_vision": 3, "cop_vision": 3, "ratio": "floor",
                                 "max_jail": 10, "cop_density": 0.06})  # fmt: skip
        found[way] = [trajectory(model, steps=25, seed=s)["active"][5:].mean() for s in range(1, 13)]
    assert np.mean(found["each-once"]) > 300
    assert_same_mean(found["each-once"], found["by-block"], detects=400)


def test_a_small_lattice_is_one_block():
    a, b = (after(20, 3, activation=way, ratio="floor") for way in ("each-once", "by-block"))
    assert all((a[k] == b[k]).all() for k in a)


# changes from above ---------------------------------------------------------------------------------------------------


def test_legitimacy_falls_evenly_or_at_one_blow():
    fall = {"legitimacy": 0.9, "legitimacy_change": -0.4, "change_from": 2, "change_until": 6}
    slow = trajectory(REBELLION.model(fall), steps=9)
    assert slow["legitimacy"] == pytest.approx([0.9, 0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5])
    blow = trajectory(REBELLION.model(preset="jump"), steps=80)
    assert blow["legitimacy"][[0, 76, 77, 79]] == pytest.approx([0.9, 0.9, 0.7, 0.7])


def test_cops_are_withdrawn():
    seen = trajectory(REBELLION.model({"cop_change": -0.04, "change_until": 10, "max_jail": 3}), steps=15)
    assert seen["cops"][[0, 5, 10, 14]].tolist() == [64, 32, 0, 0]
    assert seen["arrests"][11:].sum() == 0
    assert seen["active"][-1] == (after(0)["hardship"] * 0.18 > 0.1).sum()


def test_directions():
    def mean(**chosen):
        model = REBELLION.model({**NETLOGO, **chosen})
        return np.mean([trajectory(model, steps=300, seed=s)["active"].mean() for s in (1, 2, 3)])

    usual = mean()
    assert mean(cop_density=0.02) > usual > mean(cop_density=0.07)
    assert mean(legitimacy=0.75) > usual > mean(legitimacy=0.86)
    assert mean(max_jail=10) > usual > mean(max_jail=100)


def test_the_same_people_if_asked_for():
    one, other = after(0, 1, people_seed=7), after(0, 2, people_seed=7)
    assert (one["hardship"] == other["hardship"]).all()
    assert (one["site"] != other["site"]).any()
    assert (after(0, 1)["hardship"] != after(0, 2)["hardship"]).any()


def test_tension_is_the_papers_index():
    s = after(5, ratio="floor")
    seen = REBELLION.model().observe(s)
    index = s["hardship"].mean() * 0.18 * seen["quiet"] / 1120 / s["aversion"].mean()
    assert seen["tension"] == pytest.approx(index, rel=1e-6)


def test_densities_are_numbers_or_chances():
    assert [len(after(0, seed)["site"]) for seed in (1, 2)] == [1120, 1120]
    s = after(0, 4, side=200, placement="by-site")
    assert_chance(len(s["site"]), 40_000, 0.7, detects=0.05)
    assert_chance(len(s["cop"]), 40_000, 0.04, detects=0.02)
    assert not set(s["site"].tolist()) & set(s["cop"].tolist())


# outbursts ------------------------------------------------------------------------------------------------------------


def test_outbursts_of_a_series():
    found = outbursts([60, 0, 51, 70, 50, 0, 0, 99, 3, 80])
    assert found.start.tolist() == [2, 7]
    assert found.duration.tolist() == [2, 1]
    assert found.peak.tolist() == [70, 99]
    assert found.total.tolist() == [121, 99]
    assert found.wait.tolist() == [3]
    assert outbursts([]).wait.size == 0


@pytest.mark.parametrize("series", [[[1.0, 2.0]], [1.0, math.nan]])
def test_a_series_of_another_kind_is_refused(series):
    with pytest.raises(ParameterError, match="active"):
        outbursts(series)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"citizen_density": 0.97}, "citizen_density"),
        ({"citizen_density": 0.0}, "citizen_density"),
        ({"side": 13}, "citizen_vision"),
        ({"cop_vision": 25}, "cop_vision"),
        ({"pursuit": "takes-place", "jailed": "in-place"}, "pursuit"),
        ({"release": "own-turn"}, "release"),
        ({"legitimacy_change": 0.3}, "legitimacy_change"),
        ({"cop_change": -0.05}, "cop_change"),
        ({"ratio": "ceiling"}, "ratio"),
        ({"max_jail": 2.5}, "max_jail"),
    ],
)
def test_contradictions_are_refused(chosen, said):
    with pytest.raises(ParameterError, match=f"^{said}"):
        REBELLION.model(chosen)
