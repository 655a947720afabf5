"""One seed, one answer, for every model: threads, processes, branches, replicates."""

from __future__ import annotations

from functools import cache

import numba
import pytest

from contested.engine import checkpoint
from contested.engine.run import InMemory, run
from contested.ensemble import executors
from contested.ensemble.points import points_of, seeds
from tests.exactness.models import MODELS, digest, model, players, steps, whole


@cache
def straight(name: str, seed: int = 5) -> str:
    return whole(name, seed)


@pytest.fixture
def threads():
    before = numba.get_num_threads()
    yield numba.set_num_threads
    numba.set_num_threads(before)


def test_runs_of_another_seed_or_model_are_told_apart():
    """Or nothing below would say anything. Three models draw nothing, or only what they start from."""
    found = {name: straight(name) for name in MODELS}
    assert len(set(found.values())) == len(MODELS)
    same = [name for name in MODELS if straight(name, 6) == found[name]]
    assert len(same) <= 8, same


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="one core")
@pytest.mark.parametrize("name", MODELS)
def test_one_thread_and_two(name, threads):
    threads(1)
    one = whole(name, 5)
    threads(2)
    assert whole(name, 5) == one == straight(name)


@pytest.mark.parametrize("name", MODELS)
def test_whole_and_branched(name, tmp_path):
    """Half a run, a file, and the other half by another model object, on a state that had gone another way."""
    first, other = model(name), model(name)
    half = steps(name) // 2
    kept = InMemory(first.observables, first.coords, 0, steps(name))
    state = run(first, first.params, 5, steps=half, recorder=kept)
    path = checkpoint.save(tmp_path / "half.npz", first, state, next_step=half, about={})
    aside = InMemory(other.observables, other.coords, 0, 2)
    state = run(other, other.params, 99, steps=2, recorder=aside, state=other.init(other.params, 5))
    begin = checkpoint.load(path, other, state)
    end = run(other, other.params, 5, steps=steps(name) - half, first=begin, state=state, recorder=kept)
    assert digest(end, kept.arrays, other) == straight(name)


@pytest.mark.parametrize("name", MODELS)
def test_alone_and_among_replicates(name):
    """The third of three replicates played by one model is the run that is played alone with its seed."""
    shared = model(name)
    among = [whole(name, seed, shared) for seed in seeds(5, 3)]
    assert among[2] == whole(name, seeds(5, 3)[2])
    assert among[0] == straight(name)


def test_one_process_and_four():
    """All models, two seeds of each, in this process and spread over four."""
    given = list(points_of(5, [{"model": name} for name in MODELS], 2))
    here = {r.point.key: dict(r.answer) for r in executors.run("serial", players, given)}
    there = {r.point.key: dict(r.answer) for r in executors.run("pool", players, given, workers=4)}
    assert len(here) == 2 * len(MODELS)
    assert there == here
