"""One hash a stored array, one a replicate: what "the same result" means.

Over values, never over compressed bytes, so that it survives another version of a compressor.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np


def hash_days(stretches: Any) -> str:
    """SHA-256 of one observable of one replicate, from its stretches of days in order.

    Parameters
    ----------
    stretches : iterable of float64 array of shape (days, ...)
        How they are cut makes no difference.
    """
    seen = hashlib.sha256()
    for values in stretches:
        seen.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return seen.hexdigest()


def hash_table(columns: dict[str, Any]) -> str:
    """SHA-256 over the columns of a table: names, kinds and values."""
    seen = hashlib.sha256()
    for name, values in columns.items():
        array = np.asarray(values)
        seen.update(f"{name} {len(array)}\n".encode())
        if len(array) == 0:  # an empty column has no kind worth telling apart
            continue
        if array.dtype.kind in "biu":
            seen.update(b"i" + array.astype("<i8").tobytes())
        elif array.dtype.kind == "f":
            seen.update(b"f" + array.astype("<f8").tobytes())
        else:
            seen.update(b"s" + "\x1f".join(map(str, array.tolist())).encode())
    return seen.hexdigest()


def hash_member(parts: dict[str, str]) -> str:
    """SHA-256 of a replicate from those of its parts, whatever their order."""
    return hashlib.sha256("".join(f"{name} {parts[name]}\n" for name in sorted(parts)).encode()).hexdigest()
