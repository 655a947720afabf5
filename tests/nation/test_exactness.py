"""The same scenario and seed give the same bits, on any number of threads, straight or branched."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import replace

import numba
import numpy as np
import pytest

from contested.engine import checkpoint
from contested.engine.clock import Tick
from contested.engine.phase import bind
from contested.engine.run import InMemory, run
from contested.ground.draws import member_seed
from contested.nation.model import nation_model
from contested.nation.world import build
from tests.nation.countries import with_country
from tests.nation.playing import Stage, play


@pytest.fixture
def threads():
    """Sets a number of threads for the test, and puts the old one back."""
    before = numba.get_num_threads()
    yield numba.set_num_threads
    numba.set_num_threads(before)


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="one core")
def test_any_number_of_threads_gives_the_same_bits(teaching, threads):
    seen = []
    for number in (1, 2):
        threads(number)
        world = build(teaching.country)
        played = play(world)
        numbers = {name: array.tobytes() for name, array in played.numbers.items()}
        people = {name: array.tobytes() for name, array in world.arrays.items()}
        seen.append((people, numbers, checkpoint.state_hash(played.state, played.model.static)))
    assert seen[0][0] == seen[1][0], "the population"
    assert seen[0][1] == seen[1][1], "the numbers"
    assert seen[0][2] == seen[1][2], "the state"


def test_the_same_seed_is_the_same_run_and_another_is_not(teaching, teaching_run):
    again = play(teaching)
    assert all(again.numbers[n].tobytes() == a.tobytes() for n, a in teaching_run.numbers.items())
    other = play(teaching, seed=member_seed(7, 1))
    assert (other.total("crowd") != teaching_run.total("crowd")).any()
    assert (other.state["election_vote"] != teaching_run.state["election_vote"]).any()


def test_a_run_branched_at_day_twelve_is_the_run_that_never_stopped(teaching, teaching_run, tmp_path):
    model = nation_model(teaching)
    first = InMemory(model.observables, model.coords, 0, 12)
    state = run(model, model.params, 7, steps=12, recorder=first)
    path = checkpoint.save(tmp_path / "day12.npz", model, state, next_step=12, about={})

    other = nation_model(teaching)
    state = other.init(other.params, 999)  # whatever was there before is overwritten
    start = checkpoint.load(path, other, state)
    rest = InMemory(model.observables, model.coords, 12, teaching.country.days - 12)
    end = run(other, other.params, 7, steps=teaching.country.days - 12, first=start, state=state, recorder=rest)

    assert start == 12
    for name, array in teaching_run.numbers.items():
        assert first.arrays[name].tobytes() == array[:12].tobytes(), name
        assert rest.arrays[name].tobytes() == array[12:].tobytes(), name
    static = model.static
    assert checkpoint.state_hash(end, static) == checkpoint.state_hash(teaching_run.state, static)


def test_what_a_checkpoint_leaves_out_is_never_read_before_it_is_written(teaching, tmp_path):
    """Scratch columns filled with rubbish before the branch change nothing."""
    model = nation_model(teaching)
    straight = Stage(teaching)
    for day in range(14):
        straight.day(day)
    broken = Stage(teaching)
    for day in range(12):
        broken.day(day)
    scratch = [n for n in model.static if n.split("_")[0] in ("street", "security", "detention", "workplaces")]
    assert {"street_ties_now", "security_taken", "detention_telling"} <= set(scratch)
    for name in scratch:
        if broken[name].shape != (1,):
            broken[name][:] = 3
    for day in range(12, 14):
        broken.day(day)
    assert checkpoint.state_hash(straight.state, model.static) == checkpoint.state_hash(broken.state, model.static)


@pytest.mark.parametrize("day", [5, 20])
def test_what_is_done_on_a_day_changes_nothing_before_it(teaching, day):
    """Two arms share every draw, so they part on the day they differ and not a bit before."""
    hashes: dict[str, list[str]] = {"as it was": [], "without": []}
    country = teaching.country
    fewer = tuple(a for a in country.acts if a.day != day)
    changed = (*fewer, replace(country.acts[0], act="shutdown", form="", day=day, until=day, level=0.77, place=-1))
    for arm, acts in zip(hashes, (country.acts, changed)):
        world = with_country(teaching, acts=acts)
        model = nation_model(world)
        play(
            world, days=day + 1,
            each_day=lambda _, state, arm=arm, model=model: hashes[arm].append(
                checkpoint.state_hash(state, model.static)
            ),
        )
    one, other = hashes.values()
    assert one[:day] == other[:day]
    assert one[day] != other[day]


def test_two_states_of_one_model_played_in_turn_do_not_meet(teaching):
    model = nation_model(teaching)
    states = {seed: model.init(model.params, seed) for seed in (7, 8)}
    for day in range(4):
        for seed, state in states.items():
            model.step(state, model.params, Tick(day, seed))
    for seed, state in states.items():
        alone = play(teaching, seed=seed, days=4)
        assert checkpoint.state_hash(state, model.static) == checkpoint.state_hash(alone.state, model.static)


def test_a_parameter_of_policing_leaves_everything_before_policing_alike(teaching):
    soft, hard = (
        play(teaching, days=3, settings={"security.injuries_per_arrest": x}) for x in (0.1, 3.0)
    )
    assert soft.total("injured").sum() < hard.total("injured").sum()
    assert (soft.numbers["crowd"][0] == hard.numbers["crowd"][0]).all()
    assert (soft.state["election_vote"] == hard.state["election_vote"]).all()
    assert np.array_equal(soft.numbers["official_share"], hard.numbers["official_share"], equal_nan=True)


SIGNATURES = """
    import sys
    import contested.scenarios.load as load
    from contested.nation.model import nation_model
    from contested.nation.world import build
    from contested.engine.run import InMemory, run

    country = load.load("teaching").country
    for scale, seed in ((5, 1), (50, 2**62 + 11)):
        world = build(country, scale)
        for without in ((), ("ties",), ("security",)):
            model = nation_model(world, without)
            recorder = InMemory(model.observables, model.coords, 0, country.days)
            run(model, model.params, seed, steps=country.days, recorder=recorder)
    kernels = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("contested."):
            for attribute, value in vars(module).items():
                # loops over arrays let go of Python's lock; small functions of numbers may meet several number types
                if getattr(value, "targetoptions", {}).get("nogil") and value.__module__ == name:
                    kernels[f"{name}.{attribute}"] = [str(s) for s in value.signatures]
    for name, signatures in kernels.items():
        print(len(signatures), name, *signatures, sep=" | ")
"""


def test_every_kernel_is_compiled_for_one_set_of_types():
    """A stray type compiles a second version silently, and costs seconds at every start."""
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SIGNATURES)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    lines = told.stdout.splitlines()
    assert len(lines) > 25
    twice = [line for line in lines if not line.startswith(("0 ", "1 "))]
    assert not twice, "\n".join(twice)
    never = [line.split(" | ")[1] for line in lines if line.startswith("0 ")]
    # the only kernels a run of `teaching` does not call itself are those that others call
    inside = ("._", "fill", "push")
    assert all(any(part in name for part in inside) or "stuff" in name or "order" in name for name in never), never


def test_a_phase_cannot_write_what_it_did_not_name(teaching):
    """Over a month, every column a phase did not name as written is untouched by it."""
    stage = Stage(teaching, {"security.reach": 0.4, "security.arrests_per_officer": 3.0})
    for day in range(0, 44):
        check = day in (0, 1, 2, 4, 7, 9, 21, 41, 43)
        for phase in stage.model.plan:
            others = set(stage.state) - set(phase.writes)
            before = {name: _bits(stage[name]) for name in others} if check else {}
            cols = bind(phase, stage.state)
            phase.run(cols, stage.params, Tick(day, 7))
            for name, bits in before.items():
                assert _bits(stage[name]) == bits, f"{phase.name} changed {name} on day {day}"
            # a phase changes arrays in place and never swaps them
            assert all(np.shares_memory(getattr(cols, n), stage[n]) for n in phase.writes if stage[n].size)


def _bits(array):
    return hash(array.tobytes())
