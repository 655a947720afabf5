"""Every number a model must reproduce is measured, held to its tolerance, and is what the documentation says it is."""

from __future__ import annotations

import json
import math
from functools import cache

import pytest

from contested import zoo
from contested.zoo.picture import Picture
from contested.zoo.target import Target, measure
from tests.docs.pages import DOCS

STORE = DOCS / "zoo" / "measured.json"
TARGETS = [(name, target) for name in zoo.names() for target in zoo.load(name).targets]
#: nine digits, or for a number that should be nothing, nothing within rounding
DIGITS, NOTHING = 1e-9, 1e-12
REFRESH = "docs/measure.py {} and docs/generate.py write it anew"


@cache
def stored() -> dict:
    """What the documentation shows."""
    return json.loads(STORE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "target"), TARGETS, ids=[f"{name}: {target.what}" for name, target in TARGETS])
def test_a_number_is_met_and_is_what_the_pages_say(name: str, target: Target):
    number = measure(target).number
    told = f"{target.what}: expected {target.value:.9g} within {target.tolerance:.3g}; measured {number:.9g}"
    if target.miss:
        assert not target.met(number), f"{told}: met, although it is said to be missed: {target.miss}"
    else:
        assert target.met(number), told
    kept = stored().get(name, {}).get("targets", {}).get(target.what)
    assert kept is not None, f"{target.what}: not in measured.json; {REFRESH.format(name)}"
    assert math.isclose(number, kept["number"], rel_tol=DIGITS, abs_tol=NOTHING) or (
        math.isnan(number) and math.isnan(kept["number"])
    ), f"measured {number:.12g}, the pages say {kept['number']:.12g}; {REFRESH.format(name)}"


@pytest.mark.parametrize("name", zoo.names())
def test_pictures_are_pictures_and_those_that_the_pages_show(name: str):
    published = zoo.load(name)
    pictures = published.pictures() if published.pictures else ()
    assert all(isinstance(p, Picture) and p.title and p.caption and p.panels for p in pictures)
    assert len({p.name for p in pictures}) == len(pictures)
    for picture in pictures:
        for panel in picture.panels:
            assert panel.layers, f"{picture.name}: an empty panel"
            for layer in panel.layers:
                marks = len(next(iter(layer.data.values())))
                assert 0 < marks <= 6000, f"{picture.name}: {marks} marks in a layer of {layer.kind}"
    said = [{"name": p.name, "title": p.title, "caption": p.caption} for p in pictures]
    assert said == stored().get(name, {}).get("pictures", []), REFRESH.format(name)


def test_nothing_is_kept_of_what_is_gone():
    assert set(stored()) <= set(zoo.names()), REFRESH.format("")
    for name, found in stored().items():
        gone = found["targets"].keys() - {target.what for target in zoo.load(name).targets}
        assert not gone, f"{name}: {sorted(gone)}; {REFRESH.format(name)}"
    drawn = {f"{name}-{picture['name']}.svg" for name, found in stored().items() for picture in found["pictures"]}
    assert drawn == {file.name for file in (DOCS / "images" / "zoo").iterdir()}
