"""Who differs between a run and the same run with a change, day by day, and through whom the difference came.

Both are simulated side by side on the same random numbers, as `contested compare` does (`ensemble.paired`,
`ensemble.parting`); one pair, so that a page says what happened here and not how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from contested.engine.run import run
from contested.ensemble.paired import side_by_side
from contested.ensemble.parting import GROUPS, REACHING, Parting
from contested.nation.codes import STATUS
from contested.nation.plan import PHASES
from contested.nation.world import World, world_hash
from contested.serve.ask import RunRequest
from contested.serve.series import Numbers, begun
from contested.studies.comparison.sentence import through
from contested.studies.comparison.tables import reached

#: columns of the model that are listed with the day from which on they differ
FIRST = 12


def differences(request: RunRequest, world: World) -> Numbers:
    """A pair: the scenario's own run, and that of a request with changes.

    Parameters
    ----------
    request : RunRequest
        Of the changed run.
    world : World
        The scenario's population.

    Returns
    -------
    dict
        `same_people`: whether both have one population; if not nobody is compared, and only `first` and `through`
        say something. By day, persons: `differing`, who differ in the evening; `doing`, who do one thing without the
        change and another with it while marches are out; `reached`, who first differ that day, by the phase through
        which; `group`, the same by group; `where`, the same by place. `first`: what of the model differs from which
        day on, earliest first; `through`: the beginning and the main ways in a sentence.
    """
    plain = begun(RunRequest(request.scenario, request.seed, request.scale), world)
    changed = begun(request, world)
    arms, first = (plain, changed), request.branch
    country, days = changed.country, changed.country.days - first
    if first:
        run(plain.model, plain.country.params, request.seed, steps=first, recorder=plain.recorder, state=plain.state)
    same = world_hash(plain.country, request.scale) == world_hash(country, request.scale)
    states = [arm.state for arm in arms]
    seen = Parting(states, days, request.scale, same)
    status, where, group = [], [], []

    def evening(step: int) -> None:
        so_far = seen.answer()
        status.append(so_far["changed/status"])
        where.append(so_far["changed/place"])
        group.append(so_far["changed/group"])

    side_by_side([arm.model for arm in arms], [arm.country.params for arm in arms], states, request.seed,
                 range(first, country.days), seen, evening, first)  # fmt: skip
    answer, places = seen.answer(), [p.name for p in country.places]
    columns, changes = reached(answer, country.start + timedelta(days=first), days, places)
    by_phase = answer["changed/day"].reshape(days, len(REACHING))
    doing = _each_day(status).reshape(days, len(STATUS), len(STATUS))
    return {
        "same_people": same,
        "differing": _whole(answer["changed/now"], first),
        "doing": [
            {"without": STATUS[i], "with": STATUS[k], "persons": _whole(doing[:, i, k], first)}
            for i, k in np.argwhere(doing.any(axis=0)).tolist()
        ],
        "reached": [
            {"phase": PHASES[k].name, "subsystem": PHASES[k].subsystem, "meaning": PHASES[k].meaning,
             "persons": _whole(by_phase[:, column], first)}
            for column, k in enumerate(REACHING) if by_phase[:, column].any()
        ],
        "group": [
            {"name": name, "persons": _whole(persons, first)}
            for name, persons in zip(GROUPS, _each_day(group).reshape(days, len(GROUPS), -1).sum(axis=2).T)
        ],
        "where": _whole(_each_day(where).reshape(days, len(places), -1).sum(axis=2), first),
        "first": [
            {"day": (row["earliest"] - country.start).days, "meaning": row["meaning"], "subsystem": row["subsystem"],
             "phase": row["phase"]}
            for row in columns.head(FIRST).iter_rows(named=True)
        ],
        "through": through(columns, changes),
    }  # fmt: skip


def _each_day(so_far: Sequence[np.ndarray]) -> np.ndarray:
    """What each day adds to sums so far; float64 array of shape (days, length), person."""
    return np.diff(np.array(so_far), axis=0, prepend=0.0)


def _whole(persons: np.ndarray, before: int) -> list[int]:
    """Persons by day as whole numbers, with none on the days before a branch."""
    none = [(before, 0), *[(0, 0)] * (persons.ndim - 1)]
    plain: list[int] = np.pad(np.rint(persons), none).astype(np.int64).tolist()
    return plain
