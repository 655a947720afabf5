"""What a sweep varies: a scenario or a published model, its parameters as they stand, and how a worker builds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.engine.model import Observable
from contested.engine.params import describe
from contested.ensemble.points import Recipe
from contested.ensemble.recipes import Read
from contested.ground.errors import InputError
from contested.nation.observables import OBSERVABLES
from contested.store import layout
from contested.studies import arguments, memory
from contested.studies.sweep.statistics import source_hash
from contested.zoo.catalogue import load, names
from contested.zoo.published import Published

if TYPE_CHECKING:
    from contested.scenarios import Scenario


@dataclass(frozen=True)
class Subject:
    """One thing to be simulated at many points.

    Parameters
    ----------
    name : str
        For messages and the folder.
    params : dataclass of Params
        What the points start from.
    described : dict
        What the study's record says of it; two studies are one only if this is the same.
    build : (Path, Read) -> Recipe
        What each worker runs once, from the folder of the population, for what has one, and what it keeps of a run.
    observables : () -> tuple of Observable
        What is reported.
    start : date, optional
        Of day 0.
    """

    name: str
    params: Any
    described: dict[str, Any]
    build: Callable[[Path, Read], Recipe]
    observables: Callable[[], tuple[Observable, ...]]
    start: dt.date | None = None


def model(
    target: str | Path | Published, *, preset: str | None, steps: int | None, settings: Mapping[str, Any],
    alone: bool = True,
) -> Subject:  # fmt: skip
    """A model of the zoo, or of one's own; `alone` is whether it is played in this process only.

    Raises
    ------
    InputError
        A model that is in no file, and workers in other processes.
    """
    from contested.ensemble.recipes import published
    from contested.store.integrity import hash_table

    found = target if isinstance(target, Published) else load(layout.given(target, "model"))
    inline = isinstance(target, Published) and target.name not in names()
    if inline and not alone:
        raise InputError(
            f"{found.name}: a model of this session, which other processes cannot be sent.",
            'executor="serial", or save it as a Python file and name that',
        )
    params = found.choose(dict(settings), preset)
    length = arguments.whole(found.length(params) if steps is None else steps, "steps", 1, found.steps)
    own = Path(str(target)).resolve() if str(target).endswith(".py") else None
    described = {"model": found.name, "preset": preset, "steps": length, "settings": dict(settings)}
    if own is not None:
        described["own"] = hash_table({"file": [own.read_text(encoding="utf-8")]})
    elif inline:
        described["own"] = source_hash(found.make)
    build = partial(
        published, found if inline else own or found.name, preset=preset, steps=length, settings=dict(settings)
    )
    return Subject(
        found.name, params, _with(described, params), lambda _, read: partial(build, read=read),
        lambda: found.make(params).observables,
    )  # fmt: skip


def longest(
    target: str | Path | Published, *, preset: str | None, settings: Mapping[str, Any],
    points: Iterable[Mapping[str, Any]],
) -> int:  # fmt: skip
    """How many steps show what a model does at every point: as many as at that which needs most."""
    found = target if isinstance(target, Published) else load(layout.given(target, "model"))
    if found.longer is None:
        return found.steps
    return max(found.length(found.choose({**settings, **point}, preset)) for point in points)


def scenario(
    target: str | Path | Scenario,
    *,
    scale: int,
    days: int | None,
    until: str | dt.date | None,
    settings: Mapping[str, Any],
    without: Sequence[str],
    workers: int | None,
) -> Subject:
    """A scenario's nation, if so many workers of it fit into memory."""
    from contested.ensemble.recipes import nation
    from contested.nation.world import world_hash
    from contested.studies.days import how_many
    from contested.studies.run.prepare import choose

    chosen = choose(target, dict(settings), scale, tuple(without))
    length = how_many(chosen.country, 0, days, until)
    memory.check_workers(chosen.country, chosen.scale, workers)
    described = {
        "model": "nation",
        "scenario": {"name": chosen.scenario.name, "hash": chosen.scenario.hash},
        "world": world_hash(chosen.country, chosen.scale),
        "scale": chosen.scale,
        "days": length,
        "settings": chosen.settings,
        "without": list(chosen.without),
    }
    build = partial(
        nation, Path(chosen.scenario.folder).resolve(), scale=chosen.scale, days=length, settings=chosen.settings,
        without=chosen.without,
    )  # fmt: skip
    return Subject(
        chosen.scenario.name, chosen.params, _with(described, chosen.params),
        lambda world, read: partial(build, world=world.resolve(), read=read), lambda: OBSERVABLES,
        chosen.country.start,
    )  # fmt: skip


def _with(described: dict[str, Any], params: Any) -> dict[str, Any]:
    return described | {"parameters": {row["name"]: row["value"] for row in describe(params)}}
