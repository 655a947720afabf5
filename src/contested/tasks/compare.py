"""Ask what if: two arms on common random numbers, how large the difference is, how sure, and through whom it came.

Two results that are stored are compared as they are; two scenarios, or one and a change, are simulated in pairs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ensemble.paired import pairs as recipe
from contested.ensemble.points import seeds
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Executor
from contested.ground.renamed import renamed
from contested.scenarios.changes import Change
from contested.scenarios.interventions import Interventions
from contested.store import disk, lock, whole
from contested.store.points import Points, join
from contested.studies import arguments
from contested.studies.comparison import request
from contested.studies.comparison.again import again
from contested.studies.comparison.limits import members_table
from contested.studies.comparison.posterior import read_draws
from contested.studies.comparison.samples import Comparable
from contested.studies.comparison.stored import Both, both_of, record_of, rows, traced
from contested.studies.comparison.tables import write_tables
from contested.studies.days import how_many
from contested.studies.folder import begin, complete
from contested.studies.interrupt import stoppable
from contested.studies.result import Result
from contested.studies.runner import Runner, read
from contested.studies.sweep.sweep import SweepPoint
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Comparison
from contested.tasks.stored import stored_both

if TYPE_CHECKING:
    from contested.scenarios import Scenario


@renamed(drop="drop_acts", add="add_acts", draws="posterior", say="progress")
def compare(
    a: str | Path | Scenario | Comparable,
    b: str | Path | Scenario | Comparable | None = None,
    *,
    settings: Mapping[str, float | str] | None = None,
    drop_acts: Sequence[str] | str = (),
    add_acts: Sequence[str] | str = (),
    without: Sequence[str] | str = (),
    interventions: Interventions = (),
    branch: str | dt.date | None = None,
    posterior: str | Path | None = None,
    pairs: int | None = None,
    seed: int = options.SEED,
    scale: int | None = None,
    days: int | None = None,
    until: str | dt.date | None = None,
    executor: Executor = options.EXECUTOR,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: ProgressOption = None,
    unpaired: bool = False,
    people: bool = False,
) -> Comparison:
    """Compare two results, or simulate pairs of runs and compare them. All of it is conditional on the model.

    Parameters
    ----------
    a, b : str, Path, Scenario or a result
        Two stored results or their folders (runs, branches, sweeps, comparisons, calibrations; SWEEP@3 is a point of a
        sweep): they are compared as they are, replicates of one seed as pairs, and of what follows only `unpaired`,
        `people`, `out`, `executor`, `workers` and `progress` may be given. Or what is to be simulated: a scenario's
        name or folder, or the TOML file of a change (see `scenarios.changes`); then `b` may be left out: it is `a`,
        changed by what follows. Differences are b - a.
    settings : dict, optional
        Parameters that `b` sets; election.mechanism ("none", "stuffing", "ordered", "central") as well.
    drop_acts : names
        Dated acts that `b` leaves out: kind, first day, place or line of acts.csv, joined with "/".
    add_acts : lines
        Acts added to `b`, one acts.csv line each.
    without : names
        Subsystems or phases that `b` leaves out.
    interventions : mapping of name to value, names, or callables
        What somebody does otherwise in `b`: `{"release-earlier": 3}`, `["no-shutdown"]`; `contested compare --help`
        lists them. A callable of your own gets the Scenario of `b` and returns a `contested.Change`.
    branch : str or date, optional
        First day on which `b` differs: up to the evening before it goes as `a`, to the last bit, and new parameters
        take over the state of that evening. Absent, it differs from the first day.
    posterior : path, optional
        A finished calibration's folder, or a table (CSV, Parquet) with a row per draw and a column per parameter; both
        arms of a pair share a draw. Of a calibration by smoother each pair is a member of its ensemble: `a` goes as it
        matched the past, `b` as it would have gone. Absent, every pair has the scenario's own parameters. What an arm
        sets takes precedence over the draw, and the draw over a calibration's own settings.
    pairs : int, optional
        How many; 32 if absent, or as many as there are draws if those are fewer.
    seed : int
        Of the study. Both arms of a pair have one seed, so they have the same random number for the same decision.
    scale : int, optional
        Persons one agent stands for; that of the calibration, or else 1, if absent.
    days, until
        As in `contested.simulate`.
    executor, workers, out, progress
        As in `contested.sweep`.
    unpaired : bool
        Of stored results: take their runs as independent, whatever their seeds.
    people : bool
        Of two stored runs of a nation: simulate both again, side by side, so that it is known whom the difference
        reached, and through which part of the model. Their numbers must come out as they are stored.

    Returns
    -------
    Comparison
        A folder with tables.

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
    if b is not None and (both_stored := stored_both(a, b)) is not None:
        simulating = {
            "settings": settings, "drop_acts": drop_acts, "add_acts": add_acts, "without": without,
            "interventions": interventions, "branch": branch, "posterior": posterior, "pairs": pairs, "scale": scale,
            "days": days, "until": until,
        }  # fmt: skip
        for name, value in simulating.items():
            if value:
                raise InputError(
                    f"{name}: changes what is simulated; A and B are stored results.",
                    "leave it out, or compare a scenario with itself changed",
                )
        return _stored(both_of(*both_stored, unpaired=unpaired), people, executor, workers, out, progress)
    for name, given in (("unpaired", unpaired), ("people", people)):
        if given:
            raise InputError(f"{name}: of stored results; these are simulated in pairs.", "leave it out")
    assert not isinstance(a, Result | SweepPoint) and not isinstance(b, Result | SweepPoint)  # stored_both
    seed = arguments.whole(seed, "seed")
    seeds(seed, 1)  # refuses impossible ones
    workers = arguments.workers(workers, executor)
    both = request.sides(a, b, Change(
        "", arguments.settings(settings), arguments.names(drop_acts, "drop_acts"),
        arguments.names(add_acts, "add_acts"), arguments.names(without, "without"),
    ), interventions)  # fmt: skip
    length = how_many(both[0].country, 0, days, until)
    if branch is not None:
        both = request.branching(both, branch, length, arguments.names(add_acts, "add_acts"))
    draws = None if posterior is None else read_draws(posterior)
    shared, scale = request.pairs_of(both, draws, pairs, scale, length, workers if executor == "pool" else 1)
    record = request.record_of(both, draws, pairs=len(shared), seed=seed, scale=scale, days=length)
    path = begin(out, both[0].scenario.name, record)
    with shown(progress, compiles=True) as tell, lock.exclusive(path), stoppable(path, "the comparison"):
        with Runner(path, executor, workers, tell, noun="pairs") as runner:
            build = partial(recipe, both[0].arm, both[1].arm, scale=scale, days=length, world=runner.world,
                            branch=both[1].branch)
            with disk.writing(path):
                runner.world.mkdir(exist_ok=True)  # of one population for each arm
            runner.stage("preparing workers, and simulating")
            new = runner.run(build, {path: request.points(seed, shared, draws)})
        if new or not complete(path, "comparison"):
            runner.stage("joining tables")
            frame = read(path, "pair")
            join(path)
            members = None
            if draws is not None and draws.matching is not None:
                members = members_table(draws.matching, request.rows_of(draws, len(shared)))
            write_tables(path, frame.filter(frame["failed"] == ""), record, members)
        whole.clear(path)
    return Comparison(path)


def _stored(
    both: Both, people: bool, executor: Executor, workers: int | None, out: str | Path | None, progress: ProgressOption
) -> Comparison:
    """Two stored results, as a comparison's folder."""
    runs = traced(both) if people else None
    record = record_of(both, people=people)
    path = begin(out, record["title"], record)
    with shown(progress, compiles=people) as tell, lock.exclusive(path), stoppable(path, "the comparison"):
        if runs is not None:
            again(path, both, runs, executor, workers, tell)
        else:
            with Points(path) as kept:
                for row in rows(both):
                    if (0, row["point"], 0) not in kept.done:
                        kept.append(row)
        if not complete(path, "comparison"):
            frame = read(path, "pair")
            join(path)
            write_tables(path, frame.filter(frame["failed"] == ""), record)
        whole.clear(path)
    return Comparison(path)
