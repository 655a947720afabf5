"""What must hold in any country, on any calendar: directions that the rules imply, and nobody lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.engine.params import override
from contested.nation.codes import DEAD, DETAINED, HURT, MECHANISMS
from contested.nation.country import Site, Unit
from contested.nation.params import NationParams
from contested.nation.world import build
from tests.nation.countries import act, country, place
from tests.nation.playing import play

DAYS = 14
KINDS = ("capital", "regional_centre", "town", "countryside")
QUICK = settings(deadline=None, max_examples=20)


@st.composite
def calendars(draw, places):
    """Calls, tactics, shutdowns and whatever else can be done on a fortnight's days."""
    day = st.integers(0, DAYS - 1)
    where = st.integers(-1, places - 1)
    share = st.floats(0, 1)
    acts = [act("call_march", draw(day), draw(st.floats(0.3, 1)))]
    local = ("call_march", "call_strike", "shutdown", "tactic_crackdown", "tactic_pause", "tactic_hardening",
             "tactic_curfew", "shock")
    for kind in draw(st.lists(st.sampled_from(local), max_size=8)):
        first = draw(day)
        acts.append(act(kind, first, draw(share), until=first + draw(st.integers(0, 4)), place=draw(where)))
    national = ("release", "concession", "defiance", "non_recognition", "rally")
    for kind in draw(st.lists(st.sampled_from(national), max_size=3)):
        acts.append(act(kind, draw(day), draw(share)))
    for kind in draw(st.lists(st.sampled_from(["leader_jailed", "leader_exiled", "leader_freed"]), max_size=3)):
        acts.append(act(kind, draw(day), draw(st.integers(0, 15))))
    for kind in draw(st.lists(st.sampled_from(["loan", "aid", "strike_fund", "sanctions", "reserve"]), max_size=3)):
        acts.append(act(kind, draw(day), draw(st.floats(0, 200))))
    return tuple(acts)


@st.composite
def countries(draw):
    """One to three places of a few thousand people, and how they are ruled."""
    n = draw(st.integers(1, 3))
    places = []
    for k in range(n):
        population = draw(st.integers(200, 4000))
        incumbent = draw(st.floats(0.05, 0.95))
        places.append(place(
            f"P{k}", kind=draw(st.sampled_from(KINDS)), population=population,
            voters=draw(st.integers(50, population)), stations=draw(st.integers(1, 8)),
            turnout=draw(st.floats(0.2, 1)), incumbent=incumbent, challenger=draw(st.floats(0, 1)) * (1 - incumbent),
            online=draw(st.floats(0, 1)), lat=50.0 + k,
        ))
    units = tuple(
        Unit(f"u{k}", draw(st.sampled_from(["police", "internal_troops"])), draw(st.integers(-1, n - 1)),
             draw(st.integers(0, 100)), draw(st.floats(0, 1)))
        for k in range(draw(st.integers(1, 4)))
    )
    sites = tuple(
        Site(f"s{k}", draw(st.integers(0, n - 1)), draw(st.integers(0, 40))) for k in range(draw(st.integers(0, 3)))
    )
    return country(
        places=tuple(places), units=units, sites=sites, enterprises=(), mechanism=draw(st.sampled_from(MECHANISMS)),
        acts=draw(calendars(n)), origin=draw(st.integers(2, DAYS)), days=DAYS,
        params=override(NationParams(), {
            "street.cost": draw(st.floats(0.3, 1.3)), "security.reach": draw(st.floats(0, 1)),
            "security.arrests_per_officer": draw(st.floats(0, 2.5)), "detention.overcrowding": draw(st.floats(0.1, 3)),
            "security.injuries_per_arrest": draw(st.floats(0, 3)), "detention.death_chance": draw(st.floats(0, 0.3)),
        }),
    )


@given(countries(), st.integers(0, 2**62))
@QUICK
def test_nobody_is_lost_and_every_number_is_one(made, seed):
    world = build(made)
    room = np.array([s.capacity for s in made.sites]) * made.params.detention.overcrowding
    dead = [0]

    def check(_, state):
        status = state["citizens_status"]
        assert status.max() <= DEAD
        held, hurt = (status == DETAINED).sum(), (status == HURT).sum()
        assert held == state["detention_count"][0] == state["detention_custody"].sum()
        assert hurt == state["security_hurt_count"][0]
        assert (state["detention_custody"] <= room + 1e-9).all()
        now = (status == DEAD).sum()
        assert now - dead[0] == state["security_killed"].sum() + state["detention_killed"].sum()
        dead[0] = now
        assert state["street_crowd"].sum() <= len(status)

    run = play(world, seed=seed, each_day=check)
    for name, numbers in run.numbers.items():
        if name == "official_share":
            assert np.isnan(numbers[0]), "announced on day 1"
            numbers = numbers[1:]
        assert np.isfinite(numbers).all(), name
        assert (numbers >= 0).all() or name == "treasury", name
    shares = ("call", "fraud_belief", "tie_out", "legitimacy", "threat", "elite_loyalty", "force_loyalty", "shutdown",
              "official_share", "true_share", "guarantee", "told_abuse", "ended", "hazard")
    for name in shares:
        assert np.nanmax(run.numbers[name]) <= 1 + 1e-12, name
    assert (run.numbers["detained"] <= run.numbers["crowd"]).all()
    held = run.numbers["custody"].sum(axis=1)
    gone = sum(run.numbers[k].sum(axis=1).cumsum() for k in ("released", "turned_away", "killed_custody"))
    taken = run.numbers["detained"] + run.numbers["raided"]
    assert np.allclose(taken.sum(axis=1).cumsum() - gone, held)  # whoever is taken in is somewhere
    assert (run.numbers["ended"].sum(axis=1) <= 1).all()
    assert run.numbers["ended"][: made.origin + 1].sum() == 0


@pytest.mark.parametrize("scale", [10, 50])
def test_agents_of_many_persons_are_lost_as_their_persons_are(scale):
    """Lists and status agree agent by agent; the dead are persons, and the agents who leave stand for as many on
    average."""
    made = country(
        places=(place(population=200_000, voters=150_000, stations=50),), sites=(Site("jail", 0, 20_000),),
        acts=(*(act("call_march", day) for day in range(DAYS)), act("tactic_crackdown", 0, until=DAYS)),
        units=(Unit("riot police", "riot_police", -1, 4000, 1.0),), enterprises=(), days=DAYS, origin=DAYS,
        settings={
            "street.cost": 0.3, "forms.march.deniable": 0.0, "security.injuries_per_arrest": 1.0,
            "security.deaths_per_injury": 0.03, "security.cause_live": 0.0, "security.arrests_per_officer": 1.0,
            "detention.death_chance": 0.05, "detention.hold_limit": 2, "detention.sentenced": 0.0,
        },
    )

    def check(_, state):
        status = state["citizens_status"]
        assert (status == HURT).sum() == state["security_hurt_count"][0]
        assert scale * (status == DETAINED).sum() == scale * state["detention_count"][0]
        assert state["detention_custody"].sum() == scale * state["detention_count"][0]

    run = play(build(made, scale), each_day=check)
    killed = (run.numbers["killed_street"] + run.numbers["killed_custody"]).sum()
    gone = scale * (run.state["citizens_status"] == DEAD).sum()
    # each agent is gone or not by a chance of its own, so the difference is noise of about sqrt(scale * killed)
    assert killed > 200 and abs(gone - killed) < 6 * (scale * killed) ** 0.5
    assert killed % scale != 0
    assert ((run.numbers["injured"] + run.numbers["killed_street"]) % scale == 0).all()


@given(countries(), st.floats(1, 4), st.integers(0, 2**62))
@QUICK
def test_forces_that_can_arrest_more_never_raise_today_s_crowd(made, more, seed):
    """Up to the first day that something told them apart, two runs differ only in what people expect of forces: whoever
    goes against the stronger ones goes against the weaker ones too."""
    world = build(made)
    heard: list[list[np.ndarray]] = [[], []]  # arrests to expect of the day's crowd, of which news tells
    mild, hard = (
        play(
            world, seed=seed,
            settings={"security.arrests_per_officer": made.params.security.arrests_per_officer * k},
            each_day=lambda _, state, days=days: days.append(state["security_arrests_mean"].copy()),
        )
        for k, days in zip((1.0, more), heard)
    )
    met = [sum(run.numbers[name] for name in ("detained", "injured", "killed_street")) for run in (mild, hard)]
    apart = (np.array(heard[0]) != np.array(heard[1])).any(axis=1) | (met[0] != met[1]).any(axis=1)
    first = int(np.flatnonzero([*apart, True])[0])
    crowds = [run.numbers["crowd"] for run in (mild, hard)]
    assert (crowds[0][:first] >= crowds[1][:first]).all()
    if first < DAYS:
        assert (crowds[0][first] >= crowds[1][first]).all()
        if (crowds[0][: first + 1] == crowds[1][: first + 1]).all():
            # every draw is shared, so the first difference is people who meet something now and met nothing before
            assert (heard[1][first] >= heard[0][first] - 1e-9).all()  # rounding of next to nobody
            assert (met[1][first] >= met[0][first]).all()

@given(countries(), st.integers(1, DAYS - 1), st.floats(0.05, 1), st.integers(0, 2**62))
@QUICK
def test_a_shutdown_lowers_what_people_hear_that_day(made, day, cut, seed):
    made = replace(made, origin=DAYS, acts=tuple(a for a in made.acts if a.act != "shutdown"))
    world = build(made)
    cut_off = replace(world, country=replace(made, acts=(*made.acts, act("shutdown", day, cut))))
    free, dark = play(world, seed=seed, days=day + 1), play(cut_off, seed=seed, days=day + 1)
    for name in ("told_crowd", "told_abuse"):
        assert (dark.numbers[name][:day] == free.numbers[name][:day]).all()
        assert (dark.numbers[name][day] <= free.numbers[name][day]).all()
    assert (dark.numbers["call"][day] <= free.numbers["call"][day] + 1e-12).all()
    if free.total("crowd")[day - 1] > 0:
        assert (dark.numbers["told_crowd"][day] < free.numbers["told_crowd"][day]).all()


@given(countries(), st.integers(0, 2**62))
@QUICK
def test_more_ill_treatment_never_lowers_outrage_until_crowds_part(made, seed):
    """What is suffered in the cells comes out with those released; nothing else differs until people react to it."""
    world = build(made)
    kind, cruel = (
        play(world, seed=seed, settings={
            "detention.ill_treatment_otherwise": x, "detention.ill_treatment_crackdown": x, "detention.death_chance": 0,
        })
        for x in (0.0, 1.0)
    )
    parted = np.flatnonzero((kind.numbers["crowd"] != cruel.numbers["crowd"]).any(axis=1))
    until = parted[0] if len(parted) else DAYS
    assert (cruel.numbers["outrage"][:until] >= kind.numbers["outrage"][:until]).all()
    assert cruel.numbers["testimonies"].sum() >= kind.numbers["testimonies"].sum() == 0


@given(countries(), st.integers(0, 2**62))
@QUICK
def test_no_fraud_and_no_hardship_gives_no_crisis(made, seed):
    """An honest count under an incumbent nobody doubts: only sharp dissenters by chance of taste are ever out."""
    made = replace(made, mechanism="none", params=override(made.params, {
        "incumbent.legitimacy": 1.0, "street.cost": 1.25, "street.temperature": 0.1, "media.fraud_claim": 1.0,
        "citizens.fraud_grievance": 0.5,
    }), acts=tuple(a for a in made.acts if a.act not in ("defiance", "non_recognition", "shock")))
    run = play(build(made), seed=seed)
    assert run.total("crowd").max() <= 0.002 * made.population + 3


@given(countries(), st.integers(0, 2**62), st.integers(0, 2**62))
@QUICK
def test_the_people_do_not_depend_on_the_run_nor_the_run_on_the_order_it_was_asked_for(made, seed, other):
    world = build(made)
    before = {name: array.tobytes() for name, array in world.arrays.items()}
    first = play(world, seed=seed, days=6)
    play(world, seed=other, days=3)
    again = play(world, seed=seed, days=6)
    assert all(first.numbers[n].tobytes() == again.numbers[n].tobytes() for n in first.numbers)
    assert before == {name: array.tobytes() for name, array in world.arrays.items()}
