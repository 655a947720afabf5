"""How many threads the kernels may use. Results are the same on any number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from contested.ground.errors import InputError


@contextmanager
def limited(threads: int | None) -> Iterator[None]:
    """Use this many threads inside, and as many as before afterwards; None leaves them alone.

    Raises
    ------
    InputError
        If it is not 1 to the number numba started with.
    """
    if threads is None:
        yield
        return
    import numba

    from contested.ground.compiled import most_threads
    from contested.studies.arguments import whole

    threads = whole(threads, "threads")
    most = most_threads()
    if not 1 <= threads <= most:
        raise InputError(
            f"threads: expected 1 to {most} on this machine; got {threads}.",
            "without --threads every core is used",
        )
    before = numba.get_num_threads()
    numba.set_num_threads(threads)
    try:
        yield
    finally:
        numba.set_num_threads(before)
