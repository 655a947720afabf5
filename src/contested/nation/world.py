"""The population of a country, drawn once from its places: rows, households, work, ties. Nothing here changes later.

Rows stand place by place and household by household, so that neighbours in life are neighbours in memory. `scale`
persons stand behind a row; at the default of 1 everybody is there. Runs, replicates and processes share one world.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from contested.ground import blocks, streams, ties
from contested.ground.errors import ParameterError
from contested.ground.forked import computing
from contested.ground.options import SCALE
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.nation import people
from contested.nation.country import Country

#: fewest agents that make a place, and a country
FEWEST_ROWS = 4
FEWEST_AGENTS = 100
#: most people in a household
LARGEST_HOUSEHOLD = 4
#: source files that decide what a world looks like
_BUILDERS = (
    "nation/world.py", "nation/people.py", "ground/blocks.py", "ground/ties.py", "ground/shuffle.py", "ground/rng.py",
    "ground/draws.py",
)


@dataclass(frozen=True)
class World:
    """A population.

    Parameters
    ----------
    country : Country
    scale : int
        Persons behind a row.
    arrays : dict of name to array
        Columns of one entry a row: `hardship`, `risk_aversion`, `flags`, `degree` (uint8), `workplace` (int32, 0 for
        none), `ties` (int32, rows x kinds). Tables: `place_start`, `block_start`, `block_place`, `station_start`,
        `station_place`, `workplace_size`, `workplace_place`.
    hash : str
        Of everything it was built from; two worlds with one hash are equal.
    """

    country: Country
    scale: int
    arrays: dict[str, np.ndarray]
    hash: str

    @property
    def rows(self) -> int:
        """Number of simulated people."""
        return len(self.arrays["flags"])


def columns_of_ties(country: Country) -> int:
    """Width of the table of ties."""
    t = country.params.ties
    return (LARGEST_HOUSEHOLD - 1) + int(t.close) + int(t.neighbours) + int(t.colleagues) + int(t.far)


def rows_of(country: Country, scale: int) -> np.ndarray:
    """Rows of each place at a scale: its population over `scale`, rounded, at least 4."""
    return np.array([max(FEWEST_ROWS, round(p.population / scale)) for p in country.places], np.int64)


def bytes_needed(country: Country, scale: int) -> int:
    """Memory a run needs, in bytes: static columns, ties, state, and what building adds for a while."""
    n = int(rows_of(country, scale).sum())
    return n * (4 * columns_of_ties(country) + 9 + 13 + 4 + 13) + 150_000_000


def world_hash(country: Country, scale: int) -> str:
    """SHA-256 of what decides a world: places, employers, ties, seed, scale and the code that builds it."""
    root = Path(__file__).resolve().parents[1]
    facts = {
        "places": [asdict(p) for p in country.places],
        "enterprises": [(e.place, e.headcount) for e in country.enterprises],
        "ties": asdict(country.params.ties),
        "work": (country.params.workplaces.employed, country.params.workplaces.firm_size),
        "seed": country.world_seed,
        "scale": scale,
        "code": [hashlib.sha256((root / f).read_bytes()).hexdigest() for f in _BUILDERS],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def build(country: Country, scale: int = SCALE, progress: ProgressCallback = silent) -> World:
    """Draw the population.

    Parameters
    ----------
    country : Country
    scale : int
        Persons behind a row, at least 1.
    progress : (Progress) -> None, optional

    Raises
    ------
    ParameterError
        If the scale is no whole number of at least 1.
    """
    computing()
    if scale < 1 or int(scale) != scale:
        raise ParameterError(f"scale must be a whole number of at least 1; got {scale}.", "1 simulates every person")
    if country.population < FEWEST_AGENTS * scale:
        raise ParameterError(
            f"scale {scale} leaves fewer than {FEWEST_AGENTS} agents of {country.population:,} people.",
            f"the largest scale for this country is {max(1, country.population // FEWEST_AGENTS)}; "
            "1 simulates every person",
        )
    seed = country.world_seed
    progress(Progress(text="places and households"))
    counts = rows_of(country, scale)
    place_start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    n = int(place_start[-1])
    block_start, block_place = blocks.cut(place_start)
    stations = [min(p.stations, int(c) // 2) for p, c in zip(country.places, counts)]
    station_start, station_place = _split(place_start, stations)
    table = np.full((n, columns_of_ties(country)), -1, np.int32)
    heads = np.zeros(n, np.uint8)
    more = (country.params.ties.household - 1) / (LARGEST_HOUSEHOLD - 1)
    near = _parts(place_start, int(country.params.ties.neighbourhood))
    people.draw_households(near, more, seed, heads, table)

    progress(Progress(text="voters, workers, traits"))
    voters = np.array([min(int(c), round(p.voters / scale)) for p, c in zip(country.places, counts)], np.int64)
    online = np.array([round(p.online * v) for p, v in zip(country.places, voters)], np.int64)
    flags = np.zeros(n, np.uint8)
    people.draw_voters(place_start, heads, voters, online, seed, flags)
    workplace_start, workplace_place = _workplaces(country, scale, voters)
    first_workplace = np.searchsorted(workplace_place, np.arange(len(counts) + 1)).astype(np.int64)
    order, workplace_id = _named_first(country, workplace_start, workplace_place)
    workplace = np.zeros(n, np.int32)
    worker_rows = np.zeros(int(workplace_start[-1]), np.int32)
    people.draw_workers(
        place_start, flags, voters, workplace_start, first_workplace, workplace_id, len(country.enterprises), seed,
        workplace, worker_rows,
    )
    hardship = np.zeros(n, np.uint8)
    risk_aversion = np.zeros(n, np.uint8)
    people.draw_traits(seed, hardship, risk_aversion)

    progress(Progress(text="ties"))
    column = LARGEST_HOUSEHOLD - 1
    circles = _parts(place_start, int(country.params.ties.circle))
    for turn in range(int(country.params.ties.close)):
        ties.match_rows(table, column, circles, seed, streams.CIRCLE_TIE, turn)
        column += 1
    for turn in range(int(country.params.ties.neighbours)):
        ties.match_rows(table, column, near, seed, streams.NEIGHBOUR_TIE, turn)
        column += 1
    for turn in range(int(country.params.ties.colleagues)):
        ties.match_members(table, column, worker_rows, workplace_start, seed, streams.WORK_TIE, turn)
        column += 1
    for turn in range(int(country.params.ties.far)):
        ties.match_everyone(table, column, seed, streams.FAR_TIE, turn)
        column += 1
    degree = np.zeros(n, np.uint8)
    ties.count_ties(table, degree)
    # workplaces are stored in order of their number: named ones first, as results list them
    sizes = np.diff(workplace_start)[order]
    arrays: dict[str, np.ndarray] = {
        "hardship": hardship,
        "risk_aversion": risk_aversion,
        "flags": flags,
        "degree": degree,
        "workplace": workplace,
        "ties": table,
        "place_start": place_start,
        "block_start": block_start,
        "block_place": block_place,
        "station_start": station_start,
        "station_place": station_place,
        "workplace_size": np.concatenate([[0], sizes]).astype(np.int64),
        "workplace_place": np.concatenate([[0], workplace_place[order]]).astype(np.int32),
    }
    return World(country, int(scale), arrays, world_hash(country, scale))


def _split(place_start: np.ndarray, parts: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Cut each place's rows into nearly equal consecutive parts."""
    starts = [
        int(lo) + int(hi - lo) * np.arange(k, dtype=np.int64) // k for (lo, hi), k in zip(pairwise(place_start), parts)
    ]
    place = np.repeat(np.arange(len(parts), dtype=np.int32), parts)
    return np.concatenate([*starts, place_start[-1:]]).astype(np.int64), place


def _parts(place_start: np.ndarray, size: int) -> np.ndarray:
    """Starts of parts of about `size` rows each, within places."""
    parts = [max(1, round((hi - lo) / size)) for lo, hi in pairwise(place_start)]
    return _split(place_start, parts)[0]


def _workplaces(country: Country, scale: int, voters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Employers place by place, named ones first in each: starts into the list of workers, and places."""
    w = country.params.workplaces
    sizes: list[int] = []
    place: list[int] = []
    for p, here in enumerate(country.places):
        left = min(int(voters[p]), round(w.employed * here.population / scale))
        wanted = [max(2, round(e.headcount / scale)) for e in country.enterprises if e.place == p]
        for size in wanted:
            size = min(size, left)
            sizes.append(size)
            place.append(p)
            left -= size
        firm = int(w.firm_size)
        others = [firm] * (left // firm) + ([left % firm] if left % firm else [])
        sizes += others
        place += [p] * len(others)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), np.array(place, np.int32)


def _named_first(country: Country, starts: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number employers so that named ones are 1, 2, ... in the scenario's order.

    Returns the order (position of number 1, 2, ...) and the number of each position.
    """
    first = np.searchsorted(place, np.arange(len(country.places)))
    taken = dict.fromkeys(range(len(country.places)), 0)
    named: list[int] = []
    for e in country.enterprises:
        named.append(int(first[e.place]) + taken[e.place])
        taken[e.place] += 1
    rest = np.setdiff1d(np.arange(len(place)), named)
    order = np.concatenate([np.array(named, np.int64), rest]).astype(np.int64)
    number = np.empty(len(place), np.int32)
    number[order] = np.arange(1, len(place) + 1)
    return order, number
