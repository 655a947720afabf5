"""Claims about a riot as an epidemic, beyond the model's targets."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.ground.errors import ParameterError
from contested.zoo.burbeck_1978.theory import joined, peak, spared
from contested.zoo.kit.trajectories import settled, trajectory
from tests.laws import assert_law, assert_same_law

RIOT = zoo.load("burbeck-1978")
SHARE = st.floats(1e-6, 0.999)


def over(state):
    return state["rioting"][0] <= 1e-12


@given(st.floats(0, 20), SHARE)
@settings(max_examples=200, deadline=None)
def test_the_spared_solve_their_equation_and_never_exceed_the_start(ratio, begun):
    s = spared(ratio, begun)
    assert 0 < s <= 1 - begun
    assert s == pytest.approx((1 - begun) * math.exp(-ratio * (1 - s)), rel=1e-9)


def test_nobody_beyond_the_first_joins_up_to_the_threshold():
    assert spared(1.0) == spared(0.3) == 1.0
    assert joined(1.001) > 0
    assert peak(0.9, 0.01) == 0.01 and peak(1.5, 0.01) > 0.01


@given(st.floats(0, 5), st.floats(0.05, 2), SHARE)
@settings(max_examples=25, deadline=None)
def test_people_are_kept_and_the_first_integral_too(infection, recovery, begun):
    model = RIOT.model({"people": 1000, "first": 1000 * begun, "infection": infection, "recovery": recovery})
    path = trajectory(model, steps=30)
    assert path["waiting"] + path["rioting"] + path["calmed"] == pytest.approx(np.full(30, 1000), abs=1e-8)
    assert (np.diff(path["waiting"]) <= 1e-9).all()
    if infection > 0:
        s = path["waiting"] / 1000
        kept = s + path["rioting"] / 1000 - recovery / infection * np.log(s)
        start = 1 - recovery / infection * math.log(1 - begun)
        assert kept == pytest.approx(np.full(30, start), rel=1e-8, abs=1e-8)


def chances_of_sizes(people, first, infection, recovery):
    """Chance of each number who ever join, from the order of events alone: next joins or next calms."""
    at = np.zeros((people + 1, people + 1))  # waiting, rioting
    at[people - first, first] = 1.0
    ends = np.zeros(people + 1)
    for s in range(people - first, -1, -1):
        for i in range(people - s, 0, -1):
            join = infection * s / people
            up = join / (join + recovery)
            if s:
                at[s - 1, i + 1] += up * at[s, i]
            at[s, i - 1] += (1 - up) * at[s, i]
        ends[people - s] = at[s, 0]
    return ends


def test_sizes_by_chances_follow_the_exact_law():
    """A small city, where the whole law is known; one rioter more or a rate off by a tenth is seen."""
    model = RIOT.model({"people": 12, "first": 2, "infection": 3.0, "recovery": 2.0, "law": "chances"})
    sizes = np.array([
        12 * model.observe(settled(model, seed=s, until=over))["joined"] for s in range(1, 5001)
    ])  # fmt: skip
    law = np.cumsum(chances_of_sizes(12, 2, 3.0, 2.0))
    assert law[-1] == pytest.approx(1)
    assert_law(np.rint(sizes), lambda x: law[np.clip(np.floor(x).astype(int), 0, 12)] * (x >= 0), detects=0.14)


def test_a_step_is_only_a_stretch_of_time():
    """Rates twice as high and half the steps: the same law, by rates to the last digits."""
    slow = trajectory(RIOT.model(), steps=40)["rioting"][1::2]
    fast = trajectory(RIOT.model({"infection": 1.0, "recovery": 0.5}), steps=20)["rioting"]
    assert slow == pytest.approx(fast, rel=1e-9)
    rare = {"law": "chances", "people": 60, "first": 6}
    a = [trajectory(RIOT.model(rare), steps=8, seed=s)["calmed"][-1] for s in range(1500)]
    b = [trajectory(RIOT.model({**rare, "infection": 1.0, "recovery": 0.5}), steps=4, seed=s)["calmed"][-1]
         for s in range(5000, 6500)]  # fmt: skip
    assert_same_law(a, b, detects=0.35)


def test_a_large_city_by_chances_follows_the_rates():
    settings_ = {"people": 4_000_000, "first": 40_000}
    rates = trajectory(RIOT.model(settings_), steps=12)["rioting"]
    chances = trajectory(RIOT.model({**settings_, "law": "chances"}), steps=12)["rioting"]
    assert chances == pytest.approx(rates, rel=0.02)
    assert (chances == np.rint(chances)).all()


def test_more_infection_and_longer_rioting_spare_fewer():
    def ends(**changed):
        model = RIOT.model({"first": 10, **changed})
        return model.observe(settled(model, until=over))["waiting"]

    assert ends(infection=0.4) > ends(infection=0.5) > ends(infection=0.7)
    assert ends(recovery=0.4) > ends(recovery=0.25) > ends(recovery=0.1)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"first": 20_000}, "first"),
        ({"law": "chances", "people": 10.5}, "people"),
        ({"law": "chances", "first": 1.5}, "first"),
        ({"recovery": 0}, "recovery"),
        ({"infection": float("nan")}, "infection"),
    ],
)
def test_what_makes_no_sense_is_refused(changed, says):
    with pytest.raises(ParameterError, match=says):
        RIOT.model(changed)


@pytest.mark.parametrize(("ratio", "begun"), [(-1, 0), (float("inf"), 0), (float("nan"), 0.1), (2, -0.1), (2, 1.1)])
def test_final_size_refuses_what_is_no_share(ratio, begun):
    with pytest.raises(ParameterError):
        spared(ratio, begun)
