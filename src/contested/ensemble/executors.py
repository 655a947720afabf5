"""What simulates the points of a study: this process, a pool of processes, or Ray. Results do not depend on it.

All three take the same arguments and hand out a `Result` for every point, exactly once, as it finishes. A point's seed
comes from what it is (`ensemble.points`), so that the same study gives the same numbers to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from contested.ensemble.points import Point, Recipe, Result, attempt
from contested.ground.errors import InputError, closest
from contested.ground.options import Executor

NAMES = get_args(Executor)


def run(
    executor: Executor,
    build: Recipe,
    points: Iterable[Point],
    *,
    workers: int | None = None,
    threads: int | None = 1,
    stop: Callable[[], bool] = lambda: False,
    program: Callable[[], str] = str,
) -> Iterator[Result]:
    """Results of points as they finish.

    Parameters
    ----------
    executor : str
        One of `NAMES`.
    build : () -> (Point) -> answer
        Makes what simulates a point; run once in every worker. Picklable, unless the executor is "serial".
    points : iterable of Point
        Taken one by one, never all at once.
    workers : int, optional
        Processes or actors; one a processor if absent. No matter for "serial".
    threads : int, optional
        For the kernels of one worker; None leaves them alone, as "serial" does always.
    stop : () -> bool
        Once True, no further point is begun.
    program : () -> str
        A function of a module, which says of what program a worker on another machine is; all have to say the same.

    Raises
    ------
    InputError
        Unknown executor, or impossible numbers.
    MissingExtra
        For "ray", if it is not installed.
    RunError
        If a worker cannot be prepared.
    """
    check(executor, workers)
    if executor == "serial":
        return serial(build, points, stop)
    if executor == "pool":
        from contested.ensemble.pool import pool

        return pool(build, points, workers, threads, stop)
    from contested.ensemble.on_ray import on_ray

    return on_ray(build, points, workers, threads, stop, program)


def check(executor: Executor, workers: int | None) -> None:
    """Refuse what `run` could not do, before anything is prepared.

    Raises
    ------
    InputError, MissingExtra
    """
    if executor not in NAMES:
        raise InputError(f"executor: expected one of {', '.join(NAMES)}; got {executor!r}.", closest(executor, NAMES))
    if workers is not None and workers < 1:
        raise InputError(f"workers: expected at least 1; got {workers}.", "leave it out for one a processor")
    if executor == "ray":
        from contested.ensemble.on_ray import imported

        imported()


def serial(build: Recipe, points: Iterable[Point], stop: Callable[[], bool]) -> Iterator[Result]:
    """One point after another, in order, in this process; its kernels use every core."""
    simulator = None
    for point in points:
        if stop():
            return
        simulator = simulator or build()
        yield attempt(simulator, point)
