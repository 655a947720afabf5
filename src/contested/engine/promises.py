"""What `check` tries: every promise of a model as a function that tells what it saw, or raises what was expected.

A promise that rests on another (a branch cannot be compared where no run repeats) names it and is left out without it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from itertools import chain
from pathlib import Path

import numba
import numpy as np

from contested.engine import checkpoint
from contested.engine.clock import Tick
from contested.engine.model import Model
from contested.engine.params import Kinds, Params, walk
from contested.engine.trial import (
    Broken,
    Step,
    Trial,
    alike,
    expect,
    frozen,
    numbers_of,
    outside,
    play,
    prints,
    stepped,
    touched,
)
from contested.ground.compiled import most_threads
from contested.ground.errors import CheckpointError
from contested.ground.units import UNITS

# what is declared ---------------------------------------------------------------------------------------------------


def _parameters(trial: Trial) -> str:
    params = trial.params
    expect(is_dataclass(params), f"expected a Params, or a dataclass of them; got {type(params).__name__}")
    tables = [params] if isinstance(params, Params) else [getattr(params, f.name) for f in fields(params)]
    rows = [[*table.values()] if isinstance(table, Kinds) else [table] for table in tables]
    for table in chain.from_iterable(rows):
        expect(isinstance(table, Params), f"expected tables that are Params; got {type(table).__name__}")
        for f in fields(table):
            expect("declared" in f.metadata, f"{f.name}: expected param(...) or choice(...); got a plain field")
    for name, value, declared in walk(params):
        expect(declared.unit in UNITS, f"{name}: expected a unit of ground.units; got {declared.unit!r}")
        expect(bool(declared.source), f'{name}: expected a source, or "assumed"; got none')
        expect(bool(declared.meaning), f"{name}: expected a meaning; got none")
        low, high = declared.within
        inside = value in declared.choices if declared.choices else low <= value <= high
        expect(bool(np.isfinite([low, high]).all()) and inside, f"{name}: expected {declared.range}; got {value}")
    sources = [declared.source for _, _, declared in walk(params)]
    return f"{len(sources)} parameters, {sources.count('assumed')} of them assumed"


def _arrays(trial: Trial) -> str:
    state = trial.model.init(trial.params, trial.seed)
    expect(type(state) is dict, f"expected a dict; got {type(state).__name__}")
    for name, array in state.items():
        expect(isinstance(name, str), f"expected names that are strings; got {name!r}")
        expect(type(array) in (np.ndarray, np.memmap), f"{name}: expected an array; got {type(array).__name__}")
        expect(not array.dtype.hasobject, f"{name}: expected numbers; got dtype {array.dtype}")
        expect(array.ndim > 0, f"{name}: expected shape (1,) for a single number; got ()")
    model = trial.model
    for what in ("static", "scratch"):
        gone = sorted(getattr(model, what) - set(state))
        expect(not gone, f"expected the arrays named in `{what}`; {', '.join(gone)} missing")
    expect(model.scratch <= model.static, "expected `scratch` to be part of `static`")
    size = sum(a.nbytes for a in state.values())
    return f"{len(state)} arrays, {len(model.static)} of them static, {size:,} bytes"


def _observables(trial: Trial) -> str:
    model = trial.model
    names = [o.name for o in model.observables]
    expect(len(set(names)) == len(names), f"expected each name once; got {', '.join(names)}")
    taken = sorted({"replicate", "date", model.clock, *model.coords} & set(names))
    expect(not taken, f"{', '.join(taken)}: expected another name; it is one of a dimension")
    for o in model.observables:
        expect(o.unit in UNITS, f"{o.name}: expected a unit of ground.units; got {o.unit!r}")
        expect(bool(o.meaning), f"{o.name}: expected a meaning; got none")
        unknown = sorted(set(o.dims) - set(model.coords))
        expect(not unknown, f"{o.name}: expected dimensions of `coords`; got {', '.join(unknown)}")
    for k, step in enumerate(trial.whole.steps):
        got = set(step.numbers)
        expect(got == set(names), f"step {k}: expected {', '.join(sorted(names))}; got {', '.join(sorted(got))}")
        for o in model.observables:
            number, shape = step.numbers[o.name], tuple(len(model.coords[d]) for d in o.dims)
            if number is None:
                raise Broken(f"step {k}: {o.name}: expected numbers; got something else")
            expect(number.shape == shape, f"step {k}: {o.name}: expected shape {shape}; got {number.shape}")
    for name, columns in (model.tables(trial.whole.state) if model.tables else {}).items():
        lengths = {column: len(values) for column, values in columns.items()}
        expect(len(set(lengths.values())) <= 1, f"table {name}: expected equally long columns; got {lengths}")
    steps = trial.whole.steps
    every = [(name, number) for step in steps for name, number in step.numbers.items() if number is not None]
    odd = sorted({name for name, number in every if not np.isfinite(number).all()})
    return f"{len(names)} observables" + (f"; not finite at times: {', '.join(odd)}" if odd else "")


# what changes, and what does not ------------------------------------------------------------------------------------


def _init(trial: Trial) -> str:
    one, other = (trial.model.init(trial.params, trial.seed) for _ in range(2))
    differ = alike(prints(one), prints(other), leaving=trial.model.scratch)
    expect(not differ, f"expected the same state from the same seed; {differ} differ")
    return "the same state from the same seed"


def _memory(trial: Trial) -> str:
    model = trial.model
    one, other = (model.init(trial.params, seed) for seed in (trial.seed, trial.other))
    for a in set(one) - (model.static - model.scratch):
        for b in other:
            same = np.may_share_memory(one[a], other[b])
            expect(not same, f"expected arrays of its own for each state; {a} of one is {b} of the other")
    return "a state's arrays are its own; static ones may be shared"


def _in_place(trial: Trial) -> str:
    was = trial.whole.layout
    for k, step in enumerate(trial.whole.steps):
        expect(step.same, f"step {k}: expected the state itself handed back; got another object")
        expect(step.layout.keys() == was.keys(), f"step {k}: expected arrays {sorted(was)}; got {sorted(step.layout)}")
        for name, (dtype, shape, where) in step.layout.items():
            kind = was[name][:2]
            expect((dtype, shape) == kind, f"step {k}: {name}: expected {kind[0]}{kind[1]}; got {dtype}{shape}")
            expect(where == was[name][2], f"step {k}: {name}: expected a change in place; got another array")
    return f"the same arrays after {trial.steps} steps"


def _static(trial: Trial) -> str:
    of = trial.model.static - trial.model.scratch
    first = trial.whole.start
    for k, step in enumerate(trial.whole.steps):
        changed = [name for name in sorted(of) if step.state.get(name) != first[name]]
        expect(not changed, f"step {k}: expected {', '.join(changed)} as before; got other numbers")
    return f"{len(of)} arrays"


def _observing(trial: Trial) -> str:
    for k, step in enumerate(trial.whole.steps):
        differ = alike(step.state, step.seen)
        expect(not differ, f"step {k}: expected the state as it was before observing; {differ} differ")
    state = trial.whole.state
    try:
        given = numbers_of(trial.model.observe(frozen(state)))
    except Exception as error:
        raise Broken(f"expected numbers from read-only arrays; got {type(error).__name__}: {error}") from error
    differ = alike(prints(given), prints(numbers_of(trial.model.observe(state))))
    expect(not differ, f"expected the same numbers from the same state; {differ} differ")
    return "arrays are read and not written"


def _params_stay(trial: Trial) -> str:
    for (name, value, _), (_, before, _) in zip(walk(trial.params), walk(trial.given)):
        expect(value == before, f"{name}: expected {before} as before the runs; got {value}")
    return "as they were before the runs"


def _generators(trial: Trial) -> str:
    moved = touched(trial)
    expect(not moved, f"expected the global state of {' and '.join(moved)} as it was; got another")
    return "numpy.random and random are as they were"


def _outside(trial: Trial) -> str:
    model = trial.model
    bystander = model.init(trial.params, trial.other)
    before = prints(bystander)
    play(trial)
    differ = alike(before, prints(bystander), leaving=model.scratch)
    expect(not differ, f"expected the state of another run untouched; {differ} differ")
    now = outside(model)
    changed = [name for name, was in trial.outside.items() if now.get(name) != was]
    expect(not changed, f"expected arrays outside the state untouched; got other numbers in {', '.join(changed)}")
    return f"another run's state, and {len(now)} arrays of its module"


# what a run depends on ----------------------------------------------------------------------------------------------


def _again(trial: Trial) -> str:
    _expect_whole(trial, play(trial)[0].steps, "played again")
    one, other = play(trial, trial.seed, trial.other)
    _expect_whole(trial, one.steps, "played beside a run of another seed")
    differ = _first_difference(trial.model, other.steps, trial.elsewhere.steps)
    expect(not differ, f"played beside a run of another seed: expected the same run; {differ}")
    if alike(trial.whole.start, trial.elsewhere.start):
        return "played again, and beside a run of another seed, which starts elsewhere"
    if _first_difference(trial.model, trial.whole.steps, trial.elsewhere.steps):
        return "played again, and beside a run of another seed, which takes other steps"
    return "played again; draws nothing, another seed gives the same"


def _tick(trial: Trial) -> str:
    model, k = trial.model, trial.steps // 2
    state = play(trial, steps=k)[0].state
    copies = [{name: array.copy() for name, array in state.items()} for _ in range(3)]
    for seed, copy in zip((trial.seed, trial.other, trial.seed), copies):
        after = stepped(model, copy, trial.params, Tick(k, seed))
    differ = alike(prints(after), trial.whole.steps[k].state, leaving=model.static)
    expect(not differ, f"step {k} on a copy of the state: expected what the run had; {differ} differ")
    return "a step played on a copy of the state gives the same"


def _threads(trial: Trial) -> str:
    most = most_threads()
    before = numba.get_num_threads()
    try:
        for threads in sorted({1, most}):
            numba.set_num_threads(threads)
            _expect_whole(trial, play(trial)[0].steps, f"played with {threads} of {most} threads")
    finally:
        numba.set_num_threads(before)
    return f"1 and {most} threads" if most > 1 else "only one thread is to be had here: nothing compared"


def _branch(trial: Trial) -> str:
    model, half = trial.model, trial.steps // 2
    short = play(trial, steps=half)[0]
    _expect_whole(trial, short.steps, f"played for {half} steps instead of {trial.steps}")
    with tempfile.TemporaryDirectory() as folder:
        path = checkpoint.save(Path(folder) / "half.npz", model, short.state, next_step=half, about={})
        state = model.init(trial.params, trial.seed)
        try:
            first = checkpoint.load(path, model, state)
        except CheckpointError as error:
            raise Broken(f"expected a checkpoint that fits a new state; got: {error.message}") from error
    rest = play(trial, state=state, first=first, steps=trial.steps - half)[0]
    _expect_whole(trial, rest.steps, f"continued from a checkpoint after step {half - 1}", first=half)
    return f"continued after step {half - 1}, to the same bits"


def _expect_whole(trial: Trial, steps: list[Step], how: str, first: int = 0) -> None:
    differ = _first_difference(trial.model, steps, trial.whole.steps[first : first + len(steps)])
    expect(not differ, f"{how}: expected the same run; {differ}")


def _first_difference(model: Model, steps: list[Step], other: list[Step]) -> str:
    for a, b in zip(steps, other, strict=True):
        differ = alike(a.state, b.state, leaving=model.static) or alike(prints(a.numbers), prints(b.numbers))
        if differ:
            return f"{differ} differ from step {a.step} on"
    return ""


ARRAYS, OBSERVES, SAME = "init gives named arrays", "observe gives what is declared", "a run is the same every time"

#: the promise -> how it is tried, and the promises without which it cannot be
PROMISES: dict[str, tuple[Callable[[Trial], str], tuple[str, ...]]] = {
    "parameters are declared": (_parameters, ()),
    ARRAYS: (_arrays, ()),
    "init depends on parameters and seed alone": (_init, (ARRAYS,)),
    "states share no memory": (_memory, (ARRAYS,)),
    "a step changes arrays in place": (_in_place, (ARRAYS,)),
    "static arrays stay as they are": (_static, (ARRAYS,)),
    OBSERVES: (_observables, (ARRAYS,)),
    "observing changes nothing": (_observing, (ARRAYS,)),
    "parameters stay as they are": (_params_stay, ("parameters are declared", ARRAYS)),
    "no global generator is touched": (_generators, (ARRAYS,)),
    SAME: (_again, (ARRAYS, OBSERVES, "init depends on parameters and seed alone")),
    "a step depends on state, parameters and tick alone": (_tick, (SAME,)),
    "threads make no difference": (_threads, (SAME,)),
    "a branch is the run that never stopped": (_branch, (SAME,)),
    "nothing outside the state is written": (_outside, (ARRAYS,)),
}
