"""The Zarr group of a run: one array an observable, with named dimensions, units and labels.

Float64 throughout, so that counts up to 2^53 are exact and one type holds everything; NaN is "not written (yet)". One
chunk holds one replicate and up to 256 days, which keeps a national run at some fifty small files a replicate.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.engine.model import Model
from contested.ground.errors import CheckpointError
from contested.store import layout

if TYPE_CHECKING:
    import zarr

DAYS_PER_CHUNK = 256


def create(
    run: Path, model: Model, *, replicates: int, first_day: int, days: int, start: date | None, title: str
) -> None:
    """Lay out every array, empty. Labels and dates are written now; nothing but numbers is written later."""
    import zarr
    from zarr.codecs import ZstdCodec

    group = zarr.open_group(str(layout.observables(run)), mode="w")
    group.attrs.update({"title": title} | ({"coordinates": "date"} if start is not None else {}))
    put = _put_coordinate
    put(group, "replicate", np.arange(replicates), ("replicate",), {"long_name": "replicate"})
    numbers = np.arange(first_day, first_day + days)
    clock = model.clock
    put(group, clock, numbers, (clock,), {"long_name": f"{clock} counted from the start"})
    if start is not None:
        put(
            group, "date", numbers, (clock,),
            {"units": f"days since {start.isoformat()}", "calendar": "proleptic_gregorian", "long_name": "date"},
        )  # fmt: skip
    for dim, labels in model.coords.items():
        put(group, dim, np.array([str(label) for label in labels], dtype=object), (dim,), {"long_name": dim})
    for o in model.observables:
        sizes = tuple(len(model.coords[d]) for d in o.dims)
        group.create_array(
            o.name,
            shape=(replicates, days, *sizes),
            chunks=(1, min(days, DAYS_PER_CHUNK), *(max(n, 1) for n in sizes)),
            dtype="<f8",
            fill_value=float("nan"),
            compressors=ZstdCodec(level=3, checksum=True),
            dimension_names=("replicate", clock, *o.dims),
            attributes={"units": o.unit, "long_name": o.meaning, "subsystem": o.subsystem},
        )
    with warnings.catch_warnings():  # one file of metadata opens faster; zarr warns that other libraries may ignore it
        warnings.simplefilter("ignore")
        zarr.consolidate_metadata(group.store)


def _put_coordinate(
    group: zarr.Group, name: str, values: np.ndarray, dims: tuple[str, ...], attributes: dict[str, Any]
) -> None:
    text = values.dtype == object
    created = group.create_array(
        name,
        shape=values.shape,
        chunks=tuple(max(n, 1) for n in values.shape),
        dtype=str if text else "<i8",
        dimension_names=dims,
        attributes=attributes,
        fill_value="" if text else -1,
    )
    created[...] = values


def opened(run: Path, *, write: bool = False) -> zarr.Group:
    """The group of a run.

    Raises
    ------
    CheckpointError
        If it is missing or damaged.
    """
    import zarr

    path = layout.observables(run)
    try:
        # format 3 only, as it is written: arrays of format 2 may name a filter that unpickles
        return zarr.open_group(str(path), mode="r+" if write else "r", zarr_format=3)
    except Exception as error:  # zarr's own kinds differ between versions
        raise CheckpointError(
            f"{path}: expected the run's observables; got {type(error).__name__}.",
            "the run is damaged; run again",
        ) from None


def array(group: zarr.Group, name: str) -> zarr.Array[Any]:
    """One observable's array.

    Writes chunks of nothing but NaN too, so that a chunk that is not there is one that was lost.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    import zarr

    with zarr.config.set({"array.write_empty_chunks": True}):
        found = group[name]
    if not isinstance(found, zarr.Array) or found.metadata.zarr_format != 3:
        raise KeyError(name)
    return found


def clear(run: Path, names: Iterable[str], replicate: int) -> None:
    """Forget a replicate's days: without a file, a chunk is NaN. Unlike writing NaN, this reads no damaged chunk."""
    for name in names:
        chunks = layout.observables(run) / name / "c" / str(replicate)
        if chunks.exists():
            shutil.rmtree(chunks)


def stretches(run: Path, group: zarr.Group, name: str, replicate: int) -> Iterator[np.ndarray]:
    """The days of one observable of one replicate, a chunk at a time.

    Raises
    ------
    CheckpointError
        If a chunk cannot be read.
    """
    try:
        stored = array(group, name)
        days = stored.shape[1]
        for begin in range(0, days, DAYS_PER_CHUNK):
            yield np.asarray(stored[replicate, begin : min(begin + DAYS_PER_CHUNK, days)])
    except Exception as error:  # a cut or altered chunk fails in the codec, with the codec's own error
        raise CheckpointError(
            f"{layout.observables(run)}/{name}: replicate {replicate} cannot be read ({type(error).__name__}).",
            layout.resume_hint(run),
        ) from None


def missing(run: Path, stored: zarr.Array[Any], replicate: int, days: int) -> bool:
    """Whether a chunk that holds one of a replicate's first `days` days is not there."""
    if 0 in stored.shape[2:]:
        return False  # an axis without labels, such as a country without named employers, has no chunks
    chunks = layout.observables(run) / stored.basename / "c" / str(replicate)
    rest = ["0"] * (stored.ndim - 2)
    return any(not chunks.joinpath(str(k), *rest).is_file() for k in range(-(-days // stored.chunks[1])))


def whole(run: Path, group: zarr.Group, names: Iterable[str], replicate: int, days: int) -> bool:
    """Whether the first `days` days of a replicate are there and can be read."""
    try:
        for name in names:
            if missing(run, array(group, name), replicate, days):
                return False
            for _ in stretches(run, group, name, replicate):
                pass
    except CheckpointError:
        return False
    return True


def stored_bytes(run: Path, name: str, replicate: int) -> int:
    """Size of the chunks of one observable of one replicate; tells a cut or lost one without reading any."""
    chunks = layout.observables(run) / name / "c" / str(replicate)
    return sum(file.stat().st_size for file in chunks.rglob("*") if file.is_file())
