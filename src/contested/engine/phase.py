"""A phase: one process of a step, with the columns it reads and writes. It is handed exactly those.

They arrive as one flat NamedTuple, which kernels take as it is. Columns it only reads arrive as read-only views, so a
phase that writes what it did not name fails at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import State
from contested.engine.params import flat
from contested.ground.errors import BrokenInvariant


class Columns(Protocol):
    """The columns a phase named, as attributes."""

    def __getattr__(self, name: str, /) -> np.ndarray: ...


@dataclass(frozen=True)
class Phase:
    """One entry of a plan.

    Parameters
    ----------
    name : str
        Unique in its plan; `--without NAME` drops it.
    subsystem : str
        Whose it is.
    run : (cols, params, Tick) -> None
        `cols` has one attribute a column.
    reads, writes : tuple of str
        Names of columns.
    source : str
        Key of references.bib, or "script".
    meaning : str
        One line for the printed plan.

    Raises
    ------
    BrokenInvariant
        If it names a column twice.
    """

    name: str
    subsystem: str
    run: Callable[[Any, Any, Tick], None]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    source: str
    meaning: str
    #: the NamedTuple that it is handed
    columns: type[Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        both = set(self.reads) & set(self.writes)
        if both:
            raise BrokenInvariant(
                f"phase {self.name}: {sorted(both)} named as both read and written; name it as written."
            )
        kind = flat(self.run.__module__, f"{self.name}_columns", (*self.reads, *self.writes))
        object.__setattr__(self, "columns", kind)


def bind(phase: Phase, state: State) -> Columns:
    """The columns a phase named, read-only where it only reads them.

    Raises
    ------
    BrokenInvariant
        If it names a column that no subsystem declared.
    """
    arrays = []
    for name in (*phase.reads, *phase.writes):
        if name not in state:
            raise BrokenInvariant(f"phase {phase.name} names column {name!r}, which no subsystem declares.")
        array = state[name]
        if name in phase.reads:
            array = array.view()
            array.flags.writeable = False
        arrays.append(array)
    columns: Columns = phase.columns(*arrays)
    return columns


def table(phases: Sequence[Phase]) -> list[dict[str, str]]:
    """The plan as rows: position, phase, subsystem, reads, writes, source, meaning."""
    return [
        {
            "#": str(k),
            "phase": p.name,
            "subsystem": p.subsystem,
            "what": p.meaning,
            "reads": ", ".join(p.reads),
            "writes": ", ".join(p.writes),
            "source": p.source,
        }
        for k, p in enumerate(phases, 1)
    ]
