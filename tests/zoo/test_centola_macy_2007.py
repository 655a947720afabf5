"""Fronts travel at the speed that counting gives, rewiring keeps what it says, and a threshold counts people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.centola_macy_2007.model import ties_of
from contested.zoo.kit import lattices
from contested.zoo.kit.trajectories import settled, trajectory
from tests.laws import assert_chance, assert_law, uniform_cdf

CENTOLA = zoo.load("centola-macy-2007")
WAYS = ("swaps", "one-end")
share = st.floats(0, 1)


def seen(state):
    """Who is tied to whom, as a square of 0 and 1; more than 1 would be a double tie."""
    n = len(state["offsets"]) - 1
    square = np.zeros((n, n), int)
    np.add.at(square, (np.repeat(np.arange(n), np.diff(state["offsets"])), state["ends"]), 1)
    return square


def begun(seed=1, **chosen):
    model = CENTOLA.model({"rewired": 0.0, **chosen})
    return model, model.init(model.params, seed)


@given(half=st.integers(1, 6), below=st.integers(0, 5), room=st.integers(1, 200), seed=st.integers(0, 2**40))
@settings(max_examples=60, deadline=None)
def test_on_a_ring_both_fronts_move_by_as_many_as_see_enough(half, below, room, seed):
    z, a = 2 * half, max(1, half - below)
    n = max(10, 2 * z + room)
    path = trajectory(begun(nodes=n, degree=z, threshold=a)[0], steps=n, seed=seed)["active"]
    before = z + 1
    for now in path:
        if n - before < z:  # somebody sees both fronts
            break
        assert now == before + 2 * (half - a + 1)
        before = now
    assert path[-1] == n


@given(half=st.integers(1, 6), above=st.integers(1, 4), room=st.integers(1, 100), seed=st.integers(0, 2**40))
@settings(max_examples=30, deadline=None)
def test_on_a_ring_nothing_moves_beyond_half_of_the_neighbours(half, above, room, seed):
    z = 2 * half
    model, _ = begun(nodes=max(10, 2 * z + room), degree=z, threshold=half + above)
    assert set(trajectory(model, steps=3, seed=seed)["active"]) == {z + 1}


@pytest.mark.parametrize(("threshold", "end"), [(1, 400), (2, 400), (3, 400), (4, 9), (8, 9)])
def test_on_the_square_three_of_eight_spread_and_four_do_not(threshold, end):
    model, _ = begun(nodes=400, lattice="moore", threshold=threshold)
    assert model.observe(settled(model, seed=4))["active"] == end


def test_one_contact_on_the_square_grows_as_a_square():
    model, _ = begun(nodes=441, lattice="moore", threshold=1)
    assert list(trajectory(model, steps=10, seed=8)["active"]) == [min(441, (2 * t + 3) ** 2) for t in range(1, 11)]


@given(p=share, lattice=st.sampled_from(("ring", "moore")), way=st.sampled_from(WAYS), seed=st.integers(0, 2**40))
@settings(max_examples=80, deadline=None)
def test_rewiring_makes_no_loop_no_double_and_keeps_the_ties(p, lattice, way, seed):
    _, state = begun(seed, nodes=144, lattice=lattice, rewired=p, rewiring=way)
    square = seen(state)
    assert square.max() == 1 and not square.diagonal().any()
    assert (square == square.T).all()
    degrees = square.sum(1)
    assert degrees.sum() == 8 * 144
    if way == "swaps":
        assert (degrees == 8).all()
    else:
        assert degrees.min() >= 4, "a person lost a tie of their own"


@pytest.mark.parametrize("way", WAYS)
def test_ties_are_made_long_with_the_chance_given_and_go_anywhere(way):
    n, p = 5000, 0.4
    params = CENTOLA.choose({"nodes": n, "rewired": p, "rewiring": way})
    ties = ties_of(params, 7)
    apart = (ties.ends - np.repeat(np.arange(n), ties.degrees)) % n
    long = apart[(apart > 4) & (apart < n - 4)]
    # a long tie that lands beside its owner, and a pair of ties that cannot swap, are one in hundreds
    assert_chance(long.size // 2, 4 * n, p, detects=0.06)
    assert_law(np.minimum(long, n - long)[: long.size // 2] / (n / 2), uniform_cdf, detects=0.08)


def test_all_ties_may_be_long():
    for way in WAYS:
        _, state = begun(nodes=2000, rewired=1.0, rewiring=way)
        apart = (state["ends"] - np.repeat(np.arange(2000), np.diff(state["offsets"]))) % 2000
        assert ((apart <= 4) | (apart >= 1996)).mean() < 0.03


def test_no_long_ties_is_the_lattice_itself():
    _, state = begun(nodes=50, degree=4)
    at = np.arange(50)
    for d in (-2, -1, 1, 2):
        assert (seen(state)[at, (at + d) % 50] == 1).all()
    assert seen(state).sum() == 200


@pytest.mark.parametrize("way", WAYS)
def test_the_seed_is_somebody_and_everybody_they_are_tied_to_now(way):
    for seed in range(12):
        _, state = begun(seed, nodes=300, rewired=0.5, rewiring=way)
        first = np.flatnonzero(state["active"])
        around = seen(state) + np.eye(300, dtype=int)
        assert any(np.array_equal(np.flatnonzero(row), first) for row in around)


def test_anybody_may_be_the_focal_person():
    n = 101
    middle = []
    for seed in range(2500):
        state = begun(seed, nodes=n, degree=2)[1]
        first = np.flatnonzero(state["active"])
        middle.append(next(i for i in first if (i - 1) % n in first and (i + 1) % n in first))
    assert_law(np.array(middle), lambda x: np.clip(np.floor(x) + 1, 0, n) / n, detects=0.14)


@given(p=share, way=st.sampled_from(WAYS), a=st.integers(1, 4), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_a_threshold_is_a_number_whoever_has_how_many_ties(p, way, a, seed):
    model, state = begun(seed, nodes=120, degree=6, threshold=a, rewired=p, rewiring=way)
    square, on = seen(state), state["active"].astype(bool)
    for step in range(120):
        expected = on | (square @ on >= a)
        model.step(state, model.params, Tick(step, seed))
        assert (state["active"].astype(bool) == expected).all()
        if (expected == on).all():
            break
        on = expected


@given(p=share, way=st.sampled_from(WAYS), a=st.integers(1, 4), seed=st.integers(0, 2**40))
@settings(max_examples=40, deadline=None)
def test_who_is_active_in_the_end_depends_on_no_order_and_shrinks_with_the_threshold(p, way, a, seed):
    def end(threshold, order):
        model, _ = begun(nodes=200, threshold=threshold, rewired=p, rewiring=way, order=order)
        return settled(model, seed=seed)["active"]

    assert (end(a, "together") == end(a, "in-turn")).all()
    assert (end(a + 1, "together") <= end(a, "together")).all()


def test_in_turn_nobody_is_later():
    for seed in range(10):
        now, turn = (
            trajectory(begun(nodes=500, threshold=2, rewired=0.05, order=order)[0], steps=80, seed=seed)["active"]
            for order in ("together", "in-turn")
        )
        assert (turn >= now).all() and (turn > now).any()


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (lambda: CENTOLA.model({"lattice": "moore", "nodes": 150}), "^nodes.*square"),
        (lambda: CENTOLA.model({"lattice": "moore", "degree": 24, "nodes": 16}), "^nodes.*side above 4"),
        (lambda: CENTOLA.model({"lattice": "moore", "degree": 10, "nodes": 100}), "^degree"),
        (lambda: CENTOLA.model({"degree": 7}), "^degree.*even"),
        (lambda: CENTOLA.model({"degree": 12, "nodes": 12}), "^nodes.*more than the degree"),
        (lambda: CENTOLA.model({"rewired": 1.01}), "rewired"),
        (lambda: CENTOLA.model({"rewired": -0.01}), "rewired"),
        (lambda: CENTOLA.model({"rewired": float("nan")}), "rewired"),
        (lambda: CENTOLA.model({"threshold": 0}), "threshold"),
        (lambda: CENTOLA.model({"threshold": 1.5}), "threshold"),
        (lambda: CENTOLA.model({"lattice": "torus"}), "lattice"),
        (lambda: lattices.ring(10, 3), "^degree"),
        (lambda: lattices.grid(4, 2), "^nodes"),
    ],
)
def test_what_cannot_be_is_refused_by_name(asked, word):
    with pytest.raises(ParameterError, match=word):
        asked()
