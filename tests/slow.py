"""Which cases of a dear test every run tries, and which wait for `make test-slow`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def all_but(fast: Sequence[Any], cases: Iterable[Any], *, several: bool = False) -> list[Any]:
    """For `parametrize`: the cases, all but some marked slow.

    Parameters
    ----------
    fast : sequence
        Those that every run tries; each must be a case.
    cases : iterable
        Values of the argument.
    several : bool
        There is more than one argument, and a case is a tuple of their values.
    """
    cases = list(cases)
    unknown = [case for case in fast if case not in cases]
    assert not unknown, f"no such case: {unknown}"
    return [
        case if case in fast else pytest.param(*(case if several else (case,)), marks=pytest.mark.slow)
        for case in cases
    ]
