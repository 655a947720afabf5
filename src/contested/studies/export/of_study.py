"""A study as tidy tables: the tables of its folder, its runs wide and long, and the draws of a calibration."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from contested.engine.params import describe
from contested.studies.calibration.calibration import Calibration
from contested.studies.comparison.comparison import Comparison
from contested.studies.export import columns
from contested.studies.export.tidy import Meaning, TidyTable, tidy
from contested.studies.result import PointStudy

if TYPE_CHECKING:
    from contested.engine.model import Observable
    from contested.studies.result import Study

#: statistics of `ensemble.summaries`, in words
STATISTICS = {"last": "last value", "max": "largest value", "sum": "sum over time", "mean": "mean over time"}
_SUMMARY = re.compile(r"(?:(?P<arm>[ab])\.)?(?P<observable>[^.\[\]]+)(?:\[(?P<label>.*)\])?\.(?P<statistic>\w+)")
_RUN = ("wave", "point", "replicate", "seed", "seconds", "failed")
_LONG = {
    "arm": Meaning("arm of the pair: a or b"), "observable": Meaning("name of the observable"),
    "label": Meaning("label of the observable, if it has any"),
    "statistic": Meaning("last, max, sum or mean over time"), "value": Meaning("the number", columns.ROW, "simulated"),
    "unit": Meaning("unit of the number"),
}  # fmt: skip


def tables(study: Study) -> dict[str, Callable[[], TidyTable]]:
    """Tables by name, each made when it is called."""
    stored = study.tables
    found: dict[str, Callable[[], TidyTable]] = {name: partial(_stored, study, name) for name in stored}
    if isinstance(study, PointStudy):
        found["points"] = partial(_points, study)
        found["summaries"] = partial(_summaries, study)
    if isinstance(study, Calibration):
        found["draws"] = partial(_draws, study)
    return found


def _stored(study: Study, name: str) -> TidyTable:
    frame = study.tables[name]
    if isinstance(study, Comparison) and name == "by_place":
        frame = _located(frame, study)

    def meaning(column: str) -> Meaning:
        return columns.meaning(name, column) or Meaning(column.replace("_", " "))

    return tidy(name, columns.TITLES.get(name, name.replace("_", " ")), frame, meaning)


def _located(frame: pl.DataFrame, study: Comparison) -> pl.DataFrame:
    """A table by place with where the places are."""
    where = pl.DataFrame({
        "place": study.record["places"], "longitude": [float(lon) for _, lon in study.record["where"]],
        "latitude": [float(lat) for lat, _ in study.record["where"]],
    })  # fmt: skip
    joined = frame.join(where, on="place", how="left", maintain_order="left")
    return joined.select("place", "longitude", "latitude", *frame.columns[1:])


def _points(study: PointStudy) -> TidyTable:
    """Runs as they are stored: parameters and summaries as columns. Series by day are not among them."""
    frame = study.to_polars()
    frame = frame.select(name for name, kind in frame.schema.items() if not isinstance(kind, pl.List | pl.Array))
    parameters, observables = _parameters(study), _observables(study)

    def meaning(column: str) -> Meaning:
        known = columns.meaning("points", column) or parameters.get(column)
        if known is not None:
            return known
        match = _SUMMARY.fullmatch(column)
        if match is None:
            return Meaning(column.replace("_", " "))
        o = observables.get(match["observable"])
        arm = f"arm {match['arm']}: " if match["arm"] else ""
        label = f" [{match['label']}]" if match["label"] else ""
        what = o.meaning if o else match["observable"]
        how = STATISTICS.get(match["statistic"], match["statistic"])
        return Meaning(f"{arm}{what}{label}, {how}", o.unit if o else "", "simulated")

    return tidy("points", columns.TITLES["points"], frame, meaning)


def _summaries(study: PointStudy) -> TidyTable:
    """The same numbers long: a row per run, arm, observable, label and statistic."""
    frame, observables = study.to_polars(), _observables(study)
    matches = [(name, _SUMMARY.fullmatch(name)) for name in frame.columns]
    parameters = _parameters(study)
    wanted = {name: m for name, m in matches if m and name not in parameters and frame.schema[name].is_float()}
    keys = [k for k in _RUN[:3] if k in frame.columns]
    about = pl.DataFrame(
        [
            (name, m["arm"] or "", m["observable"], m["label"] or "", m["statistic"],
             observables[m["observable"]].unit if m["observable"] in observables else "")
            for name, m in wanted.items()
        ], dict.fromkeys(("name", "arm", "observable", "label", "statistic", "unit"), pl.String), orient="row",
    )  # fmt: skip
    long = frame.select(*keys, *wanted).unpivot(list(wanted), index=keys, variable_name="name", value_name="value")
    arms = ("arm",) if any(m["arm"] for m in wanted.values()) else ()
    joined = long.join(about, on="name", how="left", maintain_order="left").select(
        *keys, *arms, "observable", "label", "statistic", "value", "unit"
    )

    def meaning(column: str) -> Meaning:
        known = _LONG.get(column) or columns.meaning("summaries", column)
        assert known is not None, column  # the columns above
        return known

    return tidy("summaries", columns.TITLES["summaries"], joined, meaning)


def _draws(study: Calibration) -> TidyTable:
    frame, known = study.to_polars(), _parameters(study)
    return tidy("draws", columns.TITLES["draws"], frame, lambda name: known.get(name, Meaning(name)))


def _parameters(study: Study) -> Mapping[str, Meaning]:
    """Declared parameters of a study's model by name; none of an own model."""
    known = _model(study)
    rows = describe(known[0]) if known else []
    return {r["name"]: Meaning(r["meaning"], r["unit"], r["source"]) for r in rows}


def _observables(study: Study) -> Mapping[str, Observable]:
    known = _model(study)
    return {o.name: o for o in known[1]} if known else {}


def _model(study: Study) -> tuple[object, tuple[Observable, ...]] | None:
    """Default parameters and observables of a study's model, unless it is a user's own: no code is run that was not
    named."""
    name = study.record.get("model", "nation")
    if name == "nation" or study.kind != "sweep" or study.record.get("scenario"):
        from contested.nation.observables import OBSERVABLES
        from contested.nation.params import NationParams

        return NationParams(), OBSERVABLES
    from contested.zoo.catalogue import named, names

    if name not in names():
        return None
    published = named(name)
    return published.choose({}, None), tuple(published.model({}, None).observables)
