"""An emulator kept in a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from contested.inference.emulator.emulator import Accuracy, Emulator
from contested.inference.emulator.features import Features
from contested.inference.emulator.noise import Noise
from contested.inference.emulator.ridge import Ridge

#: fields of an emulator that are tuples of arrays themselves
_PARTS: dict[str, Any] = {"features": Features, "component": Ridge, "scale": Noise, "own": Noise, "accuracy": Accuracy}


def as_bytes(model: Emulator) -> bytes:
    """An emulator as a file of arrays."""
    # what left-out runs lie off is as large as all runs, and nobody asks for it again
    component = model.component._replace(left_out=model.component.left_out[:0])
    packed = io.BytesIO()
    np.savez_compressed(packed, **_flat(model._replace(component=component), ""))
    return packed.getvalue()


def read(file: Path) -> Emulator:
    """What `as_bytes` wrote."""
    with np.load(file) as stored:
        arrays = dict(stored)
    return Emulator(**{
        name: kind(**{f: arrays[f"{name}.{f}"] for f in kind._fields}) if (kind := _PARTS.get(name)) else arrays[name]
        for name in Emulator._fields
    })  # fmt: skip


def _flat(part: Any, before: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in part._fields:
        value = getattr(part, name)
        out |= _flat(value, f"{before}{name}.") if hasattr(value, "_fields") else {before + name: value}
    return out
