"""A country played on cores and on the device side by side, under numba's simulator; run in a process of its own.

    NUMBA_ENABLE_CUDASIM=1 python -m tests.nation.device.beside [CASE ...]

Prints, as JSON, what differed, what happened and which kernels were launched with which types; the tests read it.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from contested.engine import checkpoint
from contested.engine.check import check_model
from contested.engine.clock import Tick
from contested.engine.model import Model
from contested.engine.params import override
from contested.engine.run import InMemory, run
from contested.ground import blocks, device
from contested.nation import world as worlds
from contested.nation.country import Enterprise, LaterVote, Site, Unit
from contested.nation.model import nation_model
from tests.nation.countries import act, country, place

SEED = 7
#: what must have happened at least once, if a run is to say anything
HAPPENS = (
    "crowd", "detained", "injured", "killed_street", "killed_custody", "released", "testimonies", "turned_away",
    "strikers", "dismissed", "news_reached", "participants", "raided", "charged",
    "officers_injured",
)
#: everything that can be done, in a fortnight; the policies of after the origin take over on day 9
ACTS = (
    act("call_march", 1, 1.0, until=4), act("call_march", 6, 0.9), act("call_march", 8, 0.6, place=0),
    act("call_strike", 2, 1.0, until=7), act("tactic_crackdown", 1, 3.0), act("tactic_pause", 5),
    act("tactic_containment", 6, 2.0, place=1), act("tactic_hardening", 8, 2.0), act("shutdown", 1, 0.8, until=2),
    act("release", 4, 0.5), act("strike_fund", 3, 2.0), act("aid", 3, 1.0), act("defiance", 5), act("reserve", 6, 2e3),
    act("leader_jailed", 3, 2), act("sanctions", 5, 80), act("concession", 7, 0.3), act("shock", 2, 0.5),
    act("refusal", 6, 0.3), act("rally", 5),
)
SETTINGS = {
    "security.arrests_per_officer": 2.0, "security.reach": 0.3, "security.injuries_per_arrest": 1.0,
    "security.deaths_per_injury": 0.2, "security.injury_days": 3, "detention.testify": 0.9, "detention.hold_limit": 2,
    "detention.death_chance": 0.2, "detention.sentence_longest": 4, "detention.overcrowding": 1.0,
    "workplaces.dismissal": 0.3, "workplaces.cost": 0.4, "workplaces.firm_size": 20, "street.cost": 0.3,
    "street.spontaneous": 0.2, "forms.march.deniable": 0.1, "forms.march.travel": 50.0, "opposition.starting": 20.0,
    "tactics.crackdown.raids": 0.1, "tactics.hardening.raids": 0.1, "detention.prosecuted": 0.2,
    "security.officer_injuries": 0.3,
}
#: places of several blocks of rows, at the block size of `small_blocks`, whose borders fall inside words of four
PLACES = (
    place("Big", population=701, voters=553, stations=5),
    place("Small", kind="town", population=302, voters=240, stations=2, lat=54.0, online=0.4),
    place("Fields", kind="countryside", population=98, voters=77, stations=1, lon=28.0, online=0.2),
)


#: nobody has half of the votes
SPLIT = tuple(replace(p, incumbent=0.35, challenger=0.35) for p in PLACES)


def rich(**changes):
    """A country of 1,101 people in which everything happens."""
    return country(**({
        "places": PLACES, "acts": ACTS, "settings": SETTINGS, "days": 13, "origin": 8, "mechanism": "ordered",
        "units": (Unit("riot police", "riot_police", -1, 60, 0.8), Unit("police", "police", 0, 20, 0.5)),
        "sites": (Site("jail", 0, 12), Site("cells", 1, 4)),
        "enterprises": (Enterprise("works", 0, 90, 1.0, 1.0), Enterprise("mill", 1, 40, 0.5, 0.0)),
    } | changes))


def small_blocks(world, rows=150):
    """The same people cut into small blocks."""
    start, of = blocks.cut(world.arrays["place_start"], rows)
    return replace(world, arrays={**world.arrays, "block_start": start, "block_place": of})


def differing(one: Model, other: Model, states, params, step: int, seed: int) -> list[str]:
    """Names of columns and numbers that differ after a step of both."""
    for model, state in zip((one, other), states):
        model.step(state, params, Tick(step, seed))
        if model.home is not None:
            model.home(state)
    a, b = states
    odd = [name for name in sorted(set(a) - one.static) if a[name].tobytes() != b[name].tobytes()]
    marchers = int(a["street_start"][-1])
    if a["street_rows"][:marchers].tobytes() != b["street_rows"][:marchers].tobytes():
        odd.append("street_rows")
    for name in ("security_taken", "detention_telling"):
        n = int(a[f"{name}_count"][0])
        if n != b[f"{name}_count"][0] or (a[name][:n] != b[name][:n]).any():
            odd.append(name)
    x, y = one.observe(a), other.observe(b)
    return odd + [name for name in x if np.asarray(x[name]).tobytes() != np.asarray(y[name]).tobytes()]


def kind(argument):
    """The type of a kernel's argument, as `compiled` reads it."""
    if hasattr(argument, "_fields"):
        return ["named", f"{type(argument).__module__}:{type(argument).__name__}", type(argument[0]).__name__ + "64"]
    if isinstance(argument, tuple):
        return ["tuple", type(argument[0]).__name__ + "64", len(argument)]
    if hasattr(argument, "dtype") and argument.shape:
        return [str(argument.dtype), len(argument.shape)]
    return f"{type(argument).__name__}64"


def launched(kinds: dict):
    """Note under each kernel's name the types it is launched with."""
    usual = device.Kernel.__call__

    def call(self, blocks, *arguments):
        if blocks > 0:
            kinds.setdefault(f"{self.body.__module__}.{self.body.__name__}", []).append([kind(a) for a in arguments])
        usual(self, blocks, *arguments)

    device.Kernel.__call__ = call


def beside(without: tuple[str, ...] = (), days: int | None = None, settings=None, **changes) -> dict:
    """Play; the days on which something differed, and totals that say that something happened."""
    here = rich(**changes)
    world = small_blocks(worlds.build(here))
    one, other = nation_model(world, without), nation_model(world, without, device="gpu")
    params = override(here.params, settings or {})
    states = one.init(params, SEED), other.init(params, SEED)
    odd, seen = {}, dict.fromkeys(HAPPENS, 0.0)
    for day in range(here.days if days is None else days):
        if wrong := differing(one, other, states, params, day, SEED):
            odd[day] = wrong
        numbers = one.observe(states[0])
        for name in HAPPENS:
            seen[name] += float(np.sum(numbers[name]))
    return {"odd": odd, "seen": seen}


def across(days: int = 6) -> dict:
    """A checkpoint made on one device goes on on the other; hashes of the end, which should be one."""
    here = rich()
    world = small_blocks(worlds.build(here))
    models = {name: nation_model(world, device=name) for name in ("cpu", "gpu")}
    ends = []
    for before, after in (("cpu", "cpu"), ("cpu", "gpu"), ("gpu", "cpu"), ("gpu", "gpu")):
        with tempfile.TemporaryDirectory() as folder:
            model = models[before]
            nowhere = InMemory(model.observables, model.coords, 0, days)
            state = run(model, here.params, SEED, steps=days // 2, recorder=nowhere)
            path = checkpoint.save(Path(folder) / "half.npz", model, state, next_step=days // 2, about={})
            model = models[after]
            state = model.init(here.params, SEED)
            first = checkpoint.load(path, model, state)
            state = run(model, here.params, SEED, steps=days - first, first=first, state=state, recorder=nowhere)
            ends.append(checkpoint.state_hash(state, model.static))
    return {"ends": ends}


def long_list() -> dict:
    """Whether lists of many rows of whole blocks, in any order, come out as one in the order of rows."""
    from contested.nation.device.people import People

    world = worlds.build(country())
    state = nation_model(world).init(world.country.params, SEED)
    people = People(state)
    start, rows = world.arrays["block_start"], np.zeros(world.rows, np.int32)
    listed = [np.arange(lo, hi)[np.arange(lo, hi) * 7919 % 13 < 5 + b] for b, (lo, hi) in enumerate(pairwise(start))]
    for lo, some in zip(start, listed):
        rows[lo : lo + len(some)] = some[::-1]
    people.rows.copy_to_device(rows)
    ordered = people.in_order(np.array([len(some) for some in listed], np.int64)).copy_to_host()
    return {"blocks": len(listed), "right": bool((ordered == np.concatenate(listed)).all())}


def promises() -> dict:
    """A nation on the device keeps the promises of a model."""
    world = worlds.build(rich(places=PLACES[1:2], sites=(Site("jail", 0, 9),), units=(), enterprises=(), acts=ACTS[:2]))
    return {"kept": [check.name for check in check_model(nation_model(world, device="gpu"), steps=4)]}


def share_once() -> None:
    """Numba's simulator looks a block's shared array up and makes it in two steps, so that two threads got one each
    on a busy machine; here nobody comes between."""
    from numba.cuda.simulator.kernelapi import FakeCUDAShared

    lock = threading.Lock()

    def array(self, shape, dtype):
        caller = sys._getframe(1)
        with lock:
            where = (caller.f_code.co_filename, caller.f_lineno)
            return self._allocations.setdefault(where, np.empty(shape, dtype))

    FakeCUDAShared.array = array


def sleep_while_waiting() -> None:
    """Numba's simulator asks a block's threads again and again whether they wait or have ended, and so keeps them from
    running; here whoever waits sleeps. All threads of a block must meet each barrier, as on a GPU."""
    from numba.cuda.simulator.kernel import BlockManager, BlockThread

    def play(self, grid_point, *args):
        self.barrier = threading.Barrier(math.prod(self._block_dim), timeout=600.0)

        def body():
            try:
                self._f(*args)
            except BaseException:
                self.barrier.abort()  # nobody waits for who will not come
                raise

        threads = [BlockThread(body, self, grid_point, at, self._debug) for at in np.ndindex(*self._block_dim)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        raised = [thread.exception[0] for thread in threads if thread.exception]
        if raised:
            raise next((e for e in raised if not isinstance(e, threading.BrokenBarrierError)), raised[0])

    BlockManager.run = play
    BlockThread.syncthreads = lambda self: self._manager.barrier.wait()


CASES = {
    "everything": beside,
    "nobody knows anybody": lambda: beside(("ties",), 5),
    "a run-off between lists": lambda: beside(
        (), 8, {"election.honest_stations": 0.0}, contest="lists", published="nation", places=SPLIT,
        mechanism="none", later_votes=(LaterVote("runoff", 4, 5, "none"), LaterVote("repeat", 6, 6, "stuffing")),
    ),
    "nobody marches": lambda: beside(("street",), 5),
    "no police": lambda: beside(("security", "citizens"), 5),
    "many rounds": lambda: beside((), 3, {"street.rounds": 8, "street.social_pull": 6.0, "street.cost": 0.3}),
    "across": across,
    "long list": long_list,
    "promises": promises,
}

if __name__ == "__main__":
    assert device.SIMULATED, "set NUMBA_ENABLE_CUDASIM=1"
    # threads that take short turns come between each other more often
    sys.setswitchinterval(5e-5)
    share_once()
    sleep_while_waiting()
    kinds: dict[str, list] = {}
    launched(kinds)
    told = {name: CASES[name]() for name in sys.argv[1:] or CASES}
    print(json.dumps({
        "told": told,
        "kernels": {name: calls[0] for name, calls in kinds.items()},
        "several": [name for name, calls in kinds.items() if any(call != calls[0] for call in calls)],
    }))
