"""Ask what if: two arms on common random numbers, how large the difference is, how sure, and through whom it came."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ensemble import executors
from contested.ensemble.paired import pairs as recipe
from contested.ensemble.points import points_of, seeds
from contested.ground.errors import DiskError, InputError, NotEnoughMemory, RunError
from contested.scenarios.changes import Change
from contested.store import disk, lock
from contested.store import points as stored
from contested.studies import arguments, memory, study_folder
from contested.studies.comparison import draws
from contested.studies.comparison.arms import Side, sides
from contested.studies.comparison.folder import CONDITIONAL, FORMAT, KIND, Comparison, Stopped, table_file
from contested.studies.days import how_many
from contested.studies.interrupt import catching
from contested.studies.run.prepare import say_nothing

if TYPE_CHECKING:
    from contested.scenarios import Scenario

PAIRS, MOST_PAIRS = 32, 1_000_000


def compare(
    a: str | Path | Scenario,
    b: str | Path | Scenario | None = None,
    *,
    settings: Mapping[str, float | str] | None = None,
    drop: Sequence[str] | str = (),
    add: Sequence[str] | str = (),
    without: Sequence[str] | str = (),
    draws: str | Path | None = None,
    pairs: int | None = None,
    seed: int = 1,
    scale: int | None = None,
    days: int | None = None,
    until: str | date | None = None,
    executor: str = "pool",
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Comparison:
    """Play pairs of runs and compare them. All results are conditional on the model.

    Parameters
    ----------
    a, b : str, Path or Scenario
        A scenario's name or folder, or the TOML file of a change (see `scenarios.changes`). `b` may be left out: it is
        `a`, changed by what follows. Differences are b - a.
    settings : dict, optional
        Parameters that `b` sets; election.mechanism ("none", "stuffing", "ordered") as well.
    drop : names
        Dated acts that `b` leaves out: kind, first day, place or line of acts.csv, joined with "/".
    add : lines
        Dated acts that `b` has more, as in acts.csv.
    without : names
        Subsystems or phases that `b` leaves out.
    draws : path, optional
        A finished calibration's folder, or a table (CSV, Parquet) with a row a draw and a column a parameter; both arms
        of a pair share a draw. Absent, every pair has the scenario's own parameters. What an arm sets goes before; a
        calibration's own settings go behind.
    pairs : int, optional
        How many; 32 if absent, or as many as there are draws if those are fewer.
    seed : int
        Of the study. Both arms of a pair have one seed, so they share every draw of chance they have in common.
    scale : int, optional
        Persons one agent stands for; that of the calibration, or else 1, if absent.
    days, until
        As in `contested.simulate`.
    executor, workers, out, progress, say
        As in `contested.sweep`.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    CheckpointError
        The folder holds another comparison.
    RunError
        Every pair failed.
    Stopped
        Ctrl-C (a KeyboardInterrupt).
    """
    seed = arguments.whole(seed, "seed")
    seeds(seed, 1)  # refuses impossible ones
    workers = None if workers is None else arguments.whole(workers, "workers")
    executors.check(executor, workers)
    change = Change(
        "", arguments.settings({} if settings is None else settings),
        arguments.names(drop, "drop"), arguments.names(add, "add"),
        arguments.names(without, "without"),
    )  # fmt: skip
    both = sides(a, b, change)
    length = how_many(both[0].country, 0, None if days is None else arguments.whole(days, "days"), until)
    if length > both[1].country.days:
        raise InputError(f"days: expected at most the {both[1].country.days} of b; got {length}.", "fewer --days")
    given = None if draws is None else draws.draws(draws)
    scale = arguments.whole(scale if scale is not None else given.scale if given else 1, "scale")
    if scale < 1:
        raise InputError(f"scale: expected a whole number of at least 1; got {scale}.", "1 plays every person")
    count, chosen = _chosen(given, both, pairs)
    _check_memory(both, scale, workers if executor == "pool" else 1)
    country = both[0].country
    record = json.loads(json.dumps({
        "format": FORMAT, "kind": KIND, "label": CONDITIONAL, "a": both[0].said(), "b": both[1].said(),
        "draws": given.said() if given else None,
        "pairs": count, "seed": seed, "scale": scale, "days": length,
        "start": str(country.start), "places": [p.name for p in country.places], "title": country.title,
        "where": [[p.lat, p.lon] for p in country.places],
    }))  # fmt: skip
    path = study_folder.opened(out, both[0].scenario.name, record)
    with lock.exclusive(path):
        build = partial(recipe, both[0].arm, both[1].arm, scale=scale, days=length, world=(path / "world").resolve())
        points = list(points_of(seed, chosen, 1))
        if _play(path, build, points, executor, workers, progress, say) or not table_file(path, "doing").is_file():
            _tabulate(path, record, say)
    return Comparison(path)


def _chosen(given: draws.Draws | None, both: tuple[Side, Side], pairs: Any) -> tuple[int, list[dict[str, float]]]:
    """How many pairs, and the settings of each."""
    wanted = None if pairs is None else arguments.whole(pairs, "pairs")
    if wanted is not None and not 1 <= wanted <= MOST_PAIRS:
        raise InputError(f"pairs: expected 1 to {MOST_PAIRS:,}; got {wanted}.", f"{PAIRS} if you leave it out")
    if given is None:
        return wanted or PAIRS, [{} for _ in range(wanted or PAIRS)]
    count = wanted or min(PAIRS, given.table.height)
    return count, draws.settings_of(given, both, count)


def _play(
    path: Path, build: Any, points: list[Any], executor: str, workers: int | None,
    progress: Callable[[int, int], None] | None, say: Callable[[str], None],
) -> bool:  # fmt: skip
    """Play what is not finished; whether anything was. Every pair is on disk before the next is asked for."""
    with stored.Points(path) as store, catching() as stop:
        left = [p for p in points if p.key not in store.done]
        if not left:
            return False
        study_folder.same_code(path, bool(store.done))
        say("preparing workers")
        try:
            for result in executors.run(executor, build, left, workers=workers, stop=stop):
                p = result.point
                store.append({
                    "wave": p.wave, "point": p.index, "replicate": p.replicate, "seed": p.seed,
                    "seconds": round(result.seconds, 4), "failed": result.failed, **p.settings, **result.answer,
                })  # fmt: skip
                if progress is not None:
                    progress(len(store.done), len(points))
        except DiskError as error:
            raise DiskError(error.message, "what is finished stays; free space, and the same command goes on") from None
        if len(store.done) < len(points):
            raise Stopped(path, len(store.done), len(points))
    shutil.rmtree(path / "world", ignore_errors=True)
    return True


def _tabulate(path: Path, record: dict[str, Any], say: Callable[[str], None]) -> None:
    from contested.studies.comparison.tables import write_tables

    say("joining tables")
    frame = stored.join(path)
    sound = frame.filter(frame["failed"] == "")
    if not sound.height:
        raise RunError(f"{path}: every pair failed; the first: {frame['failed'][0]}", "see the column `failed`")
    with disk.writing(path):
        write_tables(path, sound, record)


def _check_memory(both: tuple[Side, Side], scale: int, workers: int | None) -> None:
    """A worker holds two states; the network is there once for each population."""
    from contested.nation.world import bytes_needed, columns_of_ties, rows_of, world_hash

    country = both[0].country
    memory.check_memory(country, scale)
    count = workers or os.cpu_count() or 1
    network = int(rows_of(country, scale).sum()) * (4 * columns_of_ties(country) + 9)
    own = 2 * (bytes_needed(country, scale) - network)
    shared = network * len({world_hash(side.country, scale) for side in both})
    there = memory.available()
    if shared + count * own > there:
        raise NotEnoughMemory(
            f"{country.title} at scale {scale} needs {own / 1e9:.1f} GB for each of {count} workers, who play two "
            f"arms, and {shared / 1e9:.1f} GB for all; {there / 1e9:.1f} GB are available.",
            f"--workers {max(1, int((there - shared) // own))} fit, or a larger --scale",
        )
