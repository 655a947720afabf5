"""What holds for every model of the zoo: the engine's contract, and a card, parameters and targets in full."""

from __future__ import annotations

import math
import re
from functools import cache

import pytest

from contested import zoo
from contested.engine.check import check_model
from contested.engine.params import override, walk
from contested.engine.run import InMemory, run
from contested.ground.errors import ParameterError
from contested.zoo.card import STATUSES
from contested.zoo.published import Published
from tests.house.sources import references

#: settings under which a model that is large by default is played here
SMALL: dict[str, dict[str, float | str]] = {
    "epstein-2002": {"side": 40},
    "granovetter-1978": {"people": 1000},
}
#: bytes of a state that is played here
MOST = 10_000_000
MODELS = zoo.names()
CASES = [(name, preset) for name in MODELS for preset in (None, *zoo.load(name).presets)]
IDS = [f"{name} {preset or 'as it is'}" for name, preset in CASES]


@cache
def published(name: str) -> Published:
    return zoo.load(name)


def small(name: str, preset: str | None = None):
    return published(name).model(SMALL.get(name), preset)


@pytest.mark.parametrize(("name", "preset"), CASES, ids=IDS)
def test_a_model_keeps_every_promise_of_a_model(name, preset):
    model = small(name, preset)
    size = sum(array.nbytes for array in model.init(model.params, 1).values())
    assert size <= MOST, f"{size:,} bytes: give smaller settings in SMALL"
    check_model(model, steps=6)


@pytest.mark.parametrize("name", MODELS)
def test_it_is_called_as_its_file_and_its_clock_is_a_word(name):
    model = small(name)
    assert published(name).name == name == model.name
    assert re.fullmatch(r"[a-z]+", model.clock)
    assert published(name).steps >= 1


@pytest.mark.parametrize(("name", "preset"), CASES, ids=IDS)
def test_a_model_plays_the_parameters_it_was_made_with(name, preset):
    wanted = published(name).choose(SMALL.get(name), preset)
    assert small(name, preset).params == wanted


@pytest.mark.parametrize("name", MODELS)
def test_it_does_something_while_it_is_shown(name):
    """Over as many steps as are said to show what it does, some number changes or the first step ends it."""
    model = small(name)
    steps = min(published(name).steps, 400)
    kept = InMemory(model.observables, model.coords, 0, steps)
    run(model, model.params, 1, steps=steps, recorder=kept)
    assert steps == 1 or any((a != a[0]).any() for a in kept.arrays.values())


@pytest.mark.parametrize("name", MODELS)
def test_its_card_is_complete(name):
    card = published(name).card
    assert card.cites
    assert set(card.cites) <= references(), f"no entry: {sorted(set(card.cites) - references())}"
    assert card.rules and card.reports
    for fact in (*card.rules, *card.reports, *card.differences):
        assert fact.status in STATUSES
        assert fact.text.endswith((".", ")", "?")), f"no sentence: {fact.text}"
    sentences = re.findall(r"[.?](?=\s|$)", card.idea)
    assert 1 <= len(sentences) <= 5 and card.idea.endswith((".", "?")), card.idea
    title = published(name).title
    assert title[0].isupper() and not title.endswith("."), title


@pytest.mark.parametrize("name", MODELS)
def test_its_parameters_are_declared_in_full(name):
    for key, value, declared in walk(published(name).params):
        assert declared.source == "assumed" or declared.source in references(), f"{key}: {declared.source}"
        assert len(declared.meaning.split()) >= 2, key
        assert all(map(math.isfinite, declared.within)), key
        if not declared.choices:
            assert declared.within[0] <= value <= declared.within[1], key


@pytest.mark.parametrize("name", MODELS)
def test_a_value_out_of_range_is_refused_by_name(name):
    for key, _, declared in walk(published(name).params):
        outside = "no such word" if declared.choices else declared.within[1] * 2 + 1
        with pytest.raises(ParameterError, match=re.escape(key)):
            override(published(name).params, {key: outside})


@pytest.mark.parametrize("name", MODELS)
def test_its_targets_tell_themselves_apart(name):
    targets = published(name).targets
    assert targets, "a model without a number to reproduce proves nothing"
    names = [t.what for t in targets]
    assert len(set(names)) == len(names), sorted(n for n in names if names.count(n) > 1)
    for t in targets:
        assert t.status != "chosen", f"{t.what}: a choice of ours is no target"
        assert t.where or t.status == "own run", f"{t.what}: says not where {t.value:g} comes from"


@pytest.mark.parametrize("name", MODELS)
def test_an_unknown_preset_is_refused_with_a_hint(name):
    with pytest.raises(ParameterError, match="no preset 'no such preset'"):
        published(name).model(preset="no such preset")
