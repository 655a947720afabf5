"""A parameter that says with which words of a choice it is used changes nothing with the others, and something with
those."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from contested import zoo
from contested.engine.params import override, walk
from contested.engine.run import InMemory, run
from contested.engine.unused import unused
from contested.ground.errors import ParameterError

#: sizes at which a few steps show whether a parameter is used, and what else it needs for that
SMALL: dict[str, dict[str, float | str]] = {
    "epstein-2002": {"side": 24, "max_jail": 2}, "hawkes-1971": {"branching": 0.9, "largest": 6},
    "kuran-1991": {"people": 400},
    "kim-hanneman-2011": {"side": 20, "identity": 1.0, "cops": 0.1}, "bonnasse-gahot-2018": {"sites": 6},
    "berestycki-2015": {"places": 41}, "siegel-2009": {"people": 100}, "steinert-threlkeld-2021": {"people": 300},
    "granovetter-1978": {"people": 400}, "angeletos-2007": dict(zoo.load("angeletos-2007").presets["waves"]),
}  # fmt: skip
STEPS = 12
HANGING = [(name, key) for name in zoo.names() for key, _, d in walk(zoo.load(name).params) if d.when]


@cache
def path(name: str, settings: tuple[tuple[str, float | str], ...]) -> dict[str, bytes]:
    published = zoo.load(name)
    model = published.model(dict(settings))
    kept = InMemory(model.observables, model.coords, 0, STEPS)
    run(model, model.params, 1, steps=STEPS, recorder=kept)
    return {key: np.ascontiguousarray(values).tobytes() for key, values in kept.arrays.items()}


def others(value, declared):
    """Values beside one of a parameter, as far as they lie within its range."""
    if declared.choices:
        return [word for word in declared.choices if word != value]
    near = (value + 1, 2 * value, value // 2) if declared.whole else (value * 1.5, value / 2, value + 0.2, value + 50)
    return [v for v in near if declared.within[0] <= v <= declared.within[1] and v != value]


def paths(name, key, chosen):
    """The course as it is, and with other values of one parameter, under some words of choices."""
    base = {**SMALL.get(name, {}), **chosen}
    params = override(zoo.load(name).params, base)
    value, declared = next((value, declared) for k, value, declared in walk(params) if k == key)
    changed = []
    for other in others(value, declared):
        try:
            changed.append(path(name, tuple({**base, key: other}.items())))
        except ParameterError:
            continue
    assert changed, f"no other value of {key} is possible with {chosen}"
    return path(name, tuple(base.items())), changed


def declaration(name, key):
    return dict(zoo.load(name).params.declared()[key].when)


@pytest.mark.parametrize(("name", "key"), HANGING)
def test_a_parameter_hangs_on_some_words_of_a_choice(name, key):
    declared = zoo.load(name).params.declared()
    for choice, words in declaration(name, key).items():
        assert words and set(words) < set(declared[choice].choices), choice


@pytest.mark.parametrize(("name", "key"), HANGING)
def test_where_it_is_not_used_it_changes_nothing(name, key):
    hangs = declaration(name, key)
    usual = {choice: words[0] for choice, words in hangs.items()}
    for choice, words in hangs.items():
        for word in zoo.load(name).params.declared()[choice].choices:
            if word in words:
                continue
            chosen = {**usual, choice: word}
            as_it_is, changed = paths(name, key, chosen)
            assert changed == [as_it_is] * len(changed), f"{key} is used with {choice}={word}"
            params = override(zoo.load(name).params, {**SMALL.get(name, {}), **chosen})
            assert unused(params, [key]) == [f"{key} is not used with {choice}={word}"]


@pytest.mark.parametrize(("name", "key"), HANGING)
def test_where_it_is_used_it_changes_something(name, key):
    usual = {choice: words[0] for choice, words in declaration(name, key).items()}
    as_it_is, changed = paths(name, key, usual)
    assert any(one != as_it_is for one in changed), f"{key} changes nothing with {usual}"
    assert unused(override(zoo.load(name).params, usual), [key]) == []


@pytest.mark.parametrize("name", zoo.names())
def test_a_meaning_that_names_a_variant_declares_it(name):
    """A meaning that says "if `strength` is given" is also declared so."""
    choices = {key for key, _, d in walk(zoo.load(name).params) if d.choices}
    for key, _, declared in walk(zoo.load(name).params):
        named = set(re.findall(r"if `(\w+)` is", declared.meaning)) & choices
        assert named <= {choice for choice, _ in declared.when}, f"{key}: {declared.meaning}"


def test_what_a_sweep_varies_may_be_used():
    crowd = zoo.load("granovetter-1978").choose({}, "riot-a")
    assert unused(crowd, ["people", "sd", "nothing"]) == ["sd is not used with thresholds=ladder"]
    assert unused(crowd, ["sd"], varied=["thresholds"]) == []
