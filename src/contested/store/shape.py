"""What the record of a run must hold, key by key: others may have edited provenance.json, or written it.

A name in it becomes part of a path, a number becomes the length of an array, so kinds and ranges are settled here and
nowhere else.
"""

from __future__ import annotations

import re
from datetime import date
from math import prod
from typing import Any

from contested.files.record import Record
from contested.files.refusal import Refused

#: days or steps, and replicates, of the longest run anybody could store
LONGEST = 100_000_000
MOST_REPLICATES = 10_000_000
#: numbers of one observable of one replicate
MOST_NUMBERS = 2_000_000_000
#: of an observable, a table or a dimension: it is part of a path
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_+-]*")
_KINDS = (int, float, str, bool)


def check(record: Record, refused: Refused) -> None:
    """Refuse a run's record in which a key is missing, or of another kind than is written."""
    for key in ("model", "clock", "world_hash"):
        record.text(key)
    record.text("created", "")
    record.integer("seed", low=0)
    record.integer("scale", low=1)
    first = record.integer("first_day", low=0, high=LONGEST)
    days = record.integer("days", low=1, high=LONGEST)
    record.integer("replicates", low=1, high=MOST_REPLICATES)
    _check_start(record, first + days, refused)
    _check_values(record.record("settings"), "settings", refused)
    record.texts("without")
    record.items_of("checkpoints", of=int)
    _check_scenario(record.record("scenario"), refused)
    if record["branched_from"] is not None:
        _check_branch(record.record("branched_from"), refused)
    versions = record.record("versions")
    for key in ("contested", "numpy", "numba"):
        versions.text(key)
    for row in record.records("parameters"):
        row.text("name")
        _check_value(row["value"], f"the value of {row['name']}", refused)
        for key in ("unit", "range", "source", "prior", "meaning"):
            row.text(key, "")
    for row in record.records("plan"):
        for key in row:
            row.text(key)
    _check_observables(record, days, refused)


def name(text: str, refused: Refused) -> str:
    """A name that is part of a path; anything that would lead elsewhere is refused."""
    if not _NAME.fullmatch(text):
        raise refused(f"{text!r} for a name, which is letters, digits and _", "")
    return text


def _check_start(record: Record, days: int, refused: Refused) -> None:
    if record["start"] is None:
        return
    text = record.text("start")
    try:
        first = date.fromisoformat(text)
        fits = first.toordinal() + days <= date.max.toordinal()
    except ValueError:
        fits = False
    if not fits:
        raise refused(f"{text!r} for 'start', which is the date of day 0", "")


def _check_values(table: Record, what: str, refused: Refused) -> None:
    for key, value in table.items():
        _check_value(value, f"{what}.{key}", refused)


def _check_value(value: Any, what: str, refused: Refused) -> None:
    if not isinstance(value, _KINDS):
        raise refused(f"{type(value).__name__} for {what}, which is a number or a word", "")


def _check_scenario(scenario: Record, refused: Refused) -> None:
    for key in ("name", "title", "hash", "own"):
        scenario.text(key, "")
    if "preset" in scenario and scenario["preset"] is not None:
        scenario.text("preset")
    for file, digest in scenario.record("files", {}).items():
        if not isinstance(digest, str):
            raise refused(f"{type(digest).__name__} for the hash of {file}", "")


def _check_branch(branch: Record, refused: Refused) -> None:
    branch.text("path")
    branch.text("hash")
    branch.integer("next_step", low=0, high=LONGEST)
    about = branch.record("about")
    about.integer("seed", low=0)
    _check_values(about.record("settings", {}), "branched_from.about.settings", refused)


def _check_observables(record: Record, days: int, refused: Refused) -> None:
    coords = record.record("coords")
    sizes = {name(dim, refused): len(coords.texts(dim)) for dim in coords}
    seen = set()
    for row in record.records("observables"):
        own = name(row.text("name"), refused)
        for key in ("unit", "meaning", "subsystem"):
            row.text(key)
        dims = row.texts("dims")
        if unknown := [dim for dim in dims if dim not in sizes]:
            raise refused(f"the dimension {unknown[0]!r} of {own}, which has no labels", "")
        if own in seen:
            raise refused(f"the observable {own!r} twice", "")
        seen.add(own)
        if days * prod(sizes[dim] for dim in dims) > MOST_NUMBERS:
            raise refused(f"an observable {own!r} of more numbers than fit into memory", "")
