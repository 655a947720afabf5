"""Today's claims on top of yesterday's ensemble: a study of its own that begins where another's members are.

    study.json's "since"       the study gone on from: its name, its last fitted day, and hashes of its members and of
                               each claim that they match
    STUDY/passes/00/members.npz   those members; chances of days that are new come from the prior
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import InputError
from contested.store import disk, layout
from contested.studies.calibration import evidence
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.calibration.request import Claims, claims_for, hash_of
from contested.studies.days import to_date
from contested.studies.folder import Record, begin, new_record
from contested.studies.smoothing import passes, stages
from contested.studies.smoothing.unknowns import Members, unknowns

if TYPE_CHECKING:
    from contested.claims import Claim

#: what a new record takes over from the study gone on from
SAME = ("scenario", "title", "hash", "world", "settings", "parameters", "distrust", "method", "scale", "replicates",
        "checks", "seed", "points")  # fmt: skip


def request(
    study: CalibrationFolder, fit_until: str | dt.date, until: str | dt.date | None, claims: Claims, count: int
) -> tuple[Record, tuple[Claim, ...]]:
    """The record of going on to a later day, and the claims it goes by: those given, or the study's.

    Its runs end with that day unless `until` is later: a day is to be assimilated in a minute, and what follows it is
    for forecasts.

    Raises
    ------
    InputError
        A day that is not later, an end before it, or no new claim.
    """
    country, before = study.scenario.country, study.fit_until
    last = country.start + dt.timedelta(days=country.days - 1)
    day = to_date(fit_until, "fit_until")
    if not before < day <= last:
        raise InputError(
            f"fit_until: expected a day after {before}, to which {study.path} is fitted, up to {last}; got {day}.",
            "claims of a later day are added; for an earlier one calibrate the scenario",
        )
    end = day if until is None else to_date(until, "until")
    if not day <= end <= last:
        raise InputError(f"until: expected a date from {day} to {last}; got {end}.", "leave it out")
    chosen = study.claims() if claims is None else claims_for(claims, study.scenario)
    days = (end - country.start).days + 1
    cells = evidence.cells_within(study.scenario, chosen, days)
    there = evidence.evidence(study.scenario, chosen, cells, day, days)
    matched = [stages.claim_hash(c) for c in study.evidence().fitted.claims]
    if all(stages.claim_hash(c) in matched for c in there.fitted.claims):
        raise InputError(
            f"fit_until {day}: every claim up to it that speaks of what a run reports is in {study.path} already.",
            "a later day, or --claims with new ones",
        )
    members = stages.ensemble(study)[1].at
    since = {"study": study.path.name, "fit_until": before.isoformat(),
             "members": members.mark, "claims": matched}
    given = hash_of(chosen) if claims is not None or study.record["claims"] else ""
    return new_record("calibration", {
        **{key: study.record[key] for key in SAME}, "fit_until": day.isoformat(), "days": days, "claims": given,
        "waves": count, "since": since,
    }), tuple(chosen)  # fmt: skip


def begun(study: CalibrationFolder, record: Record, claims: tuple[Claim, ...], out: str | Path | None) -> Path:
    """The folder of a study that goes on, with the members that it begins with."""
    from contested.claims import write

    source = layout.scenario(study.path)
    path = begin(out, record["scenario"], record, {f.name: f for f in sorted(source.iterdir())})
    folder = CalibrationFolder(path)
    with disk.writing(path):
        if record["claims"] and not (path / "claims.csv").is_file():
            disk.write_bytes(path / "claims.csv", write.as_bytes(claims, ".csv"))
        if not (path / "cells.json").is_file():
            cells = evidence.cells_within(study.scenario, claims, record["days"])
            disk.write_bytes(path / "cells.json", evidence.as_json(cells))
        file = path / "passes" / "00" / "members.npz"
        if not file.is_file():
            passes.write_members(file, _members(study, folder))
    return path


def _members(study: CalibrationFolder, later: CalibrationFolder) -> Members:
    """Members as they matched, with chances of new days from the prior."""
    learnt, there = stages.ensemble(study)
    new = unknowns(later.priors, later.scenario.country, stages.day_of(later))
    u = new.start(len(there.u), later.seed).u
    d = len(later.priors.names)
    u[:, :d] = there.u[:, :d]
    column = {event: d + k for k, event in enumerate(learnt.events)}
    for k, event in enumerate(new.events):
        if event in column:
            u[:, d + k] = there.u[:, column[event]]
    return Members(u, there.at.number)
