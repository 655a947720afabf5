"""A study on many hosts, event by event, where its time can be worked out by hand."""

from __future__ import annotations

import pytest
from benchmarks.cluster.simulation import Costs, points_per_hour, wall

FREE = Costs(start=0, handling=0, delay=0)


def test_what_costs_nothing_grows_with_the_workers():
    assert wall(1, 64, [2.0], FREE) == 128
    assert wall(64, 64, [2.0], FREE) == 2
    assert points_per_hour(8, 64, [2.0], FREE) == 8 * points_per_hour(1, 64, [2.0], FREE)


def test_the_process_that_hands_points_out_is_the_limit_in_the_end():
    """Each point takes it twice: once to hand it out first, then with the result of the one before."""
    costs = Costs(start=10, handling=0.01, delay=0)
    assert wall(1, 1, [2.0], costs) == pytest.approx(10 + 0.01 + 2 + 0.01)
    assert points_per_hour(4096, 40_960, [0.1], costs) < 3600 / 0.01
    assert points_per_hour(4096, 40_960, [0.1], costs) > 0.85 * 3600 / 0.01


def test_a_worker_waits_for_its_next_point():
    assert wall(1, 10, [1.0], Costs(start=0, handling=0.25, delay=0.5)) == 10 * (1.0 + 0.5 + 0.25) + 0.25


def test_runs_of_different_length_go_to_whoever_is_free():
    assert wall(2, 4, [3.0, 1.0, 1.0, 1.0], FREE) == 3
