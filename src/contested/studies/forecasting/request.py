"""What a forecast is asked to be, checked before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, get_args

from contested.claims import Claim
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Voice
from contested.inference.likelihood.cells import counterpart
from contested.store import layout, write
from contested.studies import arguments
from contested.studies.calibration.calibration import Calibration
from contested.studies.days import to_date
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


def request(
    study: Calibration, horizon: int, origins: Iterable[str | dt.date] | str | dt.date | None, by: Voice,
    claims: str | Path | Iterable[Claim] | None, runs: int, draws: int, seed: int, out: str | Path | None,
) -> Request:  # fmt: skip
    """A request, checked."""
    if by not in get_args(Voice):
        raise InputError(f"by: expected party or side; got {arguments.short(by)}.", "party if left out")
    numbers = {"horizon": horizon, "runs": runs, "draws": draws, "seed": seed}
    for name, (least, default) in _NUMBERS.items():
        arguments.whole(numbers[name], name, least, default)
    if runs > MOST:
        raise InputError(f"runs: expected at most {MOST}; got {runs}.", f"the default is {options.RUNS}")
    study.integrity.check()
    given = study.claims() if claims is None else _with_past(study, arguments.claims(claims))
    path = _folder(study.folder.path, out)
    return Request(study, given, horizon, _origins(origins, study), by, runs, draws, seed, path)


def _with_past(study: Calibration, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims as given; where all that a run has are of later days, what was known comes from the study's own."""
    last, scenario = study.folder.fit_until, study.folder.scenario
    if any(counterpart(c, scenario) is not None for c in upto(claims, last)):
        return claims
    return (*claims, *upto(study.claims(), last))  # the file's own first: they are numbered by its rows


def _origins(origins: Iterable[str | dt.date] | str | dt.date | None, study: Calibration) -> list[dt.date]:
    first, start, last = study.folder.fit_until, study.scenario.country.start, study.folder.until
    if origins is None:
        weeks = (first - dt.timedelta(days=7 * k) for k in reversed(range(options.ORIGINS)))
        return [day for day in weeks if day > start]
    found = sorted({to_date(o, "origins") for o in arguments.several(origins, "origins")})
    for day in found:
        if not start <= day < last:
            raise InputError(
                f"origins: expected days from {start} to before {last}; got {day}.", f"{last} is the last day simulated"
            )
    if not found:
        raise InputError("origins: expected at least one day; got none.", "leave it out for the last five weeks")
    return found


def _folder(study: Path, out: str | Path | None) -> Path:
    if out is not None:
        path = layout.given(out, "out")
        write.refuse_unless_free(path)
        return path
    n = 1
    while (path := study / "forecasts" / f"{n:03d}").exists():
        n += 1
    return path
