"""The stages of a study, from the first run to the answer; each goes on from what is on disk."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np

from contested.ensemble import recipes
from contested.ensemble.points import Point
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import MissingExtra, RunError
from contested.inference.emulator import proposals as proposals
from contested.inference.emulator.emulator import FEWEST, fit
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.importance import emulated_log_chance, resampled
from contested.inference.posterior.posterior import LENGTHS, sample, sample_every_cell
from contested.store import disk, layout
from contested.studies import study_folder
from contested.studies.calibration import answer, checks, emulated, evidence, trials, waves
from contested.studies.calibration.study import Held, Study
from contested.studies.calibration.summary import kept
from contested.studies.calibration.waves import Player, Wave
from contested.studies.interrupt import catching

#: runs played at the posterior's draws at most
PLAYED = 200
#: runs of the first wave that tell what the prior expects at most
PRIOR = 1000


def study(
    held: Held, executor: str, workers: int | None, progress: Callable[[int, int], None] | None,
    say: Callable[[str], None],
) -> None:  # fmt: skip
    """Everything from the first run to the answer."""
    began, path, record = time.perf_counter(), held.path, held.record
    found, claim_model, seed = held.evidence(), held.claim_model(), record["seed"]
    rounds, replicates, count = record["waves"], record["replicates"], record["checks"]
    few = min(PLAYED, record["points"])
    total = rounds * record["points"] * replicates + 2 * few + 3 * count
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None and more:
            progress(done, total)

    world = path / "world"
    build = partial(
        recipes.nation, layout.scenario(path).resolve(), scale=record["scale"], days=record["days"],
        world=world.resolve(), read=partial(kept, cells=found.cells), settings=record["settings"],
    )  # fmt: skip
    with catching() as stop:
        runner = Player(path, build, executor, workers, stop, tell, partial(study_folder.same_code, path))

        def at(number: int, made: Wave, again: int) -> list[Point]:
            return waves.points(seed, number, made.z, held.priors, again)

        for k in range(rounds):
            say(f"wave {k + 1} of {rounds}: where it lies")
            made = waves.wave(path, k, lambda k=k: _next(held, found, k))
            say(f"wave {k + 1} of {rounds}")
            runner.play(at(k, made, replicates), waves.run_row)
        say("learning at the posterior")
        near = waves.wave(path, held.near, lambda: _near(held, found, few))
        runner.play(at(held.near, near, 1), waves.run_row)
        say("learning from the runs")
        model = _learnt(held)
        with disk.writing(path):
            disk.write_bytes(path / "emulator.npz", emulated.as_bytes(model))
        say("posterior")
        draws = sample_every_cell(model, found.fitted, claim_model, seed=seed, tries=len(LENGTHS))
        say("runs at the posterior, and to check by")
        judged = waves.wave(path, held.judged, lambda: Wave(draws.z[_few(draws.z, few, seed)], draws.z[:0]))
        left = at(held.judged, judged, 1)
        if count:
            d = len(held.priors.names)
            z = normals(count * d, seed, streams.CHECK).reshape(count, d)
            left += at(held.checks, waves.wave(path, held.checks, lambda: Wave(z, np.empty((0, d)))), 1)
        runner.play(left, waves.run_row)
        if count:
            say("checks of calibration")
            tests = Player(trials.folder(path), partial(trials.ready, path.resolve()), executor, workers, stop, tell)
            tests.play(trials.points(seed, count, len(held.checked().z)), trials.row)
        shutil.rmtree(world, ignore_errors=True)
    say("what the claims say without each party")
    table, calibrated, stretch = checks.calibration(path, held.priors.names) if count else (None, {}, 1.0)
    lacking = checks.without(model, found, claim_model, draws, held.priors.names, seed)
    say("the audit")
    audited, said = checks.audit(held, found, claim_model, draws)
    frames = {"without": lacking, "audit": audited}
    answer.write_tables(path, frames if table is None else {**frames, "calibration": table})
    say("tables")
    shared = material(held, model, found, claim_model, stretch)
    more = {"calibration": calibrated, "audit": said, "runs": _counted(held)}
    # one draw's biases and another draw's run would foretell what nobody believes: each run keeps its own draw
    mine = _few(draws.z, few, seed)
    answer.write(held, path, shared, found, claim_model, draws, more, began, mine)
    with suppress(MissingExtra):  # answer.json says which files there are; Study.to_netcdf says what is missing
        Study(path).to_netcdf()


def _next(held: Held, found: evidence.Evidence, k: int) -> Wave:
    """Where a wave lies: the first anywhere, the others about the posterior as it stands."""
    record, d = held.record, len(held.priors.names)
    if k == 0:
        return Wave(proposals.first(record["points"], d, record["seed"]), np.empty((0, d)))
    runs = held.runs(*range(k))
    used = found.used
    good = _usable(runs.x[:, used], runs, d)
    model = fit(runs.z[good], runs.x[good][:, used], floor=record["scale"] / 2)
    likelihood = ConditionalLikelihood(found.fitted, held.claim_model(), used)
    draws = sample(model, likelihood, seed=record["seed"] + k)
    return Wave(proposals.proposed(draws.z, record["points"], wave=k, seed=record["seed"]), draws.z)


def _near(held: Held, found: evidence.Evidence, few: int) -> Wave:
    """Draws of the posterior that the rounds of runs led to."""
    seed = held.record["seed"]
    draws = sample_every_cell(_learnt(held), found.fitted, held.claim_model(), seed=seed)
    return Wave(draws.z[_few(draws.z, few, seed)], draws.z)


def _learnt(held: Held) -> emulated.Emulator:
    runs = held.runs(*held.learnt)
    good = _usable(runs.x, runs, len(held.priors.names))
    # half of what one simulated person stands for, so that nobody and one person are told apart
    return fit(runs.z[good], runs.x[good], floor=held.record["scale"] / 2)


def _usable(x: np.ndarray, runs: waves.Runs, d: int) -> np.ndarray:
    good = np.isfinite(x).all(axis=1)
    if good.sum() < d + FEWEST:
        failed = [why for why in runs.failed if why]
        why = f"{len(failed)} failed, the first: {failed[0]}" if failed else "in the others the crisis ended before"
        raise RunError(
            f"only {good.sum()} of {len(good)} runs have a value everywhere; {why}.",
            "more --points, or an earlier --last",
        )
    return good


def _few(z: np.ndarray, few: int, seed: int) -> np.ndarray:
    """Which draws are played, evenly from all."""
    return resampled(np.ones(len(z)), few, seed)


def material(held: Held, model: Any, found: evidence.Evidence, claim_model: Any, stretch: float) -> answer.Material:
    """What answers share; the chance of the runs at the posterior is worked out once and kept."""
    runs, learnt = held.runs(held.judged), held.runs(*held.learnt)
    first = np.flatnonzero(learnt.wave == 0)[:PRIOR]
    file = held.path / "chance.npz"
    if not file.is_file():
        with disk.writing(held.path):
            packed = io.BytesIO()
            chance = emulated_log_chance(model, runs.z, found.fitted, claim_model, held.record["seed"])
            np.savez_compressed(packed, log=chance)
            disk.write_bytes(file, packed.getvalue())
    with np.load(file) as kept_chance:
        log = kept_chance["log"]
    prior = waves.Runs(*(a[first] for a in learnt[:4]), [learnt.failed[k] for k in first],
                        learnt.seconds[first])  # fmt: skip
    good = np.isfinite(learnt.x).all(axis=1)
    return answer.Material(model, prior, learnt.z[good], runs, log, stretch)


def _counted(held: Held) -> dict[str, Any]:
    runs = held.runs(*held.learnt)
    failed = sum(bool(why) for why in runs.failed)
    ended = int((~np.isfinite(runs.x).all(axis=1)).sum()) - failed
    return {"training": len(runs.z), "failed": failed, "ended": ended, "seconds": float(np.nanmean(runs.seconds))}
