"""A prepared model with the provenance its run will record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from contested.engine.model import Model
from contested.ground.errors import NotEnoughMemory
from contested.store import provenance


@dataclass(frozen=True)
class Ready:
    """One model with its parameters.

    Parameters
    ----------
    model, params
        What is simulated.
    about : dict
        What a checkpoint of its runs belongs to.
    described : dict
        What `provenance.make` takes besides seed, days and replicates.
    out_of_memory : () -> NotEnoughMemory
        The error if memory runs out in the middle.
    files : dict of name to Path
        Copied to RUN/scenario.
    start : date, optional
        Of day 0, for models that have dates.
    """

    model: Model
    params: Any
    about: dict[str, Any]
    described: dict[str, Any]
    out_of_memory: Callable[[], NotEnoughMemory]
    files: dict[str, Path] = field(default_factory=dict)
    start: date | None = None

    def record(self, **rest: Any) -> dict[str, Any]:
        """The provenance of a run of it; `rest` is seed, days, replicates and so on."""
        return provenance.make(self.model, self.params, start=self.start, **self.described, **rest)
