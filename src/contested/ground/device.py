"""One NVIDIA GPU, found or refused in one line; kernels compiled so that they give the cores' bits.

The only room that knows `numba.cuda`. Imported only when somebody asks for a GPU: importing `contested`, and playing on
cores, load none of it. With NUMBA_ENABLE_CUDASIM=1 numba's simulator plays the GPU in plain Python, so that a machine
without one can try the launching code.

A GPU fuses `a * b + c` into one operation that rounds once, and cores round twice. So kernels are compiled with fusing
off; numba has no word for it, which is why the compiler's options are reached for here (`_unfused`), and why `require`
tries it on the device before anything is played.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import numba
import numpy as np

from contested.ground.errors import BrokenInvariant, DeviceError, MissingExtra, NotEnoughMemory
from contested.ground.extras import install

try:
    from numba import cuda as _cuda
except ImportError:  # a later numba may leave it to numba-cuda
    raise MissingExtra("--device gpu: numba-cuda is not installed.", install("gpu")) from None

# neither is typed: what is in them is settled at run time
config: Any = numba.config
cuda: Any = _cuda
#: whether numba's simulator stands in for a GPU
SIMULATED = bool(config.ENABLE_CUDASIM)
#: threads of a block; each costs the simulator a thread of Python
THREADS = 4 if SIMULATED else 256
#: blocks of a launch whose threads stride over a list
STRIDING = 4 if SIMULATED else 1024

config.CUDA_LOW_OCCUPANCY_WARNINGS = 0  # a small country fills no GPU, and that is no fault of it
_launching = threading.RLock()


class Kernel:
    """A function run by `THREADS` threads in each of `blocks` blocks: `kernel(blocks, *arguments)`.

    Compiled when first launched, for the types it meets; arguments are numbers, tuples of them and device arrays.
    """

    def __init__(self, body: Callable[..., None]) -> None:
        self.body = body
        self.__doc__ = body.__doc__
        self._compiled: Any = None

    @property
    def compiled(self) -> Any:
        """Numba's dispatcher. Without optimising at link time, where fusing would come in again."""
        if self._compiled is None:
            self._compiled = cuda.jit(self.body) if SIMULATED else cuda.jit(self.body, cache=True, lto=False)
        return self._compiled

    def __call__(self, blocks: int, *arguments: Any) -> None:
        if blocks > 0:
            with _unfused():
                self.compiled[blocks, THREADS](*arguments)

    def over(self, entries: int, *arguments: Any) -> None:
        """Launch for a list of so many entries; the body strides over it from `cuda.grid(1)` by `cuda.gridsize(1)`."""
        self(min(STRIDING, -(-entries // THREADS)), *arguments)


kernel = Kernel


@contextmanager
def _unfused() -> Iterator[None]:
    """Whatever is compiled inside multiplies and adds in two steps, each rounded, as cores do."""
    if SIMULATED:
        yield
        return
    from numba.cuda.cudadrv import nvvm

    with _launching:
        usual: Callable[..., Any] = nvvm.compile_ir
        nvvm.compile_ir = lambda code, **options: usual(code, **{**options, "fma": False})
        try:
            yield
        finally:
            nvvm.compile_ir = usual


def require() -> str:
    """The device's name.

    Raises
    ------
    DeviceError
        If there is none; says why.
    MissingExtra
        If there is one, and what drives it is not installed.
    BrokenInvariant
        If its arithmetic is not the cores'.
    """
    if SIMULATED:
        return "numba's simulator"
    try:
        number, reason = len(cuda.gpus), "the driver shows none"
    except cuda.cudadrv.error.CudaSupportError as error:
        number, reason = 0, _first_sentence(str(error))
    if number == 0:
        raise DeviceError(
            f"--device gpu: expected an NVIDIA GPU; got none ({reason}).",
            "leave --device out; results are the same bits",
        )
    if find_spec("numba_cuda") is None or not cuda.is_available():
        raise MissingExtra("--device gpu: numba-cuda and its compiler are not installed.", install("gpu"))
    _prove()
    name = cuda.get_current_device().name
    return name.decode() if isinstance(name, bytes) else str(name)


def _first_sentence(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.endswith(":")]
    return said[0].split(". ")[0].rstrip(".") if said else "CUDA says nothing of it"


@kernel
def _multiply_and_add(x: Any, y: Any) -> None:
    y[0] = x[0] * x[1] + x[2]


def _prove() -> None:
    """(1 + h)(1 - h) - 1 is 0 in two steps and -h^2 in one."""
    h = 2.0**-30
    y = upload(np.ones(1))
    _multiply_and_add(1, upload(np.array([1.0 + h, 1.0 - h, -1.0])), y)
    if y.copy_to_host()[0] != 0.0:
        raise BrokenInvariant(
            "--device gpu: this GPU rounds otherwise than cores do; results would not be the same bits.",
            "leave --device out, and report it with the versions of numba-cuda and of the driver",
        )


def upload(array: np.ndarray) -> Any:
    """A copy of an array on the device."""
    return cuda.to_device(np.ascontiguousarray(array))


def room(shape: int | tuple[int, ...], dtype: Any) -> Any:
    """An array on the device, whatever stands in it."""
    return cuda.device_array(shape, dtype)


def refuse_unless_it_fits(needed: int) -> None:
    """Refuse what is larger than the device's free memory, in bytes.

    Raises
    ------
    NotEnoughMemory
    """
    free = cuda.current_context().get_memory_info()[0]
    if needed > free:
        raise NotEnoughMemory(
            f"--device gpu: the people need {needed / 1e9:.1f} GB on the GPU; {free / 1e9:.1f} GB are free there.",
            "leave --device out, or let an agent stand for more persons with --scale",
        )
