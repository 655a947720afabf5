"""Points simulated on a Ray cluster, or on a local one begun for the purpose. The only file that knows Ray.

Each actor builds its world once and has one point at a time. An actor that dies costs the point it had one try; the
point goes to another actor, and after a second death gets that for its reason. A node that goes costs no try. Before
an actor has a point it says which program it is and computes a known answer: others than ours end the study.
"""

from __future__ import annotations

import os
import pickle
import platform
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from contested.ensemble import recipes
from contested.ensemble.known_answer import known_answer
from contested.ensemble.points import Point, Recipe, Result, attempt, reason
from contested.ensemble.pool import TRIES
from contested.ensemble.worker import prepared
from contested.ground.errors import RunError
from contested.ground.extras import extra

#: seconds without any sign of life of any actor, while none has a point: the cluster has no room for us
PATIENCE = 120.0
#: nodes that a point may lose before it is taken for their loss
LOST_NODES = 10
#: bytes that the libraries of a worker take besides its population
LIBRARIES = 500_000_000


class Ready(NamedTuple):
    """What an actor says of itself before it has a point: its node and machine, its program, and a known answer."""

    node: str
    host: str
    program: str
    answer: str


class Worker:
    """An actor."""

    def __init__(self, path: list[str], build: bytes, threads: int | None) -> None:
        sys.path += [p for p in path if p not in sys.path]
        self._simulator = prepared(build, threads)

    def ready(self, program: Callable[[], str]) -> Ready:
        """Comes back when the world is built; `program` is worked out here."""
        node = str(imported().get_runtime_context().get_node_id())
        return Ready(node, platform.node(), program(), known_answer())

    def simulate(self, point: Point) -> Result:
        """What came of a point."""
        return attempt(self._simulator, point)


def on_ray(
    build: Recipe, points: Iterable[Point], workers: int | None, threads: int | None, stop: Callable[[], bool],
    program: Callable[[], str] = str,
) -> Iterator[Result]:  # fmt: skip
    """Results as they finish, in no particular order; see `executors.run`.

    A cluster that this process is connected to, or that RAY_ADDRESS names, is used; else one is begun on this machine
    and ended afterwards. Without `workers` there are as many actors as the cluster has processors.
    """
    ray = imported()
    begun = not ray.is_initialized()
    if begun:
        _connect(ray, workers)
    try:
        count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        yield from _Actors(ray, build, iter(points), threads, stop, program).results(count)
    finally:
        if begun:
            ray.shutdown()


def memory_of(build: Recipe) -> int | None:
    """Bytes that an actor asks for, so that no node takes more than it has room for; None for what takes little."""
    if not isinstance(build, partial) or build.func is not recipes.nation:
        return None
    from contested.nation.world import bytes_needed
    from contested.scenarios.load import load

    return bytes_needed(load(build.args[0]).country, build.keywords["scale"]) + LIBRARIES


def imported() -> Any:
    """Ray.

    Raises
    ------
    MissingExtra
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would report to its makers over the network
    return extra("ray", "the executor 'ray' needs", "cluster")


def _connect(ray: Any, workers: int | None) -> None:
    class Job(ray.job_config.JobConfig):  # type: ignore[misc]  # Ray is optional, so its classes are of no known type
        """A job whose actors do not look for modules in the folder that the user stands in, whoever gave them that."""

        def _runtime_env_has_working_dir(self) -> bool:  # where Ray asks whether to add that folder
            return True

    quiet = {"log_to_driver": False, "logging_level": "ERROR", "job_config": Job()}
    if os.environ.get("RAY_ADDRESS"):
        ray.init(**quiet)
    else:
        ray.init(num_cpus=workers or os.cpu_count(), include_dashboard=False, **quiet)


class _Actors:
    """Who simulates what: every reference that is waited for, with its actor, its point and the deaths it has seen."""

    def __init__(
        self, ray: Any, build: Recipe, points: Iterator[Point], threads: int | None, stop: Callable[[], bool],
        program: Callable[[], str],
    ) -> None:  # fmt: skip
        self._ray, self._points, self._stop, self._program = ray, points, stop, program
        # one processor each, unless its kernels take more; a lost one is replaced here, where its point is known
        make = ray.remote(num_cpus=threads or 1, memory=memory_of(build), max_restarts=0)(Worker)
        packed = pickle.dumps(build)
        self._make: Callable[[], Any] = lambda: make.remote(sys.path, packed, threads)
        self._ours = program(), known_answer()
        self._nodes: dict[Any, str] = {}
        self._begun_on = self._alive()
        self._count = 0
        self._jobs: dict[Any, tuple[Any, Point | None, list[str]]] = {}
        self._again: deque[tuple[Point, list[str]]] = deque()
        self._lost = 0
        self._all_begun = False

    def results(self, count: int) -> Iterator[Result]:
        self._count = count
        try:
            for _ in range(count):
                self._add()
            while self._wanted():
                done, _ = self._ray.wait(list(self._jobs), num_returns=1, timeout=PATIENCE)
                if not done:
                    self._still_hoping()
                    continue
                actor, point, deaths = self._jobs.pop(done[0])
                try:
                    result = self._ray.get(done[0])
                except self._ray.exceptions.RayError as error:
                    self._ray.kill(actor)  # if it only cannot be reached it must not go on beside its replacement
                    node = self._nodes.pop(actor, "")
                    kind = "node lost" if node and node not in self._alive() else type(error).__name__
                    result = self._bereaved(point, [*deaths, kind], error)
                    if result is not None:
                        yield result
                    continue
                if point is None:
                    self._welcome(actor, result)
                self._hand_over(actor)
                if point is not None:
                    yield result
        finally:
            for actor, _, _ in self._jobs.values():
                self._ray.kill(actor)

    def _wanted(self) -> bool:
        """Whether a point is out or still to come; actors that only prepare themselves are waited for no longer."""
        if self._all_begun and not self._again:
            return any(point is not None for _, point, _ in self._jobs.values())
        return bool(self._jobs)

    def _add(self) -> None:
        actor = self._make()
        self._jobs[actor.ready.remote(self._program)] = actor, None, []

    def _welcome(self, actor: Any, ready: Ready) -> None:
        """Take an actor that is of this program and gives these bits; any other ends the study, before it has a point.
        """
        self._nodes[actor] = ready.node
        if (ready.program, ready.answer) == self._ours:
            return
        what = "sources" if ready.program != self._ours[0] else "bits"
        theirs, ours = (pair[what == "bits"][:8] for pair in ((ready.program, ready.answer), self._ours))
        raise RunError(
            f"{ready.host}: expected a worker with our {what}, {ours}; got one with {theirs}.",
            "install the same version of contested on every machine" if what == "sources" else
            "its processor or libraries give other bits: the same versions everywhere, or machines of one kind",
        )

    def _alive(self) -> set[str]:
        return {str(node["NodeID"]) for node in self._ray.nodes() if node["Alive"]}

    def _hand_over(self, actor: Any) -> None:
        """Its next point; without one it is let go."""
        point, deaths = self._again.popleft() if self._again else (self._next(), [])
        if point is None:
            self._all_begun = True
            self._ray.kill(actor)
        else:
            self._jobs[actor.simulate.remote(point)] = actor, point, deaths

    def _next(self) -> Point | None:
        return None if self._stop() else next(self._points, None)

    def _bereaved(self, point: Point | None, deaths: list[str], error: Exception) -> Result | None:
        """An actor is gone: another takes its place, and its point waits for one, or has had its tries."""
        own = [death for death in deaths if death != "node lost"]
        given_up = len(own) >= TRIES or len(deaths) >= LOST_NODES
        if point is None:
            self._lost += 1
            # a node that went took all who were preparing themselves there
            if self._lost > TRIES + (0 if self._begun_on <= self._alive() else self._count):
                raise RunError(
                    f"a worker on Ray could not prepare itself: {reason(error)}.",
                    "--executor serial plays in this process and shows more",
                ) from error
        elif not given_up:
            self._again.append((point, deaths))
        self._add()
        if point is not None and given_up:
            return Result(point, {}, f"its worker ended {len(deaths)} times ({', '.join(deaths)})")
        return None

    def _still_hoping(self) -> None:
        if all(point is None for _, point, _ in self._jobs.values()):
            raise RunError(
                f"no worker could be started on the Ray cluster within {PATIENCE:.0f} s.",
                "what is finished stays; see `ray status` for processors and memory left, or ask for fewer --workers",
            )
