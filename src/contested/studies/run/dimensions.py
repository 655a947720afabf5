"""The observables of a run by the dimensions that they have: as a long table, and as labelled arrays.

Observables of different dimensions never stand in one table: a table of places and places of detention together has
a row for every pair of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.ground.errors import CheckpointError, InputError, closest
from contested.store import arrays, layout

if TYPE_CHECKING:
    import xarray as xr

    from contested.nation.country import Place
    from contested.studies.run.run import Run

Axes = tuple[str, ...]


def axes_of(record: dict[str, Any]) -> dict[str, Axes]:
    """The sets of dimensions that a run's observables have beside replicate and time, by name.

    Parameters
    ----------
    record : dict
        The run's provenance.

    Returns
    -------
    dict of str to tuple of str
        "day" or "step" is the set of none and comes first; others are called after their dimensions, joined with "_".
    """
    found = sorted({tuple(o["dims"]) for o in record["observables"]}, key=lambda d: (len(d), d))
    return {"_".join(axes) or record["clock"]: axes for axes in found}


def chosen(record: dict[str, Any], by: str) -> Axes:
    """The dimensions of a name.

    Raises
    ------
    InputError
        If no observable has these dimensions.
    """
    known = axes_of(record)
    if by == "day" and () in known.values():  # models that count steps say "day" too
        return ()
    if not isinstance(by, str) or by not in known:
        listed = ", ".join(map(repr, known))
        raise InputError(f"by: expected {listed}; got {by!r}.", closest(str(by), list(known)))
    return known[by]


def long_frame(run: Run, axes: Sequence[str]) -> pl.DataFrame:
    """Observables of one set of dimensions: replicate, day or step (and date), a column per dimension, one per
    observable. A row per finished replicate, day and label."""
    record = run.provenance
    coords, first, days = record["coords"], record["first_day"], record["days"]
    names = [o["name"] for o in record["observables"] if tuple(o["dims"]) == tuple(axes)]
    labels = list(product(*(coords[dim] for dim in axes)))
    group = arrays.opened(run.path)
    replicates, clock = run.finished, record["clock"]
    columns: dict[str, Any] = {
        "replicate": np.repeat(np.array(replicates, dtype=np.int64), days * len(labels)),
        clock: np.tile(np.repeat(np.arange(first, first + days), len(labels)), len(replicates)),
    }
    for k, dim in enumerate(axes):
        columns[dim] = pl.Series([label[k] for label in labels] * (days * len(replicates)), dtype=pl.String)
    for name in names:
        parts = [part.reshape(-1) for r in replicates for part in arrays.stretches(run.path, group, name, r)]
        columns[name] = np.concatenate(parts) if parts else np.empty(0)
        if len(columns[name]) != len(columns["replicate"]):
            raise CheckpointError(
                f"{layout.observables(run.path)}/{name}: expected {len(columns['replicate'])} numbers, as "
                f"provenance.json says; got {len(columns[name])}.", layout.resume_hint(run.path),
            )  # fmt: skip
    frame = pl.DataFrame(columns)
    if not record["start"]:
        return frame
    date = pl.lit(record["start"]).str.to_date() + pl.duration(days=pl.col(clock))
    return frame.select("replicate", clock, date.cast(pl.Date).alias("date"), *frame.columns[2:])


def stored_arrays(run: Run, *, unfinished: bool = False) -> xr.Dataset:
    """All observables, whatever their dimensions; read from disk when touched.

    Raises
    ------
    CheckpointError
        If the group, or chunks of a finished replicate, are lost or cut.
    """
    import xarray as xr

    run.integrity.check_sizes()
    path = layout.observables(run.path)
    try:
        found = xr.open_zarr(path, consolidated=True, chunks=None, zarr_format=3)
    except Exception as error:  # a damaged group fails in zarr, with zarr's own errors
        raise CheckpointError(
            f"{path}: expected the run's observables; got {type(error).__name__}.", "the run is damaged; run again"
        ) from None
    dataset: xr.Dataset = found if unfinished else found.isel(replicate=run.finished)
    return dataset


def arrays_by(run: Run, axes: Axes | None, *, unfinished: bool = False) -> xr.Dataset:
    """Observables of one set of dimensions, or all of None, with their coordinates; places know where they are."""
    from contested.studies.run.observables import Observables

    record = run.provenance
    dataset = stored_arrays(run, unfinished=unfinished)
    if axes is not None:
        dataset = dataset[[o["name"] for o in record["observables"] if tuple(o["dims"]) == axes]]
    else:
        dataset = Observables(dataset.data_vars, dataset.coords, dataset.attrs)
    where = places_of(run) if "place" in dataset.dims else ()
    if where:
        if len(where) != dataset.sizes["place"]:
            raise CheckpointError(
                f"{layout.provenance(run.path)}: expected {dataset.sizes['place']} places; got {len(where)}.",
                "the run is damaged; run again",
            )
        dataset = dataset.assign_coords(
            region=("place", [p.region for p in where]),
            longitude=("place", np.array([p.lon for p in where], dtype=np.float64), {"units": "degree"}),
            latitude=("place", np.array([p.lat for p in where], dtype=np.float64), {"units": "degree"}),
            population=("place", np.array([p.population for p in where]), {"units": "person"}),
        )
    return dataset


def places_of(run: Run) -> tuple[Place, ...]:
    """The places of a nation's run in the order of its arrays, from the copy of its scenario; none of a model's run.

    Raises
    ------
    CheckpointError
        If the run names a place that its scenario does not have, or the copy of the scenario was edited.
    """
    folder = layout.scenario(run.path)
    if not run.provenance["start"] or not (folder / "places.csv").is_file():
        return ()
    from contested.scenarios.load import load

    run.integrity.check_scenario()
    known = {p.name: p for p in load(folder).country.places}
    names = run.provenance["coords"].get("place", [])
    strange = [name for name in names if not isinstance(name, str) or name not in known]
    if strange:
        raise CheckpointError(
            f"{layout.provenance(run.path)}: expected places of the run's scenario; got {strange[0]!r:.60}.",
            "the run is damaged; run again",
        )
    return tuple(known[name] for name in names)
