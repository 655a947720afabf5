"""Every kernel compiled for a real GPU, without one: PTX by NVVM and machine code by ptxas. In a process of its own.

    python -m tests.nation.device.compiled < kernels.json

Reads the types each kernel is launched with, as `beside` prints them; prints which instructions on floating-point
numbers came out.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import Counter
from types import SimpleNamespace
from unittest import mock

import numba
import numpy as np

from contested.ground import device

ARCHITECTURE = (9, 0)
HERE = SimpleNamespace(compute_capability=ARCHITECTURE, id=0)


def numba_type(spec):
    """Of ["uint8", 1] (an array), "int64", ["tuple", "float64", 3], or ["named", "module:Kind", "float64"]."""
    if isinstance(spec, str):
        return getattr(numba.types, spec)
    if spec[0] == "named":
        module, name = spec[1].split(":")
        kind = getattr(importlib.import_module(module), name)
        return numba.types.NamedUniTuple(getattr(numba.types, spec[2]), len(kind._fields), kind)
    if spec[0] == "tuple":
        return numba.types.UniTuple(getattr(numba.types, spec[1]), spec[2])
    return numba.types.Array(numba.from_dtype(np.dtype(spec[0])), spec[1], "C")


def compiled(name: str, specs) -> dict:
    """Instructions on floating-point numbers in a kernel's PTX, by name, and the size of its machine code."""
    module, attribute = name.rsplit(".", 1)
    dispatcher = getattr(importlib.import_module(module), attribute).compiled
    dispatcher.disable_cache = True
    binary = []
    with (
        device._unfused(),
        mock.patch("numba.cuda.dispatcher.get_current_device", lambda: HERE),
        mock.patch("numba.cuda.cudadrv.devices.get_context", lambda *_: SimpleNamespace(device=HERE)),
        mock.patch(
            "numba.cuda.dispatcher._Kernel.bind",
            lambda made: binary.append(made.library.get_cubin(cc=ARCHITECTURE).code),
        ),
    ):
        dispatcher.compile(tuple(numba_type(s) for s in specs))
        (made,) = dispatcher.overloads.values()
        ptx = made.library.get_asm_str(cc=ARCHITECTURE)
    found = Counter(re.findall(r"^\s*(?:@!?%\w+\s+)?([a-z][a-z0-9_]*(?:\.\w+)*\.f(?:16|32|64))\s", ptx, re.M))
    return {"instructions": dict(found), "bytes": len(binary[0])}


if __name__ == "__main__":
    print(json.dumps({name: compiled(name, specs) for name, specs in json.load(sys.stdin).items()}))
