"""On Ray, on a cluster of two nodes of this machine: the numbers of one process, whatever dies on the way."""

from __future__ import annotations

import os
from functools import partial

import pytest

pytest.importorskip("ray", reason='Ray is not installed: pip install "contested[cluster]"')

from contested.ensemble import executors, on_ray, recipes
from contested.ground.errors import RunError
from contested.nation.world import bytes_needed
from contested.scenarios.folders import builtin
from contested.scenarios.load import load
from tests.ensemble import players
from tests.ensemble.players import MODEL, answers, points


@pytest.fixture(scope="module")
def cluster():
    """Two nodes of one processor each, and this process connected to them."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    memory = {"object_store_memory": 80_000_000, "include_dashboard": False}
    both = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **memory})
    both.second = both.add_node(num_cpus=1, object_store_memory=80_000_000)
    both.wait_for_nodes()
    ray.init(address=both.address, log_to_driver=False, logging_level="ERROR")
    yield both
    ray.shutdown()
    both.shutdown()


@pytest.fixture(scope="module")
def serial():
    return answers(executors.run("serial", MODEL, points()))


def _played(build):
    return answers(executors.run("ray", build, points()))


def test_two_nodes_give_the_numbers_of_one_process_bit_for_bit(cluster, serial, tmp_path):
    assert _played(partial(players.built_and_noted, tmp_path)) == serial
    assert len(list(tmp_path.iterdir())) == 2, "a world a processor, each on its node, built once"


def test_a_killed_worker_costs_no_point_and_doubles_none(cluster, serial, tmp_path):
    assert _played(partial(players.killed, 1, 1, tmp_path)) == serial
    assert len(list(tmp_path.iterdir())) == 1, "one death"


def test_a_point_that_kills_every_worker_is_told_and_ends_nothing(cluster, serial, tmp_path):
    found = _played(partial(players.killed, 1, 9, tmp_path))
    assert found.pop((0, 1, 0)).startswith("its worker ended 2 times (ActorDiedError")
    assert found == {k: v for k, v in serial.items() if k != (0, 1, 0)}


def test_a_world_that_cannot_be_built_is_one_error(cluster):
    with pytest.raises(RunError, match="no such country"):
        _played(players.without_a_world)


def test_a_worker_of_another_program_or_with_other_bits_ends_the_study_before_it_has_a_point(cluster, monkeypatch):
    monkeypatch.setattr(on_ray, "known_answer", lambda: "0" * 16)  # here, and not in the actors
    with pytest.raises(RunError, match="expected a worker with our bits, 00000000; got one with"):
        _played(MODEL)
    monkeypatch.undo()
    with pytest.raises(RunError, match="expected a worker with our sources, "):
        answers(executors.run("ray", MODEL, points(), program=players.process))


def test_an_actor_asks_for_the_memory_of_its_population():
    country = load(builtin("teaching")).country
    build = partial(recipes.nation, builtin("teaching"), scale=10, days=3, world=None, read=None)
    assert on_ray.memory_of(build) == on_ray.LIBRARIES + bytes_needed(country, 10)
    assert on_ray.memory_of(MODEL) is None


def test_a_node_that_goes_costs_no_point_and_counts_as_no_fault_of_it(cluster, serial, monkeypatch):
    """Last, as the cluster is one node afterwards."""
    monkeypatch.setattr(on_ray, "TRIES", 1)
    results = executors.run("ray", partial(players.slow, 0.1), points())
    got = [next(results) for _ in range(3)]
    cluster.remove_node(cluster.second)
    assert answers([*got, *results]) == serial
