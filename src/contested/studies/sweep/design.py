"""Where a sweep puts its points: which parameters it varies, along what, and by which design; and what that tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
import polars as pl

from contested.engine.params import current, override, walk
from contested.ensemble import design as designs
from contested.ensemble.axes import Axis, Quantiles, axis, listed
from contested.ensemble.sensitivity import FEWEST, KINDS, analysed, designed, imported
from contested.ground import options
from contested.ground.errors import InputError, ParameterError, RunError, closest
from contested.ground.options import Design, Sensitivity
from contested.inference.priors import of
from contested.studies import arguments
from contested.studies.result import write_tables
from contested.studies.runner import COLUMNS

DESIGNS = get_args(Design)


def axes_of(
    params: Any, over: Any, name_of: str, taken: Mapping[str, Any], lists: Mapping[str, Sequence[Any]] | None = None
) -> list[Axis]:
    """The parameters that are varied, in the order given: those with listed values first.

    `over` is as in `tasks.sweep.sweep`; `name_of` has these parameters, in messages; `taken` may not be varied as well;
    `lists` are parameters with their listed values.
    """
    ranges = dict(over) if isinstance(over, Mapping) else dict.fromkeys(arguments.names(over, "over"))
    lists = lists or {}
    if not ranges and not lists:
        raise InputError(
            "over: expected at least one parameter; got none.",
            "for example --over street.cost=1:1.5, or --set street.cost=1,1.2,1.5",
        )
    declared = {name: d for name, _, d in walk(params)}
    found = []
    for given, values in lists.items():
        name = current(params, given)
        each = [_value_of(override(params, {name: value}), name) for value in values]
        found.append(listed(name, declared[name], each))
    taken = {**taken, **lists}
    for name, ends in ranges.items():
        if name not in declared:
            raise ParameterError(f"{name!r} is no parameter of {name_of}.", closest(str(name), list(declared)))
        if name in taken:
            raise InputError(f"{name}: set and varied at once.", "leave out one of --set and --over")
        if ends is not None:
            ends = arguments.several(ends, f"over {name}")
            if len(ends) != 2:
                raise InputError(f"over {name}: expected (low, high); got {len(ends)} numbers.", f"{name}=0.1:0.3")
            try:
                ends = [float(v) for v in ends]
            except (TypeError, ValueError):
                raise InputError(f"over {name}: expected two numbers; got {ends}.", f"{name}=0.1:0.3") from None
        prior = _prior(params, name) if ends is None and declared[name].prior else None
        found.append(axis(name, declared[name], ends, prior))
    return found


def _value_of(params: Any, name: str) -> Any:
    return next(value for known, value, _ in walk(params) if known == name)


def _prior(params: Any, name: str) -> Quantiles:
    from scipy.special import ndtri

    law = of(params, [name])
    return lambda u: law.to_theta(ndtri(u)[:, None])[:, 0]


def chosen(design: Design | None, sensitivity: str | None, points: int | None, axes: list[Axis]) -> tuple[Any, int]:
    """The design and the number of points, where they are not given: of listed values alone every combination."""
    if design is None and sensitivity is None and all(a.words for a in axes):
        design = "grid"
    if points is None:
        every = design == "grid" and all(a.words for a in axes)
        points = int(np.prod([a.words for a in axes])) if every else options.POINTS
    return design, points


def place(design: str | None, sensitivity: str | None, points: int, axes: list[Axis], seed: int) -> np.ndarray:
    """Coordinates of every point.

    Returns
    -------
    float64 array of shape (points, parameters)

    Raises
    ------
    InputError
        Unknown names, a grid that has no such number of points, or too few for an analysis.
    MissingExtra
        If an analysis needs what is not installed.
    """
    if points < 1:
        raise InputError(f"points: expected at least 1; got {points}.", "64 fill a square evenly")
    if sensitivity is not None:
        if sensitivity not in KINDS:
            raise InputError(
                f"sensitivity: expected one of {', '.join(KINDS)}; got {sensitivity!r}.",
                closest(sensitivity, list(KINDS)),
            )
        if design is not None:
            raise InputError("design and sensitivity: an analysis has its own design; give one.", "leave out --design")
        imported(sensitivity)  # says at once what is missing
        if points < FEWEST:
            raise InputError(f"points: expected at least {FEWEST} blocks; got {points}.", "64 and more give intervals")
        u = designed(sensitivity, points, len(axes), seed)
        return np.column_stack([a.within_ends(u[:, j]) for j, a in enumerate(axes)]) if sensitivity == "morris" else u
    kind = design or DESIGNS[0]
    if kind not in DESIGNS:
        raise InputError(f"design: expected one of {', '.join(DESIGNS)}; got {kind!r}.", closest(kind, DESIGNS))
    if kind == "sobol":
        return designs.sobol(points, len(axes), seed)
    if kind == "latin":
        return designs.latin(points, len(axes), seed)
    levels = _levels(points, axes)
    u = designs.grid(levels)
    return np.column_stack([a.of_level(u[:, j], levels[j]) for j, a in enumerate(axes)])


def _levels(points: int, axes: list[Axis]) -> list[int]:
    """Levels of a grid: all words of those that are words, and equally many of every number."""
    words = int(np.prod([a.words for a in axes if a.words], dtype=np.int64))
    numbers = sum(not a.words for a in axes)
    each = round((points / words) ** (1 / numbers)) if numbers else 1
    if words * max(each, 1) ** numbers != points:
        near = sorted({words * max(1, each + k) ** numbers for k in (-1, 0, 1)}) if numbers else [words]
        raise InputError(
            f"points: a grid of these {len(axes)} parameters has {' or '.join(map(str, near))} points; got {points}.",
            "or --design sobol, which takes any number",
        )
    return [a.words or each for a in axes]


def write_indices(
    path: Path, kind: Sensitivity, axes: list[Axis], u: np.ndarray, frame: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """sensitivity.csv; an output is the mean over a point's replicates.

    `u` is the design, of shape (points, parameters); `frame` is of the runs.
    """
    names = [a.name for a in axes]
    finished = frame.filter(pl.col("failed") == "")
    # what is no number even where a run went well (a share of nothing) has no variance to explain
    numbers = [c for c in frame.columns if c not in (*COLUMNS, *names) and frame[c].dtype.is_numeric()]
    outputs = [c for c in numbers if finished[c].is_not_null().all() and finished[c].is_finite().all()]
    # a point has its mean only if all of its replicates went well
    means = frame.group_by("point").agg(
        pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).mean()).alias(c) for c in outputs
    )
    means = means.sort("point")
    rows = analysed(kind, names, u, {c: means[c].fill_null(np.nan).to_numpy() for c in outputs}, seed)
    if not rows:
        raise RunError(f"{path}: nothing that was observed varies over these ranges.", "widen them; see points.parquet")
    table = pl.DataFrame(rows)
    write_tables(path, {"sensitivity": table})
    return table
