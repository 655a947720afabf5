"""What a forecast is asked to be, checked before anything is written."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, get_args

from contested.claims import Claim
from contested.claims.people.masking import apart
from contested.ensemble.points import seeds
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Voice
from contested.inference.likelihood.cells import counterpart
from contested.store import layout
from contested.studies import arguments
from contested.studies.calibration.calibration import Calibration
from contested.studies.calibration.folder import ANSWER
from contested.studies.calibration.request import hash_of
from contested.studies.days import to_date
from contested.studies.folder import Record, begun, finished, new_record
from contested.studies.forecasting.origins import upto
from contested.studies.forecasting.runs_ahead import MOST

#: of whole numbers: the least, and the default
_NUMBERS = {
    "horizon": (1, options.HORIZON), "runs": (10, options.RUNS), "draws": (20, options.DRAWS),
    "seed": (0, options.SEED),
}  # fmt: skip


class Request(NamedTuple):
    """What `tasks.forecast.forecast` is asked, checked; `path` is that of the forecast's folder, horizon in days."""

    study: Calibration
    claims: tuple[Claim, ...]
    horizon: int
    origins: list[dt.date]
    by: Voice
    runs: int
    draws: int
    seed: int
    path: Path
    record: Record


def request(
    study: Calibration, horizon: int, origins: Iterable[str | dt.date] | str | dt.date | None, by: Voice,
    claims: str | Path | Iterable[Claim] | None, runs: int, draws: int, seed: int, out: str | Path | None,
    ledger: str | Path | None = None,
) -> Request:  # fmt: skip
    """A request, checked."""
    if by not in get_args(Voice):
        raise InputError(f"by: expected party or side; got {arguments.short(by)}.", "party if left out")
    numbers = {"horizon": horizon, "runs": runs, "draws": draws, "seed": seed}
    for name, (least, default) in _NUMBERS.items():
        arguments.whole(numbers[name], name, least, default)
    seeds(seed, 1)  # refuses impossible ones
    if runs > MOST:
        raise InputError(f"runs: expected at most {MOST}; got {runs}.", f"the default is {options.RUNS}")
    study.integrity.check()
    given = study.claims() if claims is None else _with_past(study, arguments.claims(claims))
    days = _origins(origins, study)
    record = new_record("forecast", {
        "study": study.folder.path.name, "request": study.record, "answer": _answer(study), "claims": hash_of(given),
        "origins": [d.isoformat() for d in days], "by": by, **numbers,
        "ledger": "" if ledger is None else str(layout.given(ledger, "ledger")),
    })  # fmt: skip
    path = _folder(study.folder.path, out, record)
    return Request(study, given, horizon, days, by, runs, draws, seed, path, record)


def _with_past(study: Calibration, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims as given; where all that a run has are of later days, what was known comes from the study's own."""
    last, scenario = study.folder.fit_until, study.folder.scenario
    if any(counterpart(c, scenario) is not None for c in upto(claims, last)):
        return claims
    known = upto(study.claims(), last)
    return (*apart(claims, known), *known)  # the file's own first: they are numbered by its rows


def _origins(origins: Iterable[str | dt.date] | str | dt.date | None, study: Calibration) -> list[dt.date]:
    first, country = study.folder.fit_until, study.scenario.country
    start, end = country.start, country.start + dt.timedelta(days=country.days - 1)
    last = min(study.folder.until, end - dt.timedelta(days=1))
    if origins is None:
        weeks = (first - dt.timedelta(days=7 * k) for k in reversed(range(options.ORIGINS)))
        return [day for day in weeks if day > start]
    found = sorted({to_date(o, "origins") for o in arguments.several(origins, "origins")})
    for day in found:
        if not start <= day <= last:
            raise InputError(
                f"origins: expected days from {start} to {last}; got {day}.",
                f"the study simulates to {study.folder.until}, and the scenario ends with {end}",
            )
    if not found:
        raise InputError("origins: expected at least one day; got none.", "leave it out for the last five weeks")
    return found


def _answer(study: Calibration) -> str:
    """SHA-256 of the answer that is forecast from."""
    return hashlib.sha256((study.path / ANSWER).read_bytes()).hexdigest()


def _folder(study: Path, out: str | Path | None, record: Record) -> Path:
    """Where the forecast goes: the folder that was named, that of the same forecast unfinished, or the next number."""
    if out is not None:
        path = layout.given(out, "out")
        begun(path, record)  # refuses that of another
        return path
    n = 1
    while (path := study / "forecasts" / f"{n:03d}").exists() and not _unfinished(path, record):
        n += 1
    return path


def _unfinished(path: Path, record: Record) -> bool:
    try:
        return not finished(path, "forecast") and begun(path, record)
    except InputError:
        return False
