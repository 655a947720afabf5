"""Whether a model comes to rest, and whether a run of it has: a number read from a run that still moves is no result.

A model says which of its numbers stop, or why none does. So a run that ends too early can say so itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Rest:
    """How a run of a model ends.

    Parameters
    ----------
    within : mapping of observable to number
        Those that stop, each with the most by which it may still change in a step at rest: 0 where it stops for good.
    begins : (Params) -> int, optional
        The step at which the event comes that a model is about; before it, rest is no result.
    never : str or (Params) -> str
        Why a run goes on for ever; "" if it does not. A function where that depends on parameters.
    """

    within: Mapping[str, float] = field(default_factory=dict)
    begins: Callable[[Any], int] | None = None
    never: str | Callable[[Any], str] = ""

    def why_never(self, params: Any) -> str:
        """Why a run with these parameters never comes to rest; "" if it does."""
        return self.never if isinstance(self.never, str) else self.never(params)

    def moving(self, params: Any, before: Mapping[str, Any], last: Mapping[str, Any]) -> np.ndarray:
        """Which replicates still change in their last step.

        Parameters
        ----------
        params : Params
        before, last : mapping of observable to numbers, one a replicate
            At the last step but one, and at the last.

        Returns
        -------
        bool array of shape (replicates,)
            False for a model that never comes to rest: it ends where it was told to.
        """
        changed = [
            np.abs(np.atleast_1d(last[name]) - np.atleast_1d(before[name])) > within
            for name, within in self.within.items()
        ]
        if not changed or self.why_never(params):
            return np.zeros(1, bool)
        still: np.ndarray = np.any(changed, axis=0)
        return still

    def unfinished(self, params: Any, step: int, before: Mapping[str, Any], last: Mapping[str, Any]) -> str:
        """Why a run that ended at `step` shows no result yet, in words; "" if it does.

        Parameters
        ----------
        params : Params
        step : int
            The last one.
        before, last
            As for `moving`.
        """
        if self.begins is not None and (begins := self.begins(params)) > step:
            return f"ended before its event, at step {begins}"
        still = self.moving(params, before, last)
        where = f" in {still.sum()} of {still.size} replicates" if still.size > 1 else ""
        return f"still changing at the end{where}" if still.any() else ""
