"""Made elections with known truth, of many kinds: seven honest ones, and planted ones in which ballots were stuffed.

No kind shares code with the program's own honest elections (`forensics.models.honest`), and every seed draws other
parameters, so that an audit is held against countries that it was not made for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from contested.forensics.table.case import Case, Flags, Floats, Ints


class Made(NamedTuple):
    """A made election: what is reported, and ballots added for the leader and moved to it, by station."""

    case: Case
    stuffed: Ints
    switched: Ints

    @property
    def truth(self) -> int:
        """Votes that the leader has too many, in ballots."""
        return int(self.stuffed.sum() + self.switched.sum())

    @property
    def touched(self) -> float:
        """Share of stations."""
        return float(np.mean(self.stuffed + self.switched > 0))


class Country(NamedTuple):
    """Stations before anybody votes: logits of turnout and support, registered voters, units."""

    turnout: Floats
    support: Floats
    registered: Ints
    town: Ints
    regions: int


def case_of(registered: Ints, cast: Ints, leader: Ints, town: Ints, regions: int) -> Case:
    """A case; stations where nobody voted are left out."""
    towns = int(town.max()) + 1
    region = town * regions // towns
    return Case(
        registered=registered.astype(np.int64), issued=cast.astype(np.int64), cast=cast.astype(np.int64),
        leader=leader.astype(np.int64), region=region.astype(np.int32), territory=town.astype(np.int32),
        leader_name="A", regions=tuple(f"r{k}" for k in range(regions)),
        territories=tuple(f"t{k}" for k in range(towns)), row=np.arange(town.size),
    ).where(cast > 0)  # fmt: skip


def voted(rng: np.random.Generator, country: Country) -> Case:
    """An honest count of a country."""
    cast = rng.binomial(country.registered, expit(country.turnout))
    return case_of(country.registered, cast, rng.binomial(cast, expit(country.support)), country.town, country.regions)


def _sizes(rng: np.random.Generator, n: int) -> Ints:
    return np.exp(rng.normal(6.6, rng.uniform(0.3, 0.7), n)).astype(np.int64) + 100


def _towns(rng: np.random.Generator, stations: int | None) -> tuple[int, Ints, int, Floats, Floats]:
    n = stations or int(rng.integers(1500, 4000))
    towns = int(rng.integers(max(n // 60, 12), n // 25))
    town = np.arange(n) * towns // n
    a, b = rng.normal(0, rng.uniform(0.1, 0.3), towns)[town], rng.normal(0, rng.uniform(0.15, 0.4), towns)[town]
    return n, town, int(rng.integers(3, 10)), a + rng.uniform(-0.3, 0.7), b + rng.uniform(-0.8, 0.5)


def plain(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Towns differ, stations differ; turnout and support have nothing to do with each other."""
    n, town, regions, t, p = _towns(rng, stations)
    t, p = t + rng.normal(0, rng.uniform(0.1, 0.3), n), p + rng.normal(0, rng.uniform(0.15, 0.35), n)
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def two_blocs(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Some towns, or some whole regions, vote more and are fonder of the leader."""
    n, town, regions, t, p = _towns(rng, stations)
    towns = town.max() + 1
    bloc = rng.random(towns) < rng.uniform(0.15, 0.5)
    if rng.random() < 0.5:
        bloc = (rng.random(regions) < 0.4)[np.arange(towns) * regions // towns]
    t = t + rng.uniform(0.3, 1.2) * bloc[town] + rng.normal(0, rng.uniform(0.1, 0.25), n)
    p = p + rng.uniform(0.6, 1.6) * bloc[town] + rng.normal(0, rng.uniform(0.2, 0.35), n)
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def villages(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Small stations are villages: keener, fonder of the leader, and of one mind."""
    n, town, regions, t, p = _towns(rng, stations)
    size = _sizes(rng, n)
    z = -(np.log(size) - np.log(size).mean()) / np.log(size).std()
    small = np.clip(z, 0, None)
    t = t + rng.uniform(0.05, 0.2) * z + rng.uniform(0, 0.25) * small + rng.normal(0, rng.uniform(0.1, 0.25), n)
    p = p + rng.uniform(0.08, 0.25) * z + rng.uniform(0, 0.3) * small + rng.normal(0, rng.uniform(0.2, 0.3), n)
    return voted(rng, Country(t, p, size, town, regions))


def class_gradient(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Within towns, keener quarters are fonder of the leader."""
    n, town, regions, t, p = _towns(rng, stations)
    x = rng.normal(0, 1, n)
    t = t + rng.uniform(0.15, 0.4) * x + rng.normal(0, rng.uniform(0.05, 0.2), n)
    p = p + rng.uniform(0.2, 0.5) * x + rng.normal(0, rng.uniform(0.1, 0.3), n)
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def small_tables(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Small tables with a limit to their voters, most of them at the limit."""
    n = stations or int(rng.integers(3000, 6000))
    most = int(rng.integers(150, 450))
    size = np.minimum(most, rng.integers(int(0.7 * most), int(1.15 * most), n))
    towns = max(n // 60, 12)
    town = np.arange(n) * towns // n
    t = np.clip(rng.normal(rng.uniform(0.6, 0.9), 0.04, n), 0.3, 0.99)
    p = np.clip(rng.normal(rng.uniform(0.3, 0.6), rng.uniform(0.05, 0.2), n), 0.02, 0.98)
    return voted(rng, Country(np.log(t / (1 - t)), np.log(p / (1 - p)), size, town, 6))


def uniform(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Stations all alike: nothing but the drawing of ballots makes them differ."""
    n = stations or int(rng.integers(2000, 5000))
    size = rng.integers(450, 650, n) * int(rng.choice([1, 1, 3]))
    towns = max(n // 60, 12)
    t, p = rng.choice([rng.uniform(0.4, 0.8), 0.6]), rng.choice([rng.uniform(0.3, 0.65), 0.5])
    t, p = (np.full(n, np.log(x / (1 - x))) for x in (t, p))
    return voted(rng, Country(t, p, size, np.arange(n) * towns // n, 6))


def postal(rng: np.random.Generator, stations: int | None = None) -> Case:
    """In every town some postal or special stations, where nearly all on the list vote and another electorate does."""
    n, town, regions, t, p = _towns(rng, stations)
    t, p = t + rng.normal(0, rng.uniform(0.1, 0.25), n), p + rng.normal(0, rng.uniform(0.15, 0.3), n)
    special = rng.random(n) < rng.uniform(0.03, 0.35)
    size = _sizes(rng, n)
    if rng.random() < 0.5:  # hospitals and prisons are small
        size = np.where(special, size // 3 + 50, size)
    t = np.where(special, rng.normal(rng.uniform(1.5, 3.5), 0.4, n), t)
    p = p + special * (rng.normal(0, 0.5) + rng.normal(0, 0.2, n))
    return voted(rng, Country(t, p, size, town, regions))


def leaning(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Special stations that lean to the leader about as much as hides them behind added ballots."""
    n, town, regions, t, p = _towns(rng, stations)
    t, p = t + rng.normal(0, rng.uniform(0.1, 0.25), n), p + rng.normal(0, rng.uniform(0.15, 0.3), n)
    special = rng.random(n) < rng.uniform(0.03, 0.35)
    t = np.where(special, rng.normal(rng.uniform(1.5, 3.5), 0.4, n), t)
    p = p + special * (rng.normal(0.8, 0.25) + rng.normal(0, 0.2, n))
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def two_electorates(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Within every town some quarters vote more and are fonder of the leader."""
    n, town, regions, t, p = _towns(rng, stations)
    quarter = rng.random(n) < rng.uniform(0.1, 0.5)
    t = t + rng.uniform(0.3, 1.2) * quarter + rng.normal(0, rng.uniform(0.1, 0.25), n)
    p = p + rng.uniform(0.6, 1.6) * quarter + rng.normal(0, rng.uniform(0.2, 0.35), n)
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def curved_gradient(rng: np.random.Generator, stations: int | None = None) -> Case:
    """Within towns, keener quarters are fonder of the leader, and ever more so."""
    n, town, regions, t, p = _towns(rng, stations)
    x = rng.normal(0, 1, n)
    t = t + rng.uniform(0.15, 0.4) * x + rng.normal(0, rng.uniform(0.05, 0.2), n)
    p = p + rng.uniform(0.1, 0.3) * x + rng.uniform(0.03, 0.1) * (x * x - 1) + rng.normal(0, rng.uniform(0.1, 0.3), n)
    return voted(rng, Country(t, p, _sizes(rng, n), town, regions))


def rising_special(rng: np.random.Generator, stations: int | None = None) -> Case:
    """A large country: a tenth of stations are special, with more turnout and an electorate of their own, and among
    these support rises a little with turnout. Many stations show the least departure from proportion."""
    n = stations or 20_000
    towns = max(n // 40, 12)
    town = np.arange(n) * towns // n
    special, keen = rng.random(n) < 0.1, rng.normal(0, 0.4, n)
    t = rng.normal(0, 0.2, towns)[town] + 0.2 + rng.normal(0, 0.2, n)
    p = rng.normal(0, 0.25, towns)[town] - 0.3 + rng.normal(0, 0.25, n)
    size = np.exp(rng.normal(6.6, 0.5, n)).astype(np.int64) + 100
    t, p = np.where(special, 2.2 + keen, t), p + special * (0.75 + 0.2 * keen)
    return voted(rng, Country(t, p, size, town, 6))


#: name -> (generator, stations or None) -> an honest case
HONEST: dict[str, Callable[..., Case]] = {
    "plain": plain, "two blocs": two_blocs, "villages": villages, "class gradient": class_gradient,
    "small tables": small_tables, "uniform": uniform, "postal": postal,
}  # fmt: skip


#: honest countries made to look like falsified ones
HARD: dict[str, Callable[..., Case]] = {
    "leaning special stations": leaning, "two electorates in every town": two_electorates,
    "a gradient that grows steeper": curved_gradient,
}  # fmt: skip
#: those with so many stations that they are not among the kinds that `audits.held` takes unless it is told to
LARGE: dict[str, Callable[..., Case]] = {"many special stations": rising_special}


def honest(kind: str, seed: int, stations: int | None = None) -> Case:
    """An honest election of a kind of any sort."""
    kinds = HONEST | HARD | LARGE
    return kinds[kind](np.random.default_rng([seed, list(kinds).index(kind)]), stations)


def planted(part: float, seed: int, stations: int | None = None) -> Made:
    """A plain country where ballots were stuffed at about so large a part of stations.

    What differs from seed to seed: sizes, units, how much stations differ, honest turnout and support, the law of the
    intensity (all alike, from nothing upwards, a bell, half a bell with some stations invented), whether some regions
    do more, and in a quarter of the elections up to 15 % of others' votes are switched at these stations as well.
    """
    rng = np.random.default_rng([seed, round(100 * part)])
    n = stations or int(rng.integers(1500, 5000))
    towns, regions = int(rng.integers(max(n // 60, 12), n // 25)), int(rng.integers(3, 12))
    town = np.arange(n) * towns // n
    size = _sizes(rng, n)
    t = rng.uniform(-0.5, 0.7) + rng.normal(0, rng.uniform(0.05, 0.3), towns)[town]
    p = rng.uniform(-1.0, 0.6) + rng.normal(0, rng.uniform(0.1, 0.35), towns)[town]
    t, p = t + rng.normal(0, rng.uniform(0.1, 0.3), n), p + rng.normal(0, rng.uniform(0.1, 0.35), n)
    cast = rng.binomial(size, expit(t))
    leader = rng.binomial(cast, expit(p))
    chance = np.full(n, part)
    if rng.random() < 0.35:
        some = rng.beta(4 * part, 4 * (1 - part), regions)[town * regions // towns]
        chance = np.clip(some * part / some.mean(), 0, 1)
    hit = rng.random(n) < chance
    stuffed = rng.binomial(size - cast, np.where(hit, _intensity(rng, n), 0.0))
    switched = np.zeros(n, np.int64)
    if rng.random() < 0.25:
        switched = rng.binomial(cast - leader, np.where(hit, rng.uniform(0, 0.15), 0.0))
    used = cast + stuffed > 0
    case = case_of(size, cast + stuffed, leader + stuffed + switched, town, regions)
    return Made(case, stuffed[used], switched[used])


def _intensity(rng: np.random.Generator, n: int) -> Floats:
    law = rng.integers(4)
    if law == 0:
        return np.full(n, rng.uniform(0.3, 0.8))
    if law == 1:
        return rng.uniform(0, 2 * rng.uniform(0.2, 0.45), n)
    if law == 2:
        return np.clip(rng.normal(rng.uniform(0.25, 0.7), 0.12, n), 0.02, 0.97)
    invented: Flags = rng.random(n) < 0.1
    return np.where(invented, 0.95, np.clip(np.abs(rng.normal(0, rng.uniform(0.3, 0.6), n)), 0, 0.95))
