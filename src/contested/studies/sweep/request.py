"""What a sweep plays: a scenario or a published model, its parameters as they stand, and how a worker builds it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from contested.engine.params import describe
from contested.ensemble.points import Recipe
from contested.ensemble.summaries import summaries
from contested.ground.errors import InputError, NotEnoughMemory, closest
from contested.scenarios.folders import builtin
from contested.scenarios.folders import names as scenarios
from contested.store import layout
from contested.studies import arguments, memory
from contested.zoo.catalogue import load, names
from contested.zoo.published import Published


@dataclass(frozen=True)
class Swept:
    """One thing to be played at many points.

    Parameters
    ----------
    name : str
        For messages and the folder.
    params : dataclass of Params
        What the points start from.
    said : dict
        What the study's record says of it; two studies are one only if this is the same.
    build : (Path) -> Recipe
        From the folder of the population, for what has one.
    """

    name: str
    params: Any
    said: dict[str, Any]
    build: Any

    def builder(self, world: Path) -> Recipe:
        """What each worker runs once."""
        return self.build(world)


def swept(
    target: Any, scale: Any, days: Any, until: Any, steps: Any, preset: Any, settings: dict[str, Any],
    without: tuple[str, ...], workers: int | None,
) -> Swept:  # fmt: skip
    """What is played, from what `tasks.sweep.sweep` was given.

    Raises
    ------
    InputError
        Whatever is wrong with it.
    """
    theirs = {"scale": scale, "days": days, "until": until, "without": without or None}
    its = {"steps": steps, "preset": preset}
    its_model = _is_model(target)
    odd = [name for name, value in (theirs if its_model else its).items() if value is not None]
    if odd:
        kind, others = ("a published model", "scenarios") if its_model else ("a scenario", "published models")
        raise InputError(
            f"{odd[0]}: of {others}; {arguments.short(target)} is {kind}.",
            "say how long with --steps" if its_model else "say how long with --days",
        )
    if not its_model and isinstance(target, str) and builtin(target) is None and not _there(target):
        known = [*scenarios(), *names()]
        raise InputError(f"{target!r} is neither a scenario nor a published model.", closest(target, known))
    if its_model:
        return model(target, preset=preset, steps=steps, settings=settings)
    days = None if days is None else arguments.whole(days, "days")
    return scenario(
        target, scale=1 if scale is None else scale, days=days, until=until, settings=settings, without=without,
        workers=workers,
    )  # fmt: skip


def _there(target: str) -> bool:
    return layout.given(target, "SCENARIO_OR_MODEL").exists()


def _is_model(target: Any) -> bool:
    """Whether a name is a published model's; else it is a scenario's."""
    if not isinstance(target, str | Path):
        return isinstance(target, Published)
    return str(target).endswith(".py") or str(target).replace("_", "-").lower() in names()


def model(
    target: str | Path | Published, *, preset: str | None, steps: int | None, settings: Mapping[str, Any]
) -> Swept:
    """A model of the zoo, or of one's own.

    Raises
    ------
    InputError
        No such model, preset or parameter; steps below 1.
    """
    if isinstance(target, Published):  # a worker finds it by its name
        target = target.name
    found = load(layout.given(target, "model"))
    params = found.choose(dict(settings), preset)
    length = arguments.whole(found.steps if steps is None else steps, "steps")
    if length < 1:
        raise InputError(f"steps: expected at least 1; got {length}.", f"{found.steps} show what the model does")
    from contested.ensemble.recipes import published

    own = Path(target).resolve() if str(target).endswith(".py") else None
    said = {"model": found.name, "preset": preset, "steps": length, "settings": dict(settings)}
    if own is not None:
        from contested.store.hashing import hash_table

        said["own"] = hash_table({"file": [own.read_text(encoding="utf-8")]})
    how = {"preset": preset, "steps": length, "settings": dict(settings), "read": summaries}
    return Swept(found.name, params, _with(said, params), lambda _: partial(published, own or found.name, **how))


def scenario(
    target: str | Path,
    *,
    scale: int,
    days: int | None,
    until: str | date | None,
    settings: Mapping[str, Any],
    without: Sequence[str],
    workers: int | None,
) -> Swept:
    """A scenario's nation.

    Raises
    ------
    ScenarioError, ParameterError, InputError
        Whatever is wrong with what was asked.
    NotEnoughMemory
        If so many workers do not fit; says how many do.
    """
    from contested.ensemble.recipes import nation
    from contested.nation.world import world_hash
    from contested.studies.days import how_many
    from contested.studies.run.prepare import choose

    chosen = choose(target, dict(settings), scale, tuple(without))
    length = how_many(chosen.country, 0, days, until)
    _check_memory(chosen.country, chosen.scale, workers)
    said = {
        "model": "nation",
        "scenario": {"name": chosen.scenario.name, "hash": chosen.scenario.hash},
        "world": world_hash(chosen.country, chosen.scale),
        "scale": chosen.scale,
        "days": length,
        "settings": chosen.settings,
        "without": list(chosen.without),
    }
    how = {
        "scale": chosen.scale, "days": length, "settings": chosen.settings, "without": chosen.without,
        "read": summaries,
    }  # fmt: skip
    folder = Path(chosen.scenario.folder).resolve()
    return Swept(
        chosen.scenario.name, chosen.params, _with(said, chosen.params),
        lambda world: partial(nation, folder, world=world.resolve(), **how),
    )  # fmt: skip


def _with(said: dict[str, Any], params: Any) -> dict[str, Any]:
    return said | {"parameters": {row["name"]: row["value"] for row in describe(params)}}


def _check_memory(country: Any, scale: int, workers: int | None) -> None:
    """The network is there once, what changes once a worker."""
    from contested.nation.world import bytes_needed, columns_of_ties, rows_of

    memory.check_memory(country, scale)
    count = workers or os.cpu_count() or 1
    shared = int(rows_of(country, scale).sum()) * (4 * columns_of_ties(country) + 9)
    own = bytes_needed(country, scale) - shared
    there = memory.available()
    if shared + count * own > there:
        raise NotEnoughMemory(
            f"{country.title} at scale {scale} needs {own / 1e9:.1f} GB for each of {count} workers and "
            f"{shared / 1e9:.1f} GB for all; {there / 1e9:.1f} GB are available.",
            f"--workers {max(1, int((there - shared) // own))} fit, or a larger --scale",
        )
