"""A stored run is looked at by simulating it again, and only shown if that gives the numbers that were stored."""

from __future__ import annotations

import numpy as np
import pytest

from contested import zoo
from contested.studies.run import moments as module
from contested.studies.run.dimensions import stored_arrays
from contested.studies.run.moments import moments
from contested.tasks.simulate import simulate

EPSTEIN = zoo.load("epstein-2002")


@pytest.fixture(scope="module")
def rebellion(tmp_path_factory):
    return simulate(
        "epstein-2002", seed=3, steps=60, replicates=2, settings={"side": 24}, out=tmp_path_factory.mktemp("m") / "run"
    )


def test_the_lattice_has_as_many_active_cells_as_the_run_says(rebellion):
    seen = moments(rebellion, EPSTEIN)
    active = stored_arrays(rebellion)["active"].sel(replicate=0).values
    assert (seen.side, seen.replicate, seen.reason) == (24, 0, "")
    assert [m.name for m in seen.some] == ["start", "peak", "end"]
    assert [m.step for m in seen.some] == [0, int(active.argmax()), 59]
    assert [int((m.codes == 1).sum()) for m in seen.some] == [int(active[m.step]) for m in seen.some]
    assert active.max() > active[0]


def test_a_branch_is_seen_from_its_checkpoint_on(tmp_path):
    base = simulate("epstein-2002", seed=3, steps=20, settings={"side": 24}, checkpoints=[9], out=tmp_path / "base")
    [file] = sorted((base.path / "checkpoints").glob("*.npz"))
    branch = simulate("epstein-2002", checkpoint=file, settings={"side": 24}, seed=3, steps=10, out=tmp_path / "branch")
    seen = moments(branch, EPSTEIN)
    active = stored_arrays(branch)["active"].sel(replicate=0)
    assert not seen.reason and seen.some[0].step == 10
    assert [int((m.codes == 1).sum()) for m in seen.some] == [int(active.sel(step=m.step)) for m in seen.some]


def test_other_numbers_than_those_stored_are_not_shown(rebellion, monkeypatch):
    """As when a run was made by another version of the model."""
    monkeypatch.setattr(module, "_same", lambda numbers, stored: numbers["active"] == stored["active"] + 1)
    seen = moments(rebellion, EPSTEIN)
    assert not seen.some and "other numbers" in seen.reason


def test_a_run_too_large_to_simulate_again_says_so(rebellion, monkeypatch):
    monkeypatch.setattr(module, "MOST_WORK", 24 * 24 * 60 - 1)
    seen = moments(rebellion, EPSTEIN)
    assert not seen.some and "576 sites over 60 steps" in seen.reason


def test_nothing_is_seen_of_a_model_without_places(tmp_path):
    run = simulate("granovetter-1978", seed=1, out=tmp_path / "run")
    assert moments(run, zoo.load("granovetter-1978")) == moments(run, None) == module.Moments()


@pytest.mark.parametrize(
    ("course", "chosen"),
    [
        ([1, 5, 2, 1], {0: "start", 1: "peak", 3: "end"}),
        ([0, 2, 6, 9, 10, 10], {0: "start", 2: "halfway", 5: "end"}),
        ([0, 1, 8, 10, 9.9], {0: "start", 2: "halfway", 4: "end"}),
        ([9, 5, 1], {0: "start", 2: "end"}),
        ([4], {0: "start"}),
        ([3, 3, 3], {0: "start", 2: "end"}),
        ([np.nan, np.nan], {0: "start", 1: "end"}),
    ],
)
def test_moments_are_the_start_what_happens_and_the_end(course, chosen):
    assert module._chosen(np.array(course, float), np.arange(len(course))) == chosen
