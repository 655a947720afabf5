"""What the process of a job does: the task of the command line, with its folder, and then its page."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from contested.ground.errors import ContestedError, DiskError, InputError
from contested.ground.progress import Progress, ProgressCallback
from contested.serve.ask import scenario_of
from contested.serve.jobs.folder import JobFolder, opened
from contested.serve.jobs.order import Order, request_of, settings_of
from contested.serve.returns import map_of

#: seconds between two words about how far it has come
EVERY = 0.25


def worker() -> Callable[[str], dict[str, Any]]:
    """What a process of `ensemble.pool` is given: it takes a job's folder."""
    return carried_out


def carried_out(folder: str) -> dict[str, Any]:
    """Do a job, or go on with it; `error` and `hint` say in words why it could not be done, and are "" if it was.

    `refused` is there, and true, if what was ordered is at fault: going on with the same order fails again.
    """
    job = opened(Path(folder))
    if job is None:
        return {"error": "its folder is damaged.", "hint": "order it again", "refused": True}
    try:
        result = WORK[job.order.kind](job, _noted(job))
        job.note(Progress(text="writing the page"))
        result.report(job.report)
    except ContestedError as error:
        # where the server has its jobs is nobody's business but its own
        full = "free space on the server's disk, then go on with it"
        hint = full if isinstance(error, DiskError) else "order it again" if "--out" in error.hint else error.hint
        said = {name: text.replace(f"{job.path.parent}/", "job ")
                for name, text in (("error", error.message), ("hint", hint))}  # fmt: skip
        return {**said, "refused": isinstance(error, InputError)}
    return {"error": "", "hint": ""}


def _noted(job: JobFolder) -> ProgressCallback:
    last = [0.0]

    def tell(at: Progress) -> None:
        now = time.monotonic()
        if now - last[0] >= EVERY or at.done == at.total:
            last[0] = now
            job.note(at)

    return tell


def _run(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.simulate import simulate

    request = request_of(job.order.fields["query"])
    return simulate(scenario_of(request.scenario), settings=settings_of(request), seed=request.seed,
                    scale=request.scale, replicates=job.order.fields["replicates"], threads=1, out=job.result,
                    progress=tell)  # fmt: skip


def _compare(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.compare import compare

    fields = job.order.fields
    request = request_of(fields["query"])
    scenario = scenario_of(request.scenario)
    # its page calls interventions by name, where a comparison makes the same of them
    named = request.interventions if not request.move else ()
    change = (request._replace(interventions=()) if named else request).change()
    fitted = _fit(job, fields["study"]) if "study" in fields else None
    branch = scenario.country.start + timedelta(request.branch) if request.branch else None
    return compare(scenario, settings=change.settings, drop_acts=change.drop_acts, add_acts=change.add_acts,
                   without=change.without, interventions=named, branch=branch, posterior=fitted,
                   pairs=fields["pairs"], seed=request.seed, scale=request.scale, executor="serial", out=job.result,
                   progress=tell)  # fmt: skip


def _sweep(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.sweep import sweep

    fields = job.order.fields
    request = request_of(fields["query"])
    over = {name: tuple(ends) for name, ends in fields["over"].items()}
    settings = {name: value for name, value in settings_of(request).items() if name not in over}
    return sweep(scenario_of(request.scenario), over, settings=settings, points=fields["points"],
                 sensitivity="morris" if fields["rank"] else None, seed=request.seed, scale=request.scale,
                 executor="serial", out=job.result, progress=tell)  # fmt: skip


def _calibrate(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.calibrate import calibrate

    order = {"method": "emulator", **job.order.fields}  # what orders of earlier versions meant
    return calibrate(scenario_of(order.pop("scenario")), order.pop("fit_until"), **order, executor="serial",
                     out=job.result, progress=tell)  # fmt: skip


def _forecast(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.forecast import forecast

    fields = job.order.fields
    return forecast(_fit(job, fields["study"]), fields["horizon"], runs=fields["runs"], executor="serial",
                    out=job.result, progress=tell)  # fmt: skip


def _fit(job: JobFolder, number: int) -> Path:
    """The folder of a fit from which a job goes on."""
    study = job.path.with_name(f"{number:04d}") / "result"
    if not study.is_dir():
        raise InputError(f"job {number}, from which this one goes on, is not there any more.", "calibrate again")
    return study


def _audit(job: JobFolder, tell: ProgressCallback) -> Any:
    from contested.tasks.audit import audit

    fields = job.order.fields
    mapped = map_of(fields["columns"], fields["hints"], fields["title"], fields["leader"])
    return audit(job.upload, mapped, elections=fields["elections"], out=job.result, progress=tell)


#: kind of order -> what does it and gives a result with a page
WORK: dict[str, Callable[[JobFolder, ProgressCallback], Any]] = {
    "run": _run, "compare": _compare, "sweep": _sweep, "calibrate": _calibrate, "forecast": _forecast,
    "audit": _audit,
}  # fmt: skip


def of_kind(order: Order) -> bool:
    """Whether this version can do it."""
    return order.kind in WORK
