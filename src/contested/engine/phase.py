"""A phase: one process of a step, with the columns it reads and writes. It is handed exactly those.

Columns it only reads arrive as read-only views, so a phase that writes what it did not name fails at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

from contested.engine.clock import Tick
from contested.engine.model import State
from contested.ground.errors import BrokenInvariant

#: the columns a phase named, as attributes
Columns = SimpleNamespace
_Kind = TypeVar("_Kind", bound=NamedTuple)


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
    """

    name: str
    subsystem: str
    run: Callable[[Any, Any, Tick], None]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    source: str
    meaning: str


def bind(phase: Phase, state: State) -> Columns:
    """The columns a phase named, read-only where it only reads them.

    Raises
    ------
    BrokenInvariant
        If it names a column that no subsystem declared, or names one twice.
    """
    both = set(phase.reads) & set(phase.writes)
    if both:
        raise BrokenInvariant(f"phase {phase.name}: {sorted(both)} named as both read and written; name it as written.")
    cols = Columns()
    for name in (*phase.reads, *phase.writes):
        if name not in state:
            raise BrokenInvariant(f"phase {phase.name} names column {name!r}, which no subsystem declares.")
        array = state[name]
        if name in phase.reads:
            array = array.view()
            array.flags.writeable = False
        setattr(cols, name, array)
    return cols


def gather(kind: type[_Kind], source: Any) -> _Kind:
    """Columns (or parameters) that a kernel takes together: a flat NamedTuple, filled by the names of its fields.

    Columns are gathered once for all days: a run's arrays are changed in place and never replaced.
    """
    if not isinstance(source, Columns):
        return kind._make(attrgetter(*kind._fields)(source))
    known = vars(source)
    if kind.__qualname__ not in known:
        known[kind.__qualname__] = kind._make(attrgetter(*kind._fields)(source))
    gathered: _Kind = known[kind.__qualname__]
    return gathered


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
