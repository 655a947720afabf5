"""However it is interrupted, an ensemble ends up the same."""

from dataclasses import replace

import pytest

from contested.engine import checkpoint
from contested.ensemble.local import Origin, Unfinished, run_members
from contested.ensemble.points import seeds
from contested.ground.errors import CheckpointError, InputError
from contested.store import arrays, layout, write
from contested.studies.run.run import Run
from tests.engine.toy import ToyParams, toy_model
from tests.store.folder import new_run

DAYS = 40


def _play(path, *, replicates=3, days=DAYS, first_day=0, seed=5, **options):
    if not path.exists():
        new_run(path, days=days, replicates=replicates, first_day=first_day, seed=seed)
    return run_members(
        path, options.pop("model", toy_model()), ToyParams(), seed=seed, replicates=replicates,
        first_day=first_day, days=days, about={"world": "w"}, **options,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    """Chunks so short that a replicate has several, and is stopped within and between them."""
    monkeypatch.setattr(arrays, "DAYS_PER_CHUNK", 16)
    monkeypatch.setattr(write, "BUFFER_DAYS", 16)


@pytest.fixture
def straight(tmp_path):
    """Hashes of an ensemble that was never interrupted."""
    _play(tmp_path / "straight")
    return Run(tmp_path / "straight").integrity.hashes()


def _stop_after(days):
    asked = iter(range(10**6))
    return lambda: next(asked) >= days


@pytest.mark.parametrize("after", [1, 16, 33, 35, 60, 90])
def test_stopped_and_continued_is_never_stopped(tmp_path, straight, after):
    path = tmp_path / "run"
    stopped = _play(path, stop=_stop_after(after))
    assert isinstance(stopped, Unfinished)
    assert not Run(path).complete
    assert _play(path) is None
    assert Run(path).integrity.hashes() == straight
    assert not list(layout.checkpoints(path).glob("*_stopped*"))


def test_a_stop_saves_the_day_it_names(tmp_path):
    stopped = _play(tmp_path / "run", stop=_stop_after(8))
    assert stopped == Unfinished(replicate=0, day=7)
    assert [day for day, _ in layout.checkpoints_of(tmp_path / "run", 0)] == [7]
    shares = Run(tmp_path / "run").to_xarray(unfinished=True)["share"].values[0]
    assert (shares[:8] >= 0).all()


def test_a_crash_in_mid_replicate_costs_that_replicate_only(tmp_path, straight):
    model = toy_model()
    path = tmp_path / "run"
    days = iter(range(10**6))

    def dies(state, params, tick):
        if next(days) == 75:
            raise KeyboardInterrupt
        return model.step(state, params, tick)

    with pytest.raises(KeyboardInterrupt):
        _play(path, model=replace(model, step=dies))
    assert Run(path).finished == [0]
    began = layout.member(path, 0).stat().st_mtime_ns
    _play(path)
    assert Run(path).integrity.hashes() == straight
    assert layout.member(path, 0).stat().st_mtime_ns == began


def test_a_chunk_left_damaged_by_a_crash_is_not_read_again(tmp_path, straight):
    path = tmp_path / "run"
    _play(path, stop=_stop_after(45))
    for _, file in layout.checkpoints_of(path, 1):
        file.unlink()
    for chunk in (layout.observables(path) / "crowd" / "c" / "1").rglob("0"):
        if chunk.is_file():
            chunk.write_bytes(b"half")
    _play(path)
    assert Run(path).integrity.hashes() == straight


@pytest.mark.parametrize("damage", ["lost", "cut"])
def test_a_checkpoint_whose_earlier_days_are_damaged_is_passed_over(tmp_path, straight, damage):
    path = tmp_path / "run"
    _play(path, stop=_stop_after(30))
    chunk = next(p for p in (layout.observables(path) / "crowd" / "c" / "0" / "0").rglob("*") if p.is_file())
    if damage == "lost":
        chunk.unlink()
    else:
        chunk.write_bytes(chunk.read_bytes()[:20])
    _play(path)
    assert Run(path).integrity.hashes() == straight


def test_playing_a_replicate_again_makes_the_joined_tables_anew(tmp_path):
    model, record, path = new_run(tmp_path / "run", days=DAYS, replicates=3)
    _play(path)
    write.join_tables(path, record)
    before = {f: Run(path).to_polars(f) for f in ("place", "day")} | dict(Run(path).tables)
    write.forget(path, [o.name for o in model.observables], 1)
    layout.table(path, layout.BY_PLACE).write_bytes(b"old")
    _play(path, stop=_stop_after(0))
    _play(path, stop=_stop_after(5))
    assert Run(path).finished == [0, 2]
    assert set(Run(path).tables["returns"]["replicate"]) == {0, 2}
    Run(path).integrity.check()
    _play(path)
    write.join_tables(path, record)
    Run(path).integrity.check()
    for name in ("place", "day"):
        assert Run(path).to_polars(name).equals(before[name])
    assert Run(path).tables["returns"].equals(before["returns"])


def test_every_future_starts_from_one_checkpoint_and_the_first_is_the_straight_run(tmp_path):
    _play(tmp_path / "straight", replicates=1, save_on=[12])
    file = layout.checkpoint(tmp_path / "straight", 0, 12)
    assert checkpoint.head(file)["next_step"] == 13

    branch = tmp_path / "branch"
    _play(branch, replicates=3, first_day=13, days=DAYS - 13, origin=Origin(file, 5))
    whole = Run(tmp_path / "straight").to_xarray()
    futures = Run(branch).to_xarray()
    assert futures["day"].values.tolist() == list(range(13, DAYS))
    for name in ("crowd", "share", "by_boldness"):
        assert futures[name].values[0].tobytes() == whole[name].values[0, 13:].tobytes()
    assert (futures["share"].values[1] != futures["share"].values[0]).any()
    assert (futures["share"].values[1] != futures["share"].values[2]).any()


def test_a_branch_that_was_stopped_goes_on(tmp_path):
    _play(tmp_path / "straight", replicates=1, save_on=[12])
    origin = Origin(layout.checkpoint(tmp_path / "straight", 0, 12), 5)
    _play(tmp_path / "a", replicates=2, first_day=13, days=20, origin=origin)
    _play(tmp_path / "b", replicates=2, first_day=13, days=20, origin=origin, stop=_stop_after(30))
    _play(tmp_path / "b", replicates=2, first_day=13, days=20, origin=origin)
    assert Run(tmp_path / "a").integrity.hashes() == Run(tmp_path / "b").integrity.hashes()


def test_a_damaged_checkpoint_is_passed_over_and_a_foreign_one_refused(tmp_path, straight):
    path = tmp_path / "run"
    _play(path, stop=_stop_after(8))
    ((_, file),) = layout.checkpoints_of(path, 0)
    with pytest.raises(CheckpointError, match="another run"):
        run_members(
            path,
            toy_model(),
            ToyParams(),
            seed=5,
            replicates=3,
            first_day=0,
            days=DAYS,
            about={"world": "other"},
        )
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    _play(path)
    assert Run(path).integrity.hashes() == straight


def test_progress_counts_every_day_once_and_ends_full(tmp_path):
    seen = []
    _play(tmp_path / "run", progress=seen.append, stop=_stop_after(50))
    _play(tmp_path / "run", progress=seen.append)
    assert [p.done for p in seen] == list(range(1, 3 * DAYS + 1))
    assert {p.total for p in seen} == {3 * DAYS}


def test_seeds_of_the_first_do_not_depend_on_how_many_follow():
    assert seeds(7, 5)[:2] == seeds(7, 2)
    assert seeds(7, 1) == [7]
    assert len(set(seeds(7, 1000))) == 1000
    assert max(seeds(7, 1000)) < 2**63  # numba's integers


@pytest.mark.parametrize(("seed", "replicates"), [(-1, 1), (2**63, 1), (1, 0), (1, 10**8)])
def test_impossible_seeds_and_counts_are_refused(seed, replicates):
    with pytest.raises(InputError, match="expected"):
        seeds(seed, replicates)
