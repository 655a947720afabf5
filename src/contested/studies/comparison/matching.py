"""Which rows of two stored results are pairs on one chance; results of which none are, are refused."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Any

from contested.ground.errors import InputError
from contested.studies.calibration.calibration import Calibration
from contested.studies.comparison.samples import Comparable, Sample, about, of_run, of_study, seeds_of
from contested.studies.comparison.sentence import several
from contested.studies.run.run import Run
from contested.studies.sweep.sweep import Sweep, SweepPoint

HINT = "simulate both alike, or add --unpaired to compare them as independent runs"


def matched(a: Comparable, b: Comparable, *, unpaired: bool) -> tuple[Sample, Sample, bool, list[str]]:
    """Both as samples, and whether row i of one is the pair of row i of the other.

    Parameters
    ----------
    unpaired : bool
        Take rows as independent, whatever their seeds.

    Returns
    -------
    (Sample, Sample, bool, list of str)
        The last is what a reader has to know of them.

    Raises
    ------
    InputError
        They cannot be compared, or have no pair in common.
    """
    if isinstance(a, SweepPoint | Run) and isinstance(b, SweepPoint | Run):
        pass  # both have a row per run of one set of parameters
    elif _kind(a) != _kind(b):
        raise InputError(
            f"A and B: expected two results of one kind; got {_kind(a)} and {_kind(b)}.",
            "a run can be compared with a point of a sweep: SWEEP@3",
        )
    notes = _alike(a, b, unpaired)
    if isinstance(a, Run) and isinstance(b, Run):
        one, other, first, days = _runs(a, b, unpaired)
    else:
        first, days = _stretch(a, b)
        one, other = (of_run(r, dict(seeds_of(r)), first, days) if isinstance(r, Run) else of_study(r) for r in (a, b))
    notes += _cut({"A": a, "B": b}, first, days)
    if isinstance(a, Sweep) and isinstance(b, Sweep) and a.record["over"] != b.record["over"]:
        raise InputError(
            f"{a.path} and {b.path}: expected sweeps over the same ranges; they differ.",
            "compare single points: SWEEP@3",
        )
    independent = unpaired or isinstance(a, Calibration) or (
        isinstance(a, SweepPoint) and isinstance(b, SweepPoint) and not set(one.keys) & set(other.keys)
    )  # fmt: skip
    if independent:
        note = f"A and B are taken as independent {one.noun}: no pair shares its chance"
        if isinstance(a, SweepPoint) and not unpaired:
            note += "; points of a sweep with --common-seed are pairs"
        return one, other, False, [*notes, note]
    pairs = _paired(one, other)
    rows = [len(seeds_of(r)) if isinstance(r, Run) else len(s.keys) for r, s in ((a, one), (b, other))]
    return *pairs, True, [*notes, *_left(rows, len(pairs[0].keys), one.noun)]


def _kind(result: Comparable) -> str:
    if isinstance(result, SweepPoint):
        return "a point of a sweep"
    return "a run" if isinstance(result, Run) else f"a {result.kind}"


def _alike(a: Comparable, b: Comparable, unpaired: bool) -> list[str]:
    one, other = about(a), about(b)
    odd = {name: (one[name], other[name]) for name in one if one[name] != other.get(name)}
    notes = []
    if "people" in odd:
        del odd["people"]
        if "model or scenario" not in odd and "scale" not in odd:
            notes.append("A and B have populations of their own: chance is shared by row, not by person")
    refused = {k: v for k, v in odd.items() if k != "version of contested" or not unpaired}
    if refused:
        name, (x, y) = next(iter(refused.items()))
        raise InputError(
            f"A and B: expected results that differ in what is asked about; {name} is {x} and {y}.",
            "the difference would mix both; simulate them alike"
            + ("; --unpaired accepts another version" if name == "version of contested" else ""),
        )
    return notes


def _stretch(a: Comparable, b: Comparable) -> tuple[int, int]:
    """First day and number of days of the one run among the two; the other is a sweep's point, which must be as long.
    """
    run, point = (a, b) if isinstance(a, Run) else (b, a)
    if not isinstance(run, Run) or not isinstance(point, SweepPoint):
        return 0, 0
    days = int(point.sweep.record.get("days") or point.sweep.record["steps"])
    p = run.provenance
    if p["first_day"] > 0 or p["days"] < days:
        raise InputError(
            f"{run.path}: expected {days} {p['clock']}s from the first, as the sweep has; got {p['days']} "
            f"from {p['first_day']}.", HINT.split(",")[0]
        )  # fmt: skip
    return 0, days


def _runs(a: Run, b: Run, unpaired: bool) -> tuple[Sample, Sample, int, int]:
    """Two runs over the days they have in common; and the first of these, and how many there are."""
    p, q = a.provenance, b.provenance
    for run in (a, b):
        run.readable()
    first = max(p["first_day"], q["first_day"])
    days = min(p["first_day"] + p["days"], q["first_day"] + q["days"]) - first
    if days < 1:
        raise InputError(
            f"{a.path} and {b.path}: expected runs with {p['clock']}s in common; there is none.", "simulate longer"
        )
    keep: list[dict[int, Hashable]] = [dict(seeds_of(run)) for run in (a, b)]
    if not unpaired:
        for run, other in ((a, b), (b, a)):
            only = _origin(run, other)
            if only is not None:
                keep = [{r: s for r, s in rows.items() if s == only} for rows in keep]
                if not all(keep):
                    raise InputError(
                        f"{run.path}: a branch of {other.path}, with no replicate that goes on with its seed.",
                        "branch without --seed: replicate 0 then has a pair",
                    )
                break
    return of_run(a, keep[0], first, days), of_run(b, keep[1], first, days), first, days


def _cut(results: dict[str, Comparable], first: int, days: int) -> list[str]:
    """Which days of runs are compared, and which are not, if any are not."""
    left, span = [], ""
    for name, run in results.items():
        if not isinstance(run, Run):
            continue
        p = run.provenance
        before, after = first - p["first_day"], p["first_day"] + p["days"] - first - days
        ends = {"first": before, "last": after}
        left += [f"{name}'s {end} {p['clock'] if n == 1 else several(n, p['clock'] + 's')}"
                 for end, n in ends.items() if n]  # fmt: skip
        start = date.fromisoformat(p["start"]) if p["start"] else None
        dates = [str(start + timedelta(days=d)) if start else str(d) for d in (first, first + days - 1)]
        span = f"{several(days, p['clock'] + 's')}, {' to '.join(dict.fromkeys(dates))}"
    return [f"compared: {span}; left out: {', '.join(left)}"] if left else []


def _origin(run: Run, other: Run) -> int | None:
    """The seed of the one replicate of `other` that a branch goes on from; None if both began alike.

    Raises
    ------
    InputError
        They began in different states, so that no replicates are pairs.
    """
    mine, theirs = run.provenance["branched_from"], other.provenance["branched_from"]
    if not mine or (theirs and theirs["hash"] == mine["hash"]):
        return None
    about = mine["about"]
    same = not theirs and all(
        about.get(name, now) == now
        for name, now in (("settings", other.provenance["settings"]), ("world", other.provenance["world_hash"]))
    )
    if same and about["seed"] in seeds_of(other).values():
        return int(about["seed"])
    raise InputError(
        f"{run.path} and {other.path}: expected branches of one checkpoint, or a run and its branch; "
        "they began from different states.", HINT
    )  # fmt: skip


def _paired(a: Sample, b: Sample) -> tuple[Sample, Sample]:
    common = [key for key in a.keys if key in set(b.keys)]
    if not common:
        raise InputError(
            f"{a.name} and {b.name}: expected {a.noun} with the same seeds, which share their random numbers; "
            f"no seed is in both.", HINT
        )  # fmt: skip
    return _rows(a, common), _rows(b, common)


def _rows(sample: Sample, keys: list[Hashable]) -> Sample:
    rows = [sample.keys.index(key) for key in keys]
    changes: dict[str, Any] = {
        "keys": tuple(keys), "rows": sample.rows[rows], "series": {n: v[rows] for n, v in sample.series.items()},
        "places": {n: v[rows] for n, v in sample.places.items()},
    }  # fmt: skip
    return Sample(**{**vars(sample), **changes})


def _left(rows: list[int], pairs: int, noun: str) -> list[str]:
    """How many rows of A and of B, of all they have, are in no pair."""
    left = [n - pairs for n in rows]
    if not any(left):
        return []
    return [f"left out, having no pair: {left[0]} of A's {rows[0]} {noun}, {left[1]} of B's {rows[1]}"]
