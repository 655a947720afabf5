"""Arrays of an .npz file, each header read before memory is asked for. Nothing is unpickled."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

from contested.files import limits
from contested.files.archive import Archive, open_archive
from contested.files.content import read_bytes
from contested.files.refusal import AGAIN, Refused, guarded

#: kinds of numbers and text an array may hold; objects are code in disguise
_PLAIN = frozenset("biufcSUmM")
_DAMAGED = "arrays that are damaged or cut off"


def read_arrays(path: str | Path, refused: Refused, names: Sequence[str] | None = None) -> dict[str, np.ndarray]:
    """Arrays by name.

    Parameters
    ----------
    path : path
        An .npz file.
    refused : function
        Makes the error: the file is none, damaged, or above the limits; an array holds objects; a name is missing.
    names : sequence of str, optional
        Arrays to read; all of them if not given.
    """
    with open_archive(read_bytes(path, refused, "arrays"), refused, "arrays") as archive:
        archive.check_sizes()
        there = {name.removesuffix(".npy"): name for name in archive.names()}
        missing = [name for name in names or () if name not in there]
        if missing:
            raise refused(f"no array {missing[0]!r}", "")
        wanted = there if names is None else {name: there[name] for name in names}
        return {name: _array(archive, file, refused) for name, file in wanted.items()}


def read_tables(path: str | Path, refused: Refused, names: Sequence[str]) -> list[np.ndarray]:
    """Arrays of two dimensions, of floating-point numbers, in the order of `names`."""
    arrays = read_arrays(path, refused, names)
    for name in names:
        if arrays[name].ndim != 2 or arrays[name].dtype.kind != "f":
            raise refused(f"an array {name!r} that is no table of numbers", "")
    return [arrays[name] for name in names]


def _array(archive: Archive, file: str, refused: Refused) -> np.ndarray:
    content = archive.read(file)
    stream = io.BytesIO(content)
    with guarded(refused, _DAMAGED, AGAIN):
        version = npy.read_magic(stream)
        read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}.get(version)
        if read is None:
            raise ValueError(f"version {version} of the format")
        shape, fortran, dtype = read(stream)
    if dtype.hasobject or dtype.kind not in _PLAIN or not dtype.itemsize:
        raise refused(f"an array {file!r} that holds no plain numbers or text", "")
    count = math.prod(shape)
    start = stream.tell()
    if any(length < 0 for length in shape) or count * dtype.itemsize != len(content) - start:
        raise refused(f"an array {file!r} whose size is not the one it states", "")
    limits.check("arrays", count * dtype.itemsize, refused)
    with guarded(refused, _DAMAGED, AGAIN):
        flat = np.frombuffer(content, dtype=dtype, count=count, offset=start).copy()
        return flat.reshape(shape[::-1]).T if fortran else flat.reshape(shape)
