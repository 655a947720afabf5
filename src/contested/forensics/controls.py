"""False-alarm rates: how often each indicator alarms on honest elections that look like the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy.stats import beta

from contested.forensics.finding import Finding
from contested.forensics.models import honest
from contested.forensics.table.case import Case, ordered
from contested.ground import streams
from contested.ground.draws import member_seed, uniforms
from contested.ground.progress import Progress, ProgressCallback, silent


class Find(Protocol):
    """An indicator: from a case to a finding."""

    def __call__(self, case: Case, *, seed: int = 1) -> Finding: ...


#: stations that slow indicators are run on
MOST = 10_000
#: world -> what holds in it
WORLDS: dict[str, str] = {
    "territories": "nobody cheats, and every territory differs from the next as much as it does in these returns",
    "core": "nobody cheats, the whole country votes as its honest core does, and support is unrelated to turnout",
    "gradient": "nobody cheats, and within every territory keener stations are fonder of the leader, as they are here",
    "villages": "nobody cheats, and small stations vote otherwise than large ones, as they do here",
    "special": "nobody cheats, and stations of a turnout far above their territory's have another electorate",
    "electorates": "nobody cheats, and two electorates live in every territory, with a turnout and a support each",
    "feigned": "nobody cheats, and such stations have an electorate that leaves others as many ballots as elsewhere",
    "strays": "nobody cheats, and each station strays from its surroundings as far as here, to either side",
    "turned places": "nobody cheats, and all stations of a place that stand out turned to the same side",
    "other voters": "nobody cheats, and so did all stations of the country whose voters changed by a tenth",
}
#: worlds with an honest cause that tests of turnout and support mistake for fraud, one each
CAUSES = ("gradient", "villages", "special", "feigned", "electorates")
#: times as many honest elections of these for a test that takes no time: the false-alarm rate of a strong one is low
MANY = 5


class Outcome(NamedTuple):
    """What one indicator said of one honest election; its value and alarm are absent where it has none."""

    name: str
    value: float | None
    alarm: bool | None


#: (number of the world, number of the election) -> outcomes of all indicators
Outcomes = Mapping[tuple[int, int], Sequence[Outcome]]


def ignored(world: int, election: int, outcomes: Sequence[Outcome]) -> None:
    """Keeps nothing."""


@dataclass(frozen=True)
class Control:
    """How often one indicator alarmed on honest elections.

    Parameters
    ----------
    name, world : str
        The finding's name; a key of `WORLDS`.
    elections, alarms : int
        How many were drawn, and on how many it alarmed.
    low, high : float, share
        The false-alarm rate lies within these with 95 % confidence (Clopper & Pearson).
    values : float64 array
        The indicator's value on each; NaN where it has none.
    """

    name: str
    world: str
    elections: int
    alarms: int
    low: float
    high: float
    values: np.ndarray

    @property
    def rate(self) -> float:
        """Share of honest elections on which it alarmed."""
        return self.alarms / self.elections


def control(
    case: Case,
    finds: Sequence[Find],
    *,
    slow: Sequence[Find] = (),
    elections: int,
    seed: int = 1,
    progress: ProgressCallback = silent,
    finished: Outcomes | None = None,
    keep: Callable[[int, int, Sequence[Outcome]], None] = ignored,
) -> list[Control]:
    """Run indicators on honest elections.

    Parameters
    ----------
    case : Case
        What the elections are to look like.
    finds : sequence of (case, seed) -> Finding
        Indicators that alarm by a rule.
    slow : sequence of (case, seed) -> Finding
        The same, but run on whole territories with no more than about `MOST` stations, drawn anew each time: a
        fit that takes half a minute for a country would take hours for forty.
    elections : int
        How many to draw in each world.
    progress : callable
        Is called before each election.
    finished : mapping, optional
        Outcomes of elections that were examined before, of the same case and seed; they are not examined again.
    keep : callable
        Is handed the outcomes of each election that is examined now.

    Returns
    -------
    list of Control
        One per world (without a single core there is only one) and indicator that has a rule.
    """
    case = ordered(case)
    models: dict[str, honest.HonestModel | None] = {"territories": honest.by_territory(case)}
    models["core"] = honest.by_core(case)
    out = []
    for number, (world, model) in enumerate(models.items()):
        if model is None:
            continue
        by_name: dict[str, list[Outcome]] = {}
        for k in range(elections):
            outcomes = (finished or {}).get((number, k))
            if outcomes is None:
                progress(Progress(k, elections, f"honest election {k + 1} of {elections}, {world}"))
                here = member_seed(seed, 1 + number * 100_000 + k)
                election = honest.draw(case, model, here)
                few = sample(election, MOST, here)
                found = [find(few if find in slow else election, seed=here) for find in (*finds, *slow)]
                outcomes = [Outcome(f.name, f.value, f.alarm) for f in found]
                keep(number, k, outcomes)
            for one in outcomes:
                by_name.setdefault(one.name, []).append(one)
        for name, of_one in by_name.items():
            with_rule = [f for f in of_one if f.alarm is not None]
            if with_rule:
                out.append(counted(name, world, with_rule))
    return out


def control_causes(
    case: Case,
    finds: Sequence[Find],
    *,
    elections: int,
    seed: int = 1,
    progress: ProgressCallback = silent,
    finished: Outcomes | None = None,
    keep: Callable[[int, int, Sequence[Outcome]], None] = ignored,
) -> list[Control]:
    """Run quick indicators on honest elections of the worlds in `CAUSES`, each with all stations of the case.

    Parameters are those of `control`; worlds are numbered after its own. A score in standard errors grows with the
    root of the number of stations wherever a law departs from the null, so elections of fewer stations than the case
    would seldom reach the case's score, whatever their law.

    Returns
    -------
    list of Control
        One per world and indicator that has a rule.
    """
    if not finds:
        return []
    case = ordered(case)
    by_world: dict[str, dict[str, list[Outcome]]] = {world: {} for world in CAUSES}
    fits = None
    for k in range(elections):
        for number, world in enumerate(CAUSES, 2):
            outcomes = (finished or {}).get((number, k))
            if outcomes is None:
                progress(Progress(k, elections, f"honest election {k + 1} of {elections}, {world}"))
                fits = fits or honest.causes(case)
                this = member_seed(seed, 1 + number * 100_000 + k)
                election = honest.draw(case, honest.by_cause(case, fits, world, this), this)
                outcomes = [Outcome(f.name, f.value, f.alarm) for f in (find(election, seed=this) for find in finds)]
                keep(number, k, outcomes)
            for one in outcomes:
                by_world[world].setdefault(one.name, []).append(one)
    out = []
    for world, by_name in by_world.items():
        for name, of_one in by_name.items():
            with_rule = [f for f in of_one if f.alarm is not None]
            if with_rule:
                out.append(counted(name, world, with_rule))
    return out


def fewer(case: Case, seed: int) -> Case | None:
    """As many stations of a case as slow tests are run on in honest elections of it; None if these are all."""
    some = ordered(case)
    return None if some.stations <= MOST else sample(some, MOST, seed)


def sample(case: Case, most: int, seed: int) -> Case:
    """Whole territories in a random order, up to `most` stations (one territory if the first has more); the case
    itself if it has no more."""
    if case.stations <= most:
        return case
    order = np.argsort(uniforms(len(case.territories), seed, streams.SAMPLE_TERRITORIES), kind="stable")
    size = np.bincount(case.territory, minlength=order.size)[order]
    order, size = order[size > 0], size[size > 0]  # a territory without a station would be a sample of nothing
    first = max(1, int(np.searchsorted(size.cumsum(), most, side="right")))
    return case.where(np.isin(case.territory, order[:first]))


def counted(name: str, world: str, outcomes: Sequence[Outcome]) -> Control:
    """The rate of alarms among outcomes of one indicator in one world, with its interval."""
    n, k = len(outcomes), sum(bool(one.alarm) for one in outcomes)
    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    values = np.array([np.nan if one.value is None else one.value for one in outcomes])
    return Control(name, world, n, k, low, high, values)
