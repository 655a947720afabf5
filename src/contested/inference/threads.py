"""Linear algebra on one core while many small matrices are multiplied.

BLAS spreads each over all cores and its threads wait by spinning: on two cores that others used as well, 300 posteriors
took 225 seconds instead of 11 to 30. It needs threadpoolctl; without it time is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def _control() -> Any:
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()  # looks through all loaded libraries, so once


@contextmanager
def one_core() -> Iterator[None]:
    """BLAS uses one thread inside; also as a decorator."""
    control = _control()
    if control is None:
        yield
        return
    with control.limit(limits=1, user_api="blas"):
        yield
