"""A checkpoint is the state, exactly, or it is refused."""

import numpy as np
import pytest

from contested.engine import checkpoint
from contested.engine.run import InMemory, run
from contested.ground.errors import CheckpointError
from contested.zoo.catalogue import load
from tests.engine.toy import ToyParams, toy_model

ABOUT = {"seed": 1}


@pytest.fixture
def saved(tmp_path):
    """The toy after days 0 to 11, and its file."""
    model = toy_model()
    state = run(model, ToyParams(), 1, steps=12, recorder=InMemory(model.observables, model.coords, 0, 12))
    return checkpoint.save(tmp_path / "c.npz", model, state, next_step=12, about=ABOUT), state


def test_a_branch_is_the_run_that_never_stopped(saved):
    model = toy_model()
    straight = InMemory(model.observables, model.coords, 0, 30)
    end = run(model, ToyParams(), 1, steps=30, recorder=straight)

    state = model.init(ToyParams(), 999)
    first = checkpoint.load(saved[0], model, state)
    branch = InMemory(model.observables, model.coords, first, 18)
    branch_end = run(model, ToyParams(), 1, steps=18, first=first, state=state, recorder=branch)

    assert first == 12
    assert checkpoint.state_hash(branch_end) == checkpoint.state_hash(end)
    for name in straight.arrays:
        assert branch.arrays[name].tobytes() == straight.arrays[name][12:].tobytes()


def test_static_columns_stay_out_of_the_file_and_the_head_tells_what_it_is(saved):
    with np.load(saved[0]) as packed:
        assert set(packed.files) == {"__head__", "out", "tired", "marches"}
    top = checkpoint.head(saved[0])
    assert (top["next_step"], top["about"], top["model"]) == (12, ABOUT, "toy")


def test_nothing_half_written_is_left_beside_it(saved):
    assert [p.name for p in saved[0].parent.iterdir()] == ["c.npz"]


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(saved, monkeypatch):
    before = saved[0].read_bytes()

    def full(file, **arrays):
        file.write(b"half")
        raise OSError("full")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="full"):
        checkpoint.save(saved[0], toy_model(), saved[1], next_step=13, about=ABOUT)
    assert saved[0].read_bytes() == before
    assert [p.name for p in saved[0].parent.iterdir()] == ["c.npz"]


def test_verify_reads_it_all(saved):
    assert checkpoint.verify(saved[0]) == checkpoint.head(saved[0])
    with np.load(saved[0]) as packed:
        arrays = dict(packed)
    arrays["tired"] = arrays["tired"] + 1
    np.savez(saved[0], **arrays)
    with pytest.raises(CheckpointError, match="do not match their hash"):
        checkpoint.verify(saved[0])


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_half_written_file_is_refused(saved, kept):
    content = saved[0].read_bytes()
    saved[0].write_bytes(content[: int(kept * len(content)) if kept < 1 else kept])
    model = toy_model()
    with pytest.raises(CheckpointError, match=r"c\.npz"):
        checkpoint.load(saved[0], model, model.init(ToyParams(), 1))


@pytest.mark.parametrize("where", range(0, 2000, 97))
def test_one_altered_byte_is_refused_or_makes_no_difference(saved, where):
    content = bytearray(saved[0].read_bytes())
    content[where % len(content)] ^= 0x55
    saved[0].write_bytes(bytes(content))
    model = toy_model()
    state = model.init(ToyParams(), 1)
    try:
        next_step = checkpoint.load(saved[0], model, state)
    except CheckpointError:
        return
    assert next_step == 12
    assert checkpoint.state_hash(state) == checkpoint.state_hash(saved[1])


def test_a_file_of_another_model_or_size_is_refused(saved):
    model = toy_model()
    state = model.init(ToyParams(), 1)
    with pytest.raises(CheckpointError, match="columns differ"):
        checkpoint.load(saved[0], model, {n: a for n, a in state.items() if n != "tired"})
    with pytest.raises(CheckpointError, match="column out"):
        checkpoint.load(saved[0], model, {**state, "out": state["out"][:50]})


def test_a_missing_file_and_a_foreign_archive_are_refused(tmp_path):
    with pytest.raises(CheckpointError, match="no such checkpoint"):
        checkpoint.head(tmp_path / "none.npz")
    np.savez(tmp_path / "foreign.npz", a=np.zeros(3))
    with pytest.raises(CheckpointError, match="not a readable checkpoint"):
        checkpoint.head(tmp_path / "foreign.npz")


def test_columns_that_are_not_stored_must_have_the_size_they_had(tmp_path):
    """A stored number may point into a column that is made anew: made smaller, it would be read beyond its end."""
    model = load("granovetter-1978")
    params, few = (model.choose({"people": n}) for n in (40, 30))
    made = model.make(params)
    file = checkpoint.save(tmp_path / "c.npz", made, made.init(params, 1), next_step=1, about={})
    assert checkpoint.load(file, made, made.init(params, 2)) == 1
    with pytest.raises(CheckpointError, match="another size"):
        checkpoint.load(file, model.make(few), model.make(few).init(few, 1))
