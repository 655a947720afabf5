"""Which phases have a version for the device, and whose people stand there now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import State
from contested.engine.phase import Columns, Phase, bind
from contested.nation.codes import HOME
from contested.nation.detention import intake as detention_intake
from contested.nation.detention import release as detention_release
from contested.nation.device import citizens, election, street, workplaces
from contested.nation.device.people import People
from contested.nation.params import NationParams
from contested.nation.security import police


def policing(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """Policing happens on the host; the device is told who is back, hurt or dead."""
    mended = c.security_hurt[: int(c.security_hurt_count[0])].copy()
    police.police(c, params, tick)
    marchers = c.street_rows[: int(c.street_start[-1])]
    gone = marchers[c.citizens_status[marchers] != HOME]
    people.send_status(np.concatenate([mended, gone]), c.citizens_status)


def intake(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """Intake happens on the host; the device is told who is held, dead or sent home."""
    detention_intake.intake(c, params, tick)
    people.send_status(c.security_taken[: int(c.security_taken_count[0])], c.citizens_status)


def release(people: People, c: Columns, params: NationParams, tick: Tick) -> None:
    """Release happens on the host; the device is told who came home."""
    held = c.detention_rows[: int(c.detention_count[0])].copy()
    detention_release.release(c, params, tick)
    people.send_status(held[c.citizens_status[held] == HOME], c.citizens_status)


#: by the name of a phase; all others touch no column of one entry a person
RUNS: dict[str, Callable[[People, Any, Any, Any], None]] = {
    "vote": election.vote,
    "announcement": election.announcement,
    "attitudes": citizens.attitudes,
    "strikes": workplaces.strikes,
    "mobilisation": street.mobilise,
    "policing": policing,
    "intake": intake,
    "release": release,
    "news": citizens.news,
}


class OnDevice:
    """The people of one state at a time on the device; another state's go home before its people come."""

    def __init__(self) -> None:
        self._people: People | None = None
        self._state: State | None = None
        self._moved = False

    def views(self, state: State, phases: Sequence[Phase]) -> list[tuple[Callable[..., None], Any]]:
        """Bring a state's people to the device; each phase's run and its view of the state."""
        self.let_go()
        if self._people is None or not self._people.same(state):
            self._people = None  # two worlds need not fit together
            self._people = People(state)
        self._people.enter(state)
        self._state = state
        return [
            (partial(RUNS[p.name], self._people) if p.name in RUNS else p.run, bind(p, state)) for p in phases
        ]

    def moved(self) -> None:
        """A step begins: from here on the state's own columns of people are not right."""
        self._moved = True

    def home(self, state: State) -> None:
        """Make every column of a state right again, if its people are on the device."""
        if state is self._state and self._people is not None and self._moved:
            self._people.leave(state)
            self._moved = False

    def let_go(self) -> None:
        """Bring home whoever is on the device, and forget whose they are."""
        if self._state is not None:
            self.home(self._state)
        self._state = None
