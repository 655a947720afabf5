"""The stages of a calibration, from the first run to the answer, each resumed from what is on disk; and other answers
from the same runs: a source doubted, or other claims."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.ensemble import recipes
from contested.ensemble.points import Point
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import InputError, MissingExtra, RunError
from contested.ground.options import Executor
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.inference.emulator import proposals
from contested.inference.emulator.emulator import FEWEST, Emulator, fit
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.importance import resampled
from contested.inference.posterior.leave_out import groups_to_leave_out
from contested.inference.posterior.posterior import BRIEF, PATIENT, sample, sample_every_cell
from contested.store import disk, layout, lock
from contested.studies import parts
from contested.studies.calibration import answer, checks, trials, waves
from contested.studies.calibration.calibration import Calibration
from contested.studies.calibration.evidence import Evidence, doubting
from contested.studies.calibration.folder import METRIC, CalibrationFolder, write_emulator
from contested.studies.calibration.material import finished, material
from contested.studies.calibration.request import Claims, claims_for, hash_of
from contested.studies.calibration.waves import Wave
from contested.studies.parts import Part
from contested.studies.result import write_tables
from contested.studies.runner import Runner

if TYPE_CHECKING:
    from contested.claims import Claim

#: runs at the posterior's draws at most
MOST_AT_POSTERIOR = 200


def rounds(record: Mapping[str, Any]) -> int:
    """How often a study simulates, and goes on from what came of it."""
    return int(record["waves"]) + 2


def part(folder: CalibrationFolder, executor: Executor, workers: int | None, progress: ProgressCallback,
         mine: Part) -> None:  # fmt: skip
    """Simulate one part of the next runs: those of the first wave, or of the one that joining led to.

    Raises
    ------
    StudyUnfinished
        Always, in the end.
    """
    path, record = folder.path, folder.record
    first = partial(waves.wave, path, 0, partial(_next, folder, folder.evidence(), 0))
    if not waves.wave_file(path, 0).is_file():
        with parts.place(path):
            first()
    with Runner(path, executor, workers, progress, part=mine) as runner:
        for numbers in (*((k,) for k in folder.waves), (folder.refining_wave,),
                        (folder.validation_wave, *([folder.check_wave] if record["checks"] else ()))):  # fmt: skip
            if not all(waves.wave_file(path, k).is_file() for k in numbers):
                break
            points = [p for k in numbers for p in _at(folder, k, waves.stored_wave(path, k))]
            if parts.lacking(path, points):
                runner.stage(f"{mine.words}, wave {numbers[0] + 1}")
                _simulate(folder, runner, points)
    raise parts.nothing_left(path, mine)


def _at(folder: CalibrationFolder, number: int, wave: Wave) -> list[Point]:
    """The runs of a wave."""
    replicates = folder.record["replicates"] if number in folder.waves else 1
    return waves.points(folder.seed, number, wave.z, folder.priors, replicates)


def _simulate(folder: CalibrationFolder, runner: Runner, points: list[Point]) -> None:
    path, record = folder.path, folder.record
    build = partial(
        recipes.nation, layout.scenario(path).resolve(), scale=record["scale"], days=record["days"],
        world=runner.world, read=partial(waves.summarise, cells=folder.cells), settings=record["settings"],
    )  # fmt: skip
    runner.run(build, {path: points}, columns=waves.columns, last=False)


def study(folder: CalibrationFolder, executor: Executor, workers: int | None, progress: ProgressCallback, *,
          join: bool = False) -> None:  # fmt: skip
    """Everything from the first run to the answer; with `join` from the runs of parts alone.

    Raises
    ------
    StudyUnfinished
        Parts are joined, and there is a next wave for them to simulate.
    """
    began, path, record = time.perf_counter(), folder.path, folder.record
    evidence, claim_model, seed = folder.evidence(), folder.claim_model(), folder.seed
    number, count = record["waves"], record["checks"]
    few = min(MOST_AT_POSTERIOR, record["points"])
    groups = groups_to_leave_out(evidence.fitted, claim_model)
    total = number * record["points"] * record["replicates"] + 2 * few + 3 * count + len(groups)
    with Runner(path, executor, workers, progress, total=total, join=join) as runner:
        at, simulate = partial(_at, folder), partial(_simulate, folder, runner)
        for k in range(number):
            runner.stage(f"wave {k + 1} of {number}: where it lies")
            wave = waves.wave(path, k, partial(_next, folder, evidence, k))
            runner.stage(f"wave {k + 1} of {number}")
            simulate(at(k, wave))
        runner.stage("learning at the posterior")
        wave = waves.wave(path, folder.refining_wave, partial(_refining, folder, evidence, few))
        simulate(at(folder.refining_wave, wave))
        runner.stage("learning from the runs")
        model = _emulator(folder)
        with disk.writing(path):
            write_emulator(path / "emulator.npz", model)
        runner.stage("posterior")
        draws = sample_every_cell(model, evidence.fitted, claim_model, seed=seed, lengths=PATIENT)
        if draws.converged and draws.metric is not None:
            with disk.writing(path):
                disk.write_arrays(path / METRIC, **draws.metric._asdict())
        runner.stage("runs at the posterior, and to check by")
        mine = _few(draws.z, few, seed)
        wave = waves.wave(path, folder.validation_wave, lambda: Wave(draws.z[mine], draws.z[:0]))
        points = at(folder.validation_wave, wave)
        if count:
            d = len(folder.priors.names)
            z = normals(count * d, seed, streams.CHECK).reshape(count, d)
            points += at(folder.check_wave, waves.wave(path, folder.check_wave, lambda: Wave(z, np.empty((0, d)))))
        simulate(points)
        runner.stage("checks of calibration, and what the claims say without each party")
        runner.run(
            partial(trials.prepare, path.resolve(), draws.z),
            {trials.folder(path): trials.points(seed, count, len(folder.check_runs().z) if count else 0, groups)},
            columns=lambda point: {}, simulates=False, last=False,
        )  # fmt: skip
    table, calibrated, stretch = checks.calibration(path, folder.priors.names) if count else (None, {}, 1.0)
    lacking = trials.left_out(path)
    runner.stage("the audit")
    training, validation = finished(folder)
    audited, summary = checks.audit(folder, training, evidence, claim_model, draws)
    frames = {"without": lacking, "audit": audited}
    write_tables(path, frames if table is None else {**frames, "calibration": table})
    runner.stage("tables")
    shared = material(folder, model, stretch, lambda: (training, validation))
    summary["differs"] = audited.filter(~audited["agrees"])["name"].to_list()
    more = {"calibration": calibrated, "audit": summary, "runs": _counts(training)}
    # each run is paired with its own draw's biases; mixing them would break the joint posterior
    answer.write(folder, path, shared, evidence, claim_model, draws, more, began, mine)


def export(path: Path) -> None:
    """posterior.nc of a finished calibration, if it is not there; without it the answer is whole."""
    with suppress(MissingExtra):  # Calibration.to_netcdf says what is missing
        if not (path / "posterior.nc").is_file():
            Calibration(path).to_netcdf()


def _next(folder: CalibrationFolder, evidence: Evidence, k: int) -> Wave:
    """Where a wave lies: the first anywhere, the others about the posterior as it stands."""
    record, d = folder.record, len(folder.priors.names)
    if k == 0:
        return Wave(proposals.first(record["points"], d, record["seed"]), np.empty((0, d)))
    runs = folder.runs(*range(k))
    used = evidence.used
    good = _usable(runs.x[:, used], runs, d)
    model = fit(runs.z[good], runs.x[good][:, used], floor=folder.cells.floor(record["scale"])[used])
    likelihood = ConditionalLikelihood(evidence.fitted, folder.claim_model(), used)
    draws = sample(model, likelihood, seed=record["seed"] + k)
    return Wave(proposals.proposed(draws.z, record["points"], wave=k, seed=record["seed"]), draws.z)


def _refining(folder: CalibrationFolder, evidence: Evidence, few: int) -> Wave:
    """Draws of the posterior that the waves so far led to."""
    seed = folder.seed
    draws = sample_every_cell(_emulator(folder), evidence.fitted, folder.claim_model(), seed=seed)
    return Wave(draws.z[_few(draws.z, few, seed)], draws.z)


def _emulator(folder: CalibrationFolder) -> Emulator:
    runs = folder.runs(*folder.training_waves)
    good = _usable(runs.x, runs, len(folder.priors.names))
    return fit(runs.z[good], runs.x[good], floor=folder.cells.floor(folder.record["scale"]))


def _usable(x: np.ndarray, runs: waves.Runs, d: int) -> np.ndarray:
    good: np.ndarray = np.isfinite(x).all(axis=1)
    if good.sum() < d + FEWEST:
        failed = [why for why in runs.failed if why]
        why = f"{len(failed)} failed, the first: {failed[0]}" if failed else "in the others the crisis ended before"
        raise RunError(
            f"only {good.sum()} of {len(good)} runs have a value everywhere; {why}.",
            "more --points, or an earlier --until",
        )
    return good


def _few(z: np.ndarray, few: int, seed: int) -> np.ndarray:
    """Which draws are simulated, evenly from all."""
    rows: np.ndarray = resampled(np.ones(len(z)), few, seed)
    return rows


def _counts(runs: waves.Runs) -> dict[str, Any]:
    failed = sum(bool(why) for why in runs.failed)
    ended = int((~np.isfinite(runs.x).all(axis=1)).sum()) - failed
    return {"training": len(runs.z), "failed": failed, "ended": ended, "seconds": float(np.nanmean(runs.seconds))}


def reanalyse(path: Path, distrust: tuple[str, ...], claims: Claims, progress: ProgressCallback = silent) -> Path:
    """The folder of another answer from the runs of a finished study; see `tasks.calibrate.calibrate`."""
    began = time.perf_counter()
    first = Calibration(path)
    folder, integrity = first.folder, first.integrity
    integrity.check()
    if claims is None and sorted(distrust) == folder.record["distrust"]:
        return path
    if folder.smoothed:
        raise InputError(
            f"{path}: expected a calibration by emulator, which answers for other claims without a run; this one is by "
            "smoother.", "calibrate the scenario again, with --distrust or --claims and another --out"
        )  # fmt: skip
    given = None if claims is None else claims_for(claims, folder.scenario)
    evidence = folder.evidence(given)
    claim_model = doubting(distrust, evidence)
    progress(Progress(text="posterior"))
    model = folder.emulator()
    # other claims may put the posterior anywhere; whom one trusts puts it near the study's own
    near = folder.metric() if given is None else None
    draws = sample_every_cell(model, evidence.fitted, claim_model, seed=folder.seed, lengths=BRIEF, near=near)
    progress(Progress(text="tables"))
    where = path / "answers" / _name(distrust, given)
    with lock.exclusive(path), disk.writing(where):
        shared = material(folder, model, first.answer["stretch"], partial(finished, folder), integrity.hashes())
        where.mkdir(parents=True, exist_ok=True)
        if given is not None:
            from contested.claims import write

            disk.write_bytes(where / "claims.csv", write.as_bytes(given, ".csv"))
        more: dict[str, Any] = {"calibration": {}, "audit": {}, "runs": {}}
        answer.write(folder, where, shared, evidence, claim_model, draws, more, began)
    return where


def _name(distrust: tuple[str, ...], claims: Sequence[Claim] | None) -> str:
    """A folder's name for a view of the sources."""
    words = ["distrusting", *distrust] if distrust else ["trusting-all"]
    text = "-".join("".join(ch if ch.isalnum() else "-" for ch in w.lower()) for w in words)
    name = "-".join(filter(None, text.split("-")))[:80]
    return "-".join(filter(None, [name, f"claims-{hash_of(claims)[:8]}" if claims is not None else ""]))
