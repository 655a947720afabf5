"""A process that was forked from one that had computed is refused in words: it would hang, or be ended.

Kernels and tables are computed by threads, and a fork copies none of them: numba's OpenMP ends the child, Polars waits
for ever. Fresh processes (spawn, forkserver, Ray) and threads are fine, and so is a fork before anything was computed.
"""

from __future__ import annotations

import os

from contested.ground.errors import ForkedProcess

_COMPUTED, _FORKED = "computed", "forked"
_state = {_COMPUTED: False, _FORKED: False}


def computing() -> None:
    """Note that this process computes.

    Raises
    ------
    ForkedProcess
        If it was forked from one that had computed.
    """
    if _state[_FORKED]:
        raise ForkedProcess(
            "this process was forked from one that had computed, whose threads a fork does not copy; here it would "
            "hang for ever.",
            'start processes with multiprocessing.get_context("spawn") or "forkserver", or fork before the first run',
        )
    _state[_COMPUTED] = True


def _in_child() -> None:
    _state[_FORKED] = _state[_FORKED] or _state[_COMPUTED]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
