"""What a comparison is asked to be, checked before anything is written."""

from __future__ import annotations

from typing import Any, NamedTuple

from contested.ground import options
from contested.ground.errors import InputError
from contested.nation.world import world_hash
from contested.studies import arguments, memory
from contested.studies.comparison.arms import Side
from contested.studies.comparison.comparison import CONDITIONAL
from contested.studies.comparison.posterior import Draws, settings_of
from contested.studies.folder import Record, new_record

MOST_PAIRS = 1_000_000


class Pairs(NamedTuple):
    """Pairs of runs.

    Parameters
    ----------
    settings : list of dict
        Of each pair, shared by both arms.
    scale : int
    days : int
    """

    settings: list[dict[str, Any]]
    scale: int
    days: int


def pairs_of(
    sides: tuple[Side, Side], posterior: Draws | None, pairs: int | None, scale: int | None, days: int,
    workers: int | None,
) -> Pairs:  # fmt: skip
    """How many pairs, with what settings, at what scale.

    Parameters
    ----------
    workers : int, optional
        That hold a pair each.

    Raises
    ------
    InputError
        Whatever is wrong with what was asked.
    NotEnoughMemory
    """
    a, b = (side.country for side in sides)
    if days > b.days:
        raise InputError(f"days: expected at most the {b.days} of b; got {days}.", "fewer --days")
    scale = arguments.whole(scale if scale is not None else (posterior.scale if posterior else None) or 1, "scale")
    if scale < 1:
        raise InputError(f"scale: expected a whole number of at least 1; got {scale}.", "1 simulates every person")
    settings = _settings(sides, posterior, pairs)
    memory.check_workers(a, scale, workers, arms=2, populations=len({world_hash(c, scale) for c in (a, b)}))
    return Pairs(settings, scale, days)


def record_of(sides: tuple[Side, Side], posterior: Draws | None, pairs: Pairs, seed: int) -> Record:
    """What the comparison is; two are one only if this is the same."""
    country = sides[0].country
    return new_record("comparison", {
        "label": CONDITIONAL, "a": sides[0].record(), "b": sides[1].record(),
        "posterior": posterior.record() if posterior else None,
        "pairs": len(pairs.settings), "seed": seed, "scale": pairs.scale, "days": pairs.days,
        "start": str(country.start), "places": [p.name for p in country.places], "title": country.title,
        "where": [[p.lat, p.lon] for p in country.places],
    })  # fmt: skip


def _settings(sides: tuple[Side, Side], posterior: Draws | None, pairs: int | None) -> list[dict[str, Any]]:
    wanted = None if pairs is None else arguments.whole(pairs, "pairs")
    if wanted is not None and not 1 <= wanted <= MOST_PAIRS:
        raise InputError(f"pairs: expected 1 to {MOST_PAIRS:,}; got {wanted}.", f"the default is {options.PAIRS}")
    if posterior is None:
        return [{} for _ in range(wanted or options.PAIRS)]
    return settings_of(posterior, sides, wanted or min(options.PAIRS, posterior.table.height))
