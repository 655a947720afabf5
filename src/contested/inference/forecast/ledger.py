"""A book of forecasts that nobody can touch up: dated, chained by hashes, only ever added to, and scored later.

One JSON object a line. Each carries the SHA-256 of the line before it and of itself, so a changed, missing or
inserted line is found by whoever reads the book. What a chain cannot show is that its last lines were cut off or that
all of it was written anew: for that, note `head(path)` somewhere else (in a letter, in a repository) and give it
to `read`.

A forecast holds quantiles, not draws, and is never changed; scores are lines of their own behind it. A score says
whether the forecast was written before the day it speaks of (`ahead`): from an origin in the past anybody can be right.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from contested.claims.claim import Claim
from contested.files import Record, guarded, parse_json, read_bytes, refusing
from contested.ground.arrays import Floats, Ints
from contested.ground.errors import InputError, RunError
from contested.inference.forecast import scores
from contested.inference.forecast.ledger_baselines import quantiles
from contested.inference.forecast.series import Key, bounds_of, form_of
from contested.store import disk

#: hash before the first line
BEGIN = "0" * 64
#: seconds to wait for another process that writes in the same book
PATIENCE = 60.0
#: quantiles kept of each day, at the middles of so many equal parts
QUANTILES = 199
LEVELS = (np.arange(QUANTILES) + 0.5) / QUANTILES


def record(
    path: Path | str, key: Key, origin: date, leads: Ints, draws: Floats, *, maker: str, today: date,
    past: Mapping[str, Any] | None = None,
) -> str:  # fmt: skip
    """Write a forecast down.

    Parameters
    ----------
    path : path
        The book; begun if there is none.
    key : Key
        What is forecast, and whose claims.
    origin : date
        Last day of which anything was known.
    leads : int array of shape (leads,), day
        Behind the origin, from 1.
    draws : float64 array of shape (draws, leads), in the quantity's unit
        Finite and not below 0.
    maker : str
        What made it: a forecaster's name, with version and seed.
    today : date
        As the caller says.
    past : mapping, optional
        What the baselines know (`ledger_baselines.recorded`), so that they are scored beside the forecast.

    Returns
    -------
    str
        The hash of its line, by which it is scored.

    Raises
    ------
    InputError
        A forecast that is no distribution, made before its origin or before the last line; a book that was changed.
    DiskError
        If it cannot be written.
    """
    content = _content(key, leads, draws, origin, maker, today, past)
    before = _append(Path(path), lambda lines: [content])
    return str(read(path)[before]["hash"])


def record_all(
    path: Path | str, series: Sequence[tuple[Key, Ints, Floats]], origin: date, *, maker: str, today: date,
    pasts: Sequence[Mapping[str, Any]] = (),
) -> list[str]:  # fmt: skip
    """Write the forecasts of several series down, all at once: a crash leaves all of them in the book, or none.

    One that stands in the book already, by the same maker and number by number, is not written twice.

    Parameters
    ----------
    series : sequence of (key, leads, draws)
        See `record`, as for all else.
    pasts : sequence of mapping
        `past` of each series, or none at all.

    Returns
    -------
    list of str
        The hashes of their lines, in order.
    """
    beside: list[Mapping[str, Any] | None] = list(pasts) if pasts else list(repeat(None, len(series)))
    contents = [_content(*one, origin, maker, today, past) for one, past in zip(series, beside, strict=True)]

    def missing(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        there = {_identity(line) for line in lines}
        return [content for content in contents if _identity(content) not in there]

    _append(Path(path), missing)
    hashes = {_identity(line): line["hash"] for line in reversed(read(path))}
    return [hashes[_identity(content)] for content in contents]


def _identity(content: dict[str, Any]) -> str:
    """What a line says, whenever it was written and wherever it stands."""
    return _written({k: v for k, v in content.items() if k not in ("number", "previous", "hash", "written", "draws")})


def _content(
    key: Key, leads: Ints, draws: Floats, origin: date, maker: str, today: date, past: Mapping[str, Any] | None
) -> dict[str, Any]:
    leads, draws = np.asarray(leads, np.int64), np.asarray(draws, float)
    if draws.ndim != 2 or draws.shape[1] != leads.size or not draws.size or leads.min() < 1:
        raise InputError(f"forecast: expected draws of {leads.size} days from 1 on; got {draws.shape}.")
    if not (np.isfinite(draws) & (draws >= 0)).all():
        raise InputError("forecast: expected numbers not below 0; got one that is, or is none.")
    if today < origin:
        raise InputError(f"today: expected a day not before the origin {origin}; got {today}.")
    # seven digits say more than any draws do, and read alike on every machine
    columns = [[float(f"{q:.7g}") for q in column] for column in np.quantile(draws, LEVELS, axis=0).T]
    content: dict[str, Any] = {
        "kind": "forecast", "written": today.isoformat(), "maker": maker, "series": key._asdict(),
        "origin": origin.isoformat(), "leads": leads.tolist(), "quantiles": columns, "draws": len(draws),
    }  # fmt: skip
    if past is not None:
        content["past"] = dict(past)
    return content


def score(path: Path | str, forecast: str, claims: Iterable[Claim], today: date) -> list[dict[str, Any]]:
    """Set claims beside a forecast, and write down what came of it.

    Parameters
    ----------
    path : path
    forecast : str
        Hash of its line.
    claims : iterable of Claim
        Of the forecast's series: whose voice a claim is, `series.series_of` says; here what it is about is checked.
    today : date
        As the caller says.

    Returns
    -------
    list of dict
        The lines written, one a claim.

    Raises
    ------
    InputError
        No such forecast; a claim of the origin or before it, about something else, of a day that was not forecast, or
        scored already; nothing is written then.
    """
    given = list(claims)
    before = _append(Path(path), lambda lines: _scores(path, lines, forecast, given, today))
    return read(path)[before:]


def _scores(
    path: Path | str, lines: list[dict[str, Any]], forecast: str, claims: Sequence[Claim], today: date
) -> list[dict[str, Any]]:
    forecasts = {line["hash"]: line for line in lines if line["kind"] == "forecast"}
    if forecast not in forecasts:
        raise InputError(
            f"forecast: expected the hash of one of {len(forecasts)} forecasts in {path}; got {forecast!r}."
        )
    one = forecasts[forecast]
    before = [line["claim"] for line in lines if line["kind"] == "score" and line["forecast"] == forecast]
    contents: list[dict[str, Any]] = []
    beside: dict[str, Floats] = {}
    for claim in claims:
        content = _as_json(claim)
        lead = _lead(one, claim)
        if content in before:
            raise InputError(f"claim of {claim.date} by {claim.claimant}: is scored already against this forecast.")
        before.append(content)
        draws = np.array(one["quantiles"][one["leads"].index(lead)])
        beside = beside or quantiles(one, LEVELS)
        at = one["leads"].index(lead)
        contents.append({
            "kind": "score", "written": today.isoformat(), "forecast": forecast, "lead": lead, "claim": content,
            "form": form_of(claim), "ahead": written_on(one) < claim.date,
            "scores": _scored(draws, claim, one.get("draws", math.inf)),
            **({"baselines": {n: _scored(q[at], claim, one["past"]["draws"]) for n, q in beside.items()}} if beside
               else {}),
        })  # fmt: skip
    return contents


def _scored(levels: Floats, claim: Claim, draws: float) -> dict[str, float | bool | None]:
    # the middle of what ties and bounds leave open, so that scoring needs no chance
    got = scores.scores(levels[None, :], np.array([bounds_of(claim)]), np.array([0.5]), draws)
    return {name: _plain(value[0]) for name, value in got._asdict().items()}


def read(path: Path | str, head: str = "") -> list[dict[str, Any]]:
    """Every line of a book, its chain checked.

    Parameters
    ----------
    path : path
    head : str
        A hash noted earlier; the book must hold it.

    Raises
    ------
    InputError
        If a line was changed, is missing or is not whole, or the noted hash is not there.
    """
    lines: list[dict[str, Any]] = []
    previous = BEGIN
    try:
        there = Path(path).exists()
    except OSError:  # a name too long
        there = True
    content = read_bytes(path, refusing(InputError, f"{path}: expected a ledger"), "json") if there else b""
    if content and not content.endswith(b"\n"):
        raise InputError(f"{path}: the last line is not whole.", "if writing was interrupted, remove that line")
    for number, text in enumerate(content.decode(errors="replace").split("\n")[:-1], 1):
        where = f"{path}:{number}"
        expected = f"{where}: expected a JSON object in plain form; the line was changed"
        try:
            line = parse_json(text, refusing(InputError, expected), nan=True)
            whole = text == _written(line) and line.get("hash") == _hash({k: v for k, v in line.items() if k != "hash"})
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise InputError(f"{expected}.") from None
        if not whole:
            raise InputError(f"{where}: the line does not have the hash that it says; it was changed.")
        if line.get("previous") != previous or line.get("number") != number:
            raise InputError(f"{where}: the line does not follow the one before it; one is missing or new.")
        previous = line["hash"]
        _check(Record(line, refusing(InputError, f"{where}: expected a line of a ledger")))
        lines.append(line)
    if head and head not in (BEGIN, *(line["hash"] for line in lines)):
        raise InputError(f"{path}: expected a line with the hash {head}; lines were cut off or written anew.")
    return lines


def _check(line: Record) -> None:
    """A line whose hash is right may still have been written by others: every value is of its kind."""
    kind = line.text("kind")
    written = line.text("written" if "written" in line else "made")
    with guarded(refusing(InputError, "ledger: expected a day")):
        date.fromisoformat(written)
    if kind == "forecast":
        series = line.record("series")
        for name in Key._fields:
            series.text(name)
        with guarded(refusing(InputError, "ledger: expected an origin")):
            date.fromisoformat(line.text("origin"))
        leads, quantiles = line.items_of("leads", of=int), line.items_of("quantiles", of=list)
        whole = all(len(q) == QUANTILES and all(isinstance(v, int | float) for v in q) for q in quantiles)
        if "draws" in line:  # books of before fair scores say nothing of it
            line.integer("draws", low=1)
        if len(series) != len(Key._fields) or len(leads) != len(quantiles) or not whole:
            raise InputError("ledger: expected quantiles of each lead; the line was written by something else.")
    elif kind == "score":
        line.text("forecast")
        line.integer("lead")
        line.record("claim").text("date")
        line.record("scores")


def head(path: Path | str) -> str:
    """Hash of the last line, which stands for all before it; to be noted elsewhere."""
    lines = read(path)
    return lines[-1]["hash"] if lines else BEGIN


def written_on(line: dict[str, Any]) -> date:
    """The day on which a line was written; books of version 0.1 have it under another name."""
    return date.fromisoformat(line["written"] if "written" in line else line["made"])


def _append(path: Path, contents: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> int:
    """Add what `contents` makes of the lines that are there; how many there were before.

    The longer book takes the place of the old one whole, so that a crash leaves either, and no reader sees half a line.
    """
    with disk.writing(path.parent), _locked(path):
        lines = read(path)
        previous, number = (lines[-1]["hash"], len(lines)) if lines else (BEGIN, 0)
        new = contents(lines)
        if lines and new and (day := written_on(new[0])) < (last := written_on(lines[-1])):
            raise InputError(f"today: expected a day not before {last}, the last line's; got {day}.")
        written = []
        for content in new:
            number += 1
            line = {"number": number, "previous": previous, **content}
            previous = line["hash"] = _hash(line)
            written.append(line)
        if written:
            before = path.read_bytes() if lines else b""
            disk.write_bytes(path, before + "".join(_written(line) + "\n" for line in written).encode())
    return len(lines)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = FileLock(f"{path}.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise RunError(f"{path}: another process writes in this ledger.", "wait for it, or stop it") from None
    try:
        yield
    finally:
        lock.release()


def _written(line: Any) -> str:
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(_written(content).encode()).hexdigest()


def _lead(forecast: dict[str, Any], claim: Claim) -> int:
    about = {"quantity": claim.quantity, "actor": claim.actor, "place": claim.place}
    where = f"claim of {claim.date} by {claim.claimant}"
    key = Key.of(forecast["series"])
    if key != Key(**about, voice=key.voice) or claim.end_date not in (None, claim.date):
        raise InputError(f"{where}: expected one about a day's {forecast['series']}; got {about}.")
    lead = (claim.date - date.fromisoformat(forecast["origin"])).days
    if lead < 1:
        raise InputError(
            f"{where}: expected a day after the origin {forecast['origin']}; what was known is no test of a forecast."
        )
    if lead not in forecast["leads"]:
        raise InputError(f"{where}: {lead} days ahead were not forecast; there are {forecast['leads']}.")
    return lead


def _as_json(claim: Claim) -> dict[str, Any]:
    return {
        "date": claim.date.isoformat(), "value": _plain(claim.value), "low": _plain(claim.low),
        "high": _plain(claim.high), "claimant": claim.claimant, "side": claim.side, "source": claim.source_url,
    }  # fmt: skip


def _plain(value: Any) -> float | bool | None:
    if value is None:
        return None
    return bool(value) if isinstance(value, bool | np.bool_) else float(value)
