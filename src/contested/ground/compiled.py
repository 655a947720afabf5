"""Compiling kernels, and a cache that can neither miss nor lie.

Numba's own disk cache does not see a change in a function called from another file and would silently run the old
code. So the cache folder's name is a hash of all of the package's sources, numba's version and the processor: an edit
anywhere compiles anew, everything else is found.

Numba unpickles what it finds there, so the folder is always one that only this user can write to (`ground.private`):
in the user's cache, in the folder that NUMBA_CACHE_DIR names, or, where that cannot be, among temporary files.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import platformdirs

from contested.ground import private


def _import_numba() -> Any:
    """Numba, without the file of settings that it would read from whatever folder the user stands in.

    `.numba_config.yaml` may name a cache, which is unpickled, or a driver, which is loaded.
    """
    before = "numba" in sys.modules
    import numba
    from numba.core import config

    if not before and Path(config._config_fname).exists():
        reader: Any = config
        reader._config_fname = f"{os.devnull}/none"
        reader._env_reloader.reset()
    return numba


numba = _import_numba()
from numba import njit, prange  # noqa: E402  # only now

#: caches of earlier versions that are left
MOST_CACHES = 4
_config: Any = numba.config  # its attributes are set at run time
_HASH = re.compile(r"[0-9a-f]{20}")


def _source_hash() -> str:
    root = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256(f"{numba.__version__} {_config.CPU_NAME or _cpu()}".encode())
    for file in sorted(root.rglob("*.py")):
        seen.update(file.relative_to(root).as_posix().encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()[:20]


def _cpu() -> str:
    import llvmlite.binding as llvm

    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


def _choose_cache() -> None:
    """Point numba at a private folder that is named after the sources; drop the oldest of ours."""
    name, chosen = _source_hash(), os.environ.get("NUMBA_CACHE_DIR")
    here = None
    if chosen:
        base = Path(chosen)
        here = _private(base.parent if _HASH.fullmatch(base.name) else base, name, _HASH)
        if here is None:
            warnings.warn(f"NUMBA_CACHE_DIR={chosen}: others may write there; kernels go elsewhere.", stacklevel=2)
    here = here or _private(Path(platformdirs.user_cache_dir("contested")) / "kernels", name, re.compile(".*"))
    if here is None:  # a read-only home still runs
        temporary = Path(tempfile.gettempdir())
        here = private.private_folder(temporary, private.of_this_user(f"contested-kernels-{name}"))
    # processes begun from here find it as well; and numba reads its settings again whenever one of them changes
    os.environ["NUMBA_CACHE_DIR"] = _config.CACHE_DIR = str(here)


def _private(base: Path, name: str, ours: re.Pattern[str]) -> Path | None:
    """BASE/NAME if it is private and can be written to; only the latest folders that are called like ours stay."""
    here = base / name
    try:
        if not private.make_private(here) or not os.access(here, os.W_OK):
            return None
        os.utime(here)
        old = [p for p in base.iterdir() if p.is_dir() and ours.fullmatch(p.name)]
        for folder in sorted(old, key=lambda p: p.stat().st_mtime, reverse=True)[MOST_CACHES:]:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return None
    return here


_choose_cache()
# OpenMP's threads wait for each other by spinning unless told to sleep. On cores that others use as well a spinning
# thread keeps its partner from running: 30 days of a small country took 2.3 s instead of 0.03 s. Read once, when numba
# starts its threads.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")



def most_threads() -> int:
    """How many threads kernels can have in this process."""
    return int(_config.NUMBA_NUM_THREADS)


_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result", covariant=True)


def cached(folder: str) -> bool:
    """Whether kernels of the package's files in a folder of this name are in the cache, compiled."""
    return any(Path(_config.CACHE_DIR).glob(f"{folder}_*/*.nbi"))


class Kernel(Protocol[_Parameters, _Result]):
    """A compiled function; `py_func` is the same, not compiled."""

    @property
    def py_func(self) -> Callable[_Parameters, _Result]: ...

    def __call__(self, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result: ...


class Compiler(Protocol):
    """A decorator that compiles."""

    def __call__(self, function: Callable[_Parameters, _Result], /) -> Kernel[_Parameters, _Result]: ...


_njit: Any = njit  # `_nrt` is not in its types
#: a function of numbers; never fast-math, so every machine gives the same bits
scalar: Compiler = njit(cache=True, inline="never", error_model="numpy")
#: the same where a call would be felt: LLVM leaves one where a body is long, and an array is seven words to hand over.
#: Such a function makes no array, so it need not count who holds those it is given (a tenth of a model's time)
inlined: Compiler = _njit(cache=True, forceinline=True, error_model="numpy", _nrt=False)
#: a few lines of arithmetic pasted into the loop that uses them, so that LLVM can vectorise that loop
pasted: Compiler = njit(inline="always", error_model="numpy")
#: a serial loop over arrays
serial: Compiler = njit(cache=True, error_model="numpy", nogil=True)
#: a loop over blocks with `prange`; writes only rows of its own block
parallel: Compiler = njit(cache=True, parallel=True, error_model="numpy", nogil=True)

__all__ = ["cached", "inlined", "most_threads", "parallel", "pasted", "prange", "scalar", "serial"]
