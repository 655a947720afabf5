"""Where two arms part: which columns first differ, after which phase, and whom it reaches through which phase.

Both states are looked at after every phase, in the columns it writes. A person has changed through the phase after
which one of their columns first differs; what follows for them later is not counted again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from contested.engine.model import State
from contested.nation.codes import ADULT, ONLINE, OUT, STATUS
from contested.nation.plan import FIELDS, PHASES

#: columns that tell something; room to work in tells nothing
COLUMNS = tuple(f.name for f in FIELDS if not f.scratch)
#: those with an entry a person: a person's state
PERSONAL = tuple(f.name for f in FIELDS if f.per == ("person",) and not f.scratch)
#: phases that can change a person
REACHING = tuple(k for k, p in enumerate(PHASES) if set(p.writes) & set(PERSONAL))
#: the phase after which it is known who marches
MARCH = next(k for k, p in enumerate(PHASES) if p.name == "mobilisation")
GROUPS = ("offline", "online", "not of age")


class Parting:
    """Watches two states.

    Parameters
    ----------
    states : two states
    days, scale : int
    same_people : bool
        Whether row i is the same person in both; if not, only columns are compared.
    """

    def __init__(self, states: Sequence[State], days: int, scale: int, same_people: bool) -> None:
        self._states, self._scale, self._same = states, scale, same_people
        self._first = np.full((len(COLUMNS), 2), -1, np.int64)
        starts = states[0]["place_start"]
        self._place = np.repeat(np.arange(len(starts) - 1, dtype=np.int16), np.diff(starts))
        flags = states[0]["flags"]
        self._group = np.where(flags & ADULT == 0, 2, np.where(flags & ONLINE, 1, 0)).astype(np.uint8)
        self._ever = np.zeros(len(flags), bool)
        shape = len(REACHING)
        self._by = {
            "day": np.zeros((days, shape)),
            "place": np.zeros((len(starts) - 1, shape)),
            "group": np.zeros((len(GROUPS), shape)),
        }
        self._now = np.zeros(days)
        self._status = np.zeros((len(STATUS), len(STATUS)))
        self._writes = [tuple(c for c in p.writes if c in COLUMNS) for p in PHASES]

    def after(self, day: int, phase: int) -> None:
        """Look at what a phase (its place in the plan) wrote."""
        a, b = self._states
        reached = None
        for name in self._writes[phase]:
            row = COLUMNS.index(name)
            personal = self._same and name in PERSONAL
            if self._first[row, 0] >= 0 and not personal:
                continue
            if not personal:
                differs = not np.array_equal(a[name], b[name], equal_nan=a[name].dtype.kind == "f")
            else:
                odd = a[name] != b[name]
                differs = bool(odd.any())
                if differs:
                    reached = odd if reached is None else reached | odd
            if differs and self._first[row, 0] < 0:
                self._first[row] = day, phase
        if reached is not None:
            self._count(reached & ~self._ever, day, REACHING.index(phase))
            self._ever |= reached
        if phase == MARCH and self._same and self._ever.any():
            self._doing()

    def _count(self, new: np.ndarray, day: int, column: int) -> None:
        by = self._by
        by["day"][day, column] += np.count_nonzero(new)
        by["place"][:, column] += np.bincount(self._place[new], minlength=len(by["place"]))
        by["group"][:, column] += np.bincount(self._group[new], minlength=len(GROUPS))

    def evening(self, day: int) -> None:
        """Count who differs at the end of a day."""
        if not self._same or not self._ever.any():
            return
        a, b = self._states
        differs = np.zeros(len(self._ever), bool)
        for name in PERSONAL:
            differs |= a[name] != b[name]
        self._now[day] = np.count_nonzero(differs)

    def _doing(self) -> None:
        """Count what people do when the day's march has set out, where the arms differ in it."""
        x, y = (_with_marchers(state) for state in self._states)
        odd = x != y
        pairs = x[odd].astype(np.int64) * len(STATUS) + y[odd]
        self._status += np.bincount(pairs, minlength=self._status.size).reshape(self._status.shape)

    def answer(self) -> dict[str, Any]:
        """What was seen, flat; persons are persons, whatever the scale.

        Returns
        -------
        dict
            `changed/day`, `changed/place`, `changed/group`: persons first changed, by that and phase of `REACHING`;
            `changed`: all of them; `changed/now`: persons that differ at the end of each day; `changed/status`:
            person-days by what people do in a and in b while marches are out; `first/day`, `first/phase`: of each
            column of `COLUMNS`, -1 where it never differs; `same_people`.
        """
        counted = {f"changed/{by}": self._scale * array.ravel() for by, array in self._by.items()}
        return {
            **counted,
            "changed/now": self._scale * self._now,
            "changed/status": self._scale * self._status.ravel(),
            "first/day": self._first[:, 0],
            "first/phase": self._first[:, 1],
            "changed": float(self._scale * np.count_nonzero(self._ever)),
            "same_people": float(self._same),
        }


def _with_marchers(state: State) -> np.ndarray:
    """What people do while the march is out; marchers are kept as a list, and their status says home again."""
    status = state["citizens_status"].copy()
    status[state["street_rows"][: int(state["street_start"][-1])]] = OUT
    return status
