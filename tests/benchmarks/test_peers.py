"""What stands beside other packages is right: our two models obey their rules, and the page hides nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from benchmarks.peers.engines import ENGINES, script
from benchmarks.peers.ours import mass_action, network
from benchmarks.peers.specs import OURS, SPECS, sized
from benchmarks.peers.summary import first_difference, likeness, speed
from benchmarks.peers.tables import page
from scipy import stats

from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.ground.draws import uniforms
from tests.laws import FALSE_FAIL


def states(model, steps, seed=1):
    """The state before each step and after it; arrays are copied."""
    state = model.init(model.params, seed)
    for k in range(steps):
        before = {name: array.copy() for name, array in state.items()}
        state = model.step(state, model.params, Tick(k, seed))
        yield before, state, model.observe(state)


# mass action --------------------------------------------------------------------------------------------------------


def test_new_infections_are_binomial_with_the_chance_of_the_moment():
    params = mass_action.MassAction(people=200_003, beta=0.2, first=2000)
    spread = 0.0
    for before, after, seen in states(mass_action.make(params), 60):
        infected = int((before["people"] == mass_action.INFECTED).sum())
        chance = -math.expm1(-params.beta * infected / params.people)
        free = params.people - infected
        new = seen["infected"] - infected
        spread += (new - free * chance) ** 2 / (free * chance * (1 - chance))
        assert (after["people"] == mass_action.INFECTED).sum() == seen["infected"]
    low, high = stats.chi2.ppf([FALSE_FAIL / 2, 1 - FALSE_FAIL / 2], 60)
    assert low < spread < high


def test_the_infected_follow_the_logistic_curve():
    params = mass_action.MassAction(people=1_000_000, beta=0.01, first=20_000)
    *_, (_, _, seen) = states(mass_action.make(params), 400)
    share, start = seen["infected"] / params.people, params.first / params.people
    exact = start * math.exp(4.0) / (1 - start + start * math.exp(4.0))
    # a step of beta = 0.01 lags behind by half of that; chance at the start, 1 in sqrt(20,000), is carried along
    assert share == pytest.approx(exact, rel=0.01 / 2 * 4 + 6 / math.sqrt(params.first))


def test_whoever_lies_on_the_line_is_settled_by_finer_draws():
    """With a chance of half a 65,536th no half-word lies below the line: all infections come from the finer draw."""
    people = np.zeros((8, 250_000), np.uint8)
    words = np.zeros((4, 250_000), np.uint32)
    infected = mass_action._infect(people, words, 0, 1 << 31, 1, 0)
    assert infected == people.sum()
    assert abs(infected - 1_000_000) < stats.norm.isf(FALSE_FAIL / 2) * math.sqrt(2_000_000 / 4)


# network ------------------------------------------------------------------------------------------------------------


PARAMS = network.Network(people=20_000)
CITIZENS = network.citizens_of(PARAMS)


def deciders(state):
    """Who acts by the rule as it is written, from the actives of the last step."""
    ties, status = state["ties"][:CITIZENS], state["status"]
    hardship = uniforms(PARAMS.people, 1, network.HARDSHIP)[:CITIZENS]
    aversion = uniforms(PARAMS.people, 1, network.AVERSION)[:CITIZENS]
    cops = (ties >= CITIZENS).sum(axis=1)
    actives = 1 + (status[ties] == network.ACTS).sum(axis=1)
    chance = 1 - np.exp(-PARAMS.arrest_constant * cops / actives)
    acts = hardship * (1 - PARAMS.legitimacy) - aversion * chance > PARAMS.threshold
    return acts & (status[:CITIZENS] != network.HELD)


def test_everybody_has_every_tie_and_every_tie_is_mutual():
    ties = network.make(PARAMS).init(PARAMS, 1)["ties"]
    one = np.repeat(np.arange(PARAMS.people), PARAMS.degree)
    two = ties.ravel()
    assert (one != two).all()
    there, back = np.sort(one * PARAMS.people + two), np.sort(two.astype(np.int64) * PARAMS.people + one)
    assert (there == back).all()


def test_a_step_is_the_rule_for_everybody():
    terms = []
    for k, (before, after, seen) in enumerate(states(network.make(PARAMS), 60)):
        status = after["status"]
        acting, held = status == network.ACTS, status == network.HELD
        taken = held & (before["status"] != network.HELD)
        decided = deciders(before)
        assert ((acting | taken)[:CITIZENS] == decided).all()  # who decided to act does, or was taken for it
        assert not status[CITIZENS:].any()  # cops neither act nor go to jail
        free = (before["status"] == network.HELD) & ~held
        assert (before["until"][free] == k & 255).all() and not acting[free].any()
        assert seen == {"active": acting.sum(), "jailed": held.sum(), "arrests": taken.sum()}
        watched = np.append(decided, np.zeros(PARAMS.people - CITIZENS, bool))[before["ties"][CITIZENS:]].any(axis=1)
        caught = taken[before["ties"][CITIZENS:]].any(axis=1)
        assert (watched == caught).all()  # each cop who sees somebody active takes one
        assert taken.sum() <= watched.sum()
        terms += list((after["until"][taken].astype(int) - k) & 255)
    counts = np.bincount(terms, minlength=PARAMS.max_jail + 1)
    assert counts[0] == 0 and counts.size == PARAMS.max_jail + 1
    assert stats.chisquare(counts[1:]).pvalue > FALSE_FAIL


def test_the_way_for_many_threads_gives_the_same_bits(monkeypatch):
    model = network.make(PARAMS)
    *_, (_, one, _) = states(model, 30)
    monkeypatch.setattr(network, "FEW", 0)
    *_, (_, many, _) = states(model, 30)
    assert all((one[name] == many[name]).all() for name in ("status", "until", "short", "numbers"))
    check_model(model)


@pytest.mark.parametrize("model", [network.make(PARAMS), mass_action.make(mass_action.MassAction(people=70_001))])
def test_ours_keep_the_promises_of_a_model(model):
    check_model(model)


# the page -----------------------------------------------------------------------------------------------------------


def answer(step_s, active, people=1000):
    """What a script would answer: one run a number of actives."""
    runs = [
        {"seed": k, "people": people, "set_up_s": 0.1, "steps_s": [step_s] * 3, "series": {"active": [a] * 3},
         "cut": False}
        for k, a in enumerate(active)
    ]  # fmt: skip
    return {"runs": runs, "before_mb": 100.0, "peak_mb": 120.0, "versions": {}, "differs": []}


def test_every_spec_is_played_by_known_engines_with_a_script_and_pinned_versions():
    for spec in SPECS.values():
        assert OURS in spec.sizes and spec.quick.keys() <= spec.sizes.keys() <= ENGINES.keys()
        for name in spec.sizes.keys() - {OURS}:
            assert script(ENGINES[name], spec.name).is_file()
            assert all("==" in r or r.startswith("--") for r in ENGINES[name].requirements)
        for people in (1000, 100_000):
            assert sized(spec, people)["people"] == people


def test_the_lattice_has_as_many_people_as_asked_for():
    numbers = sized(SPECS["epstein"], 10_000)
    people = numbers["side"] ** 2 * (numbers["citizen_density"] + numbers["cop_density"])
    assert people == pytest.approx(10_000, rel=0.02)


def test_a_wrong_model_is_flagged_and_a_right_one_is_not():
    rng = np.random.default_rng(1)
    ours = answer(1e-3, rng.normal(100, 5, 200))
    right, wrong = answer(1.0, rng.normal(100, 5, 20)), answer(1.0, rng.normal(110, 5, 20))
    assert not any(row.differs for row in likeness("a", right, ours, ("active",)))
    assert all(row.differs for row in likeness("b", wrong, ours, ("active",)))


def test_the_page_tells_ratios_flags_and_what_was_not_measured():
    ours, slow = answer(1e-3, [100.0] * 5), answer(0.5, [90.0, 91.0, 92.0, 91.0, 90.0], people=990)
    speeds = {"epstein": [speed(OURS, [ours]), speed("mesa", [slow, slow, slow])]}
    alike = {"epstein": likeness("mesa", slow, ours, ("active",))}
    failed = {"epstein": [("repast4py, 1,000 people", "not installed: mpicc not found")]}
    threads = [("network", "laser", 1000, (3, 13.0, 15.0)), ("network", OURS, 1000, None)]
    text = page(speeds, alike, threads, failed, {}, {"mesa": {"mesa": "3.3.1"}}, quick=True)
    assert text.index("Caveats") < text.index("| engine |")
    assert "505× (505×)" in text  # 1000 people in 1 ms, 990 in 500 ms
    assert "**differs**" in text
    assert "not installed: mpicc not found" in text
    assert "no: from step 3 on (13 and 15)" in text and "yes, at every step" in text
    assert "A trial" in text and "mesa 3.3.1" in text


def test_a_difference_between_threads_is_found_where_it_begins():
    one, two = answer(1.0, [5.0]), answer(1.0, [5.0])
    assert first_difference(one, two) is None
    two["runs"][0]["series"]["active"][1] = 6.0
    assert first_difference(one, two) == (2, 5.0, 6.0)
