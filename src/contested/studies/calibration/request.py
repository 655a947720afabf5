"""What a calibration is asked to be, checked before anything is written; and the claims it goes by."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from contested.ensemble.points import seeds
from contested.ground import options
from contested.ground.errors import InputError, closest
from contested.ground.options import Method
from contested.inference import priors
from contested.inference.emulator.emulator import FEWEST
from contested.store import disk
from contested.studies import arguments
from contested.studies.calibration import evidence
from contested.studies.days import to_date
from contested.studies.folder import Record, new_record
from contested.studies.run.prepare import Chosen

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.scenarios import Scenario

#: claims as callers give them; None for the scenario's own
Claims = str | Path | Iterable["Claim"] | None

#: what a calibration is unless it is asked otherwise
DEFAULTS: dict[str, int] = {
    "scale": options.CALIBRATION_SCALE, "waves": options.WAVES, "points": options.WAVE_POINTS,
    "replicates": options.REPLICATES, "checks": options.CHECKS, "seed": options.SEED,
}  # fmt: skip
#: what a smoother is: passes and members stand for waves and points
SMOOTHER_DEFAULTS = {**DEFAULTS, "waves": options.PASSES, "points": options.MEMBERS, "checks": 0}
#: members of which covariances are taken, at least
FEWEST_MEMBERS = 20
LEAST = {"waves": 1, "points": 1, "replicates": 1, "checks": 0}
MOST_RUNS = 1_000_000


def defaults(method: Method) -> dict[str, int]:
    """Numbers of a calibration by this method.

    Raises
    ------
    InputError
        An unknown method.
    """
    if method not in get_args(Method):
        raise InputError(f"method: expected one of {', '.join(get_args(Method))}; got {method!r}.",
                         closest(str(method), list(get_args(Method))))  # fmt: skip
    return DEFAULTS if method == "emulator" else SMOOTHER_DEFAULTS


def record(
    chosen: Chosen, fit_until: str | dt.date | None, until: str | dt.date | None, names: tuple[str, ...] | None,
    numbers: dict[str, int], claims: Claims, distrust: tuple[str, ...], method: Method = options.METHOD,
) -> Record:  # fmt: skip
    """What the study is, as plain values; two studies are one only if this is the same.

    As `tasks.calibrate.calibrate` is asked; `names` are the parameters', and `numbers` has the keys of DEFAULTS.
    """
    from contested.nation.world import world_hash

    country, scenario = chosen.country, chosen.scenario
    fit_until, until = _days(country.start, country.start + dt.timedelta(days=country.days - 1), fit_until, until)
    seeds(numbers["seed"], max(numbers["replicates"], 1))  # refuses impossible ones
    for name, least in LEAST.items():
        arguments.whole(numbers[name], name, least, defaults(method)[name])
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
    if method == "smoother":
        _check_smoother(numbers)
    elif each < (need := len(fitted.names) + FEWEST):
        raise InputError(
            f"points: expected at least {need} runs a wave for {len(fitted.names)} parameters; got {each}.",
            "more --points, or fewer --parameters",
        )
    days = (until - country.start).days + 1
    chosen_claims = claims_for(claims, scenario)
    cells = evidence.cells_within(scenario, chosen_claims, days)
    fitted_claims = evidence.evidence(scenario, chosen_claims, cells, fit_until, days)
    evidence.doubting(distrust, fitted_claims)  # refuses who says nothing
    return new_record("calibration", {
        "scenario": scenario.name, "title": scenario.title, "hash": scenario.hash,
        "world": world_hash(country, chosen.scale), "claims": hash_of(chosen_claims) if claims is not None else "",
        "fit_until": fit_until.isoformat(), "days": days, "settings": chosen.settings,
        "parameters": {p.name: f"{p.law}({p.first:g}, {p.second:g})" for p in fitted.each},
        "distrust": sorted(distrust), "method": method, **numbers,
    })  # fmt: skip


def _check_smoother(numbers: dict[str, int]) -> None:
    if numbers["points"] < FEWEST_MEMBERS:
        raise InputError(
            f"points: expected at least {FEWEST_MEMBERS} members of a smoother; got {numbers['points']}.",
            f"the default is {options.MEMBERS}",
        )
    for name, only, why in (("replicates", 1, "each member is one run"), ("checks", 0, "it has no trials of its own")):
        if numbers[name] != only:
            raise InputError(f"{name}: expected {only} for a smoother; got {numbers[name]}.", why)


def _days(
    start: dt.date, end: dt.date, fit_until: str | dt.date | None, until: str | dt.date | None
) -> tuple[dt.date, dt.date]:
    if fit_until is None:
        raise InputError(
            "fit_until: expected the last day of the claims to fit; got none.", "such as --fit-until 2020-09-15"
        )
    fitted = to_date(fit_until, "fit_until")
    if not start <= fitted <= end:
        raise InputError(
            f"fit_until: expected a date from {start} to {end}; got {fitted}.", "these are the scenario's days"
        )
    beyond = fitted + dt.timedelta(days=options.DAYS_BEYOND)
    last = min(end, beyond) if until is None else to_date(until, "until")
    if not fitted <= last <= end:
        raise InputError(f"until: expected a date from {fitted} to {end}; got {last}.", "leave it out")
    return fitted, last


def claims_for(claims: Claims, scenario: Scenario) -> tuple[Claim, ...]:
    """Claims of a file, as given, or else the scenario's own."""
    return scenario.claims if claims is None else arguments.claims(claims)


def hash_of(claims: Sequence[Claim]) -> str:
    """SHA-256 of claims as a table."""
    from contested.claims import write

    return hashlib.sha256(write.as_bytes(claims, ".csv")).hexdigest()


def store(path: Path, chosen: Chosen, claims: Claims, days: int) -> None:
    """Write claims and cells once, so that a folder needs nothing but itself."""
    from contested.claims import write

    chosen_claims = claims_for(claims, chosen.scenario)
    with disk.writing(path):
        if claims is not None and not (path / "claims.csv").is_file():
            disk.write_bytes(path / "claims.csv", write.as_bytes(chosen_claims, ".csv"))
        if not (path / "cells.json").is_file():
            cells = evidence.cells_within(chosen.scenario, chosen_claims, days)
            disk.write_bytes(path / "cells.json", evidence.as_json(cells))
