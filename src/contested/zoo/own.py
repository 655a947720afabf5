"""A model from plain functions: what a file of one's own needs when nobody else has to trust it.

    PARAMETERS = {"people": 1000, "rate": 0.1}
    STEPS = 50

    def init(params, seed): return {"out": 0}
    def step(state, params, tick): state["out"] += 1
    def observe(state): return {"share": state["out"] / 100}

Numbers may stand for arrays of one entry, a step may change arrays in place, bind new ones, or give back a new
dictionary, and `observe` may take the parameters as well. Parameters without more have no unit, and are assumed. What
is observed, and in which shape, is found out by observing the first state once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import Field, make_dataclass
from types import ModuleType
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground.errors import BrokenInvariant, InputError
from contested.zoo.published import Published

#: what a file of plain functions may hold
FUNCTIONS = ("init", "step", "observe")
STEPS = 100
#: parameters without a range of their own lie within these
LARGEST, LARGEST_WHOLE = 1e300, 1e15


def from_functions(
    init: Callable[..., Any], step: Callable[..., Any], observe: Callable[..., Any], *,
    parameters: Mapping[str, Any] | Params | None = None, steps: int = STEPS, name: str = "own-model", title: str = "",
    units: Mapping[str, str] | None = None, presets: Mapping[str, Mapping[str, Any]] | None = None,
    module: str = __name__,
) -> Published:  # fmt: skip
    """A model of one's own, as every command and function takes it.

    Parameters
    ----------
    init : (params, seed) -> dict of name to array or number
        The first state.
    step : (state, params, tick) -> None or state
        One step; chance is drawn by functions of `tick.seed` and `tick.step`.
    observe : (state) or (state, params) -> dict of name to number or array
    parameters : dict, optional
        Name -> a number; (number, lowest, highest); words, of which the first is the default; or a `param(...)`. Or a
        `Params`.
    steps : int
        How many show what it does.
    name, title : str
    units : dict, optional
        Of what is observed; "-" where absent.
    presets : dict, optional
        Named sets of parameters.
    module : str
        Where its parameters are looked up.

    Returns
    -------
    Published
        Without a card.

    Raises
    ------
    InputError
        A parameter that is none.

    Examples
    --------
    >>> from contested.model import from_functions
    >>> grow = from_functions(
    ...     init=lambda params, seed: {"out": 1}, step=lambda state, params, tick: {"out": state["out"] * 2},
    ...     observe=lambda state: {"out": state["out"]}, steps=5,
    ... )
    >>> grow.model().name
    'own-model'
    """
    if not isinstance(parameters, Params):
        parameters = _params(parameters or {}, name, module)
    takes_params = _count(observe) > 1
    known = dict(units or {})

    def make(params: Any) -> Model:
        def first(params: Any, seed: int) -> State:
            return {key: _array(value, key) for key, value in init(params, seed).items()}

        def seen(state: State) -> dict[str, Any]:
            found = observe(state, params) if takes_params else observe(state)
            return {key: _number(value) for key, value in found.items()}

        def onward(state: State, params: Any, tick: Tick) -> State:
            return _stepped(step, state, params, tick, name)

        shapes = {key: np.shape(value) for key, value in seen(first(params, 0)).items()}
        coords: dict[str, list[Any]] = {}
        observables = []
        for key, shape in shapes.items():
            dims = tuple(f"{key}_{k}" if len(shape) > 1 else f"{key}_row" for k in range(len(shape)))
            coords |= {dim: list(range(length)) for dim, length in zip(dims, shape)}
            observables.append(Observable(key, known.get(key, "-"), key.replace("_", " "), dims))
        return Model(
            name=name, params=params, init=first, step=onward, observe=seen, observables=tuple(observables),
            coords=coords, clock="step",
        )  # fmt: skip

    return Published(
        name=name, title=title or name, params=parameters, make=make, steps=steps, presets=dict(presets or {})
    )


def from_module(module: ModuleType, name: str) -> Published:
    """What a Python file holds: PUBLISHED, or the functions init, step and observe with what else they need.

    Raises
    ------
    InputError
        It holds neither.
    """
    found = getattr(module, "PUBLISHED", None)
    if isinstance(found, Published):
        return found
    missing = [f for f in FUNCTIONS if not callable(getattr(module, f, None))]
    where = module.__file__ or name
    if found is not None or missing:
        got = f"got {type(found).__name__} for PUBLISHED" if found is not None else f"{', '.join(missing)} missing"
        raise InputError(
            f"{where}: expected a Published by the name PUBLISHED, or functions init, step and observe; {got}.",
            "docs: Add a published model in one file",
        )
    doc = (module.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return from_functions(
        *(getattr(module, f) for f in FUNCTIONS), parameters=getattr(module, "PARAMETERS", None),
        steps=getattr(module, "STEPS", STEPS), name=getattr(module, "NAME", name.replace("_", "-")),
        title=getattr(module, "TITLE", doc), units=getattr(module, "UNITS", None),
        presets=getattr(module, "PRESETS", None), module=module.__name__,
    )  # fmt: skip


def _params(values: Mapping[str, Any], model: str, module: str) -> Params:
    fields = [(name, Any, _declared(name, value, model)) for name, value in values.items()]
    kind = make_dataclass("Parameters", fields, bases=(Params,), frozen=True, kw_only=True)
    kind.__module__ = module  # kernels look their numbers up there
    made: Params = kind()
    return made


def _declared(name: str, value: Any, model: str) -> Any:
    if not isinstance(name, str) or not name.isidentifier():
        raise InputError(f"{model}: parameter {name!r}: expected a name.", "letters, digits and _")
    if isinstance(value, Field):  # of param(...) or choice(...)
        return value
    meaning = f"{name.replace('_', ' ')} of {model}"
    words = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()
    if words and all(isinstance(word, str) for word in words):
        return choice(words[0], among=words, source="assumed", meaning=meaning)
    if isinstance(value, tuple) and len(value) == 3:
        value, low, high = value
    else:
        low, high = (-LARGEST_WHOLE, LARGEST_WHOLE) if isinstance(value, int) else (-LARGEST, LARGEST)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(
            f"{model}: parameter {name}: expected a number, (number, lowest, highest), or words; got {value!r}.",
            f'for example {{"{name}": 0.1}}',
        )
    whole = isinstance(value, int)
    return param(value, unit="-", within=(low, high), source="assumed", meaning=meaning, whole=whole)


def _count(function: Callable[..., Any]) -> int:
    return len(inspect.signature(function).parameters)


def _array(value: Any, name: str) -> np.ndarray:
    array = np.atleast_1d(np.array(value))
    if array.dtype.hasobject:
        raise InputError(f"{name}: expected numbers in the state; got {type(value).__name__}.", "an array of numbers")
    return array


def _number(value: Any) -> Any:
    """An array of one entry as its number, others as they are."""
    array = np.asarray(value)
    return array.reshape(())[()] if array.size == 1 else array


def _stepped(step: Callable[..., Any], state: State, params: Any, tick: Tick, model: str) -> State:
    """One step, after which the same arrays hold the new numbers, however the function gave them."""
    before = dict(state)
    found = step(state, params, tick)
    new = state if found is None else found
    if new.keys() != before.keys():
        odd = sorted(new.keys() ^ before.keys())
        raise BrokenInvariant(f"{model}: step: expected the names of the first state; {', '.join(odd)} differ.")
    for name, array in before.items():
        value = new[name]
        if value is not array:
            try:
                np.copyto(array, np.asarray(value).reshape(array.shape), casting="same_kind")
            except (TypeError, ValueError) as error:
                raise BrokenInvariant(
                    f"{model}: step: {name}: expected {array.dtype}{array.shape} as in the first state; {error}.",
                    "let init begin with numbers of that kind, such as 0.0 for 0",
                ) from error
        state[name] = array
    return state
