"""A published model asked for and simulated: its course, and where its agents stand at some moments of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from contested.engine.model import Model, State
from contested.engine.params import override, walk
from contested.engine.run import InMemory, run
from contested.ground import options
from contested.ground.commands import command
from contested.ground.errors import ContestedError, InputError
from contested.report.charts.moments import Network
from contested.serve.queries import LARGEST_SEED, once, settings_of, whole
from contested.studies.run.moments import Moment
from contested.zoo.catalogue import named, names
from contested.zoo.published import Published

KEYS = ("model", "seed", "set")
#: agents, sites or other things that a whole number counts, at most; fewer on a read-only server
LARGEST, FEWER = 1_000_000, 100_000
#: agents times steps, at most, where parameters make a run longer than the model's usual one
MOST_WORK = 200_000_000
#: sites along the side of a lattice, at most
LONGEST_SIDE = 300
#: looks at a run, and significant digits of a number
LOOKS, DIGITS = 80, 6
#: what holds nobody, in the text of a look
NOBODY = "."


class NoSuchModel(InputError):
    """A name that no model has."""


class ModelRequest(NamedTuple):
    """A run of a published model: everything its numbers depend on, but for the program.

    Parameters
    ----------
    model : str
    seed : int
    settings : tuple of (name, number or word)
        Parameters that differ from the model's own.
    """

    model: str
    seed: int
    settings: tuple[tuple[str, float | str], ...] = ()

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        changes = [("set", f"{name}={value}") for name, value in self.settings]
        return urlencode([("model", self.model), ("seed", self.seed), *changes])


@cache
def model_of(name: str) -> Published:
    """A model of the zoo, or one that an installed package adds; it is called as it is installed.

    Raises
    ------
    NoSuchModel
    InputError
        An installed one that cannot be imported.
    """
    if name not in names():
        raise NoSuchModel(f"model: expected a name from /api/models; got {name[:60]!r}.", "")
    return replace(named(name), name=name)


def readable() -> tuple[list[Published], dict[str, str]]:
    """The models that can be imported, and of an installed one that cannot why not, by name."""
    good, broken = [], {}
    for name in names():
        try:
            good.append(model_of(name))
        except ContestedError as error:
            broken[name] = error.message
    return good, broken


def request_of(query: Sequence[tuple[str, str]], most: int = LARGEST) -> ModelRequest:
    """The run that the query of an address asks for.

    Parameters
    ----------
    query : sequence of (key, value)
        `model` and `seed` once at most, `set` (NAME=VALUE) any number of times.
    most : int
        What a whole number may be.

    Raises
    ------
    InputError
        As `ask.run_of`, and for a model that is too large for a page.
    """
    given, several = once(query, KEYS, ("set",))
    if "model" not in given:
        raise InputError("model: expected a name; there is none.", f"for example model={names()[0]}")
    published = model_of(given["model"])
    seed = whole("seed", given.get("seed", str(options.SEED)), 0, LARGEST_SEED)
    request = ModelRequest(published.name, seed, settings_of(published.params, several["set"]))
    params = override(published.params, dict(request.settings))
    own = {name: value for name, value, _ in walk(published.params)}
    for name, value, declared in walk(params):
        if declared.whole and value > max(most, own[name]):
            raise InputError(
                f"{name}: expected at most {most:,} on a page; got {value:,.0f}.",
                f"`{command('simulate', published.name, '--set', f'{name}={value:.0f}')}` has no such limit",
            )
    size = max((value for _, value, declared in walk(params) if declared.whole), default=1)
    if (steps := published.length(params)) > published.steps and size * steps > MOST_WORK:
        raise InputError(
            f"{published.name}: expected at most {MOST_WORK:,} agents times steps on a page; got {size:,.0f} times "
            f"{steps:,}.", "a smaller model; `contested simulate` has no such limit",
        )  # fmt: skip
    if published.view is not None and published.view.side(params) > LONGEST_SIDE:
        raise InputError(f"side: expected at most {LONGEST_SIDE} sites on a page.", "`contested simulate` has no limit")
    published.make(params)  # refuses what contradicts itself
    return request


def simulated(request: ModelRequest) -> dict[str, Any]:
    """A run, and what a page shows of it.

    Returns
    -------
    dict
        `series`: observable to a list of steps, `None` for what is not finite; `look`: steps at which one looked;
        `stand`: for each look a text with a character a site or node, the position in the view's kinds or `NOBODY`;
        `count`: for each look how many there are of each kind in all; `side`: sites along the lattice, 0 without one;
        `at` and `tie`: where the nodes of a network are drawn, 0 to 1, and pairs of them that are tied; `nodes`: how
        many there are; `unfinished`: why it ended too early to show a result, "" if it did not.
    """
    published = model_of(request.model)
    model = published.model(dict(request.settings))
    steps = published.length(model.params)
    recorder = InMemory(model.observables, model.coords, 0, steps)
    eye = _Eye(published, model, steps)
    state = model.init(model.params, request.seed)
    eye.begin(state)
    run(model, model.params, request.seed, steps=steps, recorder=recorder, state=state, after=eye.after)
    unfinished = ""
    if published.rest is not None and steps > 1:
        before, last = ({name: values[k] for name, values in recorder.arrays.items()} for k in (-2, -1))
        unfinished = published.rest.unfinished(model.params, steps - 1, before, last)
    return {
        "unfinished": unfinished,
        "series": {name: _plain(values) for name, values in recorder.arrays.items() if values.ndim == 1},
        **eye.seen,
    }


class _Eye:
    """Looks at a model that has a view, at evenly spaced steps."""

    def __init__(self, published: Published, model: Model, steps: int) -> None:
        self._view, self._params = published.view, model.params
        self._steps = set(np.unique(np.linspace(0, steps - 1, LOOKS).round().astype(int)).tolist())
        self._shown: np.ndarray | None = None
        self.seen: dict[str, Any] = {"look": [], "stand": [], "count": [], "side": 0, "at": [], "tie": [], "nodes": 0}

    def begin(self, state: State) -> None:
        """Choose what is drawn, before the first step."""
        if self._view is None:
            return
        side, ties = self._view.side(self._params), self._view.ties(state)
        if not side and ties is None:
            self._view = None
            return
        codes = self._view.codes(state, self._params)
        self.seen |= {"side": side, "nodes": len(codes)}
        if not side:
            network = Network(Moment("start", 0, codes.copy(), ties), self._view)
            self._shown = network.nodes
            self.seen |= {"at": network.at.round(3).tolist(), "tie": network.pairs.tolist()}

    def after(self, step: int, state: State) -> bool:
        """Look, if it is time to."""
        if self._view is not None and step in self._steps:
            codes = self._view.codes(state, self._params)
            kinds = len(self._view.kinds)
            self.seen["look"].append(step)
            self.seen["count"].append(np.bincount(codes[codes >= 0], minlength=kinds).tolist())
            some = codes if self._shown is None else codes[self._shown]
            self.seen["stand"].append("".join(NOBODY if code < 0 else str(code) for code in some.tolist()))
        return False


def _plain(values: np.ndarray) -> list[float | None]:
    return [None if not np.isfinite(v) else float(f"{v:.{DIGITS}g}") + 0.0 for v in values.tolist()]
