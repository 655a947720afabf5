"""Runs of the teaching country, small enough to play many times."""

import pytest

import contested

SCALE = 10
DAYS = 20


@pytest.fixture(scope="session")
def straight(tmp_path_factory):
    """Two replicates of twenty days, with a checkpoint at the end of day 12. Not to be changed."""
    out = tmp_path_factory.mktemp("runs") / "straight"
    return contested.simulate("teaching", seed=3, scale=SCALE, days=DAYS, replicates=2, checkpoints=[12], out=out)
