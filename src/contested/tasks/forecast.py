"""Forecast what parties will say and what will be true, from a calibration; and say how such forecasts fared before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.claims.claim import Claim
from contested.ground.errors import InputError
from contested.inference import ledger as book
from contested.inference.backtest import HORIZONS, backtest
from contested.inference.cells import counterpart
from contested.inference.claim_forecast import ClaimForecast
from contested.inference.hyper import Hyper
from contested.inference.series import Key, Series, series_of
from contested.store import disk, layout, write
from contested.tasks import asked
from contested.tasks.days import to_date
from contested.tasks.forecast_folder import NATION, Forecast, Made, written
from contested.tasks.prepare import say_nothing

if TYPE_CHECKING:
    from contested.tasks.calibration.study import Study

#: origins a week apart that are tried where none are given
ORIGINS = 5
#: days with claims that a series needs before it is scored
LEAST = 5
#: days with claims that make a voice worth foretelling, if any has as many
SPEAKS = 3


def forecast(
    study: str | Path,
    horizon: int = 28,
    *,
    origins: Iterable[str | date] | None = None,
    by: str = "party",
    claims: str | Path | Iterable[Claim] | None = None,
    draws: int = 400,
    seed: int = 1,
    ledger: str | Path | None = None,
    out: str | Path | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Forecast:
    """Forecast from the last day that a study was fitted to, and from days of the past to see how good that is.

    Parameters
    ----------
    study : path
        Folder of a calibration (`contested.calibrate`). No run is played.
    horizon : int, day
    origins : dates, optional
        Days from which forecasts are made again and scored by the claims that followed; the study's last day and the
        four weeks before it, a week apart, if absent.
    by : "party" or "side"
        Whose voice a series is.
    claims : path or iterable of Claim, optional
        Claims instead of the study's own, for example with later ones, which score and are never forecast from.
    draws, seed : int
    ledger : path, optional
        Book to write the forecast down in (`inference.ledger`); ledger.jsonl in the folder if absent.
    out : path, optional
        New folder; STUDY/forecasts/NUMBER if absent.
    say : (str) -> None, optional
        Told what is being done.

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        Whatever is wrong with what was asked, before anything is written.
    CheckpointError
        The folder is none of a finished calibration.
    MissingExtra
        If scoringrules is not installed.
    DiskError
    """
    from contested.tasks.calibration.study import Study
    from contested.tasks.forecast_runs import played

    horizon, draws, seed = (asked.whole(v, n) for v, n in ((horizon, "horizon"), (draws, "draws"), (seed, "seed")))
    for name, value, least, usual in (("horizon", horizon, 1, 28), ("draws", draws, 20, 400), ("seed", seed, 0, 1)):
        if value < least:
            raise InputError(f"{name}: expected at least {least}; got {value}.", f"{usual} if left out")
    if by not in ("party", "side"):
        raise InputError(f"by: expected party or side; got {asked.short(by)}.", "party if left out")
    opened = Study(study)
    held = opened.held
    scenario, until = held.scenario, held.until
    told = _told(opened, claims)
    doubted = opened.answer["distrust"]
    hyper = Hyper().doubting(*doubted) if doubted else Hyper()
    days = _origins(origins, until, scenario.country.start, held.last)
    target = _folder(held.path, out)
    say("reading runs")
    runs = played(held)
    there = set(runs.cells.each)
    told = tuple(c for c in told if counterpart(c, scenario) in there)
    model = ClaimForecast(scenario, told, runs, hyper=hyper, horizon=horizon, seed=seed)
    say(f"claims up to {until}")
    series = series_of([c for c in told if (c.end_date or c.date) <= until], until, by)
    often = {key: one for key, one in series.items() if one.past.days.size >= SPEAKS} or series
    tried = {key: _made(model, one, horizon, draws, seed) for key, one in often.items()}
    made = {key: one for key, one in tried.items() if one is not None}
    if not made:
        raise InputError(f"{held.path}: no series of claims up to {until} can be foretold a day ahead.",
                         f"runs were played until {held.last}; calibrate with a later --last")  # fmt: skip
    say(f"forecasts from {len(days)} days, and their scores")
    horizons = tuple(dict.fromkeys((*(h for h in HORIZONS if h < horizon), horizon)))
    bt = backtest(told, days, {NATION: model}, by=by, horizons=horizons, least=LEAST, draws=draws, seed=seed)
    mute = [(until, " ".join(key), "no run was kept day by day for this place") for key in often if key not in made]
    bt = replace(bt, skipped=pl.concat([bt.skipped, pl.DataFrame(mute, bt.skipped.schema, orient="row")]))
    record = {
        "contested": version("contested"), "study": held.path.name, "distrust": doubted, "scenario": scenario.name,
        "title": scenario.country.title,
        "origin": until.isoformat(), "horizon": horizon, "origins": [d.isoformat() for d in days], "by": by,
        "draws": draws, "seed": seed, "series": len(made), "runs": model.at(until).runs,
        "chains agree": {d.isoformat(): model.at(d).posterior.agree for d in dict.fromkeys((*days, until))
                         if d in model.seen},
        "ledger": str(layout.given(ledger, "ledger") if ledger is not None else target / "ledger.jsonl"),
    }  # fmt: skip
    # a later claim may give a party another name
    written(target, record, made, {**series, **series_of(told, date.max, by)}, bt)
    _record(Path(record["ledger"]), made, until, record)
    return Forecast(target)


def score(ledger: str | Path, claims: str | Path | Iterable[Claim]) -> pl.DataFrame:
    """Score every forecast of a book by claims that came since, and write that down in the book.

    Parameters
    ----------
    ledger : path
    claims : path or iterable of Claim

    Returns
    -------
    polars.DataFrame
        A row a claim scored now: quantity, actor, place, voice, date, lead, claimant, ahead (the forecast was written
        before that day), crps, crps_log, log_score, interval_score, covered, pit. Claims scored earlier are not scored
        twice, and those of days or series that were not forecast not at all.

    Raises
    ------
    InputError
        No book, a book that was changed, or claims that cannot be read.
    """
    path = layout.given(ledger, "ledger")
    if not path.is_file():
        raise InputError(f"{path}: expected a ledger of forecasts; there is no such file.", "see FOLDER/ledger.jsonl")
    told, lines = _claims(claims), book.read(path)
    by_voice = {**series_of(told, date.max, "side"), **series_of(told, date.max, "party")}
    scored = [line for line in lines if line["kind"] == "score"]
    before = {(line["forecast"], *(line["claim"][name] for name in sorted(line["claim"]))) for line in scored}
    made = max(date.today(), *(date.fromisoformat(line["made"]) for line in lines)) if lines else date.today()
    rows = []
    for line in (line for line in lines if line["kind"] == "forecast"):
        key, origin = Key(**line["series"]), date.fromisoformat(line["origin"])
        due = [c for c in by_voice[key].claims if (c.date - origin).days in line["leads"]] if key in by_voice else []
        new = [c for c in due if (line["hash"], *_said(c)) not in before]
        for found in book.score(path, line["hash"], new, made) if new else ():
            said = found["claim"]
            rows.append({**key._asdict(), "date": said["date"], "lead": found["lead"], "claimant": said["claimant"],
                         "ahead": found["ahead"], **found["scores"]})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _said(claim: Claim) -> tuple[Any, ...]:
    """A claim as a score's line names it."""
    return (claim.claimant, claim.date.isoformat(), claim.high, claim.low, claim.side, claim.source_url, claim.value)


def _claims(claims: str | Path | Iterable[Claim]) -> tuple[Claim, ...]:
    if isinstance(claims, str | Path):
        from contested.tasks.claims import read_claims

        return read_claims(claims)
    return tuple(claims)


def _told(opened: Study, claims: Any) -> tuple[Claim, ...]:
    """What was given, or what an answer was asked of, or the study's own."""
    if claims is not None:
        return _claims(claims)
    own = opened.path / "claims.csv"
    return _claims(own) if own.is_file() else opened.held.claims()


def _origins(origins: Any, until: date, start: date, last: date) -> list[date]:
    if origins is None:
        return [d for k in reversed(range(ORIGINS)) if (d := until - timedelta(days=7 * k)) > start]
    found = sorted({to_date(o, "origins") for o in asked.several(origins, "origins")})
    for day in found:
        if not start <= day < last:
            raise InputError(f"origins: expected days from {start} to before {last}; got {day}.",
                             f"{last} is the last day that was played")  # fmt: skip
    if not found:
        raise InputError("origins: expected at least one day; got none.", "leave it out for the last five weeks")
    return found


def _folder(study: Path, out: Any) -> Path:
    if out is not None:
        path = layout.given(out, "out")
        write.refuse_unless_free(path)
        return path
    n = 1
    while (path := study / "forecasts" / f"{n:03d}").exists():
        n += 1
    return path


def _made(model: ClaimForecast, series: Series, horizon: int, draws: int, seed: int) -> Made | None:
    """None where nothing was played that says anything."""
    leads = np.array([k for k in range(1, horizon + 1) if model.can(series.key, series.until, k)], dtype=np.int64)
    if not leads.size:
        return None
    said, truth = model(series, leads, draws, seed), model.truth(series.key, series.until, leads)
    return Made(series.claims[-1].side, leads, said, truth)


def _record(path: Path, made: dict[Key, Made], until: date, record: dict[str, Any]) -> None:
    # a forecast cannot be older than what it knows: countries that do not exist yet have their days in years to come
    lines = book.read(path)
    today = max([date.today(), until, *(date.fromisoformat(line["made"]) for line in lines[-1:])])
    maker = f"contested {record['contested']}, {record['study']}, seed {record['seed']}"
    with disk.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    for key, one in made.items():
        book.record(path, key, until, one.leads, one.said, maker=maker, made=today)
