"""What a calibration is asked to be, checked before anything is written; and the claims it goes by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ensemble.points import seeds
from contested.ground.errors import InputError
from contested.inference import priors
from contested.inference.emulator.emulator import FEWEST
from contested.store import disk
from contested.studies.calibration import evidence
from contested.studies.calibration.record import FORMAT, KIND
from contested.studies.days import to_date
from contested.studies.run.prepare import Chosen

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.scenarios import Scenario

#: what a study is unless it is asked otherwise
DEFAULTS: dict[str, Any] = {"scale": 100, "waves": 3, "points": 2000, "replicates": 1, "checks": 100, "seed": 1}
LEAST = {"waves": 1, "points": 1, "replicates": 1, "checks": 0}
#: days played beyond the date, to hold predictions to
BEYOND = 56
MOST_RUNS = 1_000_000


def record(
    chosen: Chosen, until: Any, last: Any, names: tuple[str, ...] | None, numbers: dict[str, int], claims: Any,
    distrust: tuple[str, ...],
) -> dict[str, Any]:  # fmt: skip
    """What the study is, as plain values; two studies are one only if this is the same.

    Parameters
    ----------
    names : tuple of str, optional
        Parameters; all that have a prior if absent.
    numbers : dict
        The keys of DEFAULTS.

    Raises
    ------
    InputError, ParameterError
        Whatever is wrong with it.
    """
    from contested.nation.world import world_hash

    country, scenario = chosen.country, chosen.scenario
    until, last = _days(country.start, country.start + timedelta(days=country.days - 1), until, last)
    seeds(numbers["seed"], max(numbers["replicates"], 1))  # refuses impossible ones
    for name, least in LEAST.items():
        if numbers[name] < least:
            said = f"{name}: expected at least {least}; got {numbers[name]}."
            raise InputError(said, f"{DEFAULTS[name]} if left out")
    each = numbers["points"] * numbers["replicates"]
    if (runs := numbers["waves"] * each) > MOST_RUNS:
        raise InputError(f"expected at most {MOST_RUNS:,} runs; got {runs:,}.", "fewer --points or --waves")
    fitted = priors.of(chosen.params, names)
    if not fitted.names:
        raise InputError("parameters: expected at least one; got none.", "leave them out for all that have a prior")
    if twice := [n for n in fitted.names if fitted.names.count(n) > 1]:
        raise InputError(f"parameters: {twice[0]} is given twice.", "name each once")
    if both := [n for n in fitted.names if n in chosen.settings]:
        raise InputError(f"{both[0]}: set and calibrated at once.", "leave out one of --set and --parameters")
    if each < (need := len(fitted.names) + FEWEST):
        raise InputError(
            f"points: expected at least {need} runs a wave for {len(fitted.names)} parameters; got {each}.",
            "more --points, or fewer --parameters",
        )
    days = (last - country.start).days + 1
    told = told_by(claims, scenario)
    found = evidence.evidence(scenario, told, evidence.cells_within(scenario, told, days), until)
    evidence.doubting(distrust, found)  # refuses who says nothing
    return json.loads(json.dumps({
        "format": FORMAT, "kind": KIND, "scenario": scenario.name, "title": scenario.title, "hash": scenario.hash,
        "world": world_hash(country, chosen.scale), "claims": hash_of(told) if claims is not None else "",
        "until": until.isoformat(), "days": days, "settings": chosen.settings,
        "parameters": {p.name: f"{p.law}({p.first:g}, {p.second:g})" for p in fitted.each},
        "distrust": sorted(distrust), **numbers,
    }))  # fmt: skip


def _days(start: date, end: date, until: Any, last: Any) -> tuple[date, date]:
    if until is None:
        raise InputError("until: expected the last day of the claims to fit; got none.", "such as --until 2020-09-15")
    until = to_date(until, "until")
    if not start <= until <= end:
        raise InputError(f"until: expected a date from {start} to {end}; got {until}.", "these are the scenario's days")
    last = min(end, until + timedelta(days=BEYOND)) if last is None else to_date(last, "last")
    if not until <= last <= end:
        raise InputError(f"last: expected a date from {until} to {end}; got {last}.", "leave it out")
    return until, last


def told_by(claims: Any, scenario: Scenario) -> tuple[Claim, ...]:
    """Claims of a file, as given, or else the scenario's own."""
    if claims is None:
        return scenario.claims
    if isinstance(claims, str | Path):
        from contested.tasks.claims import read_claims

        return read_claims(claims)
    return tuple(claims)


def hash_of(claims: Sequence[Claim]) -> str:
    """SHA-256 of claims as a table."""
    from contested.claims import write

    return hashlib.sha256(write.as_bytes(claims, ".csv")).hexdigest()


def keep(path: Path, chosen: Chosen, claims: Any, days: int) -> None:
    """Put claims and cells down once, so that a folder needs nothing but itself."""
    from contested.claims import write

    told = told_by(claims, chosen.scenario)
    with disk.writing(path):
        if claims is not None and not (path / "claims.csv").is_file():
            disk.write_bytes(path / "claims.csv", write.as_bytes(told, ".csv"))
        if not (path / "cells.json").is_file():
            cells = evidence.cells_within(chosen.scenario, told, days)
            disk.write_bytes(path / "cells.json", evidence.as_json(cells))
