"""Two stored results beside each other, as what a comparison keeps of its pairs: a record, and a row per pair.

Nothing is simulated. What runs do not store, such as through whom a difference came, is in no row; `untold` says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from contested.ground.errors import InputError
from contested.store import layout, provenance
from contested.studies.comparison.comparison import CONDITIONAL
from contested.studies.comparison.matching import matched
from contested.studies.comparison.samples import Comparable, Sample, about
from contested.studies.folder import Record, new_record
from contested.studies.run.run import Run
from contested.studies.sweep.sweep import SweepPoint


@dataclass(frozen=True)
class Both:
    """Two stored results, matched.

    Parameters
    ----------
    results : two results
    samples : two of Sample
        Row i of both is a pair, if they are `paired`.
    paired : bool
    notes : tuple of str
        What is to be known before a difference is believed.
    """

    results: tuple[Comparable, Comparable]
    samples: tuple[Sample, Sample]
    paired: bool
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """Rows of the longer one."""
        return max(s.rows.height for s in self.samples)


def both_of(a: Comparable, b: Comparable, *, unpaired: bool) -> Both:
    """Match two results; see `matching.matched`."""
    one, other, paired, notes = matched(a, b, unpaired=unpaired)
    return Both((a, b), (one, other), paired, tuple(notes))


def record_of(both: Both, *, people: bool) -> Record:
    """What the comparison is; `people` is whether runs are simulated again to compare them person by person."""
    one, other = both.samples
    first = both.results[0]
    length = next((v.shape[1] for v in one.series.values()), 0) or _length(first)
    start = one.start + timedelta(days=one.first) if one.start else None
    record = first.sweep.record if isinstance(first, SweepPoint) else None if isinstance(first, Run) else first.record
    seed = first.provenance["seed"] if isinstance(first, Run) else record["seed"]  # type: ignore[index]  # not of a run
    known = about(first)
    names, where = _places(first) if one.places else ([], [])
    return new_record("comparison", {
        "label": CONDITIONAL, "a": _arm(both.results[0], one), "b": _arm(both.results[1], other), "posterior": None,
        "pairs": both.count, "seed": int(seed), "scale": int(known["scale"] or 1), "days": int(length),
        "start": str(start) if start else None, "places": names, "where": where,
        "title": str(known["model or scenario"]),
        "stored": {
            "kind": one.kind, "paired": both.paired, "noun": "pairs" if both.paired else one.noun,
            "notes": list(both.notes), "untold": [] if people else untold(both), "first": one.first, "people": people,
            "rows": [_digest(one), _digest(other)],
            "observables": {o.name: [o.unit, o.meaning, o.subsystem] for o in one.known.values()},
        },
    })  # fmt: skip


def rows(both: Both) -> Iterator[dict[str, Any]]:
    """A row per pair, as `ensemble.paired.pairs` gives it, without what only a simulation sees."""
    one, other = both.samples
    for k in range(both.count):
        key = one.keys[k] if both.paired else None
        seed = key[-1] if isinstance(key, tuple) else key
        row: dict[str, Any] = {
            "wave": 0, "point": k, "replicate": 0, "seed": seed if isinstance(seed, int) else None, "seconds": 0.0,
            "failed": "",
        }  # fmt: skip
        for arm, mine, their in (("a", one, other), ("b", other, one)):
            there = k < mine.rows.height
            values = mine.rows.row(k, named=True) if there else {}
            row |= {f"{arm}.{n}": values.get(n) for n in one.rows.columns if n in other.rows.columns}
            for mark, grids, others in (("day", mine.series, their.series), ("place", mine.places, their.places)):
                row |= {
                    f"{arm}/{mark}/{n}": grid[k].tolist() if there else None
                    for n, grid in grids.items() if n in others
                }  # fmt: skip
        yield row


def untold(both: Both) -> list[str]:
    """What cannot be said from what is stored, and how it could be."""
    kind, noun = both.samples[0].kind, both.samples[0].noun
    found = []
    if not both.paired:
        found.append(
            f"The {noun} share no chance: in what share of pairs B has more, and what differs first, cannot be said."
        )
    if kind != "run":
        found.append(f"Days and places are not stored with a {kind}.")
    if not _can_be_traced(both):
        found.append("Through whom the difference came is only known of two runs of a nation that share their seeds.")
    else:
        found.append(
            "Through whom the difference came is not stored with runs: --people simulates both again, side by side, to "
            "tell it."
        )
    return found


def _can_be_traced(both: Both) -> bool:
    return both.paired and all(isinstance(r, Run) and r.provenance["start"] for r in both.results)


def traced(both: Both) -> tuple[Run, Run]:
    """Two runs that can be simulated again, person by person.

    Raises
    ------
    InputError
        They are not runs of a nation with seeds in common, or another program's.
    """
    a, b = both.results
    if not _can_be_traced(both) or not isinstance(a, Run) or not isinstance(b, Run):
        raise InputError(
            "people: expected two runs of a nation that share their seeds, to be simulated again side by side.",
            "leave it out; the differences that are stored can be compared",
        )
    for run in (a, b):
        if run.provenance["versions"].get("code") != provenance.code_hash():
            raise InputError(
                f"{run.path}: expected a run of this program, to be simulated again; another version made it.",
                "simulate both again, or leave out --people",
            )
        if not layout.scenario(run.path).is_dir():
            raise InputError(f"{layout.scenario(run.path)}: expected the run's copy of its scenario; it is missing.",
                             "leave out --people")  # fmt: skip
    return a, b


def _arm(result: Comparable, sample: Sample) -> dict[str, Any]:
    arm: dict[str, Any] = {"name": sample.name, "words": [], "drop_acts": [], "add_acts": [], "without": []}
    if isinstance(result, Run):
        p = result.provenance
        of = p["scenario"]
        return arm | {"scenario": str(of.get("name") or p["model"]), "hash": str(of.get("hash", "")),
                      "settings": p["settings"], "without": p["without"]}  # fmt: skip
    record = result.sweep.record if isinstance(result, SweepPoint) else result.record
    of = record.get("scenario")
    name = of["name"] if isinstance(of, dict) else of or record.get("model") or record.get("title")
    settings = result.settings if isinstance(result, SweepPoint) else record.get("settings") or {}
    return arm | {"scenario": str(name), "hash": str(record.get("hash", "")), "settings": dict(settings)}


def _length(result: Comparable) -> int:
    if isinstance(result, Run):
        return int(result.provenance["days"])
    record = result.sweep.record if isinstance(result, SweepPoint) else result.record
    return int(record.get("days") or record.get("steps") or 1)


def _places(result: Comparable) -> tuple[list[str], list[list[float | None]]]:
    """Names of places and where they are; no map where the run keeps no scenario."""
    if not isinstance(result, Run):
        return [], []
    names = list(result.provenance["coords"].get("place", []))
    if not result.provenance["start"] or not layout.scenario(result.path).is_dir():
        return names, [[None, None] for _ in names]
    from contested.scenarios.load import load

    return names, [[p.lat, p.lon] for p in load(layout.scenario(result.path)).country.places]


def _digest(sample: Sample) -> str:
    seen = hashlib.sha256(repr(sample.keys).encode())
    for name in sample.rows.columns:
        values = sample.rows[name].cast(float).fill_null(float("nan")).to_numpy()
        seen.update(name.encode() + np.ascontiguousarray(values).tobytes())
    return seen.hexdigest()[:16]

