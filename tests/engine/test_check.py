"""The battery names the promise that a model breaks, and no other."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numba
import numpy as np
import pytest

from contested.engine.check import Check, check_model
from contested.engine.model import Model, Observable
from contested.engine.params import Params, param
from contested.engine.promises import PROMISES
from contested.ground.errors import BrokenInvariant, ContestedError
from contested.nation.model import nation_model
from tests.engine.toy import PEOPLE, StreetParams, ToyParams, toy_model
from tests.nation.countries import small_world

TOY = toy_model()
#: an array that no model should write
NOTICE_BOARD = np.zeros(3)
BOARDS = {"square": np.zeros(3)}


def test_every_promise_the_toy_keeps_is_told():
    checks = check_model(TOY)
    assert [c.name for c in checks] == list(PROMISES)
    assert all(isinstance(c, Check) and c.passed and c.words for c in checks)


def test_the_nation_keeps_them():
    check_model(nation_model(small_world()), steps=6)


def test_a_model_that_draws_nothing_is_told_so():
    words = {c.name: c.words for c in check_model(_after(TOY, _still, init=_same_start))}
    assert "draws nothing" in words["a run is the same every time"]
    words = {c.name: c.words for c in check_model(TOY)}
    assert "another seed" in words["a run is the same every time"]


def test_numbers_that_are_not_finite_are_told_and_no_fault():
    def observe(state):
        return {**TOY.observe(state), "share": float("nan")}

    words = {c.name: c.words for c in check_model(replace(TOY, observe=observe))}
    assert "not finite at times: share" in words["observe gives what is declared"]


def test_threads_and_global_generators_are_left_as_they_were():
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        before = random.getstate(), np.random.get_state()[1].tobytes()  # noqa: NPY002
        check_model(TOY)
        assert numba.get_num_threads() == 1
        assert (random.getstate(), np.random.get_state()[1].tobytes()) == before  # noqa: NPY002
    finally:
        numba.set_num_threads(threads)


def test_a_model_that_crashes_crashes_as_it_does():
    def step(state, params, tick):
        raise ZeroDivisionError("the model's own")

    with pytest.raises(ZeroDivisionError, match="the model's own"):
        check_model(replace(TOY, step=step))


def test_fewer_than_two_steps_show_nothing():
    with pytest.raises(ContestedError, match="at least 2 steps; got 1"):
        check_model(TOY, steps=1)


# models that break one promise --------------------------------------------------------------------------------------


def _after(model: Model, more, **changes) -> Model:
    """A model that does something more in each step."""

    def step(state, params, tick):
        state = model.step(state, params, tick)
        return more(state, params, tick) or state

    return replace(model, step=step, **changes)


def _still(state, params, tick):
    state["out"][:] = True
    state["tired"][:] = 0
    state["marches"][:] = tick.step


def _same_start(params, seed):
    return TOY.init(params, 1)


def _undeclared() -> Model:
    @dataclass(frozen=True, kw_only=True)
    class Bare(Params):
        pull: float = param(0.6, unit="share", within=(0, 1), source="", meaning="weight of others")

    @dataclass(frozen=True, kw_only=True)
    class Table:
        street: StreetParams = field(default_factory=StreetParams)
        bare: Bare = field(default_factory=Bare)

    return replace(TOY, params=Table())


def _objects(params, seed):
    return {**TOY.init(params, seed), "names": np.array(["a", None], object)}


def _forgets_the_seed_at_the_start(params, seed):
    state = TOY.init(params, seed)
    state["out"][:] = np.random.default_rng().random(PEOPLE) < 0.5
    return state


def _forgets_the_seed(state, params, tick):
    state["out"][:] = np.random.default_rng().random(PEOPLE) < 0.5


def _hands_out_one_array() -> Model:
    kept = TOY.init(TOY.params, 1)

    def init(params, seed):
        for name, array in TOY.init(params, seed).items():
            kept[name][...] = array
        return dict(kept)

    return replace(TOY, init=init)


def _changes_dtype(state, params, tick):
    state["tired"] = state["tired"].astype(float)


def _replaces_an_array(state, params, tick):
    state["tired"] = state["tired"].copy()


def _adds_an_array(state, params, tick):
    state["late"] = np.zeros(1)


def _hands_back_another_state(state, params, tick):
    return dict(state)


def _writes_static(state, params, tick):
    state["bold"][99] = 1 + 1e-9 * tick.step


def _leaves_out(state):
    return {name: number for name, number in TOY.observe(state).items() if name != "share"}


def _another_shape(state):
    return {**TOY.observe(state), "crowd": 5.0}


def _words(state):
    return {**TOY.observe(state), "share": "half"}


def _mutates(state):
    state["tired"][0] += 1
    return TOY.observe(state)


def _writes_back(state):
    state["out"][:] = state["out"]
    return TOY.observe(state)


def _changes_params() -> Model:
    params = ToyParams()

    def more(state, params, tick):
        object.__setattr__(params.street, "pull", 0.61)

    return _after(replace(TOY, params=params), more)


def _numpy_global(state, params, tick):
    np.random.seed(tick.seed + tick.step)  # noqa: NPY002
    state["tired"][0] = np.random.random()  # noqa: NPY002


def _python_global(state, params, tick):
    state["tired"][0] = random.Random(tick.seed + tick.step).random()
    random.random()


def _counts_in_a_closure() -> Model:
    calls = [0]

    def more(state, params, tick):
        calls[0] += 1
        state["tired"][0] = calls[0]

    return _after(TOY, more)


def _keeps_the_last_seed() -> Model:
    kept = {}

    def init(params, seed):
        kept["seed"] = seed
        return TOY.init(params, seed)

    def more(state, params, tick):
        state["tired"][0] = kept["seed"]

    return _after(TOY, more, init=init)


def _remembers_beside_the_state() -> Model:
    """Each seed's count of steps, from its init on: runs repeat, alone and beside others, but a branch starts at 0."""
    kept = {}

    def init(params, seed):
        kept[seed] = 0
        return TOY.init(params, seed)

    def more(state, params, tick):
        kept[tick.seed] += 1
        state["tired"][0] = kept[tick.seed]

    return _after(TOY, more, init=init)


def _knows_its_state_by_sight() -> Model:
    """Looks at where an array lies in memory: a copy of the state is not the state."""
    known = {}

    def init(params, seed):
        state = TOY.init(params, seed)
        known[id(state["tired"])] = state
        return state

    def more(state, params, tick):
        state["tired"][0] = id(state["tired"]) in known

    return _after(TOY, more, init=init)


def _counts_threads(state, params, tick):
    state["tired"][0] = numba.get_num_threads()


def _hides_a_number_in_static() -> Model:
    """What it carries over stands in an array called scratch, which no checkpoint holds."""

    def more(state, params, tick):
        state["room"] += 1
        state["tired"][0] = state["room"][0]

    def init(params, seed):
        return {**TOY.init(params, seed), "room": np.zeros(1)}

    static = TOY.static | {"room"}
    return _after(TOY, more, init=init, static=static, scratch=frozenset({"room"}))


def _writes_on_the_board(state, params, tick):
    NOTICE_BOARD[0] += 1


def _writes_on_a_kept_board(state, params, tick):
    BOARDS["square"][0] += 1


def _writes_in_a_closure() -> Model:
    board = np.zeros(1)

    def more(state, params, tick):
        board[0] += 1

    model = _after(TOY, more)
    return replace(model, step=lambda state, params, tick: (board.sum(), model.step(state, params, tick))[1])


def _reaches_for_others() -> Model:
    """Sets the marches of every state that it ever made to zero."""
    made = []

    def init(params, seed):
        made.append({**TOY.init(params, seed), "marches": np.full(PEOPLE, 5)})
        return made[-1]

    def more(state, params, tick):
        for one in [state, *made]:
            one["marches"][:] = 0

    return _after(TOY, more, init=init)


DECLARED = "parameters are declared"
ARRAYS = "init gives named arrays"
OBSERVES = "observe gives what is declared"
IN_PLACE = "a step changes arrays in place"
STATIC = "static arrays stay as they are"
WATCHING = "observing changes nothing"
TICK = "a step depends on state, parameters and tick alone"
BRANCH = "a branch is the run that never stopped"
SAME = "a run is the same every time"
GLOBAL = "no global generator is touched"
OUTSIDE = "nothing outside the state is written"


def _observable(**changes):
    first, *others = TOY.observables
    return replace(TOY, observables=(replace(first, **changes), *others))


BROKEN = {
    "parameters in a plain class": (lambda: replace(TOY, params=SimpleNamespace(street=StreetParams())), {DECLARED}),
    "a parameter without a source": (_undeclared, {DECLARED}),
    "objects in the state": (lambda: replace(TOY, init=_objects), {ARRAYS}),
    "a list in the state": (lambda: replace(TOY, init=lambda p, s: {**TOY.init(p, s), "more": [1]}), {ARRAYS}),
    "a number without a shape": (
        lambda: replace(TOY, init=lambda p, s: {**TOY.init(p, s), "more": np.array(1)}), {ARRAYS},
    ),
    "static names nothing": (lambda: replace(TOY, static=TOY.static | {"none"}), {ARRAYS}),
    "forgets the seed at the start": (
        lambda: replace(TOY, init=_forgets_the_seed_at_the_start), {"init depends on parameters and seed alone"},
    ),
    "hands out one array": (_hands_out_one_array, {"states share no memory", SAME, OUTSIDE}),
    "changes a dtype": (lambda: _after(TOY, _changes_dtype), {IN_PLACE, BRANCH}),
    "replaces an array": (lambda: _after(TOY, _replaces_an_array), {IN_PLACE}),
    "adds an array": (lambda: _after(TOY, _adds_an_array), {IN_PLACE, BRANCH}),
    "hands back another state": (lambda: _after(TOY, _hands_back_another_state), {IN_PLACE}),
    "writes a static array": (lambda: _after(TOY, _writes_static), {STATIC}),
    "leaves out a number": (lambda: replace(TOY, observe=_leaves_out), {OBSERVES}),
    "reports another shape": (lambda: replace(TOY, observe=_another_shape), {OBSERVES}),
    "reports words": (lambda: replace(TOY, observe=_words), {OBSERVES}),
    "an unknown unit": (lambda: _observable(unit="furlong"), {OBSERVES}),
    "an unknown dimension": (lambda: _observable(dims=("region",)), {OBSERVES}),
    "no meaning": (lambda: _observable(meaning=""), {OBSERVES}),
    "a name twice": (lambda: _observable(name="share"), {OBSERVES}),
    "a number called as a dimension": (lambda: _observable(name="place"), {OBSERVES}),
    "columns of unequal length": (
        lambda: replace(TOY, tables=lambda state: {"returns": {"a": [1], "b": [1, 2]}}), {OBSERVES},
    ),
    "observing moves it": (lambda: replace(TOY, observe=_mutates), {WATCHING}),
    "observing writes, if only the same": (lambda: replace(TOY, observe=_writes_back), {WATCHING}),
    "changes its parameters": (_changes_params, {"parameters stay as they are"}),
    "NumPy's global generator": (lambda: _after(TOY, _numpy_global), {GLOBAL}),
    "Python's global generator": (lambda: _after(TOY, _python_global), {GLOBAL}),
    "forgets the seed": (lambda: _after(TOY, _forgets_the_seed), {SAME}),
    "a counter in a closure": (_counts_in_a_closure, {SAME}),
    "keeps the last seed": (_keeps_the_last_seed, {SAME}),
    "remembers beside the state": (_remembers_beside_the_state, {TICK, BRANCH}),
    "knows its state by sight": (_knows_its_state_by_sight, {TICK}),
    "carries over in scratch": (_hides_a_number_in_static, {BRANCH}),
    "writes an array of its module": (lambda: _after(TOY, _writes_on_the_board), {OUTSIDE}),
    "writes an array that its module keeps": (lambda: _after(TOY, _writes_on_a_kept_board), {OUTSIDE}),
    "writes an array of a closure": (_writes_in_a_closure, {OUTSIDE}),
    "writes into another run": (_reaches_for_others, {OUTSIDE}),
}  # fmt: skip


def _failed(model: Model) -> set[str]:
    with pytest.raises(BrokenInvariant) as caught:
        check_model(model)
    return {line[2:].split(": ")[0] for line in caught.value.message.splitlines()[1:]}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_told_which_promise(name):
    make, broken = BROKEN[name]
    assert _failed(make()) == broken


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="one thread only")
def test_a_model_that_depends_on_threads_is_told_so():
    assert _failed(_after(TOY, _counts_threads)) == {"threads make no difference"}


def test_every_promise_has_a_model_that_breaks_it():
    assert {name for _, broken in BROKEN.values() for name in broken} == set(PROMISES) - {"threads make no difference"}


def test_the_message_says_what_was_expected_and_what_could_not_be_tried():
    with pytest.raises(BrokenInvariant) as caught:
        check_model(replace(_after(TOY, _forgets_the_seed), observables=(*TOY.observables, Observable("x", "-", "y"))))
    text = str(caught.value)
    assert "toy breaks 1 of 15 promises" in text
    assert "expected by_boldness, crowd, share, x; got by_boldness, crowd, share" in text
    assert "not tried" in text
    assert "threads make no difference" in text
